"""What several tests of commands share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.books import Book


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """A ledger of its own, which still holds together when the test is done."""
    made = Book.new(tmp_path)
    yield made
    assert made.ledger.verify() == []
    made.ledger.close()
