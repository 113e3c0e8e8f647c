"""Runs the upgrades inside the transaction of the connection that was handed over."""

from alembic import context

from gaoji_batch.ledger.models import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True
)
context.run_migrations()
