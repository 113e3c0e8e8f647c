"""Article 4: a person is paid for once in two years, not once for ever."""

from alembic import op

from gaoji_batch.ledger.migrations.ddl import run

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    run(op.get_bind(), revision)
