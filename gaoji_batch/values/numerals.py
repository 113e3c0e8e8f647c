"""Chinese numerals from 1 to 99, as articles, classes and quarters are numbered."""

from __future__ import annotations

DIGITS = "一二三四五六七八九"


def chinese(number: int) -> str:
    """3 → 三, 10 → 十, 12 → 十二, 20 → 二十."""
    tens, ones = divmod(number, 10)
    before = "" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens - 1]}十"
    return before + (DIGITS[ones - 1] if ones else "")


_NUMBERS = {chinese(number): number for number in range(1, 100)}


def number_of(numeral: str) -> int | None:
    """十二 → 12, 一十二 too; None if it is no numeral up to 99."""
    return _NUMBERS.get(numeral.removeprefix("一") if numeral.startswith("一十") else numeral)
