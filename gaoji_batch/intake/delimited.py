"""csv and tsv: the code page and the delimiter are decided once for the file; numbers stay text."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator

from gaoji_batch.intake.grid import Grid
from gaoji_batch.intake.refused import Refused, check_extent, damaged
from gaoji_batch.intake.values import laid_out
from gaoji_batch.values.code_pages import BYTE_ORDER_MARKS, byte_order, is_bare_utf16
from gaoji_batch.values.rule_names import OVER_LIMIT
from gaoji_batch.workspace.limits import Limits

DELIMITERS = ",\t;|"
SAMPLED = 50
"""So many lines decide the delimiter and the usual width."""
LONGEST_CELL = 100
"""A quoted cell may span so many lines; past that its quote was never closed."""
csv.field_size_limit(2**31 - 1)
"""A long cell is told as one (F003), not as an error of the csv module."""
UNREADABLE = "\ufffd"
"""What stands in the place of a byte that belongs to no character."""
_BAD_BYTES = 200
"""One unreadable byte in so many characters is damage to a cell; more of them are no text."""
_CONTROL = re.compile(r"[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_AS_TEXT = re.compile(r'="([0-9Xx]*)"')
"""How a csv tells Excel to keep digits as text."""


def decode(data: bytes) -> str:
    """Text by its byte order mark, then NULs for UTF-16, then strict UTF-8, else GB18030; F001 where it is
    none of these."""
    for bom, name in BYTE_ORDER_MARKS:
        if data.startswith(bom):
            return _strict(data[len(bom) :], name)
    head = data[:4096]
    if is_bare_utf16(head):
        return _strict(data, byte_order(head))
    # UTF-8 first: few texts of another code page are valid UTF-8, while most UTF-8 is valid GB18030
    for name in ("utf-8", "gb18030"):
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    return _with_bad_bytes(data)


def _with_bad_bytes(data: bytes) -> str:
    """Text with a few bytes that belong to no character, each as UNREADABLE; F001 if there are more than a
    few."""
    choices = [data.decode(name, "replace") for name in ("utf-8", "gb18030")]
    text = min(choices, key=lambda choice: choice.count(UNREADABLE))
    if text.count(UNREADABLE) * _BAD_BYTES > len(text):
        raise damaged("文件不是电子表格，也不是可识别编码的文本")
    return text


def _strict(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise damaged("文件不是电子表格，也不是可识别编码的文本") from error


def is_text(content: str) -> bool:
    """Whether decoded bytes are text at all: next to no control characters."""
    return len(_CONTROL.findall(content, 0, 65536)) * 200 <= min(len(content), 65536)


def read_delimited(content: str, limits: Limits) -> Grid:
    """The one sheet of a csv or tsv; F003 past a limit."""
    # `splitlines` would cut at U+2028, form feeds and the like too, which cells hold
    lines = re.split(r"(?<=\n)", content.replace("\r\n", "\n").replace("\r", "\n"))
    lines = lines if lines[-1] else lines[:-1]
    # a character takes at most four bytes: only a line that may be too long is encoded
    if any(
        len(line) * 4 > limits.line_bytes and len(line.encode("utf-8", "replace")) > limits.line_bytes
        for line in lines
    ):
        raise Refused(
            OVER_LIMIT,
            limit=f"有一行超过{limits.line_bytes >> 10}KB",
            fix="核对文件是否完整，分行保存后重新报送",
        )
    rows: list[list[str]] = []
    filled = widest = 0
    # by RFC 4180 first: cut line by line, breaks within quotes made 22 people 44
    for row in _as_written(lines) or _records(lines, *shape(lines)):
        filled, widest = filled + sum(map(bool, row)), max(widest, len(row))
        check_extent(len(rows) + 1, widest, filled, limits, "")
        rows.append(row)
    return Grid(
        "",
        laid_out(
            [[_AS_TEXT.sub(r"\1", cell) if cell.startswith('="') else cell for cell in row] for row in rows],
            limits,
            "",
        ),
    )


def is_table(content: str) -> bool:
    """Whether text that promises nothing is a table: three cells or more in most of its first lines."""
    lines = [line for line in content.splitlines()[:SAMPLED] if line.strip()]
    delimiter, width = shape(lines)
    return (
        width >= 3
        and len(lines) > 1
        and sum(len(_split(line, delimiter)) == width for line in lines) * 2 >= len(lines)
    )


def shape(lines: list[str]) -> tuple[str, int]:
    """The delimiter that cuts most lines alike, and into how many cells."""
    sample = [line for line in lines[:SAMPLED] if line.strip()]
    best = (0, ",", 1)
    for delimiter in DELIMITERS:
        cut = Counter(len(_split(line, delimiter)) for line in sample)
        score, width = max(((count * (width - 1), width) for width, count in cut.items()), default=(0, 1))
        if score > best[0]:
            best = score, delimiter, width
    return best[1], best[2]


def _as_written(lines: list[str]) -> list[list[str]] | None:
    """The rows of a text that keeps to RFC 4180, quoted line breaks and all; None if it has no quotes, or
    breaks the rule anywhere."""
    if not any('"' in line for line in lines):
        return None
    best: tuple[int, list[list[str]]] | None = None
    for delimiter in DELIMITERS:
        try:
            rows = list(csv.reader(lines, delimiter=delimiter, strict=True))
        except csv.Error:
            continue
        widths = Counter(len(row) for row in rows[:SAMPLED] if row)
        score = max((count * (width - 1) for width, count in widths.items()), default=0)
        longest = max((cell.count("\n") for row in rows for cell in row), default=0)
        if longest < LONGEST_CELL and (best is None or score > best[0]):
            best = score, rows
    return best[1] if best and best[0] else None


def _records(lines: list[str], delimiter: str, width: int) -> Iterator[list[str]]:
    """Rows; a quoted cell may hold line breaks. A quote that is never closed spoils its own line alone, read
    as it stands."""
    at = 0
    while at < len(lines):
        last, odd = at, lines[at].count('"') % 2
        while odd and last + 1 < len(lines) and last - at < LONGEST_CELL:
            last += 1
            odd ^= lines[last].count('"') % 2
        rows = list(csv.reader(lines[at : last + 1], delimiter=delimiter))
        if last > at and (odd or _misread(rows, lines[at], delimiter, width)):
            last, rows = at, [_literal(lines[at], delimiter)]
        elif odd:
            rows = [_literal(lines[at], delimiter)]
        yield from rows
        at = last + 1


def _misread(rows: list[list[str]], first: str, delimiter: str, width: int) -> bool:
    """Whether joining lines spoiled a row that has the usual width as it stands."""
    return len(rows[0]) != width and len(_literal(first, delimiter)) == width


def _split(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line], delimiter=delimiter), [])


def _literal(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line], delimiter=delimiter, quoting=csv.QUOTE_NONE), [])
