"""A judged workspace → the report of a validate run, or of the part that was asked for, and all its outputs.

What this module imports takes longer to load than many files to read: it is imported once the files are read,
and `loading.load` has loaded most of it meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from gaoji_batch.casework.judging import judge_all
from gaoji_batch.casework.loading import Loaded
from gaoji_batch.casework.reporting import report_of
from gaoji_batch.casework.scope import Scope
from gaoji_batch.errors import GaojiError
from gaoji_batch.findings import NOTE, REJECT, REVIEW, count
from gaoji_batch.judgement.changes import CLEARED, NEW
from gaoji_batch.outputs import record_files, templated
from gaoji_batch.outputs.marking import returned
from gaoji_batch.outputs.pages import page, review
from gaoji_batch.outputs.report import Report
from gaoji_batch.outputs.workbooks import summary
from gaoji_batch.values import text
from gaoji_batch.values.columns import each
from gaoji_batch.workspace.folders import Workspace
from gaoji_batch.workspace.progress import Progress
from gaoji_batch.workspace.runs import Run, record


@dataclass(slots=True)
class ValidateResult:
    """What the command line says of a run."""

    rejects: int
    """Standing findings 不通过."""
    reviews: int
    """Standing findings 待核实."""
    notes: int
    """Standing findings 提示."""
    folder: Path
    """The run's folder."""
    summary: Path
    """The summary in it."""
    open_first: Path
    """What to open first."""
    remarks: list[str] = field(default_factory=list)
    """On the extracts and the parameters."""
    incomplete: list[str] = field(default_factory=list)
    """What could not be opened."""
    cleared: dict[str, int] = field(default_factory=dict)
    """Rule → findings that went since the run before."""
    new: dict[str, int] = field(default_factory=dict)
    """Rule → findings that came."""


def prepare(workspace: Workspace) -> None:
    """What takes long and needs nothing that was read."""
    templated.compile_ahead(workspace.path, page.TEMPLATE, review.TEMPLATE)


def reported(
    workspace: Workspace, loaded: Loaded, this_run: Run, progress: Progress
) -> tuple[Report, dict[str, list[str]]]:
    """The report, and the bindings of decisions to keep."""
    judged = judge_all(workspace, loaded, this_run.on, progress)
    return report_of(workspace, loaded, judged, this_run), judged.bindings


def within(report: Report, scope: Scope, workspace: Workspace) -> Report:
    """The report of a part of the inbox: findings, projects, trainees and changes that the scope names."""
    if not scope:
        return report
    projects = report.projects
    files = _files_within(report, scope, workspace)
    unit, project = text.fold(scope.unit), text.project_key(scope.project)
    if project and not each(projects["project"], text.project_key).eq(project).any():
        raise GaojiError(f"没有编号为{scope.project}的项目", "用gaoji validate查看全部项目的编号")
    if unit and not text.fold_series(projects["unit"]).str.contains(unit, regex=False).any():
        raise GaojiError(f"没有名称含“{scope.unit}”的承办单位", "核对名称，可只写其中一部分")

    def kept(rows: pd.DataFrame, filed: bool = True) -> pd.DataFrame:
        here = rows["project"].notna()
        if unit:
            here &= text.fold_series(rows["unit"]).str.contains(unit, regex=False)
        if project:
            here &= each(rows["project"], text.project_key).eq(project)
        if files is not None:
            here &= rows["file"].isin(files) if filed else rows["project"].isin(_projects_of(report, files))
        return rows[here].reset_index(drop=True)

    findings = kept(report.findings)
    causes = report.causes[report.causes["group"].isin(findings["group"])].reset_index(drop=True)
    return replace(
        report,
        findings=findings,
        projects=kept(projects, False),
        trainees=kept(report.trainees, False),
        causes=causes,
        changes=kept(report.changes),
        part=scope.words,
    )


