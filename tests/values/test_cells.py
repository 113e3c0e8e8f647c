"""Cells as spreadsheets address them, and their values as people see them."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest

from gaoji_batch.values import cells


@pytest.mark.parametrize(
    ("column", "letters"),
    [
        (1, "A"),
        (2, "B"),
        (26, "Z"),
        (27, "AA"),
        (52, "AZ"),
        (53, "BA"),
        (702, "ZZ"),
        (703, "AAA"),
        (16384, "XFD"),  # the last column of a sheet of Excel
    ],
)
def test_a_column_by_its_letters_and_back(column: int, letters: str) -> None:
    assert cells.letters(column) == letters
    assert cells.a1(12, column) == f"{letters}12"
    assert cells.read_a1(f"{letters}12") == (12, column)


def test_the_last_row_of_a_sheet_has_an_address() -> None:
    assert cells.read_a1("C1048576") == (1048576, 3)


@pytest.mark.parametrize("value", [None, float("nan"), np.nan, pd.NaT, pd.NA, np.datetime64("NaT")])
def test_a_cell_of_which_nothing_was_read_is_missing(value: object) -> None:
    assert cells.missing(value)


@pytest.mark.parametrize("value", ["", "无", 0, 0.0, False, date(2026, 5, 11), [], [None], (), {}, set()])
def test_what_is_empty_or_nought_is_not_missing(value: object) -> None:
    assert not cells.missing(value)


@pytest.mark.parametrize(
    ("value", "seen"),
    [
        (80.0, "80"),
        (-80.0, "-80"),
        (7.5, "7.5"),
        (80, "80"),
        ("80.0", "80.0"),
        (datetime(2026, 5, 11), "2026-05-11"),
        (pd.Timestamp("2026-05-11"), "2026-05-11"),
        (datetime(2026, 5, 11, 9, 30), "2026-05-11 09:30:00"),
        (date(2026, 5, 11), "2026-05-11"),
        (True, "True"),
    ],
)
def test_a_value_as_its_user_sees_it(value: object, seen: str) -> None:
    assert cells.written(value) == seen
