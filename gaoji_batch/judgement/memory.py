"""What rulings were bound to, kept in the workspace's state (`decisions.json`): so that a lapse can be told
with the value that changed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from gaoji_batch.judgement.numbering import short_hash

if TYPE_CHECKING:
    from gaoji_batch.judgement.rulings import Ruling

_BOUND = ("ruling", "reason", "checked_by", "checked_on")


class Memory:
    """What findings rested on, and what rulings were bound to. No ID number stands there in the clear.

    matters: 问题编号 → (the matter, what it rests on as people may see it), of every finding that could be
    ruled on. Bindings of rulings without 问题编号: keyed hash of the row → 问题编号.
    """

    def __init__(self, bindings: Mapping[str, Any], key: bytes) -> None:
        self._key = key
        # what an older version kept is of other numbers
        self._rulings: dict[str, list[str]] = dict(bindings.get("rulings", {}))
        self.matters: dict[str, tuple[str, dict[str, str]]] = {
            number: (matter, rests) for number, (matter, rests) in bindings.get("asked", {}).items()
        }

    @property
    def bindings(self) -> dict[str, Any]:
        """What is kept in the workspace (`decisions.json`)."""
        return {
            "rulings": self._rulings,
            "asked": {number: list(entry) for number, entry in self.matters.items()},
        }

    def bound(self, ruling: Ruling, numbers: Sequence[str]) -> list[str] | None:
        """The numbers a ruling without 问题编号 was bound to: at its first use, these; None where it is bound
        to none."""
        bound_to = self._rulings.get(self._row(ruling))
        # a ruling that fits nothing yet stays free: what it means may be filed tomorrow
        if bound_to is None and numbers:
            self._rulings[self._row(ruling)] = list(numbers)
        return bound_to

    def numbers_of(self, ruling: Ruling) -> list[str]:
        """The 问题编号 that a ruling names, else those it was bound to."""
        return [ruling.named] if ruling.named else self._rulings.get(self._row(ruling), [])

    def matter_of(self, number: str) -> str:
        """The matter that a 问题编号 was given to; '' where it is not known."""
        return self.matters[number][0] if number in self.matters else ""

    def remember(self, findings: pd.DataFrame) -> None:
        """Keeps what each finding that may be ruled on rests on."""
        rows = findings.loc[findings["finding_id"].ne(""), ["finding_id", "matter_id", "rests"]]
        for number, matter, rests in rows.drop_duplicates("finding_id").itertuples(index=False):
            self.matters[number] = (matter, json.loads(rests))

    def _row(self, ruling: Ruling) -> str:
        # given anew, with another reason or day, it is another ruling, and bound to the values of that time
        return short_hash([*ruling.matter, *(ruling.value(name) for name in _BOUND)], self._key)
