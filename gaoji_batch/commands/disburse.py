"""One batch of payments for accepted claims; the same sheets again where there is nothing new; a batch taken
back before its release."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gaoji_batch.casework import ledgers
from gaoji_batch.casework.bank_first import halted
from gaoji_batch.casework.batches import issue, of_batch, sheets_of, templates_used, write_quarter
from gaoji_batch.casework.bindings import keep_bindings
from gaoji_batch.casework.halts import merged
from gaoji_batch.casework.loading import refuse_unopened
from gaoji_batch.casework.payments_due import SUSPECTED, due, ordered
from gaoji_batch.casework.quarter_books import QuarterBooks, last_serial, open_claims
from gaoji_batch.casework.recording import recording
from gaoji_batch.casework.second_look import Review
from gaoji_batch.errors import GaojiError
from gaoji_batch.findings import STANDING, collect
from gaoji_batch.ledger.frames import frame
from gaoji_batch.ledger.models import batches
from gaoji_batch.outputs import record_files
from gaoji_batch.outputs.workbooks import disbursement
from gaoji_batch.values.columns import places_of
from gaoji_batch.values.rule_names import BAD_ACCOUNT, NOW_REFUSED
from gaoji_batch.values.text import class_said
from gaoji_batch.workspace.folders import Workspace
from gaoji_batch.workspace.progress import SILENT, Progress
from gaoji_batch.workspace.runs import Run

if TYPE_CHECKING:
    import pandas as pd
    from sqlalchemy import Connection

    from gaoji_batch.casework.payments_due import Due
    from gaoji_batch.ledger.store import Transaction


@dataclass(slots=True)
class DisburseResult:
    """What was ordered, or would be (dry run), and what was not."""

    batch: str
    """The new batch, '' where there is none."""
    count: int
    """Its payments."""
    total: int
    """Their yuan."""
    payments: list[dict[str, Any]]
    """The records of payments.json."""
    rejects: int
    """Claims left out (S1603, S1606, S1608, S1609)."""
    remarks: list[str]
    """Why, and what waits."""
    folder: Path | None = None
    """The run's folder, None for a dry run."""
    held: list[dict[str, Any]] = field(default_factory=list)
    """The lines of held.json."""
    warnings: list[str] = field(default_factory=list)
    """For stderr."""


def run(
    workspace: Workspace, quarter: tuple[int, int], *, on: date, by: str = "", progress: Progress = SILENT
) -> DisburseResult:
    """Orders what is due in one new batch, and writes the quarter's sheets; all of it, or nothing where it is
    stopped."""
    named = f"{quarter[0]}Q{quarter[1]}"
    with recording(workspace, "disburse", on=on, by=by, progress=progress) as (this_run, transaction):
        review = Review.of(workspace, on, progress)
        with transaction() as tx:
            # judged before the lock, for which others wait; again under it where the ledger moved meanwhile
            review.renew(tx.last, tx.connection)
            payable = _due(workspace, review, tx.connection, quarter)
            batch = _order(workspace, tx, payable, named, this_run) if len(payable.claims) else ""
            rows = _write(workspace, tx, named, payable, this_run)
            this_run.note(quarter=named, batch=batch, waiting=payable.waiting, held=payable.held)
        keep_bindings(workspace, review.judged.bindings)
    return _result(batch, payable, rows, this_run.final)


def preview(
    workspace: Workspace, quarter: tuple[int, int], *, on: date, progress: Progress = SILENT
) -> DisburseResult:
    """What `run` would order; nothing is written."""
    named = f"{quarter[0]}Q{quarter[1]}"
    with ledgers.opened(workspace, progress) as ledger:
        review = Review.of(workspace, on, progress)
        with ledger.reading() as connection:
            books = QuarterBooks.of(connection)
            payable = _due(workspace, review, connection, quarter)
    rows = [
        {
            name: value
            for name, value in payment.items()
            if name not in ("persons", "claim", "per_head", "class_no")
        }
        | {"class": payment["class_no"]}
        for payment in ordered(payable.claims, books, named)
    ]
    return _result("", payable, rows, None)


def _due(workspace: Workspace, review: Review, connection: Connection, quarter: tuple[int, int]) -> Due:
    """What is due; GaojiError where a claim was filed after the day of the order."""
    books, forms = QuarterBooks.of(connection), review.judged.facts.batch.frames
    suspected = review.suspicions(connection, open_claims(books, quarter))
    halts = merged([review.halts(connection, places_of(books.claims)), halted(suspected.findings)])
    publicity = workspace.settings.control.publicity
    payable = due(books, quarter, review.on, forms["budget"], forms["objections"], publicity, halts)
    payable.claims = payable.claims.assign(
        per_head=review.judged.facts.money.per_head(payable.claims["project"])
    )
    payable.findings = collect([payable.findings, suspected.findings])
    payable.remarks += suspected.remarks
    late = payable.claims[payable.claims["filed_on"].gt(review.on.isoformat())]
    if len(late):
        row = late.iloc[0]
        raise GaojiError(
            (
                f"{class_said(row['written'], row['class_no'])}的补助申请于{row['filed_on']}报送，"
                f"不能按{review.on.isoformat()}拨付"
            ),
            f"不写--on，或写{row['filed_on']}以后的日期",
        )
    return payable


