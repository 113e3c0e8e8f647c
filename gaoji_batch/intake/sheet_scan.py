"""One lxml pass over a sheet of xlsx: its extent, and what values do not say (merges, hidden parts, errors,
formulas)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from gaoji_batch.intake.refused import Refused, damaged
from gaoji_batch.intake.struck import Struck
from gaoji_batch.values.cells import letters
from gaoji_batch.values.rule_names import OVER_LIMIT
from gaoji_batch.workspace.limits import Limits

GRID_ROWS, GRID_COLUMNS = 1_048_576, 16_384
_YES = ("1", "true", "on")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MARGIN_CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d+|.)|(?:_x005F)?_x000[ADad]_', re.DOTALL)
"""Sections, fonts, sizes, page numbers, file and sheet names in the head or foot of a page, and line breaks
as openpyxl writes them, and LibreOffice after it."""
TREE_BYTES = 4 << 20
"""A longer sheet is read in pieces."""
_FAR_ROW, _FAR_COLUMN = 9_999, 442
_PLAIN_ROW = re.compile(
    rb"""(<row\ [^<>]*+>)
    (?: <c\ r="[A-P]?[A-Z][1-9]\d{0,3}+" (?:\ s="\d++")?+ (?:\ t="(?:b|n|s|str)")?+
        (?: /> | ><v>[\w.+-]*+</v></c> )
    )++ </row>""",
    re.VERBOSE,
)
"""A row whose cells, as nearly all programs write them, hold a number, a truth value or the place of a text,
without a formula, none of them past _FAR_ROW or _FAR_COLUMN (PZ)."""
SAFELY: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "huge_tree": False,
    # a comment would be a child of its cell, and an empty cell seem filled
    "remove_comments": True,
    "remove_pis": True,
}


@dataclass(slots=True)
class SheetScan:
    """What the pass over one sheet has seen; rows and columns are 1-based.

    at: the row that it is at.
    rows, columns: the last that hold a filled cell; of plain cells no more is known than that none is past a
        limit.
    filled: how many cells are filled.
    merges: (top, left, bottom, right).
    hidden_rows: row by row.
    hidden_columns: as runs.
    errors: (row, column) → '#N/A'.
    unvalued: cells of formulas without a stored value.
    struck: cells that are struck through.
    formulas: cells that hold one.
    margins: what stands at the head and foot of its pages.
    """

    at: int = 0
    rows: int = 0
    columns: int = 0
    filled: int = 0
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    unvalued: set[tuple[int, int]] = field(default_factory=set)
    struck: set[tuple[int, int]] = field(default_factory=set)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    margins: list[str] = field(default_factory=list)


def scan_sheet(part: bytes, sheet: str, struck: Struck, limits: Limits) -> SheetScan:
    """The pass over one sheet.

    Plain cells, most of nearly every sheet, say nothing but their values: they are cut out first, which takes
    a fourth of what it takes to look at them one by one.
    """
    looked_for = struck if struck.styles or struck.texts or b"strike" in part else None
    if looked_for is None and len(part) < TREE_BYTES and _is_roomy(limits):
        left = _PLAIN_ROW.sub(rb"\1</row>", part)
        scan = _scan(left, sheet, None)
        # beside a cell farther off the plain ones count too: all of them make the area
        if scan.rows <= _FAR_ROW and scan.columns <= _FAR_COLUMN:
            scan.filled += part.count(b"</c>") - left.count(b"</c>")
            return scan
    return _scan(part, sheet, looked_for)


def _is_roomy(limits: Limits) -> bool:
    """Whether no sheet that ends at _FAR_ROW and _FAR_COLUMN can be past a limit."""
    return (
        limits.rows >= _FAR_ROW
        and limits.columns >= _FAR_COLUMN
        and limits.filled_cells * 10 >= _FAR_ROW * _FAR_COLUMN
    )


def _scan(part: bytes, sheet: str, looked_for: Struck | None) -> SheetScan:
    # asked of the bytes once, not of each row of a long sheet
    printed = b"headerFooter" in part
    scan = SheetScan()
    try:
        for top in _pieces(part):
            # the rows first: a cell without an address takes its row's number
            _look_at_rows(top, scan)
            _look_at_cells(top, scan, looked_for)
            scan.hidden_columns += [
                (_number(column.get("min"), 1), _number(column.get("max"), GRID_COLUMNS))
                for column in top.iter("{*}col")
                if column.get("hidden") in _YES or column.get("width") == "0"
            ]
            for merged in top.iter("{*}mergeCell"):
                first, _, last = merged.get("ref", "").partition(":")
                scan.merges.append((*_address(first), *_address(last or first)))
            for margin in top.iterfind("{*}headerFooter/*") if printed else ():
                lines = _MARGIN_CODES.sub("\n", margin.text or "").splitlines()
                scan.margins += [line for line in lines if line.strip()]
    except etree.XMLSyntaxError as error:
        raise damaged(f"工作表“{sheet}”残缺") from error
    return scan


def _pieces(part: bytes) -> Iterator[etree._Element]:
    """A sheet as one tree; a long one row by row, so that it never stands in memory as a whole, and last what
    is outside of rows."""
    if len(part) < TREE_BYTES:
        yield etree.fromstring(part, etree.XMLParser(**SAFELY))
        return
    stream = etree.iterparse(io.BytesIO(part), events=("end",), tag="{*}row", **SAFELY)
    for _, row in stream:
        yield row
        row.clear(keep_tail=False)
        while row.getprevious() is not None:
            del row.getparent()[0]
    if stream.root is not None:
        yield stream.root


def _look_at_rows(top: etree._Element, scan: SheetScan) -> None:
    """Hidden rows; a row without a number follows the one before."""
    for row in top.iter("{*}row"):
        number = row.get("r")
        scan.at = _number(number, scan.at + 1)
        if number is None:
            row.set("r", str(scan.at))
        # a row of no height, or a column of no width, is hidden without the mark of it
        if row.get("hidden") in _YES or row.get("ht") == "0":
            scan.hidden_rows.append(scan.at)


def _look_at_cells(top: etree._Element, scan: SheetScan, struck: Struck | None) -> None:
    """The extent of the cells that hold something, error values, formulas without a stored value, and what is
    struck through."""
    places = []
    for cell in top.iter("{*}c"):
        place = cell.get("r") or _numbered(cell)
        # formats alone have no child, and may reach to the last row of the grid
        if len(cell):
            places.append(place)
            if cell.get("t") == "e":
                scan.errors[_address(place)] = cell.findtext("{*}v") or "#N/A"
            if struck and struck.is_struck(cell):
                scan.struck.add(_address(place))
    for formula in top.iter("{*}f"):
        owner = formula.getparent()
        if owner is None or not owner.get("r"):
            continue
        at = _address(owner.get("r", ""))
        scan.formulas.add(at)
        value = owner.findtext("{*}v")
        # a formula may well result in an empty text; an empty number was never calculated
        if not value and owner.get("t") != "e" and (value is None or owner.get("t") != "str"):
            scan.unvalued.add(at)
    scan.filled += len(places)
    # by the distinct rows and columns, of which a sheet has far fewer than cells
    scan.rows = max(
        [scan.rows, *(_address(f"A{row}")[0] for row in {place.lstrip(_LETTERS) for place in places})]
    )
    scan.columns = max(
        [
            scan.columns,
            *(_address(f"{column}1")[1] for column in {place.rstrip("0123456789") for place in places}),
        ]
    )


def _numbered(cell: etree._Element) -> str:
    """The address of a cell that has none: right of the one before."""
    before, row = cell.getprevious(), cell.getparent()
    column = _address(before.get("r", ""))[1] + 1 if before is not None else 1
    place = f"{letters(column)}{row.get('r', '1') if row is not None else 1}"
    cell.set("r", place)
    return place


def _address(place: str) -> tuple[int, int]:
    """'B7' → (7, 2); F003 where it lies outside the grid."""
    digits = place.lstrip(_LETTERS)
    column = 0
    # four letters are outside the grid already; a file may give thousands
    for letter in place[: len(place) - len(digits)][:4]:
        column = column * 26 + ord(letter) - 64
    row = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 9 else 0
    if not (1 <= row <= GRID_ROWS and 1 <= column <= GRID_COLUMNS):
        raise Refused(OVER_LIMIT, limit="有单元格的地址在表格范围之外", why=f"地址“{place[:20]}”")
    return row, column


def _number(digits: str | None, otherwise: int) -> int:
    # a file may give thousands of digits, which `int` refuses
    return int(digits) if digits and digits.isascii() and digits.isdigit() and len(digits) < 9 else otherwise
