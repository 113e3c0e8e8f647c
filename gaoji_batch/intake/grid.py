"""What a reader gives: one Submission a file, one Grid a sheet."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Fault:
    """An F finding in the making: code, place (1-based), and the fields of its wording; the words are in
    rules/file.py."""

    code: str
    sheet: str = ""
    row: int | None = None
    column: int | None = None
    detail: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Grid:
    """One sheet from A1: rows[r-1][c-1]; None for an empty cell; rows may be of different lengths.

    sheet: 'Sheet1'; in a zip 'name.xlsx!学员名单'; '' for a bare csv. merges, hidden_rows, hidden_columns:
    1-based, inclusive.
    errors: (row, column) → '#N/A'. unvalued: formulas without a stored value. listed: data validations or
    names refer to the sheet.
    above: lines of text that stand above a table of a document and have no address. struck: cells whose
    content, or a part of it, is struck through. formulas: cells that hold one, where the format says so.
    ours: what we wrote on one of our own sheets was taken out.
    """

    sheet: str
    rows: list[list[object]]
    hidden: bool = False
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    unvalued: set[tuple[int, int]] = field(default_factory=set)
    listed: bool = False
    above: list[str] = field(default_factory=list)
    struck: set[tuple[int, int]] = field(default_factory=set)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    ours: bool = False


@dataclass(slots=True)
class Submission:
    """One file of inbox/ or center/. kind: xlsx, xlsm, xlsb, xls, ods, csv, html, mht, xml, docx, text (a
    table under a name that promises none), zip, 7z, attachment or unreadable."""

    file: str
    size: int
    sha256: str
    kind: str
    grids: list[Grid]
    faults: list[Fault]
    creator: str = ""
