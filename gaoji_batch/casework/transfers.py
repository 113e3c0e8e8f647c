"""What the bank did, against the ledger: transfers recorded, and those that are new in the statements."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from gaoji_batch.casework import ledgers
from gaoji_batch.workspace.folders import Workspace

if TYPE_CHECKING:
    import pandas as pd
    from sqlalchemy import Connection

    from gaoji_batch.evidence.bank import Statements
    from gaoji_batch.ledger.store import Transaction
    from gaoji_batch.settlement.lines import Filed
    from gaoji_batch.settlement.transfers import Known

_KINDS = ("paid", "returned", "recovered_in")


def record(
    workspace: Workspace, tx: Transaction, statements: Statements, filed: Filed, on: date
) -> tuple[dict[str, int], pd.DataFrame]:
    """Records each transfer that settles something and is not recorded yet, and each statement, which goes into kept/.

    Gives kind → how many were recorded, and the outcomes of the transfers that nothing settles (R06, R07): the next run looks at them again.
    """
    from gaoji_batch.settlement.transfers import RECOVERED_IN, UNSETTLED, settle

    recorded = recorded_transfers(tx.connection)
    fresh = statements.transfers[~statements.transfers["mark"].isin(recorded["mark"])]
    outcomes = settle(fresh, known_of(tx.connection, filed, recorded))
    open_ = outcomes["code"].isin(UNSETTLED)
    counts = dict.fromkeys(_KINDS, 0)
    for row in outcomes[~open_].to_dict("records"):
        counts[row["kind"]] += 1
        if row["kind"] == RECOVERED_IN:
            tx.append(
                RECOVERED_IN,
                row["project"],
                {"transfer": row["mark"], "received_on": row["day"], "amount": int(row["amount"])},
            )
        else:
            tx.append(
                row["kind"],
                row["project"],
                {
                    "payment": row["payment"],
                    "transfer": row["mark"],
                    "transferred_on": row["day"],
                    "amount": int(row["amount"]),
                    "note": row["code"],
                },
            )
    _record_statements(workspace, tx, statements, on)
    return counts, outcomes[open_]


def _record_statements(workspace: Workspace, tx: Transaction, statements: Statements, on: date) -> None:
    """Which statements were read; a file with several sheets, or two of the same bytes, once."""
    from gaoji_batch.ledger.frames import frame
    from gaoji_batch.ledger.models import statements as table

    known = set(frame(tx.connection, table)["sha256"])
    for one in statements.read:
        if one["sha256"] not in known:
            known.add(one["sha256"])
            ledgers.keep(workspace, (workspace.path / str(one["file"])).read_bytes())
            rows = sum(int(str(other["rows"])) for other in statements.read if other["file"] == one["file"])
            tx.append(
                "statement_read",
                "",
                {"sha256": one["sha256"], "file": one["file"], "read_on": on.isoformat(), "rows": rows},
            )


def recorded_transfers(connection: Connection) -> pd.DataFrame:
    """OUTCOMES of the transfers that the ledger holds, in the order they were recorded."""
    import pandas as pd
    from sqlalchemy import select

    from gaoji_batch.ledger.events import Event
    from gaoji_batch.ledger.models import events
    from gaoji_batch.settlement.transfers import OUTCOMES

    rows = []
    for held in connection.execute(
        select(events).where(events.c.kind.in_(_KINDS)).order_by(events.c.seq)
    ).mappings():
        event = Event(**held)
        told = event.content
        day = told.get("transferred_on") or told.get("received_on")
        rows.append(
            (
                told["transfer"],
                event.kind,
                told.get("payment", ""),
                event.project,
                day,
                told["amount"],
                told.get("note", ""),
            )
        )
    return pd.DataFrame(rows, columns=OUTCOMES).astype({"amount": "Int64"})


def known_of(connection: Connection, filed: Filed, recorded: pd.DataFrame) -> Known:
    """What transfers are settled against."""
    from gaoji_batch.ledger import frames
    from gaoji_batch.settlement.transfers import Known

    projects = filed.schemes[["unit"]].assign(
        claimed=filed.schemes.index.isin(frames.claims_of(connection)["project"])
    )
    ordered, back = sums(connection)
    owed = {project: amount - back.get(project, 0) for project, amount in ordered.items()}
    return Known(frames.payments_of(connection), projects, recorded, owed)


def sums(connection: Connection) -> tuple[dict[str, int], dict[str, int]]:
    """project → yuan of its recoveries, and yuan that came back."""
    from gaoji_batch.ledger.frames import frame
    from gaoji_batch.ledger.models import incoming, recoveries

    both = (frame(connection, table).groupby("project")["amount"].sum() for table in (recoveries, incoming))
    ordered, back = ({str(project): int(amount) for project, amount in held.items()} for held in both)
    return ordered, back
