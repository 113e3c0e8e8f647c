"""Approved, filed, completed, claimed, due and paid side by side; what the bank paid and sent back is
recorded once a transfer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from gaoji_batch.casework.bank_first import halted, suspicions
from gaoji_batch.casework.bank_rulings import BankRuling, apply, check
from gaoji_batch.casework.bank_transfers import bank_transfers, read, record
from gaoji_batch.casework.bindings import keep_bindings
from gaoji_batch.casework.judging import judge_all
from gaoji_batch.casework.loading import load
from gaoji_batch.casework.quarter_books import QuarterBooks, open_claims
from gaoji_batch.casework.recording import recording
from gaoji_batch.casework.stages import submitted
from gaoji_batch.casework.submissions import filed_of
from gaoji_batch.findings import count
from gaoji_batch.judgement.judge import ruled
from gaoji_batch.ledger import frames
from gaoji_batch.ledger.amounts import OUTCOMES
from gaoji_batch.ledger.models import payment_persons, recoveries
from gaoji_batch.ledger.moved import incoming_of, recorded_transfers
from gaoji_batch.outputs import record_files
from gaoji_batch.outputs.workbooks import reconciled_year, reconciliation
from gaoji_batch.rules.engine import run_for
from gaoji_batch.rules.places import Places
from gaoji_batch.rules.registry import all_rules
from gaoji_batch.settlement.bank_remarks import never_let_go, other_channels
from gaoji_batch.settlement.lines import Reconciling
from gaoji_batch.settlement.sides import Books
from gaoji_batch.values.dates import quarter_of
from gaoji_batch.workspace.folders import Workspace
from gaoji_batch.workspace.progress import SILENT, Progress
from gaoji_batch.workspace.runs import Run

if TYPE_CHECKING:
    import pandas as pd
    from sqlalchemy import Connection

    from gaoji_batch.casework.bank_transfers import Bank
    from gaoji_batch.casework.halts import Class
    from gaoji_batch.evidence.bank import Statements
    from gaoji_batch.judgement.judge import Judged
    from gaoji_batch.judgement.rulings import Ruled
    from gaoji_batch.settlement.lines import Reconciling
    from gaoji_batch.settlement.sides import Filed


@dataclass(slots=True)
class ReconcileResult:
    """lines: the records of reconcile.json; counts of findings by severity; recorded: new events by kind;
    remarks; the run's folder."""

    lines: list[dict[str, Any]]
    counts: dict[str, int]
    recorded: dict[str, int]
    remarks: list[str]
    folder: Path


def run(
    workspace: Workspace,
    quarter: tuple[int, int] | None,
    *,
    on: date,
    by: str = "",
    ruling: BankRuling | None = None,
    progress: Progress = SILENT,
) -> ReconcileResult:
    """Reads the statements, records what is new in them, and writes the quarter's reconciliation; all of it,
    or nothing where it is stopped.

    ruling: on a transfer, recorded first; quarter: by default that of its day.
    """
    if ruling is not None:
        check(ruling, by)
    with recording(workspace, "reconcile", on=on, by=by, progress=progress) as (this_run, transaction):
        loaded = load(workspace, progress)
        judged = judge_all(workspace, loaded, on, progress, whole=True)
        statements = read(workspace, loaded.batch.forms)
        stages = submitted(judged, workspace.key)
        with transaction() as tx:
            bank = bank_transfers(tx.connection, statements)
            if ruling is not None:
                day = apply(tx, bank, ruling, on)
                quarter = quarter or quarter_of(date.fromisoformat(day))
                # read anew: what is one transfer, and what is none, rests on the ruling
                bank = bank_transfers(tx.connection, statements)
            assert quarter is not None
            filed = filed_of(judged, stages, tx.connection, quarter, workspace.settings.control.publicity)
            recorded, open_ = record(workspace, tx, bank, filed, on)
            # after `record`: what is recorded by now speaks against no claim
            filed.waiting = {
                **filed.waiting,
                **_suspected(workspace, judged, tx.connection, statements, quarter),
            }
            facts = facts_of(
                tx.connection, filed, bank, open_, quarter, on, workspace.settings.control.two_person
            )
            ruled = _ruled_findings(workspace, facts, judged)
            result = _write(workspace, facts, judged, ruled, statements, recorded, this_run)
        keep_bindings(workspace, ruled.bindings)
    return result


