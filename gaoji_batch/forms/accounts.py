"""Every filled cell of a sheet has a role (docs/contract/reading.md 1): what is neither read nor a title,
note, label, total or signature is unread."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from gaoji_batch.forms.blocks import Block
from gaoji_batch.forms.headers import Header
from gaoji_batch.forms.rows import Rows
from gaoji_batch.forms.schema import Form
from gaoji_batch.forms.table import SheetReading, Table
from gaoji_batch.forms.waiting import heads_a_waiting_list, names_a_waiting_list
from gaoji_batch.intake.grid import Grid
from gaoji_batch.law import choices, levels, sheet_words
from gaoji_batch.values import dates, text
from gaoji_batch.values.cells import a1, read_a1

UNKNOWN_SHEET, BESIDE, ABOVE, BELOW = "不是规定的表单", "表格旁边的内容", "表头以上的内容", "表格以下的内容"
ON_OURS = "在本中心的页上另写的内容"
"""Of a sheet of ours nothing that somebody else wrote is a note: it was written for us to read."""
WAITING = "候补、备选、退出等名单，不作为学员"
FEW = 3
"""So many filled cells of a row, none of them label and value, are no note."""
_FIGURES = re.compile(r"\d{8,}|\d{6,}[*＊xX]+")
"""An ID number, a phone or an account: never a note."""
_EIGHT_FIGURES = re.compile(r"(?:19|20)\d{6}")
_NOTE = re.compile(
    r"^(?:填[表写报]|说明|注|备注|※|\*|[(（]?\d{1,2}[.、)）．]|[①-⑳]|[一二三四五六七八九十]{1,2}[、.])"
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


def unread_sheet(grid: Grid, form: Form | None) -> list[tuple[str, int, int, str]]:
    """The unread range of a sheet without a form beside sheets that have one: its filled cells, but for
    notes, lists to choose from, covers and titles."""
    cells = filled_cells(grid, range(1, len(grid.rows) + 1))
    if not cells:
        return []
    if grid.ours:
        return [_range(cells, ON_OURS)]
    name = grid.sheet.rpartition("!")[2]
    listed = names_a_waiting_list(name) or any(heads_a_waiting_list(row) for row in grid.rows[:5])
    if not listed and not _suspicious(cells):
        if any(word in name for word in sheet_words.of("choice_sheets")):
            return []
        instructs = any(word in name for word in sheet_words.of("instructions"))
        if grid.listed or _is_choice_list(cells) or _is_notes(cells, form, instructs):
            return []
    return [_range(cells, WAITING if listed else UNKNOWN_SHEET)]


def unread_around(sheet: Grid, blocks: list[Block]) -> dict[int, list[tuple[str, int, int, str]]]:
    """The unread ranges of a sheet with tables: block → ranges above its header, beside and below its
    data."""
    by_block: dict[int, list[tuple[str, int, int, str]]] = {}
    for at, block in enumerate(blocks):
        unread = by_block.setdefault(at, [])
        if block.waiting:
            cells = filled_cells(block.grid, range(block.top, min(block.bottom, len(block.grid.rows)) + 1))
            unread.append(_range(cells, WAITING))
            continue
        unread += _above(block)
        heads = filled_cells(block.grid, range(block.header.first, block.header.last + 1))
        unread += [
            _range([cell], BESIDE)
            for cell in heads
            if cell[1] not in block.header.columns.values() and holds_figures(cell[2])
        ]
        if block.rows.unread:
            unread += [_range(filled_cells(block.grid, rows), why) for rows, why in block.rows.unread]
    for at, ranges in _beside(sheet, blocks).items():
        by_block.setdefault(at, []).extend(ranges)
    return {at: ranges for at, ranges in by_block.items() if ranges}


def unread_of_card(grid: Grid, form: Form) -> list[tuple[str, int, int, str]]:
    """Rows of a card with at least three filled cells that are no label and value."""
    rows = [row for row, cells in enumerate(grid.rows, 1) if _is_content(_unlabelled(cells, form))]
    return [_range(filled_cells(grid, run), BELOW) for run in _runs(rows)]


def unread_of_rows(grid: Grid, header: Header, rows: Rows) -> list[tuple[str, int, int, str]]:
    """Other tables above and below a matrix."""
    block = Block(header, grid, 1, len(grid.rows), rows)
    below = [_range(filled_cells(grid, part), why) for part, why in rows.unread]
    return [*_above(block), *below]


def _above(block: Block) -> list[tuple[str, int, int, str]]:
    """Rows above a header with at least three filled cells that are no label and value."""
    header = block.header
    rows = [
        row
        for row in range(block.top, header.first)
        if _is_content(_unlabelled(block.grid.rows[row - 1], header.form))
        and not (row == header.first - 1 and _spans(block.grid, row))
    ]
    return [_range(filled_cells(block.grid, run), ABOVE) for run in _runs(rows)]


def _is_content(unlabelled: list[object]) -> bool:
    """Whether what a row holds beside labels and values is more than a title or a note."""
    return len(unlabelled) >= FEW or any(holds_figures(cell) for cell in unlabelled)


def holds_figures(cell: object) -> bool:
    """Whether a cell holds a number as persons, phones and accounts have them; a day written as eight figures
    is none."""
    content = text.clean(cell) or ""
    return bool(_FIGURES.search(content)) and not _EIGHT_FIGURES.fullmatch(content)


def _unlabelled(cells: list[object], form: Form) -> list[object]:
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


def _spans(grid: Grid, row: int) -> bool:
    """Whether a row holds headings over several columns, as the upper row of a header does."""
    return any(first == row and right > left for first, left, _, right in grid.merges)


def _beside(sheet: Grid, blocks: list[Block]) -> dict[int, list[tuple[str, int, int, str]]]:
    """Cells right, left or below of the tables that no header names, each region once, by the block that is
    nearest above."""
    labelled: list[Cell] = []
    owner: dict[int, int] = {}
    for at, block in enumerate(blocks):
        if block.waiting:
            continue
        headed = {
            *block.header.columns.values(),
            *block.header.unknown,
            *(at_ for _, at_ in block.header.again),
        }
        headed |= {
            column
            for first, left, last, right in block.grid.merges
            if first <= block.header.last and last >= block.header.first
            for column in range(left, right + 1)
        }
        passed = block.rows.passed.keys() | {row for rows, _ in block.rows.unread for row in rows}
        last = min(block.bottom, len(block.grid.rows))
        side = [other for other in blocks if other is not block and other.header.first == block.header.first]
        theirs = (
            {
                column
                for other in side
                for column in range(other.header.left, min(other.header.right, 16384) + 1)
            }
            if side
            else set()
        )
        for row in range(block.header.last + 1, last + 1):
            cells = block.grid.rows[row - 1]
            if row in passed or len(cells) <= 0:
                continue
            for column in range(1, len(cells) + 1):
                if (
                    column not in headed
                    and column not in theirs
                    and text.clean(cells[column - 1]) is not None
                ):
                    labelled.append((row, column, cells[column - 1]))
                    owner.setdefault(row, at)
    ranges: dict[int, list[tuple[str, int, int, str]]] = {}
    for region in _regions(labelled):
        if not _is_quiet(region):
            ranges.setdefault(owner[region[0][0]], []).append(_range(region, BESIDE))
    return ranges


def _regions(cells: list[Cell]) -> list[list[Cell]]:
    """Cells that lie together: columns that touch, rows with no more than one empty row between."""
    regions: list[list[Cell]] = []
    for cell in sorted(cells, key=lambda place: (place[1], place[0])):
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


def _is_quiet(cells: list[Cell]) -> bool:
    """Whether a region is notes, or a list to choose from: text, one cell a row, no figures of persons."""
    if _suspicious(cells):
        return False
    rows = [row for row, _, _ in cells]
    texts = [cell for _, _, cell in cells if isinstance(cell, str)]
    if len(cells) <= 2:
        return all(isinstance(cell, str) or len(text.clean(cell) or "") <= 4 for _, _, cell in cells)
    if _is_choice_list(cells):
        return True
    alone = len(set(rows)) == len(rows) and len(texts) == len(cells)
    long = sum(len(line) >= _LONG or bool(_NOTE.match(line.strip())) for line in texts)
    return alone and (long * 2 >= len(cells) or bool(_NOTE.match(texts[0].strip())))


def _suspicious(cells: list[Cell]) -> bool:
    """Whether a cell holds the number of a person, a phone or an account."""
    return any(holds_figures(cell) for _, _, cell in cells)


def _is_notes(cells: list[Cell], form: Form | None, instructs: bool) -> bool:
    """Whether a sheet holds titles, notes, labels and signatures alone; one that is called 说明 may number
    them in a column of their own."""
    rows: dict[int, list[object]] = {}
    for row, _, cell in cells:
        rows.setdefault(row, []).append(cell)
    for row_cells in rows.values():
        left = _unlabelled(row_cells, form) if form else row_cells
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


def _is_choice_list(cells: list[Cell]) -> bool:
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


def _runs(rows: list[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for row in rows:
        if runs and row - runs[-1][-1] == 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return runs


def _range(cells: list[Cell], why: str) -> tuple[str, int, int, str]:
    """A range as A1 names it, its first filled cell, and why it was not read."""
    first, last = min(cells)[0], max(row for row, _, _ in cells)
    left, right = min(column for _, column, _ in cells), max(column for _, column, _ in cells)
    address = a1(first, left) if (first, left) == (last, right) else f"{a1(first, left)}:{a1(last, right)}"
    return address, cells[0][0], cells[0][1], why


def may_be_data(grid: Grid, address: str) -> bool:
    """Whether a range holds numbers of persons, or days as sessions have them."""
    return any(
        holds_figures(value) or dates.read_date(value) is not None for _, _, value in _cells_of(grid, address)
    )


def _cells_of(grid: Grid, address: str) -> list[Cell]:
    """The filled cells of a range (A1:C9)."""
    first, last = (read_a1(part) for part in (address.split(":") * 2)[:2])
    cells = filled_cells(grid, range(first[0], last[0] + 1))
    return [cell for cell in cells if first[1] <= cell[1] <= last[1]]


def content_of(grid: Grid, address: str) -> str:
    """A hash of the filled cells of a range, wherever in a sheet they stand."""
    row, column = read_a1(address.partition(":")[0])
    contents = [
        (at - row, place - column, str(text.clean(value))) for at, place, value in _cells_of(grid, address)
    ]
    return hashlib.sha256(repr(contents).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def reading(table: Table, block: Block, unread: list[tuple[str, int, int, str]]) -> SheetReading:
    """The line of 读取情况 for one table."""
    passed: list[tuple[str, str]] = []
    for row, reason in sorted(block.rows.passed.items()):
        if passed and passed[-1][1] == reason and int(passed[-1][0].rpartition("-")[2]) == row - 1:
            passed[-1] = f"{passed[-1][0].partition('-')[0]}-{row}", reason
        else:
            passed.append((str(row), reason))
    return SheetReading(table.sheet, table.form, table.header_row, len(table.rows), passed, unread)
