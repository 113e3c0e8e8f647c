"""Cells of a sheet by the region they lie in, and whether a region is notes or a list to choose from."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gaoji_batch.forms.schema import Form
from gaoji_batch.intake.grid import Grid
from gaoji_batch.law import choices, levels, sheet_words
from gaoji_batch.values import text

FEW = 3
"""So many filled cells of a row, none of them label and value, are no note."""
_FIGURES = re.compile(r"\d{8,}|\d{6,}[*＊xX]+")
"""An ID number, a phone or an account: never a note."""
_EIGHT_FIGURES = re.compile(r"(?:19|20)\d{6}")
_NOTE = re.compile(
    r"""^(?:
        填[表写报] | 说明 | 注 | 备注 | ※ | \*
      | [(（]?\d{1,2}[.、)）．] | [①-⑳] | [一二三四五六七八九十]{1,2}[、.]  # a numbered line
    )""",
    re.VERBOSE,
)
_LABEL_END = (":", "：")
_LONG = 8
_LONGEST_LABEL = 12
Cell = tuple[int, int, object]


def filled_cells(grid: Grid, rows: Iterable[int]) -> list[Cell]:
    """The filled cells of these rows: row, column, value."""
    return [
        (row, column, cell)
        for row in rows
        for column, cell in enumerate(grid.rows[row - 1], 1)
        if cell is not None and text.clean(cell) is not None
    ]


def holds_figures(cell: object) -> bool:
    """Whether a cell holds a number as persons, phones and accounts have them; a day written as eight figures
    is none."""
    content = text.clean(cell) or ""
    return bool(_FIGURES.search(content)) and not _EIGHT_FIGURES.fullmatch(content)


def unlabelled(cells: list[object], form: Form) -> list[object]:
    """The filled cells of a row that are neither label nor the value right of one."""
    values: list[object] = []
    labelled = False
    for cell in cells:
        content = text.clean(cell)
        if content is None:
            continue
        is_label = isinstance(cell, str) and (
            text.fold_header(cell) in form.key_labels
            or text.fold_header(cell) in form.headed
            or any(sign in content for sign in _LABEL_END)
            or (
                len(content) <= _LONGEST_LABEL
                and content.endswith(sheet_words.of("label_endings"))
                and not labelled
            )
        )
        if not is_label and not labelled:
            values.append(cell)
        labelled = is_label
    return values


def regions_of(cells: list[Cell]) -> list[list[Cell]]:
    """Cells that lie together: columns that touch, rows with no more than one empty row between."""
    regions: list[list[Cell]] = []
    for cell in sorted(cells, key=lambda place: (place[1], place[0])):
        # of a long region the last cells alone: all of them would take the square of its time
        near = next(
            (
                region
                for region in regions
                if any(
                    abs(cell[1] - place[1]) <= 1 and abs(cell[0] - place[0]) <= 2 for place in region[-200:]
                )
            ),
            None,
        )
        if near is None:
            regions.append([cell])
        else:
            near.append(cell)
    return [sorted(region, key=lambda place: place[:2]) for region in regions]


def is_quiet(cells: list[Cell]) -> bool:
    """Whether a region is notes, or a list to choose from: text, one cell a row, no figures of persons."""
    if is_suspicious(cells):
        return False
    rows = [row for row, _, _ in cells]
    texts = [cell for _, _, cell in cells if isinstance(cell, str)]
    if len(cells) <= 2:
        return all(isinstance(cell, str) or len(text.clean(cell) or "") <= 4 for _, _, cell in cells)
    if is_choice_list(cells):
        return True
    alone = len(set(rows)) == len(rows) and len(texts) == len(cells)
    long = sum(len(line) >= _LONG or bool(_NOTE.match(line.strip())) for line in texts)
    return alone and (long * 2 >= len(cells) or bool(_NOTE.match(texts[0].strip())))


def is_suspicious(cells: list[Cell]) -> bool:
    """Whether a cell holds the number of a person, a phone or an account."""
    return any(holds_figures(cell) for _, _, cell in cells)


def is_notes(cells: list[Cell], form: Form | None, instructs: bool) -> bool:
    """Whether a sheet holds titles, notes, labels and signatures alone; one that is called 说明 may number
    them in a column of their own."""
    rows: dict[int, list[object]] = {}
    for row, _, cell in cells:
        rows.setdefault(row, []).append(cell)
    for row_cells in rows.values():
        left = unlabelled(row_cells, form) if form else row_cells
        if len(left) > (2 if instructs else 1) or not all(
            isinstance(cell, str) or instructs for cell in left
        ):
            return False
    alone = [str(row_cells[0]).strip() for row_cells in rows.values() if len(row_cells) == 1]
    short = [
        line
        for line in alone
        if len(line) < _LONG and not _NOTE.match(line) and not line.endswith(_LABEL_END)
    ]
    return instructs or len(short) <= max(2, len(alone) // 2)


def is_choice_list(cells: list[Cell]) -> bool:
    """Whether the cells are lists to choose from, each in a column of its own: text, none twice, most of them
    known values."""
    columns: dict[int, list[str]] = {}
    for _, column, cell in cells:
        if not isinstance(cell, str):
            return False
        columns.setdefault(column, []).append(cell.strip())
    if any(len(set(entries)) < len(entries) for entries in columns.values()):
        return False
    several = [entries[1:] or entries for entries in columns.values()]
    values = [value for entries in several for value in entries]
    listed = sum(
        any(choices.canonical(name, value) for name in choices.lists()) or value in levels.known()
        for value in values
    )
    apart = len(columns) == 1 or len({len(entries) for entries in columns.values()}) > 1
    return listed * 2 >= len(values) or (
        apart and len(columns) == 1 and len(values) > 1 and all(len(value) <= 20 for value in values)
    )
