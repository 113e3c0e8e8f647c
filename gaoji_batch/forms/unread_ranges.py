"""Every filled cell of a sheet has a role (docs/contract/reading.md 1): what is neither read nor a title,
note, label, total or signature is unread."""

from __future__ import annotations

import hashlib

from gaoji_batch.forms.blocks import Block
from gaoji_batch.forms.foreign_tables import BELOW, WAITING
from gaoji_batch.forms.headers import Header
from gaoji_batch.forms.regions import (
    FEW,
    Cell,
    filled_cells,
    holds_figures,
    is_choice_list,
    is_notes,
    is_quiet,
    is_suspicious,
    regions_of,
    unlabelled,
)
from gaoji_batch.forms.rows import Rows
from gaoji_batch.forms.schema import Form
from gaoji_batch.forms.table import SheetReading, Table
from gaoji_batch.forms.waiting import heads_a_waiting_list, names_a_waiting_list
from gaoji_batch.intake.grid import Grid
from gaoji_batch.law import sheet_words
from gaoji_batch.values import dates, text
from gaoji_batch.values.cells import a1, read_a1

UNKNOWN_SHEET, BESIDE, ABOVE = "不是规定的表单", "表格旁边的内容", "表头以上的内容"
ON_OURS = "在本中心的页上另写的内容"
"""Of a sheet of ours nothing that somebody else wrote is a note: it was written for us to read."""


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
    if not listed and not is_suspicious(cells):
        if any(word in name for word in sheet_words.of("choice_sheets")):
            return []
        instructs = any(word in name for word in sheet_words.of("instructions"))
        if grid.listed or is_choice_list(cells) or is_notes(cells, form, instructs):
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
    rows = [row for row, cells in enumerate(grid.rows, 1) if _is_content(unlabelled(cells, form))]
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
        if _is_content(unlabelled(block.grid.rows[row - 1], header.form))
        and not (row == header.first - 1 and _spans(block.grid, row))
    ]
    return [_range(filled_cells(block.grid, run), ABOVE) for run in _runs(rows)]


def _is_content(unlabelled: list[object]) -> bool:
    """Whether what a row holds beside labels and values is more than a title or a note."""
    return len(unlabelled) >= FEW or any(holds_figures(cell) for cell in unlabelled)


def _spans(grid: Grid, row: int) -> bool:
    """Whether a row holds headings over several columns, as the upper row of a header does."""
    return any(first == row and right > left for first, left, _, right in grid.merges)


def _headed(block: Block) -> set[int]:
    """The columns that the header of a table names, those of its merged cells included."""
    header = block.header
    return {
        *header.columns.values(),
        *header.unknown,
        *(column for _, column in header.again),
        *(
            column
            for first, left, last, right in block.grid.merges
            if first <= header.last and last >= header.first
            for column in range(left, right + 1)
        ),
    }


def _beside(sheet: Grid, blocks: list[Block]) -> dict[int, list[tuple[str, int, int, str]]]:
    """Cells right, left or below of the tables that no header names, each region once, by the block that is
    nearest above."""
    labelled: list[Cell] = []
    owner: dict[int, int] = {}
    for at, block in enumerate(blocks):
        if block.waiting:
            continue
        headed = _headed(block)
        passed = block.rows.passed.keys() | {row for rows, _ in block.rows.unread for row in rows}
        last = min(block.bottom, len(block.grid.rows))
        theirs = {
            column
            for other in blocks
            if other is not block and other.header.first == block.header.first
            for column in range(other.header.left, min(other.header.right, 16384) + 1)
        }
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
    for region in regions_of(labelled):
        if not is_quiet(region):
            ranges.setdefault(owner[region[0][0]], []).append(_range(region, BESIDE))
    return ranges


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
