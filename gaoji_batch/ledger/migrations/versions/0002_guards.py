"""Triggers: nothing recorded is changed or removed, and nothing is paid twice."""

from alembic import op

from gaoji_batch.ledger.guards import statements

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    bind = op.get_bind()
    for sql in statements(bind.dialect.name):
        bind.exec_driver_sql(sql)
