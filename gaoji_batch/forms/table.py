"""One recognised sheet: where its columns and data rows lie, and its key-value cells."""

from __future__ import annotations

from dataclasses import dataclass, field

from gaoji_batch.intake.grid import Fault, Submission


@dataclass(slots=True)
class KeyValue:
    """A key-value cell.

    value: as written.
    row, column: the 1-based place of the cell that holds the value; 0 where it has none.
    others: further cells of the sheet that give the same datum.
    heading: it is no cell of its own, but part of a heading.
    """

    value: object
    row: int
    column: int
    others: list[KeyValue] = field(default_factory=list)
    heading: bool = False


@dataclass(slots=True)
class Table:
    """A sheet that is a form.

    form: the form's key.
    file: the file's name in findings.
    sheet: the sheet's name; 'name.xlsx!学员名单' in an archive.
    hidden: whether the sheet is.
    header_row: the last row of the header, 1-based.
    columns: field → 1-based column.
    rows: 1-based numbers of the data rows.
    values: field → raw value a data row (None where empty, an error, or a formula without value).
    key_values: standard name → its key-value cell.
    faults: what is wrong with the sheet as a form.
    blocked: field → rows whose cell holds an error, or a formula without value.
    before: the key-value cells of sheets that are no form (a cover) right before this one.
    after: those of sheets after the workbook's last form.
    content: the hash of all that the sheet says.
    rows_content: the same without the key-value cells.
    titles: the texts that stand alone above the header.
    places: field → (row, column) a data row, where a value does not stand in its column (a card, a matrix of
        days).
    merged: field → rows whose number is that of the merged cell above.
    near: too few columns were known for its rows to be read.
    groups: rows of group lines, ascending.
    headings: field → the column's header as written.
    units: field → the unit that its header names, where it changes how numbers are read.
    continued: field → rows whose text or day is that of the merged cell that begins in a row above.
    """

    form: str
    file: str
    sheet: str
    hidden: bool
    header_row: int
    columns: dict[str, int]
    rows: list[int]
    values: dict[str, list[object]]
    key_values: dict[str, KeyValue] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    blocked: dict[str, set[int]] = field(default_factory=dict)
    before: dict[str, KeyValue] = field(default_factory=dict)
    after: dict[str, KeyValue] = field(default_factory=dict)
    content: bytes = b""
    rows_content: bytes = b""
    titles: list[str] = field(default_factory=list)
    places: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    merged: dict[str, set[int]] = field(default_factory=dict)
    near: bool = False
    groups: list[int] = field(default_factory=list)
    headings: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    continued: dict[str, set[int]] = field(default_factory=dict)


@dataclass(slots=True)
class SheetReading:
    """What of a sheet was read, for run.json and 读取情况.

    sheet: its name.
    form: the form's key; '' for a sheet that is none.
    header_row: the last row of the header; None where there is none.
    rows: how many were read.
    passed_over: (rows, reason).
    unread: (range, first row, first column, why).
    """

    sheet: str
    form: str = ""
    header_row: int | None = None
    rows: int = 0
    passed_over: list[tuple[str, str]] = field(default_factory=list)
    unread: list[tuple[str, int, int, str]] = field(default_factory=list)


@dataclass(slots=True)
class Recognised(Submission):
    """A submission whose sheets were recognised: its tables instead of its grids, and the faults of the file
    with those of its forms."""

    tables: list[Table] = field(default_factory=list)
    sheets: list[SheetReading] = field(default_factory=list)
