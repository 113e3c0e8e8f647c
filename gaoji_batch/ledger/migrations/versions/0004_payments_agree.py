"""A payment's money is its persons' and its claim's."""

from alembic import op

from gaoji_batch.ledger.migrations.ddl import run

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    run(op.get_bind(), revision)
