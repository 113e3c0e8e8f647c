"""Every file of the shared corpus is read, or refused with a named code, in seconds and in bounded memory."""

from collections import Counter
from pathlib import Path

import pytest

from gaoji_batch.intake.reading import read_all
from gaoji_batch.intake.workers import LocalWorkers
from gaoji_batch.workspace.limits import Limits
from tests.intake.books import codes

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus does not lie beside this checkout")
def test_every_file_is_read_or_refused_with_a_code():
    files = [
        (path, path.relative_to(CORPUS).as_posix()) for path in sorted(CORPUS.rglob("*")) if path.is_file()
    ]
    limits = Limits()
    with LocalWorkers(2, limits) as workers:
        read = read_all(files, limits, workers, None, lambda: None)
    assert all(one.grids or set(codes(one)) & {"F001", "F002", "F003", "F018"} for one in read)
    lost = [
        one.file
        for one in read
        if any(
            "中止" in fault.detail.get("why", "") or "秒" in fault.detail.get("limit", "")
            for fault in one.faults
        )
    ]
    assert lost == []
    refused = Counter(code for one in read for code in codes(one) if code in ("F001", "F002", "F003"))
    assert refused["F001"] + refused["F003"] < len(read) // 10
