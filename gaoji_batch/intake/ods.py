"""ods: one lxml pass over content.xml gives values and what values do not say; repeats are expanded only
where they hold something."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from gaoji_batch.intake.archive import Archive
from gaoji_batch.intake.grid import BOX, Apart, Grid
from gaoji_batch.intake.ods_values import (
    DRAW,
    FORMULA,
    STYLE,
    TABLE,
    TEXT,
    VALUE_TYPE,
    Attributes,
    box_text,
    value_of,
)
from gaoji_batch.intake.refused import Refused, check_extent, damaged
from gaoji_batch.intake.values import grid_of
from gaoji_batch.intake.workbook import Workbook
from gaoji_batch.values.rule_names import ENCRYPTED, OVER_LIMIT
from gaoji_batch.workspace.limits import Limits

_CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
_ROWS_REPEATED, _COLUMNS_REPEATED = (f"{TABLE}number-{each}-repeated" for each in ("rows", "columns"))
_ROWS_SPANNED, _COLUMNS_SPANNED = (f"{TABLE}number-{each}-spanned" for each in ("rows", "columns"))
_EXTERNAL = "'file:"
"""Tables of this name are copies of what links to other files last gave; they are not the unit's own
sheets."""


@dataclass(slots=True)
class _OdsSheet:
    """A sheet while it is read; rows and columns are 1-based.

    name: of the sheet.
    hidden: whether the sheet is.
    at: the last row that was read, repeated ones counted.
    filled: how many cells of the last row read, with its repetitions, are filled.
    wide: the last column that is filled.
    rows: row → its cells; empty rows are not in it.
    merges: (top, left, bottom, right).
    hidden_rows: row by row.
    hidden_columns: as runs.
    columns: the last column that a column element has told of.
    errors: (row, column) → '#N/A'.
    unvalued: cells of formulas without a stored value.
    struck: cells that are struck through.
    struck_styles: names of the styles that strike through.
    boxes: text boxes and shapes with text; None where the workbook has no shape at all.
    """

    name: str
    hidden: bool
    at: int = 0
    filled: int = 0
    wide: int = 0
    rows: dict[int, list[object]] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    columns: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    unvalued: set[tuple[int, int]] = field(default_factory=set)
    struck: set[tuple[int, int]] = field(default_factory=set)
    struck_styles: frozenset[str] = frozenset()
    boxes: list[Apart] | None = None


def read_ods(archive: Archive, limits: Limits) -> Workbook:
    """The sheets of an OpenDocument spreadsheet; Refused where it is encrypted, damaged or past a limit."""
    names = list(archive.entries)
    if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise Refused(ENCRYPTED)
    if "content.xml" not in names:
        raise damaged("文件残缺（没有内容部件）")
    for name in names:
        if name not in ("content.xml", "META-INF/manifest.xml", "mimetype"):
            # counted though not read: a bomb may lie in any part
            archive.measure(name)
    content = archive.read_xml("content.xml")
    sheets = list(_sheets(content, limits))
    return Workbook(
        [_grid(sheet, limits) for sheet in sheets],
        _creator(archive),
        any(name.startswith("Basic/") for name in names),
    )


def _sheets(content: bytes, limits: Limits) -> Iterator[_OdsSheet]:
    """Sheet by sheet; rows are dropped from memory once they are read."""
    # full when the sheets come: styles stand before them
    styles = _Styles()
    boxes = b"<draw:" in content
    sheet: _OdsSheet | None = None
    filled = count = depth = 0
    try:
        for event, element in _elements(content):
            tag = element.tag
            if tag == f"{STYLE}style" and event == "end":
                styles.look_at(element)
            elif tag == f"{TABLE}table":
                depth += 1 if event == "start" else -1
                if event == "start" and depth == 1:
                    sheet = styles.sheet(element, boxes)
                    count += sheet is not None
                    if count > limits.sheets:
                        raise Refused(OVER_LIMIT, limit=f"工作表超过{limits.sheets}张")
                elif depth == 0:
                    if sheet is not None:
                        yield sheet
                    sheet = None
                    element.clear(keep_tail=False)
            elif event == "end" and sheet is not None and depth == 1:
                if tag == f"{TABLE}table-column":
                    _look_at_column(element, sheet)
                elif tag == f"{TABLE}shapes":
                    _look_at_shapes(element, sheet, 1, 1)
                elif tag == f"{TABLE}table-row":
                    _look_at_row(element, sheet, limits, filled)
                    filled += sheet.filled
                    sheet.filled = 0
                    element.clear(keep_tail=False)
    except etree.XMLSyntaxError as error:
        raise damaged("文件残缺（内容无法解析）") from error


def _elements(content: bytes) -> Iterator[tuple[str, Any]]:
    """Beginnings and ends of styles, sheets, and what sheets are made of, in the order of the document."""
    tags = [f"{TABLE}{name}" for name in ("table", "table-row", "table-column", "shapes")] + [f"{STYLE}style"]
    events: Iterator[tuple[str, Any]] = etree.iterparse(
        io.BytesIO(content),
        events=("start", "end"),
        tag=tags,
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
    )
    return events


@dataclass(slots=True)
class _Styles:
    """Names of the styles that hide a sheet, and of those that strike through."""

    hidden: set[str] = field(default_factory=set)
    struck: set[str] = field(default_factory=set)

    def look_at(self, style: etree._Element) -> None:
        name = style.get(f"{STYLE}name", "")
        if any(child.get(f"{TABLE}display") == "false" for child in style):
            self.hidden.add(name)
        if any(map(_strikes, style)):
            self.struck.add(name)

    def sheet(self, table: etree._Element, boxes: bool) -> _OdsSheet | None:
        """The sheet that a table begins; None for a copy of another file's. boxes: some sheet has shapes."""
        name = table.get(f"{TABLE}name", "")
        if name.startswith(_EXTERNAL):
            return None
        return _OdsSheet(
            name,
            table.get(f"{TABLE}style-name") in self.hidden,
            struck_styles=frozenset(self.struck),
            boxes=[] if boxes else None,
        )


