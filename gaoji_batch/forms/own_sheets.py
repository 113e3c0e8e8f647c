"""The sheets that we put into workbooks of units, and how they are known again: they are never data."""

from __future__ import annotations

import re

from gaoji_batch.forms.accounts import holds_figures
from gaoji_batch.intake.grid import Grid

REVIEW_SHEET = "审核意见"
REVIEW_MARK = re.compile(r"^文件：.*审核日期：.*审核编号：", re.S)
"""The sheet that a returned workbook has in front, and the line near its top by which it is known."""
SELF_CHECK, SELF_CHECK_MARK = "自查", "本页为表样自带的自查页，"
"""The sheet of a blank that checks what is typed, and how the line near its top begins."""
EXPLAINED_MARK = "本页为表样自带的列名说明，"
REVIEW_ROWS = 12
SELF_CHECK_ROWS = 87
"""The rows of 自查 that are ours; what stands below them was written by somebody else."""
_SHOWN = 4
"""The columns of 自查 that people see; those right of them are formulas that copy the form."""


def is_own(grid: Grid) -> bool:
    """Whether a sheet is one of ours; a unit's own of that name is read, and so is a 自查 in which persons were
    written, or anything below its own rows."""
    lines = [row[0] for row in grid.rows[:REVIEW_ROWS] if row and isinstance(row[0], str)]
    if any(REVIEW_MARK.match(line) for line in lines):
        return True
    if any(line.startswith(EXPLAINED_MARK) for line in lines):
        return True
    if not any(line.startswith(SELF_CHECK_MARK) for line in lines):
        return False
    below = (cell for row in grid.rows[SELF_CHECK_ROWS:] for cell in row)
    persons = (holds_figures(cell) for row in grid.rows for cell in row[:_SHOWN])
    return all(cell in (None, "") for cell in below) and not any(persons)
