"""Article 12: what was filed is what was approved, within its year and its days."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.findings import REJECT
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.facts.enrolled import same_text
from gaoji_batch.rules.process.filing import TITLES
from gaoji_batch.rules.rule import FILING, PROJECT, rule
from gaoji_batch.rules.schemes import DATES, HOURS
from gaoji_batch.rules.words import in_words
from gaoji_batch.values import text
from gaoji_batch.values.cells import missing, written
from gaoji_batch.values.columns import beside
from gaoji_batch.values.date_columns import chinese_dates

ITEMS = {
    "project_name": "项目名称",
    "opening": "开班日期",
    "ending": "结业日期",
    "total_hours": "总学时",
    "discussion_hours": "研讨交流学时",
}


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
    # what was never approved is P1101, not a difference from an approval
    live = live[live["approved"]]
    workbook = live["sheet"].map(facts.batch.sheets["workbook"])
    stated = facts.batch.sheets[list(ITEMS)].reindex(live["sheet"]).set_axis(live.index)
    parts = []
    for field, item in ITEMS.items():
        typed, planned = stated[field], live[f"scheme_{field}"] if f"scheme_{field}" in live else live[field]
        if field == "project_name":
            # what a sheet does not state is '' as text, and missing as a day or hours
            other = typed.ne("") & planned.notna() & ~same_text(typed, planned)
        else:
            other = typed.notna() & planned.notna() & typed.ne(planned.astype(typed.dtype))
        other &= _typed_here(facts, live["sheet"], [workbook, live["project"]], item)
        other = other.astype("bool")
        words = {"stated": _item_words(field, typed[other]), "planned": _item_words(field, planned[other])}
        parts.append(live.loc[other, ["sheet", "form", "project"]].assign(key=item, item=item, **words))
    both = pd.concat([*parts, _occupations(facts)], ignore_index=True)
    return both.assign(title=both["form"].map(TITLES), of_project=both["project"]).drop(columns="project")


def _typed_here(facts: Facts, sheets: pd.Series, together: list[pd.Series], item: str) -> pd.Series:
    """Whether a sheet says an item itself; one that only inherits it counts where no roster or plan of its
    workbook and project says it."""
    keys = [facts.batch.tables[sheet].key_values.get(item) for sheet in sheets]
    here = pd.Series(
        # '总学时：' with nothing behind it states nothing
        [key is not None and text.clean(key.value) is not None for key in keys],
        index=sheets.index,
        dtype="bool",
    )
    return here | ~here.groupby(together).transform("any")


def _item_words(field: str, values: pd.Series) -> pd.Series:
    if field in DATES:
        return chinese_dates(values)
    if field in HOURS:
        return values.map(lambda hours: "" if pd.isna(hours) else written(float(hours))).astype("str")
    return values.fillna("").astype("str")


def _occupations(facts: Facts) -> pd.DataFrame:
    """Rosters that name an occupation outside the approved ones: put at the header cell of 职业(工种), once a
    form."""
    rows = facts.people.trainees[["project", "sheet", "row", "occupation", "approved"]]
    rows = rows[rows["approved"] & rows["occupation"].notna()]
    planned = rows["project"].map(facts.plan.projects["occupation"])
    rows, planned = rows[planned.notna()], planned.dropna()
    allowed = {
        cell: {text.fold(text.strip_occupation_code(name)[0]) for name in text.split_list(cell)}
        for cell in planned.unique()
    }
    outside = [
        "、".join(
            name
            for name in text.split_list(cell)
            if text.fold(text.strip_occupation_code(name)[0]) not in allowed[of]
        )
        for cell, of in beside(rows["occupation"], planned)
    ]
    rows = rows.assign(outside=pd.Series(outside, index=rows.index, dtype="object"), planned=planned)
    rows = rows[rows["outside"].ne("")]
    first = (
        rows.sort_values(["project", "sheet", "row"])
        .groupby("project", as_index=False)
        .agg(
            sheet=("sheet", "first"),
            stated=("outside", lambda names: "、".join(dict.fromkeys(names))),
            planned=("planned", "first"),
        )
    )
    # many cells may say it: the finding stands once, at their header
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
    schemes = facts.plan.projects.loc[place.index]
    days = facts.plan.sessions.groupby("project")["date"].agg(["min", "max"]).reindex(place.index)
    rows = pd.DataFrame(
        {
            "opening": schemes["opening"],
            "ending": schemes["ending"],
            "first": days["min"],
            "last": days["max"],
            "sheet": place,
            "of_project": place.index,
        }
    )
    years = rows[["opening", "ending", "first", "last"]].apply(lambda column: column.dt.year)
    # where no day is known the greatest and the least are missing, and missing differs from itself
    across = years.max(axis=1).ne(years.min(axis=1)) & years.notna().any(axis=1)
    year = years["opening"].fillna(years.min(axis=1))
    return in_words(rows.assign(year=year)[across].astype({"year": "int64"}), why=_across)


def _across(opening: pd.Timestamp, ending: pd.Timestamp) -> str:
    dated = not (missing(opening) or missing(ending))
    return "开班和结业不在同一年" if dated and opening.year != ending.year else "课程日期不在同一年"


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
    rows = facts.plan.sessions
    # a day that is not known compares as false: nothing is said against it
    return rows[rows["date"].lt(rows["opening"]) | rows["date"].gt(rows["ending"])]
