"""Article 4 as the ledger holds it whatever the policy says: one person, two classes, two years."""

from __future__ import annotations

import pandas as pd


def too_soon(rows: pd.DataFrame) -> pd.Series:
    """Whether neither of two classes (opening, ending; paid_opening, paid_ending, ISO days) ended two years
    after the other opened; a day that is not known never comes. The same as the guard of `standing_persons`,
    so that an order is refused with a finding and not by the database."""
    first = rows["ending"].lt(_two_years_after(rows["paid_opening"]))
    return first & rows["paid_ending"].lt(_two_years_after(rows["opening"]))


def _two_years_after(days: pd.Series) -> pd.Series:
    said = [f"{int(day[:4]) + 2}{day[4:]}" if day else "9999" for day in days.astype("str")]
    return pd.Series(said, index=days.index, dtype="str")
