"""Whole yuan as they are written on payment papers."""

from __future__ import annotations

_DIGITS, _PLACES, _GROUPS = "零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟"), ("", "万", "亿", "万亿")


def in_capitals(yuan: int) -> str:
    """105000 → 壹拾万伍仟元整; up to 9999万亿 yuan; a negative amount has 负 in front."""
    if yuan < 0:
        return "负" + in_capitals(-yuan)
    said, gap = "", False
    for at in reversed(range(len(_GROUPS))):
        group = yuan // 10000**at % 10000
        if group:
            said += ("零" if said and (gap or group < 1000) else "") + _four(group) + _GROUPS[at]
        gap = group == 0
    return (said or "零") + "元整"


def _four(group: int) -> str:
    """1 to 9999: 1005 → 壹仟零伍."""
    said, gap = "", False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if digit:
            said += ("零" if said and gap else "") + _DIGITS[digit] + _PLACES[place]
        gap = digit == 0
    return said
