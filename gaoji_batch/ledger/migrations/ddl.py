"""The literal statements of a revision: `versions/<revision>.<dialect>.sql`, statements parted by an empty
line.

Literal, so that a revision goes on to do what it did when it was released, whatever `models.py` and
`guards.py` say since.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection


def run(connection: Connection, revision: str) -> None:
    """Executes the statements of this revision for the connection's dialect."""
    path = Path(__file__).parent / "versions" / f"{revision}.{connection.dialect.name}.sql"
    for sql in path.read_text(encoding="utf-8").split("\n\n"):
        connection.exec_driver_sql(sql)
