"""The states of a payment that the program knows are those that the ledger's table allows."""

from __future__ import annotations

import re

from sqlalchemy import CheckConstraint

from gaoji_batch.ledger.models import payment_states
from gaoji_batch.values.payment_status import NOT_UNDONE, REACHED_UNIT, STANDING, STATUSES


def test_the_states_are_those_of_the_table() -> None:
    column = payment_states.c.status
    checks = [one for one in column.constraints if isinstance(one, CheckConstraint)]
    allowed = {word for one in checks for word in re.findall(r"'(\w+)'", str(one.sqltext))}
    assert allowed == set(STATUSES)


def test_a_payment_sent_back_or_cancelled_neither_stands_nor_counts() -> None:
    assert {"returned", "cancelled"}.isdisjoint({*STANDING, *REACHED_UNIT, *NOT_UNDONE})
    assert set(STANDING) | set(REACHED_UNIT) == set(NOT_UNDONE)
