"""How far the extracts reach: files about the same people are one series, and a series covers a month in
which it is nearly as full as before."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

BEFORE = 6
"""Months before, of which the fullest is the measure (docs/contract/rules.md, E0411)."""
OVERLAP = 2
"""Files of which one part in so many of the smaller one's people are the other's too are one series
(docs/contract/rules.md, article 4)."""


def covered_month(rows: pd.Series, share: float) -> int | None:
    """The last month whose rows are at least `share` of the fullest of the six before it; None where there is
    none.

    rows: month number → rows. A month after a longer silence is measured by all that came before: a few early
    rows are no coverage.
    """
    rows = rows[rows.gt(0)].sort_index()
    for month in reversed(rows.index.to_list()):
        earlier = rows[rows.index < month]
        near = earlier[earlier.index >= month - BEFORE]
        measure = (near if len(near) else earlier).max() if len(earlier) else 0
        if rows[month] >= share * measure:
            return int(month)
    return None


def series_of(people: Mapping[str, set[str]]) -> list[list[str]]:
    """Files (name → its people of the batch) as series, each sorted, in the order of their first files."""
    series: list[list[str]] = []
    for name in sorted(people):
        joined = [group for group in series if any(_overlap(people[name], people[other]) for other in group)]
        series = [group for group in series if group not in joined]
        series.append(sorted([name, *(other for group in joined for other in group)]))
    return sorted(series)


def _overlap(former: set[str], other: set[str]) -> bool:
    fewer = min(len(former), len(other))
    return fewer > 0 and len(former & other) * OVERLAP >= fewer
