"""disburse: what a batch orders, what waits, and what is never ordered again."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pandas as pd
import pytest
from openpyxl import load_workbook

from gaoji_batch.casework.halts import Halt
from gaoji_batch.outputs.workbooks import disbursement
from tests.commands.books import Book
from tests.ledger.made import DAYS, claimed, filed, record, scheme


def put(
    book: Book, project: str, *keys: str, filed_on: str = "2026-06-05", days: tuple[str, str] = DAYS, **more
) -> None:
    """A project up to its accepted claim."""
    record(
        book.ledger,
        ("approved", project, scheme(project)),
        ("filed", project, filed(*keys, days=days)),
        ("completed", project, filed(*keys, days=days)),
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
    ("left", "wanted"), [(5000, ["P2"]), (9999, ["P2"]), (10000, ["P1"]), (15000, ["P1", "P2"]), (4999, [])]
)
def test_a_claim_past_the_budget_uses_nothing_of_it_and_a_later_one_that_fits_is_ordered(book, left, wanted):
    put(book, "P1", "a", "b", filed_on="2026-06-01")
    put(book, "P2", "c", filed_on="2026-06-02")
    found = book.due(budgets=[{"year": 2026, "quarter": 3, "budget_amount": left}])
    assert list(found.claims["project"]) == wanted
    told = dict(zip(found.findings["project"], found.findings["evidence"], strict=True))
    assert set(told) == {"P1", "P2"} - set(wanted)
    assert "已安排0元" in told.get("P1", "已安排0元")
    assert ("已安排10000元" if left == 10000 else "已安排0元") in told.get("P2", "已安排0元")


def test_the_summary_shows_the_standard_that_was_paid_whatever_the_policy_says_now(tmp_path):
    row = {"quarter": "2026Q3", "made_on": "2026-07-02", "status": "ordered", "uscc": "x", "reduced": 0}
    paid = [
        ("2026Q3-1", "甲", "P1", 22, 5000),
        ("2026Q3-2", "乙", "P2", 20, 6000),
        ("2026Q3-2", "甲", "P3", 10, 5000),
    ]
    rows = pd.DataFrame(
        row
        | {
            "batch": batch,
            "unit": unit,
            "project": project,
            "headcount": heads,
            "claimed_amount": heads * rate,
            "amount": heads * rate,
        }
        for batch, unit, project, heads, rate in paid
    )
    book = load_workbook(BytesIO(disbursement.summary(tmp_path, "2026Q3", rows, date(2026, 7, 2))))
    sheets = [
        [[str(cell) for cell in line if cell is not None] for line in sheet.values]
        for sheet in book.worksheets[:2]
    ]
    lines = [line for sheet in sheets for line in sheet]
    assert ["2026Q3-1", "2026-07-02", "待放行", "5000", "1", "22", "110000", "0", "110000"] in lines
    assert ["2026Q3-2", "2026-07-02", "待放行", "5000、6000", "2", "30", "170000", "0", "170000"] in lines
    assert ["合计", "贰拾捌万元整", "3", "52", "280000", "0", "280000"] in lines


def test_what_passes_the_quarter_s_budget_uses_nothing_of_the_year_s(book):
    put(book, "P1", "a", "b", filed_on="2026-06-01")
    put(book, "P2", "c", filed_on="2026-06-02")
    year, quarter = ({"year": 2026, "quarter": number, "budget_amount": 5000} for number in (None, 3))
    assert list(book.due(budgets=[year, quarter]).claims["project"]) == ["P2"]


@pytest.mark.parametrize(
    ("budget", "ordered"),
    [
        ([(2026, None, 5000)], 1),
        ([(2026, 2, 0)], 2),
        ([(2025, 3, 0)], 2),
        ([(2026, 3, 5000), (2026, 3, 4999)], 1),
        ([(2026, 3, 5000), (2026, 3, 5000)], 2),
        ([(2026, None, 4000), (2026, None, 6000)], 2),
    ],
)
@pytest.mark.parametrize("on", [date(2026, 7, 2), date(2026, 10, 8), date(2027, 1, 4)])
def test_the_budget_is_that_of_the_quarter_paid_whatever_the_day_and_its_rows_add_up(
    book, budget, ordered, on
):
    put(book, "P1", "a")
    put(book, "P2", "b")
    rows = [dict(zip(("year", "quarter", "budget_amount"), row, strict=True)) for row in budget]
    assert len(book.due(on, budgets=rows).claims) == ordered


@pytest.mark.parametrize("quarter", [None, 3])
@pytest.mark.parametrize(
    ("kind", "left"),
    [("returned", ["P2"]), ("recovered", []), ("part", [])],
    ids=["returned", "whole", "part"],
)
def test_money_asked_back_frees_no_budget_and_money_that_the_bank_sent_back_does(book, quarter, kind, left):
    put(book, "P1", "a", "b")
    payment = book.pay()[0]["payment"]
    book.tell("released", "", batch="2026Q3-1", payments=[payment])
    moved = {"payment": payment, "amount": 10000, "transferred_on": "2026-07-08", "note": ""}
    book.tell("paid", "P1", transfer="out", **moved)
    if kind == "returned":
        book.tell("returned", "P1", transfer="back", **moved)
    else:
        whole, amount, persons = kind == "recovered", 10000, []
        if not whole:
            amount, persons = 5000, ["a"]
        told = {"recovered_on": "2026-07-20", "reason": "抽查", "whole": whole}
        book.tell("recovered", "P1", payment=payment, amount=amount, persons=persons, **told)
    put(book, "P2", "c")
    money = [{"year": 2026, "quarter": quarter, "budget_amount": 10000}]
    found = book.due(date(2026, 8, 1), budgets=money, halts={("P1", 1): Halt(("hold",), "更正账号")})
    assert list(found.claims["project"]) == left


def test_quarters_above_the_year_s_budget_are_a_remark(book):
    rows = [{"year": 2026, "quarter": quarter, "budget_amount": 50} for quarter in (1, 2)]
    year = {"year": 2026, "quarter": None}
    assert book.due(budgets=[*rows, year | {"budget_amount": 100}]).remarks == []
    assert (
        "各季度合计100元，超过年度预算99元"
        in book.due(budgets=[*rows, year | {"budget_amount": 99}]).remarks[0]
    )


@pytest.mark.parametrize("account", ["见附件", "6.22202E+18", "1234567", "1" * 33, "12345678", "1" * 32])
def test_an_account_that_is_no_8_to_32_digits_is_left_out(book, account):
    put(book, "P1", "a", account=account)
    found, good = book.due(), account in ("12345678", "1" * 32)
    assert len(found.claims) == good
    assert [one["codes"] for one in found.held] == ([] if good else [["D117"]])
    assert list(found.findings["code"]) == ([] if good else ["S1608"])


def test_what_holds_a_claim_is_named_with_its_codes(book):
    put(book, "P1", "a")
    put(book, "P2", "b")
    found = book.due(
        halts={("P1", 1): Halt(("P1501", "U1801"), "抽查问题未整改（P1501）；单位已取消资格（U1801）")}
    )
    assert list(found.claims["project"]) == ["P2"]
    assert found.held == [
        {
            "project": "P1",
            "class": 1,
            "codes": ["P1501", "U1801"],
            "reason": "抽查问题未整改（P1501）；单位已取消资格（U1801）",
        }
    ]
    finding = found.findings.iloc[0]
    assert (finding["code"], finding["severity"], finding["project"]) == ("S1608", "reject", "P1")
    assert "P1501、U1801" in finding["evidence"]


def test_an_open_objection_holds_whatever_the_settings_say(book):
    put(book, "P1", "a")
    unsettled = [{"project": "P1", "verification": None, "settled_on": None}]
    settled = [{"project": "P1", "verification": "不属实", "settled_on": pd.Timestamp("2026-07-01")}]
    assert book.due(objections=unsettled).held[0]["codes"] == ["objection"]
    assert book.due(objections=settled).held == []
    settled_today, to_be_settled = date(2026, 7, 1), date(2026, 6, 30)
    assert book.due(settled_today, objections=settled).held == []
    assert book.due(to_be_settled, objections=settled).held[0]["codes"] == ["objection"]


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


def test_who_waits_for_another_claim_waits_only_where_that_one_is_paid(book):
    put(book, "P1", "a")
    book.pay()
    put(book, "P2", "a", "b", filed_on="2026-06-03")
    put(book, "P3", "b", filed_on="2026-06-04")
    assert projects(book.pay()) == ["P3"]


def test_the_classes_of_a_returning_worker_are_each_held_against_every_other(book):
    """The third opens two years after the first ended, and a year after the second."""
    put(book, "P1", "a", filed_on="2026-06-03")
    put(book, "P2", "a", days=("2028-06-05", "2028-06-16"), filed_on="2026-06-04")
    put(book, "P3", "a", days=("2029-06-04", "2029-06-15"), filed_on="2026-06-05")
    found = book.due()
    assert list(found.claims["project"]) == ["P1", "P2"]
    assert list(found.findings["project"]) == ["P3"] and "P2" in found.findings["message"][0]


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
    record(book.ledger, ("claimed", "P1", claimed(1, filed_on="2026-10-12") | {"account": "02009990"}))
    assert book.pay(date(2026, 10, 13), (2026, 2)) == []
    again = book.pay(date(2026, 10, 13))
    assert [(one["payment"], one["replaces"], one["account"]) for one in again] == [
        ("2026Q3-0002", "2026Q3-0001", "02009990")
    ]


def test_an_ended_project_and_a_claim_of_nothing_are_not_paid(book):
    put(book, "P1", "a")
    record(book.ledger, ("approved", "P1", scheme("P1", state="撤销")))
    put(book, "P2", "b", amount=0, heads=0, reduced=5000)
    found = book.due()
    assert not len(found.claims) and found.waiting == ["P1暂不拨付：项目已撤销（P1101）"]


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
