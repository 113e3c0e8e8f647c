"""The ledger itself: its state, whether it holds, its export, its backup and the way back."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from gaoji_batch.casework import ledgers
from gaoji_batch.casework.bank_first import lost_payments
from gaoji_batch.errors import GaojiError
from gaoji_batch.ledger import frames
from gaoji_batch.ledger.amounts import recovered_of
from gaoji_batch.ledger.backups import restore as put_back
from gaoji_batch.ledger.database import last_event
from gaoji_batch.ledger.frames import files_on_record, frame
from gaoji_batch.ledger.head import Head
from gaoji_batch.ledger.models import batches, events, recoveries, signatures
from gaoji_batch.ledger.moved import incoming_of, recorded_transfers
from gaoji_batch.values.columns import KEY
from gaoji_batch.workspace.folders import Workspace
from gaoji_batch.workspace.progress import SILENT, Progress

if TYPE_CHECKING:
    import pandas as pd
    from sqlalchemy import Connection


@dataclass(slots=True)
class Status:
    """events, hash: of the newest event; states: state → projects; batches: batch, made_on, made_by,
    payments, total, status."""

    events: int
    hash: str
    states: dict[str, int]
    batches: list[dict[str, Any]]


def status(workspace: Workspace, progress: Progress = SILENT) -> Status:
    """How far the ledger has come."""
    with ledgers.opened(workspace, progress) as ledger, ledger.reading() as connection:
        count, digest = last_event(connection)
        states = frames.states_of(connection).value_counts()
        newest = (
            frames.payments_of(connection)
            .groupby("batch")["status"]
            .agg(lambda texts: "、".join(dict.fromkeys(texts)))
        )
        file_time = (
            frames.frame(connection, batches)
            .assign(status=lambda rows: rows["batch"].map(newest))
            .sort_values("seq")
        )
    columns = ["batch", "made_on", "made_by", "payments", "total", "status"]
    return Status(
        count,
        digest,
        {str(name): int(number) for name, number in states.items()},
        file_time[columns].to_dict("records"),
    )


def verify(workspace: Workspace, progress: Progress = SILENT) -> tuple[list[str], int, str]:
    """What does not hold, the first event named first, and what the bank knows more of; count and hash of the
    newest event."""
    with ledgers.opened(workspace, progress) as ledger:
        count, digest = ledger.last()
        faults = [*ledger.verify(), *_lost(workspace, ledger)]
        older = [] if faults else lost_payments(workspace, ledger)
        return faults + older, count, digest


def _lost(workspace: Workspace, ledger: Any) -> list[str]:
    """Accepted submissions and issued sheets that no longer lie in kept/ as they were."""
    with ledger.reading() as connection:
        named = files_on_record(connection)
    lost = []
    for seq, digest in named:
        path = workspace.path / "kept" / digest
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            lost.append(f"第{seq}条记录所指的文件kept/{digest[:12]}…不见了或被改动")
    return lost


def export(workspace: Workspace, *, on: date, progress: Progress = SILENT) -> Path:
    """项目台账.xlsx: one row a project with every date and amount, and every event."""
    with (
        ledgers.opened(workspace, progress) as ledger,
        workspace.new_run("ledger", on=on, progress=progress, committed=ledger.holds_run) as this_run,
    ):
        from gaoji_batch.outputs.workbooks import ledger_book

        with ledger.reading() as connection:
            rows, rows_of_events = overview(connection), frame(connection, events)
        ledger_book.write(rows, rows_of_events, this_run.folder / ledger_book.NAME, on)
    return this_run.final / ledger_book.NAME


def overview(connection: Connection) -> pd.DataFrame:
    """One row a class: scheme, days and heads of each stage, claim, newest payment, recovery, state."""
    rows = (
        frames.states_of(connection)
        .to_frame()
        .join(
            frames.projects_of(connection).set_index("project").drop(columns=["seq", "state"]), on="project"
        )
    )
    done = frames.filings_of(connection)
    for stage in ("filing", "completion", "claim"):
        of_stage = done[done["stage"].eq(stage)].set_index(KEY)
        rows = rows.join(of_stage[["filed_on", "heads"]].add_prefix(f"{stage}_"))
    claims = frames.claims_of(connection).set_index(KEY)
    rows = rows.join(
        claims[["claimed_heads", "claimed_amount", "reduced", "reason", "payee", "bank", "account"]]
    )
    payments = frames.payments_of(connection)
    paid = payments[payments["status"].ne("cancelled")].drop_duplicates(KEY, keep="last")
    signed = frames.frame(connection, signatures).groupby("batch")["signed_on"].max()
    moved = recorded_transfers(connection).drop_duplicates("payment", keep="last").set_index("payment")
    paid = paid.assign(released_on=paid["batch"].map(signed), moved_on=paid["payment"].map(moved["day"]))
    rows = rows.join(
        paid.set_index(KEY)[["batch", "payment", "amount", "made_on", "released_on", "moved_on"]]
    )
    back = recovered_of(frames.frame(connection, recoveries), incoming_of(connection), payments)
    return pd.DataFrame(rows.join(back)).reset_index()


def backup(workspace: Workspace, target: Path, progress: Progress = SILENT) -> Path:
    """Copies the ledger to a file while others may write; the file."""
    if target.is_dir():
        raise GaojiError(f"{target}是文件夹", "写明备份文件的名字，如 台账备份.db")
    with ledgers.opened(workspace, progress) as ledger:
        ledger.backup(target)
    return target


def restore(
    workspace: Workspace, source: Path, *, older: bool, progress: Progress = SILENT
) -> tuple[int, str]:
    """Puts a backup in the place of the ledger, after it was found to hold; count and hash of the newest
    event."""
    with workspace.locked(progress):
        _ = workspace.key  # which is not made once a ledger lies here
        head = Head(ledgers.head(workspace), shared=bool(workspace.settings.ledger.url))
        put_back(ledgers.url(workspace), source, head, workspace.state / "backups", progress.say, older=older)
        with ledgers.opened(workspace, progress) as ledger:
            return ledger.last()
