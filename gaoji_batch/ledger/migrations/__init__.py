"""Upgrades of the ledger, in order; `gaoji_batch.ledger.database` runs them."""
