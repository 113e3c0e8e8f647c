"""One batch of payments for accepted claims; the same sheets again where there is nothing new; a batch taken back before its release."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gaoji_batch.casework import ledgers
from gaoji_batch.casework.batches import issue, of_batch, write_quarter
from gaoji_batch.errors import GaojiError
from gaoji_batch.workspace.folders import Workspace
from gaoji_batch.workspace.progress import SILENT, Progress
from gaoji_batch.workspace.runs import Run

if TYPE_CHECKING:
    import pandas as pd

    from gaoji_batch.casework.payments_due import Due, Held
    from gaoji_batch.ledger.store import Transaction


@dataclass(slots=True)
class DisburseResult:
    """batch: the new batch ('' where there is none); count, total: its payments and yuan; payments: the records of payments.json;
    rejects: claims left out (S1603, S1606) and workbooks of the center that cannot be read; remarks: why, and what waits; folder: the run's, None for a dry run."""

    batch: str
    count: int
    total: int
    payments: list[dict[str, Any]]
    rejects: int
    remarks: list[str]
    folder: Path | None = None


@dataclass(slots=True)
class Asked:
    """What the center's own workbooks say: budgets, objections, and the files that cannot be read."""

    budgets: pd.DataFrame
    objections: pd.DataFrame
    unreadable: list[str]

    @classmethod
    def of(cls, workspace: Workspace, progress: Progress) -> Asked:
        from gaoji_batch.casework.loading import load
        from gaoji_batch.casework.stages import UNREADABLE

        batch = load(workspace, progress, inbox=False).batch
        broken = batch.faults.loc[batch.faults["code"].isin(UNREADABLE), "file"]
        return cls(batch.frames["budget"], batch.frames["objections"], sorted(set(broken)))


def run(
    workspace: Workspace, quarter: tuple[int, int], *, on: date, by: str = "", progress: Progress = SILENT
) -> DisburseResult:
    """Orders what is due in one new batch, and writes the quarter's sheets; all of it, or nothing where it is stopped."""
    named = f"{quarter[0]}Q{quarter[1]}"
    with (
        ledgers.opened(workspace, progress) as ledger,
        workspace.new_run("disburse", on=on, progress=progress, committed=ledger.holds_run) as made,
    ):
        from gaoji_batch.casework.payments_due import Held
        from gaoji_batch.ledger.store import Actor

        asked = Asked.of(workspace, progress)
        with ledger.transaction(Actor(by), made.id, "disburse", before_commit=made.seal) as tx:
            found = _due(workspace, Held.of(tx.connection), quarter, on, asked)
            batch = _order(workspace, tx, found, named, made) if len(found.claims) else ""
            rows = _write(workspace, tx, named, found, made)
            made.note(quarter=named, batch=batch, waiting=found.waiting)
        made.committed = True
    return _result(batch, found, asked, rows, made.final)


def preview(
    workspace: Workspace, quarter: tuple[int, int], *, on: date, progress: Progress = SILENT
) -> DisburseResult:
    """What `run` would order; nothing is written."""
    from gaoji_batch.casework.payments_due import Held, ordered

    named = f"{quarter[0]}Q{quarter[1]}"
    with ledgers.opened(workspace, progress) as ledger:
        asked = Asked.of(workspace, progress)
        with ledger.reading() as connection:
            held = Held.of(connection)
    found = _due(workspace, held, quarter, on, asked)
    rows = [
        {name: value for name, value in one.items() if name not in ("persons", "claim")}
        for one in ordered(found.claims, held, named)
    ]
    return _result("", found, asked, rows, None)


def _due(workspace: Workspace, held: Held, quarter: tuple[int, int], on: date, asked: Asked) -> Due:
    """What is due; nothing while a workbook of the center cannot be read, for it may hold a budget or an objection."""
    from gaoji_batch.casework.payments_due import due

    found = due(held, quarter, on, asked.budgets, asked.objections, workspace.settings.control.publicity)
    if asked.unreadable:
        found.claims = found.claims.iloc[:0]
        found.waiting = [
            f"{file}不能读取，预算和异议无从核对，更正后才能编制新的批次" for file in asked.unreadable
        ]
    return found


def _result(
    batch: str, found: Due, asked: Asked, rows: list[dict[str, Any]], folder: Path | None
) -> DisburseResult:
    remarks = [
        f"{row['project']}未列入：{row['message']}（{row['code']}）"
        for row in found.findings.to_dict("records")
    ] + found.waiting
    rejects = len(found.findings) + len(asked.unreadable)
    return DisburseResult(
        batch, len(found.claims), int(found.claims["amount"].sum()), rows, rejects, remarks, folder
    )


