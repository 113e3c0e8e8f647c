"""Days, months and quarters as they are written in China, read and said."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from numbers import Real

from gaoji_batch.values import text
from gaoji_batch.values.numerals import chinese, number_of

_WORDS = r"(?:[\s(]*(?:(?:星期|周|礼拜)[一二三四五六日天]|上午|中午|下午|晚上|晚|全天|整天|半天)[\s)]*)*"
"""What may stand behind a day: (周一), 上午, 全天."""
_REST = r"(?:[T\s]|(?=[(星周]))(?!\s*[-–—~～至到])(?!.*\d\s*[月日号]).*"
"""Other words behind a day, but no second day: a span is no day."""
_CLOCK = rf"(?:[T\s]\s*(\d{{1,2}}):(\d{{2}})(?::(\d{{2}})(?:\.\d+)?)?\s*(?:Z|[+-]\d{{2}}:?\d{{2}})?|{_REST})?"
_DAY = re.compile(rf"^(\d{{4}})\s*[-/.年]\s*(\d{{1,2}})\s*[-/.月]\s*(\d{{1,2}})\s*[日号]?{_WORDS}{_CLOCK}$")
_MONTH_DAY = re.compile(rf"^(\d{{1,2}})\s*(?:月|[-/.])\s*(\d{{1,2}})\s*[日号]?{_WORDS}$")
_FIGURES = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHINESE = re.compile(
    r"(?:([〇○零一二三四五六七八九]{4})年)?([〇○零一二三四五六七八九十]{1,3})月([〇○零一二三四五六七八九十]{1,3})(?=[日号])"
)
_NEARLY_MIDNIGHT = time(23, 59)
_MINUTE = 1 / 1440
"""A moment less than a minute before midnight is the next day: sums of days end there."""
_EIGHT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_MONTH = re.compile(r"^(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*月?(?:\s*[-/.]?\s*\d{1,2}\s*日?(?:\s.*)?)?$")
_QUARTER = re.compile(r"^(\d{4})\s*(?:年)?\s*(?:第)?\s*(?:Q|季度?)?\s*([1-4一二三四])\s*(?:季度?)?$", re.I)
_SERIAL_EPOCH = date(1899, 12, 30)
_FIRST, _LAST = 20000, 80000
"""Serial numbers of days between 1954 and 2119; others are no dates."""


def read_date(value: object) -> date | None:
    """A day as a real date, a serial number, 2026-5-11, 2026/5/11, 2026.5.11, 20260511 or 2026年5月11日; None
    where it is none."""
    if isinstance(value, datetime):
        return None if value != value else _nearest(value.date(), value.time())
    if isinstance(value, date):
        return value
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, Real):
        return _serial(float(value))
    written = in_figures(value)
    match = _DAY.match(written)
    if match:
        return _nearest(_day(*map(int, match.groups()[:3])), _clock(match))
    match = _EIGHT.match(written)
    if match:
        return _day(*map(int, match.groups()))
    return _serial(float(written)) if re.fullmatch(r"\d{5}", written) else None


def time_of_day(value: object) -> time | None:
    """The time of day that a written day carries; None where it carries none, midnight, or what is nearly
    midnight."""
    if isinstance(value, datetime):
        at = None if value != value else value.time().replace(microsecond=0, tzinfo=None)
    elif isinstance(value, float) and _FIRST <= value <= _LAST:
        at = (datetime.min + timedelta(seconds=round(value % 1 * 86400))).time()
    elif isinstance(value, str) and (match := _DAY.match(in_figures(value))):
        at = _clock(match)
    else:
        return None
    return at if at and at != time() and at < _NEARLY_MIDNIGHT else None


def month_and_day(value: object) -> tuple[int, int] | None:
    """'5月18日', '5-18' → (5, 18): a day without its year; None where it is none."""
    match = _MONTH_DAY.match(in_figures(value)) if isinstance(value, str) else None
    read = _day(2024, int(match[1]), int(match[2])) if match else None
    return (read.month, read.day) if read else None


def in_figures(value: object) -> str:
    """Half-width, 二〇二六年六月十五日 as 2026年6月15日, without the quotes of a text formula."""
    return _figures_of(str(value))


@lru_cache(
    maxsize=4096
)  # a text is asked for its day, its month and its time of day; a day stands in many rows
def _figures_of(content: str) -> str:
    written = text.unquoted(unicodedata.normalize("NFKC", content).strip())
    return _CHINESE.sub(_in_figures, written)


def _in_figures(found: re.Match[str]) -> str:
    year = f"{found[1].translate(_FIGURES)}年" if found[1] else ""
    return f"{year}{_figure(found[2])}月{_figure(found[3])}"


def _figure(said: str) -> str:
    """十五 → 15, 一五 → 15."""
    tens, ten, ones = said.partition("十")
    if not ten:
        return said.translate(_FIGURES)
    return f"{tens.translate(_FIGURES) or 1}{ones.translate(_FIGURES) or 0}"


def _clock(found: re.Match[str]) -> time | None:
    hour, minute, second = (int(part or 0) for part in found.groups()[3:6])
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def _nearest(day: date | None, at: time | None) -> date | None:
    return day + timedelta(days=1) if day and at and at >= _NEARLY_MIDNIGHT else day


_SPAN = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})"
    r"|(?<=[至到—–―~～-])\s*(?:(\d{1,2})\s*[月.])?\s*(\d{1,2})\s*(?:[日号]|$)"
)


_EIGHTS = re.compile(r"(?<!\d)(\d{4})(\d{2})(\d{2})(?!\d)")


def read_days(value: object) -> list[date]:
    """The days a cell names, in order: one, or the two of '2026年5月11日至5月22日'; none where it names
    none."""
    day = None if isinstance(value, str) and len(value) > 11 else read_date(value)
    if day is not None:
        return [day]
    found: list[date] = []
    for year, month, at, later, last in _SPAN.findall(_EIGHTS.sub(r"\1-\2-\3", in_figures(value))):
        if year or found:
            of_month = int(month or later or found[-1].month)
            # an end whose month lies half a year before that of the beginning is of the next year
            # (12.20至1.5)
            of_year = int(year or found[-1].year + (of_month + 6 < found[-1].month))
            read = _day(of_year, of_month, int(at or last))
            found += [read] if read else []
    return found


def _serial(number: float) -> date | None:
    if number != number:
        return None
    if 19000101 <= number <= 21001231 and number.is_integer():
        return _day(int(number) // 10000, int(number) // 100 % 100, int(number) % 100)
    if not _FIRST <= number <= _LAST:
        return None
    return _SERIAL_EPOCH + timedelta(days=int(number + _MINUTE))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1900 <= year <= 2200 else None
    except ValueError:
        return None


def read_month(value: object) -> int | None:
    """A month as 202605, 2026-05, 2026年05月, 2026/5 or a date → its number (year × 12 + month − 1); None
    where it is none."""
    if isinstance(value, (datetime, date)):
        return None if value != value else value.year * 12 + value.month - 1
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, Real):
        if float(value) != float(value):
            return None
        value = str(int(float(value)))
    written = unicodedata.normalize("NFKC", str(value)).strip()
    if (match := _EIGHT.match(written)) or (match := _MONTH.match(written)):
        year, month = int(match.group(1)), int(match.group(2))
    else:
        return None
    return year * 12 + month - 1 if 1950 <= year <= 2200 and 1 <= month <= 12 else None


def month_said(number: int) -> str:
    """A month number as text: 2026年3月."""
    return f"{number // 12}年{number % 12 + 1}月"


def chinese_date(day: date) -> str:
    """2026-07-01 → 2026年7月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def read_quarter(value: str) -> tuple[int, int] | None:
    """'2026Q3', '2026年第三季度' → (2026, 3); None where it is no quarter."""
    match = _QUARTER.match(unicodedata.normalize("NFKC", value).strip())
    if not match:
        return None
    written = match.group(2)
    return int(match.group(1)), number_of(written) or int(written)


def quarter_name(quarter: int) -> str:
    """3 → 第三季度."""
    return f"第{chinese(int(quarter))}季度"


def quarter_of(day: date) -> tuple[int, int]:
    """The year and the quarter of a day."""
    return day.year, (day.month + 2) // 3


def quarter_days(year: int, quarter: int) -> tuple[date, date]:
    """The first and the last day of a quarter."""
    first = date(year, quarter * 3 - 2, 1)
    following = date(year + quarter // 4, quarter % 4 * 3 + 1, 1)
    return first, following - timedelta(days=1)
