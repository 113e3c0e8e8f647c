"""inbox → findings and all that goes back to people (SPEC section 7)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gaoji_batch.commands.reading import Loaded, load
from gaoji_batch.errors import GaojiError
from gaoji_batch.progress import SILENT, Progress
from gaoji_batch.runs import Run, record
from gaoji_batch.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

    from gaoji_batch.commands.judged import Judged
    from gaoji_batch.ledger.view import LedgerView
    from gaoji_batch.outputs.report import Report


@dataclass(frozen=True, slots=True)
class Scope:
    """What is reported; all is read. paths: of inbox/, a file or a folder; new: only files that the validate run before did not have."""

    paths: tuple[Path, ...] = ()
    unit: str = ""
    project: str = ""
    new: bool = False

    def __bool__(self) -> bool:
        return bool(self.paths or self.unit or self.project or self.new)

    @property
    def said(self) -> dict[str, Any]:
        """As run.json keeps it."""
        return {"paths": [str(path) for path in self.paths], "unit": self.unit, "project": self.project, "new": self.new}


@dataclass(slots=True)
class ValidateResult:
    """What the command line says of a run: counts of standing findings, its folder, what to open first, remarks."""

    rejects: int
    reviews: int
    notes: int
    folder: Path
    summary: Path
    open_first: Path
    remarks: list[str] = field(default_factory=list)


def run(workspace: Workspace, *, on: date, scope: Scope | None = None, progress: Progress = SILENT) -> ValidateResult:
    """Reads everything, judges it, and writes the run's folder. GaojiError where the settings, a policy file or a template is broken."""
    with workspace.new_run("validate", on=on, progress=progress) as made:
        report, bound = _reported(workspace, made, progress)
        report = within(report, scope or Scope(), workspace)
        write(report, made, progress)
        if scope:
            made.note(scope=scope.said)
        result = _result(report, made)
        keep_bindings(workspace, bound)
    return result


def _reported(workspace: Workspace, made: Run, progress: Progress) -> tuple[Report, dict[str, list[str]]]:
    """The report, and the bindings of decisions to keep; what it was made from is let go before the outputs ask for memory."""
    loaded = load(workspace, progress)
    judged = judge_all(workspace, loaded, made.on, progress)
    return report_of(workspace, loaded, judged, made), judged.bindings


def judge_all(workspace: Workspace, loaded: Loaded, on: date, progress: Progress = SILENT, ledger: LedgerView | None = None) -> Judged:
    """Runs the rules on what was loaded, with the extracts, the ledger (as it stands now, or as given) and the decisions of the workspace."""
    from gaoji_batch.commands.judged import judge
    from gaoji_batch.commands.ledgers import view

    with progress.bar("核对规则", 1) as tick:
        judged = judge(
            loaded.batch, loaded.policy, workspace.extracts(), workspace.cache, workspace.settings, ledger or view(workspace),
            on=on, key=workspace.key, bound=bindings(workspace),
        )  # fmt: skip
        tick()
    return judged


def bindings(workspace: Workspace) -> dict[str, list[str]]:
    """What decisions without 问题编号 were bound to at their first use."""
    path = workspace.state / "decisions.json"
    try:
        return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}
    except (ValueError, TypeError) as error:
        raise GaojiError(f"{path}已损坏", "从备份恢复；或移走它，处理意见将重新与问题对应") from error


def keep_bindings(workspace: Workspace, bound: dict[str, list[str]]) -> None:
    """Remembers them in the workspace's state, not in center/."""
    path = workspace.state / "decisions.json"
    fresh = path.with_suffix(".part")
    fresh.write_text(json.dumps(bound, indent=0, sort_keys=True), encoding="utf-8")
    fresh.replace(path)


def report_of(workspace: Workspace, loaded: Loaded, judged: Judged, made: Run) -> Report:
    """What every output is rendered from."""
    from gaoji_batch import precedents, verdicts
    from gaoji_batch.changes import compare
    from gaoji_batch.evidence import candidates
    from gaoji_batch.outputs.records import read_findings
    from gaoji_batch.outputs.report import Report

    before = last_whole(workspace)
    facts, privacy = judged.facts, workspace.settings.privacy
    maybe = candidates.insured(candidates.damaged(loaded.batch), facts.evidence.insurance, privacy)
    posts = facts.joinable[["id_number", "post"]].dropna().drop_duplicates("id_number", keep="last").set_index("id_number")["post"].to_dict()
    earlier = precedents.beside(judged.findings, facts.frame("decisions"), facts.projects["unit"].dropna().to_dict(), posts)
    return Report(
        findings=judged.findings, projects=verdicts.of_projects(facts, judged.findings),
        trainees=verdicts.of_trainees(facts, judged.findings, privacy), files=files_of(loaded, judged.findings),
        sheets=loaded.batch.sheets, causes=judged.causes, changes=compare(read_findings(before) if before else None, judged.findings),
        workspace=workspace.path, run=made.id, on=made.on, overrides=loaded.policy.overrides_said,
        rules=rule_infos(loaded.policy), yearly=facts.yearly_heads, candidates=maybe, precedents=earlier, remarks=judged.remarks,
        policies=[{"document": file.document, "effective_from": file.effective_from.isoformat()} for file in loaded.policy.files],
    )  # fmt: skip


def last_whole(workspace: Workspace) -> Path | None:
    """The newest validate run that reported everything: what changed is told against it, for a part cannot say what was cleared outside of it."""
    runs = reversed(workspace.runs("validate"))
    return next((run for run in runs if not record(run).get("scope")), None)


