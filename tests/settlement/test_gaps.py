"""差额及原因: at which step of a class heads and yuan fall away, and why."""

from __future__ import annotations

import pandas as pd
import pytest

from gaoji_batch.settlement.gaps import gaps
from tests.settlement.reconciling import CLAIM, DONE, FILED, MORE, PAID, PAY, books, transfer

LESS = [("P1", 20, 100000, 95000, "2026-06-05", "第3号发票无效")]
LESS_ORDERED = [("2026Q3-0001", "P1", "甲", 90000, "ordered", "2026Q3-1", *MORE)]


def steps(**held):
    """(step, heads or None, yuan, reason) of each step at which anything falls away."""
    lost = gaps(books(**held))
    return [
        (row.step, None if pd.isna(row.heads) else int(row.heads), int(row.amount), row.reason)
        for row in lost.itertuples()
    ]


def test_every_step_takes_its_heads_and_yuan_away():
    """30 approved, 24 on the roster, 22 on the register, 21 eligible, 20 claimed, 5000 yuan reduced, 90000
    ordered."""
    lists = {("P1", "filing"): 24, ("P1", "completion"): 22}
    assert steps(filings=DONE, lists=lists, claims=LESS, payments=LESS_ORDERED) == [
        ("核定→备案", 6, 30000, "备案人数少于核定人数"),
        ("备案→结业", 2, 10000, "部分学员未列入结业名册"),
        ("结业→符合条件", 1, 5000, "名册中有学员不符合条件（考核不合格，或审核不予通过），不计入补助人数"),
        ("符合条件→申领", 1, 5000, "申请金额少于符合条件人数×补助标准"),
        ("申领→应付", None, 5000, "核减：第3号发票无效"),
        ("应付→安排", None, 5000, "已安排的金额与应付金额不同"),
        ("安排→支付", None, 90000, "已编制拨付，尚未放行"),
    ]


def test_more_at_a_later_step_is_a_negative_amount():
    filings = [("P1", "filing", 31), ("P1", "completion", 32)]
    claims = [("P1", 33, 165000, 165000, "2026-06-05", "")]
    assert steps(filings=filings, claims=claims)[:3] == [
        ("核定→备案", -1, -5000, "备案人数多于核定人数"),
        ("备案→结业", -1, -5000, "结业人数多于备案人数"),
        ("符合条件→申领", -1, -5000, "申请金额多于符合条件人数×补助标准"),
    ]


@pytest.mark.parametrize(
    ("held", "reason"),
    [
        ({"on": "2026-05-04"}, "没有开班备案，期限2026年5月4日"),
        ({"on": "2026-05-05"}, "没有开班备案，期限2026年5月4日已过"),
        ({"days": {"filing_due": pd.NaT}}, "没有开班备案"),
        ({"scheme_state": "撤销"}, "项目已撤销"),
        ({"refused": {("P1", "filing"): "未受理：H0101"}}, "未受理：H0101"),
        ({"filings": FILED, "on": "2026-06-06"}, "没有结业备案，期限2026年6月5日已过"),
        ({"filings": DONE, "on": "2026-06-21"}, "没有补助申请，期限2026年6月21日"),
        ({"filings": DONE, "claims": CLAIM}, "已受理，尚未编制拨付，执行gaoji disburse"),
        ({"filings": DONE, "claims": CLAIM, "scheme_state": "终止"}, "项目已终止"),
        ({"filings": DONE, "claims": [(*CLAIM[0][:4], "2026-09-30", "")]},
            "已受理，尚未编制拨付，执行gaoji disburse"),
        ({"filings": DONE, "claims": [(*CLAIM[0][:4], "2026-10-01", "")]},
            "本季度以后报送的申请，列入以后的批次"),
        ({"filings": DONE, "claims": CLAIM, "payments": PAY}, "已放行，银行尚未支付"),
        ({"filings": DONE, "claims": CLAIM, "payments": PAID,
            "transfers": [transfer("a", "paid", 104000)]}, "银行支付的金额与应付不同（R05）"),
        ({"filings": DONE, "transfers": [transfer("a", "paid", 7, "R06")]},
            "没有受理的申请而已支付，待查明（R06）"),
    ],
)  # fmt: skip
def test_the_last_step_at_which_money_falls_away_names_its_reason(held, reason):
    assert steps(**held)[-1][3] == reason


def test_money_of_another_project_that_went_astray_is_no_reason():
    astray = transfer("a", "paid", 105000, "R09", project="P2")
    held = {"filings": DONE, "claims": CLAIM, "payments": PAY, "transfers": [astray]}
    assert steps(**held)[-1][3] == "已放行，银行尚未支付"
