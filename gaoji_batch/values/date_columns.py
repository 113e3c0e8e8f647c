"""Columns of days and months: read, counted and said."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from gaoji_batch.values.columns import each
from gaoji_batch.values.dates import chinese_date, month_said, read_date


def read_dates(values: pd.Series) -> pd.Series:
    """`read_date` over a column; each distinct value is read once."""
    known: dict[object, date | None] = {}
    read = [known[value] if value in known else known.setdefault(value, read_date(value)) for value in values]
    return pd.Series(
        pd.to_datetime(pd.Series(read, index=values.index, dtype="object")), dtype="datetime64[s]"
    )


def month_number(days: pd.Series) -> pd.Series:
    """The month numbers of days (year × 12 + month − 1); Int64, missing where the day is."""
    return (days.dt.year * 12 + days.dt.month - 1).astype("Int64")


def month_name(numbers: pd.Series) -> pd.Series:
    """`month_said` over a column; missing stays missing."""
    return each(numbers, lambda number: month_said(int(number)))


def chinese_dates(days: pd.Series) -> pd.Series:
    """`chinese_date` over a column; '' where there is no day."""
    return each(days, chinese_date).fillna("")


def add_months(days: pd.Series, months: pd.Series) -> pd.Series:
    """The same day so many months later, the month's last day where it has no such day."""
    held = days.to_numpy().astype("datetime64[D]")
    month = held.astype("datetime64[M]")
    first = month + months.to_numpy().astype("timedelta64[M]")
    moved = first.astype("datetime64[D]") + (held - month.astype("datetime64[D]"))
    last = (first + np.timedelta64(1, "M")).astype("datetime64[D]") - np.timedelta64(1, "D")
    return pd.Series(np.minimum(moved, last), index=days.index).astype("datetime64[s]")


def is_open(settled_on: pd.Series, on: date) -> pd.Series:
    """Whether what a day would settle is open on the day of a run: no day is said, or one to come."""
    return settled_on.isna() | settled_on.gt(pd.Timestamp(on))
