"""The part of an inbox that a validate run reports."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Scope:
    """What is reported; all is read. paths: of inbox/, a file or a folder; new: only files that the validate
    run before did not have."""

    paths: tuple[Path, ...] = ()
    unit: str = ""
    project: str = ""
    new: bool = False

    def __bool__(self) -> bool:
        return bool(self.paths or self.unit or self.project or self.new)

    @property
    def words(self) -> str:
        """As the outputs say it: '项目YX2026-001、名称含“机床”的单位'."""
        parts = [
            f"项目{self.project}" if self.project else "",
            f"名称含“{self.unit}”的单位" if self.unit else "",
            "、".join(path.name for path in self.paths),
            "上次审核以后新收到的文件" if self.new else "",
        ]
        return "、".join(part for part in parts if part)

    @property
    def as_record(self) -> dict[str, Any]:
        """As run.json keeps it."""
        return {
            "paths": [str(path) for path in self.paths],
            "unit": self.unit,
            "project": self.project,
            "new": self.new,
        }
