"""Whether the extracts can be opened at all, without reading them: by their first bytes, and how a packed
file ends."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

from gaoji_batch.batch.unopened import Unopened
from gaoji_batch.evidence.source import MEND, UNREADABLE
from gaoji_batch.intake import sniff
from gaoji_batch.intake.files import named
from gaoji_batch.values.text import legible

_DAMAGED = "文件无法读取，已损坏、已加密或超出限制"
_HEAD = 64 * 1024
_MAY_BE_DATA = ("", "xls", "gz", "7z", "html", "mht", "xml", "markup")


def unopened_among(files: Sequence[Path]) -> list[Unopened]:
    """Those that cannot be opened, or are no data though their name promises some."""
    reasons = [(path, _why(path)) for path in files]
    return [Unopened(f"extracts/{legible(path.name)}", why, MEND) for path, why in reasons if why]


def _why(path: Path) -> str:
    if not (path.is_file() and named(path)):
        return UNREADABLE
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
            if not head:
                return _DAMAGED
            if path.suffix.lower() == ".parquet":
                file.seek(-4, 2)
                return "" if head[:4] == file.read(4) == b"PAR1" else _DAMAGED
    except OSError:
        return UNREADABLE
    kind = sniff.kind_of_bytes(head)
    if kind == "zip":
        return "" if zipfile.is_zipfile(path) else _DAMAGED
    if kind == "ole":
        return _DAMAGED if sniff.kind_of_ole(path.read_bytes()) in ("", "encrypted") else ""
    return _DAMAGED if sniff.is_spreadsheet_name(path.name) and kind not in _MAY_BE_DATA else ""
