"""Which rows below a header are data: totals, signatures, notes and a header printed once more are none."""

from __future__ import annotations

from dataclasses import dataclass, field

from gaoji_batch.forms.footers import REPEATED, Content, contents_of, passed_over
from gaoji_batch.forms.foreign_tables import titled_above, why_foreign
from gaoji_batch.forms.headers import Header
from gaoji_batch.forms.schema import Column
from gaoji_batch.intake.grid import Grid
from gaoji_batch.law import choices, levels, written_words
from gaoji_batch.values import dates, text

GROUP, NUMBERS, PREFILLED = "分组行", "栏次", "预填行"
_STEMS, _NUMERALS, _LETTERS = "甲乙丙丁戊己庚辛壬癸", "一二三四五六七八九十", "ABCDEFGHIJKLMNOPQRST"


@dataclass(slots=True)
class Rows:
    """The rows below a header, 1-based.

    data: those that are data.
    passed: row → why it is none, as 读取情况 says it.
    unread: rows of another table below, and why they were not read.
    """

    data: list[int]
    passed: dict[int, str]
    unread: list[tuple[list[int], str]] = field(default_factory=list)


def data_rows(grid: Grid, header: Header) -> Rows:
    """Which rows below the header are data, and what the others are; empty rows are neither."""
    columns = {at for field, at in header.columns.items() if field != "serial"}
    labels = _labels(grid.rows[header.last - 1])
    marked = {row for row, column in [*grid.errors, *grid.unvalued] if column in columns}
    above = map(contents_of, grid.rows[: header.first - 1])
    titles = {contents[0][1] for contents in above if len(contents) == 1}
    printed_again = {row for first, last in header.repeats for row in range(first, last + 1)}
    down = merged_below(grid, header)
    rows = Rows([], {})
    lone = False
    for row in range(header.last + 1, len(grid.rows) + 1):
        cells = grid.rows[row - 1]
        lone_above, lone = lone, _is_lone(cells)
        within = bool(rows.data) and rows.data[-1] == row - 1 and not lone_above
        # another table begins below an empty row, a title or the totals, never between two rows of data
        if (
            row > header.last + 1
            and (not within or lone)
            and row not in printed_again
            and not _repeats(cells, labels)
            and (why := why_foreign(grid, header, row))
        ):
            rows.unread.append(([*titled_above(grid, header, row), *range(row, len(grid.rows) + 1)], why))
            rows.data = [data for data in rows.data if data < rows.unread[-1][0][0]]
            break
        contents, merged = contents_of(cells), down.get(row, frozenset())
        if row not in marked and not any(at in columns for at, _, _ in contents):
            if is_group_line(contents, header, merged):
                rows.passed[row] = GROUP  # it stands in the column of numbers
            continue
        if reason := (
            passed_over(contents, header, titles, merged)
            or ((row in printed_again or _repeats(cells, labels)) and REPEATED)
            or (not rows.data and is_column_numbers(cells, header) and NUMBERS)
            or (row not in marked and is_group_line(contents, header, merged) and GROUP)
        ):
            rows.passed[row] = reason
        else:
            rows.data.append(row)
    _keep_last_names(rows, grid, columns)
    for row in prefilled(grid, header, rows.data, marked):
        rows.data.remove(row)
        rows.passed[row] = PREFILLED
    return rows


def _is_lone(cells: list[object]) -> bool:
    return len(cells) - cells.count(None) - cells.count("") == 1


def _keep_last_names(rows: Rows, grid: Grid, columns: set[int]) -> None:
    """A text alone below which no data row follows heads nothing: it is a person of whom little is written; a
    title of what is unread is neither."""
    unread = {row for part, _ in rows.unread for row in part}
    last = max(rows.data, default=0)
    for row in [row for row, why in rows.passed.items() if why == GROUP and (row > last or row in unread)]:
        cells = grid.rows[row - 1]
        if row in unread:
            del rows.passed[row]
        elif last and any(at <= len(cells) and text.clean(cells[at - 1]) is not None for at in columns):
            del rows.passed[row]
            rows.data.append(row)