def _order(workspace: Workspace, tx: Transaction, found: Due, quarter: str, made: Run) -> str:
    """Records the batch, renders its sheets once, and keeps them; its name."""
    from gaoji_batch.casework.payments_due import Held, last_serial, ordered
    from gaoji_batch.ledger.frames import frame
    from gaoji_batch.ledger.models import batches
    from gaoji_batch.outputs.workbooks import disbursement

    before = frame(tx.connection, batches)
    number = last_serial(before.loc[before["quarter"].eq(quarter), "batch"]) + 1
    batch = {
        "batch": f"{quarter}-{number}",
        "quarter": quarter,
        "made_on": made.on.isoformat(),
        "made_by": tx.actor.said,
        "account": tx.actor.account,
        "machine": tx.actor.machine,
    }
    event = tx.append(
        "ordered", "", batch | {"payments": ordered(found.claims, Held.of(tx.connection), quarter)}
    )
    held = Held.of(tx.connection)
    payments = held.described(held.payments)
    own = payments[payments["batch"].eq(batch["batch"])]
    sheets = {
        disbursement.detail_name(batch["batch"]): disbursement.detail(
            workspace.path, batch, event.hash, own, _per_head(workspace, own, made.on)
        ),
        disbursement.SUMMARY: disbursement.summary(
            made.folder, quarter, payments[payments["quarter"].eq(quarter)], made.on
        ),
        disbursement.bank_name(batch["batch"]): disbursement.bank(
            own, workspace.settings.outputs.bank_encoding
        ),
    }
    issue(workspace, tx, quarter, batch["batch"], sheets)
    return batch["batch"]


def _per_head(workspace: Workspace, payments: pd.DataFrame, on: date) -> list[int]:
    """The standard of each payment's project by the policy of its opening day."""
    import pandas as pd

    opening = (
        pd.to_datetime(payments["opening"], errors="coerce").fillna(pd.Timestamp(on)).astype("datetime64[s]")
    )
    return [int(value) for value in workspace.policy().of("subsidy.per_head", on=opening)]


def _write(
    workspace: Workspace, tx: Transaction, quarter: str, found: Due, made: Run
) -> list[dict[str, Any]]:
    """The quarter's sheets as they were issued, payments.json, and the findings."""
    from gaoji_batch.outputs import records

    records.write_findings(found.findings, made.folder)
    return write_quarter(workspace, tx, quarter, made)


def cancel(
    workspace: Workspace, batch: str, *, on: date, by: str, reason: str, progress: Progress = SILENT
) -> DisburseResult:
    """Takes a batch back before its release, but for what the bank has paid already; the other claims may be ordered again."""
    if not by.strip() or not reason.strip():
        raise GaojiError("撤销批次须写明撤销人和原因", "加上--by 姓名 --reason 原因")
    with (
        ledgers.opened(workspace, progress) as ledger,
        workspace.new_run("disburse", on=on, progress=progress, committed=ledger.holds_run) as made,
    ):
        from gaoji_batch.casework.payments_due import Held
        from gaoji_batch.ledger.store import Actor
        from gaoji_batch.outputs.workbooks import disbursement

        with ledger.transaction(Actor(by), made.id, "disburse", before_commit=made.seal) as tx:
            own = of_batch(Held.of(tx.connection), batch)
            waiting = own.loc[own["status"].eq("ordered"), "payment"]
            if waiting.empty:
                raise GaojiError(
                    f"批次{batch}已经{'撤销' if own['status'].eq('cancelled').any() else '放行'}，不能撤销",
                    "已放行的批次以银行回单为准，执行gaoji reconcile",
                )
            quarter = str(own["quarter"].iloc[0])
            tx.append("cancelled", "", {"batch": batch, "payments": list(waiting), "reason": reason})
            held = Held.of(tx.connection)
            payments = held.payments[held.payments["quarter"].eq(quarter)]
            issue(
                workspace,
                tx,
                quarter,
                batch,
                {disbursement.SUMMARY: disbursement.summary(made.folder, quarter, payments, on)},
            )
            rows = write_quarter(workspace, tx, quarter, made)
            made.note(quarter=quarter, cancelled=batch, reason=reason)
        made.committed = True
    return DisburseResult("", 0, 0, rows, 0, [], made.final)
