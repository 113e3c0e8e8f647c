"""What reads the files of a workspace: processes of this machine, or a cluster. Imports little, so that a
process is under way while its caller loads the rest."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from gaoji_batch.intake.workers import LocalWorkers
from gaoji_batch.workspace.settings import Settings


@contextmanager
def executor(settings: Settings, *, at_once: bool = False) -> Iterator[Executor]:
    """What reads the files: the local workers, or the cluster that the settings name.

    at_once: files will have to be read, so the first process starts before anything is asked of it."""
    if not settings.engine.scheduler:
        with LocalWorkers(settings.engine.workers, settings.limits) as workers:
            if at_once:
                workers.prepare("gaoji_batch.forms.reading", "forms")
            yield workers
        return
    from gaoji_batch.intake.cluster import cluster

    with cluster(settings.engine.scheduler, settings.limits) as workers:
        yield workers