def _suspected(
    workspace: Workspace,
    judged: Judged,
    connection: Connection,
    statements: Statements,
    quarter: tuple[int, int],
) -> dict[Class, str]:
    """class → why `disburse` will hold its claim, by what this reconciliation could not record."""
    claims, bank = open_claims(QuarterBooks.of(connection), quarter), bank_transfers(connection, statements)
    halts = halted(suspicions(workspace, judged, connection, bank, claims).findings)
    return {place: halt.reason for place, halt in halts.items()}


def facts_of(
    connection: Connection,
    filed: Filed,
    bank: Bank,
    open_: pd.DataFrame,
    quarter: tuple[int, int],
    on: date,
    two_person: bool,
) -> Reconciling:
    """The facts of family R, by what the ledger holds now, and the transfers that nothing settles.
    two_person: whether another person must let a batch go."""
    cancelled, unreleased = frames.paid_unsigned(connection)
    recorded = recorded_transfers(connection)[OUTCOMES]
    rows = bank.transfers.rename(columns={"sheet": "sheet_name"})
    both = (
        pd.concat([recorded, open_], ignore_index=True).sort_values("day", kind="stable", ignore_index=True)
        if len(open_)
        else recorded
    )
    places = rows[
        ["mark", "file", "sheet_name", "row", "said", "payee", "account", "state", "memo", "beside"]
    ]
    books = Books(
        frames.states_of(connection),
        frames.filings_of(connection),
        frames.claims_of(connection),
        frames.payments_of(connection),
        frames.frame(connection, recoveries),
        incoming_of(connection),
        frames.frame(connection, payment_persons).groupby("payment").size().to_dict(),
    )
    return Reconciling(
        books,
        filed,
        both.merge(places, on="mark", how="left"),
        quarter,
        on,
        voided=rows[rows["mark"].isin(bank.voided)],
        unread=bank.statements.unread,
        cancelled=cancelled,
        unreleased=unreleased if two_person else (),
    )


def _ruled_findings(workspace: Workspace, facts: Reconciling, judged: Judged) -> Ruled:
    """The findings of family R, the center's decisions applied."""
    findings = run_for(
        "reconcile", all_rules(), facts, judged.facts, Places(judged.facts, workspace.settings.privacy)
    )
    written = findings["project_key"].map(facts.filed.schemes["written"])
    findings = findings.assign(
        project=findings["project"].where(findings["project"].ne(""), written.fillna(""))
    )
    return ruled(findings, judged.facts.batch, workspace.key, judged.bindings, facts.on, "reconcile")


def _write(
    workspace: Workspace,
    facts: Reconciling,
    judged: Judged,
    ruled: Ruled,
    statements: Statements,
    recorded: dict[str, int],
    this_run: Run,
) -> ReconcileResult:
    findings = ruled.findings
    lines = reconciled_year.records(facts, findings)
    record_files.write_all(findings, this_run.folder)
    record_files.write_lines(this_run.folder / "reconcile.json", lines)
    record_files.write_lines(this_run.folder / "transfers.json", reconciled_year.transfer_records(facts))
    overrides = judged.facts.policy.overrides_said
    reconciliation.write(
        reconciled_year.ReconciledYear(
            facts, findings, lines, statements.read, this_run.id, workspace.path, overrides
        ),
        this_run.folder,
    )
    counts = count(findings)
    remarks = [*statements.remarks, *ruled.remarks, *other_channels(facts), *never_let_go(facts)]
    this_run.note(
        quarter=f"{facts.quarter[0]}Q{facts.quarter[1]}",
        counts=counts,
        recorded=recorded,
        statements=statements.read,
        remarks=remarks,
    )
    return ReconcileResult(lines, counts, recorded, remarks, this_run.final)
