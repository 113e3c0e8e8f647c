"""Transfers against payments: who is paid once, twice, not at all, and what came back."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gaoji_batch.ledger.amounts import paid_out
from gaoji_batch.settlement.transfers import OUTCOMES, LedgerMoney, settle

UNIT, OTHER = "北京甲测试技术有限公司", "北京乙测试技师学院"
PAYMENTS = [
    ("2026Q3-0001", "YX-001", UNIT, "0200-01", 105000, "released"),
    ("2026Q3-0002", "YX-002", OTHER, "0200 02", 100000, "released"),
]
PROJECTS = {
    "YX-001": (UNIT, True),
    "YX-002": (OTHER, True),
    "YX-003": ("北京丙", False),
    "YX-0031": ("北京丙", False),
    "YX-004": ("北京丁", False),
    "YX-005": ("北京戊", True),
    "YX-006": ("北京己", True),
    "YX-007": ("北京己", False),
}


def known(payments=PAYMENTS, recorded=(), owed=None, **statuses):
    rows = pd.DataFrame(payments, columns=["payment", "project", "payee", "account", "amount", "status"])
    rows["class_no"] = [int(project.partition("/")[2] or 1) for project in rows["project"]]
    rows["project"] = rows["project"].str.partition("/")[0]
    rows["status"] = [
        statuses.get(name.replace("-", "_"), status)
        for name, status in zip("p" + rows["payment"], rows["status"], strict=True)
    ]
    projects = pd.DataFrame.from_dict(PROJECTS, orient="index", columns=["unit", "claimed"])
    return LedgerMoney(
        rows,
        projects,
        pd.DataFrame([(*row, "")[: len(OUTCOMES)] for row in recorded], columns=OUTCOMES),
        owed or {},
    )


def transfers(*rows):
    """(state, amount, memo[, payee, account]) each, a day apart."""
    made = []
    for at, (state, amount, memo, *who) in enumerate(rows):
        payee, account = who or (UNIT, "020001")
        made.append(
            {
                "mark": f"t{at}",
                "day": f"2026-07-{at + 1:02d}",
                "payee": payee,
                "account": account,
                "amount": amount,
                "state": state,
                "memo": memo,
            }
        )
    return pd.DataFrame(made).astype({"amount": "Int64"})


def did(*rows, **more):
    found = settle(transfers(*rows), known(**more))
    return [
        " ".join(part for part in (row.kind, row.payment or row.project, row.code) if part)
        for row in found.itertuples()
    ]


CASES = {
    "by its number": ([("成功", 105000, "2026Q3-0001")], ["paid 2026Q3-0001"]),
    "by its number without hyphen, spaced, full-width": ([("成功", 105000, "支付 ２０２６Ｑ３ ０００１")],
        ["paid 2026Q3-0001"]),
    "by its number with a long dash": ([("成功", 105000, "2026Q3—0001补助")], ["paid 2026Q3-0001"]),
    "by its number in another amount": ([("成功", 100000, "2026Q3-0001")], ["paid 2026Q3-0001"]),
    "by the project": ([("成功", 105000, "yx-001研修补助")], ["paid 2026Q3-0001"]),
    "by payee, account and amount": ([("成功", 105000, "")], ["paid 2026Q3-0001"]),
    "another account": ([("成功", 105000, "", UNIT, "999")], ["paid R07"]),
    "another amount and no number": ([("成功", 100000, "")], ["paid R07"]),
    "success, then return": ([("成功", 105000, "2026Q3-0001"), ("退汇", 105000, "2026Q3-0001")],
        ["paid 2026Q3-0001", "returned 2026Q3-0001"]),
    "return as a negative amount": ([("成功", 105000, "2026Q3-0001"), ("成功", -105000, "账号户名不符")],
        ["paid 2026Q3-0001", "returned 2026Q3-0001"]),
    "return alone": ([("退汇", 105000, "2026Q3-0001")], ["returned 2026Q3-0001"]),
    "failure alone": ([("失败", 105000, "2026Q3-0001")], ["returned 2026Q3-0001"]),
    "success, return, success": (
        [("成功", 105000, "2026Q3-0001"), ("退汇", 105000, "2026Q3-0001"), ("成功", 105000, "2026Q3-0001")],
        ["paid 2026Q3-0001", "returned 2026Q3-0001", "paid 2026Q3-0001"],
    ),
    "sent again after a return, as its memo says": (
        [("成功", 105000, "2026Q3-0001"), ("退汇", 105000, "2026Q3-0001"),
            ("成功", 105000, "2026Q3-0001退回重付")],
        ["paid 2026Q3-0001", "returned 2026Q3-0001", "paid 2026Q3-0001"],
    ),
    "twice": ([("成功", 105000, "2026Q3-0001"), ("成功", 105000, "2026Q3-0001")],
        ["paid 2026Q3-0001", "paid YX-001 R09"]),
    "twice, the second without a number": ([("成功", 105000, "2026Q3-0001"), ("成功", 105000, "")],
        ["paid 2026Q3-0001", "paid YX-001 R09"]),
    "twice, and one came back": (
        [("成功", 105000, "2026Q3-0001"), ("成功", 105000, "2026Q3-0001"), ("退汇", 105000, "2026Q3-0001")],
        ["paid 2026Q3-0001", "paid YX-001 R09", "returned YX-001 R09"],
    ),
    "twice, and the unit gave one back": (
        [("成功", 105000, "2026Q3-0001"), ("成功", 105000, "2026Q3-0001"),
            ("成功", 105000, "退回YX-001重复支付的款项")],
        ["paid 2026Q3-0001", "paid YX-001 R09", "returned YX-001 R09"],
    ),
    "twice, and the unit gave another amount back": (
        [("成功", 105000, "2026Q3-0001"), ("成功", 105000, "2026Q3-0001"),
            ("成功", 5000, "退回YX-001重复支付的款项")],
        ["paid 2026Q3-0001", "paid YX-001 R09", "paid YX-001 R07"],
    ),
    "in two parts": ([("成功", 100000, "2026Q3-0001"), ("成功", 5000, "2026Q3-0001")],
        ["paid 2026Q3-0001", "paid 2026Q3-0001"]),
    "in two parts, one yuan too much": ([("成功", 100000, "2026Q3-0001"), ("成功", 5001, "2026Q3-0001")],
        ["paid 2026Q3-0001", "paid YX-001 R09"]),
    "an amount came back that was no part": ([("成功", 105000, "2026Q3-0001"), ("退汇", 5000, "2026Q3-0001")],
        ["paid 2026Q3-0001", "returned YX-001 R07"]),
    "a part came back": (
        [("成功", 100000, "2026Q3-0001"), ("成功", 5000, "2026Q3-0001"), ("退汇", 5000, "2026Q3-0001")],
        ["paid 2026Q3-0001", "paid 2026Q3-0001", "returned YX-001 R05"],
    ),
    "a part came back and was paid again": (
        [("成功", 100000, "2026Q3-0001"), ("成功", 5000, "2026Q3-0001"), ("退汇", 5000, "2026Q3-0001"),
            ("成功", 5000, "2026Q3-0001")],
        ["paid 2026Q3-0001", "paid 2026Q3-0001", "returned YX-001 R05", "paid 2026Q3-0001"],
    ),
    "another amount than was released came back": ([("退汇", 5000, "2026Q3-0001")], ["returned YX-001 R07"]),
    "a second attempt failed": ([("成功", 105000, "2026Q3-0001"), ("失败", 105000, "2026Q3-0001")],
        ["paid 2026Q3-0001", "returned YX-001 R07"]),
    "to somebody else": ([("成功", 105000, "2026Q3-0001", "某公司", "020001")], ["paid YX-001 R13"]),
    "to another account": ([("成功", 105000, "2026Q3-0001", UNIT, "999")], ["paid YX-001 R13"]),
    "to another account, by the project": ([("成功", 105000, "YX-001", UNIT, "999")], ["paid YX-001 R13"]),
    "to an account printed in part": ([("成功", 105000, "2026Q3-0001", UNIT, "02**01")],
        ["paid 2026Q3-0001"]),
    "to an account of which the end differs": ([("成功", 105000, "2026Q3-0001", UNIT, "02**02")],
        ["paid YX-001 R13"]),
    "to a payee that is cut short": ([("成功", 105000, "2026Q3-0001", UNIT[:8], "020001")],
        ["paid 2026Q3-0001"]),
    "to somebody else, and it came back": (
        [("成功", 105000, "2026Q3-0001", "某公司", "1"), ("退汇", 105000, "2026Q3-0001", "某公司", "1"),
            ("成功", 105000, "2026Q3-0001")],
        ["paid YX-001 R13", "returned YX-001 R13", "paid 2026Q3-0001"],
    ),
    "names payments of two projects": ([("成功", 205000, "2026Q3-0001、2026Q3-0002")], ["paid R07"]),
    "a payment that the ledger does not know": ([("成功", 105000, "2026Q3-0009")], ["paid R07"]),
    "a project without a claim": ([("成功", 50000, "YX-003", "某某", "1")], ["paid YX-003 R06"]),
    "a longer number is another project": ([("成功", 50000, "YX-0031", "某某", "1")], ["paid YX-0031 R06"]),
    "a unit without a claim": ([("成功", 50000, "", "北京丁", "1")], ["paid YX-004 R06"]),
    "a unit of two projects without a claim": ([("成功", 50000, "", "北京丙", "1")], ["paid R06"]),
    "without a claim, and it came back": ([("成功", 50000, "YX-003", "某某", "1"),
        ("退汇", 50000, "YX-003", "某某", "1")], ["paid YX-003 R06", "returned YX-003 R06"]),
    "without a claim, and the unit gave it back": (
        [("成功", 50000, "YX-003", "某某", "1"), ("成功", 50000, "退款YX-003", "某某", "1")],
        ["paid YX-003 R06", "returned YX-003 R06"],
    ),
    "a claim, but no order": ([("成功", 50000, "YX-005", "北京戊", "1")], ["paid YX-005 R07"]),
    "a stranger": ([("成功", 50000, "货款", "某公司", "1")], ["paid R07"]),
    "a stranger's return": ([("退汇", 50000, "货款", "某公司", "1")], ["returned R07"]),
    "a unit of two projects, one of them with a claim": ([("成功", 50000, "", "北京己", "1")], ["paid R07"]),
    "a unit without a claim, and it came back": ([("成功", 50000, "", "北京丁", "1"),
        ("退汇", 50000, "", "北京丁", "1")], ["paid YX-004 R06", "returned YX-004 R06"]),
    "names payments of two projects, with the amount of one": ([("成功", 105000, "2026Q3-0001、2026Q3-0002")],
        ["paid R07"]),
    "one yuan to see whether the account is right": ([("成功", 1, "验证账户", "某公司", "1")], ["paid R07"]),
    "a row of no yuan": ([("成功", 0, "YX-001")], ["returned YX-001 R07"]),
    "one yuan too much, and the unit gave it back": (
        [("成功", 105000, "2026Q3-0001"), ("成功", 1, "2026Q3-0001"), ("成功", 1, "退回YX-001多付的款项")],
        ["paid 2026Q3-0001", "paid YX-001 R09", "returned YX-001 R09"],
    ),
    "twice, and a third attempt failed": (
        [("成功", 105000, "2026Q3-0001"), ("成功", 105000, "2026Q3-0001"), ("失败", 105000, "2026Q3-0001")],
        ["paid 2026Q3-0001", "paid YX-001 R09", "returned YX-001 R07"],
    ),
    "a return that is printed twice": (
        [("成功", 105000, "2026Q3-0001"), ("退汇", 105000, "2026Q3-0001"), ("退汇", 105000, "YX-001不符")],
        ["paid 2026Q3-0001", "returned 2026Q3-0001", "returned YX-001"],
    ),
    "another amount came back after the return": (
        [("成功", 105000, "2026Q3-0001"), ("退汇", 105000, "2026Q3-0001"), ("退汇", 5000, "2026Q3-0001")],
        ["paid 2026Q3-0001", "returned 2026Q3-0001", "returned YX-001 R07"],
    ),
    "no whole yuan": ([("成功", None, "2026Q3-0001")], ["YX-001 R07"]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_transfers_do(name):
    rows, wanted = CASES[name]
    assert did(*rows) == wanted


ROWS = st.sampled_from(
    [
        ("成功", 105000, "2026Q3-0001"),
        ("退汇", 105000, "2026Q3-0001"),
        ("成功", -105000, "YX-001"),
        ("失败", 105000, "2026Q3-0001"),
        ("成功", 5000, "2026Q3-0001"),
        ("成功", 100000, "2026Q3-0001"),
        ("退汇", 5000, "2026Q3-0001"),
        ("成功", 7000, "YX-003"),
        ("退汇", 7000, "YX-003"),
        ("成功", 100000, "2026Q3-0002", OTHER, "020002"),
        ("成功", 105000, "2026Q3-0001", "某公司", "1"),
    ]
)


PART_AND_AGAIN = [("成功", 100000, "2026Q3-0001"), ("成功", 5000, "2026Q3-0001"),
    ("退汇", 5000, "2026Q3-0001"),
                  ("成功", 5000, "2026Q3-0001")]  # fmt: skip


@example(PART_AND_AGAIN)
@given(st.lists(ROWS, min_size=1, max_size=7))
@settings(max_examples=60, deadline=None)
def test_settling_piece_by_piece_gives_the_same_as_all_at_once(told):
    """Each transfer as a statement of its own, what it did recorded before the next:
    as one statement of all. And no yuan is lost."""
    rows = transfers(*told)
    whole = settle(rows, known())
    status, pieces = {}, []
    for at in range(len(rows)):
        held = pd.concat(pieces) if pieces else pd.DataFrame(columns=OUTCOMES)
        one = settle(rows.iloc[[at]], known(recorded=held.to_numpy().tolist(), **status))
        status |= {"p" + row.payment.replace("-", "_"): row.kind for row in one.itertuples() if row.payment}
        pieces.append(one)
    assert pd.concat(pieces, ignore_index=True).to_dict("records") == whole.to_dict("records")
    out = whole["kind"].eq("paid")
    assert list(out) == [row[0] == "成功" and row[1] > 0 for row in told]
    assert 0 <= paid_out(whole).get("2026Q3-0001", 0) <= 105000
    assert 0 <= paid_out(whole).get("2026Q3-0002", 0) <= 100000


def test_a_transfer_before_its_order_is_not_that_orders_payment():
    def on(made_on, memo):
        payments = known().payments.assign(made_on=made_on)
        found = settle(
            transfers(("成功", 105000, memo)), LedgerMoney(payments, known().projects, known().recorded, {})
        )
        return [*found[["kind", "payment", "project", "code"]].iloc[0]]

    for memo in ("2026Q3-0001", "YX-001", ""):
        assert on("2026-07-01", memo) == ["paid", "2026Q3-0001", "YX-001", ""]
        assert on("2026-07-02", memo) == ["paid", "", "YX-001", "R06"]


def test_an_attempt_that_is_printed_after_its_return_pays_nothing():
    back = [("b", "returned", "2026Q3-0001", "YX-001", "2026-07-02", 105000, "")]
    assert did(("成功", 105000, "2026Q3-0001"), recorded=back, p2026Q3_0001="returned") == ["paid YX-001"]
    early = [("b", "returned", "2026Q3-0001", "YX-001", "2026-07-01", 105000, "")]
    assert did(("成功", 105000, "2026Q3-0001"), recorded=early, p2026Q3_0001="returned") == [
        "paid 2026Q3-0001"
    ]


def test_a_doubted_transfer_settles_nothing():
    rows = transfers(
        ("成功", 105000, "2026Q3-0001"),
        ("成功", 105000, "补助"),
        ("成功", 100000, "2026Q3-0002", OTHER, "020002"),
    )
    found = settle(rows.assign(beside=["", "t0", ""]), known())
    assert list(found["code"]) == ["", "R12", ""] and list(found["kind"]) == ["paid", "", "paid"]


AGAIN = [PAYMENTS[0], ("2026Q4-0001", "YX-001", UNIT, "020001", 105000, "released")]


def test_a_payment_that_was_ordered_again_takes_what_names_the_old_one():
    assert did(("成功", 105000, "2026Q3-0001"), payments=AGAIN, p2026Q3_0001="returned") == [
        "paid 2026Q4-0001"
    ]


def test_the_old_number_and_the_new_one_together_are_a_second_payment():
    rows = [("成功", 105000, "2026Q4-0001"), ("成功", 105000, "2026Q3-0001")]
    assert did(*rows, payments=AGAIN, p2026Q3_0001="returned") == ["paid 2026Q4-0001", "paid YX-001 R09"]


def test_a_late_return_of_the_old_number_does_not_take_the_new_payment_back():
    rows = [("成功", 105000, "2026Q4-0001"), ("退汇", 105000, "2026Q3-0001")]
    assert did(*rows, payments=AGAIN, p2026Q3_0001="returned") == ["paid 2026Q4-0001", "returned YX-001"]


def test_two_payments_of_one_unit_and_one_amount_are_each_paid_once():
    both = [
        ("2026Q3-0001", "YX-001", UNIT, "020001", 105000, "released"),
        ("2026Q3-0002", "YX-002", UNIT, "020001", 105000, "released"),
    ]
    assert sorted(did(("成功", 105000, ""), ("成功", 105000, ""), payments=both)) == [
        "paid 2026Q3-0001",
        "paid 2026Q3-0002",
    ]
    assert did(("成功", 105000, ""), ("成功", 105000, "2026Q3-0002"), payments=both)[1] == "paid 2026Q3-0002"


RECORDED = [("t", "paid", "2026Q3-0001", "YX-001", "2026-07-01", 105000, "")]


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        (("成功", 5000, "退回YX-001补助"), "recovered_in YX-001"),
        (("成功", -5000, "YX-001"), "recovered_in YX-001"),
        (("退汇", 5000, "2026Q3-0001"), "recovered_in YX-001"),
        (("成功", 10000, "YX-001"), "recovered_in YX-001"),
        (("成功", 10001, "YX-001"), "paid YX-001 R09"),
        (("成功", 5000, "2026Q3-0001"), "paid YX-001 R09"),
        (("成功", 5000, "还款"), "paid R07"),
        (("成功", 10001, "退还YX-001补助"), "recovered_in YX-001"),
    ],
)
def test_money_of_a_recovery_comes_in_up_to_what_is_owed(row, wanted):
    assert did(row, recorded=RECORDED, owed={"YX-001": 10000}, p2026Q3_0001="paid") == [wanted]


def test_money_given_back_that_nobody_asked_for_is_no_second_payment():
    assert did(("成功", 5000, "退还YX-001补助"), recorded=RECORDED, p2026Q3_0001="paid") == [
        "paid YX-001 R07"
    ]


def test_money_given_back_is_that_of_the_second_payment_where_it_is_more_than_a_recovery_owes():
    recorded = [*RECORDED, ("u", "paid", "", "YX-001", "2026-07-02", 105000, "R09")]
    rows = [("成功", 105000, "退回YX-001重复支付的款项"), ("成功", 10000, "退回YX-001补助")]
    assert did(*rows, recorded=recorded, owed={"YX-001": 10000}, p2026Q3_0001="paid") == [
        "returned YX-001 R09",
        "recovered_in YX-001",
    ]


def test_the_last_yuan_of_a_recovery_comes_in_and_nothing_after_it():
    rows = [("成功", 4999, "YX-001"), ("成功", 1, "YX-001"), ("成功", 3000, "退还YX-001补助")]
    assert did(*rows, recorded=RECORDED, owed={"YX-001": 5000}, p2026Q3_0001="paid") == [
        "recovered_in YX-001",
        "recovered_in YX-001",
        "paid YX-001 R07",
    ]


def test_a_row_of_no_yuan_is_no_money_of_a_recovery():
    row = ("成功", 0, "YX-001")
    assert did(row, recorded=RECORDED, owed={"YX-001": 5000}, p2026Q3_0001="paid") == ["returned YX-001 R07"]


def test_money_given_back_that_is_all_that_a_recovery_owes_is_of_the_recovery():
    recorded = [*RECORDED, ("u", "paid", "", "YX-001", "2026-07-02", 105000, "R09")]
    row = ("成功", 105000, "退回YX-001补助")
    assert did(row, recorded=recorded, owed={"YX-001": 105000}, p2026Q3_0001="paid") == [
        "recovered_in YX-001"
    ]


def test_what_is_owed_comes_in_once():
    rows = [("成功", 5000, "YX-001"), ("成功", 5000, "YX-001"), ("成功", 5000, "YX-001")]
    assert did(*rows, recorded=RECORDED, owed={"YX-001": 10000}, p2026Q3_0001="paid") == [
        "recovered_in YX-001",
        "recovered_in YX-001",
        "paid YX-001 R09",
    ]
