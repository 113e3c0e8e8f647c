"""Articles 6 and 11: the yearly cap, the projects a unit, the occupations of one project."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.findings import REJECT, REVIEW
from gaoji_batch.law import occupations
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.rule import FILING, PROJECT, rule
from gaoji_batch.rules.words import in_words
from gaoji_batch.values import text


@rule(
    "Q0603",
    REJECT,
    title="年度人数超限",
    scope=PROJECT,
    stage=FILING,
    on="approved",
    column="approved_heads",
    params=("year.cap",),
    rests_on=("year", "heads", "cap"),
    message="{year}年核定人数累计到本项目为{total}人，超过年度{cap}人",
    hint="{fix}",
    evidence="按立项日期、项目编号排列，此前累计{before}人，本项目核定{heads}人，年度上限{cap}人",
)
def past_the_yearly_cap(facts: Facts) -> pd.DataFrame:
    """每年培训人数不超过800人。

    读法：按开班日期所在年度的核定人数累计，依立项日期、项目编号排列；累计含本项目超过上限的，均报；终止、
    撤销的项目只计已结业的人数。
    例：累计到前一项目为790人，本项目核定25人。
    消除：调减核定人数，或终止、撤销其他项目。
    """
    rows, by_project = facts.year.counted_heads, facts.year.cumulative
    first = rows.assign(at=rows.index).drop_duplicates("project").set_index("project")["at"]
    over = by_project[by_project["total"].gt(by_project["cap"])].copy()
    over["before"] = over["total"] - over["heads"]
    over = over.assign(
        # behind the first project past the cap nothing is left, and what is left would be negative
        room=(over["cap"] - over["before"]).clip(lower=0).astype("int64"),
        year=over["year"].astype("int64"),
        of_project=over["project"],
    )
    over = in_words(over, fix=_within_the_cap)
    return over.set_index(over["project"].map(first)).drop(columns="project")


def _within_the_cap(room: int) -> str:
    return (
        f"核定人数调减为{room}人即不超限"
        if room
        else "当年已无剩余人数，请终止、撤销其他项目，或列入下一年度"
    )


@rule(
    "Q0605",
    REVIEW,
    title="职业不相关",
    scope=PROJECT,
    stage=FILING,
    on="roster",
    params=("occupations.related",),
    rests_on=("occupations",),
    message="一个项目中含有不相关的职业（工种）：{occupations}",
    hint="一个项目只含一个或多个相关相近的职业（工种）；如属相关相近，由单位说明，由中心填写处理意见",
    evidence="{shown}",
)
def unrelated_occupations(facts: Facts) -> pd.DataFrame:
    """按照职业分类确定研修项目，项目中可含一个或多个相关相近职业（工种）。

    读法：学员名单上的职业，没有名单时立项登记的职业，应同在职业分类大典的一个小类，或同在中心维护的一组；
    一个职业可按所填编码或名称查找。
    例：一个项目中既有焊工又有中式烹调师。
    消除：更正职业（工种），或由中心核实后填写予以通过。
    """
    on_roster = facts.people.trainees[
        ["project", "class_no", "sheet", "occupation", "occupation_code", "opening"]
    ].dropna(subset=["occupation"])
    # F005 and F016: of a list that is half known nobody can say that its occupations are unrelated
    undecided = on_roster["project"].isin(facts.filings.lacks("roster", "occupation") | facts.filings.waiting)
    on_roster = on_roster[~undecided]
    # occupations are judged over all classes of a project, and told once, at its first sheet
    on_roster = on_roster.assign(sheet=on_roster.groupby("project")["sheet"].transform("min"))
    on_roster = on_roster.drop_duplicates(["project", "occupation", "occupation_code"])
    rows = facts.plan.approved_standing.dropna(subset=["occupation"])
    rows = rows[~rows["project"].isin(facts.filings.has_filed("roster"))].assign(at=lambda frame: frame.index)
    unrelated = []
    for project, rows_of_project in [*on_roster.groupby("project"), *rows.groupby("project")]:
        pairs = named_occupations(rows_of_project)
        day = facts.days_of_law(rows_of_project).iloc[0]
        groups = facts.policy.of("occupations.related", on=day)
        if not occupations.related([pair[0] for pair in pairs], [pair[1] for pair in pairs], groups):
            on_approved = "at" in rows_of_project
            unrelated.append(
                {
                    "sheet": rows_of_project["sheet"].min(),
                    "row": rows_of_project["row"].iloc[0] if on_approved else pd.NA,
                    "at": rows_of_project["at"].iloc[0] if on_approved else pd.NA,
                    "of_project": project,
                    "occupations": "、".join(dict.fromkeys(pair[0] for pair in pairs)),
                    "shown": occupations.families_told(pairs),
                }
            )
    return pd.DataFrame(unrelated)


def named_occupations(rows: pd.DataFrame) -> list[tuple[str, str]]:
    """The occupations of one project: (name, code or ''), each once; several in a cell are told apart, a code
    in brackets is taken."""
    codes = (
        rows["occupation_code"].fillna("") if "occupation_code" in rows else pd.Series("", index=rows.index)
    )
    pairs: dict[tuple[str, str], None] = {}
    for cell, code in zip(rows["occupation"], codes, strict=True):
        names = text.split_list(cell)
        for name in names:
            bare, bracketed = text.strip_occupation_code(name)
            # one 职业编码 beside several names does not tell whose it is
            pairs[text.fold(bare), bracketed or (code if len(names) == 1 else "")] = None
    return list(pairs)


@rule(
    "Q1101",
    REJECT,
    title="超出申报项目数",
    scope=PROJECT,
    settled_by_rank=True,
    stage=FILING,
    on="application",
    params=("unit.projects",),
    each=("unit", "project_name"),
    rests_on=("year", "place", "limit"),
    message="{unit}{year}年申报的第{place}个项目，超过每家单位{limit}个",
    hint="撤回本项目的申报，或由中心终止、撤销该单位的其他项目",
    evidence="该单位当年项目：{others}",
)
def third_project_of_a_unit(facts: Facts) -> pd.DataFrame:
    """每家承办单位申报的项目不超过2个。

    读法：申报的和已立项的项目合并计算，按开班日期所在年度；已立项的按立项日期、项目编号在前，
    未立项的申报在后；同名同单位的只算一个；终止、撤销的不计。
    例：某单位已立项2个项目，又申报第3个。
    消除：撤回申报。
    """
    both = facts.units.projects_in_order
    both = both.assign(year=both["opening"].dt.year).dropna(subset=["year"])
    both["place"] = both.groupby(["unit_key", "year"]).cumcount() + 1
    both["limit"] = facts.policy.of("unit.projects", on=both["opening"]).astype("int64")
    names = both.groupby(["unit_key", "year"])["project_name"].agg(
        lambda titles: "、".join(titles.fillna("").astype("str"))
    )
    both["others"] = names.reindex(pd.MultiIndex.from_frame(both[["unit_key", "year"]])).to_numpy()
    both["year"] = both["year"].astype("int64")
    return both[both["place"].gt(both["limit"])]
