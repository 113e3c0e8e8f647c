"""Notes that tell of a change of those who were filed: 'note: 李明 has left, 王五 takes the place' below a
roster is no reminder of how it is filled in, and the roster would be judged as if nobody had said so."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gaoji_batch.forms.schema import Form
from gaoji_batch.forms.table import SheetReading, Table
from gaoji_batch.intake.grid import Grid
from gaoji_batch.law import sheet_words
from gaoji_batch.values import text
from gaoji_batch.values.cells import a1, read_a1

WHY = "说明或备注中写有人员或安排的变动，没有据以审核"
_ASKS = re.compile(r"[如若凡须应需勿可]|请(?!假)|不得|严禁|不要|不予|务必")
"""A sentence with one of these asks, forbids or foresees, and tells of nothing that happened."""
_DAY = re.compile(r"\d+[日号天]|\d+[./-]\d+|\d+(?:名|人|位)(?!以)")
REMARK = "remark"
"""The column 备注 of any form, by which no rule judges."""
_NOTE = re.compile(r"[(（*※]?(?:备注|附注|注|(?:情况|特此|补充)?说明|提示|更正)\d?[:：,，、.]?")
"""How a note about what was filed begins."""
_SHORTEST = 5
"""Characters of the shortest sentence that names somebody and says what became of them: 李明已退出."""


def people_of(tables: Iterable[Table], forms: dict[str, Form]) -> frozenset[str]:
    """The names that the tables list, folded."""
    return frozenset(
        name
        for table in tables
        for column in forms[table.form].columns
        if column.type == "name"
        for value in table.values.get(column.field, [])
        if isinstance(value, str) and len(name := text.fold(value)) > 1
    )


def tells(line: str, people: frozenset[str]) -> bool:
    """Whether a line says that something became of the people or the days filed."""
    folded = text.fold(line)
    if len(folded) < _SHORTEST or not any(word in folded for word in sheet_words.of("changes")):
        return False
    return any(name in folded for name in people) or bool(_DAY.search(folded)) or not _ASKS.search(folded)


def names_one(line: str, people: frozenset[str]) -> bool:
    """Whether a line names one of the people filed, and is a note (注, 备注, 说明) or tells of a change."""
    folded = text.fold(line)
    if not any(name in folded for name in people):
        return False
    # of a note about somebody no list of words can say that it changes nothing
    return bool(_NOTE.match(folded)) or tells(line, people)


def told_changes(
    grid: Grid, tables: list[Table], readings: list[SheetReading], people: frozenset[str]
) -> list[tuple[str, int, int, str]]:
    """The cells of a sheet, beside what is unread already, that tell of a change of one of the people, and
    the remarks in their rows that tell that they left: address, row, column, why."""
    data = {row for table in tables for row in table.rows}
    data |= {row for table in tables for places in table.places.values() for row, _ in places}
    unread = {row for sheet in readings for address, *_ in sheet.unread for row in _rows_of(address)}
    judged = {column for table in tables for field, column in table.columns.items() if field != REMARK}
    told = []
    for row, cells in enumerate(grid.rows, 1):
        words = [(column, cell) for column, cell in enumerate(cells, 1) if isinstance(cell, str)]
        if row in unread or not words:
            continue
        if row in data:
            told += [(row, column) for column, cell in words if _says_left(cell, column in judged)]
        # a sentence may stand in several cells: 注： | 李明 | 已退出
        elif names_one("".join(cell for _, cell in words), people):
            told.append((row, words[0][0]))
    return [(a1(row, column), row, column, WHY) for row, column in told]


def _says_left(remark: str, judged: bool) -> bool:
    """Whether a cell that no rule judges says that the person of its row did not take part to the end."""
    return not judged and any(word in remark for word in sheet_words.of("left")) and not _ASKS.search(remark)


def _rows_of(address: str) -> range:
    first, _, last = address.partition(":")
    return range(read_a1(first)[0], read_a1(last or first)[0] + 1)
