"""Working days, with the weeks moved about by the yearly arrangement."""

from __future__ import annotations

from datetime import date

import pytest

from gaoji_batch.law import resources
from gaoji_batch.law.working_days import Calendar


@pytest.fixture
def calendar():
    return Calendar.load(resources.schemas() / "codes" / "holidays.yaml")


@pytest.mark.parametrize(
    ("start", "first", "last"),
    [
        (date(2026, 7, 1), date(2026, 7, 1), date(2026, 7, 7)),
        (date(2026, 7, 4), date(2026, 7, 6), date(2026, 7, 10)),
        (date(2026, 9, 24), date(2026, 9, 24), date(2026, 10, 8)),
        (date(2026, 5, 1), date(2026, 5, 6), date(2026, 5, 11)),
        (date(2026, 2, 13), date(2026, 2, 13), date(2026, 2, 26)),
    ],
)
def test_five_working_days(calendar, start, first, last):
    assert calendar.span(start, 5) == (first, last)
    assert calendar.missing == set()


def test_a_year_without_arrangement_is_said(calendar):
    assert calendar.span(date(2030, 7, 1), 5) == (date(2030, 7, 1), date(2030, 7, 5))
    assert calendar.missing == {2030}
