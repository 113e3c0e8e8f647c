"""The entries of a zip, inflated under a count: what xlsx, ods and .zip have in common. Nothing is ever
extracted to disk."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from gaoji_batch.intake.refused import Refused, damaged
from gaoji_batch.values.code_pages import byte_order
from gaoji_batch.values.rule_names import ENCRYPTED, OVER_LIMIT
from gaoji_batch.workspace.limits import Limits

CHUNK = 1 << 20
_LOCAL = struct.Struct("<4s22xHH")
"""A local header: its signature, the lengths of name and extra field."""
_UNSOUND = (zipfile.BadZipFile, zlib.error, struct.error, ValueError, EOFError, OverflowError, RuntimeError)
"""What zipfile raises over a damaged directory; RuntimeError where an entry asks for a newer version of zip
than there is."""


@dataclass(slots=True)
class Budget:
    """Bytes that a submitted file has inflated to so far, over all its archives."""

    limits: Limits
    inflated: int = 0

    def spend(self, count: int) -> None:
        self.inflated += count
        if self.inflated > self.limits.inflated_bytes:
            raise Refused(
                OVER_LIMIT,
                limit=f"解压后超过{self.limits.inflated_bytes >> 20}MB",
                fix="确认文件来源；把数据复制到新的工作簿后重新报送",
            )


class Archive:
    """A zip whose directory has been checked. entries: stored name → entry, without folders. F001, F002 or
    F003 where it is not sound."""

    def __init__(self, data: bytes, budget: Budget) -> None:
        self._data, self._budget = data, budget
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as opened:
                infos, end = opened.infolist(), opened.start_dir
        except _UNSOUND as error:
            raise damaged("文件残缺（压缩结构不完整）") from error
        limits = budget.limits
        if len(infos) > limits.zip_entries:
            raise Refused(OVER_LIMIT, limit=f"压缩结构中超过{limits.zip_entries}个条目")
        # readers differ in which of two entries of a name they take: one could be shown and the other paid
        # by
        names = [info.filename.replace("\\", "/").casefold() for info in infos]
        if len(set(names)) < len(names):
            raise Refused(OVER_LIMIT, limit="压缩结构中有重名的条目")
        self._starts = {info.filename: self._start(info) for info in infos}
        _refuse_overlap(
            [(info.header_offset, self._starts[info.filename] + info.compress_size) for info in infos], end
        )
        # `is_dir` cannot bear an empty name
        self.entries = {info.filename: info for info in infos if not info.filename.endswith("/")}

    def _start(self, info: zipfile.ZipInfo) -> int:
        """Where the data of an entry begin, by its local header."""
        header = (
            self._data[info.header_offset : info.header_offset + _LOCAL.size]
            if info.header_offset >= 0
            else b""
        )
        if len(header) < _LOCAL.size or not header.startswith(b"PK\x03\x04"):
            raise damaged("文件残缺（压缩结构不完整）")
        _, name, extra = _LOCAL.unpack(header)
        # the extra field may have another length here than in the directory
        return int(info.header_offset + _LOCAL.size + name + extra)

    def read(self, name: str) -> bytes:
        """One entry, inflated."""
        return b"".join(self._chunks(self.entries[name]))

    def read_xml(self, name: str) -> bytes:
        """One part of a workbook, as UTF-8; a document type is refused."""
        part = as_utf8(self.read(name))
        # sought before anything is parsed, for entities grow while parsing, and in UTF-8, which hides none
        if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
            raise Refused(
                OVER_LIMIT,
                limit="工作簿中有外部实体声明（DOCTYPE）",
                fix="确认文件来源；把数据复制到新的工作簿后重新报送",
            )
        return part

    def measure(self, name: str) -> None:
        """Inflates one entry for the count alone."""
        for _ in self._chunks(self.entries[name]):
            pass

    def _chunks(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        """The entry piece by piece; what the headers say of its size is not believed."""
        if info.flag_bits & 0x1:
            raise Refused(ENCRYPTED)
        # OOXML and OpenDocument allow these two alone
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise damaged("文件用了不常见的压缩方法")
        raw = memoryview(self._data)[self._starts[info.filename] :][: info.compress_size]
        check = size = 0
        for chunk in (
            _inflate(raw)
            if info.compress_type == zipfile.ZIP_DEFLATED
            else (bytes(raw[at : at + CHUNK]) for at in range(0, len(raw), CHUNK))
        ):
            size += len(chunk)
            self._budget.spend(len(chunk))
            limits = self._budget.limits
            if size > limits.ratio_from_bytes and size > limits.inflate_ratio * max(len(raw), 1):
                raise Refused(
                    OVER_LIMIT,
                    limit=f"解压后膨胀超过{limits.inflate_ratio}倍",
                    fix="确认文件来源；把数据复制到新的工作簿后重新报送",
                )
            check = zlib.crc32(chunk, check)
            yield chunk
        if check != info.CRC:
            raise damaged("文件残缺（校验和不符）")


def _inflate(raw: memoryview) -> Iterator[bytes]:
    # by hand: zipfile believes the header, and stops at the size that it states
    inflater = zlib.decompressobj(-15)
    tail: bytes | memoryview = raw
    try:
        while not inflater.eof:
            chunk = inflater.decompress(tail, CHUNK)
            if not chunk and not inflater.unconsumed_tail:
                break
            tail = inflater.unconsumed_tail
            yield chunk
    except zlib.error as error:
        raise damaged("文件残缺（压缩数据有误）") from error
    if not inflater.eof:
        raise damaged("文件残缺（压缩数据不完整）")


def packed(parts: dict[str, bytes]) -> bytes:
    """A zip that holds these parts as they are; zipfile would take five times as long over it."""
    entries, directory, start = [], [], 0
    for name, part in parts.items():
        stored = name.encode()
        # version 2.0, UTF-8 names, no compression, and the first day that a zip can name
        about = struct.pack(
            "<HHHHHIIIHH", 20, 0x800, 0, 0, 0x21, zlib.crc32(part), len(part), len(part), len(stored), 0
        )
        entries += [b"PK\3\4", about, stored, part]
        directory += [b"PK\1\2\x14\0", about, struct.pack("<HHHII", 0, 0, 0, 0, start), stored]
        start += 4 + len(about) + len(stored) + len(part)
    listed = b"".join(directory)
    end = struct.pack("<4s4HIIH", b"PK\5\6", 0, 0, len(parts), len(parts), len(listed), start, 0)
    return b"".join([*entries, listed, end])


def _refuse_overlap(spans: list[tuple[int, int]], end: int) -> None:
    """Entries that share bytes are a bomb's way to be small; Python 3.11.7 and others let them pass."""
    reached = 0
    for first, last in sorted(spans):
        if first < reached:
            raise Refused(OVER_LIMIT, limit="压缩结构中的条目互相重叠")
        reached = last
    if reached > end:
        raise damaged("文件残缺（压缩结构不完整）")


def as_utf8(part: bytes) -> bytes:
    """A part in UTF-16 reads as no rows at all, silently: written anew as UTF-8. OOXML allows no others."""
    head = part[:200]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head:
        name = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else byte_order(head)
        try:
            decoded = part.decode(name)
        except UnicodeDecodeError as error:
            raise damaged("文件残缺（部件编码有误）") from error
        # the declaration goes: it says UTF-16 still, and the parser would believe it
        return (
            decoded[decoded.find("?>") + 2 :].encode("utf-8", "replace")
            if decoded.startswith("<?xml")
            else decoded.encode("utf-8", "replace")
        )
    return part
