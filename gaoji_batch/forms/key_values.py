"""Key-value cells in every style: '承办单位：某公司' in one cell, or the label in one cell and the value in
the next."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import cache

from gaoji_batch.forms.schema import SPAN, Form
from gaoji_batch.forms.table import KeyValue
from gaoji_batch.intake.grid import Grid
from gaoji_batch.values import dates, quantities, text

OPENING, ENDING, HOURS, DISCUSSION = "开班日期", "结业日期", "总学时", "研讨交流学时"
_COLON = re.compile(r"[:：]")
_HEADING = re.compile(
    r"""^(?:填[表写报]|编制|报送)? (?:说明|须知|要求|注意事项) [:：]?
        (?:\[.*\])?  # '填表说明（必读）', its brackets folded
        (?:\d[.、].*)?$  # the first line of it behind the heading
      | ^注[:：]""",
    re.VERBOSE,
)
_NUMBERED = re.compile(r"^\[?(?:\d{1,2}|[一二三四五六七八九十]{1,2}|[①-⑳])[\].、)]")
_REACH = 6
"""A value stands at most so many columns to the right of its label."""


def key_values(grid: Grid, rows: list[int], form: Form) -> dict[str, KeyValue]:
    """The key-value cells on these rows (1-based): standard name → value and place; the first that holds a
    value counts."""
    keys: dict[str, KeyValue] = {}
    notes = False
    for row in rows:
        cells = grid.rows[row - 1] if row <= len(grid.rows) else []
        notes = _is_note(cells, notes)
        for column, cell in enumerate(cells, 1):
            if isinstance(cell, str) and not notes:
                for name, value, at in _read(cells, row, column, cell, form):
                    former = keys.get(name)
                    if former is None or (text.clean(former.value) is None and text.clean(value) is not None):
                        keys[name] = KeyValue(value, row, at)
                    elif text.clean(value) is not None and value != former.value:
                        former.others.append(KeyValue(value, row, at))
    return divided(keys)


def divided(keys: dict[str, KeyValue]) -> dict[str, KeyValue]:
    """The two days of a span, and the two numbers of '80学时（其中研讨16学时）', each under its own name;
    what a cell of its own says stays."""
    span = keys.pop(SPAN, None)
    for key, name in ((span, OPENING), (keys.get(OPENING), OPENING), (keys.get(ENDING), ENDING)):
        days = dates.read_days(key.value) if key else []
        if key and len(days) > 1 and days == sorted(days):
            first, last = replace(key, value=days[0]), replace(key, value=days[-1])
            if keys.get(name) in (None, key):
                keys[name] = first if name == OPENING else last
            keys.setdefault(ENDING if name == OPENING else OPENING, last if name == OPENING else first)
    total = keys.get(HOURS)
    if total and quantities.hours(total.value) is None:
        summed, discussed = quantities.hours_of_parts(total.value)
        if summed is not None:
            keys[HOURS] = replace(total, value=summed)
        if discussed is not None:
            keys.setdefault(DISCUSSION, replace(total, value=discussed))
    return keys


def _is_note(cells: list[object], within: bool) -> bool:
    """Whether a row is the heading of a 填表说明, or a numbered line below one: its labels say how to fill
    in, and hold no value."""
    first = next((cell for cell in cells if text.clean(cell) is not None), None)
    if not isinstance(first, str):
        return within and first is None
    folded = text.fold(first)
    return bool(_HEADING.match(folded)) or (within and bool(_NUMBERED.match(folded)))


def is_key_row(cells: list[object], form: Form) -> bool:
    """Whether a row begins with the label of a key-value cell."""
    first = next((cell for cell in cells if text.clean(cell) is not None), None)
    if not isinstance(first, str):
        return False
    return bool(_pairs(first, form)) or text.fold_header(first) in form.key_labels


def _read(cells: list[object], row: int, column: int, cell: str, form: Form) -> list[tuple[str, object, int]]:
    pairs = _pairs(cell, form)
    if pairs:
        name, value = pairs[-1]
        out: list[tuple[str, object, int]] = [(key, content, column) for key, content in pairs if content]
        if not value:
            out.append((name, *_next(cells, column, form)))
        return out
    name = form.key_labels.get(text.fold_header(cell), "")
    return [(name, *_next(cells, column, form))] if name else []


def _next(cells: list[object], column: int, form: Form) -> tuple[object, int]:
    """The value to the right of a label, and its column; the cell beside the label where there is none."""
    for at in range(column + 1, min(column + _REACH, len(cells)) + 1):
        value = cells[at - 1]
        if text.clean(value) is None:
            continue
        if isinstance(value, str) and (
            _pairs(value, form)
            or text.fold_header(value) in form.key_labels
            or value.rstrip().endswith((":", "："))
        ):
            break
        return value, at
    return None, column + 1


@cache
def _pattern(labels: tuple[str, ...]) -> re.Pattern[str]:
    spaced = [r"\s*".join(map(re.escape, label)) for label in sorted(labels, key=len, reverse=True)]
    return re.compile(
        rf"(?:^|(?<=[\s;；,，、)）]))({'|'.join(spaced)})\s*(?:[(（][^)）]*[)）])?\s*[:：]\s*", re.IGNORECASE
    )


def _pairs(cell: str, form: Form) -> list[tuple[str, str]]:
    """'项目编号：X  开班日期：2026年5月11日' → [('项目编号', 'X'), ('开班日期', '2026年5月11日')]."""
    if not form.key_labels or not _COLON.search(cell):
        return []
    # full-width digits, letters and colons are what an input method for Chinese types
    folded = unicodedata.normalize("NFKC", cell)
    labels = list(_pattern(tuple(form.key_labels)).finditer(folded))
    out = []
    for at, label in enumerate(labels):
        end = labels[at + 1].start() if at + 1 < len(labels) else len(folded)
        value = folded[label.end() : end].strip().strip(";；,，、").strip()
        out.append((form.key_labels[text.fold_header(label.group(1))], value))
    return out
