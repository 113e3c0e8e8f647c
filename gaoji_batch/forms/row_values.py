"""The values of a table's data rows, as written."""

from __future__ import annotations

from gaoji_batch.forms.schema import Form
from gaoji_batch.forms.table import Table
from gaoji_batch.intake.grid import Grid

COUNTED = ("hours", "hours_attended", "count", "money", "number")
"""Types of numbers that are added up: one merged over several rows counts once, in the first."""


def fill(table: Table, grid: Grid, form: Form) -> None:
    """The values of the data rows, equal texts as one object; text and days merged downwards hold for every
    row, a number in the first alone."""
    down = {}
    counted = {
        table.columns[column.field]
        for column in form.columns
        if column.type in COUNTED and column.field in table.columns
    }
    data = set(table.rows)
    fields = {column: field for field, column in table.columns.items()}
    for first, left, last, right in grid.merges:
        if last > first and left == right:
            if left in counted:
                table.merged.setdefault(fields[left], set()).update(
                    data.intersection(range(first + 1, last + 1))
                )
            else:
                down.update({(row, left): (first, left) for row in range(first + 1, last + 1)})
                if left in fields and first in data:
                    table.continued.setdefault(fields[left], set()).update(range(first + 1, last + 1))
    once: dict[str, str] = {}
    rows = [grid.rows[row - 1] for row in table.rows]
    for field, column in table.columns.items():
        if down or grid.errors or grid.unvalued:
            cells = [_cell(grid, *down.get((row, column), (row, column))) for row in table.rows]
        else:
            cells = [row[column - 1] if column <= len(row) else None for row in rows]
        table.values[field] = [
            once.setdefault(cell, cell) if isinstance(cell, str) else cell for cell in cells
        ]


def _cell(grid: Grid, row: int, column: int) -> object:
    cells = grid.rows[row - 1]
    return (
        cells[column - 1]
        if column <= len(cells) and (row, column) not in grid.errors and (row, column) not in grid.unvalued
        else None
    )
