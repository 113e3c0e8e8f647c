"""The code page of a text by its first bytes."""

from __future__ import annotations

import codecs

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def is_bare_utf16(head: bytes) -> bool:
    """Whether it is UTF-16 without a byte order mark: every digit, comma and Latin letter has a NUL byte, and
    no other code page of a table has any."""
    return head.count(0) * 5 >= len(head) > 1


def byte_order(head: bytes) -> str:
    """'utf-16-le' or 'utf-16-be' of a text in UTF-16 without a mark, by the side on which its NULs stand."""
    return "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"
