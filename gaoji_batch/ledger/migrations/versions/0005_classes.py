"""Filings, claims, payments and notices are of one class (期次) of a project; those of before, of the
first."""

from alembic import op

from gaoji_batch.ledger.migrations.ddl import run

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    run(op.get_bind(), revision)
