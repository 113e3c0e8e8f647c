"""The bytes of a text extract: packed or not, its code page, a copy that DuckDB can read."""

from __future__ import annotations

import codecs
import gzip
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from gaoji_batch.values.code_pages import BYTE_ORDER_MARKS, byte_order, is_bare_utf16
from gaoji_batch.workspace.limits import Limits

HEAD = 256 * 1024
"""So many bytes of a text are looked at for its code page, delimiter and header."""
LOOKED_AT = 8 * 1024 * 1024
"""So many inflated bytes of a .csv.gz are looked at before DuckDB reads it all."""
LEAST_REFUSED = 1 << 20
"""A packed text that inflates to no more bytes than this is read whatever its ratio."""
MAX_RATIO = 200
"""A .csv.gz that inflates more than so many times is refused (docs/contract/workspace.md)."""
ROOMY = Limits(
    file_bytes=2**31,
    rows=1_048_576,
    filled_cells=20_000_000,
    inflated_bytes=2**31,
    memory_bytes=2**33,
    seconds=600,
)
"""What is read of extracts and of statements of banks: they may be larger than anything that a unit sends."""
_DECODERS = {"utf-8": "utf-8-sig", "utf-16-le": "utf-16", "utf-16-be": "utf-16"}
"""Names under which Python's decoders drop a byte order mark."""
BOMB = f"压缩比超过{MAX_RATIO}倍，未读取"


class Unusable(Exception):
    """Why an extract cannot be used, in Chinese. broken: it may well be one, but could not be read."""

    def __init__(self, why: str, broken: bool = False) -> None:
        super().__init__(why)
        self.broken = broken


def open_bytes(path: Path, packed: bool) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(path, "rb")) if packed else path.open("rb")


def _chunks(path: Path, packed: bool) -> Iterator[bytes]:
    """A file piece by piece; Unusable where it is packed, and damaged or growing beyond all measure."""
    size, most = 0, max(path.stat().st_size * MAX_RATIO, LEAST_REFUSED)
    try:
        with open_bytes(path, packed) as file:
            while chunk := file.read(1 << 20):
                size += len(chunk)
                if packed and size > most:
                    raise Unusable(BOMB, broken=True)
                yield chunk
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise Unusable("压缩文件已损坏", broken=True) from error


def refuse_bomb(path: Path) -> None:
    """Inflates the beginning, and the whole of a small file: one that grows beyond all measure is refused
    before DuckDB reads it."""
    size = 0
    try:
        with path.open("rb") as raw, gzip.GzipFile(fileobj=raw) as file:
            while size < LOOKED_AT and (chunk := file.read(1 << 20)):
                size += len(chunk)
                if size > max(raw.tell() * MAX_RATIO, LEAST_REFUSED):
                    raise Unusable(BOMB, broken=True)
    except (OSError, EOFError, zlib.error) as error:
        raise Unusable("压缩文件已损坏", broken=True) from error


def encoding_of(head: bytes) -> str:
    """The code page by a file's beginning, in which the Chinese header stands: BOMs, then NULs for UTF-16,
    then strict UTF-8, else GB18030."""
    for byte_order_mark, name in BYTE_ORDER_MARKS:
        if head.startswith(byte_order_mark):
            return _DECODERS[name]
    if is_bare_utf16(head):
        return byte_order(head)
    try:
        # Incremental, for the beginning may end inside a character.
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def transcoded(path: Path, packed: bool, encoding: str, scratch: Path) -> Path:
    """A UTF-8 copy that DuckDB can read, in the run's scratch folder."""
    scratch.mkdir(parents=True, exist_ok=True)
    copy = scratch / (re.sub(r"\W", "_", path.name) + f"{len(list(scratch.iterdir()))}.csv")
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    with copy.open("wb") as file:
        for chunk in _chunks(path, packed):
            file.write(decoder.decode(chunk).encode("utf-8"))
        file.write(decoder.decode(b"", final=True).encode("utf-8"))
    return copy
