"""The letters and signed forms as Word files, on demand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gaoji_batch.casework.judging import judge_all
from gaoji_batch.casework.loading import load
from gaoji_batch.casework.readers import executor
from gaoji_batch.casework.reporting import report_of
from gaoji_batch.errors import GaojiError
from gaoji_batch.outputs.letters import packages, word
from gaoji_batch.outputs.marking import returned
from gaoji_batch.outputs.report import Report
from gaoji_batch.values import text
from gaoji_batch.workspace.folders import Workspace
from gaoji_batch.workspace.progress import SILENT, Progress


@dataclass(slots=True)
class LettersResult:
    """What was written: letters and packages a unit, opinions a project."""

    folder: Path
    letters: list[Path]
    opinions: list[Path]
    packages: list[Path]


def run(
    workspace: Workspace,
    *,
    on: date,
    unit: str = "",
    project: str = "",
    due: date | None = None,
    first: int = 0,
    progress: Progress = SILENT,
) -> LettersResult:
    """Writes 一次性告知书 (numbered from `first` on), 退回包 and 项目审核意见表, of all or of one unit or
    project (a unit by its whole name or a part of it).

    GaojiError where something could not be opened: a letter tells all at once, or nothing.
    """
    with (
        workspace.new_run("letters", on=on, progress=progress) as this_run,
        executor(workspace.settings) as workers,
    ):
        loaded = load(workspace, progress, workers=workers)
        report = report_of(
            workspace, loaded, judge_all(workspace, loaded, on, progress, whole=True), this_run
        )
        units, projects = _named(report, unit, project)
        copies = [] if project else returned.order(report, due, workers)
        letters: list[Path] = []
        if not project:
            for name in units if unit else [""]:
                letters += word.write_letters(report, this_run.folder, due, name, first)
        opinions: list[Path] = []
        for number in _with_opinion(report, unit, units, projects[0] if project else ""):
            opinions += word.write_opinions(report, this_run.folder, number)
        packed: list[Path] = []
        if letters:
            with progress.bar("退回文件", len(copies)) as tick:
                returned.write(copies, report, this_run.folder, tick)
            packed = [package.path for package in packages.write(report, this_run.folder, letters, due)]
            this_run.personal("returned", packages.FOLDER)
        this_run.note(letters=len(letters), opinions=len(opinions), packages=len(packed))
        written = (
            [path.relative_to(this_run.folder) for path in letters],
            [path.relative_to(this_run.folder) for path in opinions],
            [path.relative_to(this_run.folder) for path in packed],
        )
    return LettersResult(this_run.final, *([this_run.final / path for path in paths] for paths in written))


def _with_opinion(report: Report, unit: str, units: list[str], project: str) -> list[str]:
    """The projects whose opinion is written, '' for all: that of the project asked for, else those of the
    unit."""
    if not unit or project:
        return [project]
    return list(report.projects.loc[report.projects["unit"].isin(units), "project"])


def _named(report: Report, unit: str, project: str) -> tuple[list[str], list[str]]:
    """The units and the projects that are asked for ('' for all); GaojiError where there is none."""
    units = [name for name in report.projects["unit"].unique() if name and text.fold(unit) in text.fold(name)]
    projects = [
        number
        for number in report.projects["project"]
        if not project or text.project_key(number) == text.project_key(project)
    ]
    if unit and not units:
        raise GaojiError(f"没有名称含“{unit}”的承办单位", "核对名称，可只写其中一部分")
    if project and not projects:
        raise GaojiError(f"没有编号为{project}的项目", "用gaoji validate查看全部项目的编号")
    return units, projects
