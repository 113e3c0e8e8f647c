"""Family R at its boundaries, on frames alone: a project of one class (11
to 22 May 2026, 30 approved heads) and what the books say of it."""

from __future__ import annotations

import pandas as pd
import pytest

from gaoji_batch.rules.registry import all_rules
from gaoji_batch.rules.settlement.statement import _transfer
from gaoji_batch.settlement.gaps import gaps
from gaoji_batch.settlement.lines import Reconciling
from tests.settlement.reconciling import (
    CLAIM,
    DONE,
    FILED,
    MORE,
    PAID,
    PAY,
    RELEASED,
    SETTLED,
    TWICE,
    books,
    made,
    transfer,
)


def codes(facts: Reconciling) -> dict[str, int]:
    """Every R code that is given, with its amount; its rows hold what a ruling rests on."""
    rules = {code: rule for code, rule in all_rules().items() if rule.command == "reconcile"}
    found = {code: rule.find(facts) for code, rule in rules.items()}
    for code, rows in found.items():
        assert not len(rows) or {*rules[code].each, *(rules[code].rests_on or ())} <= {*rows.columns}, code
    return {code: int(rows["amount"].sum()) for code, rows in found.items() if len(rows)}


CASES = {
    "R01 on the last day to file": ({"on": "2026-05-04"}, {}),
    "R01 a day later": ({"on": "2026-05-05"}, {"R01": 150000}),
    "R01 not where it was handed in": ({"submitted": {"filing": {"P1"}}}, {"R02": 150000}),
    "R01 not where the project ended": ({"scheme_state": "终止"}, {}),
    "R02 on the last day": ({"filings": FILED, "on": "2026-06-05"}, {}),
    "R02 a day later": ({"filings": FILED, "on": "2026-06-06"}, {"R02": 110000}),
    "R02 not where a register was refused": ({"filings": FILED, "submitted": {"completion": {"P1"}}}, {}),
    "R02 not where the project was revoked": ({"filings": FILED, "scheme_state": "撤销"}, {}),
    "R03 completed": ({"filings": DONE}, {"R03": 105000}),
    "R03 where a claim was refused": ({"filings": DONE, "submitted": {"claim": {"P1"}}}, {"R03": 105000}),
    "R03 not where a claim was accepted": (SETTLED | {"transfers": [transfer("a", "paid", 105000)]}, {}),
    "R04 not ordered": ({"filings": DONE, "claims": CLAIM}, {"R04": 105000}),
    "R04 released": (RELEASED, {"R04": 105000}),
    "R04 on the quarter's last day": ({"filings": DONE, "claims": [(*CLAIM[0][:4], "2026-09-30", "")]},
        {"R04": 105000}),
    "R04 not of a claim of the next quarter": ({"filings": DONE,
        "claims": [(*CLAIM[0][:4], "2026-10-01", "")]}, {}),
    "R04 ordered in the quarter, its claim mended after it": (
        {"filings": DONE, "claims": [(*CLAIM[0][:4], "2026-10-12", "")],
            "payments": [(*PAY[0][:4], "ordered", "2026Q3-2", *MORE)]}, {"R04": 105000},
    ),
    "R04 not where it is paid": (SETTLED | {"transfers": TWICE[:1]}, {}),
    "R05 one yuan less": (SETTLED | {"transfers": [transfer("a", "paid", 104999)]}, {"R05": 1}),
    "R05 one yuan more": (SETTLED | {"transfers": [transfer("a", "paid", 105001)]}, {"R05": 1}),
    "R05 not where two parts make it whole": (
        SETTLED | {"transfers": [transfer("a", "paid", 5000), transfer("b", "paid", 100000)]}, {},
    ),
    "R05 not after a return and a second attempt": (
        SETTLED | {"transfers": [transfer("a", "paid", 5), transfer("b", "returned", 5),
            transfer("c", "paid", 105000)]}, {},
    ),
    "R06 paid without a claim": ({"filings": DONE, "transfers": [transfer("a", "paid", 7, "R06")]},
        {"R03": 105000, "R06": 7}),
    "R06 not where it came back": (
        {"filings": DONE,
            "transfers": [transfer("a", "paid", 7, "R06"), transfer("b", "returned", 7, "R06")]},
            {"R03": 105000},
    ),
    "R07 of the year": ({"filings": DONE, "transfers": [transfer("a", "paid", 7, "R07", project="")]},
        {"R03": 105000, "R07": 7}),
    "R07 not of another year": (
        {"filings": DONE, "transfers": [transfer("a", "paid", 7, "R07", project="", day="2025-12-31")]},
        {"R03": 105000},
    ),
    "R08 returned, and not R04": (
        {"filings": DONE, "claims": CLAIM, "payments": [(*PAY[0][:4], "returned", "2026Q3-1", *MORE)],
            "transfers": [transfer("a", "paid", 105000), transfer("b", "returned", 105000)]},
        {"R08": 105000},
    ),
    "R08 not where it is ordered again": (
        {"filings": DONE, "claims": CLAIM,
            "payments": [(*PAY[0][:4], "returned", "2026Q3-1", *MORE),
                ("2026Q3-0002", "P1", "甲", 105000, "ordered", "2026Q3-2", *MORE)],
         "transfers": [transfer("b", "returned", 105000)]}, {"R04": 105000},
    ),
    "R09 alone": (SETTLED | {"transfers": TWICE}, {"R09": 105000}),
    "R09 not where one came back": (SETTLED | {"transfers": [*TWICE,
        transfer("c", "returned", 105000, "R09")]}, {}),
    "R09 three times, one came back": (
        SETTLED | {"transfers": [*TWICE, transfer("c", "paid", 105000, "R09"),
            transfer("d", "returned", 105000, "R09")]},
        {"R09": 105000},
    ),
    "R05 not where the part that came back was paid again": (
        SETTLED | {"transfers": [transfer("a", "paid", 100000), transfer("b", "paid", 5000),
            transfer("c", "returned", 5000, "R05"), transfer("d", "paid", 5000)]}, {},
    ),
    "R05 a part came back": (
        SETTLED | {"transfers": [transfer("a", "paid", 100000), transfer("b", "paid", 5000),
            transfer("c", "returned", 5000, "R05")]},
        {"R05": 5000},
    ),
    "R05 one person fewer is eligible today": (SETTLED | {"transfers": TWICE[:1], "eligible": {"P1": 20}},
        {"R05": 5000}),
    "R05 not where as many are eligible": (SETTLED | {"transfers": TWICE[:1], "eligible": {"P1": 21}}, {}),
    "R05 not where that person's money was ordered back": (
        SETTLED | {"transfers": TWICE[:1], "eligible": {"P1": 20}, "recoveries": [("P1", 5000)],
            "incoming": [("P1", 5000)]}, {},
    ),
    "R05 two persons fewer, the money of one ordered back": (
        SETTLED | {"transfers": TWICE[:1], "eligible": {"P1": 19}, "recoveries": [("P1", 5000)],
            "incoming": [("P1", 5000)]}, {"R05": 5000},
    ),
    "R05 not where the claim was reduced by what is not paid": (
        SETTLED | {"payments": [(*PAID[0][:9], 21, 110000, 5000)], "transfers": TWICE[:1]}, {},
    ),
    "R05 reduced by less than is not paid": (
        SETTLED | {"payments": [(*PAID[0][:9], 21, 115000, 5000)], "transfers": TWICE[:1]}, {"R05": 5000},
    ),
    "R05 ordered for one head fewer than its amount": (
        SETTLED | {"payments": [(*PAID[0][:9], 20, 105000, 0)], "transfers": TWICE[:1]}, {"R05": 5000},
    ),
    "R05 the database pays for one person fewer": (SETTLED | {"transfers": TWICE[:1],
        "persons": {"2026Q3-0001": 20}}, {"R05": 5000}),
    "R12 one or two": (SETTLED | {"transfers": [TWICE[0], transfer("b", "", 105000, "R12")]},
        {"R12": 105000}),
    "R12 not where it was ruled on": (SETTLED | {"transfers": TWICE[:1]}, {}),
    "R13 alone": (RELEASED | {"transfers": [transfer("a", "paid", 105000, "R13")]}, {"R13": 105000}),
    "R13 not where it came back": (
        RELEASED | {"transfers": [transfer("a", "paid", 105000, "R13"),
            transfer("b", "returned", 105000, "R13")]}, {"R04": 105000},
    ),
    "R10": (SETTLED | {"transfers": TWICE[:1], "changed": {"P1": "补助申请"}}, {"R10": 105000}),
    "R11 nothing back": (SETTLED | {"transfers": TWICE[:1], "recoveries": [("P1", 5000)]}, {"R11": 5000}),
    "R11 one yuan lacks": (
        SETTLED | {"transfers": TWICE[:1], "recoveries": [("P1", 5000)], "incoming": [("P1", 4999)]},
        {"R11": 1},
    ),
    "R11 not where all is back": (
        SETTLED | {"transfers": TWICE[:1], "recoveries": [("P1", 5000)], "incoming": [("P1", 5000)]}, {},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_rule_at_its_boundary(name):
    held, wanted = CASES[name]
    assert codes(books(**held)) == wanted


def test_every_rule_of_the_family_has_a_case_that_gives_it_and_one_that_does_not():
    family = {code for code, rule in all_rules().items() if rule.command == "reconcile"}
    assert family == {f"R{at:02d}" for at in range(1, 14)}
    for code in family:
        own = [wanted for name, (_, wanted) in CASES.items() if name.startswith(code)]
        assert any(code in wanted for wanted in own)
    assert {
        code: rule.severity
        for code, rule in all_rules().items()
        if code in family and rule.severity == "reject"
    }.keys() == {"R05", "R06", "R09", "R10", "R13"}


@pytest.mark.parametrize("name", CASES)
def test_what_was_not_paid_adds_up_and_names_its_reasons(name):
    facts = books(**CASES[name][0])
    lost = gaps(facts)
    assert lost["amount"].sum() == 150000 - facts.lines["paid"].sum() and lost["reason"].str.len().gt(0).all()


def test_a_claim_that_waits_says_what_for():
    facts = books(filings=DONE, claims=CLAIM, waiting={"P1": "公示异议尚未办结"})
    assert list(all_rules()["R04"].find(facts)["why"]) == ["公示异议尚未办结"]
    assert "公示异议尚未办结" in list(gaps(facts)["reason"])


def test_the_lists_may_hold_more_than_are_eligible():
    line = made(filings=DONE, lists={("P1", "filing"): 24, ("P1", "completion"): 22}).lines.loc["P1", 1]
    assert (line["filed"], line["completed"], line["eligible"]) == (24, 22, 21)
    assert made(filings=FILED, lists={("P1", "completion"): 22}).lines.at[("P1", 1), "completed"] == 0
    assert made(filings=DONE).lines.loc[("P1", 1), ["filed", "completed"]].tolist() == [22, 21]


def test_an_amount_written_with_its_unit_says_it_once():
    told = [_transfer(said, 100000, None) for said in ("10万元", "100,000.00", None)]
    assert told == ["10万元，成功", "100,000.00元，成功", "100000元，成功"]


def test_what_was_paid_twice_for_one_class_is_no_reason_for_another():
    """Money that went astray stands with the first class of its project: the second waits for the bank."""
    facts = books(filings=DONE, claims=CLAIM, payments=PAID, transfers=TWICE)
    first = facts.filed.by_class
    facts.filed.classes = pd.concat([first, first.rename(index={1: 2}, level="class_no")])
    second = facts.books.payments.assign(payment="2026Q3-0002", class_no=2, status="released")
    facts.books.payments = pd.concat([facts.books.payments, second])
    unpaid = gaps(facts).set_index(["class_no", "step"])["reason"]
    assert unpaid[1, "安排→支付"] == "重复支付，待退回（R09）"
    assert unpaid[2, "安排→支付"] == "已放行，银行尚未支付"
