"""Article 13: the scores of the assessment, and who may be registered on them."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from gaoji_batch.findings import REJECT
from gaoji_batch.rules.doubt import doubted
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.process.completion import named_in
from gaoji_batch.rules.rule import COMPLETION, TRAINEE, rule
from gaoji_batch.rules.words import filled, in_words, number

PARTS = ("score_attendance", "score_attitude", "score_discussion", "score_summary")


@rule(
    "P1303",
    REJECT,
    title="考核不合格或无成绩",
    scope=TRAINEE,
    compared_with="assessment",
    stage=COMPLETION,
    on="completion",
    column="result",
    params=("assessment.pass",),
    rests_on=("score_total", "conclusion", "result", "least"),
    message="名册登记为结业，但{why}",
    hint="{fix}",
    evidence="{shown}",
)
def listed_without_passing(facts: Facts) -> pd.DataFrame:
    """承办单位应对学员进行考核，将考核合格人员登记在结业登记备案名册上。

    读法：考核成绩的总分低于合格线，或考核结论不是合格，或考核成绩表中没有该学员，或名册的考核结果不是合格；
    没有该学员、而考核成绩的工作簿中有没有读取的人员（F019）的，为待核实。
    例：总分58分，仍登记在名册上。
    消除：更正成绩或名册。
    """
    # scores of which no number can be read (F005, F008, F016) fail nobody
    rows = facts.people.register[
        facts.people.register["id_ok"]
        & ~facts.people.register["project"].isin(facts.filings.unjoinable("assessment"))
    ]
    # whoever stands there under a wrong number has scores: D102 asks for the number, nobody is failed
    rows = rows[~named_in(rows, facts.people.bad_people("assessment"))]
    rows = _beside_scores(facts, rows)
    low = rows["score_total"].lt(rows["least"]).fillna(False).astype("bool")
    failed = rows["conclusion"].notna() & rows["conclusion"].ne("合格")
    unpassed = rows["result"].notna() & rows["result"].ne("合格")
    rows = rows.assign(low=low, failed=failed)[rows["unscored"] | low | failed | unpassed]
    # a register that itself says 不合格 stays so, whatever the unread content holds
    rows = doubted(facts, "assessment", rows, "；考核成绩的工作簿中有没有读取的内容（F019），可能在其中")
    certain = ~rows["unscored"] | unpassed[rows.index]
    rows = rows.assign(
        of_severity=rows["of_severity"].mask(certain, REJECT), beside=rows["beside"].mask(certain, "")
    )
    rows = in_words(rows, why=_not_passed, fix=_mend_score, shown=_scores_of)
    rests = ["score_total", "conclusion", "result", "least"]
    return rows[[*rests, "why", "fix", "shown", "of_severity"]]


def _beside_scores(facts: Facts, rows: pd.DataFrame) -> pd.DataFrame:
    """The register's rows beside the last scores of the person in the project: score_total, conclusion,
    unscored (bool), and the least score to pass."""
    scores = facts.people.scores[facts.people.scores["id_ok"]]
    scores = scores.drop_duplicates(["project", "id_number"], keep="last")
    scores = scores[["project", "id_number", "score_total", "conclusion"]].assign(scored=True)
    register = rows[["project", "id_number", "result", "opening"]].assign(at=rows.index)
    # by project: a score that was filed under another class (期次) is no missing score
    both = register.merge(scores, on=["project", "id_number"], how="left").set_index("at")
    least = facts.policy.of("assessment.pass", on=facts.days_of_law(both))
    return both.assign(unscored=both["scored"].isna(), least=least.astype("Float64"))


def _not_passed(
    unscored: bool, low: bool, failed: bool, score_total: float, least: float, conclusion: str, result: str
) -> str:
    if unscored:
        return "考核成绩表中没有该学员"
    if low:
        return f"考核总分{number(score_total)}分，低于{number(least)}分"
    return f"考核结论为{conclusion}" if failed else f"名册的考核结果为{result}"


def _mend_score(unscored: bool) -> str:
    if unscored:
        return "补报该学员的考核成绩，或从名册中去掉"
    return "从名册中去掉该学员；成绩或结论填写有误的，更正后重新报送"


def _scores_of(unscored: bool, score_total: float, conclusion: object, result: object, beside: str) -> str:
    if unscored:
        return f"未找到该学员的考核成绩{beside}"
    scores = f"总分{number(score_total, '空')}，考核结论{filled(conclusion, '空')}"
    return f"{scores}，考核结果{filled(result, '空')}{beside}"


@rule(
    "P1304",
    REJECT,
    title="成绩超限或合计有误",
    scope=TRAINEE,
    stage=COMPLETION,
    on="assessment",
    params=("assessment.full_marks",),
    rests_on=("score_attendance", "score_attitude", "score_discussion", "score_summary", "score_total"),
    message="{why}",
    hint="{fix}",
    evidence="满分：{full}",
)
def scores_out_of_range(facts: Facts) -> pd.DataFrame:
    """对学员的出勤情况、学习态度、交流研讨、工作总结撰写等进行考核（附件2）。

    读法：各项得分应在0分与该项满分之间，总分应等于各项之和；一名学员报一次，在第一个超限的得分，
    没有超限的在总分。
    例：出勤满分30分，填了35分。
    消除：更正得分或总分。
    """
    rows = facts.people.scores
    full_marks = facts.policy.of("assessment.full_marks", on=facts.days_of_law(rows))
    rows = rows[["sheet", "row", *PARTS, "score_total"]].assign(at=rows.index)
    names = facts.filings.column_names("assessment")
    faulty = []
    for field in PARTS:
        full = pd.Series([marks[names[field]] for marks in full_marks], index=rows.index, dtype="float64")
        # a score that is missing (D101) compares as missing, and is none that is out of range
        outside = (rows[field].lt(0) | rows[field].gt(full)).fillna(False).astype("bool")
        scores = rows[outside].assign(
            field=field, item=names[field], score=rows.loc[outside, field], limit=full[outside]
        )
        faulty.append(in_words(scores, why=_outside_the_range, fix=_mend_part))
    # tenths leave binary remainders: 0.1 + 0.2 is not 0.3
    # skipna: a part that is empty is D101, and leaves nothing to compare the total with
    summed = rows[list(PARTS)].sum(axis=1, skipna=False).round(2)
    unequal = summed.ne(rows["score_total"].round(2)).fillna(False).astype("bool")
    totals = rows[unequal].assign(field="score_total", summed=summed[unequal])
    faulty.append(in_words(totals, why=_not_the_sum, fix=_mend_total))
    # a trainee with several faults has one finding that names them all
    both = pd.concat(faulty)
    words = both.groupby(level=0)[["why", "fix"]].agg("；".join)
    both = both[~both.index.duplicated()].assign(why=words["why"], fix=words["fix"])
    both = in_words(both.assign(marks=full_marks.reindex(both.index)), full=_full_marks)
    return both[["sheet", "row", "at", "field", *PARTS, "score_total", "why", "fix", "full"]]


def _full_marks(marks: Mapping[str, float]) -> str:
    return "、".join(f"{name}{number(full)}分" for name, full in marks.items())


def _outside_the_range(item: str, score: float, limit: float) -> str:
    return f"{item}得分{number(score)}，应在0至{number(limit)}分之间"


def _mend_part(item: str) -> str:
    return f"更正{item}得分"


def _not_the_sum(score_total: float, summed: float) -> str:
    return f"总分{number(score_total)}，各项之和为{number(summed)}"


def _mend_total(summed: float) -> str:
    return f"总分应为{number(summed)}"
