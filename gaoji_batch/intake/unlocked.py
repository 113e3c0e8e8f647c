"""Workbooks that Excel opens without asking: encrypted with the password that it tries by itself."""

from __future__ import annotations

import io

import msoffcrypto

from gaoji_batch.intake.refused import Refused
from gaoji_batch.values.rule_names import ENCRYPTED
from gaoji_batch.workspace.limits import Limits

_BUILT_IN = "VelvetSweatshop"
"""What Excel encrypts with where a workbook is protected against changes alone."""
_MOST_ROUNDS = 200_000
"""Excel hashes the password 100,000 times; a file may ask for millions, to keep a reader busy."""


def unlocked(data: bytes, limits: Limits) -> bytes:
    """The workbook within; Refused as encrypted where the password is one of the unit's own, or past a
    limit."""
    try:
        book = msoffcrypto.OfficeFile(io.BytesIO(data))
        if (getattr(book, "info", None) or {}).get("spinValue", 0) > _MOST_ROUNDS:
            raise Refused(ENCRYPTED)
        # the older formats check the password by themselves, and know no such argument
        verified = {"verify_password": True} if book.format == "ooxml" else {}
        book.load_key(password=_BUILT_IN, **verified)
        inside = _Bounded(limits.inflated_bytes)
        book.decrypt(inside)
    except (Refused, MemoryError):
        raise
    except Exception as error:  # damaged containers make it raise whatever they like
        raise Refused(ENCRYPTED) from error
    return inside.getvalue()


class _Bounded(io.BytesIO):
    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def write(self, some: bytes) -> int:  # type: ignore[override]
        if self.tell() + len(some) > self._most:
            raise Refused(ENCRYPTED)
        return super().write(some)
