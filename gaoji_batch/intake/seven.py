"""The members of a .7z, inflated under the same count as a zip's; nothing is ever extracted to disk."""

from __future__ import annotations

import io

import py7zr
from py7zr.exceptions import ArchiveError, PasswordRequired
from py7zr.io import Py7zIO, WriterFactory

from gaoji_batch.intake.archive import Budget
from gaoji_batch.intake.refused import Refused, damaged
from gaoji_batch.values.rule_names import ENCRYPTED, OVER_LIMIT


class _Counted(Py7zIO):
    """One member in memory; every byte is spent from the budget of the submitted file, and its ratio is
    bounded."""

    def __init__(self, budget: Budget, packed: int) -> None:
        self._buffer, self._budget, self._packed = io.BytesIO(), budget, packed

    def write(self, s: bytes | bytearray) -> int:
        self._budget.spend(len(s))
        limits = self._budget.limits
        size = self._buffer.tell() + len(s)
        if size > limits.ratio_from_bytes and size > limits.inflate_ratio * self._packed:
            raise Refused(
                OVER_LIMIT,
                limit=f"解压后膨胀超过{limits.inflate_ratio}倍",
                fix="确认文件来源；把数据复制到新的工作簿后重新报送",
            )
        return self._buffer.write(s)

    def read(self, size: int | None = None) -> bytes:
        return self._buffer.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._buffer.seek(offset, whence)

    def flush(self) -> None:
        pass

    def size(self) -> int:
        return len(self._buffer.getbuffer())


class _Members(WriterFactory):
    def __init__(self, budget: Budget, packed: int) -> None:
        self._budget, self._packed = budget, packed
        self.products: dict[str, _Counted] = {}

    def create(self, filename: str) -> Py7zIO:
        return self.products.setdefault(filename, _Counted(self._budget, self._packed))


def read_members(data: bytes, budget: Budget) -> dict[str, bytes]:
    """Name → content of each file in a .7z; Refused if it is encrypted, damaged or past a limit."""
    limits = budget.limits
    try:
        with py7zr.SevenZipFile(io.BytesIO(data)) as archive:
            if archive.needs_password():
                raise Refused(ENCRYPTED)
            entries = [entry for entry in archive.list() if not entry.is_directory]
            if len(entries) > limits.zip_entries:
                raise Refused(OVER_LIMIT, limit=f"压缩包中超过{limits.zip_entries}个文件")
            names = [entry.filename.replace("\\", "/").casefold() for entry in entries]
            if len(set(names)) < len(names):
                raise Refused(OVER_LIMIT, limit="压缩包中有重名的文件")
            if sum(entry.uncompressed for entry in entries) > limits.inflated_bytes - budget.inflated:
                budget.spend(limits.inflated_bytes + 1)  # what the headers promise already is too much
            # members share blocks, of which none has a size of its own: their ratio is to the whole archive
            members = _Members(budget, len(data))
            archive.extract(factory=members)
    except PasswordRequired as error:
        raise Refused(ENCRYPTED) from error
    except (ArchiveError, EOFError, OSError, ValueError, IndexError, KeyError) as error:
        raise damaged("文件残缺（压缩结构不完整）") from error
    for product in members.products.values():
        product.seek(0)
    return {name: product.read() for name, product in members.products.items()}
