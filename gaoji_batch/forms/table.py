"""One recognised sheet: where its columns and data rows lie, and its key-value cells."""

from __future__ import annotations

from dataclasses import dataclass, field

from gaoji_batch.intake.grid import Fault, Submission


@dataclass(slots=True)
class KeyValue:
    """A key-value cell: the value and the 1-based place of the cell that holds it."""

    value: object
    row: int
    column: int


@dataclass(slots=True)
class Table:
    """A sheet that is a form. columns: field → 1-based column; rows: 1-based numbers of the data rows; values: field → raw value a data
    row (None where empty, an error, or a formula without value); key_values: standard name → place; blocked: field → rows of such cells;
    before, after: the key-value cells of sheets that are no form (a cover) right before this one, and after the workbook's last form;
    content: the hash of all that the sheet says."""

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


@dataclass(slots=True)
class Recognised(Submission):
    """A submission whose sheets were recognised: its tables instead of its grids, and the faults of the file with those of its forms."""

    tables: list[Table] = field(default_factory=list)
