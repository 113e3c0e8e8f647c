"""What the bank moved, as the ledger recorded it: transfers, those that were voided, and what people ruled of
their identity."""

from __future__ import annotations

from typing import Any

import pandas as pd
from sqlalchemy import Connection, select

from gaoji_batch.ledger.amounts import OUTCOMES
from gaoji_batch.ledger.events import Event
from gaoji_batch.ledger.models import events, incoming

_KINDS = ("paid", "returned", "recovered_in")
_RULED = ("transfer_voided", "transfers_same", "transfers_different")


def recorded_transfers(connection: Connection) -> pd.DataFrame:
    """OUTCOMES of the transfers that the ledger holds and nobody voided, in the order they were recorded, and
    alike, reference, seq."""
    gone = voided(connection)
    rows = [
        (
            content["transfer"],
            event.kind,
            content.get("payment", ""),
            event.project,
            content.get("transferred_on") or content.get("received_on"),
            content["amount"],
            content.get("note", ""),
            content.get("named", ""),
            content.get("alike", ""),
            content.get("reference", ""),
            event.seq,
        )
        for event in _of_kinds(connection, _KINDS)
        if (content := event.content)["transfer"] not in gone
    ]
    return pd.DataFrame(rows, columns=[*OUTCOMES, "alike", "reference", "seq"]).astype({"amount": "Int64"})


def voided(connection: Connection) -> dict[str, dict[str, Any]]:
    """mark → the payload of each transfer that was voided."""
    return {event.content["transfer"]: event.content for event in _of_kinds(connection, ("transfer_voided",))}


def voided_seqs(connection: Connection) -> set[int]:
    """The events of the transfers that were voided."""
    gone = voided(connection)
    return {event.seq for event in _of_kinds(connection, _KINDS) if event.content["transfer"] in gone}


def identities(connection: Connection) -> tuple[dict[str, str], frozenset[frozenset[str]]]:
    """What people ruled: mark → the mark that it is; pairs of marks that are two transfers."""
    same, different = {}, set()
    for event in _of_kinds(connection, _RULED[1:]):
        content = event.content
        pair = frozenset((content["transfer"], content["other"]))
        if event.kind == "transfers_same":
            same[content["transfer"]] = content["other"]
            # the later ruling takes the earlier one back
            different.discard(pair)
        else:
            different.add(pair)
            same = {digest: other for digest, other in same.items() if frozenset((digest, other)) != pair}
    return same, frozenset(different)


def incoming_of(connection: Connection) -> pd.DataFrame:
    """Money that came back of recoveries (columns of the table `incoming`), but for what was voided."""
    gone = voided(connection)
    result = connection.execute(select(incoming))
    rows = pd.DataFrame(result.fetchall(), columns=list(result.keys()))
    return rows[~rows["transfer"].isin(list(gone))].reset_index(drop=True)


def _of_kinds(connection: Connection, kinds: tuple[str, ...]) -> list[Event]:
    rows = connection.execute(select(events).where(events.c.kind.in_(kinds)).order_by(events.c.seq))
    return [Event(**row) for row in rows.mappings()]
