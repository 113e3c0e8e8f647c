"""What a reader gives: one Submission a file, one Grid a sheet."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Fault:
    """An F finding in the making; its words are in rules/file.py.

    code: F001 to F019.
    sheet: the sheet's name, or a member's of an archive; '' where it is of the file.
    row, column: its place, 1-based; None where it has no cell.
    detail: the fields of its wording.
    """

    code: str
    sheet: str = ""
    row: int | None = None
    column: int | None = None
    detail: dict[str, str] = field(default_factory=dict)


BOX, PAGE_MARGIN = "文本框", "页眉页脚"


@dataclass(slots=True)
class Apart:
    """Text of a sheet that stands in no cell.

    place: a text box or shape, or the head and foot of its pages.
    row, column: the cell that it is fixed to, 1-based; A1 where it is none.
    content: its paragraphs as lines.
    """

    place: str
    row: int
    column: int
    content: str


@dataclass(slots=True)
class Grid:
    """One sheet from A1: rows[r-1][c-1]; None for an empty cell; rows may be of different lengths.

    sheet: 'Sheet1'; in a zip 'name.xlsx!学员名单'; '' for a bare csv.
    rows: the values.
    hidden: whether the sheet is.
    merges: (top, left, bottom, right), 1-based, inclusive.
    hidden_rows, hidden_columns: runs (first, last), 1-based, inclusive.
    errors: (row, column) → '#N/A'.
    unvalued: cells of formulas without a stored value.
    listed: data validations or names refer to the sheet.
    above: lines of text that stand above a table of a document and have no address.
    struck: cells whose content, or a part of it, is struck through.
    formulas: cells that hold one, where the format says so.
    apart: text that stands in no cell.
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
    apart: list[Apart] = field(default_factory=list)
    ours: bool = False


@dataclass(slots=True)
class Submission:
    """One file of inbox/ or center/.

    file: its name in findings, with its folder.
    size: in bytes.
    sha256: of its content; '' where it could not be opened.
    kind: xlsx, xlsm, xlsb, xls, ods, csv, html, mht, xml, docx, text (a table under a name that promises
        none), zip, 7z, attachment or unreadable.
    grids: its sheets.
    faults: what is wrong with it as a file.
    creator: who made it, as the file says.
    """

    file: str
    size: int
    sha256: str
    kind: str
    grids: list[Grid]
    faults: list[Fault]
    creator: str = ""
