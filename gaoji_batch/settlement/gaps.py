"""Why each yuan between the approved heads and what was paid was not paid: seven steps a class, that add
up."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pandas as pd

from gaoji_batch.settlement.lines import Reconciling
from gaoji_batch.settlement.sides import Class
from gaoji_batch.values.columns import KEY
from gaoji_batch.values.dates import chinese_date
from gaoji_batch.values.rule_names import PAID_ANOTHER_AMOUNT, PAID_TWICE, PAID_WITHOUT_CLAIM

STEPS = ("核定→备案", "备案→结业", "结业→符合条件", "符合条件→申领", "申领→应付", "应付→安排", "安排→支付")
COLUMNS = ["project", "class_no", "step", "heads", "amount", "reason"]
_UNPAID = {
    "ordered": "已编制拨付，尚未放行",
    "released": "已放行，银行尚未支付",
    "returned": "银行退汇，待更正账户后重新拨付",
}


def gaps(facts: Reconciling) -> pd.DataFrame:
    """One row a class and step at which heads or yuan fall away (COLUMNS; heads missing where only money
    does; negative where more was paid).

    The amounts of a class add up to approved heads × standard − paid.
    """
    rows = [
        row for place, line in facts.lines.to_dict("index").items() for row in _of_class(facts, place, line)
    ]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"heads": "Int64"})


def _of_class(facts: Reconciling, place: Class, line: dict[str, Any]) -> list[tuple[Any, ...]]:
    standard = line["per_head"]
    heads = [line[name] for name in ("approved", "filed", "completed", "eligible")]
    yuan = [
        *(count * standard for count in heads),
        line["claimed_amount"],
        line["due"],
        line["ordered"],
        line["paid"],
    ]
    lost = [before - after for before, after in pairwise(heads)]
    # a 核减, an order and a transfer are of yuan alone
    lost += [line["eligible"] - line["claimed_headcount"], pd.NA, pd.NA, pd.NA]
    reasons = (_not_filed, _not_completed, _not_eligible, _not_claimed, _reduced, _not_ordered, _not_paid)
    return [
        (*place, STEPS[at], lost[at], before - after, reasons[at](facts, place, line))
        for at, (before, after) in enumerate(pairwise(yuan))
        if before != after
    ]


def _halted(
    facts: Reconciling, place: Class, line: dict[str, Any], stage: str, due: str, nothing: str
) -> str:
    """Why a stage has nothing: the project ended, it was refused, its day is past, or still to come."""
    if line["state"] == "cancelled":
        return f"项目已{line['project_state'] or '终止'}"
    if (*place, stage) in facts.filed.refused:
        return facts.filed.refused[(*place, stage)]
    day = line[due]
    if pd.isna(day):
        return nothing
    return f"{nothing}，期限{chinese_date(day)}" + ("已过" if day < facts.today else "")


def _not_filed(facts: Reconciling, place: Class, line: dict[str, Any]) -> str:
    if not line["filed"]:
        return _halted(facts, place, line, "filing", "filing_due", "没有开班备案")
    return "备案人数少于核定人数" if line["filed"] < line["approved"] else "备案人数多于核定人数"


def _not_completed(facts: Reconciling, place: Class, line: dict[str, Any]) -> str:
    if not line["completed"]:
        return _halted(facts, place, line, "completion", "completion_due", "没有结业备案")
    return "部分学员未列入结业名册" if line["completed"] < line["filed"] else "结业人数多于备案人数"


def _not_eligible(facts: Reconciling, place: Class, line: dict[str, Any]) -> str:
    return "名册中有学员不符合条件（考核不合格，或审核不予通过），不计入补助人数"


def _not_claimed(facts: Reconciling, place: Class, line: dict[str, Any]) -> str:
    if not line["claimed_amount"]:
        return _halted(facts, place, line, "claim", "claim_due", "没有补助申请")
    return (
        "申请金额少于符合条件人数×补助标准"
        if line["claimed_amount"] < line["eligible"] * line["per_head"]
        else "申请金额多于符合条件人数×补助标准"
    )


def _reduced(facts: Reconciling, place: Class, line: dict[str, Any]) -> str:
    reasons = facts.books.claims.set_index(KEY)["reason"].to_dict()
    return f"核减：{reasons.get(place) or '见处理意见'}"


def _not_ordered(facts: Reconciling, place: Class, line: dict[str, Any]) -> str:
    if line["ordered"]:
        return "已安排的金额与应付金额不同"
    if line["state"] == "cancelled":
        return f"项目已{line['project_state'] or '终止'}"
    if place in facts.filed.waiting:
        return facts.filed.waiting[place]
    later = facts.books.claims.set_index(KEY)["filed_on"].to_dict().get(place, "") > facts.last_day
    return "本季度以后报送的申请，列入以后的批次" if later else "已受理，尚未编制拨付，执行gaoji disburse"


def _not_paid(facts: Reconciling, place: Class, line: dict[str, Any]) -> str:
    # before the status, which is that of the payment in force and may be paid in full; what went astray of a
    # project stands with its first class (`Reconciling.lines`)
    is_first = facts.lines.loc[place[0]].index[0] == place[1]
    astray = set(facts.astray.loc[facts.astray["project"].eq(place[0]), "code"]) if is_first else set()
    if PAID_TWICE in astray:
        return f"重复支付，待退回（{PAID_TWICE}）"
    if PAID_WITHOUT_CLAIM in astray:
        return f"没有受理的申请而已支付，待查明（{PAID_WITHOUT_CLAIM}）"
    return _UNPAID.get(line["status"], f"银行支付的金额与应付不同（{PAID_ANOTHER_AMOUNT}）")
