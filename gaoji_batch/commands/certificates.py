"""结业证书 (article 14): every person of an accepted register gets one number, without gaps in a year; void
and reissue by name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from gaoji_batch.casework import ledgers
from gaoji_batch.casework.certificate_register import Register
from gaoji_batch.casework.loading import refuse_unopened
from gaoji_batch.casework.people import people_of
from gaoji_batch.casework.recording import recording
from gaoji_batch.errors import GaojiError
from gaoji_batch.findings import count
from gaoji_batch.values.columns import KEY
from gaoji_batch.workspace.folders import Workspace
from gaoji_batch.workspace.progress import SILENT, Progress
from gaoji_batch.workspace.runs import Run

if TYPE_CHECKING:
    import pandas as pd

    from gaoji_batch.ledger.store import Transaction


@dataclass(frozen=True, slots=True)
class Asked:
    """void, reissue: a number each, or ''; reason, by: needed for both."""

    void: str = ""
    reissue: str = ""
    reason: str = ""
    by: str = ""


@dataclass(slots=True)
class CertificatesResult:
    """issued: the new numbers; voided: the number made void; counts of findings; the run's folder."""

    issued: list[str]
    voided: str
    counts: dict[str, int]
    folder: Path


def run(workspace: Workspace, asked: Asked, *, on: date, progress: Progress = SILENT) -> CertificatesResult:
    """Numbers whoever has no certificate yet (or voids, or reissues one), and writes the year's certificates
    and their list."""
    if (asked.void or asked.reissue) and not (asked.reason.strip() and asked.by.strip()):
        raise GaojiError("作废、补发证书须写明原因和经办人", "加上--reason 原因 --by 姓名")
    if asked.void and asked.reissue:
        raise GaojiError("作废和补发不能同时执行", "补发会同时作废原证书，只用--reissue即可")
    with recording(workspace, "certificates", on=on, by=asked.by, progress=progress) as (made, transaction):
        refuse_unopened(workspace, progress)
        with transaction() as tx:
            held = Register.of(tx.connection, on)
            if asked.void or asked.reissue:
                held.void(tx, asked.void or asked.reissue, asked.reason, again=bool(asked.reissue))
            wanted = (
                held.again(asked.reissue)
                if asked.reissue
                else held.lacking()
                if not asked.void
                else held.lacking().iloc[:0]
            )
            people = people_of(workspace, tx.connection, held.projects_shown(wanted))
            issued = _issue(
                workspace, tx, held.numbered(wanted, people, workspace.settings.certificates.pattern), made
            )
            result = _write(workspace, tx, people, made)
    return CertificatesResult(issued, asked.void or asked.reissue, result, made.final)


def _issue(workspace: Workspace, tx: Transaction, rows: pd.DataFrame, made: Run) -> list[str]:
    """Renders the new certificates once, a document a class, keeps them, and records each; the numbers."""
    from gaoji_batch.outputs.letters import certificates
    from gaoji_batch.outputs.letters.word_template import WordTemplate

    template = WordTemplate(workspace.path, certificates.TEMPLATE) if len(rows) else None
    for _, own in rows.groupby(KEY, sort=False):
        assert template is not None
        content = template.render(certificates.content(own, made.on))
        files = [{"name": certificates.document_name(own), "sha256": ledgers.keep(workspace, content)}]
        for row in own.to_dict("records"):
            tx.append(
                "certificate_issued",
                row["project"],
                {
                    "number": row["number"],
                    "year": made.on.year,
                    "serial": row["serial"],
                    "person_key": row["person_key"],
                    "issued_on": made.on.isoformat(),
                    "replaces": row["replaces"],
                    "files": files,
                },
            )
    return list(rows["number"])


def _write(workspace: Workspace, tx: Transaction, people: pd.DataFrame, made: Run) -> dict[str, int]:
    """The year's documents as they were issued, the list, certificates.json and the findings; their
    counts."""
    from gaoji_batch.outputs import records
    from gaoji_batch.outputs.letters import certificates

    held = Register.of(tx.connection, made.on)
    shown = held.of_year(people)
    (made.folder / certificates.FOLDER).mkdir()
    for name, mark in held.documents().items():
        (made.folder / certificates.FOLDER / name).write_bytes(ledgers.kept(workspace, mark))
    certificates.write_list(shown, made.folder / certificates.LIST, made.on, made.id)
    records.write_lines(made.folder / "certificates.json", certificates.records(shown))
    findings = held.findings(workspace, people)
    records.write_all(findings, made.folder)
    made.personal(certificates.FOLDER, certificates.LIST)
    made.note(year=made.on.year, counts=count(findings), certificates=len(shown))
    return count(findings)
