"""The tables of one sheet."""

from __future__ import annotations

from gaoji_batch.forms.cells import fill
from gaoji_batch.forms.headers import find_header
from gaoji_batch.forms.key_values import key_values
from gaoji_batch.forms.rows import data_rows
from gaoji_batch.forms.schema import Form
from gaoji_batch.forms.sheet_faults import cell_faults, header_faults, hidden_faults
from gaoji_batch.forms.table import Table
from gaoji_batch.intake.grid import Grid


def table_of(grid: Grid, file: str, forms: list[Form]) -> Table | None:
    """The table of the best header on the sheet; None where it has none."""
    header = find_header(grid, forms)
    if header is None:
        return None
    rows = data_rows(grid, header)
    last = rows.data[-1] if rows.data else header.last
    below = range(last + 1, len(grid.rows) + 1)
    keys = key_values(grid, [*range(1, header.first), *below], header.form)
    found = Table(
        header.form.key, file, grid.sheet, grid.hidden, header.last, header.columns, rows.data, {}, keys
    )
    fill(found, grid)
    found.faults += header_faults(found, grid, header) + cell_faults(found, grid) + hidden_faults(found, grid)
    return found
