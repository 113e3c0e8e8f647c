"""Four processes that know nothing of each other order the same claim: one payment."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

from gaoji_batch.errors import GaojiError
from gaoji_batch.ledger.frames import payments_of
from gaoji_batch.ledger.store import Ledger
from tests.ledger.conftest import KEY
from tests.ledger.made import claimed, filed, ordered, payment, record, scheme


def order(url: str, folder: str, number: int, start) -> None:
    """Orders P1 as one who did not look whether it was ordered;
    ends with 0 where it was recorded, 3 where it was refused."""
    ledger = Ledger.open(url, KEY, Path(folder) / "head")
    start.wait()
    try:
        record(
            ledger,
            ("ordered", "", ordered(f"2026Q3-{number}", payment(f"2026Q3-{number:04d}", "P1", 4, "k1"))),
        )
    except GaojiError as error:
        raise SystemExit(3 if "已有未退回的支付" in str(error) else 1) from error


def test_four_processes_order_one_payment(ledger, url, tmp_path):
    record(
        ledger,
        ("approved", "P1", scheme("P1")),
        ("filed", "P1", filed("k1")),
        ("completed", "P1", filed("k1")),
        ("claimed", "P1", claimed(1)),
    )
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(4)
    running = [
        context.Process(target=order, args=(url, str(tmp_path), number, start)) for number in range(1, 5)
    ]
    for process in running:
        process.start()
    for process in running:
        process.join()
    assert sorted(process.exitcode for process in running) == [0, 3, 3, 3]
    with ledger.reading() as connection:
        assert len(payments_of(connection)) == 1
    assert ledger.verify() == []
