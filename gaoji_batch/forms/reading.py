"""Many files → Recognised submissions: each is read and recognised by the process that has it in hand, and kept by content."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from functools import cache
from pathlib import Path

from gaoji_batch.forms.recognise import recognised
from gaoji_batch.forms.schema import Form, load_forms
from gaoji_batch.forms.table import Recognised
from gaoji_batch.intake.cache import ReadCache
from gaoji_batch.intake.files import read_submission, renamed
from gaoji_batch.intake.grid import Submission
from gaoji_batch.intake.reading import read_all
from gaoji_batch.law import resources
from gaoji_batch.workspace.limits import Limits


def read_forms(
    paths: list[tuple[Path, str]], limits: Limits, executor: Executor, kept: Path, tick: Callable[[], None]
) -> list[Recognised]:
    """The files, each with its name in findings, in the order given; `kept` is the workspace's .cache/, `tick` is called once a file."""
    return [_named(one) for one in read_all(paths, limits, executor, kept, tick, read_recognised)]


def kept_forms(files: list[tuple[str, str]], limits: Limits, kept: Path) -> list[Recognised | None]:
    """What is kept of files (hash, name in findings) that were read before; None where it is kept no more."""
    held = ReadCache(kept, limits, read_recognised).get(files)
    return [_named(renamed(one, file)) if one else None for one, (_, file) in zip(held, files, strict=True)]


def read_recognised(path: Path, file: str, limits: Limits) -> Recognised:
    """What a reading process is asked for."""
    return recognised(read_submission(path, file, limits), forms())


@cache
def forms() -> dict[str, Form]:
    """The forms in force, read once a process; GaojiError with file and line where one is malformed."""
    return load_forms(resources.schemas() / "forms")


def _named(one: Submission) -> Recognised:
    """Its tables under its own name: content that was kept may have had another. A file over which its reader was lost has none."""
    if not isinstance(one, Recognised):
        return recognised(one, forms())
    for table in one.tables:
        table.file = one.file
    return one
