"""A backup restores to the same ledger, and an older one is noticed."""

from __future__ import annotations

import threading
from pathlib import PurePosixPath, PureWindowsPath

import pytest

from gaoji_batch.errors import GaojiError
from gaoji_batch.ledger import backups
from gaoji_batch.ledger.head import Head
from gaoji_batch.ledger.store import Ledger
from tests.ledger.conftest import KEY, fresh_database
from tests.ledger.made import ordered, paid_project, payment, record, scheme


def quiet(_: str) -> None:
    return


@pytest.fixture
def empty_url(url, request, tmp_path):
    """A second database of the same kind."""
    return (
        fresh_database(request.getfixturevalue("postgres"))
        if url.startswith("postgresql")
        else f"sqlite:///{tmp_path}/second.db"
    )


@pytest.mark.windows
def test_a_backup_restores_to_the_same_hash(ledger, empty_url, tmp_path):
    paid_project(ledger)
    ledger.backup(tmp_path / "backup")
    backups.restore(empty_url, tmp_path / "backup", Head(tmp_path / "head2"), tmp_path, quiet, older=False)
    second = Ledger.open(empty_url, KEY, tmp_path / "head2")
    assert second.last() == ledger.last() and second.verify() == []
    assert second.view().payments.equals(ledger.view().payments)
    with pytest.raises(GaojiError, match="已有未退回的支付"):
        record(second, ("ordered", "", ordered("2026Q3-2", payment("2026Q3-0002", "P1", 4, "k3"))))
    second.close()


def test_a_backup_taken_while_another_writes_holds(ledger, empty_url, tmp_path):
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            record(ledger, ("approved", f"P{number}", scheme(f"P{number}")))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            ledger.backup(tmp_path / f"backup{number}")
    finally:
        stop.set()
        writer.join()
    backups.restore(empty_url, tmp_path / "backup4", Head(tmp_path / "head2"), tmp_path, quiet, older=False)
    second = Ledger.open(empty_url, KEY, tmp_path / "head2")
    assert second.verify() == [] and second.last()[0] <= ledger.last()[0]
    second.close()


@pytest.mark.windows
def test_a_backup_takes_the_place_of_an_earlier_one_and_of_nothing_else(ledger, tmp_path):
    paid_project(ledger)
    ledger.backup(tmp_path / "backup")
    first = (tmp_path / "backup").read_bytes()
    record(ledger, ("approved", "P9", scheme("P9")))
    ledger.backup(tmp_path / "backup")
    assert (tmp_path / "backup").read_bytes() != first
    (tmp_path / "申请.xlsx").write_bytes(b"PK a unit's claim")
    with pytest.raises(GaojiError, match="不是台账的备份"):
        ledger.backup(tmp_path / "申请.xlsx")
    assert (tmp_path / "申请.xlsx").read_bytes() == b"PK a unit's claim"


def test_the_ledger_is_not_overwritten_by_its_own_backup(tmp_path):
    ledger = Ledger.open(f"sqlite:///{tmp_path}/ledger.db", KEY, tmp_path / "head")
    paid_project(ledger)
    inode = (tmp_path / "ledger.db").stat().st_ino
    with pytest.raises(GaojiError, match="不是台账的备份"):
        ledger.backup(tmp_path / "ledger.db")
    assert (tmp_path / "ledger.db").stat().st_ino == inode
    ledger.close()


@pytest.mark.windows
def test_an_older_backup_is_noticed_and_put_back_only_when_told_to(tmp_path):
    url, head = f"sqlite:///{tmp_path}/ledger.db", Head(tmp_path / "head")
    ledger = Ledger.open(url, KEY, tmp_path / "head")
    record(ledger, ("approved", "P1", scheme("P1")))
    ledger.backup(tmp_path / "backup")
    before = ledger.last()
    record(ledger, ("approved", "P2", scheme("P2")))
    with pytest.raises(GaojiError, match="比现有台账旧"):
        backups.restore(url, tmp_path / "backup", head, tmp_path / "kept", quiet, older=False)
    assert ledger.last()[0] == 2
    backups.restore(url, tmp_path / "backup", head, tmp_path / "kept", quiet, older=True)
    assert ledger.last() == before and ledger.verify() == []
    assert len(list((tmp_path / "kept").iterdir())) == 1
    ledger.close()


def test_what_is_no_backup_or_does_not_hold_is_refused(tmp_path):
    url, head = f"sqlite:///{tmp_path}/ledger.db", Head(tmp_path / "head")
    (tmp_path / "notes.txt").write_text("不是备份", encoding="utf-8")
    with pytest.raises(GaojiError, match="不是台账的备份"):
        backups.restore(url, tmp_path / "notes.txt", head, tmp_path, quiet, older=False)
    ledger = Ledger.open(url, KEY, tmp_path / "head")
    paid_project(ledger)
    ledger.backup(tmp_path / "backup")
    content = (tmp_path / "backup").read_bytes()
    (tmp_path / "backup").write_bytes(content.replace("王敏".encode(), "王明".encode()))
    with pytest.raises(GaojiError, match="核验不符"):
        backups.restore(url, tmp_path / "backup", head, tmp_path, quiet, older=False)
    assert ledger.verify() == []
    ledger.close()


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (PureWindowsPath(r"\\server\share\备 份.db"), "file:////server/share/%E5%A4%87%20%E4%BB%BD.db"),
        (PureWindowsPath(r"D:\备份.db"), "file:///D:/%E5%A4%87%E4%BB%BD.db"),
        (PurePosixPath("/备份.db"), "file:///%E5%A4%87%E4%BB%BD.db"),
    ],
)
def test_sqlite_is_told_a_share_without_naming_its_server(path, uri):
    """SQLite refuses file://server/…: 'invalid uri authority'."""
    assert backups._uri(path) == uri
