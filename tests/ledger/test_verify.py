"""Whatever is done to a ledger by hand, verify names the first event that does not hold."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import astuple, replace

import pytest

from gaoji_batch.errors import GaojiError
from gaoji_batch.ledger.events import Event
from gaoji_batch.ledger.store import Ledger
from tests.ledger.conftest import KEY
from tests.ledger.made import paid_project, record, scheme


@pytest.fixture(scope="module")
def pattern(tmp_path_factory):
    folder = tmp_path_factory.mktemp("book")
    ledger = Ledger.open(f"sqlite:///{folder}/ledger.db", KEY, folder / "head")
    paid_project(ledger)
    record(ledger, ("approved", "P2", scheme("P2")))
    ledger.close()
    return folder


@pytest.fixture
def book(pattern, tmp_path):
    """A ledger of seven events, closed; the folder."""
    return shutil.copytree(pattern, tmp_path / "book")


def by_hand(folder, *statements: str | tuple) -> None:
    """Changes the database as one who knows SQL would: the triggers dropped, and put back afterwards."""
    with closing(sqlite3.connect(folder / "ledger.db", isolation_level=None)) as database:
        database.execute("BEGIN")
        guards = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            database.execute(f"DROP TRIGGER {name}")
        for one in statements:
            database.execute(*(one if isinstance(one, tuple) else (one,)))
        for _, sql in guards:
            database.execute(sql)
        database.execute("COMMIT")


def faults(folder) -> list[str]:
    ledger = Ledger.open(f"sqlite:///{folder}/ledger.db", KEY, folder / "head")
    try:
        return ledger.verify()
    finally:
        ledger.close()


def test_a_ledger_that_nobody_touched_holds(book):
    by_hand(book)
    assert faults(book) == []


@pytest.mark.parametrize(
    ("sql", "named"),
    [
        (
            "UPDATE events SET payload = replace(payload, '10000', '90000') WHERE seq = 4",
            "第4条记录的内容被改动",
        ),
        ("UPDATE events SET actor = '某人' WHERE seq = 2", "第2条记录的内容被改动"),
        ("UPDATE events SET at = '2020-01-01' WHERE seq = 7", "第7条记录的内容被改动"),
        ("UPDATE events SET project = 'P9' WHERE seq = 1", "第1条记录的内容被改动"),
        ("UPDATE events SET kind = 'approved' WHERE seq = 6", "第6条记录的内容被改动"),
        ("DELETE FROM events WHERE seq = 3", "第3条记录不见了"),
        ("DELETE FROM events WHERE seq = 1", "第1条记录不见了"),
        ("DELETE FROM events WHERE seq = 7", "台账现有6条记录，本工作区最后写到第7条"),
        ("DELETE FROM events", "台账现有0条记录"),
        (
            (
                "INSERT INTO events SELECT 8, at, actor, account, machine, run, command, "
                "kind, project, payload, content_hash, hash, 'x' FROM events WHERE seq = 7"
            ),
            "第8条",
        ),
        ("UPDATE payments SET amount = 99999", "第5条记录：payments表"),
        ("UPDATE payments SET account = '1'", "第5条记录：payments表"),
        ("DELETE FROM payment_states WHERE seq = 6", "第6条记录：payment_states表"),
        ("DELETE FROM standing_projects", "standing_projects表与记录不符"),
        (
            "INSERT INTO standing_persons VALUES ('k9', '2026Q3-0001', 'P1', '', '')",
            "standing_persons表与记录不符",
        ),
        ("INSERT INTO payment_states VALUES (7, '2026Q3-0001', 'paid')", "第7条记录：payment_states表"),
        (
            (
                "INSERT INTO persons SELECT 3, 'k9', project, stage, "
                "opening, ending, gender, level, occupation, class_no, "
                "age FROM persons WHERE person_key = 'k1' AND seq = 3"
            ),
            "第3条记录：persons表",
        ),
    ],
)
def test_what_was_done_by_hand_is_named(book, sql, named):
    by_hand(book, sql)
    assert named in faults(book)[0]


def test_two_events_in_the_other_order_are_named(book):
    by_hand(
        book,
        "UPDATE events SET seq = 100 WHERE seq = 2",
        "UPDATE events SET seq = 2 WHERE seq = 3",
        "UPDATE events SET seq = 3 WHERE seq = 100",
    )
    assert "第2条记录与前一条不相衔接" in faults(book)[0]


def test_an_event_added_with_the_right_hash_is_named(book):
    """Even one who computes the chain himself is found: this workspace did not write it."""
    with closing(sqlite3.connect(book / "ledger.db")) as database:
        last = Event(
            *database.execute(
                "SELECT seq, at, actor, account, machine, run, command, "
                "kind, project, payload, content_hash, prev_hash, hash "
                "FROM events ORDER BY seq DESC LIMIT 1"
            ).fetchone()
        )
    forged = replace(last, seq=8, prev_hash=last.hash)
    forged = replace(forged, hash=forged.sealed_hash())
    by_hand(
        book,
        (
            "INSERT INTO events (seq, at, actor, account, machine, run, "
            "command, kind, project, payload, content_hash, prev_hash, hash) "
            "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
            astuple(forged),
        ),
    )
    assert any("第8条起的记录不是本工作区写入的" in fault for fault in faults(book))


def test_guards_that_were_dropped_are_missed(book):
    with closing(sqlite3.connect(book / "ledger.db", isolation_level=None)) as database:
        database.execute("DROP TRIGGER no_update_payments")
    assert faults(book) == ["数据库中防止改动的触发器缺少1个（no_update_payments）"]


def test_an_older_copy_put_back_by_hand_stops_the_next_command(book):
    shutil.copy(book / "ledger.db", book / "older.db")
    ledger = Ledger.open(f"sqlite:///{book}/ledger.db", KEY, book / "head")
    record(ledger, ("approved", "P3", scheme("P3")))
    shutil.copy(book / "older.db", book / "ledger.db")
    with pytest.raises(GaojiError, match="恢复了较旧的备份"):
        record(ledger, ("approved", "P4", scheme("P4")))
    ledger.close()
    assert "恢复了较旧的备份" in faults(book)[0]
