"""Tables in HTML, MHT and SpreadsheetML 2003, which old systems name .xls: read as Excel shows them."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage

from lxml import etree, html

from gaoji_batch.intake.delimited import decode
from gaoji_batch.intake.grid import Grid
from gaoji_batch.intake.refused import Refused, check_extent, damaged
from gaoji_batch.intake.values import grid_of
from gaoji_batch.intake.workbook import Workbook
from gaoji_batch.values.rule_names import OVER_LIMIT
from gaoji_batch.workspace.limits import Limits

SHEET = "Sheet1"
"""The name of the sheet that a page without one of its own becomes."""
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_SHEET_NAME = re.compile(r"<x:Name>([^<]{1,31})</x:Name>", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_BLOCKS = ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "caption", "center")
_SILENT = ("script", "style", "head", "title")
_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"


def read_html(data: bytes, limits: Limits) -> Workbook | None:
    """The tables of a page one below the other on one sheet, with the lines of text between them; None if it
    holds no table."""
    text = _text_of(data)
    grid = _page(text, limits)
    if grid is None:
        return None
    named = _SHEET_NAME.search(text[:20_000])
    grid.sheet = named.group(1) if named else SHEET
    return Workbook([grid])


def read_mht(data: bytes, limits: Limits) -> Workbook | None:
    """The pages of a web archive that hold a table, a sheet each; None if none does."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    grids: list[Grid] = []
    for part in message.walk():
        if part.get_content_type() == "text/html" and isinstance(part, EmailMessage):
            content = part.get_payload(decode=True)
            grid = _page(_text_of(content), limits) if isinstance(content, bytes) else None
            if grid is not None:
                grid.sheet = f"Sheet{len(grids) + 1}"
                grids.append(grid)
    return Workbook(grids) if grids else None


def _text_of(data: bytes) -> str:
    """The page's text, by what it says of its code page where that is right, else as a csv is decoded."""
    stated = _CHARSET.search(data[:4096].replace(b"\0", b""))
    name = stated.group(1).decode("ascii").lower() if stated else ""
    if not name or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return decode(data)
    try:
        return data.decode("gb18030" if name.startswith("gb") else name).lstrip("\ufeff")
    except (LookupError, UnicodeDecodeError):
        return decode(data)


def _page(text: str, limits: Limits) -> Grid | None:
    """One page as a sheet: the cells of innermost tables, and a row for each line of text outside of them."""
    try:
        page = html.document_fromstring(text.encode("utf-8", "replace"), parser=_html_parser())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise damaged("网页表格已损坏") from error
    sheet = _Sheet(limits)
    for item in _items(page):
        if isinstance(item, str):
            sheet.add_line(item)
        else:
            sheet.add_table(item)
    return sheet.grid() if sheet.tables and any(sheet.rows) else None


def _html_parser() -> html.HTMLParser:
    return html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)


def _items(page: html.HtmlElement) -> Iterator[str | html.HtmlElement]:
    """The page in order: innermost tables, and the lines of text that stand outside of them."""
    line: list[str] = []

    def walk(element: html.HtmlElement) -> Iterator[str | html.HtmlElement]:
        if not isinstance(element.tag, str) or element.tag in _SILENT:
            return
        if element.tag == "table" and next(element.iterdescendants("table"), None) is None:
            yield from flush()
            yield element
            return
        breaks = element.tag in (*_BLOCKS, "br", "tr", "table")
        if breaks:
            yield from flush()
        line.append(element.text or "")
        for child in element:
            yield from walk(child)
            line.append(child.tail or "")
        if breaks:
            yield from flush()

    def flush() -> Iterator[str]:
        text = _SPACES.sub(" ", "".join(line)).strip()
        line.clear()
        if text:
            yield text

    yield from walk(page)
    yield from flush()


