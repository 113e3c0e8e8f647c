"""The events, and the tables for reading."""

from alembic import op

from gaoji_batch.ledger.models import metadata

revision = "0001"
down_revision = None


def upgrade() -> None:
    metadata.create_all(op.get_bind())
