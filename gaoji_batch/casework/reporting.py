"""A judged workspace → the `Report` that every output of a run is rendered from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from gaoji_batch.casework.loading import Loaded
from gaoji_batch.casework.unopened import told
from gaoji_batch.evidence import candidates
from gaoji_batch.judgement import checked, dossiers, precedents, verdicts
from gaoji_batch.judgement.changes import compare, ruled_since
from gaoji_batch.outputs.record_files import read_findings
from gaoji_batch.outputs.report import Report, RuleInfo
from gaoji_batch.rules.registry import all_rules
from gaoji_batch.workspace.folders import Workspace
from gaoji_batch.workspace.runs import Run, record

if TYPE_CHECKING:
    import pandas as pd

    from gaoji_batch.evidence.source import Evidence
    from gaoji_batch.forms.table import SheetReading
    from gaoji_batch.judgement.judge import Judged
    from gaoji_batch.workspace.settings import Privacy


def report_of(workspace: Workspace, loaded: Loaded, judged: Judged, this_run: Run) -> Report:
    """What every output is rendered from."""
    before, above = last_full_run(workspace), incomplete(judged)
    facts, privacy = judged.facts, workspace.settings.privacy
    files = files_of(loaded, judged.findings)
    # what a run could not judge for want of a table was not cleared
    last_findings = read_findings(before) if before and not above else None
    return Report(
        findings=judged.findings,
        projects=verdicts.of_projects(facts, judged.findings, complete=not above),
        trainees=_trainees(judged, privacy, complete=not above),
        files=files,
        sheets=loaded.batch.sheets,
        causes=judged.causes,
        changes=compare(last_findings, judged.findings),
        ruled=0 if last_findings is None else len(ruled_since(last_findings, judged.findings)),
        workspace=workspace.path,
        run=this_run.id,
        on=this_run.on,
        overrides=loaded.policy.overrides_said,
        rules=rule_infos(loaded.policy),
        yearly=facts.year.of_years,
        candidates=candidates.insured(candidates.damaged(loaded.batch), facts.evidence.insurance, privacy),
        precedents=_precedents(judged),
        remarks=[*gone(before, files, facts.filings.form_titles), *loaded.remarks, *judged.remarks],
        incomplete=above,
        unopened=[{"file": at.file, "why": at.why, "forms": list(at.forms)} for at in judged.unopened],
        not_run=sorted(judged.not_run),
        policies=_policies(loaded.policy),
        forms=facts.filings.form_titles,
        extracts=extracts_of(facts.evidence),
        sent=dossiers.rows_sent(facts, judged.findings, privacy),
        reasons=dossiers.reasons_used(facts.filings.frame("decisions")),
        ruling_form=[(column.name, column.field) for column in loaded.batch.forms["decisions"].columns],
        before=before.name if before and not above else "",
        checked=checked.of_projects(facts, judged.findings, all_rules(), judged.not_run),
        sender=workspace.settings.sender,
    )


def _trainees(judged: Judged, privacy: Privacy, *, complete: bool) -> pd.DataFrame:
    """Every trainee with the verdict, and what the center knows of them."""
    rows = verdicts.of_trainees(judged.facts, judged.findings, privacy, complete=complete)
    return dossiers.of_trainees(judged.facts, judged.findings, rows, privacy)


def _precedents(judged: Judged) -> dict[str, str]:
    """问题编号 → how the center ruled on the like before, first of all a ruling that has lapsed."""
    facts = judged.facts
    posts = (
        facts.people.joinable[["id_number", "post"]]
        .dropna()
        .drop_duplicates("id_number", keep="last")
        .set_index("id_number")["post"]
        .to_dict()
    )
    earlier = precedents.beside(
        judged.findings,
        facts.filings.frame("decisions"),
        facts.plan.projects["unit"].dropna().to_dict(),
        posts,
        facts.on,
    )
    for lapse in judged.lapses:
        earlier[lapse.finding_id] = "；".join(
            filter(None, [lapse.sentence, earlier.get(lapse.finding_id, "")])
        )
    return earlier


def _policies(policy: Any) -> list[dict[str, str]]:
    """The policy files in force, as run.json names them."""
    return [
        {"document": file.document, "effective_from": file.effective_from.isoformat()}
        for file in policy.files
    ]


def incomplete(judged: Judged) -> list[str]:
    """What stands above a run's results: these lines, and the rules that did not run for want of a table."""
    rules = all_rules()
    named = [f"{rules[code].title}（{code}）" for code in sorted(judged.not_run)]
    return [*told(judged), *([f"没有进行的核对共{len(named)}项：{'、'.join(named)}"] if named else [])]


