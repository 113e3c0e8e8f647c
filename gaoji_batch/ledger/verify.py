"""Whether the ledger holds: the chain of events, the rows derived from them, the payments that stand, and the
guards.

Each fault is one sentence; where an event is to blame it is named by its number, the first one first.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, inspect, select

from gaoji_batch.ledger.database import REVISION, revision
from gaoji_batch.ledger.derivation import derive
from gaoji_batch.ledger.events import FIRST_PREVIOUS, Event, digest
from gaoji_batch.ledger.guards import bodies
from gaoji_batch.ledger.head import Head
from gaoji_batch.ledger.models import DERIVED, events, metadata, standing_persons, standing_projects
from gaoji_batch.ledger.two_years import too_soon

Row = tuple[Any, ...]


def faults(connection: Connection, head: Head | None = None) -> Iterator[str]:
    """All that does not hold; the chain stops at its first fault, for nothing behind it can be trusted. head:
    how far it must go."""
    if revision(connection) != REVISION:
        yield f"台账的版本是{revision(connection)}，应为{REVISION}"
        return
    recorded = [Event(**row) for row in connection.execute(select(events).order_by(events.c.seq)).mappings()]
    broken = next(_chain(recorded), "")
    if broken:
        yield broken
        return
    if head is not None and (ending := head.fault(connection)):
        yield ending
    yield from _tables(connection, recorded)
    yield from _standing(connection, recorded)
    yield from _guards(connection)


def _chain(recorded: list[Event]) -> Iterator[str]:
    """The first event that does not hold."""
    previous, at = FIRST_PREVIOUS, 0
    for at, event in enumerate(recorded, 1):
        if event.seq != at:
            yield f"第{at}条记录不见了（其后是第{event.seq}条）"
        if event.prev_hash != previous:
            yield f"第{at}条记录与前一条不相衔接（前后颠倒、插入或删除）"
        if event.content_hash != digest(event.payload) or event.hash != event.sealed_hash():
            yield f"第{at}条记录的内容被改动"
        try:
            list(derive(event))
        except (KeyError, TypeError, ValueError):
            yield f"第{at}条记录不是本程序写入的（种类{event.kind}）"
        previous = event.hash


def _tables(connection: Connection, recorded: list[Event]) -> Iterator[str]:
    """Rows for reading that differ from what the events say."""
    wanted: dict[str, set[Row]] = {table.name: set() for table in DERIVED}
    for event in recorded:
        for name, row in derive(event):
            wanted[name].add(tuple(row.get(column.name) for column in metadata.tables[name].columns))
    for table in DERIVED:
        stored = {tuple(row) for row in connection.execute(select(table))}
        place = list(table.columns.keys()).index("seq")
        for label, rows in (
            ("缺少或被改动", wanted[table.name] - stored),
            ("被改动或添加", stored - wanted[table.name]),
        ):
            if rows:
                yield (
                    f"第{min(row[place] for row in rows)}条记录："
                    f"{table.name}表中的内容{label}（{len(rows)}行）"
                )


def _standing(connection: Connection, recorded: list[Event]) -> Iterator[str]:
    """Payments that stand, replayed: who must not be paid again."""
    classes: dict[tuple[str, int], str] = {}
    persons = _Persons()
    paid: dict[str, tuple[tuple[str, int], list[str]]] = {}
    for event in recorded:
        if event.kind == "impersonated":
            persons.absent.add((event.project, event.content["person_key"]))
        for table, row in derive(event):
            payment = row.get("payment", "")
            if table == "persons" and row["stage"] == "completion":
                persons.days[row["project"], row["person_key"]] = (row["opening"], row["ending"])
            elif table == "payments":
                place = (row["project"], row["class_no"])
                paid[payment] = (place, [])
                if classes.setdefault(place, payment) != payment:
                    yield f"第{event.seq}条记录：项目{row['project']}被重复支付"
            elif table == "payment_persons":
                paid[payment][1].append(row["person_key"])
                if not persons.stand(row["person_key"], payment, row["project"]):
                    yield f"第{event.seq}条记录：项目{row['project']}的一名学员被重复支付"
            elif table == "payment_states" and row["status"] in ("returned", "cancelled"):
                for place in [place for place, value in classes.items() if value == payment]:
                    del classes[place]
                persons.fall(payment)
            elif table == "payment_states" and row["status"] == "paid":
                place, keys = paid[payment]
                classes.setdefault(place, payment)
                for key in keys:
                    persons.stand(key, payment, place[0])
    rows = {tuple(row) for row in connection.execute(select(standing_persons))}
    if rows != persons.rows():
        yield f"{standing_persons.name}表与记录不符"
    standing = {tuple(row) for row in connection.execute(select(standing_projects))}
    if standing != {(*place, payment) for place, payment in classes.items()}:
        yield f"{standing_projects.name}表与记录不符"


class _Persons:
    """The table standing_persons, replayed: `days` of each project's persons by the newest register, `absent`
    who never attended."""

    def __init__(self) -> None:
        self.days: dict[tuple[str, str], tuple[str, str]] = {}
        self.absent: set[tuple[str, str]] = set()
        self._standing: dict[str, dict[str, tuple[str, str, str]]] = {}

    def stand(self, key: str, payment: str, project: str) -> bool:
        """Whether the payment stands for this person now; not where another does within two years."""
        payments = self._standing.setdefault(key, {})
        days = self.days.get((project, key), ("", ""))
        for other, (paid_project, *paid_days) in payments.items():
            attended = (paid_project, key) not in self.absent
            if other != payment and attended and too_soon(days, (paid_days[0], paid_days[1])):
                return False
        payments.setdefault(payment, (project, *days))
        return True

    def fall(self, payment: str) -> None:
        for payments in self._standing.values():
            payments.pop(payment, None)

    def rows(self) -> set[tuple[str, ...]]:
        return {
            (key, payment, *values)
            for key, payments in self._standing.items()
            for payment, values in payments.items()
        }


def _guards(connection: Connection) -> Iterator[str]:
    """The triggers that refuse changes; without them a change would go unnoticed until the next check."""
    if connection.dialect.name == "sqlite":
        triggers = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    else:
        triggers = connection.exec_driver_sql(
            "SELECT tgname, prosrc FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid"
            " WHERE NOT tgisinternal AND tgenabled <> 'D'"
        )
    by_name = {str(name): str(body) for name, body in triggers}
    wanted = bodies(connection.dialect.name)
    lacking = sorted(wanted.keys() - by_name.keys())
    if lacking:
        yield f"数据库中防止改动的触发器缺少{len(lacking)}个（{lacking[0]}）"
    # the text too: a trigger of the right name may do nothing
    altered = sorted(name for name in wanted.keys() & by_name.keys() if wanted[name] != by_name[name])
    if altered:
        yield f"数据库中防止改动的触发器有{len(altered)}个被改动（{altered[0]}）"
    absent = {table.name for table in metadata.sorted_tables} - set(inspect(connection).get_table_names())
    if absent:
        yield f"数据库中缺少表{sorted(absent)[0]}"
