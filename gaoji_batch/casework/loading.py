"""inbox/ and center/ → Batch: the first half of the corridor, shared by every command that looks at what was
submitted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from threading import Event
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
    workspace: Workspace,
    progress: Progress = SILENT,
    *,
    inbox: bool = True,
    workers: Executor | None = None,
    meanwhile: Callable[[], None] = lambda: None,
) -> Loaded:
    """Reads every file of center/ and (unless told not to) inbox/; what cannot be read is a fault of the
    batch, never an error. workers: what reads the files, where the caller has further work for them;
    meanwhile: what it prepares while the files are read, if time remains."""
    if workers is None:
        with executor(workspace.settings) as started:
            return load(workspace, progress, inbox=inbox, workers=started, meanwhile=meanwhile)
    paths = [
        (path, workspace.relative(path))
        for path in [*workspace.center(), *(workspace.inbox() if inbox else ())]
    ]
    read = Event()
    # one thread beside this one, which ends before this one goes on: two must not import the same modules
    with ThreadPoolExecutor(1) as ahead:
        policy = ahead.submit(_prepare, read, workspace.policy, meanwhile)
        try:
            with progress.bar("读取文件", len(paths)) as tick:
                submissions, digests, remarks = read_forms(
                    paths, workspace.settings.limits, workers, workspace.cache, tick
                )
        finally:
            read.set()
    from gaoji_batch.batch.assembly import assemble
    from gaoji_batch.batch.unopened import of_center

    batch = assemble(submissions, digests, partial(classes_on_record, workspace))
    closed = of_center(batch, last_read_in(workspace))
    return Loaded(batch, policy.result(), remarks, closed)


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


def _prepare(read: Event, policy: Callable[[], Policy], meanwhile: Callable[[], None]) -> Policy:
    """The law in force; and, until all is read: pandas, the rules, and what nearly every command needs next,
    which takes longer to import than many files to read; last what extracts and cells with mistakes need."""
    law = policy()
    for step in _ahead(meanwhile):
        if read.is_set():
            break
        step()
    return law


def _ahead(meanwhile: Callable[[], None]) -> Iterator[Callable[[], object]]:
    """The steps, in the order in which their results are needed."""
    for name in ("gaoji_batch.batch.assembly", "gaoji_batch.judgement.judge"):
        yield partial(import_module, name)
    from gaoji_batch.rules.registry import MODULES

    for name in (*(f"gaoji_batch.rules.{rules}" for rules in MODULES), "duckdb"):
        yield partial(import_module, name)
    yield meanwhile
    yield partial(import_module, "gaoji_batch.forms.cell_schema")
