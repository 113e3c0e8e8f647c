"""What holds for all tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import assembled_once
from tests.reading_here import PLACES, ReadingHere


@pytest.fixture(scope="session", autouse=True)
def files_are_read_in_this_process() -> Iterator[None]:
    """But for tests of the processes themselves: tests/intake starts LocalWorkers, others whole commands."""
    with pytest.MonkeyPatch.context() as patch:
        for place in PLACES:
            patch.setattr(f"gaoji_batch.{place}.LocalWorkers", ReadingHere)
        yield


@pytest.fixture(scope="session", autouse=True)
def the_same_files_are_assembled_once() -> Iterator[None]:
    """A third of what a command costs that is called again on a workspace as it was."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gaoji_batch.batch.assembly.assemble", assembled_once.assemble)
        yield
