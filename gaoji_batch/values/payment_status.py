"""The states of a payment, as the ledger records them, and what they mean together."""

from __future__ import annotations

ORDERED = "ordered"
RELEASED = "released"
PAID = "paid"
RETURNED = "returned"
RECOVERED = "recovered"
CANCELLED = "cancelled"

STATUSES = (ORDERED, RELEASED, PAID, RETURNED, RECOVERED, CANCELLED)
STANDING = (ORDERED, RELEASED, PAID)
"""The payment stands: a second one for its claim or its persons is refused, and it uses up the budget."""
REACHED_UNIT = (PAID, RECOVERED)
"""The money reached the unit, whether or not it was asked back."""
NOT_UNDONE = (*STANDING, RECOVERED)
"""Neither sent back by the bank nor cancelled."""
