"""Article 13: the scores of the assessment, and who may be registered on them."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.findings import REJECT
from gaoji_batch.rules.doubt import doubted
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.process.completion import named_in
from gaoji_batch.rules.rule import COMPLETION, TRAINEE, rule
from gaoji_batch.values.cells import written
from gaoji_batch.values.columns import each

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

    读法：考核成绩的总分低于合格线，或考核结论不是合格，或考核成绩表中没有该学员，
    或名册的考核结果不是合格；没有该学员、而考核成绩的工作簿中有没有读取的人员（F019）的，为待核实。
    例：总分58分，仍登记在名册上。
    消除：更正成绩或名册。
    """
    rows = facts.people.register[
        facts.people.register["id_ok"]
        & ~facts.people.register["project"].isin(facts.filings.unjoinable("assessment"))
    ]
    rows = rows[~named_in(rows, facts.people.bad_people("assessment"))]
    scores = facts.people.scores[facts.people.scores["id_ok"]].drop_duplicates(
        ["project", "id_number"], keep="last"
    )
    met = (
        rows[["project", "id_number", "result", "opening"]]
        .assign(at=rows.index)
        .merge(
            scores[["project", "id_number", "score_total", "conclusion"]].assign(scored=True),
            on=["project", "id_number"],
            how="left",
        )
        .set_index("at")
    )
    least = facts.policy.of("assessment.pass", on=met["opening"].fillna(pd.Timestamp(facts.on))).astype(
        "Float64"
    )
    unscored = met["scored"].isna()
    low = met["score_total"].lt(least).fillna(False).astype("bool")
    failed = met["conclusion"].notna() & met["conclusion"].ne("合格")
    unpassed = met["result"].notna() & met["result"].ne("合格")
    total = (
        met["score_total"].map(lambda score: "空" if pd.isna(score) else written(float(score))).astype("str")
    )
    why = ("名册的考核结果为" + met["result"].fillna("")).where(unpassed, "")
    why = ("考核结论为" + met["conclusion"].fillna("")).where(failed, why)
    why = (
        (
            "考核总分"
            + total
            + "分，低于"
            + least.map(lambda score: written(float(score))).astype("str")
            + "分"
        )
        .where(low, why)
        .where(~unscored, "考核成绩表中没有该学员")
    )
    fix = pd.Series("从名册中去掉该学员；成绩或结论填写有误的，更正后重新报送", index=met.index).mask(
        unscored, "补报该学员的考核成绩，或从名册中去掉"
    )
    shown = (
        "总分"
        + total
        + "，考核结论"
        + met["conclusion"].fillna("空")
        + "，考核结果"
        + met["result"].fillna("空")
    ).where(~unscored, "未找到该学员的考核成绩")
    told = met.assign(why=why, fix=fix, shown=shown, least=least)[unscored | low | failed | unpassed]
    told = doubted(facts, "assessment", told, "；考核成绩的工作簿中有没有读取的内容（F019），可能在其中")
    known = ~unscored[told.index] | unpassed[told.index]
    told = told.assign(
        of_severity=told["of_severity"].mask(known, REJECT),
        shown=told["shown"] + told["beside"].mask(known, ""),
    )
    rests = ["score_total", "conclusion", "result", "least"]
    return told[[*rests, "why", "fix", "shown", "of_severity"]].rename_axis(None)


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
    marks = facts.policy.of("assessment.full_marks", on=rows["opening"].fillna(pd.Timestamp(facts.on)))
    names = facts.filings.column_names("assessment")
    found = []
    for field in PARTS:
        full = pd.Series([mark[names[field]] for mark in marks], index=rows.index, dtype="float64")
        off = rows[field].notna() & (rows[field].lt(0) | rows[field].gt(full))
        why = names[field] + "得分" + score(rows[field]) + "，应在0至" + score(full) + "分之间"
        fix = "更正" + names[field] + "得分"
        found.append(
            rows.assign(why=why, fix=fix, field=field, at=rows.index)[off.fillna(False).astype("bool")]
        )
    summed = rows[list(PARTS)].sum(axis=1, skipna=False).round(2)
    unequal = summed.notna() & rows["score_total"].notna() & summed.ne(rows["score_total"].round(2))
    why = "总分" + score(rows["score_total"]) + "，各项之和为" + score(summed)
    found.append(
        rows.assign(why=why, fix="总分应为" + score(summed), field="score_total", at=rows.index)[
            unequal.fillna(False).astype("bool")
        ]
    )
    both = pd.concat(found)
    said = both.groupby(level=0)[["why", "fix"]].agg("；".join)
    both = both[~both.index.duplicated()].assign(why=said["why"], fix=said["fix"])
    full = [
        "、".join(f"{name}{mark}分" for name, mark in each.items())
        for each in (marks.iloc[:1] if len(marks) else [])
    ]
    return both.assign(full=full[0] if full else "")[
        ["sheet", "row", "at", "field", *PARTS, "score_total", "why", "fix", "full"]
    ]


def score(scores: pd.Series) -> pd.Series:
    return each(scores, lambda score: written(float(score))).fillna("")
