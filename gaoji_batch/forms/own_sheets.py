"""The sheets that we put into workbooks of units, and how they are known again: what we wrote is never data,
and what somebody else wrote on them is never passed over."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from gaoji_batch.findings import SEVERITY_NAMES
from gaoji_batch.forms.regions import holds_figures
from gaoji_batch.intake.grid import Grid
from gaoji_batch.values import text

REVIEW_SHEET = "审核意见"
REVIEW_LINE = re.compile(r"^文件：.*审核日期：.*审核编号：", re.S)
"""The sheet that a returned workbook has in front, and the line near its top by which it is known."""
REVIEW_ROWS, REVIEW_COLUMNS = 12, 8
REVIEW_SUMS = REVIEW_COLUMNS + 1
"""The hidden column of 审核意见 by which its cells are known for ours, cell by cell."""
_SUM = 6
SELF_CHECK, SELF_CHECK_LINE = "自查", "本页为表样自带的自查页，"
"""The sheet of a blank that checks what is typed, and how the line near its top begins."""
SELF_CHECK_TOP, SELF_CHECK_ROWS = 27, 87
"""The row of 自查 above its list of rows, and its last: below it nothing is ours."""
EXPLAINED_LINE = "本页为表样自带的列名说明，"
EXPLAINED_COLUMNS = 5
_VISIBLE = 4
"""The columns of 自查 that people see; those right of them are formulas that copy the form."""
_NUMBERED = re.compile(r"第(\d+)行")
_MARKED = re.compile(r"(?:共性)?\d+")
_VERDICT = re.compile(rf"(?:{'|'.join(SEVERITY_NAMES.values())}|已)[^\d]{{0,6}}")
_SUMS = re.compile(rf"[0-9a-f]{{{_SUM * REVIEW_COLUMNS}}}")
_BAND = re.compile(r"[一二]、(?:共性|逐项)问题")

Ours = Callable[[int, int, object], bool]
"""Whether we wrote what a cell holds: its 1-based row and column, and its value."""


def without_ours(grid: Grid, workbook: list[Grid]) -> Grid:
    """The sheet without what we wrote on it; itself where it is none of ours. A sheet that is ours alone has
    no rows left."""
    ours = _ours(grid, workbook)
    if ours is None:
        return grid
    rows = [
        [None if ours(row, column, cell) else cell for column, cell in enumerate(cells, 1)]
        for row, cells in enumerate(grid.rows, 1)
    ]
    last = max(
        (row for row, cells in enumerate(rows, 1) if any(text.clean(cell) is not None for cell in cells)),
        default=0,
    )
    return replace(grid, rows=rows[:last], errors={}, unvalued=set(), ours=True)


def _ours(grid: Grid, workbook: list[Grid]) -> Ours | None:
    """What is ours on one of our sheets; None for any other: a unit's own of that name is read."""
    for row, cells in enumerate(grid.rows[:REVIEW_ROWS], 1):
        line = cells[0] if cells and isinstance(cells[0], str) else ""
        if REVIEW_LINE.match(line):
            return _of_review(grid, row + 1)
        if line.startswith(EXPLAINED_LINE):
            return _of_explained(grid, row + 1)
        if line.startswith(SELF_CHECK_LINE):
            return _of_formulas(grid) if grid.formulas else _of_values(grid, workbook)
    return None


def sums_of(cells: Sequence[object]) -> str:
    """What the hidden column of 审核意见 holds for one of its rows: a few figures of each cell's hash."""
    return "".join(map(_sum_of, cells))


def _sum_of(cell: object) -> str:
    content = text.fold(text.clean(cell) or "")
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:_SUM]


def _of_review(grid: Grid, head: int) -> Ours:
    """Ours are the cells whose hashes stand in the hidden column, in whatever row: units sort the lines."""
    columns = [[*cells, *[None] * REVIEW_SUMS][REVIEW_SUMS - 1] for cells in grid.rows]
    sums = [cell for cell in columns if isinstance(cell, str) and _SUMS.fullmatch(cell)]
    if not sums:
        return _of_early_review(grid, head)
    known = [{each[at : at + _SUM] for each in sums} for at in range(0, _SUM * REVIEW_COLUMNS, _SUM)]

    def is_ours(row: int, column: int, cell: object) -> bool:
        if column == REVIEW_SUMS:
            return cell in sums
        return column < REVIEW_SUMS and _sum_of(cell) in known[column - 1]

    return is_ours


def _of_early_review(grid: Grid, head: int) -> Ours:
    """Of a sheet without the hidden column, as the program wrote it at first, or as somebody copied it: ours
    are the lines down to the header, and below it rows of a number and a verdict."""

    def is_line(row: int) -> bool:
        cells = [*grid.rows[row - 1][:2], None, None]
        number, verdict = (text.clean(cell) or "" for cell in cells[:2])
        marked = _MARKED.fullmatch(number) and _VERDICT.fullmatch(verdict)
        return row <= head or bool(marked or _BAND.match(number))

    lines = {row for row in range(1, len(grid.rows) + 1) if is_line(row)}
    return lambda row, column, _: row in lines and column <= REVIEW_COLUMNS


def _of_explained(grid: Grid, head: int) -> Ours:
    """Ours are the rows below the header down to the first that is empty or is no column."""
    last = head
    while last < len(grid.rows) and [*grid.rows[last], None, None][1] in ("是", None, ""):
        if text.clean([*grid.rows[last], None][0]) is None:
            break
        last += 1
    return lambda row, column, _: row <= last and column <= EXPLAINED_COLUMNS


def _of_formulas(grid: Grid) -> Ours:
    """Of 自查 all but the name and the line below it are formulas: what was typed over one is not ours."""
    return lambda row, column, _: (
        (row, column) in grid.formulas or (row <= REVIEW_ROWS and _is_line(grid, row, column))
    )


def _is_line(grid: Grid, row: int, column: int) -> bool:
    content = text.clean(grid.rows[row - 1][column - 1]) or ""
    return column == 1 and (content == SELF_CHECK or content.startswith(SELF_CHECK_LINE))


def _of_values(grid: Grid, workbook: list[Grid]) -> Ours:
    """Of a 自查 that was saved without its formulas, or by a format that hides them: what they would show."""

    def is_ours(row: int, column: int, cell: object) -> bool:
        if row > SELF_CHECK_ROWS:
            return False
        if column > _VISIBLE:
            return True
        if row <= SELF_CHECK_TOP:
            return not holds_figures(cell)
        numbered = _NUMBERED.fullmatch(str([*grid.rows[row - 1], None][0]))
        content = text.clean(cell) or ""
        if numbered is None or column == 1:
            return numbered is not None or not content
        if column == 2:
            return any(_begins(other, int(numbered[1]), content) for other in workbook if other is not grid)
        return not content or (content.isdecimal() if column == 3 else "〔" in content)

    return is_ours


def _begins(grid: Grid, row: int, words: str) -> bool:
    """Whether a cell of the row begins with these words."""
    cells = grid.rows[row - 1] if 0 < row <= len(grid.rows) else []
    return any(text.fold(str(cell)).startswith(text.fold(words)) for cell in cells)
