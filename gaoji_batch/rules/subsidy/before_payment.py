"""Article 16: a claim that was accepted is looked at again before it is paid; `gaoji disburse` runs this on
the claims that are due."""

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
def accepted_claim_now_refused(claims: pd.DataFrame) -> pd.DataFrame:
    """补助资金由承办单位提出申请，审核后拨付；受理以后查明的问题，拨付前仍应核对。

    读法：编制拨付时重新审核；有未处理或不予通过的问题、单位已取消资格、项目终止撤销、异议未办结、
    抽查审计未了结、符合条件的人员与受理时不同、材料变更未受理，或中心登记暂缓的，都不编入批次。
    例：受理后抽查发现应到21人、实到7人，整改期限已过。
    消除：问题办结，重新受理。
    """
    # what holds a claim follows from the whole judgement of the day (casework/payments_due.py): this words it
    return claims


@rule(
    "S1609",
    REJECT,
    title="疑已支付",
    scope=CLAIM,
    stage=CLAIMING,
    command="disburse",
    each=("transfer",),
    rests_on=("who", "amount"),
    message="银行已于{on}向{who}支付{told}元（交易{transfer}），台账没有记录，可能就是本项目的补助，暂缓拨付",
    hint=(
        "先执行gaoji reconcile，与银行核对这笔款项：确是本项目的，由收款单位退回后再拨付；"
        "与本项目无关的，在处理意见中填写予以通过"
    ),
    evidence="{statement}第{line}行：{why}，没有退回",
)
def paid_by_the_bank_already(suspected: pd.DataFrame) -> pd.DataFrame:
    """补助资金由承办单位提出申请，审核后拨付；拨付前应与银行核对，不得重复支付。

    读法：银行支付明细中的一笔成功交易，台账没有记录，附言写有本项目的编号或支付编号，
    或收款人和金额与本次申请相同，其后没有退回；附言写有其他项目已放行的支付编号的，算那一笔的。
    处理意见按交易认定，出现新的交易须另行核实。
    例：申请受理前，已有一笔附言写明本项目的11万元付到该单位。
    消除：款项退回，对账后记入台账；或核实与本项目无关，填写予以通过。
    """
    # found on the bank's statements before anything is ordered (casework/bank_first.py)
    return suspected
