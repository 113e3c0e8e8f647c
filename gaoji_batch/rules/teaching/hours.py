"""Article 9: hours of the plan, and the summaries of the trainees."""

from __future__ import annotations

from typing import Any

import pandas as pd

from gaoji_batch.findings import NOTE, REJECT, REVIEW
from gaoji_batch.law import written_words
from gaoji_batch.rules.doubt import doubted
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.rule import COMPLETION, FILING, PROJECT, TRAINEE, rule
from gaoji_batch.rules.words import filled, in_words, joined, number
from gaoji_batch.values import text
from gaoji_batch.values.columns import KEY, beside

PER_PLAN: dict[str, Any] = {"scope": PROJECT, "stage": FILING, "on": "plan", "of_class": True}


@rule(
    "H0901",
    REJECT,
    title="总学时不足",
    **PER_PLAN,
    params=("hours.total",),
    rests_on=("summed", "declared", "least"),
    message="累计学时为{taught}，不足{least}学时",
    hint="至少再安排{missing}学时，使累计学时达到{least}学时",
    evidence="培训计划各节合计{summed}学时，申报总学时{declared}{beside}",
)
def too_few_hours(facts: Facts) -> pd.DataFrame:
    """累计学时一般不少于80学时。

    读法：申报的总学时与培训计划各节合计，取较小的一个；恰为80学时的符合。
    例：培训计划合计76学时。
    消除：增加课程后重新报送培训计划。
    """
    plans = facts.plan.hours
    least = facts.policy.of("hours.total", on=facts.days_of_law(plans)).astype("Float64")
    # neither makes up for the other: hours only declared are not taught, hours only planned were not
    # approved
    taught = plans[["summed", "declared"]].min(axis=1)
    plans = plans.assign(
        taught=hours_written(taught),
        least=hours_written(least),
        missing=hours_written(least - taught),
        summed=hours_written(plans["summed"]),
        declared=hours_written(plans["declared"]),
    )
    return doubted(facts, "plan", plans[taught.lt(least)])


@rule(
    "H0902",
    REJECT,
    title="研讨交流不足",
    **PER_PLAN,
    params=("hours.discussion", "hours.discussion_forms"),
    rests_on=("summed", "declared", "least"),
    message="研讨、交流活动为{taught}学时，不足{least}学时",
    hint="至少再安排{missing}学时的研讨、交流活动，使其达到{least}学时",
    evidence="培训计划中研讨、交流活动合计{summed}学时，申报研讨交流学时{declared}{beside}",
)
def too_little_discussion(facts: Facts) -> pd.DataFrame:
    """其中研讨、交流活动不少于16学时。

    读法：授课形式为研讨、交流、专题研讨、技艺交流的计入；与申报的研讨交流学时取较小的一个。
    例：专题研讨只有12学时。
    消除：增加研讨、交流活动后重新报送培训计划。
    """
    # a session without 授课形式 may be a discussion: nothing is said of their sum
    plans = facts.plan.hours[~facts.plan.hours["project"].isin(formless(facts))]
    least = facts.policy.of("hours.discussion", on=facts.days_of_law(plans)).astype("Float64")
    # min passes over what nobody declared: the sessions alone are held against the limit then
    taught = plans[["discussed", "declared_discussion"]].min(axis=1)
    plans = plans.assign(
        taught=hours_written(taught),
        least=hours_written(least),
        missing=hours_written(least - taught),
        summed=hours_written(plans["discussed"]),
        declared=hours_written(plans["declared_discussion"]),
    )
    return doubted(facts, "plan", plans[taught.lt(least)])


@rule(
    "H0903",
    REJECT,
    title="学时不一致",
    **PER_PLAN,
    rests_on=("summed", "discussed", "declared", "declared_discussion"),
    message="培训计划各节合计与申报学时不一致：{why}",
    hint="核对各节学时和授课形式，使合计等于申报的学时；确需调整的，提前报变更备案",
    evidence=(
        "各节合计{summed}学时，其中研讨、交流{discussed}学时；申报总学时{declared}，"
        "研讨交流学时{declared_discussion}{beside}"
    ),
)
def hours_do_not_add_up(facts: Facts) -> pd.DataFrame:
    """累计学时、研讨交流学时应与项目实施方案一致。

    读法：培训计划各节合计与计划上申报的学时比较；计划上没有的，与立项登记比较。
    例：申报总学时80，各节合计78。
    消除：更正培训计划。
    """
    plans = facts.plan.hours
    total = plans["declared"].notna() & plans["declared"].ne(plans["summed"])
    talk = plans["declared_discussion"].notna() & plans["declared_discussion"].ne(plans["discussed"])
    talk &= ~plans["project"].isin(formless(facts))
    names = ("summed", "discussed", "declared", "declared_discussion")
    unequal = plans.assign(total=total, talk=talk)[total | talk]
    unequal = unequal.assign(**{name: hours_written(unequal[name]) for name in names})
    return doubted(facts, "plan", in_words(unequal, why=_difference))


def _difference(
    total: bool, declared: str, summed: str, talk: bool, declared_discussion: str, discussed: str
) -> str:
    return joined(
        total and f"总学时申报{declared}、合计{summed}",
        talk and f"研讨交流学时申报{declared_discussion}、合计{discussed}",
    )


def formless(facts: Facts) -> set[str]:
    """Projects of whose plan not every session tells its 授课形式: discussion is not judged."""
    return facts.filings.lacks("plan", "teaching_form") | facts.filings.projects_at(
        facts.faults.unusable_cells("plan", "teaching_form")
    )


