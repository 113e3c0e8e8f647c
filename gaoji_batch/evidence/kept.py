"""What the extracts said of a batch's people, kept under .cache/evidence: by the content of the file and by
who was asked about.

The content is known by its sha256. A file is not hashed anew while its size, its times and its number on the
disk are those of the time when it was (on Windows always: its files bear the time of their creation, not of
their last change); and while a file is read of which nothing can be kept, another thread
hashes it.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from gaoji_batch.evidence.parts import Part
from gaoji_batch.intake.files import fingerprint
from gaoji_batch.workspace import disk

VERSION = "7"
SETTLED = 2_000_000_000
"""Nanoseconds: a file hashed sooner after its last change is hashed again, since the next change might bear
the same time."""
TIMES_TELL = sys.platform != "win32"
"""Whether a change that keeps a file's size and its time of change still leaves another trace."""
MOST = 200
"""Of so many files the newest are kept."""


class Kept:
    """The entries for one group of people, given by the numbers that are looked for; with `used` false none
    is found and none is made."""

    def __init__(self, cache: Path, people: Iterable[str], used: bool) -> None:
        self._folder = cache / "evidence"
        self._asked = hashlib.sha256("\n".join(people).encode()).hexdigest()[:16]
        self._used = used
        self._any = any(self._folder.glob(f"{VERSION}-*-{self._asked}.arrow"))
        self._hashes = _remembered(self._folder / "hashes.json") if used and TIMES_TELL else {}
        self._hashing = ThreadPoolExecutor(1)
        self._new: dict[str, tuple[list[int], Future[str], int]] = {}

    def get(self, path: Path) -> list[Part] | None:
        """The sheets that are kept of a file; None where there are none. A damaged entry is as good as
        none."""
        if not self._used:
            return None
        try:
            self._ask(path)
            if not self._any:
                return None
            table = pa.ipc.open_file(pa.py_buffer(self._entry(path).read_bytes())).read_all()
            table.validate(full=True)
            return _parts(table)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, path: Path, parts: list[tuple[Part, pa.Table | None]]) -> None:
        """Keeps the sheets of a file, each with its rows, unless it has changed since it was asked for; where
        the disk does not allow it, nothing is kept."""
        if not self._used:
            return
        with suppress(OSError, KeyError):
            entry = self._entry(path)
            if self._hashes[str(path)][0] == _stamp(path):
                self._write(entry, _packed(_together(parts)))

    def close(self) -> None:
        """Remembers the hashes of this run, and drops the oldest entries."""
        for path in self._new:
            with suppress(OSError):
                self._entry(Path(path))
        self._hashing.shutdown()
        if not self._new:
            return
        with suppress(OSError):
            self._write(self._folder / "hashes.json", json.dumps(self._hashes).encode())
            for old in sorted(self._folder.iterdir(), key=lambda entry: entry.stat().st_mtime)[:-MOST]:
                old.unlink(missing_ok=True)

    def _ask(self, path: Path) -> None:
        """Has a file hashed whose hash is not known."""
        stamp = _stamp(path)
        if self._hashes.get(str(path), [None])[0] != stamp:
            self._new[str(path)] = stamp, self._hashing.submit(fingerprint, path), time.time_ns()

    def _entry(self, path: Path) -> Path:
        """Where the rows of this content are kept; waits for its hash."""
        if str(path) in self._new:
            stamp, content, at = self._new[str(path)]
            self._hashes[str(path)] = [stamp, content.result(), at]
        return self._folder / f"{VERSION}-{self._hashes[str(path)][1][:32]}-{self._asked}.arrow"

    def _write(self, path: Path, content: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = path.with_suffix(".part")
        part.write_bytes(content)
        part.chmod(0o600)
        disk.replace(part, path)


def _remembered(path: Path) -> dict[str, list[Any]]:
    """Path → [stamp, sha256, when it was hashed (ns)] of the files that had settled by then."""
    with suppress(OSError, ValueError, TypeError, IndexError, AttributeError):
        entry = json.loads(path.read_text(encoding="utf-8"))
        return {
            path: [stamp, str(content), at]
            for path, (stamp, content, at) in entry.items()
            if max(stamp[1], stamp[2]) + SETTLED < at
        }
    return {}


def _stamp(path: Path) -> list[int]:
    """What changes with a file: size, times of its content and of its state, number on the disk."""
    stat = path.stat()
    return [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino]


_SAID = (
    "form",
    "sheet",
    "header_row",
    "missing",
    "unread",
    "unread_why",
    "unread_content",
    "aside",
    "broken",
    "unknown",
    "lost",
    "layout",
)


def _together(parts: list[tuple[Part, pa.Table | None]]) -> pa.Table:
    """The rows of all sheets as one table, `part` telling them apart; what else is known of the sheets is its
    metadata."""
    tables = [
        table.append_column("part", pa.repeat(pa.scalar(at, pa.int32()), len(table)))
        for at, (_, table) in enumerate(parts)
        if table is not None
    ]
    both = (
        pa.concat_tables(tables, promote_options="permissive")
        if tables
        else pa.table({"part": pa.array([], pa.int32())})
    )
    parts_as_json = [
        {name: getattr(part, name) for name in _SAID}
        | {"columns": table.column_names if table is not None else None}
        for part, table in parts
    ]
    return (
        both.unify_dictionaries()
        .combine_chunks()
        .replace_schema_metadata({"parts": json.dumps(parts_as_json)})
    )


def _parts(table: pa.Table) -> list[Part]:
    """The sheets that `_together` put together; their files are named by who asked."""
    parts = []
    for at, values in enumerate(json.loads(table.schema.metadata[b"parts"])):
        columns, missing = values.pop("columns"), tuple(values.pop("missing"))
        rows = pd.DataFrame()
        if columns is not None:
            rows = table.filter(pc.equal(table["part"], at)).select(columns).to_pandas()
        parts.append(Part("", missing=missing, rows=rows, **values))
    return parts


def _packed(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as file:
        file.write_table(table)
    packed: bytes = sink.getvalue().to_pybytes()
    return packed
