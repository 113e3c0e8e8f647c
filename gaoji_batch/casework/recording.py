"""The frame of every command that writes the ledger: the run's folder and the ledger's events stand together
or not at all (docs/decisions/0009-runs-appear-whole.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date

from gaoji_batch.casework import ledgers
from gaoji_batch.ledger.store import Actor, Transaction
from gaoji_batch.workspace.folders import Workspace
from gaoji_batch.workspace.progress import SILENT, Progress
from gaoji_batch.workspace.runs import Run


@contextmanager
def recording(
    workspace: Workspace, command: str, *, on: date, by: str = "", progress: Progress = SILENT
) -> Iterator[tuple[Run, Callable[[], AbstractContextManager[Transaction]]]]:
    """A command's run and what opens its one transaction.

    The run's folder is sealed before the transaction commits. From the commit on the folder stays, whatever
    fails later; without it, nothing of the run stays.
    """
    with (
        ledgers.opened(workspace, progress) as ledger,
        workspace.new_run(command, on=on, progress=progress, committed=ledger.holds_run) as run,
    ):

        @contextmanager
        def transaction() -> Iterator[Transaction]:
            actor = Actor(by)
            with ledger.transaction(actor, run.id, command, before_commit=run.seal, on=on) as tx:
                yield tx
            run.committed = True

        yield run, transaction
