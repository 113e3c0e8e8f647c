"""Days without a year ('5月18日'): the year in which they lie nearest to the class."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd

from gaoji_batch.batch.project_numbers import Numbers
from gaoji_batch.forms.schema import Form
from gaoji_batch.forms.table import KeyValue, Table
from gaoji_batch.values import dates

DAY_KEYS = ("开班日期", "结业日期", "填报日期")


def openings(approved: pd.DataFrame) -> dict[str, date]:
    """Folded project number → the day on which its class begins."""
    dated = approved.dropna(subset=["opening"])
    return {
        project: opening.date()
        for project, opening in zip(dated["project"], dated["opening"], strict=True)
        if project
    }


def complete_keys(
    keys: list[dict[str, KeyValue]], tables: list[Table], numbers: Numbers, begin: dict[str, date]
) -> None:
    """Gives key-value days without a year that of the sheet's project."""
    for cells, table in zip(keys, tables, strict=True):
        start = _start(cells, numbers, begin)
        for name in DAY_KEYS:
            key = cells.get(name)
            if key and start and (day := nearest(key.value, start)):
                cells[name] = replace(key, value=day)
                # there too, or D106 would be said of a day that is understood
                if table.key_values.get(name) is key:
                    table.key_values[name] = cells[name]


def _start(cells: dict[str, KeyValue], numbers: Numbers, begin: dict[str, date]) -> date | None:
    stated = [dates.read_date(cells[name].value) for name in DAY_KEYS if name in cells]
    number = numbers.of(cells["项目编号"].value) if "项目编号" in cells else ""
    return begin.get(number) or next((day for day in stated if day), None)


def complete_rows(
    forms: dict[str, Form],
    raw: dict[str, pd.DataFrame],
    frames: dict[str, pd.DataFrame],
    sheets: pd.DataFrame,
    begin: dict[str, date],
) -> None:
    """Gives the days of units' rows that name none the year of their class."""
    for key, form in forms.items():
        if form.source != "unit":
            continue
        for column in form.columns:
            # a day of birth lies in no year of the class
            if column.type != "date" or column.field == "birth":
                continue
            for at in _bare(raw[key][column.field]):
                row = frames[key].loc[at]
                opening = sheets.at[row["sheet"], "opening"]
                start = opening.date() if pd.notna(opening) else begin.get(str(row["project"]))
                day = nearest(raw[key].at[at, column.field], start) if start else None
                if day:
                    raw[key].at[at, column.field] = day
                    frames[key].loc[at, column.field] = pd.Timestamp(day)


def _bare(column: pd.Series) -> list[object]:
    # of the distinct values: a column of days has few
    texts = {value for value in set(column) if isinstance(value, str) and dates.month_and_day(value)}
    return list(column.index[column.isin(texts)]) if texts else []


def nearest(written: object, start: date) -> date | None:
    """The day that '5月18日' means for a class that begins on `start`; None where a year is written, or no
    day."""
    read = dates.month_and_day(written) if isinstance(written, str) else None
    # a class of January is planned in December, and completed in January one of December
    days = [day for year in (-1, 0, 1) if read and (day := _day(start.year + year, *read))]
    return min(days, key=lambda day: abs(day - start)) if days else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