class _Sheet:
    """Rows as they come, with merges for rowspan and colspan."""

    def __init__(self, limits: Limits) -> None:
        self.limits, self.tables = limits, 0
        self.rows: list[list[object]] = []
        self.merges: list[tuple[int, int, int, int]] = []
        self.hidden: list[int] = []
        self.struck: set[tuple[int, int]] = set()

    def add_line(self, text: str) -> None:
        self.rows.append([text])

    def add_table(self, table: html.HtmlElement) -> None:
        self.tables += 1
        taken: dict[int, int] = {}  # column → the last row that a cell above reaches down to
        for line in table.iter("tr"):
            row = len(self.rows) + 1
            if _is_hidden(line):
                self.hidden.append(row)
            values: list[object] = []
            for cell in line.iterchildren("td", "th"):
                while taken.get(len(values) + 1, 0) >= row:
                    values.append(None)
                wide, deep = _span(cell, "colspan"), _span(cell, "rowspan")
                left = len(values) + 1
                check_extent(row, left + wide - 1, 0, self.limits, "")
                if _is_struck(cell) or _is_struck(line, within=False):
                    self.struck.add((row, left))
                values += [_cell_text(cell), *[None] * (wide - 1)]
                if wide > 1 or deep > 1:
                    self.merges.append((row, left, row + deep - 1, left + wide - 1))
                    taken.update(dict.fromkeys(range(left, left + wide), row + deep - 1))
            self.rows.append(values)

    def grid(self) -> Grid:
        filled = sum(value is not None for row in self.rows for value in row)
        check_extent(len(self.rows), max(map(len, self.rows)), filled, self.limits, "")
        return grid_of(
            "", self.rows, self.limits, False, self.merges, self.hidden, [], {}, set(), self.struck
        )


def _span(cell: html.HtmlElement, name: str) -> int:
    written = str(cell.get(name, "1")).strip()
    return max(int(written), 1) if written.isascii() and written.isdigit() and len(written) < 6 else 1


def _is_struck(element: html.HtmlElement, within: bool = True) -> bool:
    """Whether an element, or one in it, is struck through."""
    return any(
        part.tag in ("s", "strike", "del") or "line-through" in str(part.get("style", "")).lower()
        for part in (element.iter() if within else [element])
    )


def _is_hidden(line: html.HtmlElement) -> bool:
    return "display:none" in str(line.get("style", "")).replace(" ", "").lower()


def _cell_text(cell: html.HtmlElement) -> str | None:
    """The text of a cell, with <br> and paragraphs as line breaks and a formula's ="…" taken off; None if it
    is empty."""
    parts: list[str] = []
    for element in cell.iter():
        if element.tag in ("br", "p", "div") and element is not cell:
            parts.append("\n")
        if isinstance(element.tag, str) and element.tag not in _SILENT:
            parts.append(_SPACES.sub(" ", element.text or ""))
        if element is not cell:
            parts.append(_SPACES.sub(" ", element.tail or ""))
    text = re.sub(r" *\n+ *", "\n", "".join(parts)).strip(" \n")
    as_text = re.fullmatch(r'="(.*)"', text)
    return (as_text.group(1) if as_text else text) or None


def read_spreadsheet_xml(data: bytes, limits: Limits) -> Workbook:
    """SpreadsheetML 2003: sheets with their merges, hidden parts, errors and formulas without a value."""
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
            kind = data.get(f"{_SS}Type", "String") if data is not None else ""
            text = "".join(map(str, data.itertext())) if data is not None else ""
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
    columns = _hidden_columns(table) if table is not None else []
    visible = sheet.find(f"{_EXCEL}WorksheetOptions/{_EXCEL}Visible")
    hidden = visible is not None and (visible.text or "").strip() in ("SheetHidden", "SheetVeryHidden")
    return grid_of(name, rows, limits, hidden, merges, hidden_rows, columns, errors, unvalued, struck)


def _hidden_columns(table: etree._Element) -> list[tuple[int, int]]:
    at, runs = 0, []
    for column in table.iterfind(f"{_SS}Column"):
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
