"""What was read, kept under .cache/grids by content: readable by its owner alone; a damaged or foreign entry is as good as none."""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import sqlite3
from contextlib import closing, suppress
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from gaoji_batch.intake.grid import Submission
from gaoji_batch.intake.limits import Limits

_ALLOWED = {
    ("gaoji_batch.intake.grid", "Submission"), ("gaoji_batch.intake.grid", "Grid"), ("gaoji_batch.intake.grid", "Fault"),
    ("datetime", "date"), ("datetime", "datetime"), ("datetime", "time"), ("datetime", "timedelta"), ("copyreg", "_reconstructor"), ("builtins", "object"),
}  # fmt: skip
"""What an entry may name: a file that was tampered with can make no other object."""


KEPT_READS = 20
"""An entry that so many reads in a row, of those that brought something new, did not ask for is dropped."""


class GridCache:
    """Entries of one workspace, in one SQLite file. A key is the content's hash, the kind its name promises, the limits, and the version of the readers."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self._path = folder / "grids.db"
        self._rest = f"{_version()}|{limits!r}"

    def get(self, contents: list[tuple[str, str]]) -> list[Submission | None]:
        """What was read of contents (hash, file name); None where nothing usable is kept."""
        keys = [self._key(digest, file) for digest, file in contents]
        entries: dict[str, bytes] = {}
        with suppress(sqlite3.Error, OSError), closing(self._open()) as db:
            _ask(db, keys)
            entries = dict(db.execute("SELECT key, entry FROM grids JOIN asked USING (key)"))
        return [_load(entries[key], digest) if digest and key in entries else None for key, (digest, _) in zip(keys, contents, strict=True)]

    def put(self, submissions: list[Submission], known: list[Submission | None]) -> None:
        """Keeps these, and what the last KEPT_READS asked for (a former run is compared with); what cannot be read is tried anew.

        known: what was kept before.
        """
        pairs = [(self._key(one.sha256, one.file), one, held) for one, held in zip(submissions, known, strict=True) if one.kind != "unreadable"]
        for _ in range(2):
            try:
                with closing(self._open()) as db, db:
                    db.execute("CREATE TABLE IF NOT EXISTS grids (key TEXT PRIMARY KEY, entry BLOB NOT NULL)")
                    db.execute("CREATE TABLE IF NOT EXISTS reads (key TEXT PRIMARY KEY, last INTEGER NOT NULL)")
                    _ask(db, [key for key, _, _ in pairs])
                    entries = ((key, pickle.dumps(one, protocol=5)) for key, one, held in pairs if held is None)
                    db.executemany("INSERT OR REPLACE INTO grids VALUES (?, ?)", entries)
                    (now,) = db.execute("SELECT coalesce(max(last), 0) + 1 FROM reads").fetchone()
                    db.execute("INSERT OR REPLACE INTO reads SELECT key, ? FROM asked", [now])
                    db.execute("DELETE FROM reads WHERE last <= ?", [now - KEPT_READS])
                    db.execute("DELETE FROM grids WHERE key NOT IN (SELECT key FROM reads)")
                    return
            except (sqlite3.Error, OSError):
                with suppress(OSError):
                    self._path.unlink(missing_ok=True)

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
        db = sqlite3.connect(self._path, timeout=5)
        db.execute("PRAGMA synchronous = OFF")
        return db

    def _key(self, digest: str, file: str) -> str:
        suffix = PurePosixPath(file).suffix.casefold()
        return hashlib.sha256(f"{digest}|{suffix}|{self._rest}".encode()).hexdigest()


def _ask(db: sqlite3.Connection, keys: list[str]) -> None:
    """The keys of one read, as a table of this connection alone."""
    db.execute("CREATE TEMP TABLE asked (key TEXT PRIMARY KEY)")
    db.executemany("INSERT OR IGNORE INTO asked VALUES (?)", [(key,) for key in keys])


def _load(entry: bytes, digest: str) -> Submission | None:
    try:
        held = _Careful(io.BytesIO(entry)).load()
    except Exception:  # whatever is wrong with it, the file is read anew
        return None
    return held if isinstance(held, Submission) and held.sha256 == digest else None


class _Careful(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _ALLOWED:
            raise pickle.UnpicklingError(name)
        return super().find_class(module, name)


@cache
def _version() -> str:
    """Changes with any change of the readers."""
    import python_calamine

    total = hashlib.sha256(str(getattr(python_calamine, "__version__", "")).encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        total.update(path.read_bytes())
    return total.hexdigest()
