"""Family R, the lines of the bank's statement that no payment explains."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.findings import REJECT, REVIEW
from gaoji_batch.ledger.amounts import PAID
from gaoji_batch.rules.rule import rule
from gaoji_batch.rules.settlement.placed import OF_PAYMENT, at_transfer
from gaoji_batch.rules.words import day, filled, in_words
from gaoji_batch.settlement.identity import number_of
from gaoji_batch.settlement.lines import Reconciling
from gaoji_batch.settlement.transfers import TWICE, UNCLAIMED, UNMATCHED
from gaoji_batch.values.cells import missing


@rule(
    "R06",
    REJECT,
    title="无申请已支付",
    **OF_PAYMENT,
    each=("transfer",),
    rests_on=("who", "amount"),
    message="{on}向{who}支付{amount}元，{why}",
    hint="立即核实付款依据；没有依据的，追回款项；不是本中心支付的，用gaoji reconcile --void {transfer}作废",
    evidence="{basis}",
)
def paid_without_claim(facts: Reconciling) -> pd.DataFrame:
    """补助资金由承办单位提出申请，审核后拨付到承办单位账户。

    读法：附言写明立项项目，或收款人是承办单位，而该项目、该单位没有受理的申请；交易早于所指支付的编制日期的，
    也不是该笔支付（其拨付另报R04）；所指支付的批次已撤销的，银行已付即报；退回的不算。
    例：项目尚未申领，银行明细中已有一笔向其承办单位的支付。
    消除：款项退回。
    """
    rows = facts.astray[facts.astray["code"].eq(UNCLAIMED)]
    # a transfer before the day of the order cannot be that payment, whatever its remark says
    ordered_on = facts.books.payments.set_index("payment")["made_on"].to_dict()
    rows = rows.assign(ordered_on=[_day_of(ordered_on.get(payment)) for payment in rows["named"]])
    sent = facts.transfers[facts.transfers["kind"].eq(PAID)]
    paid = facts.books.payments.loc[facts.books.payments["status"].eq("paid"), "payment"]
    sent = sent[sent["payment"].isin(set(facts.cancelled) & set(paid))]
    sent = sent.assign(named=sent["payment"], ordered_on="")
    rows = pd.concat([rows.assign(let_go=True), sent.assign(let_go=False)])
    return at_transfer(facts, in_words(rows, why=_not_to_be_paid, basis=_no_order))


def _day_of(written: str | None) -> str:
    return day(pd.Timestamp(written)) if written else ""


def _not_to_be_paid(ordered_on: str, named: str, let_go: bool) -> str:
    if not let_go:
        return f"支付编号{named}所在批次已撤销"
    return f"早于支付编号{named}的编制日期{ordered_on}" if ordered_on else "该项目没有受理的补助申请"


def _no_order(ordered_on: str, named: str, let_go: bool) -> str:
    if not let_go:
        return f"台账：支付编号{named}放行前已撤销；该笔支付已按银行明细记为已支付"
    if ordered_on:
        return f"台账：支付编号{named}于{ordered_on}编制，此前没有编制过拨付"
    return "台账中没有受理该项目的补助申请，也没有编制过拨付"


@rule(
    "R07",
    REVIEW,
    title="银行交易无法对应",
    **OF_PAYMENT,
    each=("transfer",),
    rests_on=("who", "amount"),
    message="{on}{who}的{told}，与台账中的支付、追回都不对应",
    hint=(
        "核对附言、户名、账号、金额；不属于本项资金的，由经办人说明，"
        "或用gaoji reconcile --void {transfer}作废"
    ),
    evidence="银行支付明细第{line}行；先按附言中的支付编号、项目编号，再按户名、账号、金额核对",
)
def matches_nothing(facts: Reconciling) -> pd.DataFrame:
    """银行支付明细中的每一笔都应有台账依据。

    读法：附言没有支付编号和项目编号，户名、账号、金额也与任何一笔支付不同的交易；金额不是整元的一律列入。
    一笔交易的附言写有几个项目的支付编号、或台账没有的支付编号的，也列入。
    例：向名册以外的公司支付2万元，附言“货款”。
    消除：查明交易，更正附言后重新取得银行明细。
    """
    rows = facts.transfers[facts.transfers["code"].eq(UNMATCHED)]
    rows = rows.assign(line=rows["row"].astype("Int64"))
    return at_transfer(facts, in_words(rows, told=_transfer))


def _transfer(said: object, amount: object, state: object) -> str:
    # a statement may write the unit in its cell: 10万元 is not to become 10万元元
    written = str(amount if missing(said) else said).removesuffix("元")
    return f"{written}元，{filled(state, '成功')}"


@rule(
    "R09",
    REJECT,
    title="重复支付",
    **OF_PAYMENT,
    each=("transfer",),
    rests_on=("who", "amount"),
    message="{on}向{who}再次支付{amount}元，该项目的补助已经支付",
    hint="立即联系银行和承办单位，退回重复支付的款项",
    evidence="台账：该项目的补助已支付；银行支付明细中又有一笔成功的交易",
)
def paid_twice(facts: Reconciling) -> pd.DataFrame:
    """按照每人5000元的标准给予承办单位资金补助，每个项目只支付一次。

    读法：同一支付编号、同一项目的第二笔成功交易，其间没有退汇；只报R09，不报R05、R07。成功、退汇、
    成功是一次。
    例：同一附言的11万元支付了两次。
    消除：款项退回（银行明细中有等额的退汇）。
    """
    return at_transfer(facts, facts.astray[facts.astray["code"].eq(TWICE)])


@rule(
    "R12",
    REVIEW,
    title="流水疑似重复",
    **OF_PAYMENT,
    each=("transfer",),
    rests_on=("other",),
    message="{on}向{who}的{amount}元，与另一份明细中的交易{other}只有附言或渠道不同，可能是同一笔",
    hint=(
        "与银行核对：同一笔的执行gaoji reconcile --same {transfer} {other}，"
        "两笔的执行gaoji reconcile --different {transfer} {other}，并写明--by和--reason"
    ),
    evidence="两份银行支付明细都没有流水号；日期、户名、账号、金额、状态相同；未确认前不计为第二次支付",
)
def perhaps_the_same_transfer(facts: Reconciling) -> pd.DataFrame:
    """同一笔交易从银行导出两次，只算一次；两笔真实的交易，算两次。

    读法：没有流水号、除附言和渠道外都相同的两行，在两份明细中各有一行；同一份明细中流水号重复的也列入。
    有不同流水号的是两笔。
    例：月度明细的附言是“2026Q3-0001”，季度明细的附言是“补助款”。
    消除：确认是同一笔还是两笔；或取得载有流水号的银行明细。
    """
    rows = facts.doubted
    placed = at_transfer(facts, rows.assign(other=rows["beside"].map(number_of)))
    # both numbers, as --same and --different take them
    return placed.assign(value=placed["transfer"] + "、" + placed["other"])


@rule(
    "R13",
    REJECT,
    title="收款人与支付不符",
    **OF_PAYMENT,
    each=("transfer",),
    rests_on=("named", "who"),
    message="{on}附言写明支付编号{named}的{amount}元付给了{who}，户名或账号与拨付明细不同",
    hint="立即与银行核实款项去向；付错的追回，退汇后重新支付",
    evidence=(
        "台账：支付编号{named}的收款人是{payee_ordered}，账号尾号{tail}；"
        "银行支付明细：户名{who}，账号尾号{tail_paid}"
    ),
)
def paid_somebody_else(facts: Reconciling) -> pd.DataFrame:
    """补助资金审核后拨付到承办单位账户。

    读法：附言写明支付编号或项目编号，而户名或账号与该笔支付的不同；不算已支付，不再报R04；
    账号只显示一部分的，显示的部分相同即可；退回的不算。
    例：附言是2026Q3-0001，收款人是另一家公司。
    消除：款项退回，重新支付给承办单位。
    """
    rows = facts.misdirected
    orders = facts.books.payments.set_index("payment")
    account = rows["named"].map(orders["account"]).fillna("").astype("str")
    return at_transfer(
        facts,
        rows.assign(
            payee_ordered=rows["named"].map(orders["payee"]),
            # more of an account is not shown (findings.md)
            tail=account.str[-4:],
            tail_paid=rows["account"].fillna("").astype("str").str[-4:],
        ),
    )
