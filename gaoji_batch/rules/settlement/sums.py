"""Family R, the sums of a claim: paid, short, sent back, recovered."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.findings import REJECT, REVIEW
from gaoji_batch.rules.rule import rule
from gaoji_batch.rules.settlement.placed import OF_PAYMENT, at_last_transfer, no_sheet
from gaoji_batch.rules.words import filled, in_words
from gaoji_batch.settlement.lines import Reconciling, values_of
from gaoji_batch.values.columns import KEY, beside
from gaoji_batch.values.date_columns import chinese_dates


@rule(
    "R04",
    REVIEW,
    title="已受理未支付",
    **OF_PAYMENT,
    rests_on=("due", "claimed_on"),
    message="补助申请已受理，应付{due}元，尚未支付：{why}",
    hint="按对账表的“差额及原因”办理；已支付的，将银行支付明细放入extracts后再对账",
    evidence="台账：{claimed_on}报送的申请，应付{due}元；银行支付明细中没有对应的成功交易{unread}",
)
def claimed_not_paid(facts: Reconciling) -> pd.DataFrame:
    """补助资金审核后拨付到承办单位账户。

    读法：本季度末以前报送（或已编入本季度以前的批次）、台账已受理的申请，没有银行成功支付的记录；
    银行退回的只报R08，金额不符的只报R05，付给他人的只报R13；批次编制以前的交易不是该批次的支付。
    不能读取的银行明细在依据中写明。
    例：应付11万元，批次已放行，银行明细中没有这笔交易。
    消除：支付，并读入载有该笔交易的银行支付明细。
    """
    lines, claims = facts.lines, facts.books.claims.set_index(KEY)
    rows = lines.assign(
        claimed_on=chinese_dates(pd.to_datetime(values_of(lines, claims["filed_on"]))), amount=lines["due"]
    )
    rows = rows.assign(waiting=values_of(rows, facts.filed.waiting))
    why = pd.Series([_not_paid(*row) for row in beside(rows["status"], rows["waiting"])], index=rows.index)
    # what was ordered by the end of the quarter belongs to it, whenever it was claimed
    ordered_by = facts.newest.index[
        # a batch is named by its quarter: 2026Q3-1
        facts.newest["batch"].str[:6].le(f"{facts.quarter[0]}Q{facts.quarter[1]}")
    ]
    in_quarter = lines.index.isin(claims.index[claims["filed_on"].le(facts.last_day)].union(ordered_by))
    # paid to somebody else is R13: it is not unpaid besides
    elsewhere = lines.index.isin(facts.classes_of(facts.misdirected["named"]))
    unread = f"；{'、'.join(facts.unread)}不能读取，其中的交易没有核对" if facts.unread else ""
    unpaid = facts.going_on & lines["due"].gt(0) & in_quarter & why.ne("") & ~elsewhere
    return no_sheet(rows.assign(why=why, unread=unread)[unpaid])


def _not_paid(status: str, waiting: object) -> str:
    """Why a claim is not paid; '' where its last payment was paid or came back."""
    if status == "":
        return filled(waiting, "尚未编制拨付")
    return {"ordered": "批次尚未放行", "released": "已放行，银行尚未支付"}.get(status, "")


@rule(
    "R05",
    REJECT,
    title="支付金额不符",
    **OF_PAYMENT,
    each=("payment",),
    rests_on=("due", "heads", "paid", "eligible"),
    message="支付编号{payment}{how}",
    hint="{fix}",
    evidence="台账：批次{batch}，{heads}人，应付{due}元；{why}",
)
def paid_another_amount(facts: Reconciling) -> pd.DataFrame:
    """按照每人5000元的标准给予承办单位资金补助。

    读法：凭附言对应到支付编号或项目的成功交易，金额与应付不同；分次支付的合计比较，退回的部分减去；
    不再报R04。台账、结业名册和申请的人员、人数、金额不一致的也列入，已核减、已决定追回的减去；
    名册以对账日符合条件的人员为准。
    例：应付11万元，银行支付了10万元；已按22人拨付，其中1人后来不予通过，只有21人符合条件。
    消除：补足差额，或追回多付的部分。
    """
    rows = facts.newest[facts.newest.index.isin(facts.lines.index)]
    paid = rows[rows["status"].eq("paid")]
    paid = paid.assign(
        due=paid["amount"].astype("int64"), heads=paid["headcount"], moved=paid["paid"].astype("int64")
    )
    off = paid["moved"] - paid["due"]
    paid = paid.assign(fix="与银行核对：少付的补足，多付的追回", amount=off.abs())[off.ne(0)]
    paid = at_last_transfer(facts, in_words(paid, how=_another_amount, why=_moved))
    both = pd.concat([paid, no_sheet(facts.disagreeing)], ignore_index=True)
    return both.assign(eligible=both["of_project"].map(dict(facts.filed.eligible)))


def _another_amount(due: int, moved: int) -> str:
    difference = f"多付{moved - due}元" if moved > due else f"少付{due - moved}元"
    return f"应付{due}元，银行实付{moved}元，{difference}"


def _moved(moved: int) -> str:
    return f"银行支付明细：实付{moved}元"


@rule(
    "R08",
    REVIEW,
    title="银行退汇或支付失败",
    **OF_PAYMENT,
    each=("payment",),
    rests_on=("day",),
    message="支付编号{payment}的{amount}元被银行退回",
    hint="通知承办单位核对户名、开户行、账号，重新报送补助资金申请表，受理后再次编制拨付",
    evidence="台账：批次{batch}；银行支付明细：{on}{how}",
)
def sent_back(facts: Reconciling) -> pd.DataFrame:
    """补助资金审核后拨付到承办单位账户。

    读法：最近一次结果为退汇、失败或等额退回（负数），并且没有再次编制拨付的支付；成功之后的退汇也算，
    不再报R04。
    例：7月15日成功，7月16日退汇。
    消除：更正账户后再次拨付。
    """
    rows = facts.newest[facts.newest["status"].eq("returned") & facts.newest.index.isin(facts.lines.index)]
    rows = at_last_transfer(facts, rows)
    return rows.assign(on=chinese_dates(pd.to_datetime(rows["day"])), how=rows["state"].fillna("退回"))


@rule(
    "R11",
    REVIEW,
    title="追回款项未到账",
    **OF_PAYMENT,
    rests_on=("recovered", "recovered_in"),
    message="决定追回{recovered}元，已到账{recovered_in}元，尚有{amount}元未到账",
    hint="催缴；到账后读入附言写明项目编号的银行明细，情节严重的依法处理",
    evidence="台账：追回决定共{recovered}元，银行到账共{recovered_in}元",
)
def recovery_not_back(facts: Reconciling) -> pd.DataFrame:
    """凡弄虚作假、违规骗取补贴资金的单位，一经查实，按拨付原渠道追回补贴资金。

    读法：追回决定的金额大于银行到账（附言写明项目的来款）的金额。
    例：决定追回5000元，尚未到账。
    消除：款项到账。
    """
    rows = facts.lines[facts.lines["recovered"].gt(facts.lines["recovered_in"])]
    return no_sheet(rows.assign(amount=rows["recovered"] - rows["recovered_in"]))
