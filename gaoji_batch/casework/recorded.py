"""Stages as the ledger recorded them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from gaoji_batch.batch.class_headings import RecordedClasses
from gaoji_batch.ledger import frames
from gaoji_batch.ledger.events import FIRST_CLASS, STAGES, Event
from gaoji_batch.ledger.models import events
from gaoji_batch.ledger.view import LedgerView
from gaoji_batch.values.columns import KEY, places_of


def recorded_stages(connection: Connection) -> dict[tuple[str, int, str], dict[str, Any]]:
    """(project, class_no, stage) → the payload of the event in force."""
    in_force = frames.filings_of(connection)["seq"].tolist()
    rows = connection.execute(select(events).where(events.c.kind.in_(list(STAGES)))).mappings()
    filings = (Event(**row) for row in rows if row["seq"] in set(in_force))
    return {
        (event.project, content["class_no"], STAGES[event.kind]): content
        for event in filings
        if (content := FIRST_CLASS | event.content)
    }


def recorded_classes(ledger: LedgerView) -> RecordedClasses:
    """The classes on record, as the inbox is read by them."""
    rosters: dict[str, list[tuple[int, set[str]]]] = {}
    for (project, class_no), people in ledger.classes.groupby(KEY)["person_key"]:
        rosters.setdefault(project, []).append((int(class_no), set(people)))
    return RecordedClasses(frozenset(places_of(ledger.states)), rosters, ledger.key)


def marks(payload: dict[str, Any]) -> set[str]:
    """The hashes of the files a stage was filed in."""
    return {file["sha256"] for file in payload["files"]}
