"""SpreadsheetML 2003, which old systems name .xls: one XML file that is a whole workbook."""

from __future__ import annotations

from datetime import datetime

from lxml import etree

from gaoji_batch.intake.archive import as_utf8
from gaoji_batch.intake.grid import Grid
from gaoji_batch.intake.markup import SHEET
from gaoji_batch.intake.refused import Refused, check_extent, damaged
from gaoji_batch.intake.values import grid_of
from gaoji_batch.intake.workbook import Workbook
from gaoji_batch.values.rule_names import OVER_LIMIT
from gaoji_batch.workspace.limits import Limits

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"


def read_spreadsheet_xml(data: bytes, limits: Limits) -> Workbook:
    """SpreadsheetML 2003: sheets with their merges, hidden parts, errors and formulas without a value."""
    data = as_utf8(data)
    # entities can grow to any size, or fetch files of this machine; Excel writes none
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Refused(
            OVER_LIMIT,
            limit="工作簿中有外部实体声明（DOCTYPE）",
            fix="确认文件来源；把数据复制到新的工作簿后重新报送",
        )
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        book = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise damaged("文件残缺（XML结构不完整）") from error
    sheets = book.findall(f"{_SS}Worksheet")
    if len(sheets) > limits.sheets:
        raise Refused(OVER_LIMIT, limit=f"工作表超过{limits.sheets}张")
    struck = frozenset(
        style.get(f"{_SS}ID", "")
        for style in book.iterfind(f"{_SS}Styles/{_SS}Style")
        if any(font.get(f"{_SS}StrikeThrough") == "1" for font in style.iterfind(f"{_SS}Font"))
    )
    return Workbook([_spreadsheet(sheet, limits, struck) for sheet in sheets], _author(book))


def _author(book: etree._Element) -> str:
    author = next(book.iter("{urn:schemas-microsoft-com:office:office}Author"), None)
    return (author.text or "")[:200] if author is not None else ""


def _spreadsheet(sheet: etree._Element, limits: Limits, styles: frozenset[str]) -> Grid:
    name = sheet.get(f"{_SS}Name", SHEET)
    rows: list[list[object]] = []
    merges: list[tuple[int, int, int, int]] = []
    hidden_rows: list[int] = []
    errors: dict[tuple[int, int], str] = {}
    unvalued: set[tuple[int, int]] = set()
    struck: set[tuple[int, int]] = set()
    table = sheet.find(f"{_SS}Table")
    for line in table.iterfind(f"{_SS}Row") if table is not None else ():
        row = _index(line, len(rows) + 1)
        check_extent(row, 1, 0, limits, name)
        rows += [[] for _ in range(row - 1 - len(rows))]
        values: list[object] = []
        for cell in line.iterfind(f"{_SS}Cell"):
            column = _index(cell, len(values) + 1)
            across, down = _number(cell, "MergeAcross"), _number(cell, "MergeDown")
            check_extent(row + down, column + across, 0, limits, name)
            values += [None] * (column - 1 - len(values))
            data = cell.find(f"{_SS}Data")
            if cell.get(f"{_SS}StyleID", line.get(f"{_SS}StyleID")) in styles:
                struck.add((row, column))
            kind, text = _kind_and_text(data)
            if kind == "Error":
                errors[row, column] = text
            elif cell.get(f"{_SS}Formula") and data is None:
                unvalued.add((row, column))
            values += [_typed(kind, text), *[None] * across]
            if across or down:
                merges.append((row, column, row + down, column + across))
        rows.append(values)
        spanned = range(row, row + 1 + _number(line, "Span"))
        check_extent(spanned[-1], 1, 0, limits, name)
        rows += [[] for _ in spanned[1:]]
        if line.get(f"{_SS}Hidden") == "1":
            hidden_rows += spanned
    filled = sum(value is not None for values in rows for value in values)
    check_extent(len(rows), max(map(len, rows), default=0), filled, limits, name)
    hidden, columns = _is_hidden(sheet), _hidden_columns(table)
    return grid_of(name, rows, limits, hidden, merges, hidden_rows, columns, errors, unvalued, struck)


def _kind_and_text(data: etree._Element | None) -> tuple[str, str]:
    """What a cell's value is, and its text; '' where it has none."""
    if data is None:
        return "", ""
    return data.get(f"{_SS}Type", "String"), "".join(map(str, data.itertext()))


def _is_hidden(sheet: etree._Element) -> bool:
    visible = sheet.find(f"{_EXCEL}WorksheetOptions/{_EXCEL}Visible")
    return visible is not None and (visible.text or "").strip() in ("SheetHidden", "SheetVeryHidden")


def _hidden_columns(table: etree._Element | None) -> list[tuple[int, int]]:
    at, runs = 0, []
    for column in table.iterfind(f"{_SS}Column") if table is not None else ():
        first = _index(column, at + 1)
        at = first + _number(column, "Span")
        if column.get(f"{_SS}Hidden") == "1":
            runs.append((first, at))
    return runs


def _index(element: etree._Element, usual: int) -> int:
    """Where a row, cell or column stands: where it says so, but never before its turn."""
    return max(_number(element, "Index"), usual)


def _number(element: etree._Element, name: str) -> int:
    written = element.get(f"{_SS}{name}", "0")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 8 else 0


def _typed(kind: str, text: str) -> object:
    if not text or kind in ("", "Error"):
        return None
    if kind == "Boolean":
        return text.strip() == "1"
    try:
        if kind == "Number":
            return float(text)
        if kind == "DateTime":
            moment = datetime.fromisoformat(text.strip())
            return moment.date() if moment.time() == moment.time().min else moment
    except ValueError:
        return text
    return text
