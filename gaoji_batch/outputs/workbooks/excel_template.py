"""Excel templates: {{ … }} in cells, and one row that is repeated.

A row in which a placeholder names `row` is written once for each of `rows`; what stands below moves down with
its merges and heights, and a SUM over the repeated row is widened. A lone {{ x }} keeps the value's type; all
else is text. Rendered in the sandbox of `templated`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from jinja2 import Undefined
from jinja2.sandbox import SandboxedEnvironment
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from gaoji_batch.errors import GaojiError
from gaoji_batch.outputs import templated
from gaoji_batch.outputs.safe_text import for_cell
from gaoji_batch.outputs.workbooks.book import lines_of

_LONE = re.compile(r"^\{\{(?P<said>[^{}]+)\}\}$")
_REPEATED = re.compile(r"\{\{[^{}]*\brow\b")


def render(workspace: Path, name: str, values: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> bytes:
    """The workbook with `values`, and `rows` in its repeated row; raises GaojiError naming the cell that
    cannot be rendered."""
    path = templated.template_path(workspace, name)
    try:
        book = load_workbook(path)
    except (OSError, BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise GaojiError(f"模板{path}不是Excel工作簿（xlsx）：{error}", templated.REMEDY) from error
    environment = templated.environment()
    # a cell is no HTML: & must not become &amp;
    environment.autoescape = False
    for sheet in book.worksheets:
        _render_sheet(sheet, environment, values, rows, path)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _render_sheet(
    sheet: Worksheet,
    environment: SandboxedEnvironment,
    values: Mapping[str, Any],
    rows: Sequence[Mapping[str, Any]],
    path: Path,
) -> None:
    at = next(
        (cell.row for line in sheet.iter_rows() for cell in line if _REPEATED.search(str(cell.value))), None
    )
    if at is not None:
        _repeat(sheet, at, len(rows))
    for line in sheet.iter_rows():
        for cell in line:
            if isinstance(cell, Cell) and isinstance(cell.value, str) and "{" in cell.value:
                row_values = (
                    {"row": rows[cell.row - at]} if at is not None and at <= cell.row < at + len(rows) else {}
                )
                with templated.refused(path, _cell_at(cell)):
                    _write_value(cell, _rendered(environment, cell.value, {**values, **row_values}))
    if at is not None:
        _grow(sheet, range(at, at + len(rows)))


def _grow(sheet: Worksheet, rows: range) -> None:
    """Makes a row high enough for its fullest cell, where the template gives rows a height: not every program
    fits them by itself."""
    for row in rows:
        fullest = max(
            lines_of(cell.value, sheet.column_dimensions[get_column_letter(at)].width)
            for at, cell in enumerate(sheet[row], 1)
        )
        if height := sheet.row_dimensions[row].height:
            sheet.row_dimensions[row].height = max(height, min(409.0, 6.0 + 14 * fullest))


def _cell_at(cell: Cell) -> Callable[[int], str]:
    """The place of a fault: the cell, whatever line of it."""
    return lambda _: f"{cell.coordinate}单元格"


def _rendered(environment: SandboxedEnvironment, template: str, values: Mapping[str, Any]) -> Any:
    """A lone expression's value with its type; else the text. An unknown name is rendered as text too, which
    says where it stands."""
    if lone := _LONE.match(template.strip()):
        value = environment.compile_expression(lone["said"], undefined_to_none=False)(**values)
        if not isinstance(value, Undefined):
            return value
    return environment.from_string(template).render(values)


def _write_value(cell: Cell, value: Any) -> None:
    """A value as what it is; text stays text, whatever it begins with."""
    if isinstance(value, int):
        cell.value = value
    else:
        cell.value = for_cell(str(value))
        # openpyxl takes a text that begins with = for a formula
        cell.data_type = "s"


def _repeat(sheet: Worksheet, at: int, count: int) -> None:
    """Makes room for `count` copies of row `at`, moves what is below, and copies the row with its looks."""
    more, last = max(count, 1) - 1, sheet.max_row
    if more and last > at:
        heights = {row: sheet.row_dimensions[row].height for row in range(at + 1, last + 1)}
        # move_range leaves merges and heights where they are
        merged = [area for area in sheet.merged_cells.ranges if area.min_row > at]
        for area in merged:
            sheet.merged_cells.remove(area)
        sheet.move_range(f"A{at + 1}:{sheet.cell(last, sheet.max_column).coordinate}", rows=more)
        for area in merged:
            area.shift(row_shift=more)
            sheet.merged_cells.add(area)
        for row, height in heights.items():
            sheet.row_dimensions[row + more].height = height
    for column in range(1, sheet.max_column + 1):
        pattern = sheet.cell(at, column)
        for row in range(at + 1, at + more + 1):
            # the public properties of a style would be copied one by one, and slowly
            copied: Any = sheet.cell(row, column)
            copied.value, copied._style = pattern.value, copy(pattern._style)  # type: ignore[union-attr]
    for row in range(at + 1, at + more + 1):
        sheet.row_dimensions[row].height = sheet.row_dimensions[at].height
    _widen(sheet, at, more)


def _widen(sheet: Worksheet, at: int, more: int) -> None:
    """SUM(L5:L5) over the repeated row 5 becomes SUM(L5:L24)."""
    for line in sheet.iter_rows():
        for cell in line:
            if isinstance(cell.value, str) and cell.value.startswith("="):
                cell.value = re.sub(
                    rf"\b(\$?[A-Z]+\$?{at}):(\$?[A-Z]+\$?){at}\b", rf"\g<1>:\g<2>{at + more}", cell.value
                )
