"""New workbooks of one look: type, colours, widths, frozen and filtered headers, and a page set up for A4."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from math import ceil
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from gaoji_batch.outputs.safe_text import for_cell

INK, SOFT, LINE, HEAD, INPUT = "#1F2933", "#5B6770", "#C9D1D8", "#E8EEF3", "#FFF9DB"
FONT = "微软雅黑"
# texts of units that begin with = or http stay texts
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table.

    title: its header.
    values: its cells, from the top.
    width: in characters.
    look: of its cells, as `Book.cell` names it.
    fill: whether people fill it in, so that header and cells stand out.
    """

    title: str
    values: Sequence[Any]
    width: float
    look: str = "text"
    fill: bool = False


@dataclass(slots=True)
class Book:
    """A workbook in the making; formats are made once for each look."""

    book: Workbook
    foot: str
    looks: dict[tuple[tuple[str, Any], ...], Format] = field(default_factory=dict)

    def look(self, **changes: Any) -> Format:
        """A cell format: the house's type and colour with `changes` as XlsxWriter names them."""
        key = tuple(sorted(changes.items()))
        if key not in self.looks:
            base = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "vcenter"}
            self.looks[key] = self.book.add_format(base | changes)
        return self.looks[key]

    def cell(self, look: str, **changes: Any) -> Format:
        """The format of a table cell: 'text' (wrapped), 'code' (centred), 'count', 'money' or 'head'."""
        kinds: dict[str, dict[str, Any]] = {
            "text": {"text_wrap": True, "num_format": "@"},
            "code": {"align": "center", "text_wrap": True, "num_format": "@"},
            "count": {"align": "right", "indent": 1, "num_format": "0"},
            "money": {"align": "right", "indent": 1, "num_format": "#,##0"},
            "head": {"align": "center", "text_wrap": True, "bold": True, "bg_color": HEAD},
        }
        return self.look(border=1, border_color=LINE, **kinds[look] | changes)

    def sheet(self, title: str, colour: str = "") -> Worksheet:
        """A new sheet that prints on A4 across, one page wide, with the sheet's name and page numbers at the
        foot."""
        sheet = self.book.add_worksheet(title)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
        sheet.set_footer(f"&L&8 {self.foot}&C&8&A&R&8第&P页，共&N页")
        sheet.hide_gridlines(2)
        if colour:
            sheet.set_tab_color(colour)
        return sheet


def open_book(path: Path, on: date, foot: str) -> Book:
    """A new workbook at `path`, dated `on` so that equal content gives equal bytes; `foot` is printed under
    each page.

    The caller closes `Book.book`.
    """
    book = xlsxwriter.Workbook(str(path), _OPTIONS)
    book.set_properties({"created": datetime(on.year, on.month, on.day), "comments": foot})
    book.set_size(2400, 1400)
    # column widths are measured by the font of the default format
    book.formats[0].set_font_name(FONT)
    book.formats[0].set_font_size(10)
    # & begins a code in headers and footers
    return Book(book, foot.replace("&", "&&"))


def write_cell(sheet: Worksheet, row: int, column: int, value: Any, look: Format) -> None:
    """Writes one value (0-based place) as what it is: text as text, numbers as numbers, None as an empty
    cell."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, str):
        sheet.write_string(row, column, for_cell(value), look)
    elif isinstance(value, date):
        # a day is text, which no regional setting of Excel shows otherwise
        sheet.write_string(row, column, value.isoformat(), look)
    else:
        sheet.write_number(row, column, value, look)


def write_table(
    book: Book, sheet: Worksheet, columns: Sequence[TableColumn], top: int = 0, filtered: bool = True
) -> int:
    """Writes a table whose header stands in 0-based row `top`; returns the row below it.

    The header is frozen and repeated on each printed page; with `filtered` it carries an autofilter.
    """
    rows = len(columns[0].values)
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.width)
        write_cell(
            sheet,
            top,
            at,
            column.title,
            book.cell("head", **({"bg_color": "#F6E7A8"} if column.fill else {})),
        )
        look = book.cell(column.look, **({"bg_color": INPUT} if column.fill else {}))
        for offset, value in enumerate(column.values):
            write_cell(sheet, top + 1 + offset, at, value, look)
    for offset, height in enumerate(_heights(columns), top + 1):
        sheet.set_row(offset, height)
    sheet.set_row(top, 30)
    sheet.set_header(f'&C&14&"{FONT},Bold"&A')
    sheet.freeze_panes(top + 1, 0)
    sheet.repeat_rows(top)
    if filtered:
        sheet.autofilter(top, 0, top + max(rows, 1), len(columns) - 1)
    return top + 1 + rows


def write_notes(
    book: Book,
    sheet: Worksheet,
    notes: Sequence[str],
    last_column: int,
    title_size: int = 15,
    heights: tuple[float, float] = (28, 18),
) -> None:
    """Writes a title and notes from the first row down, each across columns 0 to `last_column`.

    heights: of the title's row and of a note's row, in points.
    """
    for at, note in enumerate(notes):
        look = (
            book.look(font_size=title_size, bold=True) if at == 0 else book.look(font_size=9, text_wrap=True)
        )
        sheet.merge_range(at, 0, at, last_column, note, look)
        sheet.set_row(at, heights[0] if at == 0 else heights[1])


def _heights(columns: Sequence[TableColumn]) -> list[float]:
    """The height of each row in points, by the lines its fullest cell takes: not every program fits them by
    itself."""
    lines = []
    for column in columns:
        heights = {value: lines_of(value, column.width) for value in set(column.values)}
        lines.append([heights[value] for value in column.values])
    # 409 points is the greatest height Excel takes
    return [min(409.0, 6 + 14 * max(row)) for row in zip(*lines, strict=True)]


def lines_of(value: Any, width: float) -> int:
    """How many lines a value takes, wrapped in a column of so many characters."""
    if not isinstance(value, str):
        return 1
    room = max(width - 1, 1)
    if len(value) * 2 <= room and "\n" not in value:
        return 1
    return sum(
        max(1, ceil(sum(2 if ord(letter) > 0x2E7F else 1.1 for letter in line) / room))
        for line in value.split("\n")
    )


def colour_words(
    book: Book, sheet: Worksheet, area: tuple[int, int, int, int], words: Iterable[tuple[str, str, str]]
) -> None:
    """Colours the cells of an area (0-based, inclusive) that equal a word: (word, background, ink)."""
    for word, background, ink in words:
        look = book.book.add_format({"bg_color": background, "font_color": ink, "bold": True})
        sheet.conditional_format(
            *area, {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": look}
        )
