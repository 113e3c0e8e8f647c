"""What is wrong with a sheet as a form: its header, its cells, and what it hides (F005 to F008, F011, F012,
F014)."""

from __future__ import annotations

from gaoji_batch.forms.headers import Header
from gaoji_batch.forms.proposals import proposals
from gaoji_batch.forms.table import Table
from gaoji_batch.intake.grid import Fault, Grid
from gaoji_batch.intake.values import runs
from gaoji_batch.values import text
from gaoji_batch.values.cells import a1, letters
from gaoji_batch.values.rule_names import (
    COLUMN_MISSING,
    COLUMN_TWICE,
    ERROR_VALUE,
    HIDDEN_DATA,
    NO_DATA_ROWS,
    NO_FORMULA_RESULT,
    UNKNOWN_COLUMN,
)

STRUCK = "有删除线"
NO_STRIKE = "不应报送的，删去；应当报送的，去掉删除线"
STRUCK_READ = "有删除线的内容已一并核对和计数"


def header_faults(table: Table, grid: Grid, header: Header) -> list[Fault]:
    """F005 to F008; the required columns that key-value cells give are filled in."""
    form = header.form
    given = {name for name, key in table.key_values.items() if text.clean(key.value) is not None}
    for column in form.columns:
        if column.required and column.field not in header.columns and column.name in given:
            table.values[column.field] = [table.key_values[column.name].value] * len(table.rows)
    faults = missing_columns(table, grid, header)
    faults += [
        Fault(COLUMN_TWICE, grid.sheet, header.last, at, {"name": form.by_field[field].name, "field": field})
        for field, at in header.again
        if not _is_single_column(grid, header, header.columns[field], at)
    ]
    faults += [
        Fault(UNKNOWN_COLUMN, grid.sheet, row, at, {"name": name})
        for at in header.unknown
        if _holds_data(table, grid, at)
        for row, name in [_label(grid, header, at)]
    ]
    if not table.rows:
        faults.append(Fault(NO_DATA_ROWS, grid.sheet))
    return faults


def missing_columns(table: Table, grid: Grid, header: Header) -> list[Fault]:
    """F005 for each required column that neither the header nor a key-value cell has, with the unknown header
    that may be it."""
    given = {name for name, key in table.key_values.items() if text.clean(key.value) is not None}
    missing = [
        column
        for column in header.form.columns
        if column.required and column.field not in header.columns and column.name not in given
    ]
    unknown = {at: _label(grid, header, at)[1] for at in header.unknown}
    proposed = proposals(missing, list(unknown.values()))
    return [
        Fault(
            COLUMN_MISSING,
            grid.sheet,
            detail={"name": column.name, "field": column.field, "other": proposed.get(column.field, "")},
        )
        for column in missing
    ]


def _label(grid: Grid, header: Header, at: int) -> tuple[int, str]:
    """The row and the text of an unknown header, as written."""
    for row in (header.last, header.first):
        cells = grid.rows[row - 1]
        if at <= len(cells) and (label := text.clean(cells[at - 1])):
            return row, label
    return header.last, ""


def _holds_data(table: Table, grid: Grid, at: int) -> bool:
    return any(
        at <= len(grid.rows[row - 1]) and text.clean(grid.rows[row - 1][at - 1]) is not None
        for row in table.rows
    )


def _is_single_column(grid: Grid, header: Header, first: int, again: int) -> bool:
    """Whether a header is merged over both columns and the data stand in the left one alone."""
    merged = any(
        top <= header.last and header.first <= bottom and left <= first and again <= right
        for top, left, bottom, right in grid.merges
    )
    below = grid.rows[header.last :]
    return merged and not any(
        again <= len(cells) and text.clean(cells[again - 1]) is not None for cells in below
    )


def cell_faults(table: Table, grid: Grid) -> list[Fault]:
    """F011 and F014 in the data rows of the form's columns, and in key-value cells."""
    rows, fields = set(table.rows), {column: field for field, column in table.columns.items()}
    keyed = {(key.row, key.column) for key in table.key_values.values()}
    faults = []
    for code, cells in ((ERROR_VALUE, grid.errors), (NO_FORMULA_RESULT, dict.fromkeys(grid.unvalued, ""))):
        for (row, column), error in sorted(cells.items()):
            if row in rows and column in fields:
                table.blocked.setdefault(fields[column], set()).add(row)
            elif (row, column) not in keyed:
                continue
            faults.append(Fault(code, grid.sheet, row, column, {"error": error} if error else {}))
    return faults


def hidden_faults(table: Table, grid: Grid) -> list[Fault]:
    """F012: a hidden sheet, and each run of hidden rows or columns that holds data."""
    if grid.hidden:
        return [Fault(HIDDEN_DATA, grid.sheet, 1, 1, {"what": "工作表"})]
    faults = []
    keyed = {key.row for key in table.key_values.values()}
    for first, last in grid.hidden_rows:
        if any(first <= row <= last for row in table.rows) or any(first <= row <= last for row in keyed):
            faults.append(
                Fault(
                    HIDDEN_DATA,
                    grid.sheet,
                    first,
                    1,
                    {"what": f"第{first}行" if first == last else f"第{first}至{last}行"},
                )
            )
    for first, last in grid.hidden_columns:
        values = (
            grid.rows[row - 1][at - 1]
            for row in table.rows
            for at in range(first, min(last, len(grid.rows[row - 1])) + 1)
        )
        if any(text.clean(value) is not None for value in values):
            faults.append(Fault(HIDDEN_DATA, grid.sheet, 1, first, {"what": _columns(first, last)}))
    return faults


def struck_faults(table: Table, grid: Grid) -> list[Fault]:
    """F012: each run of rows that are struck through, and each single cell that is; they are read and counted
    all the same."""
    if not grid.struck:
        return []
    rows, cells = [], []
    for row in dict.fromkeys(table.rows):
        places = [at for at in _places(table, row) if _at(grid, *at) is not None]
        struck = [at for at in places if at in grid.struck]
        if struck and len(struck) * 2 >= len(places):
            rows.append(row)
        else:
            cells += struck
    cells += [place for key in table.key_values.values() if (place := (key.row, key.column)) in grid.struck]
    entries = [
        (first, 1, f"第{first}行" if first == last else f"第{first}至{last}行") for first, last in runs(rows)
    ]
    entries += [(row, column, f"{a1(row, column)}单元格") for row, column in dict.fromkeys(cells)]
    return [
        Fault(
            HIDDEN_DATA,
            grid.sheet,
            row,
            column,
            {"what": what, "how": STRUCK, "fix": NO_STRIKE, "read": STRUCK_READ},
        )
        for row, column, what in entries
    ]


def _places(table: Table, row: int) -> list[tuple[int, int]]:
    """The cells of one data row."""
    if table.places:
        at = [place for place, number in enumerate(table.rows) if number == row]
        return [table.places[field][index] for field in table.places for index in at]
    return [(row, column) for column in table.columns.values()]


def _at(grid: Grid, row: int, column: int) -> str | None:
    cells = grid.rows[row - 1] if row <= len(grid.rows) else []
    return text.clean(cells[column - 1]) if column <= len(cells) else None


def _columns(first: int, last: int) -> str:
    return f"{letters(first)}列" if first == last else f"{letters(first)}至{letters(last)}列"
