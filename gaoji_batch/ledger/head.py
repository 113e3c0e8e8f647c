"""The head: how far this workspace saw the ledger go, so that events cut off its end, or an older backup put
in its place, are noticed.

A file of two lines at most: the newest event that is surely there, and the one that a commit under way will
make the newest.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, text

from gaoji_batch.errors import GaojiError
from gaoji_batch.ledger.database import last_event
from gaoji_batch.workspace import disk


@dataclass(frozen=True, slots=True)
class Head:
    """The head file of a workspace. shared: others write the same ledger from other workspaces (PostgreSQL),
    and may be ahead."""

    path: Path
    shared: bool = False

    def read(self) -> list[tuple[int, str]]:
        """(count, hash), the sure one first; empty where this workspace never wrote."""
        if not self.path.is_file():
            return []
        try:
            lines = [line.split() for line in self.path.read_text(encoding="ascii").splitlines()]
            return [(int(count), digest) for count, digest in lines]
        except ValueError as error:
            raise GaojiError(f"{self.path}已损坏", "移走它，再用gaoji ledger verify检查台账") from error

    def write(self, *marks: tuple[int, str]) -> None:
        """Replaces the file, and sees it onto the disk."""
        fresh = self.path.with_suffix(".part")
        with os.fdopen(
            os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii"
        ) as file:
            file.write("".join(f"{count} {digest}\n" for count, digest in marks))
            file.flush()
            os.fsync(file.fileno())
        disk.replace(fresh, self.path)
        disk.sync_folder(self.path.parent)

    def fault(self, connection: Connection) -> str:
        """What is wrong with the ledger's end; '' where it is as this workspace left it (or another workspace
        went on from there)."""
        recorded = self.read()
        if not recorded:
            return ""
        count, digest = last_event(connection)
        # Two ends may be noted: a crash around the commit leaves the ledger at either of them.
        if (count, digest) in recorded or (self.shared and self._matches(connection, recorded[0])):
            return ""
        if count < recorded[0][0]:
            return (
                f"台账现有{count}条记录，本工作区最后写到第{recorded[0][0]}条：末尾的记录不见了，"
                f"或恢复了较旧的备份"
            )
        if self._matches(connection, recorded[0]):
            return f"第{recorded[0][0] + 1}条起的记录不是本工作区写入的"
        return f"第{recorded[0][0]}条记录与本工作区最后写入的不同"

    def _matches(self, connection: Connection, recorded: tuple[int, str]) -> bool:
        row = connection.execute(
            text("SELECT hash FROM events WHERE seq = :seq"), {"seq": recorded[0]}
        ).scalar()
        return recorded[0] == 0 or row == recorded[1]
