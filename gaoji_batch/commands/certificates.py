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
from gaoji_batch.outputs import record_files
from gaoji_batch.outputs.letters import certificates
from gaoji_batch.outputs.letters.word_template import WordTemplate
from gaoji_batch.values.columns import KEY
from gaoji_batch.workspace.folders import Workspace
from gaoji_batch.workspace.progress import SILENT, Progress
from gaoji_batch.workspace.runs import Run

if TYPE_CHECKING:
    import pandas as pd

    from gaoji_batch.ledger.store import Transaction


@dataclass(frozen=True, slots=True)
class CertificateRequest:
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


def run(
    workspace: Workspace, request: CertificateRequest, *, on: date, progress: Progress = SILENT
) -> CertificatesResult:
    """Numbers whoever has no certificate yet (or voids, or reissues one), and writes the year's certificates
    and their list."""
    if (request.void or request.reissue) and not (request.reason.strip() and request.by.strip()):
        raise GaojiError("作废、补发证书须写明原因和经办人", "加上--reason 原因 --by 姓名")
    if request.void and request.reissue:
        raise GaojiError("作废和补发不能同时执行", "补发会同时作废原证书，只用--reissue即可")
    with recording(workspace, "certificates", on=on, by=request.by, progress=progress) as (
        this_run,
        transaction,
    ):
        refuse_unopened(workspace, progress)
        with transaction() as tx:
            register = Register.of(tx.connection, on)
            if request.void or request.reissue:
                register.void(
                    tx, request.void or request.reissue, request.reason, again=bool(request.reissue)
                )
            wanted = (
                register.again(request.reissue)
                if request.reissue
                else register.lacking()
                if not request.void
                else register.lacking().iloc[:0]
            )
            people = people_of(workspace, tx.connection, register.projects_of_year(wanted))
            issued = _issue(
                workspace,
                tx,
                register.numbered(wanted, people, workspace.settings.certificates.pattern),
                this_run,
            )
            result = _write(workspace, tx, people, this_run)
    return CertificatesResult(issued, request.void or request.reissue, result, this_run.final)


def _issue(workspace: Workspace, tx: Transaction, rows: pd.DataFrame, this_run: Run) -> list[str]:
    """Renders the new certificates once, a document a class, keeps them, and records each; the numbers."""
    template = WordTemplate(workspace.path, certificates.TEMPLATE) if len(rows) else None
    for _, of_class in rows.groupby(KEY, sort=False):
        assert template is not None
        content = template.render(certificates.content(of_class, this_run.on))
        files = [{"name": certificates.document_name(of_class), "sha256": ledgers.keep(workspace, content)}]
        for row in of_class.to_dict("records"):
            tx.append(
                "certificate_issued",
                row["project"],
                {
                    "number": row["number"],
                    "year": this_run.on.year,
                    "serial": row["serial"],
                    "person_key": row["person_key"],
                    "issued_on": this_run.on.isoformat(),
                    "replaces": row["replaces"],
                    "files": files,
                },
            )
    return list(rows["number"])


def _write(workspace: Workspace, tx: Transaction, people: pd.DataFrame, this_run: Run) -> dict[str, int]:
    """The year's documents as they were issued, the list, certificates.json and the findings; their
    counts."""
    register = Register.of(tx.connection, this_run.on)
    listed = register.of_year(people)
    (this_run.folder / certificates.FOLDER).mkdir()
    for name, digest in register.documents().items():
        (this_run.folder / certificates.FOLDER / name).write_bytes(ledgers.kept(workspace, digest))
    certificates.write_list(listed, this_run.folder / certificates.LIST, this_run.on, this_run.id)
    record_files.write_lines(this_run.folder / "certificates.json", certificates.records(listed))
    findings = register.findings(workspace, people)
    record_files.write_all(findings, this_run.folder)
    this_run.personal(certificates.FOLDER, certificates.LIST)
    this_run.note(year=this_run.on.year, counts=count(findings), certificates=len(listed))
    return count(findings)