def _look_at_column(element: etree._Element, sheet: _OdsSheet) -> None:
    first, sheet.columns = sheet.columns + 1, sheet.columns + _times(element, _COLUMNS_REPEATED)
    if element.get(f"{TABLE}visibility", "visible") != "visible":
        sheet.hidden_columns.append((first, sheet.columns))


def _look_at_shapes(parent: etree._Element, sheet: _OdsSheet, row: int, column: int) -> None:
    """The shapes of a sheet, or of a cell."""
    boxes = map(box_text, parent.iterchildren(f"{DRAW}*"))
    sheet.boxes = (sheet.boxes or []) + [Apart(BOX, row, column, content) for content in boxes if content]


def _look_at_row(element: etree._Element, sheet: _OdsSheet, limits: Limits, filled: int) -> None:
    """One row, as often as it is repeated; an empty one only counts."""
    first, times = sheet.at + 1, _times(element, _ROWS_REPEATED)
    sheet.at += times
    cells: list[object] = []
    marks: list[tuple[int, str]] = []
    struck: list[int] = []
    column = 0
    for cell in element.iterchildren(*_CELLS):
        # at once: lxml takes as long for one of them by name
        attributes: Attributes = dict(cell.items())  # type: ignore[arg-type]
        again = _times(attributes, _COLUMNS_REPEATED)
        if sheet.boxes is not None and len(cell):
            _look_at_shapes(cell, sheet, first, column + 1)
        value, error = value_of(cell, attributes)
        unvalued = value is None and not error and FORMULA in attributes and VALUE_TYPE not in attributes
        deep, wide = _times(attributes, _ROWS_SPANNED), _times(attributes, _COLUMNS_SPANNED)
        if deep > 1 or wide > 1:
            sheet.merges.append((first, column + 1, first + deep - 1, column + wide))
        if sheet.struck_styles and value is not None and _is_struck(cell, sheet.struck_styles):
            struck.append(column + 1)
        if value is not None or error or unvalued:
            check_extent(first, column + again, filled + again, limits, sheet.name)
            cells += [None] * (column - len(cells)) + [value] * again
            marks += [(column + 1 + at, error) for at in range(again)] if error or unvalued else []
        column += again
    if not cells:
        return
    sheet.wide, sheet.filled = max(sheet.wide, len(cells)), times * sum(value is not None for value in cells)
    check_extent(sheet.at, sheet.wide, filled + sheet.filled, limits, sheet.name)
    hidden = element.get(f"{TABLE}visibility", "visible") != "visible"
    for row in range(first, sheet.at + 1):
        sheet.rows[row] = cells
        sheet.hidden_rows += [row] * hidden
        sheet.struck.update((row, at) for at in struck)
        for at, code in marks:
            if code:
                sheet.errors[row, at] = code
            else:
                sheet.unvalued.add((row, at))


def _strikes(properties: etree._Element) -> bool:
    """Whether the properties of a style draw a line through text."""
    lines = [properties.get(f"{STYLE}text-line-through-{name}", "none") for name in ("style", "type")]
    return lines != ["none", "none"]


def _is_struck(cell: etree._Element, styles: frozenset[str]) -> bool:
    """Whether the style of a cell, or of a part of its text, is one of these."""
    spans = cell.iter(f"{TEXT}span", f"{TEXT}p")
    return cell.get(f"{TABLE}style-name") in styles or any(
        part.get(f"{TEXT}style-name") in styles for part in spans
    )


def _times(element: etree._Element | dict[str, str], attribute: str) -> int:
    digits = element.get(attribute)
    # nearly all cells say nothing
    if digits is None:
        return 1
    return max(1, int(digits)) if digits.isascii() and digits.isdigit() and len(digits) < 9 else 1


def _grid(sheet: _OdsSheet, limits: Limits) -> Grid:
    values = [sheet.rows.get(row, []) for row in range(1, max(sheet.rows, default=0) + 1)]
    grid = grid_of(
        sheet.name,
        values,
        limits,
        sheet.hidden,
        sheet.merges,
        sheet.hidden_rows,
        sheet.hidden_columns,
        sheet.errors,
        sheet.unvalued,
        sheet.struck,
    )
    grid.apart = sheet.boxes or []
    return grid


def _creator(archive: Archive) -> str:
    if "meta.xml" not in archive.entries:
        return ""
    try:
        meta = etree.fromstring(
            archive.read("meta.xml"), etree.XMLParser(resolve_entities=False, no_network=True)
        )
    except etree.XMLSyntaxError:
        return ""
    return (meta.findtext(".//{http://purl.org/dc/elements/1.1/}creator") or "").strip()[:200]
