"""text → typed: every column of a form's one frame, by the type its schema gives."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd

from gaoji_batch.forms.schema import Column, Form
from gaoji_batch.law import choices, levels
from gaoji_batch.values import date_columns, dates, ids, quantities, text

_YEAR = re.compile(r"^(20\d{2})年?(?:度)?$")


def convert(form: Form, raw: pd.DataFrame) -> pd.DataFrame:
    """The rows of a form, typed, in the same index: days datetime64, months, counts, money and classes Int64,
    hours and scores Float64, all else text without the spaces around it. A cell that cannot be read is
    missing; `checks` tells an unreadable one from an empty one."""
    return pd.DataFrame(
        {column.field: convert_column(column, raw[column.field]) for column in form.columns}, index=raw.index
    )


def convert_column(column: Column, raw: pd.Series) -> pd.Series:
    """One column as its type."""
    if column.type == "date":
        return date_columns.read_dates(raw)
    kind = _READERS.get(column.type, ("str", text.clean))[0]
    read = reader(column)
    by_value: dict[object, object] = {}  # each distinct value is read once
    typed = [
        None
        if value is None
        else by_value[value]
        if value in by_value
        else by_value.setdefault(value, read(value))
        for value in raw
    ]
    return (
        pd.Series(typed, index=raw.index, dtype="object").astype(kind)
        if len(raw)
        else pd.Series(typed, index=raw.index, dtype=kind)
    )


def reader(column: Column) -> Callable[[object], object]:
    """What reads one cell of a column; it gives None where the cell cannot be read."""
    if column.type == "date":
        return dates.read_date
    if column.type in ("choice", "open_choice"):
        return _chooser(column)
    return _READERS.get(column.type, ("str", text.clean))[1]


def _level(value: object) -> str | None:
    content = text.clean(value)
    return None if content is None else levels.canonical(content)


def _year(value: object) -> int | None:
    content = quantities.plain(value)
    match = _YEAR.match(content) if content else None
    return int(match.group(1)) if match else None


def _quarter(value: object) -> int | None:
    content = quantities.plain(value)
    if content is None:
        return None
    # the year stands in a column of its own: any year makes '3' a quarter that can be read
    quarter = (
        dates.read_quarter(f"2000Q{content}")
        or dates.read_quarter(content)
        or dates.read_quarter(f"2000年{content}")
    )
    return quarter[1] if quarter else None


def _chooser(column: Column) -> Callable[[object], str | None]:
    """The list's own word; in an open list whatever else is written stays as it is."""
    open_ = column.type == "open_choice"

    def choose(value: object) -> str | None:
        content = text.clean(value)
        if content is None:
            return None
        return choices.canonical(column.choices, content) or (content if open_ else None)

    return choose


_READERS: dict[str, tuple[str, Callable[[object], object]]] = {
    "name": ("str", text.name),
    "id_number": ("str", ids.normalise),
    "id_text": ("str", ids.normalise),
    "uscc": ("str", ids.normalise),
    "certificate": ("str", ids.normalise),
    "account": ("str", ids.account),
    "month": ("Int64", dates.read_month),
    "hours": ("Float64", quantities.hours),
    "hours_total": ("Float64", quantities.hours),
    "hours_attended": ("Float64", quantities.hours),
    "score": ("Float64", quantities.number),
    "number": ("Float64", quantities.number),
    "count": ("Int64", quantities.count),
    "money": ("Int64", quantities.money),
    "level": ("str", _level),
    "class_no": ("Int64", quantities.class_number),
    "year": ("Int64", _year),
    "quarter": ("Int64", _quarter),
}
"""Column type → the frame's dtype, and what reads one cell; types not named are text."""
