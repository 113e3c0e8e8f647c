"""Workbooks among the extracts: each sheet by its own form, months as columns turned into rows, and the
sheets that were not read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

import pandas as pd

from gaoji_batch.evidence.months import number_cell
from gaoji_batch.forms.blocks import Block
from gaoji_batch.forms.header_labels import SEARCHED, header_texts
from gaoji_batch.forms.headers import Header, find_bands
from gaoji_batch.forms.own_sheets import without_ours
from gaoji_batch.forms.rows import Rows
from gaoji_batch.forms.schema import Form
from gaoji_batch.forms.unread_ranges import content_of, may_be_data, unread_around, unread_sheet
from gaoji_batch.intake.grid import Grid, Submission
from gaoji_batch.values import dates, ids, text

NEAR = 2
"""A header that lacks required columns holds the ID number and at least one other."""
MONTHS = 3
"""So many months side by side are columns of a matrix."""
NUMBER = "id_number"


@dataclass(slots=True)
class Sheet:
    """One sheet with a form: its data rows as text (a column a field, and `at`, the row of the sheet), and
    what it lacks."""

    name: str
    form: Form
    header_row: int
    rows: pd.DataFrame
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """A range that was not read, and why; content: a hash of what stands in it; aside: it stands beside or
    above a table that was read, and holds no number of a person."""

    sheet: str
    range: str
    why: str
    content: str
    aside: bool = False


def sheets_of(submission: Submission, forms: list[Form]) -> tuple[list[Sheet], list[Unread]]:
    """The sheets with a form; and what was not read: sheets without one that hold more than notes, and what
    stands beside and above a table."""
    sheets, empty, unread = [], [], []
    for source in submission.grids:
        grid = without_ours(source, submission.grids)
        tables, left = _tables(grid, forms)
        sheets += tables
        unread += left
        empty += [] if tables else [grid]
    form = sheets[0].form if sheets else None
    unread += [
        Unread(grid.sheet, address, "没有可以识别的表头", content_of(grid, address))
        for grid in empty
        for address, _, _, _ in unread_sheet(grid, form)
    ]
    return sheets, unread


def _tables(grid: Grid, forms: list[Form]) -> tuple[list[Sheet], list[Unread]]:
    """The tables of a sheet: one, or several below each other and side by side; the same header once more
    (printed pages) goes on; and what is in none of them."""
    grid = _merged_down(grid)
    if (matrix := _matrix(grid, forms)) is not None:
        return [matrix], []
    lists: list[list[Header]] = []
    for band in find_bands(grid, forms):
        if not lists or [(listed.form.key, listed.columns) for listed in band] != [
            (listed.form.key, listed.columns) for listed in lists[-1]
        ]:
            lists.append(band)
    if not lists and (near := _near(grid, forms)):
        lists = [[near]]
    if not lists:
        return [], []
    ends = [band[0].first - 1 for band in lists[1:]] + [len(grid.rows)]
    tables = [_table(grid, header, end) for band, end in zip(lists, ends, strict=True) for header in band]
    return tables, _around(grid, lists, ends)


def _around(grid: Grid, lists: list[list[Header]], ends: list[int]) -> list[Unread]:
    """What stands above the first table and beside the tables, but for notes and lists to choose from."""
    tops = [1, *(end + 1 for end in ends[:-1])]
    blocks = [
        Block(header, grid, top, end, Rows([], {}))
        for band, top, end in zip(lists, tops, ends, strict=True)
        for header in band
    ]
    return [
        Unread(grid.sheet, address, why, content_of(grid, address), not may_be_data(grid, address))
        for ranges in unread_around(grid, blocks).values()
        for address, _, _, why in ranges
    ]


def _table(grid: Grid, header: Header, end: int) -> Sheet:
    missing = tuple(
        column.name
        for column in header.form.columns
        if column.required and column.field not in header.columns
    )
    at = range(header.last, end)
    return Sheet(grid.sheet, header.form, header.last, _rows(grid, at, header.columns), missing)


def _rows(grid: Grid, rows: Iterable[int], columns: dict[str, int]) -> pd.DataFrame:
    """Rows of a grid (counted from 0) as text, a column a field."""
    rows = list(rows)
    cells = {
        field: [_as_written(field, _cell(grid.rows[at], column)) for at in rows]
        for field, column in columns.items()
    }
    return pd.DataFrame(cells | {"at": [at + 1 for at in rows]}, dtype="object").astype({"at": "int64"})


def _cell(row: list[object], column: int) -> object:
    return row[column - 1] if column <= len(row) else None


def _as_written(field: str, value: object) -> str | None:
    """A cell as text: days as 2026-05-01, a damaged number as one, a number that may be two months as
    `months` knows it."""
    if field == NUMBER:
        return f"{float(str(value)):.5E}" if ids.damaged(value) == "单元格是数字" else text.clean(value)
    if isinstance(value, datetime):
        return text.clean(value.date())
    return text.clean(number_cell(value))


def _merged_down(grid: Grid) -> Grid:
    """The grid with what is merged downwards said in each row."""
    down = [merge for merge in grid.merges if merge[2] > merge[0] and merge[1] == merge[3]]
    if not down:
        return grid
    rows = [list(row) for row in grid.rows]
    for first, column, last, _ in down:
        value = _cell(rows[first - 1], column)
        for row in rows[first : min(last, len(rows))] if value is not None else ():
            row += [None] * (column - len(row))
            row[column - 1] = value
    return replace(grid, rows=rows)


def _near(grid: Grid, forms: list[Form]) -> Header | None:
    """The header that lacks too much to be read: the ID number and another required column of one form, rows
    below it."""
    best: Header | None = None
    for at, labels in enumerate(header_texts(grid, SEARCHED, {})):
        for form in forms:
            places: dict[str, int] = {}
            for column, label in enumerate(labels, 1):
                if label in form.headed:
                    places.setdefault(form.headed[label], column)
            present = [field for field in form.required if field in places]
            share = len(present) / len(form.required)
            if (
                NUMBER in present
                and len(present) >= NEAR
                and at + 1 < len(grid.rows)
                and (best is None or share > best.share)
            ):
                best = Header(form, at + 1, at + 1, places, [], {}, share)
    return best


# ---- months as columns


def _matrix(grid: Grid, forms: list[Form]) -> Sheet | None:
    """Insurance with months as columns: a person a row, in each cell the status of a month."""
    form = next((form for form in forms if form.key == "insurance"), None)
    if form is None:
        return None
    texts = header_texts(grid, SEARCHED, {})
    for at, labels in enumerate(texts[:SEARCHED]):
        months = {
            column: month
            for column, cell in enumerate(grid.rows[at], 1)
            if (month := _as_written("month", cell)) is not None and dates.read_month(month) is not None
        }
        places = {
            form.headed[label]: column for column, label in enumerate(labels, 1) if label in form.headed
        }
        if len(months) >= MONTHS and NUMBER in places:
            return _unfolded(grid, form, at, places, months)
    return None


def _unfolded(grid: Grid, form: Form, header: int, places: dict[str, int], months: dict[int, str]) -> Sheet:
    """A matrix as rows: a row a person and month. A month without a status was not paid, and is no row."""
    fixed = {field: column for field, column in places.items() if field not in ("month", "payment_status")}
    rows = [
        at for at in range(header + 1, len(grid.rows)) if any(_cell(grid.rows[at], c) for c in fixed.values())
    ]
    base = _rows(grid, rows, fixed)
    parts = [
        base.assign(
            month=month, payment_status=[_as_written("", _cell(grid.rows[at], column)) for at in rows]
        )
        for column, month in months.items()
    ]
    unfolded = pd.concat(parts, ignore_index=True)
    unfolded = unfolded[unfolded["payment_status"].notna()].sort_values(
        "at", kind="stable", ignore_index=True
    )
    if "insurance_kind" not in fixed and (kind := _titled_kind(grid, header)):
        unfolded, fixed = unfolded.assign(insurance_kind=kind), fixed | {"insurance_kind": 0}
    missing = tuple(
        column.name
        for column in form.columns
        if column.required and column.field not in {*fixed, "month", "payment_status"}
    )
    return Sheet(grid.sheet, form, header + 1, unfolded, missing)


def _titled_kind(grid: Grid, header: int) -> str:
    """The kind of insurance that a line above the header names; '' where none does."""
    above = [
        text.fold_header(str(cell)) for row in grid.rows[:header] for cell in row if isinstance(cell, str)
    ]
    return next((match.group() for title in [*above, grid.sheet] if (match := _KIND.search(title))), "")


_KIND = re.compile("(?:城镇)?(?:企业)?(?:职工)?(?:基本)?养老保险")
