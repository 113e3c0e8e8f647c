"""Article 15 and 16: a class that may exist on paper alone is looked at before it is paid."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.findings import REVIEW
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.rule import CLAIM, CLAIMING, rule
from gaoji_batch.rules.signals import SIGNALS
from gaoji_batch.rules.signals.cases import scored
from gaoji_batch.rules.words import in_words


@rule(
    "S1610",
    REVIEW,
    title="疑似空壳班",
    scope=CLAIM,
    stage=CLAIMING,
    on="claim",
    params=("risk.hold", "risk.signals", "inspect.risk"),
    rests_on=("names", "total", "limit"),
    message="本班的{names}合计{total}分，达到暂缓拨付的{limit}分，可能没有实际开展培训",
    hint="由中心核查开班情况（现场记录、电话回访、考勤）后填写处理意见；查实的，不予支付",
    evidence="{shown}",
)
def class_on_paper_alone(facts: Facts) -> pd.DataFrame:
    """补助资金审核后拨付；对研修过程进行抽查，对培训效果进行审计，凡弄虚作假的取消承办单位资格。

    读法：证件号码连号、联系电话相同、考核成绩相同、工作总结雷同、表格作者相同、教师或学员同日两地的风险分，
    合计达到暂缓拨付的分数。
    例：一个班的学员证件号码相连，共用一个电话，成绩、工作总结全部相同。
    消除：由中心核查后填写予以通过。
    """
    claims = facts.money.claims
    weights = facts.policy.of("inspect.risk", on=facts.on) | facts.policy.of("risk.signals", on=facts.on)
    limit = facts.policy.of("risk.hold", on=facts.on)
    signals = scored({name: signal(facts) for name, signal in SIGNALS.items()}, weights)
    signals = signals.sort_values(["project", "points", "signal"], ascending=[True, False, True])
    signals = in_words(signals, line=_signal)
    sums = signals.groupby("project").agg(
        total=("points", "sum"), names=("signal", "、".join), shown=("line", "；".join)
    )
    rows = claims.join(sums, on="project", how="inner").assign(limit=limit)
    return rows[rows["total"].ge(limit)]


def _signal(signal: str, points: int, evidence: str) -> str:
    return f"{signal}（{points}分）：{evidence}"
