"""Many files → Recognised submissions: each is read and recognised by the process that has it in hand, and
kept by content."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gaoji_batch.forms.recognise import recognised
from gaoji_batch.forms.schema import Form, load_forms
from gaoji_batch.forms.table import Recognised
from gaoji_batch.forms.taught import Taught, lessons, taught_forms
from gaoji_batch.intake.cache import ReadCache
from gaoji_batch.intake.files import read_submission, renamed
from gaoji_batch.intake.grid import Submission
from gaoji_batch.intake.reading import read_all
from gaoji_batch.law import resources
from gaoji_batch.workspace.limits import Limits


def read_forms(
    paths: list[tuple[Path, str]],
    limits: Limits,
    executor: Executor,
    cache_folder: Path,
    tick: Callable[[], None],
) -> tuple[list[Recognised], dict[str, Form], list[str]]:
    """The files, each with its name in findings, in the order given; the forms by which they were read, and
    remarks on 表头对照.

    `cache_folder` is the workspace's .cache/, `tick` is called once a file. What center/ teaches is known
    only when it was read: then all is read by it.
    """
    known = forms()  # while the first process starts
    read = [
        _named(submission, known)
        for submission in read_all(paths, limits, executor, cache_folder, tick, read_recognised)
    ]
    taught, remarks = lessons(read, known)
    if not taught:
        return read, known, remarks
    extended = taught_forms(taught, tuple(known.values()))
    again = read_all(paths, limits, executor, cache_folder, lambda: None, TaughtReader(taught))
    return [_named(submission, extended) for submission in again], extended, remarks


def cached_forms(files: list[tuple[str, str]], limits: Limits, cache_folder: Path) -> list[Recognised | None]:
    """What is kept of files (hash, name in findings) that were read before; None where it is kept no more."""
    submissions = ReadCache(cache_folder, limits, read_recognised).get(files)
    return [
        _named(renamed(submission, file), forms()) if submission else None
        for submission, (_, file) in zip(submissions, files, strict=True)
    ]


def read_recognised(path: Path, file: str, limits: Limits) -> Recognised:
    """What a reading process is asked for."""
    return recognised(read_submission(path, file, limits), forms())


@dataclass(frozen=True, slots=True)
class TaughtReader:
    """What a reading process is asked for where center/表头对照 teaches further headers."""

    taught: Taught

    @property
    def cache_name(self) -> str:
        """By which what it read is kept."""
        return f"taught|{self.taught!r}"

    def __call__(self, path: Path, file: str, limits: Limits) -> Recognised:
        extended = taught_forms(self.taught, tuple(forms().values()))
        return recognised(read_submission(path, file, limits), extended)


@cache
def forms() -> dict[str, Form]:
    """The forms in force, read once a process; GaojiError with file and line where one is malformed."""
    return load_forms(resources.schemas() / "forms")


def _named(submission: Submission, forms_by_key: dict[str, Form]) -> Recognised:
    """Its tables under its own name: content that was kept may have had another. A file over which its reader
    was lost has none."""
    if not isinstance(submission, Recognised):
        return recognised(submission, forms_by_key)
    for table in submission.tables:
        table.file = submission.file
    return submission
