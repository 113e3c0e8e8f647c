"""Article 12: roster and plan, a week before the class opens, together, and as approved."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.findings import REJECT, REVIEW
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.facts.enrolled import same_text
from gaoji_batch.rules.rule import FILING, PROJECT, rule
from gaoji_batch.rules.schemes import DATES, HOURS, KEY
from gaoji_batch.values import text
from gaoji_batch.values.cells import written
from gaoji_batch.values.columns import beside
from gaoji_batch.values.date_columns import chinese_dates

TITLES = {"roster": "学员名单", "plan": "培训计划"}
ITEMS = {
    "project_name": "项目名称",
    "opening": "开班日期",
    "ending": "结业日期",
    "total_hours": "总学时",
    "discussion_hours": "研讨交流学时",
}


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
    "P1203",
    REJECT,
    title="与立项不一致",
    scope=PROJECT,
    compared_with="approved",
    stage=FILING,
    on="roster",
    each=("form", "item"),
    rests_on=("stated", "planned"),
    message="{title}的{item}为{stated}，与立项的{planned}不一致，且未报变更备案",
    hint="更正为{planned}；确需变更的，提前报变更备案",
    evidence="立项项目登记（含已备案的变更）：{item}为{planned}",
)
def differs_from_the_scheme(facts: Facts) -> pd.DataFrame:
    """承办单位应按照项目实施方案和培训计划组织开展研修培训，不得随意变更，确需变更的应提前备案。

    读法：学员名单、培训计划上写明的项目名称、日期、学时与立项登记（含提前备案的变更）比较；
    学员名单的职业应在立项的职业之内。
    例：立项开班日期2026年5月11日，学员名单写为2026年5月18日，没有变更备案。
    消除：更正，或提前报变更备案。
    """
    live = facts.plan.with_class(facts.filings.in_force[facts.filings.in_force["form"].isin(TITLES)])
    live = live[live["approved"]]
    workbook = live["sheet"].map(facts.batch.sheets["workbook"])
    stated = facts.batch.sheets.reindex(live["sheet"]).set_axis(live.index)
    found = []
    for field, item in ITEMS.items():
        said, planned = stated[field], live[f"scheme_{field}"] if f"scheme_{field}" in live else live[field]
        if field == "project_name":
            other = said.ne("") & planned.notna() & ~same_text(said, planned)
        else:
            other = said.notna() & planned.notna() & said.ne(planned.astype(said.dtype))
        other &= _said_here(facts, live["sheet"], [workbook, live["project"]], item)
        told = live.assign(item=item, key=item, stated=_told(field, said), planned=_told(field, planned))
        found.append(
            told[other.fillna(False).astype("bool")][
                ["sheet", "key", "form", "item", "stated", "planned", "project"]
            ]
        )
    both = pd.concat([*found, _occupations(facts)], ignore_index=True)
    return both.assign(title=both["form"].map(TITLES), of_project=both["project"]).drop(columns="project")


def _said_here(facts: Facts, sheets: pd.Series, together: list[pd.Series], item: str) -> pd.Series:
    """Whether a sheet says an item itself; one that only inherits it counts where no roster or plan of its
    workbook and project says it."""
    keys = [facts.batch.tables[sheet].key_values.get(item) for sheet in sheets]
    own = pd.Series(
        [key is not None and text.clean(key.value) is not None for key in keys],
        index=sheets.index,
        dtype="bool",
    )
    return own | ~own.groupby(together).transform("any")


def _told(field: str, values: pd.Series) -> pd.Series:
    if field in DATES:
        return chinese_dates(values)
    if field in HOURS:
        return values.map(lambda hours: "" if pd.isna(hours) else written(float(hours))).astype("str")
    return values.fillna("").astype("str")


def _occupations(facts: Facts) -> pd.DataFrame:
    """Rosters that name an occupation outside the approved ones: put at the header cell of 职业(工种), once a
    form."""
    rows = facts.people.trainees[
        facts.people.trainees["approved"] & facts.people.trainees["occupation"].notna()
    ]
    planned = rows["project"].map(facts.plan.projects["occupation"])
    rows, planned = rows[planned.notna()], planned.dropna()
    allowed = {
        said: {text.fold(text.strip_occupation_code(name)[0]) for name in text.split_list(said)}
        for said in planned.unique()
    }
    outside = [
        "、".join(
            name
            for name in text.split_list(said)
            if text.fold(text.strip_occupation_code(name)[0]) not in allowed[of]
        )
        for said, of in beside(rows["occupation"], planned)
    ]
    rows = rows.assign(outside=pd.Series(outside, index=rows.index, dtype="object"), planned=planned)
    rows = rows[rows["outside"].ne("")]
    first = (
        rows.sort_values(["project", "sheet", "row"])
        .groupby("project", as_index=False)
        .agg(
            sheet=("sheet", "first"),
            stated=("outside", lambda said: "、".join(dict.fromkeys(said))),
            planned=("planned", "first"),
        )
    )
    header = [facts.batch.tables[sheet].header_row for sheet in first["sheet"]]
    return first.assign(row=header, field="occupation", form="roster", item="职业（工种）")


@rule(
    "P1204",
    REJECT,
    title="跨年度举办",
    scope=PROJECT,
    stage=FILING,
    on="plan",
    rests_on=("opening", "ending", "first", "last"),
    message="项目跨年度举办：{why}",
    hint="把全部课程安排在{year}年内，或在下一年度重新申报",
    evidence="开班日期{opening}，结业日期{ending}；培训计划的日期从{first}到{last}",
)
def runs_across_the_year(facts: Facts) -> pd.DataFrame:
    """研修培训项目须在当年完成，不得跨年度举办。

    读法：开班日期、结业日期和各节课的日期应在同一日历年。
    例：2026年11月开班，2027年1月结业。
    消除：调整日期并提前报变更备案。
    """
    place = facts.filings.sheet_of("plan", "roster")
    known = facts.plan.projects.loc[place.index]
    days = (
        facts.plan.sessions.dropna(subset=["date"])
        .groupby("project")["date"]
        .agg(["min", "max"])
        .reindex(place.index)
    )
    whole = pd.DataFrame(
        {
            "opening": known["opening"],
            "ending": known["ending"],
            "first": days["min"],
            "last": days["max"],
            "sheet": place,
        }
    )
    years = whole[["opening", "ending", "first", "last"]].apply(lambda column: column.dt.year)
    across = years.max(axis=1).ne(years.min(axis=1)) & years.notna().any(axis=1)
    found = whole[across].assign(
        of_project=whole.index[across],
        year=years["opening"].fillna(years.min(axis=1))[across].astype("int64"),
    )
    ends = years["opening"].ne(years["ending"]) & years["ending"].notna() & years["opening"].notna()
    why = pd.Series("课程日期不在同一年", index=whole.index).mask(ends, "开班和结业不在同一年")
    return found.assign(why=why[across])


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


@rule(
    "P1206",
    REJECT,
    title="课程日期超出班期",
    scope=PROJECT,
    stage=FILING,
    on="plan",
    column="date",
    each=("date",),
    rests_on=("opening", "ending"),
    message="课程日期{date}不在{opening}至{ending}之间",
    hint="更正课程日期；确需调整班期的，提前报变更备案",
    evidence="开班日期{opening}，结业日期{ending}",
)
def session_outside_the_class(facts: Facts) -> pd.DataFrame:
    """承办单位应按照项目实施方案和培训计划组织开展研修培训。

    读法：每节课的日期应在开班日期与结业日期之间（含当日）。
    例：2026年5月22日结业，5月25日还有一节课。
    消除：更正课程日期，或提前报变更备案。
    """
    rows = facts.plan.sessions.dropna(subset=["date"])
    return rows[rows["date"].lt(rows["opening"]) | rows["date"].gt(rows["ending"])]
