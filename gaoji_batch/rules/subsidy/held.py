"""Article 16: a claim that was accepted is looked at again before it is paid; `gaoji disburse` runs this on the claims that are due."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.findings import REJECT
from gaoji_batch.rules.rule import CLAIM, CLAIMING, rule


@rule(
    "S1608",
    REJECT,
    title="已受理申请现有问题",
    scope=CLAIM,
    stage=CLAIMING,
    command="disburse",
    waivable=False,
    message="补助申请已受理，拨付前核对发现问题，暂缓拨付：{why}",
    hint="问题办结后重新执行gaoji accept和gaoji disburse；已编入批次的，先撤销该批次",
    evidence="拨付前按当日的材料、明细、登记、处理意见和台账重新审核：{codes}",
)
def accepted_claim_now_refused(held: pd.DataFrame) -> pd.DataFrame:
    """补助资金由承办单位提出申请，审核后拨付；受理以后查明的问题，拨付前仍应核对。

    读法：编制拨付时重新审核；有未处理或不予通过的问题、单位已取消资格、项目终止撤销、异议未办结、抽查审计未了结、
    符合条件的人员与受理时不同、材料变更未受理，或中心登记暂缓的，都不编入批次。
    例：受理后抽查发现应到21人、实到7人，整改期限已过。
    消除：问题办结，重新受理。
    """
    return held
