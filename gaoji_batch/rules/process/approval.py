"""Article 11: only what was approved, within the quarter's directions."""

from __future__ import annotations

import difflib

import pandas as pd

from gaoji_batch.findings import REJECT, REVIEW
from gaoji_batch.law import choices
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.rule import FILING, PROJECT, rule
from gaoji_batch.rules.words import filled
from gaoji_batch.values import text
from gaoji_batch.values.columns import beside
from gaoji_batch.values.dates import chinese_date, quarter_name

FORMS = ("roster", "plan", "teachers", "change", "attendance", "assessment", "completion", "claim")


@rule(
    "P1101",
    REJECT,
    title="项目未立项",
    scope=PROJECT,
    compared_with="approved",
    stage=FILING,
    on="roster",
    rests_on=("state", "ended_on"),
    message="项目编号{number}{why}",
    hint="{fix}",
    evidence="{shown}",
)
def not_on_the_approved_list(facts: Facts) -> pd.DataFrame:
    """市就业促进中心组织专家评审、论证后，确定当年研修培训项目及研修人数。

    读法：立项项目登记中没有的项目；终止、撤销的项目，报送日期在终止日期当日或以后的（没有终止日期的，一律）
    视为未立项；没有立项登记的另报P1102。
    例：项目编号多写了一位。
    消除：更正项目编号，或由中心补登立项。
    """
    if not len(facts.plan.approved):
        return pd.DataFrame(columns=["sheet", "number", "state", "ended_on", "why", "fix", "shown"])
    place = facts.filings.sheet_of(*FORMS)
    registered = facts.plan.approved.drop_duplicates("project").set_index("project")
    ended = registered[registered["project_state"].isin(choices.ENDED)]
    end = dict(zip(ended.index, beside(ended["project_state"], ended["ended_on"]), strict=True))
    rows = []
    for project, sheet in place.items():
        if project in registered.index and project not in end:
            continue
        stated = facts.batch.sheets.loc[sheet]
        words = (
            stopped(registered.loc[project], facts.filings.days("filed_on").loc[sheet])
            if project in end
            else unknown(facts, str(project), stated)
        )
        if words:
            number = facts.plan.projects["written"].get(project, project)
            rows.append((sheet, project, number, *end.get(project, ("", pd.NaT)), *words))
    columns = ["sheet", "of_project", "number", "state", "ended_on", "why", "fix", "shown"]
    return pd.DataFrame(rows, columns=columns)


def stopped(row: pd.Series, filed_on: pd.Timestamp) -> tuple[str, str, str] | None:
    """(cause, remedy, evidence) for a project that was ended before it filed; None if it filed earlier."""
    state, ended = row["project_state"], row["ended_on"]
    if pd.notna(ended) and pd.notna(filed_on) and filed_on < ended:
        return None
    evidence = f"立项项目登记中项目状态为{state}" + (
        f"，终止日期{chinese_date(ended)}" if pd.notna(ended) else ""
    )
    return f"对应的项目已{state}", "该项目不得继续举办；如有误，由中心更正立项项目登记", evidence


def unknown(facts: Facts, project: str, stated: pd.Series) -> tuple[str, str, str]:
    """(cause, remedy, evidence) for a number that is on no list; names the approved project nearest to it."""
    near = nearest(facts.plan.approved, project, stated["project_name"], stated["unit"])
    evidence = "立项项目登记中没有此项目编号"
    if not near:
        return "不在立项项目登记中", "核对项目编号；确未立项的，不得开班和申领补助", evidence
    return (
        f"不在立项项目登记中，与已立项的{near}相近",
        f"如是{near}，请更正项目编号；确未立项的，不得开班和申领补助",
        evidence,
    )


