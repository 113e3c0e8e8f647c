"""Earlier classes and pensioners, from their extracts."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

import pandas as pd

from gaoji_batch.evidence.months import doubtful, read_months
from gaoji_batch.values import date_columns, dates


@dataclass(frozen=True, slots=True)
class Prior:
    """Earlier classes of this batch's people: columns id_number, project (as written), completed (day), file;
    undated: the same of those whose day cannot be read, with what stands there (said)."""

    classes: pd.DataFrame
    undated: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Retired:
    """People of this batch who draw a pension: columns id_number, pension_from (month number), file."""

    people: pd.DataFrame


def prior_of(parts: list[tuple[str, pd.DataFrame]]) -> Prior | None:
    """None where there is no such extract."""
    if not parts:
        return None
    rows = rows_of_people(parts)
    rows = rows.assign(completed=completion_days(rows["completed_on"]))
    opened = rows.get("opened_on", pd.Series(None, index=rows.index, dtype="object"))
    rows = rows.assign(
        opened=date_columns.read_dates(opened) if len(rows) else pd.Series(dtype="datetime64[s]")
    )
    undated = rows[rows["completed"].isna()]
    return Prior(
        rows.dropna(subset=["completed"])[
            ["id_number", "project", "completed", "opened", "file"]
        ].reset_index(drop=True),
        undated.assign(said=undated["completed_on"].fillna(""))[["id_number", "project", "said", "file"]],
    )


def completion_days(column: pd.Series) -> pd.Series:
    """The days on which classes ended, of a column of texts; missing where one cannot be read."""
    days = {written: completion_day(written) for written in column.dropna().unique()}
    result = pd.Series([days.get(written) for written in column], index=column.index, dtype="object")
    return pd.Series(pd.to_datetime(result), dtype="datetime64[s]")


def completion_day(written: str) -> date | None:
    """The day on which a class ended: a day, the end of a span of days or months, the last day of a month of
    which no day is said."""
    plain = unicodedata.normalize("NFKC", written).strip()
    if span := _SPAN.fullmatch(plain):
        first, last = (_parts(part) for part in span.groups())
        # an end takes over what it leaves out: the year (2024.5.1-6.10), or year and month (2024.5.1-10)
        shared = 0 if last[0] > 1900 else 1 if span.group(2).endswith("月") else 3 - len(last)
        return None if doubtful(span.group(2)) else _ending([*first[:shared], *last])
    if re.fullmatch(_YEARED, plain):
        return None if doubtful(plain) else _ending(_parts(plain))
    return dates.read_date(plain)


_YEARED = r"\d{8}|\d{6}|\d{4}\s*[-/.年]\s*\d{1,2}(?:\s*[-/.月]\s*\d{1,2}\s*日?|\s*月?)"
_DAY = rf"{_YEARED}|\d{{1,2}}\s*(?:[-/.月]\s*\d{{1,2}}\s*日?|[月日])"
_SPAN = re.compile(rf"({_YEARED})\s*(?:[-—–―~]+|至|到)\s*({_DAY})止?")
_NUMBERS = re.compile(r"\d+")


def _parts(written: str) -> list[int]:
    """Year, month and day of a day or month, as many as are said."""
    if re.fullmatch(r"\d{6}|\d{8}", written):
        return [int(written[:4]), int(written[4:6]), *([int(written[6:])] if len(written) > 6 else [])]
    return [int(number) for number in _NUMBERS.findall(written)]


def _ending(parts: Sequence[int]) -> date | None:
    """The day of year, month and day; the month's last without a day."""
    with suppress(ValueError):
        year, month = parts[0], parts[1]
        day = date(year, month, parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1])
        return day if 1950 <= year <= 2200 else None
    return None


def retired_of(parts: list[tuple[str, pd.DataFrame]]) -> Retired | None:
    """None where there is no such extract; a row whose 待遇开始年月 cannot be read is left out."""
    if not parts:
        return None
    rows = rows_of_people(parts)
    rows = rows.assign(pension_from=read_months(rows["pension_from"]))
    return Retired(
        rows.dropna(subset=["pension_from"])[["id_number", "pension_from", "file"]].reset_index(drop=True)
    )


def rows_of_people(parts: list[tuple[str, pd.DataFrame]]) -> pd.DataFrame:
    """The rows of the batch's people from all files of a kind, with the file's name."""
    both = pd.concat(
        [plain(rows[rows["id_number"].notna()]).assign(file=name) for name, rows in parts], ignore_index=True
    )
    return both.drop_duplicates().reset_index(drop=True)


def plain(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with their categories as texts."""
    columns = {name: rows[name].cat for name in rows.select_dtypes("category")}
    texts = {
        name: column.categories.astype("str").array.take(column.codes.to_numpy(), allow_fill=True)
        for name, column in columns.items()
    }
    return rows.assign(**texts)
