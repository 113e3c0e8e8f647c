"""Article 4 as the ledger holds it whatever the policy says: one person, two classes, two years."""

from __future__ import annotations

Days = tuple[str, str]
"""Opening and end of a class, ISO days; '' where one is not known."""


def too_soon(days: Days, other: Days) -> bool:
    """Whether neither of two classes ended two years after the other opened; a day that is not known never
    comes. The same as the guard of `standing_persons`, so that an order is refused with a finding and not by
    the database."""
    return days[1] < _two_years_after(other[0]) and other[1] < _two_years_after(days[0])


def _two_years_after(day: str) -> str:
    return f"{int(day[:4]) + 2}{day[4:]}" if day else "9999"
