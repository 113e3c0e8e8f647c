"""What a rule says to the analysts, as the center says it to a unit."""

from __future__ import annotations

import re

_AS_TOLD = [
    (r"由中心(?:在核实处理意见表中)?填写处理意见", "由我中心核实"),
    (r"由中心([^，；。]{1,40}?)后填写处理意见(?:后采用)?", r"由我中心\1"),
    (r"(由|告知|请)中心", r"\1我中心"),
    (r"向市就业促进中心", "向我中心"),
    (r"缴费明细（.*?）截至", "缴费明细截至"),
    (r"inbox/(?:[^/，；：、\n]*/)*", ""),
]


def told_to_unit(text: str) -> str:
    """The sentence with '我中心' for '中心', without the forms that only the center fills in and the
    names of its files."""
    for pattern, told in _AS_TOLD:
        text = re.sub(pattern, told, text)
    return text
