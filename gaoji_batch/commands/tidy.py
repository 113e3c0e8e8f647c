"""Removes old runs past `[runs] keep`, never what the ledger refers to."""

from __future__ import annotations

import shutil
from pathlib import Path

from gaoji_batch.casework.ledgers import recorded_runs
from gaoji_batch.workspace.folders import Workspace
from gaoji_batch.workspace.progress import SILENT, Progress


def run(workspace: Workspace, *, dry_run: bool = False, progress: Progress = SILENT) -> list[str]:
    """The ids of the runs that were removed (with dry_run: would be): of each command all but the newest."""
    with workspace.locked(progress):
        recorded = recorded_runs(workspace)
        by_command: dict[str, list[Path]] = {}
        for folder in workspace.runs():
            by_command.setdefault(folder.name.split("-", 2)[2], []).append(folder)
        gone = [
            folder
            for command, folders in by_command.items()
            for folder in folders[: -workspace.settings.runs.keep]
            if folder.name not in recorded and folder != workspace.latest(command)
        ]
        for folder in gone if not dry_run else ():
            shutil.rmtree(folder)
    return [folder.name for folder in gone]
