"""Writes grids in the other formats that units send: xls and et, ods,
csv and tsv in several encodings, zip, and a workbook behind a password."""

from __future__ import annotations

import csv
import io
import struct
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

import xlwt

from .grid import Formula, Grid
from .xlsx import packed


def xls(grids: list[Grid]) -> bytes:
    """The grids as an Excel 97 workbook (WPS names the same file .et)."""
    target = io.BytesIO()
    _xlwt_book(grids).save(target)
    return target.getvalue()


def _xlwt_book(grids: list[Grid]) -> Any:
    """The grids in xlwt's own workbook."""
    book = xlwt.Workbook(encoding="utf-8")
    frame = "borders: left thin, right thin, top thin, bottom thin; "
    styles = {
        "title": xlwt.easyxf("font: name 黑体, height 320, bold on; align: horiz center, vert center"),
        "header": xlwt.easyxf(
            (
                "font: name 宋体, height 200, bold on; align: horiz center, "
                "vert center, wrap on; pattern: pattern solid, fore_colour gray25; "
            )
            + frame
        ),
        "text": xlwt.easyxf("font: name 宋体, height 200; align: horiz center; " + frame, num_format_str="@"),
        "number": xlwt.easyxf("font: name 宋体, height 200; align: horiz center; " + frame),
        "date": xlwt.easyxf(
            "font: name 宋体, height 200; align: horiz center; " + frame, num_format_str="yyyy-mm-dd"
        ),
        "kv": xlwt.easyxf("font: name 宋体, height 210; align: horiz left"),
        "label": xlwt.easyxf("font: name 宋体, height 210, bold on; align: horiz left"),
    }
    for grid in grids:
        sheet = book.add_sheet(grid.sheet, cell_overwrite_ok=True)
        for column, width in grid.widths.items():
            sheet.col(column).width = width * 256
        for row in range(grid.height):
            sheet.row(row).height_mismatch, sheet.row(row).height = (
                True,
                480
                if any(grid.cells.get((row, 0), ("", ""))[1] == style for style in ("title", "note"))
                else 340,
            )
        sheet.portrait, sheet.paper_size_code, sheet.fit_num_pages = False, 9, 1
        sheet.fit_width_to_pages, sheet.fit_height_to_pages = 1, 0
        merged = {(first, left): (last, right) for first, left, last, right in grid.merges}
        for (row, column), (value, style) in sorted(grid.cells.items()):
            kind = (
                "date"
                if isinstance(value, date)
                else "number"
                if isinstance(value, (int, float)) and style == "text"
                else {"left": "text"}.get(style, style)
            )
            if (row, column) in merged:
                last, right = merged[row, column]
                sheet.write_merge(row, last, column, right, value, styles.get(kind, styles["kv"]))
            else:
                sheet.write(row, column, value if value != "" else None, styles.get(kind, styles["kv"]))
    return book


def behind_password(grids: list[Grid]) -> bytes:
    """An xls that says it is encrypted: a FILEPASS record follows the first BOF."""
    stream = _xlwt_book(grids).get_biff_data()
    first = 4 + struct.unpack_from("<H", stream, 2)[0]
    record = struct.pack("<HHHHH", 0x2F, 54, 1, 1, 1) + bytes(range(48))
    target = io.BytesIO()
    xlwt.CompoundDoc.XlsDoc().save(target, stream[:first] + record + stream[first:])
    return target.getvalue()