def merged_below(grid: Grid, header: Header) -> dict[int, frozenset[int]]:
    """Row → the columns whose cell is merged with one above it, below the header."""
    down: dict[int, set[int]] = {}
    for first, left, last, right in grid.merges:
        if first <= header.last or last == first:
            continue
        cells = grid.rows[first - 1] if first <= len(grid.rows) else []
        if left <= len(cells) and text.clean(cells[left - 1]) is not None:
            for row in range(first + 1, last + 1):
                down.setdefault(row, set()).update(range(left, right + 1))
    return {row: frozenset(columns) for row, columns in down.items()}


def is_column_numbers(cells: list[object], header: Header) -> bool:
    """Whether a row numbers the columns: 1 2 3, (1) (2) (3), 甲 乙 1 2, with or without 栏次 in front."""
    filled = [text.fold(sign).strip("[]") for cell in cells if (sign := text.clean(cell)) is not None]
    if filled and filled[0] in ("栏次", "列次", "序号", "行次"):
        filled = filled[1:]
    if len(filled) < 3 or len(filled) * 2 < len(header.columns):
        return False
    for signs in (_STEMS, _LETTERS, _NUMERALS):
        lead = next(
            (at for at, sign in enumerate(filled) if at >= len(signs) or sign != signs[at]), len(filled)
        )
        numbers = filled[lead:]
        if numbers == [str(at) for at in range(1, len(numbers) + 1)] and (numbers or lead):
            return True
    return (
        filled == [str(at) for at in range(int(filled[0]), int(filled[0]) + len(filled))]
        if filled[0] in ("0", "2")
        else False
    )


def is_group_line(contents: list[Content], header: Header, merged: frozenset[int]) -> bool:
    """Whether a unit's row is the heading of the rows below: one text alone, no number of a person, no
    day."""
    if len(contents) != 1 or header.form.source != "unit" or len(header.form.required) < 4 or merged:
        return False
    at, cell, _ = contents[0]
    if not isinstance(cell, str):
        return False
    fields = {column: field for field, column in header.columns.items()}
    if fields.get(at) in ("id_number", "certificate", "phone", "remark"):
        return False
    return (
        sum(map(str.isdigit, cell)) < 6
        and dates.read_date(cell) is None
        and dates.month_and_day(cell) is None
    )


def prefilled(grid: Grid, header: Header, data: list[int], marked: set[int]) -> list[int]:
    """The rows below the last person that hold nothing but what the blank had in it: fillers, and one and the
    same value of a column's list."""
    if header.form.source != "unit":
        return []
    columns = {at: header.form.by_field[field] for field, at in header.columns.items() if field != "serial"}
    trailing: list[int] = []
    for row in reversed(data):
        if row in marked or not all(
            at not in columns or _is_default(columns[at], cell)
            for at, cell in enumerate(grid.rows[row - 1], 1)
            if text.clean(cell) is not None
        ):
            break
        trailing.append(row)
    for at, column in columns.items():
        values = {
            text.clean(grid.rows[row - 1][at - 1]) if at <= len(grid.rows[row - 1]) else None
            for row in trailing
        }
        if len(values - {None}) > 1 or (None in values and len(values) > 1 and column.type == "name"):
            return []
    return trailing


def _is_default(column: Column, cell: object) -> bool:
    """Whether a cell holds a filler, or a value of the column's list."""
    if written_words.is_filler(cell, False):
        return True
    content = text.clean(cell) or ""
    if column.type == "level":
        return levels.canonical(content) is not None
    return column.type in ("choice", "open_choice") and choices.canonical(column.choices, content) is not None


def _labels(cells: list[object]) -> list[tuple[int, str]]:
    """The folded labels of a header's row, and their places in it."""
    folded = [text.fold_header(cell) if isinstance(cell, str) else "" for cell in cells]
    return [(at, label) for at, label in enumerate(folded) if label]


def _repeats(cells: list[object], labels: list[tuple[int, str]]) -> bool:
    """The header once more, as at the top of a printed page: three of its labels and more than half of
    them."""
    same = other = 0
    for at, label in labels:
        cell = cells[at] if at < len(cells) else None
        if isinstance(cell, str) and text.fold_header(cell) == label:
            same += 1
        else:
            other += 1
            if other * 2 >= len(labels):
                return False
    return same >= 3
