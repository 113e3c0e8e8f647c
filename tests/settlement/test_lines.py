"""Which classes a quarter shows (docs/contract/money.md 3), and what stands on their lines."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from gaoji_batch.settlement.bank_remarks import other_channels
from gaoji_batch.settlement.lines import COUNTS, Reconciling
from gaoji_batch.settlement.sides import Books, Filed
from gaoji_batch.settlement.transfers import OUTCOMES
from tests.settlement.reconciling import CLAIM, DONE, MORE, PAID, TWICE, books, transfer

FILINGS = ["project", "class_no", "stage", "heads"]
CLAIMS = ["project", "class_no", "claimed_heads", "claimed_amount", "amount"]
PAYMENTS = ["payment", "project", "class_no", "amount", "status", "payee", "account"]
ORDER = ("Z1", "P", 1, 5000, "paid", "甲", "0200-01")
BACK = [("P", "Z1", 5000)]


def facts(opening="2025-12-01", state="正常", payments=(), transfers=(), recoveries=(), incoming=(), **days):
    """Project P, of as many classes as it has payments; transfers: (kind, payment, day, yuan[, code])."""
    classes = sorted({order[2] for order in payments}) or [1]
    scheme = {
        "written": "P", "name": "焊接", "unit": "甲", "heads": days.get("heads", 1), "project_state": state,
        "per_head": 5000, "opening": pd.Timestamp(opening),
        "approved_on": pd.Timestamp(days.get("approved_on", "2025-03-02")),
        "filing_due": pd.NaT, "completion_due": pd.NaT, "claim_due": pd.NaT,
    }  # fmt: skip
    index = pd.MultiIndex.from_tuples([("P", number) for number in classes], names=["project", "class_no"])
    frame = pd.DataFrame([scheme] * len(classes), index=index)
    filed = Filed(frame.droplevel("class_no")[:1], {}, {}, classes=frame)
    moved = [
        (f"t{at}", kind, payment, "P", day, yuan, *(code or [""]), "")
        for at, (kind, payment, day, yuan, *code) in enumerate(transfers)
    ]
    ledger = Books(
        pd.Series(dtype="object"),
        pd.DataFrame(days.get("filings", []), columns=FILINGS),
        pd.DataFrame([], columns=CLAIMS),
        pd.DataFrame(payments, columns=PAYMENTS),
        pd.DataFrame(recoveries, columns=["project", "payment", "amount"]),
        pd.DataFrame(incoming, columns=["project", "amount"]),
    )
    statement = pd.DataFrame(moved, columns=OUTCOMES).astype({"amount": "Int64"})
    return Reconciling(
        ledger,
        filed,
        statement.assign(payee=days.get("payee"), account=days.get("account")),
        (2026, 3),
        date(2026, 10, 8),
    )


def paid_on(day, yuan=5000, payment="Z1"):
    return ("paid", payment, day, yuan)


RELEASED = (*ORDER[:4], "released", *ORDER[5:])
SECOND = ("Z2", "P", 2, 5000, "paid", "甲", "0200-01")
RECOVERED = (*ORDER[:4], "recovered", *ORDER[5:])
LAST_YEAR = paid_on("2025-12-20")
CAME_BACK = {"recoveries": BACK, "incoming": [("P", 5000)]}
SHOWN = {
    "of the year": ({"opening": "2026-01-01"}, [1]),
    "of the year, ended": ({"opening": "2026-12-31", "state": "终止"}, [1]),
    "of the year before, not paid": ({"opening": "2025-12-31"}, [1]),
    "of the year before, ended": ({"state": "终止"}, []),
    "of the year before, ended, its order still with the bank": ({"state": "终止",
        "payments": [RELEASED]}, [1]),
    "of the year before, ended, its recovery not back": ({"state": "终止", "payments": [RECOVERED],
        "transfers": [LAST_YEAR], "recoveries": BACK, "incoming": [("P", 4999)]}, [1]),
    "of the year before, ended, its recovery back": ({"state": "终止", "payments": [RECOVERED],
        "transfers": [LAST_YEAR], **CAME_BACK}, []),
    "of the year before, ended, its recovery came in the quarter": ({"state": "终止",
        "payments": [RECOVERED], "transfers": [LAST_YEAR, ("recovered_in", "", "2026-09-30", 5000)],
        **CAME_BACK}, [1]),
    "of the year before, ended, paid in the quarter": ({"state": "终止", "payments": [ORDER],
        "transfers": [paid_on("2026-07-01")]}, [1]),
    "of the year before, paid then": ({"payments": [ORDER], "transfers": [LAST_YEAR]}, []),
    "of the year before, paid the day before the quarter": ({"payments": [ORDER],
        "transfers": [paid_on("2026-06-30")]}, []),
    "of the year before, paid in the quarter": ({"payments": [ORDER],
        "transfers": [paid_on("2026-08-15")]}, [1]),
    "of the year before, paid after the quarter": ({"payments": [ORDER],
        "transfers": [paid_on("2026-10-01")]}, [1]),
    "of the year before, one part paid after the quarter": ({"payments": [ORDER],
        "transfers": [paid_on("2025-12-20", 3000), paid_on("2026-10-01", 2000)]}, [1]),
    "of the year before, a yuan short": ({"payments": [ORDER],
        "transfers": [paid_on("2025-12-20", 4999)]}, [1]),
    "of the year before, a second payment not back": ({"payments": [ORDER],
        "transfers": [LAST_YEAR, ("paid", "", "2025-12-21", 5000, "R09")]}, [1]),
    "of the year before, paid and given back then": ({"payments": [RECOVERED],
        "transfers": [LAST_YEAR, ("recovered_in", "", "2025-12-30", 5000)], **CAME_BACK}, []),
    "of the year before, its second class paid on the quarter's first day": ({"payments": [ORDER, SECOND],
        "transfers": [LAST_YEAR, paid_on("2026-07-01", payment="Z2")]}, [1, 2]),
    "of the next year": ({"opening": "2027-01-01"}, []),
    "of the next year, paid without a claim in the quarter": ({"opening": "2027-01-01",
        "transfers": [("paid", "", "2026-09-30", 5000, "R06")]}, [1]),
    "of the next year, paid without a claim after it": ({"opening": "2027-01-01",
        "transfers": [("paid", "", "2026-10-01", 5000, "R06")]}, []),
    "without an opening, approved in the year": ({"opening": None, "approved_on": "2026-03-02",
        "state": "终止"}, [1]),
    "without an opening, approved the year before": ({"opening": None, "state": "终止"}, []),
}  # fmt: skip


@pytest.mark.parametrize("name", SHOWN)
def test_which_classes_a_quarter_shows(name):
    held, classes = SHOWN[name]
    assert facts(**held).schemes.index.tolist() == [("P", number) for number in classes]


def test_a_class_that_handed_nothing_in_has_its_approved_heads_alone():
    line = facts("2026-05-11").lines.iloc[0]
    assert line[COUNTS].tolist() == [1, *[0] * 10] and (line["state"], line["status"]) == ("approved", "")
    assert facts("2026-05-11", heads=None).lines.iloc[0]["approved"] == 0


def test_a_register_on_which_nobody_is_eligible_counts_no_heads():
    line = facts("2026-05-11", filings=[("P", 1, "filing", 22), ("P", 1, "completion", 0)]).lines.iloc[0]
    assert line[["filed", "completed", "eligible"]].tolist() == [22, 0, 0]


def test_a_line_holds_each_sum_of_its_class():
    claim = [("P1", 20, 100000, 95000, "2026-06-05", "")]
    order = [("2026Q3-0001", "P1", "甲", 95000, "paid", "2026Q3-1", *MORE)]
    sums = {"recoveries": [("P1", 5000)], "incoming": [("P1", 4000)]}
    moved = [transfer("a", "paid", 90000), transfer("b", "paid", 7, "R09")]
    line = books(filings=DONE, claims=claim, payments=order, transfers=moved, **sums).lines.iloc[0]
    assert line[COUNTS].tolist() == [30, 22, 21, 21, 20, 100000, 95000, 95000, 90007, 5000, 4000]


def test_an_order_that_nobody_paid_yet_has_paid_nothing():
    assert facts("2026-05-11", payments=[RELEASED]).newest["paid"].tolist() == [0]


def test_money_that_went_astray_stands_with_the_first_class():
    two = facts("2026-05-11", payments=[ORDER, SECOND], transfers=[("paid", "", "2026-07-06", 9, "R09")])
    assert two.lines["paid"].tolist() == [9, 0]


def test_a_payment_that_was_cancelled_is_not_in_force():
    cancelled = (*ORDER[:4], "cancelled", *ORDER[5:])
    again = ("Z2", *RELEASED[1:])
    assert facts(payments=[cancelled, again]).newest["payment"].tolist() == ["Z2"]
    assert facts(payments=[again, ("Z3", *cancelled[1:])]).newest["payment"].tolist() == ["Z2"]


def test_a_recorded_payment_to_another_account_is_misdirected_and_its_return_is_not():
    moved = [paid_on("2026-07-06"), ("returned", "Z1", "2026-07-07", 5000)]
    other = facts("2026-05-11", payments=[ORDER], transfers=moved, payee="甲", account="999")
    assert other.misdirected[["mark", "named"]].to_numpy().tolist() == [["t0", "Z1"]]
    same = facts("2026-05-11", payments=[ORDER], transfers=moved, payee="甲", account="020001")
    assert not len(same.misdirected)
    gone = facts("2026-05-11", payments=[ORDER], transfers=moved)
    assert not len(gone.misdirected)


def test_what_went_to_somebody_else_is_misdirected_and_a_second_payment_is_not():
    moved = [("paid", "", "2026-07-06", 5000, "R13"), ("paid", "", "2026-07-07", 5000, "R09")]
    assert facts(payments=[ORDER], transfers=moved).misdirected["mark"].tolist() == ["t0"]


def test_a_transfer_that_names_no_payment_settles_none():
    assert books(payments=PAID, claims=CLAIM, filings=DONE, transfers=TWICE).settled["mark"].tolist() == ["a"]


RETURNED = [LAST_YEAR, ("recovered_in", "", "2026-07-15", 5000)]
REMARK = "P：2026-07-15追回到账的5000元由甲的其他账户转入，不是原拨付账户，核实后在备注中说明"


@pytest.mark.parametrize(
    ("account", "payments", "remarks"),
    [
        ("020001", [ORDER], []),
        ("999", [ORDER], [REMARK]),
        ("999", [], []),
        ("020001", [ORDER, ("Z2", "P", 2, 5000, "paid", "甲", "0300-02")], []),
        ("030002", [ORDER, ("Z2", "P", 2, 5000, "paid", "甲", "0300-02")], []),
        ("999", [ORDER, ("Z2", "P", 2, 5000, "paid", "甲", "0300-02")], [REMARK]),
    ],
)
def test_money_of_a_recovery_from_an_account_that_no_class_was_paid_to_is_remarked_on(
    account, payments, remarks
):
    came = facts(payments=payments, transfers=RETURNED, payee="甲", account=account)
    assert other_channels(came) == remarks
