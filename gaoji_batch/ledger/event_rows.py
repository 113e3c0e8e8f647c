"""Writes an event, and the rows for reading that follow from it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, insert

from gaoji_batch.ledger.derivation import derive
from gaoji_batch.ledger.events import Event
from gaoji_batch.ledger.models import events, metadata


def write(connection: Connection, event: Event) -> None:
    """Inserts the event first, then its rows, table by table in their order."""
    connection.execute(insert(events), asdict(event))
    batches: dict[str, list[dict[str, Any]]] = {}
    for table, row in derive(event):
        batches.setdefault(table, []).append(row)
    for table, rows in batches.items():
        connection.execute(insert(metadata.tables[table]), rows)
