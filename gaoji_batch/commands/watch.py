"""Stays loaded, and validates again whenever a file of inbox/, center/ or extracts/ was saved."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import ExitStack
from pathlib import Path

from watchfiles import watch

from gaoji_batch.casework.readers import executor
from gaoji_batch.errors import GaojiError
from gaoji_batch.workspace.folders import SETTINGS, Workspace
from gaoji_batch.workspace.settings import Settings

WATCHED = ("inbox", "center", "extracts")
DEBOUNCE, STEP = 400, 50
"""Milliseconds: changes that follow each other sooner are one, and how often the system is asked."""
LOOK_ANYWAY = 5000
"""Milliseconds after which files are looked at though the system told of none: a share does not tell."""
APART, PATIENCE = 0.1, 20
"""Seconds between two looks at a file that is being saved, and so many looks at most."""
Stamps = dict[str, tuple[int, int]]
"""Path → size and time of change."""


def runs(folder: Path, validate: Callable[[Workspace, Executor], str]) -> Iterator[str]:
    """A line for each run: one at once, then one after each change. validate: runs with these reading
    processes, and says what came of it.

    A run that is refused is a line as well; the settings are read anew for each, and the reading processes
    live on while these are the same.
    """
    workspace = Workspace.find(folder)
    changes = watch(
        *(workspace.path / name for name in WATCHED if (workspace.path / name).is_dir()),
        debounce=DEBOUNCE,
        step=STEP,
        rust_timeout=LOOK_ANYWAY,
        yield_on_timeout=True,
    )
    last: Stamps = {}
    with Readers() as readers:
        while True:
            now = _settled_stamps(workspace, last)
            if now == last:
                next(changes)
                continue
            last = now
            try:
                current = Workspace.find(folder)
                yield validate(current, readers.for_settings(current.settings))
            except GaojiError as error:
                yield f"这一次没有审核：{error.what}；办法：{error.remedy}"


class Readers(ExitStack):
    """The processes that read files, started anew where the settings changed."""

    def __init__(self) -> None:
        super().__init__()
        self._settings: Settings | None = None
        self._executor: Executor

    def for_settings(self, settings: Settings) -> Executor:
        if settings != self._settings:
            self.close()
            self._executor, self._settings = self.enter_context(executor(settings)), settings
        return self._executor


def _settled_stamps(workspace: Workspace, last: Stamps) -> Stamps:
    """What lies in the watched folders once nothing is being saved any more."""
    now = _stamps_of(workspace)
    for _ in range(PATIENCE):
        before = now
        if now == last:
            break
        time.sleep(APART)
        now = _stamps_of(workspace)
        if now == before and not any(_torn(Path(path)) for path in now if now[path] != last.get(path)):
            break
    return now


def _stamps_of(workspace: Workspace) -> Stamps:
    """The files that a run would read, and the settings; lock and temporary files are none."""
    settings = workspace.path / SETTINGS
    stamps: Stamps = {}
    for path in [*workspace.inbox(), *workspace.center(), *workspace.extracts(), settings]:
        try:
            about = path.stat()
            stamps[str(path)] = (about.st_size, about.st_mtime_ns)
        except OSError:  # it is being replaced at this moment
            stamps[str(path)] = (-1, 0)
    return stamps


def _torn(path: Path) -> bool:
    """Whether a workbook has begun and not ended: it is still being written."""
    try:
        with path.open("rb") as file:
            return file.read(2) == b"PK" and not zipfile.is_zipfile(path)
    except OSError:
        return True