def _files_within(report: Report, scope: Scope, workspace: Workspace) -> set[str] | None:
    """The files that the scope's paths and `new` name; None where it names none."""
    if not scope.paths and not scope.new:
        return None
    digests = {file["file"]: file["sha256"] for file in report.files}
    named = set(digests)
    if scope.paths:
        names = [_full_path(path, workspace) for path in scope.paths]
        named = {
            file for file in digests if any(file == name or file.startswith(f"{name}/") for name in names)
        }
        if not named:
            raise GaojiError(
                f"{scope.paths[0]}不在本工作区的inbox文件夹中，或其中没有文件", "把文件放入inbox后再审核"
            )
    before = workspace.latest("validate")
    if scope.new and before:
        earlier = {file.get("sha256") for file in record(before).get("files", [])}
        named = {file for file in named if digests[file] not in earlier}
    return named


def _full_path(path: Path, workspace: Workspace) -> str:
    for full_path in (path.absolute(), (workspace.path / path).absolute()):
        if full_path.exists() and full_path.is_relative_to(workspace.path):
            return workspace.relative(full_path)
    raise GaojiError(f"没有文件或文件夹{path}", "写明本工作区inbox中的文件或文件夹")


def _projects_of(report: Report, files: set[str]) -> set[str]:
    return set(report.sheets.loc[report.sheets["file"].isin(files), "project_written"]) | set(
        report.findings.loc[report.findings["file"].isin(files), "project"]
    )


def write(report: Report, workspace: Workspace, this_run: Run, progress: Progress, workers: Executor) -> None:
    """All outputs of a validate run; run.json comes last of all. The workers make the returned copies while
    the rest is written here."""
    settings = workspace.settings
    copies = returned.order(report, workers=workers)
    steps: list[Callable[[Report, Path], object]] = [record_files.write, summary.write, review.write]
    if settings.outputs.docx == "all" and not report.incomplete:  # a letter tells all at once
        from gaoji_batch.outputs.letters import word  # docx is for those who want letters each time

        this_run.note(
            letters=len(word.write_letters(report, this_run.folder)),
            opinions=len(word.write_opinions(report, this_run.folder)),
        )
    with progress.bar("写出结果", len(steps)) as tick:
        for step in steps:
            step(report, this_run.folder)
            tick()
    with progress.bar("退回文件", len(copies)) as tick:
        returned.write(copies, report, this_run.folder, tick)
    page.write(report, this_run.folder)  # last: it links to all the others
    this_run.personal("returned")
    this_run.note(
        files=[*report.files, *_extract_files(report)],
        passed_over=workspace.passed_over(),
        counts=count(report.findings),
        remarks=report.remarks,
        policy=report.policies,
        extracts=[
            {"file": extract["file"], "forms": sorted({sheet["form"] for sheet in extract["sheets"]} - {""})}
            for extract in report.extracts
        ],
        unopened=report.unopened,
        not_run=report.not_run,
    )


def _extract_files(report: Report) -> list[dict[str, Any]]:
    """The files of extracts/ as run.json lists them: like those of inbox/ and center/, without a hash, which
    they have in the cache."""
    counts = report.findings["file"].value_counts()
    files: dict[str, dict[str, Any]] = {}
    for part in report.extracts:
        entry = files.setdefault(
            part["file"], {"file": part["file"], "kind": "extract", "forms": [], "sheets": []}
        )
        entry["sheets"] += part["sheets"]
    for file, entry in files.items():
        entry["forms"] = sorted({sheet["form"] for sheet in entry["sheets"]} - {""})
        entry["findings"] = int(counts.get(file, 0))
    return list(files.values())


def result_of(report: Report, this_run: Run) -> ValidateResult:
    """What there is to say of a run once its outputs are written."""
    counts, changes = count(report.findings), report.changes
    cleared, new = (
        {
            report.rules[code].title: int(number)
            for code, number in changes.loc[changes["change"].eq(kind), "code"].value_counts().items()
        }
        for kind in (CLEARED, NEW)
    )
    return ValidateResult(
        counts[REJECT],
        counts[REVIEW],
        counts[NOTE],
        this_run.final,
        this_run.final / summary.name(report),
        this_run.final / "index.html",
        report.remarks,
        report.incomplete,
        cleared,
        new,
    )
