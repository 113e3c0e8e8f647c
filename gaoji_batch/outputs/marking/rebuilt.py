"""Workbooks made anew to be marked: the values of a file that is no xlsx, or only the sheet 审核意见."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import PurePosixPath
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import OverlappingRange
from xlsxwriter.worksheet import Worksheet

from gaoji_batch.intake.grid import Grid
from gaoji_batch.outputs.marking.package import write_new
from gaoji_batch.outputs.safe_text import for_cell

# texts of a unit that look like formulas or links stay texts
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    # XlsxWriter raises at NaN otherwise
    "nan_inf_to_errors": True,
}
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
_TITLE_LIMIT = 31
_WIDEST = 42
_DAY, _MOMENT, _TIME, _SPAN = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "hh:mm:ss", "[h]:mm:ss"
_BARE = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="xl/workbook.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>'
    "</Relationships>",
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    "<bookViews><workbookView/></bookViews><sheets/></workbook>",
}


def bare() -> bytes:
    """A workbook without a sheet, for a file of which only the 审核意见 can be given."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, xml in _BARE.items():
            write_new(target, name, xml.encode())
    return out.getvalue()


def rebuilt(grids: list[Grid], file: str) -> tuple[bytes, dict[str, str]]:
    """An xlsx of the grids' values, and the name of each grid → the title of its sheet; equal grids give
    equal bytes."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _OPTIONS)
    # equal grids give equal bytes
    book.set_properties({"created": datetime(1980, 1, 1)})
    looks = {"": book.add_format({"num_format": "@"})} | {
        kind: book.add_format({"num_format": kind}) for kind in (_DAY, _MOMENT, _TIME, _SPAN)
    }
    titles: dict[str, str] = {}
    for grid in grids:
        titles[grid.sheet] = _title(grid.sheet or PurePosixPath(file).stem, set(titles.values()))
        _fill(book.add_worksheet(titles[grid.sheet]), grid, looks)
    book.close()
    return out.getvalue(), titles


def _title(wanted: str, taken: set[str]) -> str:
    """A title that Excel takes, unlike the others."""
    base = _NOT_IN_TITLES.sub("_", for_cell(wanted)).strip("' ")[:_TITLE_LIMIT] or "Sheet"
    folded = {title.casefold() for title in taken}
    choices = [base, *(f"{base[: _TITLE_LIMIT - 4]}_{number}" for number in range(2, 999))]
    return next(choice for choice in choices if choice.casefold() not in folded)


def _fill(sheet: Worksheet, grid: Grid, looks: dict[str, Any]) -> None:
    # before the values: XlsxWriter writes the first cell of a range that it merges, and merges no single cell
    for top, left, bottom, right in grid.merges:
        if (top, left) != (bottom, right):
            _merge(sheet, (top - 1, left - 1, bottom - 1, right - 1), looks[""])
    for row, values in enumerate(grid.rows):
        for column, value in enumerate(values):
            # an error such as #REF! comes back as its text
            value = grid.errors.get((row + 1, column + 1)) if value is None else value
            if value is not None and value != "":
                _write_value(sheet, row, column, value, looks)
    for at, width in _widths(grid.rows).items():
        sheet.set_column(at, at, width)
    for low, high in grid.hidden_rows:
        # a sheet may hide all rows below its last one, a million of them
        for row in range(low - 1, min(high, len(grid.rows))):
            sheet.set_row(row, None, None, {"hidden": True})
    for low, high in grid.hidden_columns:
        sheet.set_column(low - 1, high - 1, None, None, {"hidden": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    if grid.hidden:
        sheet.hide()


def _merge(sheet: Worksheet, area: tuple[int, int, int, int], look: Any) -> None:
    try:
        sheet.merge_range(*area, "", look)
    # a damaged file may state merges that overlap: the first stays
    except OverlappingRange:
        return


def _write_value(sheet: Worksheet, row: int, column: int, value: object, looks: dict[str, Any]) -> None:
    """Text as text, numbers as numbers, days and times as such."""
    # first: to Python a truth value is a number too
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value)
    elif isinstance(value, (date, time, timedelta)) and not _too_early(value):
        sheet.write_datetime(row, column, value, looks[_kind(value)])
    else:
        sheet.write_string(row, column, for_cell(str(value)), looks[""])


def _too_early(value: date | time | timedelta) -> bool:
    # days before Excel's calendar can only be written as text
    return isinstance(value, date) and value.year < 1900


def _kind(value: date | time | timedelta) -> str:
    if isinstance(value, datetime):
        return _DAY if value.time() == time() else _MOMENT
    return _DAY if isinstance(value, date) else _TIME if isinstance(value, time) else _SPAN


def _widths(rows: list[list[object]]) -> dict[int, float]:
    """A width in characters for each column, by its longest value in the first rows; titles and single notes
    do not count."""
    widths: dict[int, float] = {}
    for values in [row for row in rows[:200] if sum(value not in (None, "") for value in row) > 2] or rows[
        :200
    ]:
        for at, value in enumerate(values):
            text = str(value)[:_WIDEST] if value is not None else ""
            widths[at] = max(
                widths.get(at, 8.0), min(_WIDEST, 2.0 + sum(2 if letter > "\u2e7f" else 1 for letter in text))
            )
    return widths
