"""`python -m tests.ledger.ddl`: the statements that the next
revision needs to bring a ledger to today's models and guards.

Prints them for both databases;
they become `versions/<revision>.sqlite.sql` and `versions/<revision>.postgresql.sql`.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, Table, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateColumn, CreateIndex, CreateTable

from gaoji_batch.ledger import database, guards
from gaoji_batch.ledger.models import metadata

DIALECTS = {"sqlite": sqlite.dialect(), "postgresql": postgresql.dialect()}
_TRIGGERS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, pg_get_triggerdef(t.oid) || prosrc FROM pg_trigger t"
    " JOIN pg_proc p ON p.oid = tgfoid WHERE NOT tgisinternal",
}


def upgraded(engine: Engine) -> None:
    """A new ledger as the revisions make it."""
    with database.writing(engine, lambda _: None) as connection:
        database.upgrade(connection, database.REVISION)


def modelled(engine: Engine) -> None:
    """A ledger as today's models and guards say."""
    with engine.begin() as connection:
        metadata.create_all(connection)
        for sql in guards.statements(connection.dialect.name):
            connection.exec_driver_sql(sql)


def triggers(connection: Connection) -> dict[str, str]:
    return {
        str(name): str(sql) for name, sql in connection.exec_driver_sql(_TRIGGERS[connection.dialect.name])
    }


def checks(connection: Connection) -> dict[str, set[tuple[str, str]]]:
    """CHECK constraints of each table, which `compare_metadata` passes over."""
    asked = inspect(connection)
    return {
        table: {(str(one["name"]), one["sqltext"]) for one in asked.get_check_constraints(table)}
        for table in metadata.tables
        if asked.has_table(table)
    }


def table_differences(connection: Connection) -> list[Any]:
    """What alembic sees between a ledger and the models."""
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return [one for one in compare_metadata(context, metadata) if "alembic_version" not in str(one)]


def _needed(held: Connection, wanted: Connection) -> dict[str, list[str]]:
    """Statements by dialect; what cannot be told by rule is a line that begins with --."""
    ours, theirs = triggers(held), triggers(wanted)
    changed = {name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name)}
    rebuilt = [name for name, said in checks(held).items() if said != checks(wanted)[name]]
    made = {}
    for dialect in DIALECTS:
        renewed = (ours.keys() | theirs.keys()) if rebuilt and dialect == "sqlite" else changed
        drop = "DROP TRIGGER {}" if dialect == "sqlite" else "DROP FUNCTION {}() CASCADE"
        made[dialect] = [
            *(drop.format(name) for name in sorted(renewed & ours.keys())),
            *(_said(change, dialect) for change in table_differences(held)),
            *(sql for name in rebuilt for sql in _rebuilt(metadata.tables[name], dialect)),
            *(guards.statements(dialect, *renewed) if renewed else ()),
        ]
    return made


def _said(change: Any, dialect: str) -> str:
    kind = change[0] if isinstance(change, tuple) else ""
    if kind == "add_table":
        return str(CreateTable(change[1]).compile(dialect=DIALECTS[dialect])).strip()
    if kind == "add_column":
        column = CreateColumn(change[3]).compile(dialect=DIALECTS[dialect])
        default = "" if change[3].nullable or change[3].server_default is not None else " DEFAULT ''"
        if default and not str(change[3].type).startswith("TEXT"):
            default = " DEFAULT 0"
        return f"ALTER TABLE {change[2]} ADD COLUMN {column}{default}"
    if kind == "add_index":
        return str(CreateIndex(change[1]).compile(dialect=DIALECTS[dialect]))
    return f"-- by hand: {change}"


def _rebuilt(table: Table, dialect: str) -> list[str]:
    """A changed CHECK constraint: PostgreSQL exchanges it, SQLite needs the table anew."""
    if dialect == "postgresql":
        return [f"-- by hand: ALTER TABLE {table.name} DROP CONSTRAINT …; ADD CONSTRAINT …"]
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    create = str(CreateTable(table).compile(dialect=DIALECTS["sqlite"])).strip()
    return [
        create.replace(f"CREATE TABLE {table.name} ", f"CREATE TABLE fresh_{table.name} ", 1),
        f"INSERT INTO fresh_{table.name} ({columns}) SELECT {columns} FROM {table.name}",
        f"DROP TABLE {table.name}",
        f"ALTER TABLE fresh_{table.name} RENAME TO {table.name}",
    ]


def main() -> None:
    with TemporaryDirectory() as folder:
        engines = [database.connect(f"sqlite:///{Path(folder)}/{name}.db") for name in ("held", "wanted")]
        upgraded(engines[0])
        modelled(engines[1])
        with engines[0].connect() as held, engines[1].connect() as wanted:
            for dialect, statements in _needed(held, wanted).items():
                lines = (
                    "\n".join(line.rstrip() for line in sql.splitlines() if line.strip())
                    for sql in statements
                )
                print(f"-- {dialect}\n\n" + "\n\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
