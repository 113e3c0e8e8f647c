"""Article 13: the hours that a trainee was there."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.findings import REVIEW
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.rule import COMPLETION, TRAINEE, rule
from gaoji_batch.rules.words import in_words, joined, number
from gaoji_batch.values.columns import KEY


@rule(
    "P1306",
    REVIEW,
    title="考勤不足",
    scope=TRAINEE,
    stage=COMPLETION,
    on="attendance",
    params=("attendance.min_share",),
    rests_on=("attended", "planned", "share", "strange"),
    message="{why}",
    hint="核对考勤表与培训计划；出勤不足的，不应登记结业",
    evidence="考勤合计{attended}学时，培训计划{planned}学时，要求不低于{share}%",
)
def attended_too_little(facts: Facts) -> pd.DataFrame:
    """结业时，承办单位应结合出勤情况等对学员进行考核。

    读法：出勤学时低于培训计划学时的80%，或考勤日期不在培训计划中的存疑；只在报送了考勤表时核对；
    未出勤的日子可以不填。
    例：计划80学时，出勤63学时。
    消除：更正考勤表，或由中心核实后填写予以通过。
    """
    rows, sessions = _attendance(facts), facts.plan.sessions
    days = pd.MultiIndex.from_frame(sessions[["project", "date"]].dropna())
    strange = rows["date"].notna() & ~pd.MultiIndex.from_frame(rows[["project", "date"]]).isin(days)
    person = [rows["project"], rows["id_number"]]
    rows = rows.assign(
        total=rows["attended_hours"].groupby(person).transform("sum"),
        hours=_planned_hours(sessions, rows),
        strange=rows["date"].where(strange).groupby(person).transform("nunique").astype("int64"),
    )
    share = facts.policy.of("attendance.min_share", on=facts.days_of_law(rows))
    share = share.astype("float64")
    # less than the share by more than what binary fractions leave over
    few = rows["total"].lt(rows["hours"] * share - 1e-9).astype("bool")
    rows = rows.assign(few=few, share=(share * 100).round().astype("int64"))
    first = rows.sort_values(["sheet", "row"]).drop_duplicates(["project", "id_number"])
    first = first[first["few"] | first["strange"].gt(0)]
    first = in_words(first, attended=_attended, planned=_planned).assign(at=first.index)
    first = in_words(first, why=_absence)
    return first[["sheet", "row", "at", "why", "attended", "planned", "share", "strange"]]


def _attendance(facts: Facts) -> pd.DataFrame:
    """The attendance of persons who can be joined on, in projects whose plan says its hours."""
    rows, sessions = facts.plan.with_class(facts.filings.frame("attendance")), facts.plan.sessions
    unjudged = facts.filings.unjudged("plan") | facts.filings.lacks("plan", "hours")
    # filings that clash (F016) leave open which hours were planned
    unjudged |= facts.filings.unjoinable("attendance") | facts.filings.waiting
    # F005: of a sheet without the column of hours nobody knows how long anybody was there
    unjudged |= facts.filings.lacks("attendance", "attended_hours")
    planned = set(sessions.loc[sessions["hours"].notna(), "project"]) - unjudged
    return rows[rows["id_ok"] & rows["project"].isin(planned)]


def _planned_hours(sessions: pd.DataFrame, rows: pd.DataFrame) -> pd.Series:
    """The hours that the plan of each row's class teaches; an equal share of the project's where the row
    names a class that the plan does not."""
    planned = sessions.dropna(subset=["hours"])
    by_class = planned.groupby(KEY)["hours"].sum()
    of_class = by_class.reindex(pd.MultiIndex.from_frame(rows[KEY])).to_numpy()
    by_project = planned.groupby("project")["hours"].sum() / sessions.groupby("project")["class_no"].nunique()
    return pd.Series(of_class, index=rows.index).fillna(rows["project"].map(by_project))


def _attended(total: float) -> str:
    return number(total)


def _planned(hours: float) -> str:
    return number(hours)


def _absence(few: bool, attended: str, planned: str, share: int, strange: int) -> str:
    return joined(
        few and f"出勤{attended}学时，不到培训计划{planned}学时的{share}%",
        strange and f"有{strange}天考勤不在培训计划的日期中",
    )
