"""Where another table begins below the data of one: what follows it is no row of the form."""

from __future__ import annotations

from gaoji_batch.forms.footers import contents_of, passed_over
from gaoji_batch.forms.headers import Header
from gaoji_batch.forms.key_values import is_key_row
from gaoji_batch.forms.schema import Column
from gaoji_batch.forms.waiting import heads_a_waiting_list
from gaoji_batch.intake.grid import Grid
from gaoji_batch.law import choices, levels, sheet_words, written_words
from gaoji_batch.values import dates, text

BELOW, WAITING = "表格以下的内容", "候补、备选、退出等名单，不作为学员"
"""Why what another table holds is not read."""


def why_foreign(grid: Grid, header: Header, row: int) -> str:
    """Why another table begins at this row: the heading of a waiting list, or labels that are no header of a
    form; '' where none begins.

    Labels stand below an empty row, a title or the totals: a first row of data looks like them nowhere else.
    """
    cells = grid.rows[row - 1]
    if heads_a_waiting_list(cells):
        return WAITING
    if _misfits(grid, header, row):
        return BELOW
    filled = [cell for cell in cells if text.clean(cell) is not None]
    if len(filled) < 2 or not all(
        isinstance(cell, str) and not any(map(str.isdigit, cell)) for cell in filled
    ):
        return ""
    above = grid.rows[row - 2]
    texts = contents_of(above)
    if len(texts) > 1 and not passed_over(texts, header, set()):
        return ""
    endings = sheet_words.of("label_endings")
    labels = sum(
        isinstance(cell, str) and len(cell) <= 12 and text.fold_header(cell).endswith(endings)
        for cell in filled
    )
    if is_key_row(cells, header.form) or labels * 2 < len(filled) or labels < 2:
        return ""
    ends = passed_over(contents_of(cells), header, set())
    below = grid.rows[row] if row < len(grid.rows) else []
    return BELOW if not ends and sum(text.clean(cell) is not None for cell in below) >= 2 else ""


_TYPED = (
    "choice",
    "id_number",
    "level",
    "phone",
    "date",
    "hours",
    "count",
    "money",
    "certificate",
    "account",
    "score",
    "hours_attended",
)
"""Types that a value of something else does not fit."""


def _misfits(grid: Grid, header: Header, row: int) -> bool:
    """Whether a row below an empty one or a title, and the row after it, are of another table: texts, of
    which none fits where a type is wanted."""
    if header.form.source != "unit" or len(contents_of(grid.rows[row - 2])) > 1:
        return False
    typed = {
        at: column for at, column in _columns(header).items() if column.type in _TYPED and column.required
    }
    if len(typed) < 3:
        return False
    for cells in grid.rows[row - 1 : row + 1]:
        filled = {at: cell for at, cell in enumerate(cells, 1) if text.clean(cell) is not None}
        if (
            len(filled) < 2
            or passed_over(contents_of(cells), header, set())
            or is_key_row(cells, header.form)
        ):
            return False
        if any(at in filled and _fits(column, filled[at]) for at, column in typed.items()):
            return False
    return row < len(grid.rows)


def _columns(header: Header) -> dict[int, Column]:
    return {at: header.form.by_field[field] for field, at in header.columns.items()}


def _fits(column: Column, cell: object) -> bool:
    """Whether a cell holds what its column asks for, or could be meant so."""
    content = text.clean(cell) or ""
    if column.type == "choice":
        return choices.canonical(column.choices, content) is not None
    if column.type == "level":
        return levels.canonical(content) is not None
    if column.type == "date":
        return bool(dates.read_days(cell)) or dates.month_and_day(cell) is not None
    return (
        any(map(str.isdigit, content)) or written_words.is_filler(cell, True) or written_words.is_ditto(cell)
    )


def titled_above(grid: Grid, header: Header, row: int) -> list[int]:
    """The title right above a table."""
    above = contents_of(grid.rows[row - 2])
    return [row - 1] if len(above) == 1 and not passed_over(above, header, set()) else []
