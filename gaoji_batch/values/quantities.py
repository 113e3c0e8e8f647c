"""Numbers as clerks write them: with units, full-width, as text."""

from __future__ import annotations

import re
import unicodedata

from gaoji_batch.values import text
from gaoji_batch.values.numerals import DIGITS, number_of

_MONEY = re.compile(r"^[￥¥]?(-?\d[\d,]{0,12}(?:\.\d+)?)(万)?元?(?:整|人民币)?$")
_COUNT = re.compile(r"^(-?\d[\d,]{0,8})(?:\.0+)?[人名个份]?$")
_TOTAL = re.compile(r"(?:总计|合计|共计|总共|共|总)?:?(\d{1,4}(?:\.\d)?)(?:学时|课时)?(?=[,;、。\[]|$)")
_DISCUSSION = re.compile(
    r"(?:研讨|交流)(?:[、,和与及]?(?:研讨|交流|活动|课程|学时|课时))*[为共:]*(\d{1,4}(?:\.\d)?)(?:学时|课时)?(?=[,;、。\]]|$)"
)
"""The hours of a scheme at the front of a cell, and those of discussion among them."""
_WORDS = re.compile(r"(?<=[\d时])\[[^\[\]\d]*\]$")
"""A note without figures behind a number: 8学时（全天）."""
_VAST = 1e15
"""What is longer is no number: no column of a frame holds it, no sum either."""


def count(value: object) -> int | None:
    """A whole number of people or things, with or without 人; None where it is none."""
    written = plain(value)
    match = _COUNT.match(written) if written else None
    return int(match.group(1).replace(",", "")) if match else None


def money(value: object) -> int | None:
    """Whole yuan; 11万元 is 110000; None where it is no sum of whole yuan."""
    written = plain(value)
    match = _MONEY.match(written) if written else None
    if not match:
        return None
    whole, _, cents = match.group(1).replace(",", "").partition(".")
    if not match.group(2):
        return int(whole) if not cents.strip("0") else None
    return int(whole) * 10000 + int((cents + "0000")[:4]) if not cents[4:].strip("0") else None


def number(value: object) -> float | None:
    """A number; None where it is none."""
    written = plain(value)
    return _read(written.removesuffix("分").replace(",", "")) if written else None


def plain(value: object) -> str | None:
    """Half-width, without any space; None where the cell is empty."""
    written = text.clean(value)
    return None if written is None else re.sub(r"\s", "", unicodedata.normalize("NFKC", written))


def class_number(value: object) -> int | None:
    """'2', 2.0, '第二期', '第2班' → 2; None where the cell says nothing that can be read."""
    written = text.clean(value)
    if written is None:
        return None
    written = text.fold(written)
    digits = "".join(ch for ch in written.split(".")[0] if ch.isdecimal())
    if digits:
        return int(digits) if len(digits) < 10 else None
    numeral = re.search(f"[{DIGITS}十]+", written)
    return number_of(numeral[0]) if numeral else None


def hours(value: object) -> float | None:
    """'80学时', 80, ' 80 ' → 80.0; None where no number is written."""
    written = text.clean(value)
    if written is None:
        return None
    written = _WORDS.sub("", text.fold(written))
    return _read(written.removesuffix("学时").removesuffix("课时").removesuffix("小时"))


def hours_of_parts(value: object) -> tuple[float | None, float | None]:
    """'80学时（其中研讨16学时）' → (80.0, 16.0), total and discussion; None for what the text does not
    say."""
    written = text.fold(str(value)) if value is not None else ""
    total = _TOTAL.match(written)
    if not total:
        return None, None
    parts = _DISCUSSION.findall(written, total.end())
    return float(total.group(1)), float(parts[0]) if len(set(parts)) == 1 else None


def _read(said: str) -> float | None:
    try:
        read = float(said)
    except ValueError:
        return None
    return read if abs(read) < _VAST else None
