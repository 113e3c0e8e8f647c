"""What a resubmission changed between two validate runs: findings cleared, new and unchanged, and the cells
that differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from gaoji_batch.batch.assembly import assemble
from gaoji_batch.casework.loading import classes_on_record
from gaoji_batch.errors import GaojiError
from gaoji_batch.forms.reading import cached_forms, forms
from gaoji_batch.judgement.changes import cells, compare, ruled_since
from gaoji_batch.outputs.record_files import read_findings, write_changes
from gaoji_batch.outputs.workbooks.comparison import write_comparison
from gaoji_batch.workspace.folders import Workspace
from gaoji_batch.workspace.progress import SILENT, Progress
from gaoji_batch.workspace.runs import record

if TYPE_CHECKING:
    import pandas as pd

    from gaoji_batch.batch.assembly import Batch


@dataclass(slots=True)
class DiffResult:
    """counts: of cleared, new, unchanged findings; ruled: those of the unchanged whose 处理状态 changed;
    cells: changes.CELL_COLUMNS; unread: files that are in the cache no more."""

    before: str
    after: str
    counts: dict[str, int]
    ruled: int
    cells: pd.DataFrame
    unread: list[str]
    workbook: Path


def run(
    workspace: Workspace, before: str, after: str, *, on: date, progress: Progress = SILENT
) -> DiffResult:
    """Compares two runs, each named by its id, the beginning of it, or 'latest' (before '': the one before
    it); writes changes.json and 补正对照.xlsx."""
    new = named(workspace, after)
    old = named(workspace, before) if before else _before(workspace, new)
    for side in (old, new):
        if record(side).get("unopened"):
            raise GaojiError(
                f"{side.name}审核时有资料打不开，审核不完整，不能对照",
                "选完整的审核；或重新运行gaoji validate后对照",
            )
    if _scope(old) != _scope(new):  # what a part did not look at is not cleared
        raise GaojiError(
            f"{old.name}与{new.name}审核的范围不同，不能对照",
            "选两次范围相同的审核；或先运行不限单位、项目和文件的gaoji validate",
        )
    with workspace.new_run("diff", on=on, progress=progress) as this_run:
        findings = read_findings(old), read_findings(new)
        changes, ruled = compare(*findings), ruled_since(*findings)
        (then, lost), (now, missing) = batch_of(workspace, old), batch_of(workspace, new)
        changed = cells(then, now, workspace.settings.privacy)
        write_changes(changes, this_run.folder, ruled)
        write_comparison(changes, ruled, changed, (old.name, new.name), this_run.folder, on)
        counts = {name: int(changes["change"].eq(name).sum()) for name in ("cleared", "new", "unchanged")}
        this_run.note(before=old.name, after=new.name, changes=counts, ruled=len(ruled), cells=len(changed))
    return DiffResult(
        old.name,
        new.name,
        counts,
        len(ruled),
        changed,
        sorted({*lost, *missing}),
        this_run.final / "补正对照.xlsx",
    )


def _before(workspace: Workspace, run: Path) -> Path:
    """The last validate run before this one that reported the same part; GaojiError if there is none."""
    earlier = [candidate for candidate in workspace.runs("validate") if candidate.name < run.name]
    same = [
        candidate
        for candidate in earlier
        if _scope(candidate) == _scope(run) and not record(candidate).get("unopened")
    ]
    if not same:
        raise GaojiError(f"{run.name}之前没有范围相同的审核，无从对照", "再次运行gaoji validate后对照")
    return same[-1]


def _scope(run: Path) -> object:
    """The part that a run reported, as run.json keeps it; None where it reported everything."""
    return record(run).get("scope")


def named(workspace: Workspace, name: str) -> Path:
    """The folder of a validate run; GaojiError where there is none, or more than one begins so."""
    runs = workspace.runs("validate")
    projects = (
        [workspace.latest("validate")]
        if name == "latest"
        else [folder for folder in runs if folder.name.startswith(name)]
    )
    if len(projects) != 1 or projects[0] is None:
        newest = "、".join(folder.name for folder in runs[-5:])
        raise GaojiError(
            f"没有名为{name}的审核"
            if not projects or projects == [None]
            else f"有{len(projects)}次审核以{name}开头",
            f"可用：{newest or '先运行gaoji validate'}",
        )
    return projects[0]


def batch_of(workspace: Workspace, run: Path) -> tuple[Batch, list[str]]:
    """What a former run read, from the cache; and the files that are in the cache no more."""
    files = [file for file in record(run).get("files", []) if "sha256" in file]  # extracts are read elsewhere
    copies = cached_forms(
        [(file["sha256"], file["file"]) for file in files], workspace.settings.limits, workspace.cache
    )
    lost = [
        file["file"]
        for file, submission in zip(files, copies, strict=True)
        if submission is None and file["kind"] not in ("unreadable", "attachment")
    ]
    read = [submission for submission in copies if submission is not None]
    return assemble(read, forms(), partial(classes_on_record, workspace)), lost
