"""Rows of statements: what is one transfer, what are two, and what a person must say."""

from __future__ import annotations

import pandas as pd
import pytest

from gaoji_batch.evidence.bank import COLUMNS
from gaoji_batch.settlement.identity import Recorded, number_of, transfers_of

UNIT = "北京甲测试技术有限公司"


def rows(*statements):
    """Statements of (memo, reference[, amount, channel]) rows of one day."""
    made = [
        [number, "2026-07-06", UNIT, "020001", amount, str(amount), "成功", memo, channel, reference,
            f"{number}.csv", "", at]
        for number, own in enumerate(statements)
        for at, (memo, reference, amount, channel) in enumerate(
            ((*one, 105000, "")[:4] if len(one) == 2 else one for one in own), 2
        )
    ]  # fmt: skip
    return pd.DataFrame(made, columns=COLUMNS).astype({"amount": "Int64"})


def counts(*statements, recorded=None):
    """(transfers that are sure, transfers that are suspected)."""
    held = transfers_of(rows(*statements), recorded or Recorded())
    return int(held["beside"].eq("").sum()), int(held["beside"].ne("").sum())


A, B = ("2026Q3-0001", ""), ("补助款", "")
CASES = {
    "one row": ([[A]], (1, 0)),
    "exported twice": ([[A], [A]], (1, 0)),
    "two equal rows of one statement": ([[A, A]], (2, 0)),
    "two equal rows, exported twice": ([[A, A], [A, A]], (2, 0)),
    "two numbers in one statement": ([[("m", "L1"), ("m", "L2")]], (2, 0)),
    "two numbers in two statements": ([[("m", "L1")], [("m", "L2")]], (2, 0)),
    "two numbers, another memo": ([[("m", "L1")], [("n", "L2")]], (2, 0)),
    "one number in two statements": ([[("m", "L1")], [("m", "L1")]], (1, 0)),
    "one number in two statements under two memos": ([[("m", "L1")], [("n", "L1")]], (1, 0)),
    "one number twice in one statement": ([[("m", "L1"), ("m", "L1")]], (1, 1)),
    "another memo in another statement": ([[A], [B]], (1, 1)),
    "another memo in the same statement": ([[A, B]], (2, 0)),
    "another memo, and both in a third": ([[A], [B], [A, B]], (1, 1)),
    "another channel": ([[("m", "", 105000, "柜面")], [("m", "", 105000, "网银")]], (1, 1)),
    "another channel in the same statement": ([[("m", "", 105000, "柜面"), ("m", "", 105000, "网银")]],
        (2, 0)),
    "a channel that the first statement does not print": ([[("m", "", 105000, "")],
        [("m", "", 105000, "网银")]], (1, 0)),
    "another amount": ([[A], [("补助款", "", 105001, "")]], (2, 0)),
    "a number that was not printed before": ([[A], [("2026Q3-0001", "L1")]], (1, 0)),
    "two numbers that were not printed before": ([[A], [("2026Q3-0001", "L1"), ("2026Q3-0001", "L2")]],
        (2, 0)),
    "a number, and another memo without": ([[("m", "L1")], [B]], (1, 1)),
    "two in the second, of which one is the first": ([[A], [A, B]], (2, 0)),
    "two others in the second": ([[A], [B, ("另一笔", "")]], (2, 1)),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_how_many_transfers_there_are(name):
    statements, wanted = CASES[name]
    assert counts(*statements) == wanted


def held(*statements):
    return transfers_of(rows(*statements), Recorded())


def test_what_is_recorded_is_never_suspected_whatever_statement_comes_later():
    first = held([B]).iloc[0]
    recorded = Recorded({first["mark"]: (first["alike"], "")})
    both = transfers_of(rows([A], [B]), recorded)
    suspected = both[both["beside"].ne("")]
    assert list(suspected["memo"]) == ["2026Q3-0001"] and list(suspected["beside"]) == [first["mark"]]


def test_a_recorded_transfer_whose_statement_is_gone_is_still_compared():
    first = held([A]).iloc[0]
    assert counts([B], recorded=Recorded({first["mark"]: (first["alike"], "")})) == (0, 1)
    assert counts([B], recorded=Recorded({first["mark"]: ("", "")})) == (1, 0)


def test_a_recorded_number_is_another_transfer_than_a_new_one():
    first = held([("m", "L1")]).iloc[0]
    recorded = Recorded({first["mark"]: (first["alike"], "L1")})
    assert counts([("m", "L2")], recorded=recorded) == (1, 0)
    assert list(transfers_of(rows([("m", "L1")]), recorded)["mark"]) == [first["mark"]]


def test_a_number_keeps_the_mark_of_the_row_without_one_that_was_recorded():
    plain = held([A]).iloc[0]
    recorded = Recorded({plain["mark"]: (plain["alike"], "")})
    numbered = transfers_of(rows([("2026Q3-0001", "L1")]), recorded)
    assert list(numbered["mark"]) == [plain["mark"]]
    two = transfers_of(rows([("2026Q3-0001", "L1"), ("2026Q3-0001", "L2")]), recorded)
    assert two["mark"].nunique() == 2 and plain["mark"] in set(two["mark"])


def test_a_person_says_whether_they_are_one_or_two():
    both = held([A], [B])
    first, second = both["mark"]
    assert counts([A], [B], recorded=Recorded(same={second: first})) == (1, 0)
    assert counts([A], [B], recorded=Recorded(different=frozenset([frozenset((first, second))]))) == (2, 0)


def test_a_voided_transfer_keeps_its_mark_and_casts_no_suspicion():
    first = held([A]).iloc[0]
    recorded = Recorded({first["mark"]: (first["alike"], "")}, voided=frozenset([first["mark"]]))
    both = transfers_of(rows([A], [B]), recorded)
    assert first["mark"] in set(both["mark"]) and both["beside"].eq("").all()


def test_numbers_are_short_and_differ():
    marks = held([A, B, ("x", ""), ("m", "L1")])["mark"]
    assert marks.map(number_of).is_unique and marks.map(number_of).str.fullmatch("T[0-9A-F]{10}").all()


def test_an_amount_is_one_however_it_is_printed_and_one_of_no_whole_yuan_as_it_is_printed():
    """A statement of the month and one of the quarter, each with the same transfer."""

    def number_of_transfers(amount, *printed):
        statements = rows(*([("m", "", amount, "")] for _ in printed)).assign(said=list(printed))
        return len(transfers_of(statements, Recorded()))

    assert number_of_transfers(105000, "105,000.00", "105000") == 1
    assert number_of_transfers(None, "5000.50", "5000.50") == 1
    assert number_of_transfers(None, "5000.50", "5000.60") == 2


NUMBERS = [
    "T5EDC200CD6",
    "T4BB55B6624",
    "T58BFD389E8",
    "T3D7C4993C3",
    "TCC3BBDA609",
    "T85BDA5BE2E",
    "T3EF9A63066",
    "TC352496807",
]


def test_the_numbers_under_which_a_ledger_recorded_its_transfers_stay():
    """Ledgers hold them: were one of them another tomorrow, its transfer would be paid a second time."""
    statement = [A, A, A, ("m", "L1"), ("m", "L1"), ("m", "L1"), ("m", "", 105000, "柜面"),
        ("m", "", 105000, "网银")]  # fmt: skip
    assert list(held(statement)["mark"].map(number_of)) == NUMBERS
