"""Run folders: written hidden, sealed with run.json, seen onto the disk, then given their name."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from gaoji_batch import __version__
from gaoji_batch.errors import GaojiError
from gaoji_batch.workspace import disk

HIDDEN = ".part-"
"""What the name of a folder that is still being written begins with."""


@dataclass
class Run:
    """One run that is being written to `out`."""

    out: Path
    """The folder of all runs."""
    overrides: dict[str, str]
    """Parameter → the value that it has instead of the law's."""
    command: str
    """The command's name."""
    on: date
    """The day that the run judges by."""
    id: str
    """The name of its folder."""
    notes: dict[str, Any] = field(default_factory=dict)
    """Fields of run.json."""
    started: datetime = field(default_factory=lambda: datetime.now().astimezone())
    """When it began."""
    committed: bool = False
    """Whether the ledger has taken its events."""
    sealed: bool = False
    """Whether run.json is written."""

    @property
    def folder(self) -> Path:
        return self.out / f"{HIDDEN}{self.id}"

    @property
    def final(self) -> Path:
        """Where the folder lies once the run is whole."""
        return self.out / self.id

    def note(self, **values: Any) -> None:
        """Adds fields to run.json."""
        self.notes.update(values)

    def personal(self, *paths: str) -> None:
        """Outputs of this run that hold personal data in the clear."""
        self.notes["personal"] = sorted({*self.notes.get("personal", []), *paths})

    def seal(self) -> None:
        """Writes run.json, last of all, and sees the files onto the disk; a command that writes the ledger
        seals before it commits."""
        if self.sealed:
            return
        finished = datetime.now().astimezone()
        content: dict[str, Any] = {
            "run": self.id,
            "command": self.command,
            "on": self.on.isoformat(),
            "version": __version__,
            "versions": _versions(),
        }
        content |= {"personal": [], "overrides": self.overrides} | self.notes
        content |= {
            "started": self.started.isoformat(timespec="seconds"),
            "finished": finished.isoformat(timespec="seconds"),
        }
        content |= {"seconds": round((finished - self.started).total_seconds(), 2)}
        path = self.folder / "run.json"
        path.write_text(
            json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n"
        )
        _sync_tree(self.folder)
        disk.sync_folder(self.out)  # the folder's own name: a commit may follow
        self.sealed = True


def record(folder: Path) -> dict[str, Any]:
    """What run.json says of a former run; GaojiError where it is damaged."""
    try:
        return dict(json.loads((folder / "run.json").read_text(encoding="utf-8")))
    except (ValueError, TypeError) as error:
        raise damaged(folder, "run.json") from error


def damaged(folder: Path, name: str) -> GaojiError:
    """A former run that cannot be read back must be taken out of the way."""
    return GaojiError(f"以前的运行结果{folder.name}已损坏（{name}）", f"把{folder}移到别处后重新运行")


def _versions() -> dict[str, str]:
    from importlib.metadata import version

    return {name: version(name) for name in ("pandas", "openpyxl", "pandera", "duckdb", "python-calamine")}


def point(link: Path, target: Path) -> None:
    """Points a link at a run: a link, on Windows a junction, else a text file that names it. OSError if none
    can be made."""
    fresh = link.with_name(f".{link.name}-new")
    _clear(fresh)
    if _is_real_folder(link):
        link.rename(_beside(link))  # links become folders when a workspace is copied to a stick or a share
    try:
        fresh.symlink_to(target.name, target_is_directory=True)
        disk.replace(fresh, link)
    except OSError:
        _clear(fresh)
        if not _junction(link, target):
            _clear(link)
            fresh.write_text(target.name + "\n", encoding="utf-8")
            disk.replace(fresh, link)


def pointed_at(link: Path) -> str:
    """The name of the run that `point` made a link for; '' if there is no such link, or it is a folder of its
    own."""
    try:
        if link.is_file():
            return link.read_text(encoding="utf-8").strip()
        return link.resolve().name if link.is_dir() and not _is_real_folder(link) else ""
    except (OSError, UnicodeDecodeError):
        return ""


def _is_real_folder(link: Path) -> bool:
    """Whether it is a folder and no link or junction: those resolve to another name."""
    return link.is_dir() and not link.is_symlink() and link.resolve().name == link.name


def _beside(folder: Path) -> Path:
    """A free name for a folder that is put aside."""
    number = 1
    while (aside := folder.with_name(f"{folder.name}-old-{number}")).exists():
        number += 1
    return aside


def _clear(link: Path) -> None:
    """Removes a link, a junction or a file; an empty folder too, as a failed junction leaves it."""
    try:
        link.unlink(missing_ok=True)
    except OSError:
        with suppress(OSError):
            link.rmdir()


def _junction(link: Path, target: Path) -> bool:
    """A junction, which Windows allows to everybody; False elsewhere or where it is refused."""
    try:
        from _winapi import CreateJunction  # type: ignore[attr-defined]
    except ImportError:
        return False
    try:
        _clear(link)
        CreateJunction(str(target), str(link))
    except OSError:
        return False
    return True


def _sync_tree(folder: Path) -> None:
    """Sees every file of a folder, and the folder itself, onto the disk."""
    tree = list(os.walk(folder))
    with ThreadPoolExecutor(8) as several:  # the disk takes many at once
        list(several.map(_sync_file, [Path(top) / name for top, _, files in tree for name in files]))
    for top, _, _ in tree:
        disk.sync_folder(Path(top))


def _sync_file(path: Path) -> None:
    with suppress(OSError):
        disk.sync_file(path)