def _result(batch: str, payable: Due, rows: list[dict[str, Any]], folder: Path | None) -> DisburseResult:

    standing = payable.findings[payable.findings["status"].isin(STANDING)]
    remarks = [
        f"{class_said(row['project'], row['class_no'])}未列入：{row['message']}（{row['code']}）"
        for row in standing[~standing["code"].isin([NOW_REFUSED, SUSPECTED])].to_dict("records")
    ] + payable.waiting
    rejects = len(standing)
    warnings = [
        f"{class_said(line['project'], line['class'])}的收款账号不是8至32位数字，未列入（{BAD_ACCOUNT}）"
        for line in payable.held
        if BAD_ACCOUNT in line["codes"]
    ] + payable.remarks
    total = int(payable.claims["amount"].sum())
    return DisburseResult(
        batch, len(payable.claims), total, rows, rejects, remarks, folder, payable.held, warnings
    )


def _order(workspace: Workspace, tx: Transaction, payable: Due, quarter: str, this_run: Run) -> str:
    """Records the batch, renders its sheets once, and keeps them; its name."""
    before = frame(tx.connection, batches)
    number = last_serial(before.loc[before["quarter"].eq(quarter), "batch"]) + 1
    batch = {
        "batch": f"{quarter}-{number}",
        "quarter": quarter,
        "made_on": this_run.on.isoformat(),
        "made_by": tx.actor.signature,
        "account": tx.actor.account,
        "machine": tx.actor.machine,
    }
    payments = ordered(payable.claims, QuarterBooks.of(tx.connection), quarter)
    tx.append("ordered", "", batch | {"payments": payments, "templates": templates_used(workspace)})
    final = not workspace.settings.control.two_person
    sheets = sheets_of(
        workspace, tx, batch["batch"], this_run.folder, this_run.on, final=final, held=payable.held
    )
    issue(workspace, tx, quarter, batch["batch"], sheets)
    return batch["batch"]


def _write(
    workspace: Workspace, tx: Transaction, quarter: str, payable: Due, this_run: Run
) -> list[dict[str, Any]]:
    """The quarter's sheets as they were issued, payments.json, and the findings."""
    record_files.write_findings(payable.findings, this_run.folder)
    record_files.write_lines(this_run.folder / "held.json", payable.held)
    return write_quarter(workspace, tx, quarter, this_run)


def _waiting(lines: pd.DataFrame, batch: str) -> pd.Series:
    """The payments of a batch that are ordered and not released; GaojiError where there are none."""
    waiting = lines.loc[lines["status"].eq("ordered"), "payment"]
    if waiting.empty and lines["status"].eq("cancelled").any():
        raise GaojiError(
            f"批次{batch}已经撤销，不能撤销第二次", "无须再办；要重新编制，执行gaoji disburse --quarter"
        )
    if waiting.empty:
        raise GaojiError(f"批次{batch}已经放行，不能撤销", "已放行的批次以银行回单为准，执行gaoji reconcile")
    return waiting


def cancel(
    workspace: Workspace, batch: str, *, on: date, by: str, reason: str, progress: Progress = SILENT
) -> DisburseResult:
    """Takes a batch back before its release, but for what the bank has paid already; the other claims may be
    ordered again."""
    if not by.strip() or not reason.strip():
        raise GaojiError("撤销批次须写明撤销人和原因", "加上--by 姓名 --reason 原因")
    with recording(workspace, "disburse", on=on, by=by, progress=progress) as (this_run, transaction):
        refuse_unopened(workspace, progress)
        with transaction() as tx:
            lines = of_batch(QuarterBooks.of(tx.connection), batch)
            waiting = _waiting(lines, batch)
            quarter = str(lines["quarter"].iloc[0])
            tx.append("cancelled", "", {"batch": batch, "payments": list(waiting), "reason": reason})
            books = QuarterBooks.of(tx.connection)
            payments = books.payments[books.payments["quarter"].eq(quarter)]
            issue(
                workspace,
                tx,
                quarter,
                batch,
                {
                    disbursement.SUMMARY: disbursement.summary(
                        this_run.folder,
                        quarter,
                        payments,
                        on,
                        two_person=workspace.settings.control.two_person,
                    )
                },
            )
            rows = write_quarter(workspace, tx, quarter, this_run)
            this_run.note(quarter=quarter, cancelled=batch, reason=reason)
    return DisburseResult("", 0, 0, rows, 0, [], this_run.final)
