"""Units that headers name: 万元 times the numbers below, some say nothing new, and under others no number is
read (docs/contract/reading.md 4)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from gaoji_batch.forms.schema import Form
from gaoji_batch.law import written_words
from gaoji_batch.values import text

MONEY = "money"
MEASURED = (MONEY, "count", "hours", "hours_total", "hours_attended")
_NOTED = re.compile(r"\[([^\[\]]*)\]")
_PARTED = re.compile(r"[/,:;|]")
_BARE = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


def units_of(form: Form, headings: dict[str, str], above: Iterable[object]) -> dict[str, str]:
    """field → the unit of its numbers, of the columns whose unit changes how they are read: said in the
    header, or for all amounts by '单位：万元' above it."""
    default = next((unit for cell in above if isinstance(cell, str) and (unit := _of_sheet(cell))), "")
    by_field = {}
    for field, heading in headings.items():
        kind = form.by_field[field].type
        if kind in MEASURED:
            unit = _of_heading(heading, kind) or (default if kind == MONEY else "")
            if unit and unit not in written_words.of("units"):
                by_field[field] = unit
    return by_field


def is_times(unit: str) -> bool:
    """Whether numbers under this unit are read, ten thousand times."""
    return unit in written_words.of("units_times")


def with_unit(value: object, unit: str) -> object:
    """A bare number with the unit of its column: 11 → '11万元'; anything else as it is."""
    folded = text.fold(text.clean(value) or "")
    return f"{folded}{unit}" if _BARE.fullmatch(folded) else value


def _of_heading(heading: str, kind: str) -> str:
    """The last unit that a header names in brackets or behind a stroke, of a kind that fits: 学时（节） is in
    节."""
    folded = text.fold(heading)
    parts = [part for note in _NOTED.findall(folded) for part in _PARTED.split(note)]
    plain = _PARTED.split(_NOTED.sub("/", folded))
    parts += [part for part in plain[1:] if part]
    parts += [
        unit for unit in _all_units() if unit.endswith("元") and len(unit) > 1 and plain[0].endswith(unit)
    ]
    units = [unit for part in parts if (unit := part.removeprefix("单位").strip(":")) in _all_units()]
    return next((unit for unit in reversed(units) if kind == MONEY or "元" not in unit), "")


def _of_sheet(cell: str) -> str:
    """The unit of amounts that a line such as '单位：万元' or '单位：人、万元' names."""
    parts = [text.fold(part) for part in (cell, *cell.split())]
    named = [part for part in parts if "单位:" in part or "单位为" in part]
    match = next((match for part in named if (match := _line().search(part))), None)
    units = _PARTED.split(match.group(1).replace("、", "/")) if match else []
    return next((unit for unit in units if "元" in unit or unit in ("万", "亿")), "")


@cache
def _line() -> re.Pattern[str]:
    unit = "|".join(sorted(_all_units(), key=len, reverse=True))
    begins, ends = r"(?:^|[^\u4e00-\u9fff]|金额|货币|计量)", r"(?=$|[^\u4e00-\u9fff]|日期|填|制|年)"
    return re.compile(rf"{begins}单位[:为]\[?((?:{unit})(?:[、/,](?:{unit}))*){ends}")


@cache
def _all_units() -> frozenset[str]:
    return written_words.of("units") | written_words.of("units_times") | written_words.of("units_unread")
