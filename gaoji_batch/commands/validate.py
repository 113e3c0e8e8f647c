"""inbox → findings and all that goes back to people (docs/contract/commands.md)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gaoji_batch.casework.judging import judge_all, keep_bindings
from gaoji_batch.casework.loading import executor, load
from gaoji_batch.casework.reporting import report_of
from gaoji_batch.errors import GaojiError
from gaoji_batch.workspace.folders import Workspace
from gaoji_batch.workspace.progress import SILENT, Progress
from gaoji_batch.workspace.runs import Run, record

if TYPE_CHECKING:
    import pandas as pd

    from gaoji_batch.outputs.report import Report


@dataclass(frozen=True, slots=True)
class Scope:
    """What is reported; all is read. paths: of inbox/, a file or a folder; new: only files that the validate
    run before did not have."""

    paths: tuple[Path, ...] = ()
    unit: str = ""
    project: str = ""
    new: bool = False

    def __bool__(self) -> bool:
        return bool(self.paths or self.unit or self.project or self.new)

    @property
    def words(self) -> str:
        """As the outputs say it: '项目YX2026-001、名称含“机床”的单位'."""
        parts = [
            f"项目{self.project}" if self.project else "",
            f"名称含“{self.unit}”的单位" if self.unit else "",
            "、".join(path.name for path in self.paths),
            "上次审核以后新收到的文件" if self.new else "",
        ]
        return "、".join(part for part in parts if part)

    @property
    def as_record(self) -> dict[str, Any]:
        """As run.json keeps it."""
        return {
            "paths": [str(path) for path in self.paths],
            "unit": self.unit,
            "project": self.project,
            "new": self.new,
        }


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


def run(
    workspace: Workspace,
    *,
    on: date,
    scope: Scope | None = None,
    progress: Progress = SILENT,
    workers: Executor | None = None,
) -> ValidateResult:
    """Reads everything, judges it, and writes the run's folder; workers: reading processes that outlive the
    run. GaojiError where the settings, a policy file or a template is broken."""
    if workers is None:
        with executor(workspace.settings) as started:
            return run(workspace, on=on, scope=scope, progress=progress, workers=started)
    with workspace.new_run("validate", on=on, progress=progress) as this_run:
        report, bound = _reported(workspace, this_run, progress, workers)
        report = within(report, scope or Scope(), workspace)
        write(report, workspace, this_run, progress, workers)
        if scope:
            this_run.note(scope=scope.as_record)
        result = _result(report, this_run)
        keep_bindings(workspace, bound)
    return result


def _reported(
    workspace: Workspace, this_run: Run, progress: Progress, workers: Executor
) -> tuple[Report, dict[str, list[str]]]:
    """The report, and the bindings of decisions to keep; what it was made from is let go before the outputs
    ask for memory."""
    loaded = load(workspace, progress, workers=workers)
    judged = judge_all(workspace, loaded, this_run.on, progress)
    return report_of(workspace, loaded, judged, this_run), judged.bindings


def within(report: Report, scope: Scope, workspace: Workspace) -> Report:
    """The report of a part of the inbox: findings, projects, trainees and changes that the scope names."""
    if not scope:
        return report
    from dataclasses import replace

    from gaoji_batch.values import text
    from gaoji_batch.values.columns import each

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
    from gaoji_batch.findings import count
    from gaoji_batch.outputs import records
    from gaoji_batch.outputs.marking import returned
    from gaoji_batch.outputs.pages import page, review
    from gaoji_batch.outputs.workbooks import summary

    settings = workspace.settings
    copies = returned.order(report, workers=workers)
    steps: list[Callable[[Report, Path], object]] = [records.write, summary.write, review.write]
    if settings.outputs.docx == "all" and not report.incomplete:  # a letter tells all at once
        from gaoji_batch.outputs.letters import word

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


def _result(report: Report, this_run: Run) -> ValidateResult:
    from gaoji_batch.findings import NOTE, REJECT, REVIEW, count
    from gaoji_batch.judgement.changes import CLEARED, NEW
    from gaoji_batch.outputs.workbooks import summary

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
