"""What readers have in common once they hold values: None for nothing, whole numbers as int, nothing too
long, no empty margins."""

from __future__ import annotations

from collections.abc import Sequence

from gaoji_batch.intake.grid import Grid
from gaoji_batch.intake.refused import Refused
from gaoji_batch.values.rule_names import OVER_LIMIT
from gaoji_batch.workspace.limits import Limits


def laid_out(values: Sequence[Sequence[object]], limits: Limits, sheet: str) -> list[list[object]]:
    """The rows of a grid: '' is None, whole floats are int (an ID number in a number cell stays a number),
    empty ends are cut off."""
    rows = []
    for cells in values:
        row = [
            (value or None) if type(value) is str else _integer(value) if type(value) is float else value
            for value in cells
        ]
        if any(type(value) is str and len(value) > limits.cell_characters for value in row):
            raise Refused(
                OVER_LIMIT,
                limit=f"{f'工作表“{sheet}”' if sheet else ''}有单元格超过{limits.cell_characters}个字符",
            )
        while row and row[-1] is None:
            row.pop()
        rows.append(row)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _integer(value: float) -> object:
    """A whole number as int, past 15 digits as a spreadsheet shows it: with zeros."""
    if not value.is_integer():
        return value if value == value else None  # NaN, unequal to itself, is no value
    if abs(value) < 1e15:
        return int(value)
    digits, _, power = f"{value:.14e}".partition("e")
    return int(digits.replace(".", "")) * 10 ** (int(power) - 14)


def _cut(merges: list[tuple[int, int, int, int]], deep: int, wide: int) -> list[tuple[int, int, int, int]]:
    """Merged ranges cut to the rows and columns of a sheet: one may reach to the end of the grid."""
    return [
        (top, left, min(bottom, deep), min(right, wide))
        for top, left, bottom, right in merges
        if top <= deep and left <= wide
    ]


def grid_of(
    sheet: str,
    values: Sequence[Sequence[object]],
    limits: Limits,
    hidden: bool,
    merges: list[tuple[int, int, int, int]],
    hidden_rows: list[int],
    hidden_columns: list[tuple[int, int]],
    errors: dict[tuple[int, int], str],
    unvalued: set[tuple[int, int]],
    struck: set[tuple[int, int]] | None = None,
) -> Grid:
    """One sheet, with merges and hidden columns (runs) cut to what it holds, errors and formulas without a
    value included."""
    rows = laid_out(values, limits, sheet)
    deep = max([len(rows), *(row for row, _ in errors), *(row for row, _ in unvalued)])
    wide = max(
        [*map(len, rows), *(column for _, column in errors), *(column for _, column in unvalued)], default=0
    )
    rows += [[] for _ in range(deep - len(rows))]
    cut = _cut(merges, deep, wide)
    if sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in cut) > limits.filled_cells:
        raise Refused(OVER_LIMIT, limit=f"工作表“{sheet}”的合并单元格过多")
    # a sheet may hide all columns behind its data, to the last of the grid
    columns = [at for first, last in hidden_columns for at in range(first, min(last, wide) + 1)]
    return Grid(
        sheet,
        rows,
        hidden,
        cut,
        runs([row for row in hidden_rows if row <= deep]),
        runs(columns),
        errors,
        unvalued,
        struck=struck or set(),
    )


def runs(numbers: list[int]) -> list[tuple[int, int]]:
    """Numbers as runs, both ends in: [3, 4, 7] → [(3, 4), (7, 7)]."""
    spans: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if spans and spans[-1][1] == number - 1:
            spans[-1] = (spans[-1][0], number)
        else:
            spans.append((number, number))
    return spans
