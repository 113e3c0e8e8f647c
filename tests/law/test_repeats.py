"""Once in two years: the day that bars and the day before it, for each reading of the interval."""

from __future__ import annotations

import pandas as pd
import pytest

from gaoji_batch.law import repeats, resources
from gaoji_batch.law.policy import Policy

FOLDER = resources.schemas() / "policy"


def barred(
    later: tuple[str | None, str | None], earlier: tuple[str | None, str | None], **policy: str
) -> bool:
    """Whether a class (opening, ending) is barred by another, under [policy] as given."""
    days = {
        name: pd.to_datetime(pd.Series([day])).astype("datetime64[s]")
        for name, day in zip(
            ("opening", "ending", "other_opening", "other_ending"), later + earlier, strict=True
        )
    }
    terms = repeats.terms(
        Policy.load(FOLDER, {f"repeat.{name.rstrip('_')}": value for name, value in policy.items()}),
        days["opening"],
    )
    rows = pd.DataFrame(days).join(terms)
    return bool(repeats.barred(rows, "other_opening", "other_ending").iloc[0])


EARLIER = ("2024-05-11", "2024-05-22")


@pytest.mark.parametrize(
    ("opening", "ending", "bars"),
    [
        ("2026-05-21", "2026-06-01", True),
        ("2026-05-22", "2026-06-01", False),  # two years to the day after the end
        ("2026-05-23", "2026-06-01", False),
        ("2024-05-11", "2024-05-22", True),  # the very same days
    ],
)
def test_from_the_end_of_one_class_to_the_opening_of_the_next(opening: str, ending: str, bars: bool) -> None:
    assert barred((opening, ending), EARLIER) is bars
    assert barred(EARLIER, (opening, ending)) is bars, "whichever of the two is asked about"


@pytest.mark.parametrize(
    ("opening", "policy", "bars"),
    [
        ("2026-05-10", {"from_": "opening"}, True),
        ("2026-05-11", {"from_": "opening"}, False),
        ("2026-05-10", {"to": "end"}, True),  # ends on 21 May
        ("2026-05-11", {"to": "end"}, False),  # ends on 22 May
    ],
)
def test_other_readings_of_the_interval(opening: str, policy: dict[str, str], bars: bool) -> None:
    ending = (pd.Timestamp(opening) + pd.Timedelta(days=11)).date().isoformat()
    assert barred((opening, ending), EARLIER, **policy) is bars


@pytest.mark.parametrize(
    ("later", "earlier", "bars"),
    [
        (("2026-05-22", None), EARLIER, False),
        (("2026-05-22", "2026-06-01"), ("2024-05-11", None), False),  # counted from the opening instead
        (("2026-05-10", "2026-06-01"), ("2024-05-11", None), True),
        (("2026-05-22", "2026-06-01"), (None, "2024-05-22"), False),
        (("2026-05-22", "2026-06-01"), (None, None), True),
    ],
)
def test_a_day_that_is_not_known(later: tuple, earlier: tuple, bars: bool) -> None:
    assert barred(later, earlier) is bars