def nearest(approved: pd.DataFrame, project: str, name: str, unit: str) -> str:
    """The approved project of nearly the same name and unit, or of nearly the same number and the same unit;
    '' where there is none."""
    named = text.fold_series(approved["project_name"].fillna(""))
    units = text.fold_series(approved["unit"].fillna(""))
    best, score = None, 0.0
    # numbers of two units are alike by themselves (2026-001, 2026-002): only the same unit's count
    for at, project_name, of_unit, number in zip(
        approved.index, named, units, approved["project"], strict=True
    ):
        same_unit = alike(text.fold(unit), of_unit)
        by_number = alike(project, number) if same_unit > 0.8 or not unit else 0.0
        likeness = max(by_number, (alike(text.fold(name), project_name) + same_unit) / 2)
        if likeness > score:
            best, score = at, likeness
    if best is None or score < 0.8:
        return ""
    row = approved.loc[best]
    return f"{row['project_written']}“{row['project_name']}”（{row['unit']}）"


def alike(text_here: str, other: str) -> float:
    """How like two texts are, from 0 to 1; 0 where either is empty."""
    return difflib.SequenceMatcher(None, text_here, other).ratio() if text_here and other else 0.0


@rule(
    "P1102",
    REVIEW,
    title="缺立项登记",
    scope="file",
    rests_on=("opening",),
    message="center文件夹中没有立项项目登记，未能核对项目是否立项、核定人数和时间",
    hint="请中心把立项项目登记放入center文件夹后重新审核",
    evidence="未读到立项项目登记",
)
def no_approved_list(facts: Facts) -> pd.DataFrame:
    """市就业促进中心组织专家评审、论证后，确定当年研修培训项目及研修人数。

    读法：整批没有立项项目登记时报一次，此时不报P1101。
    例：center文件夹为空。
    消除：放入立项项目登记后重新审核。
    """
    # an inbox without a filing asks for no list to hold it against
    missing = not len(facts.plan.approved) and len(facts.filings.parts) > 0
    return pd.DataFrame({"file": [""], "opening": facts.plan.projects["opening"].max()}).iloc[: int(missing)]


@rule(
    "P1103",
    REVIEW,
    title="不属本季方向",
    scope=PROJECT,
    compared_with="directions",
    stage=FILING,
    on="approved",
    rests_on=("project_name", "occupation", "industry", "approved_on"),
    message="项目的职业（工种）{occupation}、产业领域{industry}不在{quarter}的专业方向之内",
    hint="核对专业方向和立项登记；确需列入的，由中心填写处理意见",
    evidence="{quarter}专业方向：{directions}",
)
def outside_the_directions(facts: Facts) -> pd.DataFrame:
    """市就业促进中心于每季度确定当年高技能人才研修培训专业方向，面向全市征集研修培训项目。

    读法：只在中心登记了立项日期所在季度的专业方向时核对；项目名称、职业（工种）、
    产业领域中有一项与方向相同或相互包含的即可。
    例：本季方向为智能制造，立项项目为中式烹调师。
    消除：更正登记，或由中心核实后填写予以通过。
    """
    directions = facts.filings.frame("directions").dropna(subset=["year", "quarter", "direction"])
    rows = facts.plan.approved_standing.dropna(subset=["approved_on"])
    of_quarter = (
        directions.groupby([directions["year"].astype("int64"), directions["quarter"].astype("int64")])[
            "direction"
        ]
        .agg(list)
        .to_dict()
    )
    rows = rows.assign(
        allowed=[
            of_quarter.get(pair)
            for pair in zip(rows["approved_on"].dt.year, rows["approved_on"].dt.quarter, strict=True)
        ],
        quarter=rows["approved_on"].dt.year.astype("str")
        + "年"
        + rows["approved_on"].dt.quarter.map(quarter_name, na_action="ignore"),
    )
    rows = rows[rows["allowed"].notna()].drop_duplicates("project")
    fits = [
        any(
            _of_direction(direction, topic) for direction in allowed for topic in (name, occupation, industry)
        )
        for allowed, name, occupation, industry in zip(
            rows["allowed"], rows["project_name"], rows["occupation"], rows["industry"], strict=True
        )
    ]
    rows = rows.assign(
        directions=["、".join(allowed) for allowed in rows["allowed"]], industry=rows["industry"].fillna("")
    )
    return rows[~pd.Series(fits, index=rows.index, dtype="bool")]


def _of_direction(direction: str, topic: object) -> bool:
    folded, other = text.fold(direction), text.fold(filled(topic))
    return bool(other) and (folded in other or other in folded)
