"""The ledger as commands use it: one transaction a change, events appended, the tables for reading written
with them.

ledger = Ledger.open(url, key, head=…)
with ledger.transaction(Actor("王敏"), run="20260701-002-disburse", command="disburse") as tx:
    event = tx.append("ordered", "", {…})        # and tx.connection to read what holds under the lock
view = ledger.view()
"""

from __future__ import annotations

import getpass
import platform
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, func, select

from gaoji_batch.errors import GaojiError
from gaoji_batch.ledger import backups, database
from gaoji_batch.ledger.database import Say, last_event
from gaoji_batch.ledger.event_rows import write
from gaoji_batch.ledger.events import DAY, Event, canonical, digest
from gaoji_batch.ledger.frames import view_of
from gaoji_batch.ledger.head import Head
from gaoji_batch.ledger.models import events
from gaoji_batch.ledger.verify import faults
from gaoji_batch.ledger.view import LedgerView
from gaoji_batch.values import clock


def _account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "不明账户"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the name that was typed (else the account), and the account and the machine beside it."""

    name: str = ""
    account: str = field(default_factory=_account)
    machine: str = field(default_factory=lambda: platform.node() or "不明主机")

    @property
    def signature(self) -> str:
        return self.name or self.account


def _quiet(_: str) -> None:
    return


@dataclass(slots=True)
class Transaction:
    """What one command changes; all of it or nothing. `connection` reads what holds while no other can
    write."""

    connection: Connection
    actor: Actor
    run: str
    command: str
    last: tuple[int, str]
    on: date | None = None

    def append(self, kind: str, project: str, payload: Mapping[str, Any]) -> Event:
        """Records an event and the rows that follow from it. Raises where the database refuses, as for a
        second payment."""
        day = {DAY: self.on.isoformat()} if self.on else {}
        content = canonical({**payload, **day})
        event = Event(
            self.last[0] + 1,
            clock.now().isoformat(timespec="milliseconds"),
            self.actor.signature,
            self.actor.account,
            self.actor.machine,
            self.run,
            self.command,
            kind,
            project,
            content,
            digest(content),
            self.last[1],
        )
        event = replace(event, hash=event.sealed_hash())
        write(self.connection, event)
        self.last = (event.seq, event.hash)
        return event


@dataclass(slots=True)
class Ledger:
    """An open ledger, of the newest version. `say` tells the user that another program is being waited
    for."""

    engine: Engine
    key: bytes
    head: Head
    say: Say = _quiet
    wait: float = database.WAIT_SECONDS

    @classmethod
    def open(
        cls,
        url: str | URL | Path,
        key: bytes,
        head: Path,
        say: Say = _quiet,
        wait: float = database.WAIT_SECONDS,
    ) -> Ledger:
        """Opens the ledger at `url`; a new one is made, one of an older version upgraded after a backup
        beside `head`."""
        engine = database.connect(url)
        database.prepare(engine, say, backups.keep, head.parent / "backups", wait)
        return cls(engine, key, Head(head, shared=engine.dialect.name != "sqlite"), say, wait)

    @contextmanager
    def transaction(
        self,
        actor: Actor,
        run: str,
        command: str,
        before_commit: Callable[[], None] = lambda: None,
        on: date | None = None,
    ) -> Iterator[Transaction]:
        """One writer at a time. on: the command's day, which is recorded and may not lie before the last
        recorded one. before_commit: runs last, once all is written and before it counts (seals the run's
        folder)."""
        with database.writing(self.engine, self.say, self.wait) as connection:
            fault = self.head.fault(connection)
            if fault:
                raise GaojiError(
                    f"台账不能继续使用：{fault}",
                    "用gaoji ledger verify检查；确要从备份继续的，用gaoji ledger restore恢复",
                )
            before = last_event(connection)
            _not_before(on, database.last_day(connection))
            transaction = Transaction(connection, actor, run, command, before, on)
            yield transaction
            before_commit()
            if transaction.last != before:
                # noted before the commit: after a crash right behind it the events would be nobody's
                self.head.write(before, transaction.last)
        if transaction.last != before:
            self.head.write(transaction.last)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent view of the tables."""
        with database.reading(self.engine, self.say, self.wait) as connection:
            yield connection

    def view(self) -> LedgerView:
        """What the rules read."""
        with self.reading() as connection:
            return replace(view_of(connection, self.key), fault=self.head.fault(connection))

    def holds_run(self, run: str) -> bool:
        """Whether events of this workspace's newest run were committed: by the head, for another workspace
        may have a run of the same name."""
        marks = [digest for _, digest in self.head.read()]
        with self.reading() as connection:
            return (
                connection.execute(
                    select(func.count())
                    .select_from(events)
                    .where(events.c.run == run, events.c.hash.in_(marks))
                ).scalar_one()
                > 0
            )

    def runs(self) -> set[str]:
        """The runs that events came from."""
        with self.reading() as connection:
            return set(connection.execute(select(events.c.run).distinct()).scalars())

    def last(self) -> tuple[int, str]:
        """Count and hash of the newest event."""
        with self.reading() as connection:
            return last_event(connection)

    def verify(self) -> list[str]:
        """What does not hold, the first event named first; empty where all holds."""
        with self.reading() as connection:
            return list(faults(connection, self.head))

    def backup(self, target: Path) -> None:
        """Copies the ledger to a file while others may write."""
        backups.keep(self.engine, target)

    def close(self) -> None:
        self.engine.dispose()


def _not_before(on: date | None, last: date | None) -> None:
    """GaojiError where a command's day lies before the last one recorded: the order of the ledger would be
    untrue."""
    if on and last and on < last:
        raise GaojiError(
            f"台账最后一次记录的日期是{last.isoformat()}，不能再按{on.isoformat()}办理",
            f"不写--on，或写{last.isoformat()}以后的日期",
        )
