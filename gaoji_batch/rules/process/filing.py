"""Article 12: roster, plan and changes, each in time and together."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.findings import REJECT, REVIEW
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.rule import FILING, PROJECT, rule
from gaoji_batch.rules.words import day, in_words
from gaoji_batch.values.cells import missing
from gaoji_batch.values.columns import KEY

TITLES = {"roster": "学员名单", "plan": "培训计划"}


def lateness(facts: Facts, forms: tuple[str, ...]) -> pd.DataFrame:
    """The filings in force of these forms beside the day the form was first filed: `first`; placed at the
    填报日期 cell."""
    live = facts.plan.with_class(facts.filings.in_force[facts.filings.in_force["form"].isin(forms)])
    # a corrected list is as early as the first one: mending must not make a unit late
    first = facts.filings.first_filed.rename(columns={"filed_on": "first"})[["form", *KEY, "first"]]
    # F009 asks for the day; without one nothing is late
    late = live.merge(first, on=["form", *KEY]).dropna(subset=["filed_on"])
    late = late.join(facts.batch.sheets[["received_on", "stated_on"]], on="sheet")
    late = late.assign(key="填报日期", title=late["form"].map(facts.filings.form_titles))
    return in_words(late, source=_first_day)


def _first_day(first: pd.Timestamp, received_on: pd.Timestamp, stated_on: pd.Timestamp) -> str:
    if missing(received_on):
        return f"{day(first)}（表上填报日期，未见收件登记）"
    if missing(stated_on) or received_on == stated_on:
        return f"{day(first)}（收件登记）"
    return f"{day(first)}（收件登记为{day(received_on)}，表上填报日期为{day(stated_on)}）"


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
    late = late.assign(days=days, least=least, earliest=late["first"] + pd.to_timedelta(least, unit="D"))
    return in_words(late[days.lt(least)], when=_before_the_opening)


def _before_the_opening(days: int, opening: pd.Timestamp) -> str:
    return f"距{day(opening)}开班只有{days}天" if days >= 0 else f"在{day(opening)}开班之后"


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
    names = ["sheet", "of_project", "there", "missing", "lack", "shown", "fix", "of_severity", "absent"]
    rows = [
        _without_the_other(facts, there, absent, project, sheet)
        for there, absent in (("roster", "plan"), ("plan", "roster"))
        for project, sheet in _filed_without(facts, there, absent)
    ]
    return pd.DataFrame(rows, columns=names)


def _filed_without(facts: Facts, there: str, absent: str) -> list[tuple[str, int]]:
    """(project, sheet) of the projects that filed the form `there` and never the form `absent`."""
    filings = facts.filings
    # a sheet of F005, F006 or F008 counts as filed, but asks for nothing beside it (findings.md)
    projects = filings.has_filed(there) - filings.has_filed(absent) - filings.unjudged(there)
    sheets = filings.sheet_of(there)
    return [(project, sheets[project]) for project in sorted(projects - filings.waiting) if project in sheets]


def _without_the_other(facts: Facts, there: str, absent: str, project: str, sheet: int) -> dict[str, object]:
    """The failing row of one project; a file of the unit that is named after the absent form and was not
    read may be it, and nobody is refused for that."""
    unread, title = facts.faults.unread_like(absent, sheet), TITLES[absent]
    row = {"sheet": sheet, "of_project": project, "there": TITLES[there], "absent": title}
    if unread:
        return row | {
            "missing": f"{title}（未读取）",
            "lack": "没有读到",
            "shown": f"{unread}没有读取",
            "fix": f"{unread}如是{title}，请按规定的表样、保留表头后重新报送",
            "of_severity": REVIEW,
        }
    return row | {
        "missing": title,
        "lack": "没有报送",
        "shown": f"本项目未收到{title}",
        "fix": _supplement(facts, absent, sheet),
        "of_severity": REJECT,
    }


def _supplement(facts: Facts, absent: str, sheet: int) -> str:
    """What to file beside the sheet that is there; a sheet of the unit that only lacks its number is
    named."""
    unnumbered = facts.filings.unnumbered(absent, sheet)
    title = TITLES[absent]
    beside = f"；另有{title}没有填写项目编号（{unnumbered}），如属本项目请补填" if unnumbered else ""
    return f"补报{title}{beside}"


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
    rows = rows[rows["recorded_on"].ge(rows["effective_on"])]
    return in_words(rows.assign(change_item=rows["change_item"].fillna("变更事项")), source=_recorded)


def _recorded(received: bool, recorded_on: pd.Timestamp, typed_on: pd.Timestamp) -> str:
    if not received:
        return f"{day(recorded_on)}（表上填写，未见收件登记）"
    if missing(typed_on) or typed_on == recorded_on:
        return f"{day(recorded_on)}（收件登记）"
    return f"{day(recorded_on)}（收件登记，表上填写{day(typed_on)}）"
