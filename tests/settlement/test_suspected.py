"""What the bank may have paid already, before anything is ordered,
and numbers that show a ledger older than the bank."""

from __future__ import annotations

import pandas as pd
import pytest

from gaoji_batch.settlement.suspected import suspected_claims, unknown_payments

UNIT, OTHER, ACCOUNT = "北京甲测试技术有限公司", "北京乙测试技师学院", "0200-0123456"
PAYMENTS = pd.DataFrame(
    {
        "payment": ["2026Q3-0001", "2026Q3-0002"],
        "project": ["YX-001", "YX-002"],
        "batch": ["2026Q3-1", "2026Q3-2"],
        "class_no": 1,
    }
)
CLAIMS = pd.DataFrame(
    [("YX-003", UNIT, ACCOUNT, 105000), ("YX-004", OTHER, "0300654321", 90000)],
    columns=["project", "payee", "account", "amount"],
).assign(class_no=1)
PROJECTS = pd.Index(["YX-001", "YX-002", "YX-003", "YX-0031", "YX-004"])


def transfers(*rows):
    """(state, amount, memo[, payee[, account]]) each, a day apart."""
    made = []
    for at, (state, amount, memo, *who) in enumerate(rows):
        payee, account = (*who, "", "")[:2] if who else (UNIT, "02000123456")
        made.append(
            {
                "mark": f"t{at}",
                "day": f"2026-07-{at + 1:02d}",
                "payee": payee,
                "account": account,
                "amount": amount,
                "said": str(amount),
                "state": state,
                "memo": memo,
                "file": "extracts/s.csv",
                "row": at + 2,
            }
        )
    return pd.DataFrame(made).astype({"amount": "Int64"})


def suspected(*rows, claims=CLAIMS):
    found = suspected_claims(claims, transfers(*rows), PAYMENTS, PROJECTS)
    return [f"{row.project} {row.mark}{' named' if row.named else ''}" for row in found.itertuples()]


OUT = ("成功", 105000, "")
CASES = {
    "names the project": ([("成功", 1, "补助yx-003", "某公司", "1")], ["YX-003 t0 named"]),
    "names it among others": ([("成功", 195000, "YX-003、YX-004合并", "某公司", "1")],
        ["YX-003 t0 named", "YX-004 t0 named"]),
    "no whole yuan, but named": ([("成功", None, "YX-003")], ["YX-003 t0 named"]),
    "names a longer number": ([("成功", 105000, "YX-0031")], []),
    "payee, account and amount": ([OUT], ["YX-003 t0"]),
    "payee alone": ([("成功", 105000, "", UNIT)], ["YX-003 t0"]),
    "account alone": ([("成功", 105000, "", "", "02000123456")], ["YX-003 t0"]),
    "the payee cut short, the account masked": ([("成功", 105000, "", UNIT, "0200***456")], ["YX-003 t0"]),
    "a masked account alone": ([("成功", 105000, "", "", "0200***456")], ["YX-003 t0"]),
    "a row of no yuan that names the project": ([("成功", 0, "YX-003")], []),
    "named, and a return to the same account names nothing": ([("成功", 105000, "YX-003"),
        ("退汇", 105000, "")], ["YX-003 t0 named"]),
    "neither printed": ([("成功", 105000, "", "", "")], []),
    "another payee": ([("成功", 105000, "", OTHER, "9")], []),
    "a yuan less": ([("成功", 104999, "")], []),
    "a known payment of another project": ([("成功", 105000, "2026Q3-0001")], []),
    "another project": ([("成功", 105000, "YX-002")], []),
    "failed": ([("失败", 105000, "YX-003")], []),
    "came back": ([OUT, ("退汇", 105000, "")], []),
    "came back as a negative amount": ([("成功", 105000, "YX-003"), ("成功", -105000, "YX-003", OTHER, "1")],
        []),
    "given back": ([("成功", 105000, "YX-003"), ("成功", 105000, "退回YX-003款项")], []),
    "came back, and was paid again": ([OUT, ("退汇", 105000, ""), OUT], ["YX-003 t2"]),
    "another amount came back": ([OUT, ("退汇", 104999, "")], ["YX-003 t0"]),
    "another payment came back": ([OUT, ("退汇", 105000, "2026Q3-0001")], ["YX-003 t0"]),
    "nothing but a return": ([("退汇", 105000, "YX-003")], []),
    "twice": ([OUT, ("成功", 2, "YX-003")], ["YX-003 t0", "YX-003 t1 named"]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_may_have_been_paid(name):
    rows, wanted = CASES[name]
    assert suspected(*rows) == wanted


def test_a_returned_payment_that_the_bank_paid_again_is_suspected_by_its_number():
    again = CLAIMS.assign(project=["YX-001", "YX-004"])
    assert suspected(("成功", 105000, "2026Q3-0001"), claims=again) == ["YX-001 t0 named"]
    assert suspected(("成功", 105000, "2026Q3-0002"), claims=again) == []


def test_a_payment_of_one_class_is_not_that_of_another():
    classes = pd.concat([CLAIMS.iloc[[0]].assign(project="YX-001", class_no=number) for number in (1, 2)])
    found = suspected_claims(classes, transfers(("成功", 105000, "2026Q3-0001")), PAYMENTS, PROJECTS)
    assert list(found["class_no"]) == [1]
    found = suspected_claims(classes, transfers(("成功", 105000, "YX-001")), PAYMENTS, PROJECTS)
    assert list(found["class_no"]) == [1, 2]


@pytest.mark.parametrize(
    ("memo", "wanted"),
    [
        ("2026Q3-0001", []),
        ("2026Q3 0001", []),
        ("2026Q3-0009", [("2026Q3-0009", "")]),
        ("2026Q3—0002补助", [("2026Q3-0002", "2026Q3-2")]),
        ("2026Q3-0001、2026Q4-0001", [("2026Q4-0001", "")]),
        ("研修补助", []),
    ],
)
def test_a_number_that_the_ledger_does_not_know_as_released(memo, wanted):
    found = unknown_payments(transfers(("成功", 1, memo)), PAYMENTS, {"2026Q3-1"})
    assert [*zip(found["number"], found["batch"], strict=True)] == wanted


def test_a_payment_of_one_class_does_not_speak_against_the_other():
    second = CLAIMS.assign(project="YX-001", class_no=2)[:1]
    assert suspected(("成功", 105000, "2026Q3-0001"), claims=second) == []
    assert suspected(("成功", 105000, "YX-001补助"), claims=second) == ["YX-001 t0 named"]