def files_of(loaded: Loaded, findings: pd.DataFrame) -> list[dict[str, Any]]:
    """The `files` of run.json: file, size, sha256, kind, forms, findings, of inbox/ and center/."""
    counts = findings["file"].value_counts()
    forms: dict[str, set[str]] = {}
    for table in loaded.batch.tables:
        forms.setdefault(table.file, set()).add(table.form)
    return [
        {
            "file": one.file,
            "size": one.size,
            "sha256": one.sha256,
            "kind": one.kind,
            "forms": sorted(forms.get(one.file, ())),
            "findings": int(counts.get(one.file, 0)),
        }
        for one in loaded.batch.submissions
    ]


def rule_infos(policy: Any) -> dict[str, Any]:
    """Every rule as outputs name it, by code."""
    from gaoji_batch.outputs.report import RuleInfo
    from gaoji_batch.rules.registry import all_rules

    return {
        code: RuleInfo(
            rule.title, rule.severity, rule.article, policy.articles.get(rule.article_number, "") if rule.article_number else "", rule.intent, rule.told("消除")
        )
        for code, rule in all_rules().items()
    }


def within(report: Report, scope: Scope, workspace: Workspace) -> Report:
    """The report of a part of the inbox: findings, projects, trainees and changes that the scope names."""
    if not scope:
        return report
    from dataclasses import replace

    from gaoji_batch import text

    projects = report.projects
    files = _files_within(report, scope, workspace)
    unit, project = text.fold(scope.unit), text.fold(scope.project)
    if project and not text.fold_series(projects["project"]).eq(project).any():
        raise GaojiError(f"没有编号为{scope.project}的项目", "用gaoji validate查看全部项目的编号")
    if unit and not text.fold_series(projects["unit"]).str.contains(unit, regex=False).any():
        raise GaojiError(f"没有名称含“{scope.unit}”的承办单位", "核对名称，可只写其中一部分")

    def kept(rows: pd.DataFrame, filed: bool = True) -> pd.DataFrame:
        here = rows["project"].notna()
        if unit:
            here &= text.fold_series(rows["unit"]).str.contains(unit, regex=False)
        if project:
            here &= text.fold_series(rows["project"]).eq(project)
        if files is not None:
            here &= rows["file"].isin(files) if filed else rows["project"].isin(_projects_of(report, files))
        return rows[here].reset_index(drop=True)

    findings = kept(report.findings)
    causes = report.causes[report.causes["group"].isin(findings["group"])].reset_index(drop=True)
    return replace(
        report, findings=findings, projects=kept(projects, False), trainees=kept(report.trainees, False), causes=causes, changes=kept(report.changes),
    )  # fmt: skip


def _files_within(report: Report, scope: Scope, workspace: Workspace) -> set[str] | None:
    """The files that the scope's paths and `new` name; None where it names none."""
    if not scope.paths and not scope.new:
        return None
    known = {file["file"]: file["sha256"] for file in report.files}
    named = set(known)
    if scope.paths:
        asked = [_asked(path, workspace) for path in scope.paths]
        named = {file for file in known if any(file == one or file.startswith(f"{one}/") for one in asked)}
        if not named:
            raise GaojiError(f"{scope.paths[0]}不在本工作区的inbox文件夹中，或其中没有文件", "把文件放入inbox后再审核")
    before = workspace.latest("validate")
    if scope.new and before:
        seen = {file["sha256"] for file in record(before).get("files", [])}
        named = {file for file in named if known[file] not in seen}
    return named


def _asked(path: Path, workspace: Workspace) -> str:
    for whole in (path.absolute(), (workspace.path / path).absolute()):
        if whole.exists() and whole.is_relative_to(workspace.path):
            return workspace.relative(whole)
    raise GaojiError(f"没有文件或文件夹{path}", "写明本工作区inbox中的文件或文件夹")


def _projects_of(report: Report, files: set[str]) -> set[str]:
    return set(report.sheets.loc[report.sheets["file"].isin(files), "project_written"]) | set(
        report.findings.loc[report.findings["file"].isin(files), "project"]
    )


def write(report: Report, made: Run, progress: Progress) -> None:
    """All outputs of a validate run; run.json comes last of all."""
    from gaoji_batch.findings import count
    from gaoji_batch.outputs import page, records, returned, review, summary

    settings = made.workspace.settings
    steps: list[Callable[[Report, Path], object]] = [records.write, summary.write, review.write]
    with progress.bar("退回文件", len(report.files)) as tick:
        returned.write_returned(report, made.folder, tick)
    if settings.outputs.docx == "all":
        from gaoji_batch.outputs import word

        made.note(letters=len(word.write_letters(report, made.folder)), opinions=len(word.write_opinions(report, made.folder)))
    steps.append(page.write)  # last: it links to all the others
    with progress.bar("写出结果", len(steps)) as tick:
        for step in steps:
            step(report, made.folder)
            tick()
    made.personal("returned")
    made.note(
        files=report.files, passed_over=made.workspace.passed_over(), counts=count(report.findings), remarks=report.remarks, policy=report.policies,
    )  # fmt: skip


def _result(report: Report, made: Run) -> ValidateResult:
    from gaoji_batch.findings import NOTE, REJECT, REVIEW, count

    counts = count(report.findings)
    return ValidateResult(counts[REJECT], counts[REVIEW], counts[NOTE], made.final, made.final / "审核汇总.xlsx", made.final / "index.html", report.remarks)
