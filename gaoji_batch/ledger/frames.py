"""The tables as frames: what the rules read (`view_of`), and what commands and outputs read of projects,
claims and payments."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Select, Table, and_, func, select

from gaoji_batch.law import choices
from gaoji_batch.ledger.amounts import paid_out, recovered_of, with_year
from gaoji_batch.ledger.database import last_event
from gaoji_batch.ledger.models import (
    batches,
    claims,
    disqualifications,
    events,
    filings,
    payment_persons,
    payment_states,
    payments,
    persons,
    projects,
    recoveries,
)
from gaoji_batch.ledger.moved import incoming_of, recorded_transfers
from gaoji_batch.ledger.view import COLUMNS, LedgerView
from gaoji_batch.values.columns import KEY
from gaoji_batch.values.payment_status import CANCELLED, NOT_UNDONE, PAID, RELEASED, RETURNED


def frame(connection: Connection, query: Select[Any] | Table) -> pd.DataFrame:
    """A query's rows; columns as in the database."""
    result = connection.execute(select(query) if isinstance(query, Table) else query)
    return pd.DataFrame(result.fetchall(), columns=list(result.keys()))


def _newest(table: Table, *keys: str) -> Select[Any]:
    """The newest row of each key: what is in force."""
    last = (
        select(func.max(table.c.seq).label("seq"), *(table.c[key] for key in keys))
        .group_by(*(table.c[key] for key in keys))
        .subquery()
    )
    same = [table.c[key] == last.c[key] for key in keys]
    return select(table).join(last, (table.c.seq == last.c.seq) & and_(*same))


def projects_of(connection: Connection) -> pd.DataFrame:
    """One row an approved project, as last recorded (columns of the table `projects`)."""
    return frame(connection, _newest(projects, "project"))


def filings_of(connection: Connection) -> pd.DataFrame:
    """What is in force of each class and stage: seq, project, class_no, stage, content, filed_on, heads."""
    return frame(connection, _newest(filings, *KEY, "stage"))


def persons_of(connection: Connection, stage: str) -> pd.DataFrame:
    """The persons of the filings of a stage in force (columns of the table `persons`), and of_class: the
    class whose filing names them, which for a filing of before revision 0005 is the first whatever class the
    person is in."""
    rows = frame(connection, select(persons).where(persons.c.stage == stage))
    filings = filings_of(connection).rename(columns={"class_no": "of_class"})
    return rows.merge(filings.loc[filings["stage"].eq(stage), ["seq", "of_class"]], on="seq")


def recorded_as_project(connection: Connection) -> set[tuple[str, int]]:
    """The classes under which a version before revision 0005 recorded several classes as one."""
    people = persons_of(connection, "completion")
    mixed = people[people["class_no"].ne(people["of_class"])]
    return set(zip(mixed["project"], mixed["of_class"].astype("int64"), strict=True))


def paid_as_project(connection: Connection) -> set[str]:
    """Projects that were recorded and paid so: nothing of them is filed anew by class."""
    paid = payments_of(connection)
    standing = paid[~paid["status"].isin([RETURNED, CANCELLED])]
    classes = set(zip(standing["project"], standing["class_no"].astype("int64"), strict=True))
    return {project for project, _ in recorded_as_project(connection) & classes}


def claims_of(connection: Connection) -> pd.DataFrame:
    """The claims in force, one row a class (columns of the table `claims`)."""
    return frame(connection, _newest(claims, *KEY))


def holds_of(connection: Connection) -> dict[str, dict[str, str]]:
    """The projects that are held back now: by, day and reason of the newest hold that was not lifted."""
    rows = connection.execute(
        select(events.c.project, events.c.kind, events.c.payload)
        .where(events.c.kind.in_(["held", "lifted"]))
        .order_by(events.c.seq)
    )
    newest = {project: (kind, json.loads(payload)) for project, kind, payload in rows}
    return {project: content for project, (kind, content) in newest.items() if kind == "held"}


def payments_of(connection: Connection) -> pd.DataFrame:
    """All payments with their newest status, made_on, the day of their batch, and paid: what the bank moved
    for them, all parts together, less what came back; in the order of their numbers."""
    rows = frame(
        connection, select(payments, batches.c.made_on).join(batches, batches.c.batch == payments.c.batch)
    )
    states = frame(connection, _newest(payment_states, "payment")).set_index("payment")["status"]
    paid = rows["payment"].map(paid_out(recorded_transfers(connection))).fillna(0).astype("int64")
    return rows.assign(status=rows["payment"].map(states), paid=paid).sort_values(
        ["quarter", "payment"], ignore_index=True
    )


def paid_unsigned(connection: Connection) -> tuple[set[str], set[str]]:
    """Payments that the bank paid though their batch was taken back, and those of a batch never released."""
    states = frame(connection, payment_states)
    paid, released, cancelled = (
        set(states.loc[states["status"].eq(status), "payment"]) for status in (PAID, RELEASED, CANCELLED)
    )
    return paid & cancelled, paid - released - cancelled


def _paid_persons(connection: Connection, paid: pd.DataFrame) -> pd.DataFrame:
    """The persons of each payment, with its status and the days of the class that they attended ('' where
    they are not known)."""
    rows = frame(connection, payment_persons).merge(paid[["payment", "status", "class_no"]], on="payment")
    attended = persons_of(connection, "completion").drop(columns=["seq", "class_no"])
    attended = attended.rename(columns={"of_class": "class_no"})[[*KEY, "person_key", "opening", "ending"]]
    return rows.merge(attended, on=[*KEY, "person_key"], how="left").fillna({"opening": "", "ending": ""})


