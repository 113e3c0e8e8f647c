"""Triggers: nothing recorded is changed or removed, and nothing is paid twice."""

from alembic import op

from gaoji_batch.ledger.migrations.ddl import run

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    run(op.get_bind(), revision)
