"""Payments against the rows of bank statements, and each project's line of a reconciliation."""
