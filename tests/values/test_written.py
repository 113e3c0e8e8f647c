"""How offices write days, accounts, project numbers and hours:
each with what must not be read so (docs/contract/reading.md 4)."""

from __future__ import annotations

from datetime import date, datetime, time

import pandas as pd
import pytest

from gaoji_batch.values import dates, ids, quantities, text

JUNE_15 = date(2026, 6, 15)


@pytest.mark.parametrize(
    "written",
    [
        "2026年6月15日上午", "2026年6月15日全天", "2026年6月15日（周一）", "2026年6月15号",
        "二〇二六年六月十五日", "二○二六年六月十五日",
        "2026-06-15 00:00:00", "2026-06-15 星期一 上午", "2026年6月15日（星期一）下午",
        datetime(2026, 6, 14, 23, 59, 17),
        "2026-06-14 23:59:17", 46187.9999, 46188, '="2026-06-15"', "2026-06-15 09:00",
    ],
)  # fmt: skip
def test_a_day_in_every_style(written: object) -> None:
    assert dates.read_date(written) == JUNE_15


@pytest.mark.parametrize(
    "written",
    [
        "6月中旬",
        "2026年6月15日左右",
        "2026年6月15日 — 6月19日",
        "2026.6.15 - 6.19",
        "2026年6月15日（至6月19日）",
        "6月15日",
    ],
)
def test_what_is_no_single_day(written: str) -> None:
    assert dates.read_date(written) is None


@pytest.mark.parametrize(
    ("written", "day"),
    [
        (20000, date(1954, 10, 3)),
        (80000, date(2119, 1, 11)),
        (46188.0, JUNE_15),
        ("46188", JUNE_15),
        (20260615, JUNE_15),
        (20260615.0, JUNE_15),
        (19000101, date(1900, 1, 1)),
        (21001231, date(2100, 12, 31)),
        ("1900-01-01", date(1900, 1, 1)),
        ("2200年12月31日", date(2200, 12, 31)),
        ("二〇二四年二月二十九日", date(2024, 2, 29)),
    ],
)
def test_a_day_as_a_number_and_the_bounds_of_days(written: object, day: date) -> None:
    assert dates.read_date(written) == day


@pytest.mark.parametrize(
    "written",
    [
        *(19999, 80001, 20261315, 20260631, 19000100, 21001232, 20260615.5, 80, 0, -46188, 1e300),
        *("1899-12-31", "2201-01-01", "2026年2月29日", "2026-13-01", "2026-00-10", "2026-06-00", "20260631"),
        *(float("nan"), float("inf"), pd.NaT, None, True, False, "", "无"),
    ],
)
def test_a_number_or_text_that_is_no_day(written: object) -> None:
    assert dates.read_date(written) is None


@pytest.mark.parametrize("clock", ["24:00", "25:10", "09:60", "09:30:60", "9:05", "00:00:00", "23:58:59"])
def test_a_time_of_day_that_is_none_or_early_enough_leaves_the_day(clock: str) -> None:
    assert dates.read_date(f"2026-06-15 {clock}") == JUNE_15


@pytest.mark.parametrize("clock", ["24:00", "25:10", "09:60", "09:30:60", "00:00:00", "23:59", "23:59:59"])
def test_a_clock_that_shows_no_time_or_midnight_is_no_time_of_day(clock: str) -> None:
    assert dates.time_of_day(f"2026-06-15 {clock}") is None


def test_a_minute_before_midnight_is_the_bound() -> None:
    # as a spreadsheet keeps 23:58:30 and 23:59:00
    assert dates.read_date(46187.9989583333) == date(2026, 6, 14)
    assert dates.read_date(46187.9993055556) == JUNE_15
    assert dates.read_date(datetime(2026, 6, 14, 23, 58, 59)) == date(2026, 6, 14)
    assert dates.read_date(datetime(2026, 6, 14, 23, 59, 0)) == JUNE_15


@pytest.mark.parametrize(
    ("written", "at"),
    [
        (datetime(2026, 6, 14, 16), time(16)), ("2026-06-14T16:00:00.000Z", time(16)), (46187.5, time(12)),
        (datetime(2026, 6, 14, 23, 59, 17), None), (datetime(2026, 6, 14), None), ("2026-06-14", None),
        (46187, None), (46187.75, time(18)), (20000.25, time(6)), (79999.5, time(12)), (0.5, None),
        (80000.5, None), (True, None), (None, None), (date(2026, 6, 14), None), ("16:00", None),
        ("2026-06-14 16:30:05", time(16, 30, 5)), (datetime(2026, 6, 14, 16, 0, 0, 250), time(16)),
        (datetime(2026, 6, 14, 23, 59), None), (datetime(2026, 6, 14, 23, 58, 59), time(23, 58, 59)),
        (pd.NaT, None),
    ],
)  # fmt: skip
def test_the_time_of_day_that_a_day_carries(written: object, at: time | None) -> None:
    assert dates.time_of_day(written) == at


def test_a_day_without_its_year() -> None:
    assert dates.month_and_day("5月18日（周一）") == (5, 18)
    assert dates.month_and_day("5-18") == dates.month_and_day("5.18") == (5, 18)
    assert dates.month_and_day("2月29日") == (2, 29)  # its class may open in a leap year
    assert dates.month_and_day("13月18日") is None
    assert dates.month_and_day("2月30日") is None
    assert dates.month_and_day(5.18) is None
    assert dates.month_and_day("2026年5月18日") is None


