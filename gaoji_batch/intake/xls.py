"""xls and et (WPS): xlrd, with what it knows of formats, for merges, hidden parts and error cells."""

from __future__ import annotations

import io
import os
from datetime import datetime, timedelta

import olefile
import xlrd

from gaoji_batch.intake.grid import Grid
from gaoji_batch.intake.refused import Refused, check_extent, damaged
from gaoji_batch.intake.sniff import OLE
from gaoji_batch.intake.values import grid_of
from gaoji_batch.intake.workbook import Workbook
from gaoji_batch.intake.xls_boxes import boxes_of
from gaoji_batch.intake.xlsb import grids_of
from gaoji_batch.values.rule_names import ENCRYPTED, OVER_LIMIT, UNREADABLE
from gaoji_batch.workspace.limits import Limits

_DAMAGED = "文件有损坏，能读出的已经核对，其余无从得知；请用Excel或WPS打开核对，另存为xlsx"
_FILLED = (
    xlrd.XL_CELL_TEXT,
    xlrd.XL_CELL_NUMBER,
    xlrd.XL_CELL_DATE,
    xlrd.XL_CELL_BOOLEAN,
    xlrd.XL_CELL_ERROR,
)


def read_xls(data: bytes, limits: Limits, opened: bool = False) -> Workbook:
    """The sheets of an old workbook, hidden ones too; Refused where it is encrypted, damaged or past a
    limit. opened: its encryption was taken off already."""
    try:
        book = _open(data)
    except Refused as refused:
        if refused.code == ENCRYPTED and not opened:
            from gaoji_batch.intake.unlocked import unlocked

            return read_xls(unlocked(data, limits), limits, opened=True)
        if refused.code == UNREADABLE and (salvaged := _by_calamine(data, limits)) and salvaged.grids:
            return salvaged
        raise
    if book.nsheets > limits.sheets:
        raise Refused(OVER_LIMIT, limit=f"工作表超过{limits.sheets}张")
    grids, filled, boxes = [], 0, boxes_of(data)
    for sheet in book.sheets():
        filled += sum(kind in _FILLED for row in range(sheet.nrows) for kind in sheet.row_types(row))
        check_extent(sheet.nrows, sheet.ncols, filled, limits, sheet.name)
        grids.append(_grid(sheet, book.datemode, limits))
        grids[-1].apart = boxes.get(sheet.name, [])
    creator, macros = _about(data)
    return Workbook(grids, creator, macros)


def _open(data: bytes) -> xlrd.Book:
    """Some old files are read only without their formats: values then, without merges and hidden parts."""
    with open(os.devnull, "w", encoding="utf-8") as silence:  # noqa: PTH123
        for formats in (True, False):
            try:
                # ragged: else xlrd fills every row up to the farthest cell, before the extent can be
                # refused
                return xlrd.open_workbook(
                    file_contents=data, formatting_info=formats, ragged_rows=True, logfile=silence
                )
            except xlrd.XLRDError as error:
                if "encrypted" in str(error).lower():
                    raise Refused(ENCRYPTED) from error
                failed: Exception = error
            except MemoryError:
                raise
            except Exception as error:  # xlrd trips over broken records in many ways
                failed = error
    raise damaged("文件残缺或不是电子表格", type(failed).__name__) from failed


def _by_calamine(data: bytes, limits: Limits) -> Workbook | None:
    """What calamine makes of a file that xlrd gives up: values, and which sheets are hidden; None where it
    gives up too."""
    try:
        return Workbook(grids_of(data, limits), *_about(data), _DAMAGED)
    except (Refused, MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # whatever breaks here, the file stays unread; a panic of calamine is no Exception
        return None


def _grid(sheet: xlrd.sheet.Sheet, datemode: int, limits: Limits) -> Grid:
    errors: dict[tuple[int, int], str] = {}
    values: list[list[object]] = []
    for row in range(sheet.nrows):
        kinds, row_values = sheet.row_types(row), sheet.row_values(row)
        values.append([_value(kind, value, datemode) for kind, value in zip(kinds, row_values, strict=True)])
        for column, kind in enumerate(kinds):
            if kind == xlrd.XL_CELL_ERROR:
                errors[row + 1, column + 1] = xlrd.error_text_from_code.get(row_values[column], "#N/A")
    struck = _struck(sheet)
    merges = [(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells]
    hidden_rows = [row + 1 for row, about in sheet.rowinfo_map.items() if about.hidden]
    hidden_columns = [(column + 1, column + 1) for column, about in sheet.colinfo_map.items() if about.hidden]
    return grid_of(
        sheet.name,
        values,
        limits,
        sheet.visibility != 0,
        merges,
        hidden_rows,
        hidden_columns,
        errors,
        # xlrd gives what a formula resulted in, and not that it is one
        set(),
        struck,
    )


def _struck(sheet: xlrd.sheet.Sheet) -> set[tuple[int, int]]:
    """Cells whose font, or the font of a part of whose text, has a line through it; none where formats were
    not read."""
    book = sheet.book
    fonts = {at for at, font in enumerate(book.font_list) if font.struck_out}
    if not fonts:
        return set()
    styles = {at for at, style in enumerate(book.xf_list) if style.font_index in fonts}
    cells = {
        (row + 1, column + 1)
        for row in range(sheet.nrows)
        for column in range(sheet.row_len(row))
        if sheet.cell_xf_index(row, column) in styles
    }
    parts = {
        (row + 1, column + 1)
        for (row, column), runs in sheet.rich_text_runlist_map.items()
        if any(font in fonts for _, font in runs)
    }
    return cells | parts


def _value(kind: int, value: object, datemode: int) -> object:
    if kind == xlrd.XL_CELL_DATE and isinstance(value, float):
        return _moment(value, datemode)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    return value if kind in (xlrd.XL_CELL_TEXT, xlrd.XL_CELL_NUMBER) else None


def _moment(serial: float, datemode: int) -> object:
    """A serial number as calamine gives it: a day, a time of day, or both; the number itself where it is no
    date."""
    if 0 <= serial < 1:
        return (datetime(1900, 1, 1) + timedelta(seconds=round(serial * 86400))).time()
    try:
        moment = xlrd.xldate_as_datetime(serial, datemode)
    except (xlrd.xldate.XLDateError, ValueError, OverflowError):
        return serial
    return moment.date() if serial.is_integer() else moment


def _about(data: bytes) -> tuple[str, bool]:
    """Who made the file, and whether it holds macros."""
    if not data.startswith(OLE):
        return "", False
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            macros = any(path[0].casefold() in ("_vba_project_cur", "macros") for path in container.listdir())
            about = container.get_metadata()
            author = about.author if isinstance(about.author, bytes) else b""
            # a code page is stored as a signed number of 16 bits: 65001 (UTF-8) reads as -535
            codepage = "utf-8" if about.codepage in (65001, -535, None) else f"cp{about.codepage}"
            try:
                return author.decode(codepage, "replace").strip("\0 ")[:200], macros
            except LookupError:
                return author.decode("gb18030", "replace").strip("\0 ")[:200], macros
    except Exception:  # a damaged container raises whatever it likes
        return "", False
