"""Writes grids as xlsx and xlsm with XlsxWriter, in the look of several units; byte-identical every time."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime
from typing import Any

import xlsxwriter

from .grid import Formula, Grid
from .pictures import stamp

MADE = datetime(2026, 3, 2, 9, 0, 0)
NO_VALUE = "无结果"

LOOKS: dict[str, dict[str, Any]] = {
    "formal": {
        "font": "仿宋",
        "title_font": "方正小标宋简体",
        "size": 11,
        "title_size": 18,
        "border": 1,
        "fill": None,
    },
    "office": {
        "font": "微软雅黑",
        "title_font": "微软雅黑",
        "size": 10,
        "title_size": 16,
        "border": 1,
        "fill": "#BDD7EE",
    },
    "plain": {"font": "等线", "title_font": "等线", "size": 11, "title_size": 14, "border": 0, "fill": None},
    "green": {
        "font": "宋体",
        "title_font": "黑体",
        "size": 10,
        "title_size": 16,
        "border": 1,
        "fill": "#E2EFDA",
    },
    "grey": {
        "font": "宋体",
        "title_font": "宋体",
        "size": 10,
        "title_size": 15,
        "border": 1,
        "fill": "#D9D9D9",
    },
}


def workbook(grids: list[Grid], look: str, author: str, *, macros: bytes | None = None) -> bytes:
    """The grids as one workbook by an author; `macros` adds a vbaProject.bin."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "default_date_format": "yyyy-mm-dd",
        },
    )
    book.set_properties({"author": author, "created": MADE})
    if macros is not None:
        book.add_vba_project(io.BytesIO(macros), is_stream=True)
        book.set_vba_name("ThisWorkbook")
    formats = _formats(book, LOOKS[look])
    for grid in grids:
        _sheet(book, grid, formats)
    book.close()
    return _without_results(target.getvalue())


def _formats(book: Any, look: dict[str, Any]) -> dict[str, Any]:
    """The cell formats of a look, by style name, and '<style>.date' for dates."""
    base = {"font_name": look["font"], "font_size": look["size"], "valign": "vcenter"}
    framed = base | {"border": look["border"], "align": "center", "text_wrap": True, "num_format": "@"}
    filled = {"bg_color": look["fill"]} if look["fill"] else {}
    kinds = {
        "title": base
        | {"font_name": look["title_font"], "font_size": look["title_size"], "bold": True, "align": "center"},
        "note": base | {"font_color": "#7F7F7F", "text_wrap": True, "align": "left"},
        "kv": base | {"align": "left"},
        "label": base | {"bold": True, "align": "left"},
        "header": framed | filled | {"bold": True, "num_format": "General"},
        "text": framed,
        "left": framed | {"align": "left"},
        "sign": base | {"align": "left"},
        "right": base | {"align": "right"},
        "number": framed | {"num_format": "General"},
        "date": framed | {"num_format": "yyyy-mm-dd"},
    }
    return {name: book.add_format(kind) for name, kind in kinds.items()}


def _sheet(book: Any, grid: Grid, formats: dict[str, Any]) -> None:
    """One sheet: cells, merges, widths, hidden rows, the stamp, and the page."""
    sheet = book.add_worksheet(grid.sheet)
    for column, width in grid.widths.items():
        sheet.set_column(column, column, width)
    sheet.set_default_row(18)
    merged = {(first, left): (last, right) for first, left, last, right in grid.merges}
    tall = {
        row
        for (row, _), (value, style) in grid.cells.items()
        if style in ("title", "note") or (style == "header" and "\n" in str(value))
    }
    for row in tall:
        sheet.set_row(row, 30)
    for (row, column), (value, style) in sorted(grid.cells.items()):
        if (row, column) in merged:
            sheet.merge_range(row, column, *merged[row, column], "", formats[style])
        _cell(sheet, row, column, value, style, formats)
    for row in grid.hidden_rows:
        sheet.set_row(row, None, None, {"hidden": True})
    if grid.hidden:
        sheet.hide()
    if grid.stamp:
        sheet.insert_image(
            *grid.stamp,
            "stamp.png",
            {"image_data": io.BytesIO(stamp()), "object_position": 3, "x_scale": 0.7, "y_scale": 0.7},
        )
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _cell(sheet: Any, row: int, column: int, value: Any, style: str, formats: dict[str, Any]) -> None:
    """One cell by the kind of its value."""
    plain = style in ("text", "left")
    if isinstance(value, Formula):
        sheet.write_formula(
            row, column, value.text, formats["number"], NO_VALUE if value.value is None else value.value
        )
    elif isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), formats["date"])
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value, formats["number"] if plain else formats[style])
    elif value == "":
        sheet.write_blank(row, column, None, formats[style])
    else:
        sheet.write_string(row, column, value, formats[style])


def _without_results(content: bytes) -> bytes:
    """The workbook with the results of formulas taken away that were marked
    as having none, as programs write it that do not calculate."""
    if NO_VALUE.encode() not in b"".join(_entry for _, _entry in entries(content)):
        return content
    pattern = re.compile(rf' t="str"><f>([^<]*)</f><v>{NO_VALUE}</v>')
    return packed(
        [
            (
                name,
                pattern.sub(r"><f>\1</f>", body.decode()).encode()
                if name.startswith("xl/worksheets/")
                else body,
            )
            for name, body in entries(content)
        ]
    )


def entries(content: bytes) -> list[tuple[str, bytes]]:
    """Name and content of each entry of a zip, in its order."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [(info.filename, archive.read(info)) for info in archive.infolist()]


def packed(parts: list[tuple[str, bytes]], squeeze: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of the parts, dated 1980, the same bytes every time; a part named mimetype is stored."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, body in parts:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.external_attr = 0o644 << 16
            info.create_system = 3
            archive.writestr(info, body, zipfile.ZIP_STORED if name == "mimetype" else squeeze)
    return target.getvalue()
