"""Cells: their addresses, and their values as people see them."""

from __future__ import annotations

from datetime import datetime, time


def letters(column: int) -> str:
    """28 → 'AB'."""
    said = ""
    while column:
        column, rest = divmod(column - 1, 26)
        said = chr(65 + rest) + said
    return said


def a1(row: int, column: int) -> str:
    """(12, 3) → 'C12'."""
    return f"{letters(column)}{row}"


def read_a1(said: str) -> tuple[int, int]:
    """'C12' → (12, 3)."""
    name = said.rstrip("0123456789")
    column = 0
    for letter in name:
        column = column * 26 + ord(letter) - 64
    return int(said[len(name) :]), column


def missing(value: object) -> bool:
    """None, NaN, NaT and NA alike."""
    import pandas as pd  # the readers' processes do without

    return value is None or (not isinstance(value, (list, tuple, set, dict, str)) and bool(pd.isna(value)))


def written(value: object) -> str:
    """A cell's value as its user sees it: 80.0 as 80, a day as 2026-05-11."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return str(value.date())
    return str(value)
