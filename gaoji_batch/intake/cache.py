"""What was read of files, kept under .cache/read by content: readable by its owner alone; a damaged or
foreign entry is as good as none."""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

import python_calamine

from gaoji_batch.intake.grid import Submission
from gaoji_batch.law import resources
from gaoji_batch.workspace.limits import Limits

_ALLOWED = {
    ("gaoji_batch.intake.grid", "Submission"), ("gaoji_batch.intake.grid", "Grid"),
    ("gaoji_batch.intake.grid", "Fault"),
    ("gaoji_batch.forms.table", "Recognised"), ("gaoji_batch.forms.table", "Table"),
    ("gaoji_batch.forms.table", "KeyValue"), ("gaoji_batch.forms.table", "SheetReading"),
    ("datetime", "date"), ("datetime", "datetime"), ("datetime", "time"), ("datetime", "timedelta"),
    ("copyreg", "_reconstructor"), ("builtins", "object"),
}  # fmt: skip
"""What an entry may name: a file that was tampered with can make no other object."""


READS_BEFORE_DROP = 20
"""An entry that so many reads in a row, of those that brought something new, did not ask for is dropped."""


class ReadCache:
    """What one reader made of files, in one SQLite file of the workspace.

    A key is the content's hash, the kind that the file's name promises, its top folder, the limits, and the
    version of what reads.
    """

    def __init__(self, cache: Path, limits: Limits, reader: Callable[..., object]) -> None:
        self._path = cache / "read" / "read.db"
        name = getattr(reader, "cache_name", None) or reader.__qualname__
        self._reader_key = f"{name}|{_version()}|{limits!r}"

    def get(self, contents: list[tuple[str, str]]) -> list[Submission | None]:
        """What was read of contents (hash, file name); None where nothing usable is kept."""
        keys = [self._key(digest, file) for digest, file in contents]
        entries: dict[str, bytes] = {}
        with suppress(sqlite3.Error, OSError), closing(self._open()) as db:
            _ask(db, keys)
            entries = dict(db.execute("SELECT key, entry FROM read JOIN asked USING (key)"))
        return [
            _load(entries[key], digest) if digest and key in entries else None
            for key, (digest, _) in zip(keys, contents, strict=True)
        ]

    def store(self, submissions: list[Submission], earlier: list[Submission | None]) -> None:
        """Keeps these, and what the last READS_BEFORE_DROP asked for (a former run is compared with); what
        cannot be read is tried anew.

        earlier: what was kept before.
        """
        pairs = [
            (self._key(submission.sha256, submission.file), submission, entry)
            for submission, entry in zip(submissions, earlier, strict=True)
            if submission.kind != "unreadable"
        ]
        # a second time, into a new file, where the first is damaged
        for _ in range(2):
            try:
                with closing(self._open()) as db, db:
                    db.execute("CREATE TABLE IF NOT EXISTS read (key TEXT PRIMARY KEY, entry BLOB NOT NULL)")
                    db.execute(
                        "CREATE TABLE IF NOT EXISTS reads (key TEXT PRIMARY KEY, last INTEGER NOT NULL)"
                    )
                    _ask(db, [key for key, _, _ in pairs])
                    entries = (
                        (key, pickle.dumps(submission, protocol=5))
                        for key, submission, entry in pairs
                        if entry is None
                    )
                    db.executemany("INSERT OR REPLACE INTO read VALUES (?, ?)", entries)
                    (now,) = db.execute("SELECT coalesce(max(last), 0) + 1 FROM reads").fetchone()
                    db.execute("INSERT OR REPLACE INTO reads SELECT key, ? FROM asked", [now])
                    db.execute("DELETE FROM reads WHERE last <= ?", [now - READS_BEFORE_DROP])
                    db.execute("DELETE FROM read WHERE key NOT IN (SELECT key FROM reads)")
                    return
            except (sqlite3.Error, OSError):
                with suppress(OSError):
                    self._path.unlink(missing_ok=True)

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # made before SQLite would make it readable by others: entries hold ID numbers
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
        db = sqlite3.connect(self._path, timeout=5)
        try:
            # what a power cut spoils is read anew: no need to wait for the disk
            db.execute("PRAGMA synchronous = OFF")
        except sqlite3.Error:
            db.close()  # a damaged file: it is removed, which Windows refuses while it is open
            raise
        return db

    def _key(self, digest: str, file: str) -> str:
        # the ending decides between F001 and F018, and the folder, whose forms are sought
        suffix, folder = PurePosixPath(file).suffix.casefold(), file.split("/", 1)[0] if "/" in file else ""
        return hashlib.sha256(f"{digest}|{suffix}|{folder}|{self._reader_key}".encode()).hexdigest()


def _ask(db: sqlite3.Connection, keys: list[str]) -> None:
    """The keys of one read, as a table of this connection alone."""
    db.execute("CREATE TEMP TABLE asked (key TEXT PRIMARY KEY)")
    db.executemany("INSERT OR IGNORE INTO asked VALUES (?)", [(key,) for key in keys])


def _load(entry: bytes, digest: str) -> Submission | None:
    try:
        submission = _Careful(io.BytesIO(entry)).load()
    except Exception:  # whatever is wrong with it, the file is read anew
        return None
    return submission if isinstance(submission, Submission) and submission.sha256 == digest else None


class _Careful(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _ALLOWED:
            raise pickle.UnpicklingError(name)
        return super().find_class(module, name)


@cache
def _version() -> str:
    """Changes with any change of the readers, of what recognises forms, and of the forms."""
    total = hashlib.sha256(str(getattr(python_calamine, "__version__", "")).encode())
    package = Path(__file__).parents[1]
    rooms = [
        path for room in ("intake", "forms", "values", "law") for path in package.glob(f"{room}/**/*.py")
    ]
    data = [path for kind in ("*.yaml", "*.csv") for path in resources.schemas().glob(f"**/{kind}")]
    for path in sorted([*package.glob("*.py"), *rooms, *data]):
        total.update(path.read_bytes())
    return total.hexdigest()
