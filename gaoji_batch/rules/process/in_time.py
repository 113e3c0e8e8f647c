"""Article 12: what was filed before the class, held against what stands now."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.findings import REVIEW
from gaoji_batch.rules import schemes
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.rule import COMPLETION, FILING, PROJECT, TRAINEE, rule
from gaoji_batch.rules.words import filled
from gaoji_batch.values import text
from gaoji_batch.values.cells import missing
from gaoji_batch.values.columns import KEY, beside
from gaoji_batch.values.date_columns import chinese_dates

SESSION = ("content", "teaching_form", "hours", "teacher")
"""What makes a session another one than was planned for its day, by field of the plan."""
NAMES = {"content": "课程内容", "teaching_form": "授课形式", "hours": "学时", "teacher": "授课教师"}
ITEMS = {
    "content": {"content"},
    "teaching_form": {"content", "discussion_hours"},
    "hours": {"content", "total_hours", "discussion_hours"},
    "teacher": {"teacher"},
    "date": {"opening", "ending", "content"},
}
"""Field of the plan → the items of a 变更事项 that speak of it."""


def filings(facts: Facts, form: str) -> pd.DataFrame:
    """The rows of every filing of a form, in force or replaced, with filed_on and the class's facts."""
    live = facts.filings.frame(form)
    live = live.assign(filed_on=facts.filings.days("filed_on").reindex(live["sheet"]).to_numpy())
    # F009 asks for the day; without one nothing was filed in time, nor after it
    both = pd.concat([live, facts.batch.earlier[form]])
    return facts.plan.with_class(both[both["filed_on"].notna() & both["project"].ne("")])


@rule(
    "P1207",
    REVIEW,
    title="未在期前备案",
    scope=TRAINEE,
    stage=COMPLETION,
    on="roster",
    column="id_number",
    params=("filing.days_before",),
    rests_on=("opening", "least"),
    message="{name}不在开班{least}天前备案的学员名单中，也没有提前报学员变更备案",
    hint="提供学员变更的备案材料；没有备案的，由单位说明原因，由中心填写处理意见",
    evidence="期前备案的学员名单报送于{first}；本名单报送于{filed}；开班日期{opening}",
)
def not_filed_before_the_class(facts: Facts) -> pd.DataFrame:
    """在开班前一周，将学员名单报市就业促进中心备案；不得随意变更，确需变更的应提前备案。

    读法：现行名单上的学员，不在任何一份按期报送的名单上，也没有一份在生效前备案的学员变更在“变更后”
    写明其姓名或身份证件号码；各份名单都逾期的，以最早一份为准（逾期另报P1201）。
    例：开班前一周报送20人，开班后重报的名单多出1人。
    消除：由中心核实后填写予以通过。
    """
    rows = filings(facts, "roster")
    rows = rows[rows["opening"].notna() & rows["id_number"].notna()]
    least = facts.policy.of("filing.days_before", on=rows["opening"]).astype("int64")
    rows = rows.assign(least=least, ahead=(rows["opening"] - rows["filed_on"]).dt.days.ge(least))
    earliest = rows.groupby(KEY)["filed_on"].transform("min")
    # where every list was late, P1201 says so once, not again for each person
    in_time = rows["ahead"] | rows["filed_on"].eq(earliest)
    in_time_people = pd.MultiIndex.from_frame(rows.loc[in_time, [*KEY, "id_number"]])
    first = rows[in_time].groupby(KEY)["filed_on"].max().rename("first").reset_index()
    # the list in force alone is judged: those that it replaced tell who was filed before
    people = rows[rows.index.isin(facts.people.joinable.index)]
    people = people[~pd.MultiIndex.from_frame(people[[*KEY, "id_number"]]).isin(in_time_people)]
    people = people.reset_index(names="at").merge(first, on=KEY, how="left").set_index("at")
    named = _changed_people(facts)
    by_change = [
        # 变更后 is free text: people are named within a sentence
        any(number in words or (name and name in words) for words in named.get(project, ()))
        for project, number, name in beside(
            people["project"], people["id_number"], text.fold_series(people["name"].fillna(""))
        )
    ]
    people = people[~pd.Series(by_change, index=people.index, dtype="bool")]
    return people.assign(filed=people["filed_on"], name=people["name"].fillna("该学员"))


