"""The class (期次) that a heading names: '第2期' in a line over a roster, among its rows, or as the sheet's
name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gaoji_batch.forms.rows import GROUP, Rows
from gaoji_batch.forms.table import KeyValue
from gaoji_batch.intake.grid import Grid
from gaoji_batch.values import quantities, text

CLASS, FIELD = "期次", "class_no"
_NAMED = re.compile(
    r"""(?:第|^\(?) (?:\d{1,2}|[一二三四五六七八九十]{1,3}) 期
        (?![间限末望货刊])  # 期间, 期限, 期末 … are other words""",
    re.VERBOSE,
)
_SENTENCE = re.compile(r"[。，；：]|,|;|:")
_LONGEST = 60


def class_of(title: object) -> str:
    """'高级研修班（第二期）学员名单' → '第二期'; '' where a text names none, several, or is a sentence."""
    if not isinstance(title, str) or len(title) > _LONGEST or _SENTENCE.search(title):
        return ""
    names = set(_NAMED.findall(text.fold(title)))
    return names.pop() if len(names) == 1 else ""


def class_heading(grid: Grid, rows: Iterable[int], left: int = 1, right: int = 16384) -> KeyValue | None:
    """The class that the lowest of the texts alone on these rows names; None where none does."""
    for row in sorted(rows, reverse=True):
        cells = list(enumerate(grid.rows[row - 1][left - 1 : right], left))
        filled = [(column, cell) for column, cell in cells if text.clean(cell) is not None]
        if len(filled) == 1 and (named := class_of(filled[0][1])):
            return KeyValue(named, row, filled[0][0], heading=True)
    return None


def class_of_sheet(grid: Grid) -> KeyValue | None:
    """The class that the sheet's name says; it has no cell."""
    named = class_of(grid.sheet.rpartition("!")[2])
    return KeyValue(named, 0, 0, heading=True) if named else None


def classes_of_groups(grid: Grid, rows: Rows) -> list[str | None]:
    """The class a data row, as the group lines among the rows name it; [] where they name none, or all rows
    have the same."""
    heads = {
        row: named
        for row, why in rows.passed.items()
        if why == GROUP and (named := next(filter(None, map(class_of, grid.rows[row - 1])), ""))
    }
    if not heads:
        return []
    classes = [
        heads[max(above)] if (above := [head for head in heads if head < row]) else None for row in rows.data
    ]
    return classes if len(set(classes)) > 1 else []


def is_another(above: KeyValue | None, other: KeyValue | None) -> bool:
    """Whether a heading names another class than the one above it."""
    return other is not None and (
        above is None or quantities.class_number(above.value) != quantities.class_number(other.value)
    )
