"""Backups: of SQLite a database file, of PostgreSQL its events as JSON Lines; and the way back."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path, PurePath

from sqlalchemy import URL, Connection, Engine, select

from gaoji_batch.errors import GaojiError, refusal
from gaoji_batch.ledger import database
from gaoji_batch.ledger.database import Say
from gaoji_batch.ledger.event_rows import write
from gaoji_batch.ledger.events import FIRST_PREVIOUS, Event
from gaoji_batch.ledger.head import Head
from gaoji_batch.ledger.models import events
from gaoji_batch.ledger.verify import faults
from gaoji_batch.workspace import disk

_SQLITE = b"SQLite format 3\x00"


def keep(engine: Engine, target: Path) -> None:
    """Copies the ledger to a file, whole or not at all, while others may write. What lies there already may
    only be an earlier backup."""
    if target.exists() and not _replaceable(engine, target):
        raise GaojiError(f"{target.name}已存在，且不是台账的备份", "换一个文件名，不要覆盖别的文件")
    fresh = target.with_name(target.name + ".part")
    try:
        fresh.unlink(missing_ok=True)
        fresh.touch(mode=0o600)
        (_copy_database if engine.dialect.name == "sqlite" else _copy_events)(engine, fresh)
        _settle(fresh, target)
    except OSError as error:
        raise GaojiError(
            f"备份文件{target.name}不能写入（{refusal(error)[0]}）", "换一个有空间、可写入的位置"
        ) from error
    finally:
        fresh.unlink(missing_ok=True)


def _replaceable(engine: Engine, target: Path) -> bool:
    """Whether a file is an earlier backup, and not the ledger itself: a copy put in its place would lose what
    others are writing."""
    current = Path(engine.url.database or "") if engine.dialect.name == "sqlite" else None
    try:
        return not (current and target.samefile(current)) and bool(_newest(target))
    except GaojiError:
        return False


def _settle(fresh: Path, target: Path) -> None:
    # bytes, name, folder, in this order: a backup that was reported survives a power cut whole
    disk.sync_file(fresh)
    disk.replace(fresh, target)
    disk.sync_folder(target.parent)


def _copy_database(engine: Engine, target: Path) -> None:
    source = sqlite3.connect(str(engine.url.database), timeout=database.WAIT_SECONDS)
    with database.spoken(engine), closing(source), closing(sqlite3.connect(target)) as copy:
        source.backup(copy)


def _copy_events(engine: Engine, target: Path) -> None:
    with (
        database.reading(engine, lambda _: None) as connection,
        target.open("w", encoding="utf-8", newline="\n") as file,
    ):
        for row in connection.execute(select(events).order_by(events.c.seq)).mappings():
            file.write(json.dumps(dict(row), ensure_ascii=False) + "\n")


def restore(url: str | URL | Path, source: Path, head: Head, folder: Path, say: Say, *, older: bool) -> None:
    """Puts a backup in the place of the ledger. An embedded ledger that is replaced is kept in `folder`
    first.

    older: whether a backup may be put in place of a ledger that has gone on since; else that is refused.
    """
    recorded = head.read()
    count, digest = _newest(source)
    if recorded and not older and count <= recorded[0][0] and (count, digest) not in recorded:
        raise GaojiError(
            (
                f"备份{source.name}比现有台账旧，或不是它的备份：备份有{count}条记录，"
                f"本工作区已写到第{recorded[0][0]}条"
            ),
            "确实要退回到这个备份的，加上--older；备份之后的记录将不在台账中",
        )
    engine = database.connect(url)
    try:
        _replace(
            Path(str(engine.url.database)), source, folder, say
        ) if engine.dialect.name == "sqlite" else _replay(engine, source, say)
    finally:
        engine.dispose()
    # last: a crash before it leaves a ledger that is older than the head, which each command says
    head.write((count, digest))


def _newest(source: Path) -> tuple[int, str]:
    """Count and hash of a backup's newest event; GaojiError where the file is no backup."""
    try:
        with source.open("rb") as file:
            if file.read(len(_SQLITE)) == _SQLITE:
                with closing(
                    sqlite3.connect(f"{_uri(source.resolve())}?mode=ro&immutable=1", uri=True)
                ) as copy:
                    return copy.execute(
                        "SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1"
                    ).fetchone() or (0, FIRST_PREVIOUS)
        lines = source.read_text(encoding="utf-8").splitlines()
        return len(lines), Event(**json.loads(lines[-1])).hash
    except OSError as error:
        raise GaojiError(f"备份文件{source}不能读取（{refusal(error)[0]}）", "核对文件名和权限") from error
    except (sqlite3.Error, ValueError, TypeError, IndexError) as error:
        raise GaojiError(
            f"{source.name}不是台账的备份，或已损坏", "换一个由gaoji ledger backup生成的文件"
        ) from error


def _uri(path: PurePath) -> str:
    """A path as SQLite takes it: of a share (\\\\server\\share) it takes no server's name, but a path with
    two slashes before it."""
    uri = path.as_uri()
    return uri if uri.startswith("file:///") else uri.replace("file://", "file:////", 1)


def _replace(path: Path, source: Path, folder: Path, say: Say) -> None:
    fresh = path.with_name(f".{path.name}.part")
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600)
    try:
        with closing(sqlite3.connect(source)) as connection, closing(sqlite3.connect(fresh)) as copy:
            connection.backup(copy)
        _sound(fresh, source)
        if path.exists():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            aside = folder / f"ledger-replaced-{datetime.now():%Y%m%d%H%M%S}.db"
            shutil.copy2(path, aside)
            say(f"原台账的副本在{aside}")
        # SQLite would roll the journal of the old file back into the new one
        path.with_name(path.name + "-journal").unlink(missing_ok=True)
        _settle(fresh, path)
    except sqlite3.Error as error:
        raise GaojiError(
            f"{source.name}不是SQLite台账的备份（{error}）", "台账在PostgreSQL上的，用[ledger] url指明后恢复"
        ) from error
    except OSError as error:
        raise GaojiError(
            f"台账不能写入（{refusal(error)[0]}）", "关闭打开台账的程序，检查权限和磁盘空间"
        ) from error
    finally:
        fresh.unlink(missing_ok=True)


def _sound(copy: Path, source: Path) -> None:
    """Refuses a backup that does not hold; one of an older version is upgraded, and checked, when the ledger
    is opened."""
    engine = database.connect(copy)
    with database.reading(engine, lambda _: None) as connection:
        if database.revision(connection) == database.REVISION:
            _refuse(connection, source)
    engine.dispose()


def _refuse(connection: Connection, source: Path) -> None:
    fault = next(faults(connection), "")
    if fault:
        raise GaojiError(f"备份{source.name}核验不符：{fault}", "换一个完好的备份")


def _replay(engine: Engine, source: Path, say: Say) -> None:
    """Records the events anew in an empty PostgreSQL ledger."""
    with database.writing(engine, say) as connection:
        database.upgrade(connection, database.REVISION)
        if database.last_event(connection)[0]:
            raise GaojiError(
                "PostgreSQL中的台账不是空的，不能覆盖", "新建一个空数据库，在[ledger] url中指明后再恢复"
            )
        for line in source.read_text(encoding="utf-8").splitlines():
            write(connection, Event(**json.loads(line)))
        _refuse(connection, source)