def last_full_run(workspace: Workspace) -> Path | None:
    """The newest validate run that judged and reported everything: what changed is told against it, for a
    part cannot say what was cleared outside of it."""
    runs = ((run, record(run)) for run in reversed(workspace.runs("validate")))
    return next(
        (
            run
            for run, record_of_run in runs
            if not record_of_run.get("scope") and not record_of_run.get("unopened")
        ),
        None,
    )


def gone(before: Path | None, files: list[dict[str, Any]], titles: dict[str, str]) -> list[str]:
    """A line for each form that the center had in the run before and has no workbook of now: what it forbade
    is forbidden no more, and nobody may have meant that."""
    if before is None:
        return []
    now = {form for file in files if file["file"].startswith("center/") for form in file["forms"]}
    had = [file for file in record(before).get("files", []) if file["file"].startswith("center/")]
    return [
        (
            f"上次审核时有{titles.get(form, form)}（{file['file']}），这次没有：与它有关的核对没有依据；"
            f"不是有意移出的，放回后重新审核"
        )
        for file in had
        for form in file.get("forms", [])
        if form not in now
    ]


def files_of(loaded: Loaded, findings: pd.DataFrame) -> list[dict[str, Any]]:
    """The `files` of run.json: file, size, sha256, kind, forms, findings, sheets, of inbox/ and center/."""
    counts = findings["file"].value_counts()
    forms: dict[str, set[str]] = {}
    for table in loaded.batch.tables:
        forms.setdefault(table.file, set()).add(table.form)
    return [
        {
            "file": submission.file,
            "size": submission.size,
            "sha256": submission.sha256,
            "kind": submission.kind,
            "forms": sorted(forms.get(submission.file, ())),
            "findings": int(counts.get(submission.file, 0)),
            "sheets": [_sheet(sheet) for sheet in submission.sheets],
        }
        for submission in loaded.batch.submissions
    ]


def _sheet(reading: SheetReading) -> dict[str, Any]:
    """What of one sheet was read, as run.json says it."""
    return {
        "sheet": reading.sheet,
        "form": reading.form,
        "header_row": reading.header_row,
        "rows": reading.rows,
        "passed_over": [{"rows": rows, "reason": reason} for rows, reason in reading.passed_over],
        "unread": [address for address, _, _, _ in reading.unread],
    }


def extracts_of(evidence: Evidence) -> list[dict[str, Any]]:
    """What of each sheet of extracts/ was read, as `files_of` has it of the rest; why: what of it could not
    be used."""
    rows = {id(account.part): account.rows for account in evidence.accounts}
    why = {id(account.part): account.why for account in evidence.accounts}
    return [
        {
            "file": f"extracts/{part.file}",
            "sheets": [
                {
                    "sheet": part.sheet,
                    "form": part.form,
                    "header_row": part.header_row or None,
                    "rows": rows.get(id(part), 0),
                    "passed_over": [],
                    "unread": [part.unread or "全部"] if part.lack else [],
                    "why": part.lack or why.get(id(part), ""),
                }
            ],
        }
        for part in evidence.parts
    ]


def rule_infos(policy: Any) -> dict[str, Any]:
    """Every rule as outputs name it, by code."""
    return {
        code: RuleInfo(
            rule.title,
            rule.severity,
            rule.article,
            policy.articles.get(rule.article_number, "") if rule.article_number else "",
            rule.intent,
            rule.section("消除"),
        )
        for code, rule in all_rules().items()
    }