def delimited(grid: Grid, encoding: str, comma: str = ",") -> bytes:
    """A grid as text with commas or tabs;
    'utf-8-sig' writes a BOM, and 'utf-16' one before little-endian text."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=comma, lineterminator="\r\n")
    width = 1 + max(column for _, column in grid.cells)
    for row in range(grid.height):
        writer.writerow([_plain(grid.cells.get((row, column), ("", ""))[0]) for column in range(width)])
    return (
        b"\xff\xfe" + target.getvalue().encode("utf-16-le")
        if encoding == "utf-16"
        else target.getvalue().encode(encoding)
    )


def _plain(value: Any) -> str:
    """A value as text files hold it."""
    return value.isoformat() if isinstance(value, date) else str(value)


def ods(grids: list[Grid]) -> bytes:
    """The grids as an OpenDocument spreadsheet."""
    spaces = "".join(
        f' xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for key, name in NAMESPACES.items()
    )
    spaces += ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
    body = "".join(_ods_table(number, grid) for number, grid in enumerate(grids))
    styles = "".join(_ods_style(name, *look) for name, look in ODS_LOOKS.items()) + "".join(
        (
            f'<style:style style:name="w{width}" style:family="table-column">'
            "<style:table-column-properties "
            f'style:column-width="{width * 0.2:.1f}cm"/></style:style>'
        )
        for width in sorted({width for grid in grids for width in grid.widths.values()})
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{spaces} '
        f'office:version="1.2"><office:automatic-styles>{styles}</office:automatic-styles>'
    )
    content += (
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet>"
        "</office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
        'manifest:version="1.2">'
    )
    manifest += (
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" '
        'manifest:media-type="text/xml"/></manifest:manifest>'
    )
    return packed(
        [
            ("mimetype", ODS_TYPE.encode()),
            ("content.xml", content.encode()),
            ("META-INF/manifest.xml", manifest.encode()),
        ]
    )


ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
NAMESPACES = {"office": "office", "table": "table", "text": "text", "style": "style"}
ODS_LOOKS = {
    "title": ("16pt", "bold", "center", ""),
    "header": ("10pt", "bold", "center", "#dddddd"),
    "text": ("10pt", "normal", "center", ""),
    "kv": ("10pt", "normal", "start", ""),
}


def _ods_style(name: str, size: str, weight: str, align: str, ground: str) -> str:
    """One cell style."""
    frame = ' fo:border="0.5pt solid #000000"' if name in ("header", "text") else ""
    fill = f' fo:background-color="{ground}"' if ground else ""
    return (
        f'<style:style style:name="{name}" style:family="table-cell">'
        f'<style:table-cell-properties{frame}{fill} fo:wrap-option="wrap"/>'
        f'<style:paragraph-properties fo:text-align="{align}"/><style:text-properties '
        f'fo:font-size="{size}" fo:font-weight="{weight}"/></style:style>'
    )


def _ods_table(number: int, grid: Grid) -> str:
    """One sheet with its merges as spanned and covered cells."""
    merged = {(first, left): (last - first + 1, right - left + 1) for first, left, last, right in grid.merges}
    covered = {
        (row, column)
        for first, left, last, right in grid.merges
        for row in range(first, last + 1)
        for column in range(left, right + 1)
    } - set(merged)
    width = 1 + max(column for _, column in grid.cells | dict.fromkeys(covered))
    columns = "".join(
        f'<table:table-column table:style-name="w{grid.widths[column]}"/>' for column in sorted(grid.widths)
    )
    rows = ""
    for row in range(grid.height):
        cells = "".join(
            _ods_cell(grid.cells.get((row, column)), merged.get((row, column)), (row, column) in covered)
            for column in range(width)
        )
        rows += f"<table:table-row>{cells}</table:table-row>"
    return f'<table:table table:name="{escape(grid.sheet)}">{columns}{rows}</table:table>'


def _ods_cell(cell: tuple[Any, str] | None, span: tuple[int, int] | None, covered: bool) -> str:
    """One cell; a date and a number carry their value beside their text."""
    if covered:
        return "<table:covered-table-cell/>"
    value, style = cell or ("", "")
    look = style if style in ODS_LOOKS else "text" if style == "left" else "kv"
    spans = f' table:number-rows-spanned="{span[0]}" table:number-columns-spanned="{span[1]}"' if span else ""
    if value == "" or isinstance(value, Formula):
        return f'<table:table-cell table:style-name="{look}"{spans}/>'
    if isinstance(value, date):
        kind = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    elif isinstance(value, (int, float)):
        kind = f'office:value-type="float" office:value="{value}"'
    else:
        kind = 'office:value-type="string"'
    return (
        f'<table:table-cell table:style-name="{look}" {kind}{spans}>'
        f"<text:p>{escape(_plain(value))}</text:p></table:table-cell>"
    )


def zipped(parts: list[tuple[str, bytes]]) -> bytes:
    """Several files in one zip."""
    return packed(parts)
