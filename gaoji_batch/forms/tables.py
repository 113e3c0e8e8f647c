"""Block → Table: its values, its key-value cells, and what is wrong with it as a form."""

from __future__ import annotations

from collections.abc import Iterator

from gaoji_batch.forms.blocks import Block
from gaoji_batch.forms.class_headings import CLASS, FIELD, class_heading, class_of_sheet, classes_of_groups
from gaoji_batch.forms.headers import SHARE, Header, heading_of
from gaoji_batch.forms.key_values import key_values
from gaoji_batch.forms.row_values import fill
from gaoji_batch.forms.rows import GROUP
from gaoji_batch.forms.sheet_faults import (
    cell_faults,
    header_faults,
    hidden_faults,
    missing_columns,
    struck_faults,
)
from gaoji_batch.forms.table import KeyValue, Table
from gaoji_batch.forms.units import units_of
from gaoji_batch.intake.grid import Grid


def table_of(block: Block, sheet: Grid, file: str) -> Table:
    """The table of a block; one that is no more than near a form has its missing columns and no rows."""
    header, grid = block.header, block.grid
    keys = _keys(block, sheet)
    near = header.near and not _completed(header, keys)
    rows = [] if near else block.rows.data
    table = Table(header.form.key, file, grid.sheet, grid.hidden, header.last, header.columns, rows, {}, keys)
    table.titles, table.near = _titles(block), near
    table.headings = {field: heading_of(grid, header, at) for field, at in header.columns.items()}
    table.units = units_of(header.form, table.headings, _cells_above(block))
    table.groups = sorted(row for row, why in block.rows.passed.items() if why == GROUP)
    if near:
        table.faults += missing_columns(table, grid, header)
        return table
    fill(table, grid, header.form)
    if FIELD in header.form.by_field and (classes := classes_of_groups(grid, block.rows)):
        table.values.setdefault(FIELD, list(classes))
    table.faults += header_faults(table, grid, header) + cell_faults(table, grid)
    table.faults += hidden_faults(table, grid) + struck_faults(table, grid)
    return table


def _cells_above(block: Block) -> Iterator[object]:
    for cells in block.grid.rows[block.top - 1 : block.header.first - 1]:
        yield from cells
    yield from block.grid.above


def _keys(block: Block, sheet: Grid) -> dict[str, KeyValue]:
    """The key-value cells above the header and below the data; of a table beside another, those in its own
    columns first."""
    header = block.header
    last = block.rows.data[-1] if block.rows.data else header.last
    above, below = range(block.top, header.first), range(last + 1, block.bottom + 1)
    keys = key_values(block.grid, [*above, *below], header.form)
    if header.left > 1:
        keys |= _column_keys(block, sheet, above)
    named = class_heading(block.grid, above, header.left, header.right) or class_of_sheet(sheet)
    if named and CLASS in header.form.keys:
        keys.setdefault(CLASS, named)
    return keys


def _column_keys(block: Block, sheet: Grid, above: range) -> dict[str, KeyValue]:
    header = block.header
    cut = [[None] * (header.left - 1) + cells[header.left - 1 :] for cells in sheet.rows[: header.first - 1]]
    return key_values(Grid(sheet.sheet, cut), list(above), header.form)


def _completed(header: Header, keys: dict[str, KeyValue]) -> bool:
    """Whether key-value cells make up for the columns that a header lacks."""
    required = [column for column in header.form.columns if column.required]
    count = sum(column.field in header.columns or column.name in keys for column in required)
    return count >= SHARE * len(required)


def _titles(block: Block) -> list[str]:
    """The texts that stand alone in a row above the header."""
    rows = block.grid.rows[block.top - 1 : block.header.first - 1]
    alone = [
        filled[0] for cells in rows if len(filled := [cell for cell in cells if cell not in (None, "")]) == 1
    ]
    return [cell for cell in alone if isinstance(cell, str)]
