"""inbox/ and center/ → Batch: the first half of the corridor, shared by every command that looks at what was
submitted."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from threading import Event, Thread
from typing import TYPE_CHECKING

from gaoji_batch.casework.readers import executor
from gaoji_batch.casework.unopened import last_read_in, refuse
from gaoji_batch.forms.reading import read_forms
from gaoji_batch.workspace.folders import Workspace
from gaoji_batch.workspace.progress import SILENT, Progress

if TYPE_CHECKING:
    from gaoji_batch.batch.assembly import Batch
    from gaoji_batch.batch.class_headings import RecordedClasses
    from gaoji_batch.batch.unopened import Unopened
    from gaoji_batch.law.policy import Policy


@dataclass(slots=True)
class Loaded:
    """What a workspace holds, read once: the batch, the law in force, remarks on rows of 表头对照 that teach
    nothing, and the workbooks of the center that could not be opened."""

    batch: Batch
    policy: Policy
    remarks: list[str] = field(default_factory=list)
    unopened: list[Unopened] = field(default_factory=list)


def load(
    workspace: Workspace, progress: Progress = SILENT, *, inbox: bool = True, workers: Executor | None = None
) -> Loaded:
    """Reads every file of center/ and (unless told not to) inbox/; what cannot be read is a fault of the
    batch, never an error. workers: what reads the files, where the caller has further work for them."""
    if workers is None:
        with executor(workspace.settings) as started:
            return load(workspace, progress, inbox=inbox, workers=started)
    paths = [
        (path, workspace.relative(path))
        for path in [*workspace.center(), *(workspace.inbox() if inbox else ())]
    ]
    read = Event()
    ahead = Thread(target=_import_ahead, args=(read,))
    ahead.start()
    with progress.bar("读取文件", len(paths)) as tick:
        submissions, digests, remarks = read_forms(
            paths, workspace.settings.limits, workers, workspace.cache, tick
        )
    read.set()
    ahead.join()  # two threads must not import the same modules
    from gaoji_batch.batch.assembly import assemble
    from gaoji_batch.batch.unopened import of_center

    batch = assemble(submissions, digests, partial(classes_on_record, workspace))
    closed = of_center(batch, last_read_in(workspace))
    return Loaded(batch, workspace.policy(), remarks, closed)


def classes_on_record(workspace: Workspace) -> RecordedClasses:
    """The classes that the workspace's ledger knows; imported where they are asked for: the database takes
    long to import, and pandas, which the ledger's frames need, longer than reading takes to begin."""
    from gaoji_batch.casework import ledgers
    from gaoji_batch.casework.recorded import recorded_classes

    return recorded_classes(ledgers.view(workspace))


def refuse_unopened(workspace: Workspace, progress: Progress) -> None:
    """`refuse`, for a command that judges nothing: the center's workbooks are read, the extracts are looked
    at."""
    from gaoji_batch.evidence.openable import unopened_among

    loaded = load(workspace, progress, inbox=False)
    refuse([*loaded.unopened, *unopened_among(workspace.extracts())])


def _import_ahead(read: Event) -> None:
    """Until all is read: pandas, the rules, and what nearly every command needs next, which takes longer to
    import than many files to read; last what extracts and cells with mistakes need."""
    for name in _ahead():
        if read.is_set():
            return
        import_module(name)


def _ahead() -> Iterator[str]:
    """The modules, in the order in which they are needed."""
    yield from ("gaoji_batch.batch.assembly", "gaoji_batch.judgement.judge")
    from gaoji_batch.rules.registry import MODULES

    yield from (f"gaoji_batch.rules.{name}" for name in MODULES)
    yield from ("gaoji_batch.casework.validated", "duckdb", "gaoji_batch.forms.cell_schema")
