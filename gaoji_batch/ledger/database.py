"""The database under the ledger: SQLite or PostgreSQL, made durable, upgraded after a backup, and its errors
said in one line."""

from __future__ import annotations

import json
import logging
import os
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError
from sqlalchemy.pool import NullPool

from gaoji_batch.errors import GaojiError, refusal
from gaoji_batch.ledger.events import DAY, FIRST_PREVIOUS

_MIGRATIONS = Path(__file__).parent / "migrations"
REVISION = max(path.name[:4] for path in (_MIGRATIONS / "versions").glob("[0-9]*.py"))
"""The newest upgrade, by its file name; a ledger that stands at another one is brought here, or refused where
it is newer."""
WAIT_SECONDS = 20
_BUSY = ("database is locked", "database table is locked", "lock timeout", "LockNotAvailable", "55P03")
# PostgreSQL gives up soon: `_patiently` asks again, and tells the user that it waits.
_ONE_WRITER = {
    "sqlite": [f"PRAGMA busy_timeout = {WAIT_SECONDS * 1000}"],  # for the commit, which waits for readers
    "postgresql": ["SET LOCAL lock_timeout = '100ms'", "SELECT pg_advisory_xact_lock(7162022006)"],
}
Say = Callable[[str], None]


def connect(where: str | URL | Path) -> Engine:
    """An engine for a file of SQLite, or for `sqlite:///path` or `postgresql://…`; writers are taken one at a
    time, and a commit is on the disk when it returns."""
    try:
        # a folder's name may hold what has a meaning in a URL
        parsed = URL.create("sqlite", database=str(where)) if isinstance(where, Path) else make_url(where)
    except ArgumentError as error:
        raise GaojiError(
            "台账地址（[ledger] url）写法有误", "写成postgresql://用户@主机/库名，或不写"
        ) from error
    if parsed.get_backend_name() == "sqlite":
        engine = create_engine(
            # SQLite itself does not wait for another writer: `_patiently` does, and says so
            parsed,
            connect_args={"timeout": 0, "isolation_level": None},
            poolclass=NullPool,
        )
        event.listen(engine, "connect", _durable_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    try:
        engine = create_engine(
            parsed.set(drivername="postgresql+psycopg"), connect_args={"connect_timeout": 10}
        )
    except ModuleNotFoundError as error:
        raise GaojiError("没有安装连接PostgreSQL的组件psycopg", "安装gaoji_batch[postgresql]") from error
    event.listen(engine, "connect", _durable_postgresql)
    return engine


def _durable_sqlite(connection: sqlite3.Connection, _: object) -> None:
    for pragma in (
        "journal_mode=DELETE",
        # FULL lost payments that were acknowledged, in simulated power cuts (docs/decisions/0004)
        "synchronous=EXTRA",
        "foreign_keys=ON",
        # else INSERT OR REPLACE removes a row past the guard against removal
        "recursive_triggers=ON",
        "trusted_schema=OFF",
    ):
        connection.execute(f"PRAGMA {pragma}").fetchall()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(
        "BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN"
    )


def _durable_postgresql(connection: Any, _: object) -> None:
    for name in ("fsync", "synchronous_commit"):
        if connection.execute(f"SHOW {name}").fetchone()[0] == "off":
            connection.close()
            raise GaojiError(
                f"PostgreSQL的{name}已关闭，断电可能丢失已确认的支付",
                f"在数据库设置中打开{name}，再执行本命令",
            )
    # SHOW began a transaction
    connection.rollback()


@contextmanager
def writing(engine: Engine, say: Say, wait: float = WAIT_SECONDS) -> Iterator[Connection]:
    """A transaction of the one writer; waits for another, says so, and gives up with one line. Commits at the
    end of the block."""
    with spoken(engine), _patiently(engine, {"writes": True}, _begin, say, wait) as connection:
        yield connection
        connection.commit()


def _begin(connection: Connection) -> None:
    connection.begin()
    for sql in _ONE_WRITER[connection.dialect.name]:
        connection.exec_driver_sql(sql)


@contextmanager
def reading(engine: Engine, say: Say, wait: float = WAIT_SECONDS) -> Iterator[Connection]:
    """A consistent view, taken at the first read: nothing that another writes meanwhile is seen."""
    level = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with (
        spoken(engine),
        _patiently(
            engine, level, lambda connection: inspect(connection).has_table("events"), say, wait
        ) as connection,
    ):
        yield connection


def _patiently(
    engine: Engine, options: dict[str, Any], first: Callable[[Connection], object], say: Say, wait: float
) -> Connection:
    """A connection on which `first` was done; tries again while another program holds the ledger, and says
    once that it waits."""
    end, announced = time.monotonic() + wait, False
    while True:
        connection = None
        try:
            connection = engine.connect().execution_options(**options)
            first(connection)
            return connection
        except DBAPIError as error:
            if connection is not None:
                connection.close()
            if not _busy(error) or time.monotonic() > end:
                raise
        if not announced:
            say("台账正被另一个程序写入，等待其结束…")
        announced = True
        time.sleep(0.05)


@contextmanager
def spoken(engine: Engine) -> Iterator[None]:
    """Turns what a database raises into one line with its remedy."""
    try:
        yield
    except DBAPIError as error:
        raise _in_chinese(error, engine) from error
    except sqlite3.Error as error:
        full = "disk is full" in str(error)
        raise GaojiError(
            f"台账读写失败（{error}）",
            "腾出空间后再执行" if full else "执行gaoji doctor检查，必要时从备份恢复",
        ) from error


def _busy(error: DBAPIError) -> bool:
    return any(word in f"{error.orig!r} {getattr(error.orig, 'sqlstate', '')}" for word in _BUSY)


def _in_chinese(error: DBAPIError, engine: Engine) -> GaojiError:
    what = str(error.orig)
    if isinstance(error, IntegrityError):
        return GaojiError(
            f"台账拒绝写入：{_refusal(what)}",
            "没有写入任何内容；重新执行本命令，仍不成功的请用gaoji ledger verify检查",
        )
    if _busy(error):
        return GaojiError(
            "台账正被另一个程序占用，等待超时", "等另一个命令结束，或关闭打开台账的程序，再执行"
        )
    if "disk is full" in what or "disk I/O" in what or "No space" in what:
        return GaojiError(f"磁盘空间不足或不能写入，台账没有改变（{what}）", "腾出空间后再执行")
    if "readonly" in what or "read-only" in what or "unable to open" in what:
        return GaojiError("台账不能写入（只读，或没有权限）", "检查工作区文件夹的权限")
    if "not a database" in what or "malformed" in what:
        return GaojiError("台账文件已损坏", "用gaoji ledger restore从备份恢复")
    where = "PostgreSQL" if engine.dialect.name == "postgresql" else "台账"
    return GaojiError(
        f"{where}读写失败（{what.splitlines()[0] if what else type(error).__name__}）",
        "检查[ledger]设置和数据库是否正常",
    )


def _refusal(what: str) -> str:
    match = re.search(r"台账[^\n\"]*", what)
    return match.group() if match else what.splitlines()[0]


def prepare(
    engine: Engine, say: Say, keep: Callable[[Engine, Path], None], backups: Path, wait: float = WAIT_SECONDS
) -> None:
    """Makes the tables of a new ledger, or upgrades one of an older version after a backup; nothing where it
    is up to date."""
    if engine.dialect.name == "sqlite":
        _private(Path(str(engine.url.database)))
    with reading(engine, say, wait) as connection:
        current = revision(connection)
    if current == REVISION:
        return
    if current is not None and current > REVISION:
        raise GaojiError(f"台账由更新的版本写成（{current}）", "升级gaoji_batch后再使用")
    if current is not None:
        backups.mkdir(parents=True, exist_ok=True, mode=0o700)
        copy = backups / f"ledger-{current}-{datetime.now():%Y%m%d%H%M%S}.db"
        keep(engine, copy)
        say(f"台账由旧版本写成，正在升级；升级前的备份在{copy}")
    with writing(engine, say, wait) as connection:
        # where two commands come to an old ledger at once, the second finds it new here, under the lock
        upgrade(connection, REVISION)


def revision(connection: Connection) -> str | None:
    """The upgrade at which a ledger stands; None for a new one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def upgrade(connection: Connection, to: str) -> None:
    """Runs the upgrades up to `to` within the connection's transaction; nothing where it is there already."""
    if revision(connection) == to:
        return
    from alembic import command, config

    logging.getLogger("alembic").setLevel(logging.WARNING)
    settings = config.Config()
    # to alembic's settings % is a sign of its own
    settings.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    settings.attributes["connection"] = connection
    command.upgrade(settings, to)


def _private(path: Path) -> None:
    """Makes the file at its first use, readable by its owner alone; its journal takes the same rights."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise GaojiError(
            f"台账{path.name}不能写入（{refusal(error)[0]}）", "检查工作区文件夹的权限和磁盘空间"
        ) from error


def last_day(connection: Connection) -> date | None:
    """The day of the newest event; None for an empty ledger, and where an older version recorded no days."""
    payload = connection.execute(text("SELECT payload FROM events ORDER BY seq DESC LIMIT 1")).scalar()
    day = json.loads(payload).get(DAY) if payload else None
    return date.fromisoformat(day) if day else None


def last_event(connection: Connection) -> tuple[int, str]:
    """Count and hash of the newest event: (0, zeros) for an empty ledger."""
    row = connection.execute(text("SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1")).first()
    return (int(row[0]), str(row[1])) if row else (0, FIRST_PREVIOUS)
