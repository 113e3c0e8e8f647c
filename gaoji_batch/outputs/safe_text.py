"""Text made safe for the writers: characters no file format takes, text a spreadsheet would run, names of
files."""

from __future__ import annotations

import hashlib
import re

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_RUNS = tuple("=+-@\t\r\n＝＋－＠")
_RESERVED_NAMES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?$", re.IGNORECASE)
_NOT_IN_NAMES = re.compile(
    '[<>:"/\\\\|?*\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]'
)
_CELL_LIMIT = 32767


def clean(text: str) -> str:
    """The text without control characters (tab and line breaks stay); a lone surrogate becomes U+FFFD."""
    return text if text.isprintable() else _SURROGATE.sub("\ufffd", _UNWRITABLE.sub("", text))


def runs(text: str) -> bool:
    """Whether a spreadsheet would run the text as a formula: leading = + - @ tab CR LF, full-width forms
    too."""
    return text.startswith(_RUNS)


def for_csv(text: str) -> str:
    """Text for a csv that spreadsheets open: cleaned, with a leading ' where it would run."""
    cleaned = clean(text)
    return "'" + cleaned if runs(cleaned) else cleaned


def for_cell(text: str) -> str:
    """Text for a cell that is written as text: cleaned, cut at the 32,767 characters a cell holds."""
    return clean(text)[:_CELL_LIMIT]


def safe_name(text: str, limit: int = 60) -> str:
    """A file name (without extension) for any text, on every platform.

    Whatever had to be changed or cut is told apart by six characters of the text's hash.
    """
    name = _NOT_IN_NAMES.sub("_", text).strip(" .")
    name = f"_{name}" if _RESERVED_NAMES.match(name) else name
    if name and name == text and len(name) <= limit:
        return name
    mark = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return f"{name[: limit - 7].rstrip(' .') or '_'}-{mark}"
