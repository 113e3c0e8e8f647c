"""The tables of one sheet: below each other, with their own titles and key-value cells, or side by side."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gaoji_batch.forms.class_headings import CLASS, class_heading, is_another
from gaoji_batch.forms.footers import NOTE, SIGNATURE, TOTAL, contents_of, passed_over
from gaoji_batch.forms.headers import Header, find_bands
from gaoji_batch.forms.key_values import is_key_row, key_values
from gaoji_batch.forms.rows import Rows, data_rows
from gaoji_batch.forms.schema import Form
from gaoji_batch.forms.waiting import heads_a_waiting_list
from gaoji_batch.intake.grid import Grid
from gaoji_batch.values import text

TABLE_KEYS = ("项目编号", "期次")
"""Key-value cells that, between a header and the same header once more, say that another table begins."""


@dataclass(slots=True)
class Block:
    """One table of a sheet.

    header: its header.
    grid: the sheet's cells of this table alone, at their own places.
    top, bottom: its rows, 1-based, title and signatures with it.
    rows: its data rows, and what the others are.
    waiting: it lists persons who do not take part (候补), and is not read.
    """

    header: Header
    grid: Grid
    top: int
    bottom: int
    rows: Rows
    waiting: bool = False


def blocks_of(grid: Grid, forms: list[Form]) -> list[Block]:
    """The tables of a sheet from above, those side by side from the left."""
    bands = _lists(grid, find_bands(grid, forms))
    blocks: list[Block] = []
    top = 1
    for at, band in enumerate(bands):
        band_blocks = [_block(grid, header, top, band) for header in band]
        after = bands[at + 1][0] if at + 1 < len(bands) else None
        top = _fill(grid, band_blocks, after.first - 1 if after else len(grid.rows), after)
        blocks += band_blocks
    return blocks


def _lists(grid: Grid, bands: list[list[Header]]) -> list[list[Header]]:
    """The bands that begin a list; the same header once more (printed pages) is a repeat of the one
    before."""
    lists: list[list[Header]] = []
    above = 1
    for band in bands:
        zone = range(_zone(grid, band[0]), band[0].first)
        if lists and _goes_on(grid, lists[-1], range(above, lists[-1][0].first), band, zone):
            for header, again in zip(lists[-1], band, strict=True):
                header.repeats.append((again.first, again.last))
        else:
            lists.append(band)
            above = zone.start
    return lists


def _zone(grid: Grid, header: Header) -> int:
    """The first of the rows right above a header that are no data: empty, of one text, of key-value cells,
    totals and signatures."""
    row = header.first
    while row > 1 and (
        not _filled(grid.rows[row - 2])
        or _heads(grid.rows[row - 2], header)
        or passed_over(contents_of(grid.rows[row - 2]), header, set())
    ):
        row -= 1
    return row


def _block(grid: Grid, header: Header, top: int, band: list[Header]) -> Block:
    waiting = any(
        heads_a_waiting_list(cells) for cells in grid.rows[top - 1 : header.first - 1]
    ) or heads_a_waiting_list([grid.sheet.rpartition("!")[2]])
    if len(band) == 1:
        header = replace(header, left=1, right=max(header.right, 1))
    return Block(header, grid, top, len(grid.rows), Rows([], {}), waiting)


def _fill(grid: Grid, band: list[Block], bottom: int, after: Header | None) -> int:
    """Cuts the tables of one band out of the sheet and finds their data rows; gives the row where what
    belongs to the next header begins."""
    head = _head(grid, band[0].header, after) if after else bottom + 1
    for block in band:
        block.bottom = head - 1
        block.grid = _cut(grid, block.header, block.top, block.bottom)
        block.rows = data_rows(block.grid, block.header)
    return head


def _cut(grid: Grid, header: Header, top: int, bottom: int) -> Grid:
    """The sheet's cells of one table, at their own places; the sheet itself where it holds but this table."""
    full_width = header.left == 1 and header.right > max(map(len, grid.rows), default=0)
    if full_width and top == 1 and bottom >= len(grid.rows):
        return grid
    rows: list[list[object]] = [[]] * (top - 1) + grid.rows[top - 1 : min(bottom, len(grid.rows))]
    if not full_width:
        rows[header.first - 1 :] = [
            [None] * (header.left - 1) + cells[header.left - 1 : header.right]
            for cells in rows[header.first - 1 :]
        ]

    def inside(place: tuple[int, int]) -> bool:
        return top <= place[0] <= bottom and (
            place[0] < header.first or header.left <= place[1] <= header.right
        )

    return replace(
        grid,
        rows=rows,
        errors={place: error for place, error in grid.errors.items() if inside(place)},
        unvalued={place for place in grid.unvalued if inside(place)},
    )


def _head(grid: Grid, header: Header, after: Header) -> int:
    """The first row of what stands above the next header and belongs to it: its title, else what follows the
    signatures of the table before."""
    zone = range(max(_zone(grid, after), header.last + 1), after.first)
    title = next((row for row in zone if _is_title(grid.rows[row - 1], after)), None)
    if title is not None:
        return title
    signed = [
        row
        for row in zone
        if passed_over(contents_of(grid.rows[row - 1]), header, set()) in (TOTAL, SIGNATURE)
    ]
    return max(signed, default=zone.start - 1) + 1


def _heads(cells: list[object], header: Header) -> bool:
    """Whether a row may stand above a header: one text, or key-value cells."""
    filled = _filled(cells)
    return (len(filled) == 1 and isinstance(filled[0], str)) or is_key_row(cells, header.form)


def _is_title(cells: list[object], header: Header) -> bool:
    filled = _filled(cells)
    return (
        len(filled) == 1
        and isinstance(filled[0], str)
        and not is_key_row(cells, header.form)
        and passed_over(contents_of(cells), header, set()) not in (TOTAL, SIGNATURE, NOTE)
    )


def _filled(cells: list[object]) -> list[object]:
    return [cell for cell in cells if text.clean(cell) is not None]


def _goes_on(grid: Grid, before: list[Header], above: range, band: list[Header], zone: range) -> bool:
    """Whether the band repeats the header of the one before (printed pages), and nothing between says that
    another list begins."""
    if [(header.form.key, header.columns) for header in band] != [
        (header.form.key, header.columns) for header in before
    ]:
        return False
    if any(heads_a_waiting_list(grid.rows[row - 1]) for row in zone):
        return False
    if any(heads_a_waiting_list(grid.rows[row - 1]) for row in above) and any(
        _is_title(grid.rows[row - 1], band[0]) for row in zone
    ):
        return False
    if CLASS in band[0].form.keys and is_another(class_heading(grid, above), class_heading(grid, zone)):
        return False
    former, fresh = (key_values(grid, list(rows), band[0].form) for rows in (above, zone))
    return all(
        name not in fresh
        or (
            name in former
            and text.project_key(str(former[name].value)) == text.project_key(str(fresh[name].value))
        )
        for name in TABLE_KEYS
    )