def _changed_people(facts: Facts) -> dict[str, list[str]]:
    """Project → what the changes filed before they took effect put in place (folded)."""
    rows = facts.plan.filed_changes
    rows = rows[rows["recorded_on"].lt(rows["effective_on"])]
    folded = text.fold_series(rows["change_after"].astype("str").fillna(""))
    people: dict[str, list[str]] = folded.groupby(rows["project"]).agg(list).to_dict()
    return people


@rule(
    "P1208",
    REVIEW,
    title="培训计划事后变更",
    scope=PROJECT,
    stage=FILING,
    on="plan",
    column="date",
    each=("date",),
    rests_on=("content", "teaching_form", "hours", "teacher"),
    message="{date}的课程在上课之后才{what}，没有提前报变更备案",
    hint="提供变更备案材料；没有备案的，由单位说明原因，由中心填写处理意见",
    evidence="本计划报送于{filed}；此前报送的计划（{before}）{held}",
)
def session_changed_after_its_day(facts: Facts) -> pd.DataFrame:
    """承办单位应按照项目实施方案和培训计划组织开展研修培训，不得随意变更，确需变更的应提前备案。

    读法：培训计划的一节课，由上课日期之后报送的计划增加或改动了课程内容、授课形式、学时、授课教师，
    又没有在生效前备案、生效日期不晚于该日的相应变更；只报送过一份计划的不核对。
    例：5月11日的课，5月20日重新报送的计划换了授课教师。
    消除：由中心核实后填写予以通过。
    """
    rows = filings(facts, "plan").dropna(subset=["date"])
    live = rows[rows.index.isin(facts.plan.sessions.index) & rows["filed_on"].gt(rows["date"])]
    earlier = rows[~rows.index.isin(facts.plan.sessions.index)]
    compared = [_compared(facts, at, row, earlier) for at, row in live.iterrows()]
    changed = [change for change in compared if change]
    columns = ["at", "what", "before", "held"]
    frame = pd.DataFrame(changed, columns=columns).set_index("at")
    return live.loc[frame.index].assign(
        **{name: frame[name] for name in columns[1:]}, filed=live.loc[frame.index, "filed_on"]
    )


def _compared(
    facts: Facts, at: object, session: pd.Series, earlier: pd.DataFrame
) -> tuple[object, str, str, str] | None:
    """(at, what was done to it, when the plan before was filed, what that said) of a session that no plan
    filed by its day contained; None if one did."""
    filed_before = earlier[
        earlier["project"].eq(session["project"]) & earlier["class_no"].eq(session["class_no"])
    ]
    filed_before = filed_before[filed_before["filed_on"].lt(session["filed_on"])]
    if not len(filed_before):
        return None
    by_day = filed_before[filed_before["filed_on"].le(session["date"])]
    last = by_day[by_day["filed_on"].eq(by_day["filed_on"].max())] if len(by_day) else filed_before.iloc[:0]
    same_day = last[last["date"].eq(session["date"])]
    differing = [
        [name for name in SESSION if _folded(session[name]) != _folded(other[name])]
        for _, other in same_day.iterrows()
    ]
    # one session of that day is the same: it was planned
    if any(not names for names in differing):
        return None
    # of several sessions of that day the likest is taken for the one that was changed
    nearest = min(differing, key=len) if differing else ["date"]
    if _amended(facts, session, nearest):
        return None
    # where no plan had come by that day, the one before this plan is named
    before = last if len(last) else filed_before[filed_before["filed_on"].eq(filed_before["filed_on"].max())]
    day = chinese_dates(before["filed_on"].iloc[[0]]).iloc[0]
    if nearest == ["date"]:
        return at, "列入培训计划", day, "没有当日的课程" if not len(same_day) else ""
    names = "、".join(NAMES[name] for name in nearest)
    that_day = "；".join(
        "、".join(_cell(other[name]) for name in nearest) for _, other in same_day.iterrows()
    )
    return at, f"变更了{names}", day, f"当日为{that_day}"


def _folded(value: object) -> str:
    return text.fold(filled(value))


def _cell(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) and not missing(value) else filled(value, "空")


def _amended(facts: Facts, session: pd.Series, fields: list[str]) -> bool:
    """Whether changes filed before they took effect, and in effect on the session's day, speak of all these
    fields."""
    rows = facts.plan.filed_changes
    rows = rows[rows["project"].eq(session["project"]) & rows["recorded_on"].lt(rows["effective_on"])]
    rows = rows[rows["effective_on"].le(session["date"])]
    named = {
        item
        for cell in rows["change_item"]
        for item in schemes.items_named(cell, facts.codes["change_items"])
    }
    return all(ITEMS[name] & named for name in fields)