def hours_written(hours: pd.Series) -> pd.Series:
    """Hours as they are written: 80, 7.5, 未填写."""
    return pd.Series([number(value, "未填写") for value in hours], index=hours.index, dtype="str")


@rule(
    "H0905",
    REVIEW,
    title="单日学时过多",
    scope=PROJECT,
    stage=FILING,
    on="plan",
    column="hours",
    params=("hours.day",),
    each=("date",),
    rests_on=("total", "most"),
    message="{date}共安排{total}学时，超过{most}学时",
    hint="调整课程安排，一天不超过{most}学时；确有需要的，由单位说明",
    evidence="培训计划{date}各节合计{total}学时",
)
def far_too_many_hours_a_day(facts: Facts) -> pd.DataFrame:
    """可集中脱产培训，也可分阶段进行，累计学时应真实可行。

    读法：一个班一天的学时合计超过10学时的存疑。
    例：一天排了12学时。
    消除：调整课程安排，或由中心核实后填写予以通过。
    """
    days = facts.plan.days_taught
    return days[days["total"].gt(days["most"])]


@rule(
    "H0906",
    NOTE,
    title="单日学时较多",
    scope=PROJECT,
    stage=FILING,
    on="plan",
    column="hours",
    params=("hours.day",),
    message="{date}共安排{total}学时，超过{many}学时",
    hint="请核对学时是否填写有误；属实的，无须处理",
    evidence="培训计划{date}各节合计{total}学时",
)
def many_hours_a_day(facts: Facts) -> pd.DataFrame:
    """可集中脱产培训，也可分阶段进行，累计学时应真实可行。

    读法：一个班一天的学时合计超过8学时、不超过10学时的作提示。
    例：一天排了9学时。
    消除：无须处理。
    """
    days = facts.plan.days_taught
    return days[days["total"].gt(days["many"]) & days["total"].le(days["most"])]


@rule(
    "H0904",
    REJECT,
    title="缺工作总结",
    scope=TRAINEE,
    stage=COMPLETION,
    on="completion",
    column="work_summary",
    rests_on=("work_summary",),
    message="学员没有提交工作总结",
    hint="请学员补交工作总结，并在“工作总结”列填写“已提交”",
    evidence="结业登记备案名册的工作总结一栏为{shown}",
)
def no_work_summary(facts: Facts) -> pd.DataFrame:
    """结业时，学员要结合研修培训内容和技能岗位工作撰写工作总结，作为考核研修结果的主要依据。

    读法：填写已提交、已交、有、是、√、☑、1，或写明doc、docx、pdf、wps文件名或日期的，视为已经提交；
    列名为题目、名称的，四个字以上的题目也是；空白、□、待补、未完成、否、无、0、×等视为没有提交。
    例：工作总结一栏填“无”。
    消除：补交工作总结后重新报送名册。
    """
    rows = facts.people.register[
        # F005 asks for the column once, not every trainee for a summary
        ~facts.people.register["sheet"].isin(facts.faults.sheets_without("completion", "work_summary"))
    ]
    titled = {sheet: facts.faults.asks_for_title(sheet) for sheet in rows["sheet"].unique()}
    missing = [
        not written_words.is_handed_in(None if pd.isna(cell) else cell, titled[sheet])
        for cell, sheet in beside(rows["work_summary"], rows["sheet"])
    ]
    blocked = facts.faults.blocked("completion", "work_summary", rows)
    # F011 and F014 stand at the cell already: nobody knows what it would have said
    lacking = rows[pd.Series(missing, index=rows.index, dtype="bool") & ~blocked]
    return in_words(lacking, shown=_summary_cell)


def _summary_cell(work_summary: object) -> str:
    return f"“{work_summary}”" if filled(work_summary) else "空白"


@rule(
    "H0907",
    REVIEW,
    title="参观考察学时偏多",
    **PER_PLAN,
    params=("hours.visits_share", "hours.visit_forms"),
    rests_on=("visited", "summed", "share"),
    message="参观考察{visited}学时，超过各节合计{summed}学时的{share}%",
    hint="调整课程安排，考察活动应结合教学内容；确有需要的，由单位说明，由中心填写处理意见",
    evidence="培训计划：授课形式为参观、考察的{visited}学时，各节合计{summed}学时",
)
def mostly_visits(facts: Facts) -> pd.DataFrame:
    """考察活动要结合教学内容，注重实效。

    读法：授课形式为参观、考察的学时超过各节合计的一半时存疑；授课形式没有全部写明的不核对。
    例：80学时中参观考察48学时。
    消除：调整课程安排，或由中心核实后填写予以通过。
    """
    plans = facts.plan.hours[~facts.plan.hours["project"].isin(formless(facts))]
    rows = facts.plan.sessions.dropna(subset=["hours", "teaching_form"])
    day = facts.days_of_law(rows)
    words = facts.policy.of("hours.visit_forms", on=day)
    visits = [
        # 实地参观 and 企业考察 are visits too: unlike a discussion (H0902) one is known by a word within
        any(text.fold(word) in form_name for word in listed)
        for form_name, listed in beside(text.fold_series(rows["teaching_form"]), words)
    ]
    visited = rows[pd.Series(visits, index=rows.index, dtype="bool")].groupby(KEY)["hours"].sum().round(2)
    on = facts.days_of_law(plans)
    share = facts.policy.of("hours.visits_share", on=on).astype("float64")
    hours = visited.reindex(pd.MultiIndex.from_frame(plans[KEY])).fillna(0.0).set_axis(plans.index)
    plans = plans.assign(
        many=hours.gt(plans["summed"] * share),
        visited=hours_written(hours),
        summed=hours_written(plans["summed"]),
        share=(share * 100).round().astype("int64"),
    )
    return plans[plans["many"]]
