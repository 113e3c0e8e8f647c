"""The events, and the tables for reading."""

from alembic import op

from gaoji_batch.ledger.migrations.ddl import run

revision = "0001"
down_revision = None


def upgrade() -> None:
    run(op.get_bind(), revision)
