"""Months and quarters as they are written, and the arithmetic of days and months."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pandas as pd
import pytest

from gaoji_batch.values import clock, date_columns, dates

MAY_2026 = 2026 * 12 + 4


@pytest.mark.parametrize(
    "written",
    [
        "202605", 202605, 202605.0, "2026-05", "2026-5", "2026/5", "2026.05", "2026年5月", "2026年05月",
        "２０２６年５月",
        "20260511", "2026-05-11", "2026-05-11 00:00:00", date(2026, 5, 11), datetime(2026, 5, 31, 23, 59),
    ],
)  # fmt: skip
def test_a_month_in_every_style(written: object) -> None:
    assert dates.read_month(written) == MAY_2026
    assert dates.month_said(MAY_2026) == "2026年5月"


@pytest.mark.parametrize(
    "written",
    [
        "202613",
        "202600",
        "2026",
        "5月",
        "194912",
        "220101",
        "2026年5月至6月",
        "",
        None,
        True,
        float("nan"),
        pd.NaT,
    ],
)
def test_what_is_no_month(written: object) -> None:
    assert dates.read_month(written) is None


@pytest.mark.parametrize(
    ("written", "quarter"),
    [
        ("2026Q3", (2026, 3)),
        ("2026q1", (2026, 1)),
        ("２０２６Ｑ４", (2026, 4)),
        ("2026年第三季度", (2026, 3)),
        ("2026年二季度", (2026, 2)),
        ("2026年4季度", (2026, 4)),
        ("2026Q5", None),
        ("2026Q0", None),
        ("26Q3", None),
        ("第三季度", None),
        ("", None),
    ],
)
def test_a_quarter_in_every_style(written: str, quarter: tuple[int, int] | None) -> None:
    assert dates.read_quarter(written) == quarter


@pytest.mark.parametrize(
    ("quarter", "first", "last", "name"),
    [
        (1, date(2024, 1, 1), date(2024, 3, 31), "第一季度"),
        (2, date(2024, 4, 1), date(2024, 6, 30), "第二季度"),
        (3, date(2024, 7, 1), date(2024, 9, 30), "第三季度"),
        (4, date(2024, 10, 1), date(2024, 12, 31), "第四季度"),
    ],
)
def test_the_days_of_a_quarter(quarter: int, first: date, last: date, name: str) -> None:
    assert dates.quarter_days(2024, quarter) == (first, last)
    assert dates.quarter_of(first) == dates.quarter_of(last) == (2024, quarter)
    assert dates.quarter_of(last + timedelta(days=1)) != (2024, quarter)
    assert dates.quarter_name(quarter) == name


@pytest.mark.parametrize(
    ("day", "months", "moved"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2026-05-22", 24, "2028-05-22"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-05-22", 0, "2026-05-22"),
    ],
)
def test_months_later_the_same_day_or_the_last_of_the_month(day: str, months: int, moved: str) -> None:
    days = pd.Series(pd.to_datetime([day, None]), index=[7, 3]).astype("datetime64[s]")
    later = date_columns.add_months(days, pd.Series([months, months], index=[7, 3]))
    assert later.index.tolist() == [7, 3]
    assert later[7] == pd.Timestamp(moved) and pd.isna(later[3])


def test_columns_of_days_are_read_counted_and_said() -> None:
    written = pd.Series(["2026年5月11日", "无", None, 46153], index=[1, 2, 3, 4], dtype="object")
    days = date_columns.read_dates(written)
    assert days.isna().to_dict() == {1: False, 2: True, 3: True, 4: False}
    assert days[1] == days[4] == pd.Timestamp("2026-05-11")
    numbers = date_columns.month_number(days)
    assert numbers[1] == MAY_2026 and pd.isna(numbers[2])
    assert date_columns.month_name(numbers)[4] == "2026年5月"
    assert date_columns.chinese_dates(days).tolist() == ["2026年5月11日", "", "", "2026年5月11日"]


def test_what_a_day_settles_is_settled_on_that_day_and_open_until_then() -> None:
    """An objection without a 处理日期, or one to come, is unsettled (docs/contract/money.md 1)."""
    settled_on = pd.Series(pd.to_datetime(["2026-06-30", "2026-07-01", "2026-07-02", None]))
    assert date_columns.is_open(settled_on, date(2026, 7, 1)).tolist() == [False, False, True, True]


@pytest.mark.parametrize(
    ("day", "number"), [("2026-01-31", 2026 * 12), ("2026-12-01", 2026 * 12 + 11), ("1999-12-31", 23999)]
)
def test_the_number_of_a_month_in_a_column_and_alone(day: str, number: int) -> None:
    assert date_columns.month_number(pd.Series(pd.to_datetime([day]))).tolist() == [number]
    assert dates.read_month(date.fromisoformat(day)) == number


@pytest.mark.parametrize(
    ("written", "number"),
    [("195001", 23400), ("1950-12", 23411), ("202601", 24312), ("202612", 24323), ("220012", 26411)],
)
def test_the_first_and_last_months_that_are_read(written: str, number: int) -> None:
    assert dates.read_month(written) == number


def test_today_is_counted_in_beijing() -> None:
    assert clock.now().utcoffset() == timedelta(hours=8)
    assert clock.today() in (clock.now().date(), clock.now().date() - timedelta(days=1))
