"""Article 13: the hours that a trainee was there."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.findings import REVIEW
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.process.assessment import score
from gaoji_batch.rules.rule import COMPLETION, TRAINEE, rule


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
    rows = facts.plan.with_class(facts.filings.frame("attendance"))
    planned = facts.plan.sessions.dropna(subset=["hours"]).groupby("project")["hours"].sum()
    several = facts.plan.sessions.groupby("project")["class_no"].nunique()
    unread = (
        facts.filings.unjudged("plan")
        | facts.filings.lacks("plan", "hours")
        | facts.filings.unjoinable("attendance")
        | facts.filings.waiting
    )
    rows = rows[rows["id_ok"] & rows["project"].isin(planned.index) & ~rows["project"].isin(unread)]
    by_class = facts.plan.sessions.dropna(subset=["hours"]).groupby(["project", "class_no"])["hours"].sum()
    days = pd.MultiIndex.from_frame(facts.plan.sessions[["project", "date"]].dropna())
    strange = rows["date"].notna() & ~pd.MultiIndex.from_frame(rows[["project", "date"]]).isin(days)
    total = rows.groupby(["project", "id_number"])["attended_hours"].transform("sum")
    any_strange = strange.groupby([rows["project"], rows["id_number"]]).transform("sum")
    whole = pd.Series(
        by_class.reindex(pd.MultiIndex.from_frame(rows[["project", "class_no"]])).to_numpy(), index=rows.index
    ).fillna(rows["project"].map(planned / several))
    share = facts.policy.of("attendance.min_share", on=rows["opening"].fillna(pd.Timestamp(facts.on))).astype(
        "float64"
    )
    rows = rows.assign(
        total=total,
        whole=whole,
        strange=any_strange,
        few=total.lt(whole * share - 1e-9),
        share=(share * 100).round().astype("int64"),
    )
    first = rows.sort_values(["sheet", "row"]).drop_duplicates(["project", "id_number"])
    first = first[first["few"] | first["strange"].gt(0)]
    few = (
        "出勤"
        + score(first["total"])
        + "学时，不到培训计划"
        + score(first["whole"])
        + "学时的"
        + first["share"].astype("str")
        + "%"
    )
    odd = "有" + first["strange"].astype("int64").astype("str") + "天考勤不在培训计划的日期中"
    why = (few + "；" + odd).where(first["few"] & first["strange"].gt(0), few.where(first["few"], odd))
    return first.assign(why=why, attended=score(first["total"]), planned=score(first["whole"]))[
        ["sheet", "row", "why", "attended", "planned", "share", "strange"]
    ].assign(at=first.index)
