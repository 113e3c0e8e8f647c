"""Which unknown header may be which missing column: '人员姓名' may be 姓名."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from gaoji_batch.forms.schema import Column
from gaoji_batch.values import text

_ALIKE = 0.6
"""So alike (difflib) must two headers be; one that holds the other is alike enough."""


def proposals(missing: Sequence[Column], unknown: Sequence[str]) -> dict[str, str]:
    """field → the unknown header that may be its column; each header is proposed once, for the column it is
    most like."""
    scored = sorted(
        ((_likeness(column, label), column.field, label) for column in missing for label in unknown if label),
        key=lambda entry: (-entry[0], entry[1], entry[2]),
    )
    proposed: dict[str, str] = {}
    for score, field, label in scored:
        if score >= _ALIKE and field not in proposed and label not in proposed.values():
            proposed[field] = label
    return proposed


def likely_column(columns: Sequence[Column], label: str) -> Column | None:
    """The column that an unknown header may be; None where none is like it."""
    best = max(columns, key=lambda column: _likeness(column, label), default=None)
    return best if best is not None and _likeness(best, label) >= _ALIKE else None


def _likeness(column: Column, label: str) -> float:
    folded = text.fold_header(label)
    names = [text.fold_header(name) for name in [column.name, *column.aliases]]
    overlap = max(
        (len(name) for name in names if len(name) > 1 and (name in folded or folded in name)), default=0
    )
    if overlap and len(folded) > 1:
        return 1 + overlap / 100  # the longest name within the other before any that is only alike
    return max(difflib.SequenceMatcher(None, name, folded).ratio() for name in names)
