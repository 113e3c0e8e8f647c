"""What the rules read of the ledger: frames only, never the database."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from gaoji_batch.ledger.amounts import budget_used
from gaoji_batch.ledger.events import FIRST_PREVIOUS
from gaoji_batch.values.columns import each
from gaoji_batch.values.keyed import keyed_hash

COLUMNS = {
    "classes": ["project", "class_no", "person_key", "opening", "ending"],
    "payments": ["payment", "project", "class_no", "amount", "status", "year", "quarter"],
    "claims": ["project", "class_no"],
    "paid_persons": ["person_key", "project", "class_no", "opening", "ending"],
    "accounts": ["unit", "uscc", "account"],
    "states": ["project", "class_no", "completed"],
    "completed": ["project", "class_no", "heads"],
    "disqualified": ["unit", "uscc", "cancelled_on"],
    "impersonated": ["project", "person_key"],
    "alike": ["project", "person_key", "mark"],
}


@dataclass(frozen=True, slots=True)
class LedgerView:
    """Frames with the columns of COLUMNS; amounts in whole yuan."""

    classes: pd.DataFrame
    """Who is on the recorded rosters, by keyed hash of the ID number, with the class's days."""
    payments: pd.DataFrame
    """By their newest status, with the year and quarter that they were ordered for."""
    claims: pd.DataFrame
    """The recorded claims."""
    paid_persons: pd.DataFrame
    """Persons of the registers that were paid, with the class's days."""
    accounts: pd.DataFrame
    """Each unit's last paid account."""
    states: pd.DataFrame
    """Classes and whether their completion is recorded."""
    completed: pd.DataFrame
    """The heads of the completed classes."""
    disqualified: pd.DataFrame
    """Units that lost their standing."""
    impersonated: pd.DataFrame
    """Who never attended a project that names them: these stand in neither `classes` nor `paid_persons`."""
    alike: pd.DataFrame
    """Keyed hashes of name and certificate, or phone, of those on the recorded rosters."""
    key: bytes = b""
    """The key of the hashes."""
    last: tuple[int, str] = (0, FIRST_PREVIOUS)
    """Count and hash of the newest event."""
    fault: str = ""
    """What shows that records are lacking or not this workspace's ('' for nothing)."""

    @classmethod
    def empty(cls, **frames: pd.DataFrame) -> LedgerView:
        """A ledger that has recorded nothing but the frames given, of the first class where they name
        none."""
        blank = {
            name: pd.DataFrame({column: pd.Series(dtype="object") for column in columns})
            for name, columns in COLUMNS.items()
        }
        first = {
            name: names.assign(class_no=1)
            for name, names in frames.items()
            if "class_no" in COLUMNS.get(name, ()) and "class_no" not in names
        }
        return cls(**blank | frames | first)

    def key_of(self, numbers: pd.Series) -> pd.Series:
        """The keyed hash by which the ledger knows a person; missing stays missing."""
        return each(numbers, lambda number: keyed_hash(str(number), self.key))

    def used_in(self, year: int, quarter: int | None) -> int:
        """Yuan of the budget of a year, or of one quarter of it, that are spent or arranged."""
        return budget_used(self.payments, year, quarter)
