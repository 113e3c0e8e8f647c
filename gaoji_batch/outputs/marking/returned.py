"""returned/: what goes back to each unit, its own files with the findings marked in them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from gaoji_batch.errors import GaojiError
from gaoji_batch.intake.reading_process import WorkerLost
from gaoji_batch.intake.workers import LocalWorkers
from gaoji_batch.outputs.marking.copies import Returned, ReturnItem, ended, free, returned_copy, to_return
from gaoji_batch.outputs.marking.issues_by_file import causes_by_file, issues_by_file
from gaoji_batch.outputs.marking.returned_names import returned_path
from gaoji_batch.outputs.marking.review_sheet import Cover
from gaoji_batch.outputs.report import Report
from gaoji_batch.values.dates import chinese_date
from gaoji_batch.workspace.settings import of_folder

_SOME, _MANY = 16, 100
"""So many copies are worth another process: one that runs already, and one that is to be started."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """A copy to be made of the file at `path` (None: it cannot be read), and where another process makes it,
    what that will answer."""

    item: ReturnItem
    path: Path | None
    answer: Future[Returned] | None

    def result(self) -> Returned:
        """The copy; made here where the other process has not begun it, could not start, or did not live to
        make it."""
        if self.answer and not self.answer.cancel():
            with suppress(WorkerLost, GaojiError):
                return self.answer.result()
        return returned_copy(self.item, self.path)


def write_returned(
    report: Report, folder: Path, tick: Callable[[], None] = lambda: None, due: date | None = None
) -> None:
    """`order` and `write` at once, in this process."""
    write(order(report, due), report, folder, tick)


def order(report: Report, due: date | None = None, workers: Executor | None = None) -> list[Ordered]:
    """The copies to be made, one for each file of inbox/ that has findings; where they are many, the workers
    begin at once. `due` is the day by which a unit must send again, where it is known.

    Findings of no file are for the review summary of their project. An attachment with notes alone is not
    returned.
    """
    issues, causes = issues_by_file(report.findings), causes_by_file(report.causes)
    limits, cover = of_folder(report.workspace).limits, _covers(report, due)
    items = [
        ReturnItem(file, entry["kind"], issues[file], causes.get(file, []), cover(file), report.on, limits)
        for entry in report.files
        if (file := str(entry["file"])).startswith("inbox/")
        and to_return(entry["kind"], issues.get(file, []))
    ]
    waiting = isinstance(workers, LocalWorkers) and not workers.running
    # two processes take 0.7 s to start, forty copies 0.33 s
    elsewhere = workers if len(items) >= (_MANY if waiting else _SOME) else None
    ordered = []
    for item in items:
        # what the intake could not read is not opened again: of a pipe in inbox/ there is no end
        path = report.workspace / item.name if item.kind != "unreadable" else None
        answer = elsewhere.submit(returned_copy, item, path) if elsewhere else None
        ordered.append(Ordered(item, path, answer))
    return ordered


def write(ordered: list[Ordered], report: Report, folder: Path, tick: Callable[[], None]) -> None:
    """Writes the copies to folder/returned/…; `tick` is called once for each."""
    taken = set[str]()
    # Windows takes names that differ in case alone for one
    submitted = {str(entry["file"]).casefold() for entry in report.files}
    for copy in ordered:
        suffix, data = copy.result()
        _write(folder, copy.item.name, suffix, data, taken, submitted)
        tick()


def _covers(report: Report, due: date | None) -> Callable[[str], Cover]:
    """What gives each file's cover."""
    changed = "，".join(f"{name}={value}" for name, value in report.overrides.items())
    remarks = (f"本次审核按我中心设定调整了政策参数：{changed}。",) if changed else ()
    named = report.findings[["file", "unit"]].drop_duplicates()
    named = named[named["unit"].fillna("").ne("")]
    units = named.groupby("file", sort=False)["unit"].agg("、".join).to_dict()

    def cover(file: str) -> Cover:
        return Cover(
            file.removeprefix("inbox/"),
            report.day,
            report.run,
            remarks,
            not report.incomplete,
            units.get(file, ""),
            report.sender,
            chinese_date(due) if due else "",
        )

    return cover


def _write(folder: Path, file: str, suffix: str, data: bytes, taken: set[str], submitted: set[str]) -> None:
    """Writes one copy; two files that would come back under one name are told apart."""
    target = folder / free(_named(folder, file, suffix, submitted), taken)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)


def _named(folder: Path, file: str, suffix: str, submitted: set[str]) -> PurePosixPath:
    """Where a copy lies: .xlsx takes the place of another ending, unless a file was submitted under that
    name."""
    name = ended(file, suffix, submitted)
    return returned_path(folder, file, suffix) if name == file + suffix else returned_path(folder, name)
