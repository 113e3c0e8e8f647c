"""Months as extracts write them, and the one spelling that may be two: 2025.1 in a number cell is January or
October."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import pandas as pd

from gaoji_batch.values import dates

_EITHER = re.compile(r"(\d{4})\.1")
_TENTH = re.compile(r"\d{4}\.10")


def number_cell(value: object) -> object:
    """A cell's value; a text cell's '2025.1' as the January that it says, so that only a number cell's is
    doubtful."""
    if isinstance(value, str) and (match := _EITHER.fullmatch(value.strip())):
        return f"{match.group(1)}年1月"
    return value


def doubtful(written: str) -> bool:
    """Whether a month may be January as well as October."""
    return bool(_EITHER.fullmatch(unicodedata.normalize("NFKC", written).strip()))


def read_months(column: pd.Series) -> pd.Series:
    """The month numbers of a column of texts; missing where one cannot be read, or may be two. A column that
    also says 2025.10 is text, and means January."""
    coded = column.astype("category")
    plain = any(_TENTH.fullmatch(str(written).strip()) for written in coded.cat.categories)
    return judged(
        column,
        lambda written: None if doubtful(written) and not plain else dates.read_month(written),
        "Int64",
    )


def judged(column: pd.Series, judge: Callable[[str], object], dtype: str) -> pd.Series:
    """What each text of a column means, asked once for each that is distinct; missing where the text or its
    meaning is."""
    coded = column.astype("category")
    meant = pd.array([judge(value) for value in coded.cat.categories], dtype=dtype)
    return pd.Series(meant.take(coded.cat.codes.to_numpy(), allow_fill=True), index=column.index)
