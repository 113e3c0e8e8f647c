"""Which payment a transfer means that does not quote it, and who is the payee of an order."""

from __future__ import annotations

import pandas as pd
import pytest

from gaoji_batch.settlement.placing import is_payee, placed

UNIT, ACCOUNT = "北京甲测试技术有限公司", "0200-01"


def payments(*orders):
    """(payment, project, class, yuan[, status[, made_on]]) of orders to one unit, released before July."""
    rows = [
        (payment, project, class_no, yuan, *(more + ("released", "2026-06-01")[len(more) :]), UNIT, ACCOUNT)
        for payment, project, class_no, yuan, *given in orders
        for more in [tuple(given)]
    ]
    columns = ["payment", "project", "class_no", "amount", "status", "made_on", "payee", "account"]
    return pd.DataFrame(rows, columns=columns)


def meant(orders, *rows, projects=("YX-1", "YX-2")):
    """The payment that each row means; a row: (state, yuan, memo[, beside]), a day apart from 1 July on."""
    transfers = [
        {"day": f"2026-07-{at:02d}", "payee": UNIT, "account": "020001", "amount": yuan, "state": state,
            "memo": memo, "beside": "".join(beside)}
        for at, (state, yuan, memo, *beside) in enumerate(rows, 1)
    ]  # fmt: skip
    frame = pd.DataFrame(transfers).astype({"amount": "Int64"})
    return [place.payment for place in placed(frame, payments(*orders), pd.Index(projects))]


TWO_CLASSES = [("Z1", "YX-1", 1, 100000), ("Z2", "YX-1", 2, 105000)]
ALIKE_CLASSES = [("Z1", "YX-1", 1, 100000), ("Z2", "YX-1", 2, 100000)]


@pytest.mark.parametrize(
    ("orders", "rows", "wanted"),
    [
        (TWO_CLASSES, [("成功", 105000, "YX-1")], ["Z2"]),
        (TWO_CLASSES, [("成功", 100000, "YX-1")], ["Z1"]),
        (TWO_CLASSES, [("退汇", 105000, "YX-1")], ["Z2"]),
        (TWO_CLASSES, [("成功", 90000, "YX-1")], [""]),
        (TWO_CLASSES, [("成功", None, "YX-1")], [""]),
        (TWO_CLASSES, [("成功", 100000, "YX-1"), ("成功", 100000, "YX-1")], ["Z1", "Z1"]),
        (ALIKE_CLASSES, [("成功", 100000, "YX-1")] * 3, ["Z1", "Z2", "Z2"]),
        (ALIKE_CLASSES, [("成功", 100000, "YX-1"), ("退汇", 100000, "YX-1")], ["Z1", "Z1"]),
        (TWO_CLASSES[:1], [("成功", 90000, "YX-1")], ["Z1"]),
    ],
)
def test_a_project_of_several_classes_is_meant_by_the_class_of_the_amount(orders, rows, wanted):
    assert meant(orders, *rows) == wanted


def test_a_project_whose_number_begins_another_one_is_not_that_one():
    orders = [("Z1", "YX-1", 1, 100000), ("Z2", "YX-1A", 1, 105000)]
    rows = [("成功", 105000, "YX-1A补助"), ("成功", 100000, "YX-1补助")]
    assert meant(orders, *rows, projects=("YX-1", "YX-1A")) == ["Z2", "Z1"]


def two(first="released", second="released", *made_on):
    """Two projects of the unit with the same amount."""
    days = made_on or ("2026-06-01", "2026-06-01")
    return [
        ("2026Q3-0001", "YX-1", 1, 105000, first, days[0]),
        ("2026Q3-0002", "YX-2", 1, 105000, second, days[1]),
    ]


FIRST, SECOND = "2026Q3-0001", "2026Q3-0002"
OUT, BACK = ("成功", 105000, ""), ("退汇", 105000, "")
UNNAMED = {
    "pays what is not paid": (two("released", "paid"), [OUT], [FIRST]),
    "comes back from what was paid": (two("paid", "released"), [BACK], [FIRST]),
    "comes back from the later order of one project": (
        [(FIRST, "YX-1", 1, 105000, "returned"), (SECOND, "YX-1", 1, 105000)], [BACK], [SECOND]),
    "pays what another row paid and brought back": (two("released", "paid"),
        [("成功", 105000, FIRST), ("退汇", 105000, FIRST), OUT], [FIRST] * 3),
    "pays what no other row paid anew": (two("released", "paid"),
        [("退汇", 105000, SECOND), ("成功", 105000, SECOND), OUT], [SECOND, SECOND, FIRST]),
    "pays again what came back by its number": (two("released", "paid"),
        [OUT, ("退汇", 105000, FIRST), OUT], [FIRST] * 3),
    "pays the other one after a return that another row made good": (two("released", "paid"),
        [BACK, ("成功", 105000, SECOND), OUT], [SECOND, SECOND, FIRST]),
    "pays what a doubted row may have paid": (two("released", "paid"),
        [("成功", 105000, "", "T1"), OUT], [FIRST, FIRST]),
    "pays what was ordered that day": (two("paid", "released", "2026-06-01", "2026-07-01"), [OUT], [SECOND]),
    "does not pay what was ordered later": (two("released", "released", "2026-06-01", "2026-07-02"), [OUT],
        [FIRST]),
    "does not pay what was cancelled": (two("released", "cancelled"), [OUT], [FIRST]),
    "another amount": (two(), [("成功", 104999, "")], [""]),
}  # fmt: skip


@pytest.mark.parametrize("name", UNNAMED)
def test_a_row_that_names_nothing(name):
    orders, rows, wanted = UNNAMED[name]
    assert meant(orders, *rows) == wanted


LONG = "110047488007254321"


@pytest.mark.parametrize(
    ("payee", "account", "ordered", "is_that_one"),
    [
        (UNIT, "020001", ACCOUNT, True),
        (UNIT, "020002", ACCOUNT, False),
        (UNIT, "", ACCOUNT, True),
        ("", "020001", ACCOUNT, True),
        ("某公司", "", ACCOUNT, False),
        (UNIT[:6], "020001", ACCOUNT, True),
        (UNIT[:5], "020001", ACCOUNT, False),
        (UNIT[:8], "", ACCOUNT, False),
        (UNIT[:8], "02**01", ACCOUNT, False),
        (UNIT[1:], "020001", ACCOUNT, False),
        (UNIT, "02**01", ACCOUNT, True),
        (UNIT, "02**02", ACCOUNT, False),
        (UNIT, "03**01", ACCOUNT, False),
        (UNIT, "*0001", ACCOUNT, True),
        (UNIT, "见回单", ACCOUNT, True),
        (UNIT, LONG[:15] + "000", LONG, True),
        (UNIT, LONG[:15] + "001", LONG, False),
        (UNIT, LONG[:15] + "0000", LONG, False),
        (UNIT, LONG[:14] + "9000", LONG, False),
        ("某公司", LONG[:15] + "000", LONG, False),
    ],
)
def test_a_payee_agrees_with_the_order_as_far_as_the_statement_prints_it(
    payee, account, ordered, is_that_one
):
    assert is_payee(payee, account, UNIT, ordered) is is_that_one
