"""Tables in HTML and MHT, which old systems name .xls: read as Excel shows them."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage

from lxml import etree, html

from gaoji_batch.intake.delimited import decode
from gaoji_batch.intake.grid import Grid
from gaoji_batch.intake.refused import check_extent, damaged
from gaoji_batch.intake.values import grid_of
from gaoji_batch.intake.workbook import Workbook
from gaoji_batch.workspace.limits import Limits

SHEET = "Sheet1"
"""The name of the sheet that a page without one of its own becomes."""
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_SHEET_NAME = re.compile(r"<x:Name>([^<]{1,31})</x:Name>", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_BLOCKS = ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "caption", "center")
_SILENT = ("script", "style", "head", "title")


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
    # the NULs are those of UTF-16
    stated = _CHARSET.search(data[:4096].replace(b"\0", b""))
    name = stated.group(1).decode("ascii").lower() if stated else ""
    if not name or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return decode(data)
    try:
        # pages that say gb2312 hold names with characters that only its successors have
        return data.decode("gb18030" if name.startswith("gb") else name).lstrip("\ufeff")
    except (LookupError, UnicodeDecodeError):
        return decode(data)


def _page(text: str, limits: Limits) -> Grid | None:
    """One page as a sheet: the cells of innermost tables, and a row for each line of text outside of them."""
    try:
        page = html.document_fromstring(text.encode("utf-8", "replace"), parser=_html_parser())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise damaged("网页表格已损坏") from error
    sheet = _PageSheet(limits)
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
        # old systems lay a whole page out in tables: the innermost hold the data
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


class _PageSheet:
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
