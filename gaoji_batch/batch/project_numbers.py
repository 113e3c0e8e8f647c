"""Project numbers as they are compared: however dashes, brackets, 号 and notes are written, those of one
approved project are one (docs/contract/reading.md 4)."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from gaoji_batch.values import text
from gaoji_batch.values.columns import each


@dataclass(frozen=True, slots=True)
class Numbers:
    """The approved projects. written: folded number, as the ledger keeps it, → the register's own writing;
    keys: `text.project_key` → folded number, of those that one project alone has."""

    written: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of_approved(cls, numbers: pd.Series) -> Numbers:
        """The numbers of 立项项目登记."""
        written: dict[str, str] = {}
        by_key: dict[str, set[str]] = {}
        for number in numbers.dropna().astype("str"):
            written.setdefault(text.fold(number), number)
            by_key.setdefault(text.project_key(number), set()).add(text.fold(number))
        return cls(written, {key: min(alike) for key, alike in by_key.items() if len(alike) == 1})

    def of(self, written: object) -> str:
        """A written number as all frames hold it: that of the approved project it means; '' where none is
        written."""
        content = text.clean(written)
        if content is None:
            return ""
        # a number in the register's own writing is never another one, however alike their keys
        exact = text.fold(content)
        key = text.project_key(content)
        return exact if exact in self.written else self.keys.get(key, key)

    def of_series(self, written: pd.Series) -> pd.Series:
        """`of` over a column; missing is ''."""
        return each(written, self.of).fillna("")

    def knows(self, written: object) -> bool:
        """Whether a written number is that of an approved project."""
        return self.of(written) in self.written

    def said(self, written: object) -> str:
        """A number as it is shown: in the register's own writing where it is approved."""
        return self.written.get(self.of(written), text.clean(written) or "")
