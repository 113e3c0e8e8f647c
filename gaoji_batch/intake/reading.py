"""Many files → Submissions, by an executor, with a cache by content: after one file changed, one file is
read."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future
from pathlib import Path

from gaoji_batch.intake.cache import ReadCache
from gaoji_batch.intake.contents import out_of_memory
from gaoji_batch.intake.files import fingerprint, named, read_submission, renamed, unreachable
from gaoji_batch.intake.grid import Submission
from gaoji_batch.intake.reading_process import WorkerLost
from gaoji_batch.intake.refused import Refused, damaged
from gaoji_batch.intake.workers import LocalWorkers
from gaoji_batch.values.rule_names import OVER_LIMIT
from gaoji_batch.workspace.limits import Limits

Reader = Callable[[Path, str, Limits], Submission]


def read_all(
    paths: list[tuple[Path, str]],
    limits: Limits,
    executor: Executor,
    cache: Path | None,
    tick: Callable[[], None],
    reader: Reader = read_submission,
) -> list[Submission]:
    """What the reader makes of files, each with its name in findings, in the order given.

    `cache` is the workspace's .cache/, or none; `tick` is called once a file. A file over which its process
    was lost is a bare Submission.
    """
    reads = ReadCache(cache, limits, reader) if cache else None
    earlier: list[Submission | None] = (
        reads.get([(_hash(path), file) for path, file in paths]) if reads else [None] * len(paths)
    )
    futures = [
        None if hit else executor.submit(reader, path, file, limits)
        for hit, (path, file) in zip(earlier, paths, strict=True)
    ]
    submissions = []
    for (path, file), hit, future in zip(paths, earlier, futures, strict=True):
        submissions.append(renamed(hit, file) if hit else _answer(future, path, file, limits))
        tick()
    if reads and not all(earlier):
        reads.store(submissions, earlier)
    return submissions


def read_file(path: Path, file: str, limits: Limits) -> Submission:
    """One file, read by a process of its own."""
    with LocalWorkers(1, limits) as workers:
        return read_all([(path, file)], limits, workers, None, lambda: None)[0]


def _hash(path: Path) -> str:
    """The sha256 of a file; '' where it cannot be read now (its reader will say so)."""
    try:
        return fingerprint(path) if path.is_file() and not path.is_symlink() and named(path) else ""
    except OSError:
        return ""


def _answer(future: Future[Submission] | None, path: Path, file: str, limits: Limits) -> Submission:
    """What the reader found, or a submission that says why there is nothing."""
    assert future is not None
    try:
        return future.result()
    except WorkerLost as lost:
        reasons = {
            "time": Refused(OVER_LIMIT, limit=f"读取超过{limits.seconds:g}秒"),
            "memory": out_of_memory(limits),
        }
        refused = reasons.get(lost.why) or damaged(why="读取程序在这个文件上中止")
    except OSError as error:
        refused = unreachable(error)
    except CancelledError:
        # requests are cancelled where the workers end early, after Ctrl-C
        raise KeyboardInterrupt from None
    size = path.stat().st_size if path.is_file() else 0
    return renamed(Submission(file, size, _hash(path), "unreadable", [], [refused.fault()]), file)
