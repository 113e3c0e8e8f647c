"""Revisions do what they did when released,
and together give the ledger that today's models and guards describe."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from gaoji_batch.ledger import database
from gaoji_batch.ledger.events import Event
from gaoji_batch.ledger.store import Ledger
from tests.ledger import ddl
from tests.ledger.conftest import KEY, fresh_database
from tests.ledger.release import RELEASED, STATES

VERSIONS = Path(database.__file__).parent / "migrations" / "versions"
STORED = sorted({path.name[:4] for path in RELEASED.iterdir()})
LAST = {"0002": (66, "f518fc9648043bf6fd04038a561210926dbca9c22555d722cad7f9d2c516b3df")}
"""Revision → count and hash of the newest event of its stored ledger."""
HELP = "`python -m tests.ledger.ddl` prints what the next revision needs; see docs/maintainer.md"


@pytest.fixture
def second(url, request, tmp_path):
    """A second empty database of the same kind."""
    return (
        fresh_database(request.getfixturevalue("postgres"))
        if url.startswith("postgresql")
        else f"sqlite:///{tmp_path}/second.db"
    )


def stored(revision: str, url: str) -> None:
    """Puts the stored ledger of a released version into an empty database."""
    if url.startswith("sqlite"):
        shutil.copyfile(RELEASED / f"{revision}.db", url.removeprefix("sqlite:///"))
        return
    engine = database.connect(url)
    with engine.begin() as connection:
        connection.connection.cursor().execute((RELEASED / f"{revision}.postgresql.sql").read_text("utf-8"))
    engine.dispose()


def differences(held_url: str, wanted_url: str) -> list[object]:
    """What a ledger lacks or has past the models and guards:
    tables, columns, constraints, checks and triggers."""
    held, wanted = database.connect(held_url), database.connect(wanted_url)
    ddl.modelled(wanted)
    with held.connect() as left, wanted.connect() as right:
        found: list[object] = ddl.table_differences(left)
        for kind in (ddl.triggers, ddl.checks):
            ours, theirs = kind(left), kind(right)
            found += [name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name)]
    held.dispose()
    wanted.dispose()
    return found


def test_a_new_ledger_is_what_models_and_guards_say(ledger, url, second):
    assert differences(url, second) == [], HELP


@pytest.mark.windows
@pytest.mark.parametrize("revision", STORED)
def test_a_released_ledger_is_upgraded_and_holds(revision, url, second, tmp_path):
    stored(revision, url)
    ledger = Ledger.open(url, KEY, tmp_path / "head")
    assert ledger.verify() == []
    assert ledger.last() == LAST[revision]
    assert sorted(ledger.view().payments["status"]) == sorted(STATES)
    assert differences(url, second) == [], HELP
    ledger.close()


@pytest.mark.parametrize("sql", ["DROP TRIGGER stand_person", "ALTER TABLE batches ADD COLUMN note TEXT"])
def test_a_ledger_that_differs_is_seen(ledger, url, second, sql):
    with ledger.engine.begin() as connection:
        if ledger.engine.dialect.name == "postgresql" and "TRIGGER" in sql:
            sql += " ON payment_persons"
        connection.exec_driver_sql(sql)
    assert len(differences(url, second)) == 1


def test_a_guard_that_does_something_else_is_a_fault(ledger):
    """By its text, not by its name: a trigger of the right name that refuses nothing guards nothing."""
    with ledger.engine.begin() as connection:
        if ledger.engine.dialect.name == "sqlite":
            connection.exec_driver_sql("DROP TRIGGER no_delete_events")
            connection.exec_driver_sql(
                "CREATE TRIGGER no_delete_events BEFORE DELETE ON events BEGIN SELECT 1; END"
            )
        else:
            connection.exec_driver_sql(
                "CREATE OR REPLACE FUNCTION no_delete_events() RETURNS trigger LANGUAGE plpgsql AS"
                " $$ BEGIN RETURN OLD; END $$"
            )
    assert [said for said in ledger.verify() if "no_delete_events" in said]


def test_the_revision_is_named_in_one_place_and_the_chain_has_no_fork():
    config = Config()
    config.set_main_option("script_location", str(VERSIONS.parent))
    script = ScriptDirectory.from_config(config)
    assert script.get_heads() == [database.REVISION]
    for path in sorted(VERSIONS.glob("[0-9]*.py")):
        said = re.search(r'^revision = "(\d{4})"$', path.read_text("utf-8"), re.M)
        assert said and said.group(1) == path.name[:4]


def test_revisions_read_neither_models_nor_guards():
    """Those are of today; a revision that is released must not change with them."""
    for path in (*VERSIONS.glob("*.py"), VERSIONS.parent / "ddl.py"):
        assert not re.search(r"ledger(\.| import )(models|guards)", path.read_text("utf-8")), path.name


def test_the_stored_ledgers_hold_every_kind_of_event(tmp_path):

    stored("0002", f"sqlite:///{tmp_path}/ledger.db")
    engine = database.connect(f"sqlite:///{tmp_path}/ledger.db")
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM events").mappings()
        kinds = {Event(**row).kind for row in rows}
    engine.dispose()
    assert kinds == {
        "approved", "filed", "completed", "claimed", "superseded", "publicised", "ordered", "issued",
        "signed", "released",
        "cancelled", "statement_read", "paid", "returned", "recovered", "recovered_in", "certificate_issued",
        "certificate_voided", "disqualified",
    }  # fmt: skip
