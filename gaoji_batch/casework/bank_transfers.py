"""What the bank did, against the ledger: transfers recorded, and those that are new in the statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from gaoji_batch.casework import ledgers
from gaoji_batch.evidence.bank import read_statements
from gaoji_batch.evidence.bank_rows import SUCCESS, digits
from gaoji_batch.ledger import frames, moved
from gaoji_batch.ledger.amounts import IN_PART
from gaoji_batch.ledger.frames import frame, payments_of
from gaoji_batch.ledger.models import recoveries
from gaoji_batch.ledger.models import statements as table
from gaoji_batch.ledger.moved import incoming_of, recorded_transfers
from gaoji_batch.settlement.identity import Recorded, alike_of, transfers_of
from gaoji_batch.settlement.transfers import RECOVERED_IN, UNSETTLED, LedgerMoney, settle
from gaoji_batch.workspace.folders import Workspace

if TYPE_CHECKING:
    import pandas as pd
    from sqlalchemy import Connection

    from gaoji_batch.evidence.bank import Statements
    from gaoji_batch.forms.schema import Form
    from gaoji_batch.ledger.store import Transaction
    from gaoji_batch.settlement.sides import Filed
    from gaoji_batch.settlement.transfers import LedgerMoney

_KINDS = ("paid", "returned", "recovered_in")


@dataclass(slots=True)
class Bank:
    """The statements in extracts/, and their transfers (`identity.TRANSFERS`), recorded or not; marks: of
    those recorded; voided: of those voided."""

    statements: Statements
    transfers: pd.DataFrame
    marks: set[str]
    voided: set[str]

    @property
    def fresh(self) -> pd.DataFrame:
        """The transfers that the ledger has neither recorded nor voided."""
        rows = self.transfers
        return rows[~rows["mark"].isin(self.marks | self.voided)].reset_index(drop=True)


def read(workspace: Workspace, forms: dict[str, Form]) -> Statements:
    """The bank's statements in extracts/."""
    files = [(path, workspace.relative(path)) for path in workspace.extracts()]
    return read_statements(files, forms, workspace.cache)


def bank_transfers(connection: Connection, statements: Statements) -> Bank:
    """The statements' rows as transfers, each known again by what the ledger recorded and people ruled."""
    recorded, gone = moved.recorded_transfers(connection), moved.voided(connection)
    same, different = moved.identities(connection)
    marks = dict(zip(recorded["mark"], _alikes(connection, recorded), strict=True))
    marks |= {
        digest: (content.get("alike", ""), content.get("reference", "")) for digest, content in gone.items()
    }
    recorded_before = Recorded(marks, same, different, frozenset(gone))
    return Bank(statements, transfers_of(statements.rows, recorded_before), set(recorded["mark"]), set(gone))


def _alikes(connection: Connection, recorded: pd.DataFrame) -> list[tuple[str, str]]:
    """(alike, 流水号) of the recorded transfers; of one recorded before these were kept, what its payment
    says."""
    payments = payments_of(connection).set_index("payment")[["payee", "account"]].to_dict("index")
    return [
        (
            alike_of(row["day"], payment["payee"], digits(payment["account"]), int(row["amount"]), SUCCESS)
            if not row["alike"] and row["kind"] == "paid" and (payment := payments.get(row["payment"]))
            else row["alike"],
            row["reference"],
        )
        for row in recorded.to_dict("records")
    ]


def record(
    workspace: Workspace, tx: Transaction, bank: Bank, filed: Filed, on: date
) -> tuple[dict[str, int], pd.DataFrame]:
    """Records each transfer that settles something and is not recorded yet, and each statement, which goes
    into kept/.

    Gives kind → how many were recorded, and the outcomes of the transfers that nothing settles: the next run
    looks at them again.
    """
    fresh = bank.fresh
    outcomes = settle(fresh, ledger_of(tx.connection, filed))
    identities = fresh.set_index("mark")[["alike", "reference"]].to_dict("index")
    open_ = outcomes["code"].isin(UNSETTLED)
    counts = dict.fromkeys(_KINDS, 0)
    for row in outcomes[~open_].to_dict("records"):
        counts[row["kind"]] += 1
        content = {"transfer": row["mark"], "amount": int(row["amount"])} | identities[row["mark"]]
        if row["kind"] == RECOVERED_IN:
            tx.append(RECOVERED_IN, row["project"], content | {"received_on": row["day"]})
        else:
            moved = {
                "payment": row["payment"],
                "transferred_on": row["day"],
                "note": row["code"],
                "named": row["named"] if row["code"] == IN_PART else "",
            }
            tx.append(row["kind"], row["project"], content | moved)
    _record_statements(workspace, tx, bank.statements, on)
    return counts, outcomes[open_]


def _record_statements(workspace: Workspace, tx: Transaction, statements: Statements, on: date) -> None:
    """Which statements were read; a file with several sheets, or two of the same bytes, once."""
    digests = set(frame(tx.connection, table)["sha256"])
    for statement in statements.read:
        if statement["sha256"] not in digests:
            digests.add(statement["sha256"])
            ledgers.keep(workspace, (workspace.path / str(statement["file"])).read_bytes())
            rows = sum(
                int(str(other["rows"])) for other in statements.read if other["file"] == statement["file"]
            )
            tx.append(
                "statement_read",
                "",
                {
                    "sha256": statement["sha256"],
                    "file": statement["file"],
                    "read_on": on.isoformat(),
                    "rows": rows,
                },
            )


def ledger_of(connection: Connection, filed: Filed) -> LedgerMoney:
    """What transfers are settled against."""
    return ledger_for(connection, filed.schemes[["unit"]])


def ledger_for(connection: Connection, units: pd.DataFrame) -> LedgerMoney:
    """The same; units: index project; unit."""
    projects = units.assign(claimed=units.index.isin(frames.claims_of(connection)["project"]))
    ordered, back = sums(connection)
    owed = {project: amount - back.get(project, 0) for project, amount in ordered.items()}
    return LedgerMoney(frames.payments_of(connection), projects, recorded_transfers(connection), owed)


def sums(connection: Connection) -> tuple[dict[str, int], dict[str, int]]:
    """project → yuan of its recoveries, and yuan that came back."""
    both = (
        rows.groupby("project")["amount"].sum()
        for rows in (frame(connection, recoveries), incoming_of(connection))
    )
    ordered, back = ({str(project): int(amount) for project, amount in series.items()} for series in both)
    return ordered, back
