"""disburse: what a batch orders, what waits, and what is never ordered again."""

from __future__ import annotations

from datetime import date

import pytest

from tests.commands.books import Book
from tests.ledger.made import claimed, filed, record, scheme


def put(book: Book, project: str, *keys: str, filed_on: str = "2026-06-05", **more) -> None:
    """A project up to its accepted claim."""
    record(
        book.ledger,
        ("approved", project, scheme(project)),
        ("filed", project, filed(*keys)),
        ("completed", project, filed(*keys)),
        ("claimed", project, claimed(len(keys), filed_on=filed_on) | more),
    )


def projects(payments) -> list[str]:
    return [one["project"] for one in payments]


def test_claims_filed_by_the_last_day_are_ordered_once_in_the_order_of_filing(book):
    put(book, "P2", "a", filed_on="2026-09-30")
    put(book, "P1", "b", filed_on="2026-07-01")
    put(book, "P3", "c", filed_on="2026-10-01")
    made = book.pay(date(2026, 10, 9))
    assert [(one["payment"], one["project"], one["headcount"], one["amount"]) for one in made] == [
        ("2026Q3-0001", "P1", 1, 5000),
        ("2026Q3-0002", "P2", 1, 5000),
    ]
    assert book.pay(date(2026, 10, 10)) == []
    assert projects(book.pay(date(2026, 12, 30), (2026, 4))) == ["P3"]


def test_numbers_go_on_in_the_next_batch(book):
    put(book, "P1", "a")
    book.pay()
    put(book, "P2", "b")
    assert [one["payment"] for one in book.pay()] == ["2026Q3-0002"]


def test_a_claim_past_the_budget_is_not_ordered(book):
    for at, project in enumerate(("P1", "P2", "P3"), 1):
        put(book, project, f"k{at}", filed_on=f"2026-06-0{at}")
    money = [{"year": 2026, "quarter": 3, "budget_amount": 10000}]
    found = book.due(budgets=money)
    assert list(found.claims["project"]) == ["P1", "P2"]
    assert found.findings[["code", "project", "row", "severity", "amount"]].to_dict("records") == [
        {"code": "S1606", "project": "P3", "row": 6, "severity": "reject", "amount": 5000}
    ]
    assert "共15000元，超过预算10000元" in found.findings["message"][0]
    book.pay(budgets=money)
    assert book.pay(budgets=money) == []


@pytest.mark.parametrize(
    ("budget", "ordered"),
    [
        ({"year": 2026, "quarter": None, "budget_amount": 5000}, 1),
        ({"year": 2026, "quarter": 2, "budget_amount": 0}, 2),
        ({"year": 2025, "quarter": 3, "budget_amount": 0}, 2),
    ],
)
def test_the_budget_is_that_of_the_batch_s_day(book, budget, ordered):
    put(book, "P1", "a")
    put(book, "P2", "b")
    assert len(book.due(budgets=[budget]).claims) == ordered


def test_a_person_paid_with_another_project_keeps_the_claim_out(book):
    put(book, "P1", "a", "b")
    book.pay()
    put(book, "P2", "b", "c")
    found = book.due()
    assert list(found.claims["project"]) == [] and list(found.findings["code"]) == ["S1603"]
    assert "1名学员的补助已随项目P1安排支付" in found.findings["message"][0]


def test_two_new_claims_for_one_person_pay_the_first(book):
    put(book, "P1", "a", "b", filed_on="2026-06-04")
    put(book, "P2", "b", "c", filed_on="2026-06-03")
    assert projects(book.pay()) == ["P2"]


def test_a_cancelled_payment_is_ordered_anew_and_a_returned_one_replaced(book):
    put(book, "P1", "a")
    book.pay()
    book.tell("cancelled", batch="2026Q3-1", payments=["2026Q3-0001"], reason="账号待核实")
    assert [(one["payment"], one["replaces"]) for one in book.pay()] == [("2026Q3-0002", "")]
    book.returned("2026Q3-0002", "P1")
    assert [(one["payment"], one["replaces"]) for one in book.pay()] == [("2026Q3-0003", "2026Q3-0002")]
    book.tell("cancelled", batch="2026Q3-3", payments=["2026Q3-0003"], reason="再核实")
    assert [(one["payment"], one["replaces"]) for one in book.pay()] == [("2026Q3-0004", "2026Q3-0002")]


def test_a_returned_payment_is_ordered_again_in_its_quarter_however_late_its_account_was_mended(book):
    put(book, "P1", "a", filed_on="2026-09-20")
    book.pay()
    book.returned("2026Q3-0001", "P1")
    record(book.ledger, ("claimed", "P1", claimed(1, filed_on="2026-10-12") | {"account": "0200999"}))
    assert book.pay(date(2026, 10, 13), (2026, 2)) == []
    again = book.pay(date(2026, 10, 13))
    assert [(one["payment"], one["replaces"], one["account"]) for one in again] == [
        ("2026Q3-0002", "2026Q3-0001", "0200999")
    ]


def test_an_ended_project_and_a_claim_of_nothing_are_not_paid(book):
    put(book, "P1", "a")
    record(book.ledger, ("approved", "P1", scheme("P1", state="撤销")))
    put(book, "P2", "b", amount=0, heads=0, reduced=5000)
    found = book.due()
    assert not len(found.claims) and found.waiting == ["P1暂不拨付：项目已撤销"]


def test_a_notice_must_have_ended_and_no_objection_be_open(book):
    put(book, "P1", "a")
    assert "尚未公示" in book.due(publicity=True).waiting[0]
    rows = [{"project": "P1", "heads": 1, "amount": 5000}]
    book.tell("publicised", quarter="2026Q3", first_day="2026-07-01", last_day="2026-07-07", rows=rows)
    assert "公示期到2026年7月7日" in book.due(date(2026, 7, 7), publicity=True).waiting[0]
    assert len(book.due(date(2026, 7, 8), publicity=True).claims) == 1
    unsettled = [{"project": "P1", "verification": "已核实", "settled_on": None}]
    assert "异议尚未办结" in book.due(date(2026, 7, 8), publicity=True, objections=unsettled).waiting[0]
    settled = [{"project": "P1", "verification": "不成立", "settled_on": "2026-07-08"}]
    assert len(book.due(date(2026, 7, 8), publicity=True, objections=settled).claims) == 1


def test_a_notice_of_another_amount_does_not_count(book):
    put(book, "P1", "a", "b")
    book.tell(
        "publicised",
        quarter="2026Q3",
        first_day="2026-06-01",
        last_day="2026-06-05",
        rows=[{"project": "P1", "heads": 1, "amount": 5000}],
    )
    assert "人数、金额有变" in book.due(publicity=True).waiting[0]
