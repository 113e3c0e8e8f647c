"""Article 12: roster, plan and changes, each in time and together."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.findings import REJECT, REVIEW
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.rule import FILING, PROJECT, rule
from gaoji_batch.rules.schemes import KEY
from gaoji_batch.values.date_columns import chinese_dates

TITLES = {"roster": "学员名单", "plan": "培训计划"}


def lateness(facts: Facts, forms: tuple[str, ...]) -> pd.DataFrame:
    """The filings in force of these forms beside the day the form was first filed: `first`; placed at the
    填报日期 cell."""
    live = facts.plan.with_class(facts.filings.in_force[facts.filings.in_force["form"].isin(forms)])
    first = facts.filings.first_filed.rename(columns={"filed_on": "first"})[["form", *KEY, "first"]]
    late = live.merge(first, on=["form", *KEY]).dropna(subset=["filed_on"])
    sheets = facts.batch.sheets.reindex(late["sheet"]).set_axis(late.index)
    both = (
        sheets["received_on"].notna()
        & sheets["stated_on"].notna()
        & sheets["received_on"].ne(sheets["stated_on"])
    )
    told = chinese_dates(late["first"]) + sheets["received_on"].notna().map(
        {True: "（收件登记）", False: "（表上填报日期，未见收件登记）"}
    )
    told = told.where(
        ~both,
        chinese_dates(late["first"])
        + "（收件登记为"
        + chinese_dates(sheets["received_on"])
        + "，表上填报日期为"
        + chinese_dates(sheets["stated_on"])
        + "）",
    )
    return late.assign(key="填报日期", source=told, title=late["form"].map(facts.filings.form_titles))


@rule(
    "P1201",
    REJECT,
    title="开班前报送逾期",
    scope=PROJECT,
    late=True,
    of_class=True,
    stage=FILING,
    on="roster",
    params=("filing.days_before",),
    each=("form",),
    rests_on=("first", "opening", "least"),
    message="{title}于{first}报送，{when}，应至少提前{least}天",
    hint="如{earliest}（含）以后开班即不逾期；调整开班日期的，提前报变更备案",
    evidence="首次报送日期{source}；开班日期{opening}",
)
def filed_late(facts: Facts) -> pd.DataFrame:
    """在开班前一周，将学员名单和项目培训计划报市就业促进中心备案。

    读法：从报送日期到开班日期的日历天数，恰为7天的不算逾期；以该表首次报送的日期为准。
    例：2026年5月5日报送，2026年5月11日开班，只有6天。
    消除：调整开班日期并提前报变更备案。
    """
    late = lateness(facts, ("roster", "plan")).dropna(subset=["opening"])
    least = facts.policy.of("filing.days_before", on=late["opening"]).astype("int64")
    days = (late["opening"] - late["first"]).dt.days
    opening = chinese_dates(late["opening"])
    when = ("距" + opening + "开班只有" + days.astype("str") + "天").where(
        days.ge(0), "在" + opening + "开班之后"
    )
    return late.assign(when=when, least=least, earliest=late["first"] + pd.to_timedelta(least, unit="D"))[
        days.lt(least)
    ]


@rule(
    "P1202",
    REJECT,
    title="名单与计划未同时报送",
    scope=PROJECT,
    stage=FILING,
    on="roster",
    each=("missing",),
    rests_on=(),
    message="报送了{there}，{lack}{absent}",
    hint="{fix}",
    evidence="{shown}",
)
def roster_without_plan(facts: Facts) -> pd.DataFrame:
    """在开班前一周，将学员名单和项目培训计划报市就业促进中心备案。

    读法：学员名单和培训计划只收到其一的；表上没有项目编号的，不推断属于哪个项目。
    同一单位另有以所缺的表命名而没有读取的文件或工作表的，须核实。
    例：只报送了学员名单。
    消除：补报缺少的一份。
    """
    rows = []
    for there, missing in (("roster", "plan"), ("plan", "roster")):
        lacking = (
            facts.filings.has_filed(there)
            - facts.filings.has_filed(missing)
            - facts.filings.unjudged(there)
            - facts.filings.waiting
        )
        sheets = facts.filings.sheet_of(there)
        placed = [(sheets[project], project) for project in sorted(lacking) if project in sheets]
        for sheet, project in placed:
            unread = facts.faults.unread_like(missing, sheet)
            title = TITLES[missing]
            rows.append(
                {
                    "sheet": sheet,
                    "of_project": project,
                    "there": TITLES[there],
                    "absent": title,
                    "missing": f"{title}（未读取）" if unread else title,
                    "lack": "没有读到" if unread else "没有报送",
                    "shown": f"{unread}没有读取" if unread else f"本项目未收到{title}",
                    "fix": f"{unread}如是{title}，请按规定的表样、保留表头后重新报送"
                    if unread
                    else _supplement(facts, missing, sheet),
                    "of_severity": REVIEW if unread else REJECT,
                }
            )
    names = ["sheet", "of_project", "there", "missing", "lack", "shown", "fix", "of_severity", "absent"]
    return pd.DataFrame(rows, columns=names)


def _supplement(facts: Facts, missing: str, sheet: int) -> str:
    """What to file beside the sheet that is there; a sheet of the unit that only lacks its number is
    named."""
    unnumbered = facts.filings.unnumbered(missing, sheet)
    return f"补报{TITLES[missing]}" + (
        f"；另有{TITLES[missing]}没有填写项目编号（{unnumbered}），如属本项目请补填" if unnumbered else ""
    )


@rule(
    "P1205",
    REJECT,
    title="变更未提前备案",
    scope=PROJECT,
    stage=FILING,
    on="change",
    column="recorded_on",
    each=("change_item",),
    rests_on=("recorded_on", "effective_on"),
    message="{change_item}的变更于{recorded_on}备案，没有早于生效日期{effective_on}",
    hint="变更应提前备案；本次变更不予认可的，仍按原方案执行，或另定生效日期重新备案",
    evidence="备案日期{source}，生效日期{effective_on}",
)
def change_filed_late(facts: Facts) -> pd.DataFrame:
    """确需变更的应提前报市就业促进中心备案。

    读法：备案日期须早于生效日期；备案日期是收到变更备案表的日期（收件登记），没有收件登记的，以表上所填为准。
    例：2026年5月18日生效的变更，2026年5月18日才备案。
    消除：按原方案执行，或重新备案。
    """
    rows = facts.plan.filed_changes
    received = chinese_dates(rows["recorded_on"]) + "（收件登记"
    differs = rows["typed_on"].notna() & rows["typed_on"].ne(rows["recorded_on"])
    received = received + ("，表上填写" + chinese_dates(rows["typed_on"])).where(differs, "") + "）"
    typed = chinese_dates(rows["recorded_on"]) + "（表上填写，未见收件登记）"
    rows = rows.assign(
        source=received.where(rows["received"], typed), change_item=rows["change_item"].fillna("变更事项")
    )
    return rows[rows["recorded_on"].ge(rows["effective_on"])]
