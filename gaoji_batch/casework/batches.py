"""Batches of payments: found by name, their sheets kept once and given again byte for byte."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from gaoji_batch.casework import ledgers
from gaoji_batch.casework.quarter_books import QuarterBooks, payable
from gaoji_batch.errors import GaojiError
from gaoji_batch.intake.files import fingerprint
from gaoji_batch.ledger.frames import frame
from gaoji_batch.ledger.models import batches, events, sheets
from gaoji_batch.outputs import record_files
from gaoji_batch.outputs.templated import template_path
from gaoji_batch.outputs.workbooks import disbursement
from gaoji_batch.workspace.folders import Workspace
from gaoji_batch.workspace.runs import Run, record

if TYPE_CHECKING:
    import pandas as pd
    from sqlalchemy import Connection

    from gaoji_batch.casework.quarter_books import QuarterBooks
    from gaoji_batch.ledger.store import Transaction


def issue(workspace: Workspace, tx: Transaction, quarter: str, batch: str, sheets: dict[str, bytes]) -> None:
    """Keeps rendered sheets, and records them."""
    issued = [{"name": name, "sha256": ledgers.keep(workspace, content)} for name, content in sheets.items()]
    tx.append("issued", "", {"quarter": quarter, "batch": batch, "sheets": issued})


def sheets_of(
    workspace: Workspace,
    tx: Transaction,
    batch: str,
    folder: Path,
    on: date,
    *,
    final: bool,
    held: Sequence[Mapping[str, Any]] = (),
) -> dict[str, bytes]:
    """The sheets of a batch; the bank's file is one of them where it is final, else they say 待放行. folder:
    for what is made on the way."""
    row = tx.connection.execute(select(batches).where(batches.c.batch == batch)).mappings().one()
    digest = tx.connection.execute(select(events.c.hash).where(events.c.seq == row["seq"])).scalar_one()
    ledger = QuarterBooks.of(tx.connection)
    payments = ledger.described(ledger.payments)
    of_batch_rows = payments[payments["batch"].eq(batch)]
    of_quarter = payments[payments["quarter"].eq(row["quarter"])]
    two_person = workspace.settings.control.two_person
    sheets = {
        disbursement.detail_name(batch): disbursement.detail(
            workspace.path, dict(row), digest, of_batch_rows, not final
        ),
        disbursement.SUMMARY: disbursement.summary(folder, row["quarter"], of_quarter, on, held, two_person),
    }
    if final:
        digits = of_batch_rows[payable(of_batch_rows["account"])]
        sheets[disbursement.bank_name(batch)] = disbursement.bank(
            digits, workspace.settings.outputs.bank_encoding
        )
    return sheets


def templates_used(workspace: Workspace) -> list[dict[str, str]]:
    """name and sha256 of each template by which the sheets of a batch are made."""
    names = (disbursement.TEMPLATE,)
    return [{"name": name, "sha256": fingerprint(template_path(workspace.path, name))} for name in names]


def write_quarter(workspace: Workspace, tx: Transaction, quarter: str, this_run: Run) -> list[dict[str, Any]]:
    """The sheets of the quarter's batches that stand byte for byte, and payments.json; its records."""
    books = QuarterBooks.of(tx.connection)
    of_quarter = books.payments[books.payments["quarter"].eq(quarter)]
    dropped = set(of_quarter.loc[of_quarter["status"].eq("cancelled"), "batch"])
    issued = frame(tx.connection, sheets)
    issued = issued[issued["quarter"].eq(quarter)].sort_values("seq").drop_duplicates("name", keep="last")
    # the summary is the quarter's, whichever batch it came with
    issued = issued[~issued["batch"].isin(dropped) | issued["name"].eq(disbursement.SUMMARY)]
    for name, digest in zip(issued["name"], issued["sha256"], strict=True):
        (this_run.folder / name).write_bytes(ledgers.kept(workspace, digest))
    rows = disbursement.records(books.described(of_quarter))
    record_files.write_lines(this_run.folder / "payments.json", rows)
    this_run.personal("payments.json", *(name for name in issued["name"] if name != disbursement.SUMMARY))
    this_run.note(
        outputs={path.name: fingerprint(path) for path in sorted(this_run.folder.iterdir()) if path.is_file()}
    )
    return rows


def edited(workspace: Workspace, connection: Connection) -> list[Path]:
    """Files of the runs of disburse and release that are not as they were written: by the ledger's hash of
    each sheet, else by run.json's."""
    issued = frame(connection, sheets).groupby("name")["sha256"].agg(set).to_dict()
    names = []
    for run in [*workspace.runs("disburse"), *workspace.runs("release")]:
        marks = {name: {digest} for name, digest in record(run).get("outputs", {}).items()} | issued
        for path in sorted(run.iterdir()):
            if path.is_file() and path.name in marks and fingerprint(path) not in marks[path.name]:
                names.append(path)
    return names


def of_batch(books: QuarterBooks, batch: str) -> pd.DataFrame:
    """The payments of a batch; GaojiError where there is no such batch."""
    rows = books.payments[books.payments["batch"].eq(batch)]
    if not len(rows):
        raise GaojiError(f"台账中没有批次{batch}", "用gaoji ledger status查看各批次")
    return rows
