"""Words of failing rows: a function says of one row what a template cannot, from the row's own values."""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature

import pandas as pd

from gaoji_batch.values.cells import missing, written
from gaoji_batch.values.columns import beside
from gaoji_batch.values.dates import chinese_date


def in_words(rows: pd.DataFrame, **sentences: Callable[..., str]) -> pd.DataFrame:
    """The rows with a column of text a sentence; each function takes the columns that its parameters name."""
    columns = {}
    for name, sentence in sentences.items():
        values = beside(*(rows[parameter] for parameter in signature(sentence).parameters))
        columns[name] = pd.Series([sentence(*row) for row in values], index=rows.index, dtype="object")
    return rows.assign(**columns)


def day(value: object) -> str:
    """A day in Chinese; '' where there is none."""
    return "" if missing(value) else chinese_date(value)  # type: ignore[arg-type]


def number(value: object, blank: str = "") -> str:
    """A number without a superfluous point (80, 7.5); `blank` where there is none."""
    return blank if missing(value) else written(float(value))  # type: ignore[arg-type]


def filled(value: object, blank: str = "") -> str:
    """A text as it is; `blank` where there is none."""
    return blank if missing(value) else str(value)


def joined(*clauses: object) -> str:
    """The clauses that say something, as one sentence."""
    return "；".join(str(clause) for clause in clauses if clause)
