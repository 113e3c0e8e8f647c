"""Days, months and quarters as they are written in China, read and said."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd

from gaoji_batch.values.columns import each

_DAY = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T\s].*|[(星周].*)?$")
_EIGHT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_MONTH = re.compile(r"^(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*月?(?:\s*[-/.]?\s*\d{1,2}\s*日?(?:\s.*)?)?$")
_QUARTER = re.compile(r"^(\d{4})\s*(?:年)?\s*(?:第)?\s*(?:Q|季度?)?\s*([1-4一二三四])\s*(?:季度?)?$", re.I)
_SERIAL_EPOCH = date(1899, 12, 30)
_FIRST, _LAST = 20000, 80000
"""Serial numbers of days between 1954 and 2119; others are no dates."""


def read_date(value: object) -> date | None:
    """A day as a real date, a serial number, 2026-5-11, 2026/5/11, 2026.5.11, 20260511 or 2026年5月11日; None where it is none."""
    if isinstance(value, datetime):
        return None if value != value else value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float, np.number)):
        return _serial(float(value))
    said = unicodedata.normalize("NFKC", str(value)).strip()
    found = _DAY.match(said) or _EIGHT.match(said)
    if found:
        return _day(*map(int, found.groups()[:3]))
    return _serial(float(said)) if re.fullmatch(r"\d{5}", said) else None


_SPAN = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})|(?<=[至到—~～-])\s*(?:(\d{1,2})\s*月)?\s*(\d{1,2})\s*日"
)


def read_days(value: object) -> list[date]:
    """The days a cell names, in order: one, or the two of '2026年5月11日至5月22日'; none where it names none."""
    day = None if isinstance(value, str) and len(value) > 11 else read_date(value)
    if day is not None:
        return [day]
    found: list[date] = []
    for year, month, at, later, last in _SPAN.findall(unicodedata.normalize("NFKC", str(value))):
        if year or found:
            read = _day(int(year or found[-1].year), int(month or later or found[-1].month), int(at or last))
            found += [read] if read else []
    return found


def _serial(number: float) -> date | None:
    if number != number:
        return None
    if 19000101 <= number <= 21001231 and number.is_integer():
        return _day(int(number) // 10000, int(number) // 100 % 100, int(number) % 100)
    return _SERIAL_EPOCH + timedelta(days=int(number)) if _FIRST <= number <= _LAST else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1900 <= year <= 2200 else None
    except ValueError:
        return None


def read_dates(values: pd.Series) -> pd.Series:
    """`read_date` over a column; each distinct value is read once."""
    known: dict[object, date | None] = {}
    read = [known[value] if value in known else known.setdefault(value, read_date(value)) for value in values]
    return pd.Series(
        pd.to_datetime(pd.Series(read, index=values.index, dtype="object")), dtype="datetime64[s]"
    )


def read_month(value: object) -> int | None:
    """A month as 202605, 2026-05, 2026年05月, 2026/5 or a date → its number (year × 12 + month − 1); None where it is none."""
    if isinstance(value, (datetime, date)):
        return None if value != value else value.year * 12 + value.month - 1
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, (int, float, np.number)):
        if float(value) != float(value):
            return None
        value = str(int(value))
    said = unicodedata.normalize("NFKC", str(value)).strip()
    if (found := _EIGHT.match(said)) or (found := _MONTH.match(said)):
        year, month = int(found.group(1)), int(found.group(2))
    else:
        return None
    return year * 12 + month - 1 if 1950 <= year <= 2200 and 1 <= month <= 12 else None


def month_number(days: pd.Series) -> pd.Series:
    """The month numbers of days (year × 12 + month − 1); Int64, missing where the day is."""
    return (days.dt.year * 12 + days.dt.month - 1).astype("Int64")


def month_said(number: int) -> str:
    """A month number as text: 2026年3月."""
    return f"{number // 12}年{number % 12 + 1}月"


def month_name(numbers: pd.Series) -> pd.Series:
    """`month_said` over a column; missing stays missing."""
    return each(numbers, lambda number: month_said(int(number)))


def chinese_date(day: date) -> str:
    """2026-07-01 → 2026年7月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


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


def read_quarter(value: str) -> tuple[int, int] | None:
    """'2026Q3', '2026年第三季度' → (2026, 3); None where it is no quarter."""
    found = _QUARTER.match(unicodedata.normalize("NFKC", value).strip())
    if not found:
        return None
    said = found.group(2)
    return int(found.group(1)), "一二三四".index(said) + 1 if said in "一二三四" else int(said)


def quarter_name(quarter: int) -> str:
    """3 → 第三季度."""
    return f"第{'一二三四'[quarter - 1]}季度"


def quarter_of(day: date) -> tuple[int, int]:
    """The year and the quarter of a day."""
    return day.year, (day.month + 2) // 3


def quarter_days(year: int, quarter: int) -> tuple[date, date]:
    """The first and the last day of a quarter."""
    first = date(year, quarter * 3 - 2, 1)
    following = date(year + quarter // 4, quarter % 4 * 3 + 1, 1)
    return first, following - timedelta(days=1)
