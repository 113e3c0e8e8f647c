"""Text boxes and shapes with text of an old workbook, which xlrd reads and keeps to itself."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import olefile

from gaoji_batch.intake.grid import BOX, Apart

_TEXT_HEAD = b"\xb6\x01\x12\x00"
"""How the record of a shape's text begins; most workbooks have none, and are not looked through."""
_BOUND_SHEET, _BOF, _EOF, _OBJECT, _SHAPE_TEXT, _CONTINUE = 0x85, 0x809, 0x0A, 0x5D, 0x1B6, 0x3C
_COMMENT = 0x19


def boxes_of(data: bytes) -> dict[str, list[Apart]]:
    """Sheet name → its boxes, at A1: old formats keep places in drawings of their own. Comments are none."""
    if _TEXT_HEAD not in data:
        return {}
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            book = container.openstream("Workbook").read()
        starts = [
            (_name(body), struct.unpack_from("<I", body)[0])
            for kind, body in _records(book, 0)
            if kind == _BOUND_SHEET
        ]
        return {name: [Apart(BOX, 1, 1, content) for content in _texts(book, at)] for name, at in starts}
    except (OSError, struct.error, IndexError, UnicodeDecodeError):
        return {}  # a damaged drawing: xlrd has read the cells


def _records(book: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records of one substream, those of charts within it too."""
    depth = 0
    while at + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, at)
        yield kind, book[at + 4 : at + 4 + size]
        at += 4 + size
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return


def _name(body: bytes) -> str:
    return _characters(body[7:], body[6])


def _characters(body: bytes, count: int) -> str:
    """Text behind the byte that says whether each character takes one byte or two."""
    wide = bool(body[0] & 1)
    return body[1 : 1 + count * (2 if wide else 1)].decode("utf-16-le" if wide else "latin-1")


def _texts(book: bytes, start: int) -> Iterator[str]:
    of_comment, left, content = False, 0, ""
    for kind, body in _records(book, start):
        if kind == _OBJECT:
            of_comment = body[:2] == b"\x15\0" and struct.unpack_from("<H", body, 4)[0] == _COMMENT
        elif kind == _SHAPE_TEXT:
            left, content = struct.unpack_from("<H", body, 10)[0], ""
        elif kind == _CONTINUE and left:
            part = _characters(body, left)
            left, content = left - len(part), content + part
            if left <= 0 and not of_comment and content.strip():
                yield content.replace("\r", "\n")
