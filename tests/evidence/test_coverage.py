"""The covered month, series of files, and which rows of an extract tell a person."""

from __future__ import annotations

import duckdb
import pandas as pd
import pytest

from gaoji_batch.evidence import id_numbers
from gaoji_batch.evidence.coverage import covered_month, series_of
from gaoji_batch.evidence.other_extracts import completion_day
from tests import people

APRIL = 2026 * 12 + 3


@pytest.mark.parametrize(
    ("early", "until"), [(1, APRIL), (49, APRIL), (50, APRIL + 1)], ids=["a stray row", "short", "half"]
)
def test_a_month_is_covered_from_half_of_the_fullest_before_it(early, until):
    rows = pd.Series({APRIL - at: 100 for at in range(6)} | {APRIL + 1: early})
    assert covered_month(rows, 0.5) == until


def test_a_stray_row_after_a_long_silence_covers_nothing():
    assert covered_month(pd.Series({APRIL: 100, APRIL + 12: 1}), 0.5) == APRIL


def test_files_about_half_the_same_people_are_one_series():
    assert series_of({"a": {"1", "2"}, "b": {"2", "3", "4"}, "c": {"9"}}) == [["a", "b"], ["c"]]
    assert series_of({"a": {"1", "2", "3"}, "b": {"3", "4", "5"}}) == [["a"], ["b"]]


WRITTEN = [
    *(people.id_number("110101", "1985-03-04", at) for at in range(1, 40)),
    "372901********2343", "110101198503041016", "1.10105E+17", "110105198506059000", "", None, "H60000001",
    "123", "合计",
    f'="{people.id_number("110101", "1985-03-04", 1)}"',
    f"\u200b{people.id_number('110101', '1985-03-04', 2)}",
    people.id_number("110101", "1985-03-04",
        3).translate(str.maketrans("0123456789", "０１２３４５６７８９")), "110101850304101",
]  # fmt: skip


def test_the_engine_and_python_find_the_same_fault_in_a_number():
    db = duckdb.connect()
    db.register("held", pd.DataFrame({"written": pd.Series(WRITTEN, dtype="object")}))
    cleaned = f"SELECT written, {id_numbers.normalised('written')} AS number FROM held"
    judged = (
        f"SELECT written, {id_numbers.fault()} FROM (SELECT *, {id_numbers.BODY} AS body FROM ({cleaned}))"
    )
    found = dict(db.sql(judged).fetchall())
    assert found == {one: id_numbers.fault_of(one) for one in WRITTEN}
    assert [found[one] for one in WRITTEN[39:45]] == [
        "masked",
        "wrong",
        "as_number",
        "as_number",
        "empty",
        "empty",
    ]


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2024年6月", "2024-06-30"), ("2024.6.1-2024.6.30", "2024-06-30"), ("2024.6.1—6.30", "2024-06-30"),
        ("2024年5月至6月", "2024-06-30"),
        ("2024.5-2024.6", "2024-06-30"), ("2024-06", "2024-06-30"), ("2024.10", "2024-10-31"),
        ("2024-06-30 00:00:00", "2024-06-30"),
        ("2024.1", "None"), ("去年秋天", "None"), ("2024", "None"), ("2024年2月30日", "None"),
    ],
)  # fmt: skip
def test_a_class_ended_on_the_last_day_that_is_said(said, day):
    assert str(completion_day(said)) == day
