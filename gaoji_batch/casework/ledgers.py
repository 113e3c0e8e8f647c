"""Opens the ledger of a workspace: the one place that does."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from gaoji_batch.errors import GaojiError
from gaoji_batch.ledger.view import LedgerView
from gaoji_batch.workspace import disk
from gaoji_batch.workspace.folders import LEDGER, Workspace
from gaoji_batch.workspace.progress import SILENT, Progress

if TYPE_CHECKING:
    from gaoji_batch.ledger.store import Ledger


@contextmanager
def opened(workspace: Workspace, progress: Progress = SILENT) -> Iterator[Ledger]:
    """The workspace's ledger, made at its first use: ledger.db, or the PostgreSQL database that gaoji.toml
    names."""
    from gaoji_batch.ledger.store import Ledger

    ledger = Ledger.open(url(workspace), workspace.key, head(workspace), progress.say)
    try:
        yield ledger
    finally:
        ledger.close()


def url(workspace: Workspace) -> str | Path:
    """Where the ledger is: the address that gaoji.toml names, or the path of ledger.db."""
    return workspace.settings.ledger.url or file(workspace)


def head(workspace: Workspace) -> Path:
    """Where the workspace remembers how far it saw the ledger go."""
    return workspace.state / "ledger-head"


def file(workspace: Workspace) -> Path:
    """The embedded ledger."""
    return workspace.path / LEDGER


def exists(workspace: Workspace) -> bool:
    """Whether a ledger was made yet; one that gaoji.toml names always counts as made."""
    return bool(workspace.settings.ledger.url) or file(workspace).exists()


def view(workspace: Workspace) -> LedgerView:
    """What the rules read of the workspace's ledger; an empty view where none was made yet, or where it is
    gone."""
    if not exists(workspace):
        return replace(LedgerView.empty(), fault=f"{LEDGER}不见了" if head(workspace).exists() else "")
    with opened(workspace) as ledger:
        return ledger.view()


def keep(workspace: Workspace, content: bytes) -> str:
    """Puts content into kept/ under its sha256, on the disk before this returns; the sha256."""
    digest = hashlib.sha256(content).hexdigest()
    folder = workspace.path / "kept"
    folder.mkdir(mode=0o700, exist_ok=True)
    if not (folder / digest).is_file():
        fresh = folder / f".{digest}.part"
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        # the event that names it may be committed right after this: content and name must outlast a power cut
        disk.replace(fresh, folder / digest)
        disk.sync_folder(folder)
    return digest


def kept(workspace: Workspace, digest: str) -> bytes:
    """What lies in kept/ under a sha256: that very content, or GaojiError."""
    path = workspace.path / "kept" / digest
    content = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(content).hexdigest() != digest:
        what = "已被改动" if path.is_file() else "不见了"
        raise GaojiError(
            f"台账所指的文件kept/{digest[:12]}…{what}",
            "从备份恢复kept文件夹；几个工作区共用一个台账的，也共用一个kept文件夹",
        )
    return content


def recorded_runs(workspace: Workspace) -> set[str]:
    """The runs that the ledger refers to."""
    if not exists(workspace):
        return set()
    with opened(workspace) as ledger:
        return ledger.runs()