@pytest.mark.parametrize(
    "written",
    [
        "2026年6月15日—6月26日",
        "2026.6.15至2026.6.26",
        "2026年6月15日-26日",
        "二〇二六年六月十五日至六月二十六日",
    ],
)
def test_the_two_days_of_a_span(written: str) -> None:
    assert dates.read_days(written) == [JUNE_15, date(2026, 6, 26)]


def test_a_span_may_end_in_the_next_year() -> None:
    assert dates.read_days("2026年12月28日至1月8日") == [date(2026, 12, 28), date(2027, 1, 8)]
    assert dates.read_days("2026年12月28日至5月8日") == [date(2026, 12, 28), date(2027, 5, 8)]
    assert dates.read_days("2026.11.30-12.4") == [date(2026, 11, 30), date(2026, 12, 4)]
    assert dates.read_days("20260615-20260626") == [JUNE_15, date(2026, 6, 26)]


@pytest.mark.parametrize(
    ("written", "days"),
    [
        (JUNE_15, [JUNE_15]),
        (46188, [JUNE_15]),
        ("2026-06-15", [JUNE_15]),
        ("2026年06月15日", [JUNE_15]),
        ("2026年6月15日（星期一）上午", [JUNE_15]),
        ("2026.6.15-19", [JUNE_15, date(2026, 6, 19)]),
        ("2026年6月15日至6月31日", [JUNE_15]),
        ("至6月26日", []),
        ("待定", []),
        (None, []),
    ],
)
def test_a_cell_names_one_day_or_two_or_none(written: object, days: list[date]) -> None:
    assert dates.read_days(written) == days


@pytest.mark.parametrize(
    "written",
    [
        "1100 1506 8907 8405592（基本户）", "1100-1506-8907-8405592", "1100150689078405592\n基本户",
        '="1100150689078405592"',
        "'１１００150689078405592", "（对公）1100150689078405592\u200b",
    ],
)  # fmt: skip
def test_an_account_without_its_note(written: str) -> None:
    assert ids.account(written) == "1100150689078405592"
    assert ids.account_fault(written) is None


@pytest.mark.parametrize("written", ["6222O21234567890", "1234567", "1" * 33, "同附表", "11001506890基本户"])
def test_what_is_no_account(written: str) -> None:
    assert ids.account_fault(written)


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("1234567", "共7位，应为8至32位数字"),
        ("1" * 33, "共33位，应为8至32位数字"),
        ("11001506890基本户", "含有数字以外的字符"),
        ("ABCDEFGHIJ", "含有数字以外的字符"),
        ("（基本户）", "含有数字以外的字符"),
        ("---", "含有数字以外的字符"),
        (None, "含有数字以外的字符"),
        (float("nan"), "含有数字以外的字符"),
    ],
)
def test_what_is_wrong_with_an_account_in_words(written: object, fault: str) -> None:
    assert ids.account_fault(written) == fault


def test_an_account_that_was_kept_as_a_number() -> None:
    assert ids.account(12345678) == ids.account(12345678.0) == "12345678"
    assert ids.account(None) is ids.account(float("nan")) is ids.account("  ") is None


@pytest.mark.parametrize("written", ["12345678", "1" * 32])
def test_the_bounds_of_an_account(written: str) -> None:
    assert ids.account_fault(written) is None


@pytest.mark.parametrize(
    "written",
    [
        "GJ2026-377",
        "GJ2026—377",
        "GJ2026－377号",
        "ＧＪ2026–377（第一期）",
        "gj2026‑377",
        "\u200bGJ2026——377 ",
    ],
)
def test_a_project_number_in_every_style(written: str) -> None:
    assert text.project_key(written) == "GJ2026-377"


def test_numbers_that_differ_stay_apart() -> None:
    assert text.project_key("京高研〔2026〕001号") == text.project_key("京高研[2026]001")
    assert text.project_key("GJ2026-377") != text.project_key("GJ2026-378")
    assert text.project_key("（待定）") == "[待定]"


def test_radicals_are_characters_and_traditional_forms_stay() -> None:
    assert text.name("⻢承溪") == "马承溪"
    assert text.clean("铣⼯岗") == "铣工岗"
    assert text.name("張蔓朗") == "張蔓朗"


@pytest.mark.parametrize(
    "written", ['="11010519941014671x"', "\u202a11010519941014671X\u202c", "'110105 1994\u200b1014671X"]
)
def test_an_id_number_without_what_is_not_seen(written: str) -> None:
    assert ids.normalise(written) == "11010519941014671X"


@pytest.mark.parametrize(
    "written",
    [
        "80学时（其中研讨16学时）",
        "80（研讨16）",
        "80学时，其中研讨交流16学时",
        "80学时（含研讨、交流16学时）",
        "共80学时，其中理论64学时、研讨16学时",
    ],
)
def test_hours_with_those_of_discussion(written: str) -> None:
    assert quantities.hours_of_parts(written) == (80, 16)


def test_hours_of_something_else_are_no_hours_of_discussion() -> None:
    assert quantities.hours_of_parts("80学时（其中实操16学时）") == (80, None)
    assert quantities.hours_of_parts("每周16学时") == (None, None)
    assert quantities.hours_of_parts("80学时（研讨8学时，交流16学时）") == (80, None)
    assert quantities.hours_of_parts("80学时（研讨8学时，研讨8学时）") == (80, 8)
    assert quantities.hours_of_parts(None) == (None, None)


def test_hours_with_a_note_in_words() -> None:
    assert quantities.hours("8学时（全天）") == 8
    assert quantities.hours("4（上午）") == 4
    assert quantities.hours("80学时（其中研讨16学时）") is None
