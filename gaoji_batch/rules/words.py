"""Words of failing rows: a function says of one row what a template cannot, from the row's own values."""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature

import pandas as pd

from gaoji_batch.values.cells import missing, written
from gaoji_batch.values.columns import beside
from gaoji_batch.values.dates import chinese_date


def in_words(rows: pd.DataFrame, **sentences: Callable[..., str]) -> pd.DataFrame:
    """Returns the rows with one more column per keyword: the function's text for each row. A function's
    parameters name the columns that it is given."""
    columns = {}
    for name, sentence in sentences.items():
        values = beside(*(rows[parameter] for parameter in signature(sentence).parameters))
        columns[name] = pd.Series([sentence(*row) for row in values], index=rows.index, dtype="object")
    return rows.assign(**columns)


def day(value: object) -> str:
    """A day in Chinese; '' if the value is missing."""
    return "" if missing(value) else chinese_date(value)  # type: ignore[arg-type]


def number(value: object, blank: str = "") -> str:
    """A number without a superfluous point (80, 7.5); `blank` if it is missing."""
    return blank if missing(value) else written(float(value))  # type: ignore[arg-type]


def filled(value: object, blank: str = "") -> str:
    """A text as it is; `blank` if it is missing."""
    return blank if missing(value) else str(value)


def joined(*clauses: object) -> str:
    """The clauses that are not empty (or False), joined by ；."""
    return "；".join(str(clause) for clause in clauses if clause)
