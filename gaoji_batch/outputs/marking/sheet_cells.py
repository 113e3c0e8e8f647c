"""Cells of a worksheet's XML: found, made where they are missing, coloured; and how wide and high they
stand."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from lxml import etree

from gaoji_batch.outputs.marking.issue import place_of
from gaoji_batch.outputs.marking.package import child, elements, first, unset
from gaoji_batch.outputs.marking.styles import Styles
from gaoji_batch.values.cells import a1

_ROW_HEIGHT, _COLUMN_WIDTH = 15.0, 8.43


class SheetCells:
    """The cells of one worksheet; places are 1-based (row, column)."""

    def __init__(self, root: etree._Element, styles: Styles) -> None:
        self.root, self.styles = root, styles

    def anchor(self, row: int, column: int) -> tuple[int, int]:
        """The cell that shows at a place: the first of its merged range, else itself."""
        for top, left, bottom, right in self.merges:
            if top <= row <= bottom and left <= column <= right:
                return top, left
        return row, column

    def colour(self, row: int, column: int, colour: str) -> None:
        """Gives a cell the fill of a verdict and leaves all else of its format; the cell is made where there
        is none."""
        cell = self._cell(row, column)
        cell.set("s", str(self.styles.marked(int(cell.get("s") or 0), colour)))

    @cached_property
    def merges(self) -> list[tuple[int, int, int, int]]:
        """The merged ranges: top, left, bottom, right."""
        group = first(self.root, "mergeCells")
        return [] if group is None else [bounds(merge.get("ref", "A1")) for merge in elements(group)]

    @cached_property
    def data(self) -> etree._Element:
        """The element that holds the rows."""
        element = first(self.root, "sheetData")
        return child(self.root, "sheetData") if element is None else element

    @cached_property
    def rows(self) -> dict[int, etree._Element]:
        """Number → row, of those that are there."""
        return _numbered(self.data, int)

    @cached_property
    def columns(self) -> list[tuple[int, int, float, str]]:
        """(first, last, width in characters, style) of the columns that say so."""
        group = first(self.root, "cols")
        return [] if group is None else [_column(col) for col in elements(group)]

    @cached_property
    def defaults(self) -> tuple[float, float]:
        """The height of a row in points and the width of a column in characters, where they do not say."""
        element = first(self.root, "sheetFormatPr")
        attributes: Any = {} if element is None else dict(element.attrib)
        return _number(attributes.get("defaultRowHeight"), _ROW_HEIGHT), _number(
            attributes.get("defaultColWidth"), _COLUMN_WIDTH
        )

    def width(self, column: int) -> int:
        """Pixels a column takes."""
        characters = next(
            (width for low, high, width, _ in self.columns if low <= column <= high), self.defaults[1]
        )
        # Excel's own reckoning for its default font: 7 pixels a character, 5 of margin
        return round(characters * 7 + 5) if characters else 0

    def height(self, row: int) -> int:
        """Pixels a row takes."""
        element = self.rows.get(row)
        if element is not None and element.get("hidden") in ("1", "true"):
            return 0
        # points, of which 72 go to an inch, as pixels, of which a screen counts 96
        return round(
            (self.defaults[0] if element is None else _number(element.get("ht"), self.defaults[0])) * 4 / 3
        )

    def _cell(self, row: int, column: int) -> etree._Element:
        holder = self._row(row)
        cells = _numbered(holder, lambda reference: place_of(reference)[1])
        if column in cells:
            return cells[column]
        element = child(holder, "c", r=a1(row, column))
        # a new cell takes the look that Excel would give it: the row's, else the column's
        style = holder.get("s") if holder.get("customFormat") in ("1", "true") else self._column_style(column)
        if style:
            element.set("s", style)
        _in_order(cells, column, element)
        # the hint of first and last column need not hold any more
        unset(holder, "spans")
        self._stretch(row, column)
        return element

    def _row(self, row: int) -> etree._Element:
        if row not in self.rows:
            element = child(self.data, "row", r=str(row))
            _in_order(self.rows, row, element)
            self.rows[row] = element
        return self.rows[row]

    def _column_style(self, column: int) -> str:
        return next((style for low, high, _, style in self.columns if low <= column <= high), "")

    def _stretch(self, row: int, column: int) -> None:
        """The sheet's stated extent holds a cell that was made."""
        extent = first(self.root, "dimension")
        if extent is not None:
            top, left, bottom, right = bounds(extent.get("ref", "A1"))
            extent.set(
                "ref", f"{a1(min(top, row), min(left, column))}:{a1(max(bottom, row), max(right, column))}"
            )


def bounds(reference: str) -> tuple[int, int, int, int]:
    """'B2:C4' → (2, 2, 4, 3)."""
    start, _, end = reference.replace("$", "").upper().partition(":")
    return *place_of(start), *place_of(end or start)


def _numbered(parent: etree._Element, number: Callable[[str], int]) -> dict[int, etree._Element]:
    """Number → element of rows or cells; one that does not say its number follows the one before."""
    by_number: dict[int, etree._Element] = {}
    at = 0
    for element in parent.iterchildren("{*}row", "{*}c"):
        reference = element.get("r")
        at = number(reference) if reference else at + 1
        by_number[at] = element
    return by_number


def _in_order(others: dict[int, etree._Element], number: int, element: etree._Element) -> None:
    following = min((other for other in others if other > number), default=None)
    if following is not None:
        others[following].addprevious(element)


def _column(col: etree._Element) -> tuple[int, int, float, str]:
    width = 0.0 if col.get("hidden") in ("1", "true") else _number(col.get("width"), _COLUMN_WIDTH)
    return int(col.get("min", 1)), int(col.get("max", 1)), width, col.get("style", "")


def _number(text: str | None, default: float) -> float:
    try:
        return float(text) if text else default
    except ValueError:
        return default
