"""What holds for all tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.reading_here import PLACES, ReadingHere


@pytest.fixture(scope="session", autouse=True)
def files_are_read_in_this_process() -> Iterator[None]:
    """But for tests of the processes themselves: tests/intake starts LocalWorkers, others whole commands."""
    with pytest.MonkeyPatch.context() as patch:
        for place in PLACES:
            patch.setattr(f"gaoji_batch.{place}.LocalWorkers", ReadingHere)
        yield
