"""Article 6: heads a class, counted on the roster on distinct persons."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.findings import NOTE, REJECT, REVIEW
from gaoji_batch.rules.doubt import doubted
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.rule import FILING, PROJECT, rule
from gaoji_batch.rules.words import in_words


def sized(facts: Facts, sizes: pd.DataFrame) -> pd.DataFrame:
    """The judged class sizes beside the limits of their day: least, most, and `which` ('' or '第2期')."""
    sizes = facts.people.judged(sizes)
    opening = facts.days_of_law(sizes)
    classes = sizes.groupby("project")["class_no"].transform("nunique")
    sizes = sizes.assign(
        # a second class is named although its first is not in this batch
        several=classes.gt(1) | sizes["class_no"].gt(1),
        least=facts.policy.of("class.min", on=opening).astype("int64"),
        most=facts.policy.of("class.max", on=opening).astype("int64"),
        of_class_no=sizes["class_no"],
        of_project=sizes["project"],
    )
    return in_words(sizes, which=_class)


def _class(several: bool, class_no: int) -> str:
    return f"第{class_no}期" if several else ""


@rule(
    "Q0601",
    REJECT,
    title="班额不足",
    scope=PROJECT,
    of_class=True,
    stage=FILING,
    on="roster",
    params=("class.min",),
    rests_on=("heads", "least"),
    message="{which}学员名单共{heads}人，不足{least}人",
    hint="再补充{missing}名符合条件的学员，即达到{least}人下限",
    evidence="学员名单去重后{heads}人，班额下限{least}人{beside}",
)
def class_too_small(facts: Facts) -> pd.DataFrame:
    """每班规模为20—30人。

    读法：按学员名单上不同的人计算，一个期次一个班；恰为20人的符合。名单所在的工作簿有没有读取的内容的，
    须核实。
    例：学员名单只有19人。
    消除：补充符合条件的学员后重新报送学员名单。
    """
    sizes = sized(facts, facts.people.class_sizes)
    short = sizes[sizes["heads"].lt(sizes["least"])]
    return doubted(facts, "roster", short.assign(missing=short["least"] - short["heads"]))


@rule(
    "Q0602",
    REJECT,
    title="班额超限",
    scope=PROJECT,
    of_class=True,
    stage=FILING,
    on="roster",
    params=("class.max",),
    rests_on=("heads", "most"),
    message="{which}学员名单共{heads}人，超过{most}人",
    hint="减少{excess}名学员，或经批准分为两班举办",
    evidence="学员名单去重后{heads}人，班额上限{most}人",
)
def class_too_large(facts: Facts) -> pd.DataFrame:
    """每班规模为20—30人。

    读法：按学员名单上不同的人计算，一个期次一个班；恰为30人的符合。
    例：学员名单有31人。
    消除：减少学员后重新报送学员名单。
    """
    sizes = sized(facts, facts.people.class_sizes)
    # not `doubted`: persons that were not read would only make it larger
    large = sizes[sizes["heads"].gt(sizes["most"])]
    return large.assign(excess=large["heads"] - large["most"])


@rule(
    "Q0604",
    REJECT,
    title="超出核定人数",
    scope=PROJECT,
    compared_with="approved",
    stage=FILING,
    on="roster",
    rests_on=("heads", "approved"),
    message="学员名单共{heads}人，超过核定人数{approved}人",
    hint="减少{excess}名学员，使人数不超过核定的{approved}人",
    evidence="学员名单去重后{heads}人；立项项目登记核定人数{approved}人",
)
def more_than_approved(facts: Facts) -> pd.DataFrame:
    """市就业促进中心组织专家评审、论证后，确定当年研修培训项目及研修人数，每年培训人数不超过800人。

    读法：项目各期人数合计，与立项项目登记中同一项目各行核定人数之和比较。
    例：核定25人，学员名单26人。
    消除：减少学员后重新报送学员名单。
    """
    sizes = facts.people.judged(facts.people.class_sizes)
    sizes = sizes[sizes["approved"]]
    totals = (
        sizes.sort_values("sheet")
        .groupby("project", as_index=False)
        .agg(heads=("heads", "sum"), sheet=("sheet", "first"))
    )
    approved = totals["project"].map(facts.plan.projects["approved_heads"]).astype("Int64")
    projects = totals.assign(approved=approved, of_project=totals["project"])
    # where nobody wrote 核定人数 (D101) there is nothing to be above
    over = projects[projects["heads"].gt(projects["approved"]).fillna(False).astype("bool")]
    return over.assign(excess=over["heads"] - over["approved"])


@rule(
    "Q0606",
    NOTE,
    title="结业人数不足",
    scope=PROJECT,
    on="completion",
    params=("class.min",),
    message="{which}结业登记备案名册共{heads}人，少于{least}人",
    hint="请核对是否有学员漏登；属实的，无须处理",
    evidence="名册去重后{heads}人，班额下限{least}人",
)
def few_completed(facts: Facts) -> pd.DataFrame:
    """每班规模为20—30人。

    读法：班额按学员名单计算；结业人数低于下限只作提示。
    例：名单22人，名册19人。
    消除：无须处理。
    """
    sizes = sized(facts, facts.people.register_sizes)
    return sizes[sizes["heads"].lt(sizes["least"])]


@rule(
    "Q0607",
    REVIEW,
    title="剔除后班额不足",
    scope=PROJECT,
    compared_with="roster",
    of_class=True,
    stage=FILING,
    on="roster",
    after=True,
    params=("class.min",),
    rests_on=("heads", "out", "least"),
    message="{which}学员名单{heads}人，剔除不符合条件的{out}人后剩{left}人，不足{least}人",
    hint="再补充{missing}名符合条件的学员，即达到{least}人下限",
    evidence="学员名单去重后{heads}人，其中有不通过问题的{out}人；班额下限{least}人",
)
def too_small_without_the_rejected(facts: Facts, findings: pd.DataFrame) -> pd.DataFrame:
    """每班规模为20—30人。

    读法：剔除有未处理或不予通过的不通过问题的学员；同一人重复填报的不算剔除；原本已不足下限的只报Q0601。
    例：名单20人，其中1人社保不足，剩19人。
    消除：补充或更换学员，或更正有问题的数据。
    """
    sizes = sized(facts, facts.people.class_sizes)
    barred = facts.people.barred(findings, ("roster",), reviews=False)
    # of one person written twice the person remains
    barred = barred[barred["code"].ne("D105")]
    rows = facts.people.trainees
    rows = rows[["sheet", "row", "project", "class_no"]].assign(
        written=facts.people.person_written("roster", rows)
    )
    # by row, not by number: D102 and D103 take out persons whose number cannot be joined on
    out = rows.merge(
        barred[["sheet_key", "row"]].drop_duplicates(),
        left_on=["sheet", "row"],
        right_on=["sheet_key", "row"],
    )
    taken = out.groupby(["project", "class_no"])["written"].nunique().rename("out").reset_index()
    sizes = sizes.merge(taken, on=["project", "class_no"])
    left = sizes["heads"] - sizes["out"]
    sizes = sizes.assign(left=left, missing=sizes["least"] - left)
    return sizes[left.lt(sizes["least"]) & sizes["heads"].ge(sizes["least"])]
