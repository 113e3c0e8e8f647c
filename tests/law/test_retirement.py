"""The schedule of 2025 for late retirement, month
by month at its bounds, as the decision's tables have it."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from gaoji_batch.law import resources
from gaoji_batch.law.policy import Policy
from gaoji_batch.law.retirement import retirement_dates

SCHEDULE = Policy.load(resources.schemas() / "policy", {}).of("age.retirement")
MEN = [
    ("1964-12", 60, 0), ("1965-01", 60, 1), ("1965-04", 60, 1), ("1965-05", 60, 2), ("1967-05", 60, 8),
    ("1976-08", 62, 11), ("1976-09", 63, 0), ("1990-01", 63, 0),
]  # fmt: skip
WOMEN_55 = [
    ("1969-12", 55, 0),
    ("1970-01", 55, 1),
    ("1971-04", 55, 4),
    ("1974-10", 56, 3),
    ("1981-09", 58, 0),
]
WOMEN_50 = [
    ("1974-12", 50, 0),
    ("1975-01", 50, 1),
    ("1975-03", 50, 2),
    ("1984-10", 54, 11),
    ("1984-11", 55, 0),
]


def reached(birth: str, gender: str | None) -> pd.Series:
    """earliest and latest of one person."""
    days = pd.Series(pd.to_datetime([birth])).astype("datetime64[s]")
    genders = pd.Series([gender], dtype="str")
    return retirement_dates(days, genders, pd.Series([SCHEDULE])).iloc[0]


def after(birth: str, years: int, months: int) -> pd.Timestamp:
    """The 15th of the month of birth, so many years and months later."""
    number = int(birth[:4]) * 12 + int(birth[5:]) - 1 + years * 12 + months
    return pd.Timestamp(date(number // 12, number % 12 + 1, 15))


@pytest.mark.parametrize(("birth", "years", "months"), MEN)
def test_men(birth: str, years: int, months: int) -> None:
    row = reached(f"{birth}-15", "男")
    assert row["earliest"] == row["latest"] == after(birth, years, months)


@pytest.mark.parametrize(("birth", "years", "months"), WOMEN_55)
def test_women_of_the_later_track(birth: str, years: int, months: int) -> None:
    assert reached(f"{birth}-15", "女")["latest"] == after(birth, years, months)


@pytest.mark.parametrize(("birth", "years", "months"), WOMEN_50)
def test_women_of_the_earlier_track(birth: str, years: int, months: int) -> None:
    assert reached(f"{birth}-15", "女")["earliest"] == after(birth, years, months)


def test_whose_sex_is_not_known_may_be_on_any_track() -> None:
    row = reached("1976-09-15", None)
    assert row["earliest"] == reached("1976-09-15", "女")["earliest"]
    assert row["latest"] == reached("1976-09-15", "男")["latest"]


def test_born_on_the_31st_the_age_is_reached_on_the_last_day_of_a_shorter_month() -> None:
    assert reached("1965-01-31", "男")["latest"] == pd.Timestamp("2025-02-28")


def test_without_a_birth_date_there_is_no_day() -> None:
    days = pd.Series(pd.to_datetime([None, "1964-12-15"])).astype("datetime64[s]")
    rows = retirement_dates(days, pd.Series(["男", "男"]), pd.Series([SCHEDULE, SCHEDULE]))
    assert rows["latest"].isna().tolist() == [True, False]
