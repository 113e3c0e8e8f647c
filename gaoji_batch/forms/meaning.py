"""Cells as they are meant: a filler is nothing, a ditto is the value above (docs/contract/reading.md 3)."""

from __future__ import annotations

from bisect import bisect_right

import pandas as pd

from gaoji_batch.forms import units
from gaoji_batch.forms.schema import Column, Form
from gaoji_batch.forms.table import Table
from gaoji_batch.law import choices, levels, written_words
from gaoji_batch.values import text

NUMBERS = ("id_number", "id_text", "certificate", "phone", "account", "uscc", "name")
"""What names one person, unit or account alone: never the same as above."""
_REPEATED = ("text", "name_list", "choice", "open_choice", "level")
_FIGURES = (
    "serial", "any", "date", "month", "hours", "hours_total", "hours_attended", "score", "number", "count",
    "money", "class_no", "year",
    "quarter",
)  # fmt: skip


def meant(form: Form, raw: pd.DataFrame, tables: list[Table]) -> pd.DataFrame:
    """The rows of a form (as written, with columns sheet and row) with fillers emptied, dittos filled in, and
    units of headers beside their numbers."""
    changed = _with_units(raw, tables)
    raw = raw.assign(**changed) if changed else raw
    starts = None
    for column in form.columns:
        distinct = {value for value in set(raw[column.field]) if isinstance(value, (str, int, float))}
        fillers = {value for value in distinct if stands_for_nothing(column, value)}
        dittos = {
            value
            for value in distinct
            if column.type in (*NUMBERS, *_REPEATED) and written_words.is_ditto(value)
        }
        if not fillers and not dittos:
            continue
        values = raw[column.field].where(~raw[column.field].isin(fillers), None)
        if dittos:
            starts = _starts(raw, tables) if starts is None else starts
            values = _resolved(values, dittos, starts, column.type in NUMBERS)
        changed[column.field] = values
    return raw.assign(**changed) if changed else raw


def _with_units(raw: pd.DataFrame, tables: list[Table]) -> dict[str, pd.Series]:
    """The columns whose header on some sheet multiplies the numbers below."""
    times = [
        (at, field, unit)
        for at in raw["sheet"].unique()
        for field, unit in tables[at].units.items()
        if units.is_times(unit)
    ]
    changed: dict[str, pd.Series] = {}
    for at, field, unit in times:
        column = changed.get(field, raw[field])
        of_sheet = raw["sheet"].eq(at)
        changed[field] = column.where(
            ~of_sheet, column.map(lambda value, unit=unit: units.with_unit(value, unit))
        )
    return changed


def stands_for_nothing(column: Column, value: object) -> bool:
    """Whether a cell of the column holds a filler; a word that the column's list knows, or that answers it,
    is a value."""
    if column.answers or column.type in ("serial", "any"):
        return False
    if not written_words.is_filler(value, column.type not in _FIGURES):
        return False
    content = text.clean(value) or ""
    if column.type in ("choice", "open_choice"):
        return choices.canonical(column.choices, content) is None
    return column.type != "level" or levels.canonical(content) is None


def ditto_numbers(column: Column, raw: pd.Series) -> pd.Series:
    """Which cells of a column of numbers point at the one above."""
    dittos = (
        {value for value in set(raw) if written_words.is_ditto(value)} if column.type in NUMBERS else set()
    )
    return raw.isin(dittos)


def _starts(raw: pd.DataFrame, tables: list[Table]) -> list[bool]:
    """Which rows are the first of their table, or the first below a group line: nothing stands above them."""
    out, before = [], (-1, 0)
    for sheet, row in zip(raw["sheet"], raw["row"], strict=True):
        groups = tables[sheet].groups
        parted = bisect_right(groups, row) != bisect_right(groups, before[1])
        out.append(sheet != before[0] or parted)
        before = (sheet, row)
    return out


def _resolved(
    values: pd.Series, dittos: set[str | int | float], starts: list[bool], never: bool
) -> pd.Series:
    resolved: list[object] = []
    above: object = None
    for value, start in zip(values, starts, strict=True):
        if isinstance(value, str) and value in dittos:
            value = None if start or never else above
        above = value
        resolved.append(value)
    return pd.Series(resolved, index=values.index, dtype="object")
