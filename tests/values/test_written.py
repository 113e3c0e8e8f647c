"""How offices write days, accounts, project numbers and hours:
each with what must not be read so (docs/contract/reading.md 4)."""

from __future__ import annotations

from datetime import date, datetime, time

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


def test_a_minute_before_midnight_is_the_bound() -> None:
    assert dates.read_date(datetime(2026, 6, 14, 23, 58, 59)) == date(2026, 6, 14)
    assert dates.read_date(datetime(2026, 6, 14, 23, 59, 0)) == JUNE_15


@pytest.mark.parametrize(
    ("written", "at"),
    [
        (datetime(2026, 6, 14, 16), time(16)), ("2026-06-14T16:00:00.000Z", time(16)), (46187.5, time(12)),
        (datetime(2026, 6, 14, 23, 59, 17), None), (datetime(2026, 6, 14), None), ("2026-06-14", None),
        (46187, None),
    ],
)  # fmt: skip
def test_the_time_of_day_that_a_day_carries(written: object, at: time | None) -> None:
    assert dates.time_of_day(written) == at


def test_a_day_without_its_year() -> None:
    assert dates.month_and_day("5月18日（周一）") == (5, 18)
    assert dates.month_and_day("13月18日") is None
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
    assert dates.read_days("20260615-20260626") == [JUNE_15, date(2026, 6, 26)]


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


def test_hours_with_a_note_in_words() -> None:
    assert quantities.hours("8学时（全天）") == 8
    assert quantities.hours("4（上午）") == 4
    assert quantities.hours("80学时（其中研讨16学时）") is None
