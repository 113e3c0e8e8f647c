"""A form as a card: labels with their values beside them, and no header row (docs/contract/reading.md 2)."""

from __future__ import annotations

from gaoji_batch.forms.headers import LEAST, SHARE
from gaoji_batch.forms.key_values import divided, key_values
from gaoji_batch.forms.proposals import proposals
from gaoji_batch.forms.schema import SPAN, SPAN_ALIASES, Form
from gaoji_batch.forms.sheet_faults import struck_faults
from gaoji_batch.forms.table import KeyValue, Table
from gaoji_batch.forms.units import units_of
from gaoji_batch.intake.grid import Fault, Grid
from gaoji_batch.values import text
from gaoji_batch.values.rule_names import COLUMN_MISSING, ERROR_VALUE, HIDDEN_DATA, NO_FORMULA_RESULT

REACH = 6
"""A value stands at most so many columns to the right of its label."""
ROWS = 200
"""So many rows of a sheet are looked through for a card."""

Record = dict[str, tuple[object, int, int]]


def card_tables(grid: Grid, file: str, forms: list[Form]) -> list[Table]:
    """The cards of a sheet, a table of one row each; [] where its labels are those of no form. A label once
    more begins the next card."""
    best: tuple[float, Form, list[Record]] | None = None
    for form in forms:
        if form.card:
            records = [record for record in _records(grid, form) if len(record) >= LEAST]
            share = max(
                (sum(field in record for field in form.required) / len(form.required) for record in records),
                default=0.0,
            )
            if share >= SHARE and (best is None or share > best[0]):
                best = share, form, records
    return [_table(grid, file, best[1], record) for record in best[2]] if best else []


def _records(grid: Grid, form: Form) -> list[Record]:
    """The labels and values of a sheet: field → value and its place, a card each; what one cell says of two
    fields is divided."""
    records: list[Record] = [{}]
    for row, cells in enumerate(grid.rows[:ROWS], 1):
        for column, cell in enumerate(cells, 1):
            for field, value, at in _pair(cells, column, cell, form):
                if field in records[-1]:
                    records.append({})
                records[-1][field] = value, row, at
    for record in records:
        _divide(record, form)
    return records


def _divide(record: Record, form: Form) -> None:
    """The days of a span, and the hours of '80学时（其中研讨16学时）'."""
    names = {column.name: column.field for column in form.columns}
    keys = {
        name: KeyValue(*record[field])
        for name, field in names.items()
        if record.get(field, (None,))[0] is not None
    }
    if SPAN in record:
        keys[SPAN] = KeyValue(*record.pop(SPAN))
    for name, key in divided(keys).items():
        if name in names:
            record[names[name]] = key.value, key.row, key.column


def _pair(cells: list[object], column: int, cell: object, form: Form) -> list[tuple[str, object, int]]:
    """The field that a cell labels, and its value: behind the colon, or the next filled cell that is no label
    itself."""
    if not isinstance(cell, str):
        return []
    label, colon, behind = cell.replace("：", ":").partition(":")
    field = form.headed.get(text.fold_header(label))
    if (
        field is None
        and {"opening", "ending"} <= form.by_field.keys()
        and text.fold_header(label) in SPAN_ALIASES
    ):
        field = SPAN
    if field is None or field in ("serial", "remark"):
        return []
    if colon and behind.strip():
        return [(field, behind.strip(), column)]
    for at in range(column + 1, min(column + REACH, len(cells)) + 1):
        value = cells[at - 1]
        if text.clean(value) is None:
            continue
        is_label = isinstance(value, str) and (
            text.fold_header(value) in form.headed or text.fold_header(value) in form.key_labels
        )
        return [(field, None, column + 1)] if is_label else [(field, value, at)]
    return [(field, None, column + 1)]


def _labels(grid: Grid, form: Form, record: Record) -> dict[str, str]:
    """field → its label as written: the cell left of the value, or the one that holds both."""
    by_field = {}
    for field, (_, row, column) in record.items():
        cells = [cell for cell in grid.rows[row - 1][:column] if isinstance(cell, str)]
        labels = (cell.replace("：", ":").partition(":")[0] for cell in reversed(cells))
        by_field[field] = next(
            (label for label in labels if form.headed.get(text.fold_header(label)) == field), ""
        )
    return by_field


def _block_unvalued(table: Table, grid: Grid, record: Record) -> None:
    """Blocks the fields whose cell holds an error, or a formula without a value, with a fault each."""
    for field, (_, row, column) in record.items():
        code = (
            ERROR_VALUE
            if (row, column) in grid.errors
            else NO_FORMULA_RESULT
            if (row, column) in grid.unvalued
            else ""
        )
        if code:
            table.blocked[field] = {table.rows[0]}
            detail = {"error": grid.errors[row, column]} if code == ERROR_VALUE else {}
            table.faults.append(Fault(code, grid.sheet, row, column, detail))


def _table(grid: Grid, file: str, form: Form, record: Record) -> Table:
    first = min(row for _, row, _ in record.values())
    keys = key_values(grid, list(range(1, min(len(grid.rows), ROWS) + 1)), form)
    columns = {field: column for field, (_, _, column) in record.items()}
    values = {
        field: [None if (row, column) in grid.errors or (row, column) in grid.unvalued else value]
        for field, (value, row, column) in record.items()
    }
    table = Table(form.key, file, grid.sheet, grid.hidden, first, columns, [first], values, keys)
    table.places = {field: [(row, column)] for field, (_, row, column) in record.items()}
    _block_unvalued(table, grid, record)
    table.units = units_of(
        form,
        _labels(grid, form, record),
        [*(cell for cells in grid.rows[:first] for cell in cells), *grid.above],
    )
    table.faults += struck_faults(table, grid)
    missing = [column for column in form.columns if column.required and column.field not in record]
    others = proposals(missing, [])
    table.faults += [
        Fault(
            COLUMN_MISSING,
            grid.sheet,
            detail={"name": column.name, "field": column.field, "other": others.get(column.field, "")},
        )
        for column in missing
    ]
    if grid.hidden:
        table.faults.append(Fault(HIDDEN_DATA, grid.sheet, 1, 1, {"what": "工作表"}))
    return table