def view_of(connection: Connection, key: bytes) -> LedgerView:
    """What the rules read; cancelled projects count in no class."""
    schemes = projects_of(connection)
    ended = set(schemes.loc[schemes["state"].isin(choices.ENDED), "project"])
    on_roster = persons_of(connection, "filing")
    paid = payments_of(connection)
    paid_persons = _paid_persons(connection, paid)
    absent = impersonated_of(connection)
    last = (
        # money that was asked back had reached this account: without it S1607 fell silent
        paid[paid["status"].isin(["paid", "recovered"])]
        .sort_values(["made_on", "payment"])
        .drop_duplicates("uscc", keep="last")
    )
    done = filings_of(connection)
    struck = frame(connection, disqualifications)
    frames = {
        "classes": _without(absent, on_roster[~on_roster["project"].isin(ended)]),
        "payments": with_year(paid),
        "claims": claims_of(connection),
        "paid_persons": _without(absent, paid_persons[paid_persons["status"].isin(NOT_UNDONE)]),
        "impersonated": absent,
        "alike": _without(absent, alike_of(connection)),
        "accounts": last,
        "states": done.assign(completed=done["stage"].eq("completion"))
        .groupby(KEY, as_index=False)["completed"]
        .any(),
        "completed": done[done["stage"].eq("completion")],
        "disqualified": struck,
    }
    return LedgerView(
        **{name: rows[COLUMNS[name]].reset_index(drop=True) for name, rows in frames.items()},
        key=key,
        last=last_event(connection),
    )


def _without(absent: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows but those of persons who never attended the project."""
    keys = ["project", "person_key"]
    return rows[~pd.MultiIndex.from_frame(rows[keys]).isin(pd.MultiIndex.from_frame(absent[keys]))]


def states_of(connection: Connection) -> pd.Series:
    """project, class_no → the state it has reached: approved, filed, completed, claimed, ordered, released,
    paid, returned, recovering (追回中: ordered back, and not all of it here), recovered or cancelled. A
    project of which no class filed anything stands with its first."""
    schemes = projects_of(connection).set_index("project")
    stages = {"filing": "filed", "completion": "completed", "claim": "claimed"}
    done = filings_of(connection)
    reached = done.assign(at=done["stage"].map(list(stages).index)).sort_values("at")
    reached = reached.drop_duplicates(KEY, keep="last").set_index(KEY)["stage"].map(stages)
    paid = payments_of(connection)
    paid = paid[paid["status"].ne("cancelled")].drop_duplicates(KEY, keep="last").set_index(KEY)["status"]
    first = pd.MultiIndex.from_product([schemes.index, [1]], names=KEY)
    classes = reached.index.union(paid.index)
    classes = classes.union(
        first[~first.get_level_values("project").isin(classes.get_level_values("project"))]
    )
    ended = classes.get_level_values("project").isin(schemes.index[schemes["state"].isin(choices.ENDED)])
    owed = recovered_of(frame(connection, recoveries), incoming_of(connection), payments_of(connection))
    layers = [
        pd.Series("approved", index=classes),
        reached,
        pd.Series("cancelled", index=classes[ended]),
        paid,
        pd.Series("recovering", index=owed.index[owed["recovered"].gt(owed["recovered_in"])]),
    ]
    # the later layer prevails: what was paid stays paid when the project ends, and what is owed back stands
    # over all
    state = layers[0]
    for layer in layers[1:]:
        state = layer.combine_first(state)
    return state.sort_index().rename("state")


def alike_of(connection: Connection) -> pd.DataFrame:
    """Keyed hashes of what tells a person beside the ID number, of the rosters in force: project, person_key,
    mark. Older events hold none."""
    filings = filings_of(connection)
    rosters = set(filings.loc[filings["stage"].eq("filing"), "seq"])
    rows = connection.execute(
        select(events.c.seq, events.c.project, events.c.payload).where(events.c.kind == "filed")
    )
    recorded = [
        (project, person["person_key"], key)
        for seq, project, payload in rows
        if seq in rosters
        for person in json.loads(payload)["persons"]
        for key in person.get("alike", ())
    ]
    return pd.DataFrame(recorded, columns=["project", "person_key", "mark"])


def impersonated_of(connection: Connection) -> pd.DataFrame:
    """Who was recorded for a class that somebody else attended in their name: person_key, project."""
    rows = connection.execute(
        select(events.c.project, events.c.payload).where(events.c.kind == "impersonated")
    )
    return pd.DataFrame(
        [(json.loads(payload)["person_key"], project) for project, payload in rows],
        columns=["person_key", "project"],
    )


def files_on_record(connection: Connection) -> list[tuple[int, str]]:
    """(seq, sha256) of every file that the events say lies in kept/, each sha256 at its first event."""
    files: dict[str, int] = {}
    for seq, payload in connection.execute(select(events.c.seq, events.c.payload).order_by(events.c.seq)):
        content = json.loads(payload)
        for file in [*content.get("files", ()), *content.get("sheets", ())]:
            files.setdefault(file["sha256"], seq)
    return [(seq, digest) for digest, seq in files.items()]
