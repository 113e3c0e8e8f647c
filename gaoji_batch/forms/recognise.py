"""Grid → Table: which form a sheet is, its data rows, its key-value cells, and what is wrong with it as a
form (F004 to F014)."""

from __future__ import annotations

import hashlib
import re

from gaoji_batch.forms import apart
from gaoji_batch.forms.blocks import blocks_of
from gaoji_batch.forms.cards import card_tables
from gaoji_batch.forms.foreign_tables import WAITING
from gaoji_batch.forms.key_values import key_values
from gaoji_batch.forms.matrix import matrices
from gaoji_batch.forms.own_sheets import without_ours
from gaoji_batch.forms.schema import Form
from gaoji_batch.forms.table import KeyValue, Recognised, SheetReading, Table
from gaoji_batch.forms.tables import table_of
from gaoji_batch.forms.told_changes import people_of, told_changes
from gaoji_batch.forms.unread_ranges import (
    content_of,
    may_be_data,
    reading,
    unread_around,
    unread_of_card,
    unread_of_rows,
    unread_sheet,
)
from gaoji_batch.forms.waiting import names_a_waiting_list
from gaoji_batch.intake.grid import BOX, Apart, Fault, Grid, Submission
from gaoji_batch.intake.sniff import is_spreadsheet_name
from gaoji_batch.values.rule_names import ATTACHMENT, NO_KNOWN_FORM, UNREAD_CONTENT, UNREADABLE

RULINGS, FINDINGS = "核实处理意见表", "审核问题"
"""Two sheets by which our own summary is known: saved whole into center/ with rulings filled in, the first
alone is data."""
_INSTRUCTIONS = re.compile("说明|须知|示例|样表|模板")
_COVER_ROWS = 100
"""So many rows of a sheet that is no form are looked through for key-value cells."""
ARCHIVES = ("zip", "7z")
"""Kinds of file whose sheets are named '名单.xlsx!学员名单'."""
_ATTACHMENTS = {"text": "文本", "docx": "docx", "html": "html网页", "mht": "mht网页"}
"""Kinds that are attachments if none of their tables is a form, unless the name promises a spreadsheet."""
FOLDERS = {"center": ("center",), "inbox": ("unit",), "extracts": ("extract",)}


def _with_unread(
    grid: Grid, tables: list[Table], readings: list[SheetReading], form: Form | None, people: frozenset[str]
) -> tuple[list[SheetReading], list[Fault]]:
    """The readings of a sheet with all that is unread on it, and the faults that say so; form: the first of
    its workbook."""
    if not tables and not readings:
        unread = unread_sheet(grid, form) if form is not None else []
        readings = [SheetReading(grid.sheet, unread=unread)]
    if people and (told := told_changes(grid, tables, readings, people)):
        readings = readings or [SheetReading(grid.sheet)]
        readings[0].unread += told
    faults = _unread(grid, readings)
    if boxes := apart.unread_apart(grid, form, people):
        readings = readings or [SheetReading(grid.sheet)]
        faults += _unread_apart(grid, boxes)
        readings[0].unread += [(at, box.row, box.column, why) for box, at, why in boxes]
    return readings, faults


def recognised(submission: Submission, forms: dict[str, Form]) -> Recognised:
    """The forms of a file, and its faults. A unit's file is never read as one of the center's own forms."""
    sources = FOLDERS.get(submission.file.split("/", 1)[0], ("unit", "center", "extract"))
    allowed = [form for form in forms.values() if form.source in sources]
    tables: list[Table] = []
    faults: list[Fault] = []
    sheets: list[SheetReading] = []
    for member, grids in _workbooks(submission).items():
        parts = [(grid, *_sheet(grid, submission.file, allowed)) for grid in grids]
        member_tables = [table for _, sheet_tables, _ in parts for table in sheet_tables]
        _lines_above([(grid, sheet_tables) for grid, sheet_tables, _ in parts], forms)
        _cover([(grid, sheet_tables) for grid, sheet_tables, _ in parts], forms)
        if not member_tables:
            faults.append(_no_form(submission, member, grids))
        tables += member_tables
        people = people_of([table for table in member_tables if forms[table.form].source == "unit"], forms)
        form = forms[member_tables[0].form] if member_tables else None
        for part in parts:
            readings, unread = _with_unread(*part, form, people)
            sheets += readings
            faults += unread
    for table in tables:
        table.rows_content = _rows_content(table)
        table.content = _content(table)
    return Recognised(
        submission.file,
        submission.size,
        submission.sha256,
        submission.kind,
        [],
        [*submission.faults, *faults],
        submission.creator,
        tables,
        sheets,
    )


def _sheet(grid: Grid, file: str, forms: list[Form]) -> tuple[list[Table], list[SheetReading]]:
    """The tables of a sheet, and what of it was read; ([], []) where it holds none."""
    blocks = blocks_of(grid, forms)
    if all(block.header.near for block in blocks) and (other := _otherwise(grid, file, forms)):
        return other
    unread = unread_around(grid, blocks)
    tables, readings = [], []
    for at, block in enumerate(blocks):
        if block.waiting:
            readings.append(SheetReading(grid.sheet, unread=unread.get(at, [])))
            continue
        table = table_of(block, grid, file)
        tables.append(table)
        readings.append(reading(table, block, unread.get(at, [])))
    return tables, readings


def _otherwise(grid: Grid, file: str, forms: list[Form]) -> tuple[list[Table], list[SheetReading]] | None:
    """A sheet without a header row that is a card, or a matrix of attendance; None where it is neither."""
    if names_a_waiting_list(grid.sheet.rpartition("!")[2]):
        return None
    attendance = next((form for form in forms if form.key == "attendance"), None)
    if attendance and (found := matrices(grid, file, attendance)):
        return [each.table for each in found], [
            SheetReading(
                grid.sheet,
                each.table.form,
                each.table.header_row,
                len(set(each.table.rows)),
                [],
                unread_of_rows(each.part, each.header, each.rows),
            )
            for each in found
        ]
    cards = card_tables(grid, file, forms)
    if not cards:
        return None
    form = next(form for form in forms if form.key == cards[0].form)
    unread = unread_of_card(grid, form)
    return cards, [SheetReading(grid.sheet, form.key, cards[0].header_row, len(cards), [], unread)]


def _unread(grid: Grid, readings: list[SheetReading]) -> list[Fault]:
    """F019 at the first cell of each unread range; content: a hash of what stands in it, by which a ruling
    knows it again; more: it may hold persons or sessions that belong to the form beside it."""
    return [
        Fault(
            UNREAD_CONTENT,
            sheet.sheet,
            row,
            column,
            {
                "range": address,
                "why": why,
                "content": content_of(grid, address),
                "more": "是" if why != WAITING and may_be_data(grid, address) else "",
            },
        )
        for sheet in readings
        for address, row, column, why in sheet.unread
    ]


def _unread_apart(grid: Grid, boxes: list[tuple[Apart, str, str]]) -> list[Fault]:
    """F019 at the cell to which a text box is fixed."""
    return [
        Fault(
            UNREAD_CONTENT,
            grid.sheet,
            box.row,
            box.column,
            {
                "range": address,
                "why": why,
                "content": apart.content_of(box),
                "more": "是" if apart.holds_person(box) else "",
            },
        )
        for box, address, why in boxes
    ]


def _cover(sheets: list[tuple[Grid, list[Table]]], forms: dict[str, Form]) -> None:
    """Gives the key-value cells of a cover sheet to the form after it, those behind the last form to that
    one; instructions and hidden lists say nothing."""
    all_tables = [table for _, tables in sheets for table in tables]
    keys: dict[str, KeyValue] = {}
    for grid, tables in sheets if all_tables else ():
        if tables:
            tables[0].before, keys = keys, {}
        elif not (grid.hidden or _INSTRUCTIONS.search(grid.sheet)):
            for key in dict.fromkeys(table.form for table in all_tables):
                keys = (
                    key_values(grid, list(range(1, min(len(grid.rows), _COVER_ROWS) + 1)), forms[key]) | keys
                )
    if all_tables:
        all_tables[-1].after = keys


def _lines_above(sheets: list[tuple[Grid, list[Table]]], forms: dict[str, Form]) -> None:
    """Gives a table of a document the key-value lines that stand above it; they have no address."""
    for grid, tables in sheets:
        if tables and grid.above:
            lines = Grid("", [[line] for line in grid.above])
            read = key_values(lines, list(range(1, len(lines.rows) + 1)), forms[tables[0].form])
            keys = {name: KeyValue(key.value, 0, 0) for name, key in read.items()}
            tables[0].key_values = keys | tables[0].key_values


def _rows_content(table: Table) -> bytes:
    """The hash of what a table's rows say."""
    columns = [
        (name, [value.strip() if isinstance(value, str) else _as_text(value) for value in values])
        for name, values in sorted(table.values.items())
    ]
    return _digest((table.form, columns))


def _content(table: Table) -> bytes:
    """The hash of all that a table says: its rows and its key-value cells."""
    return _digest(
        (table.rows_content, [(name, _as_text(key.value)) for name, key in sorted(table.key_values.items())])
    )


def _digest(content: object) -> bytes:
    # a damaged cell may hold half a surrogate pair, which plain UTF-8 refuses
    return hashlib.sha256(repr(content).encode("utf-8", "surrogatepass")).digest()


def _as_text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def _no_form(submission: Submission, member: str, grids: list[Grid]) -> Fault:
    """A text file is an attachment, or a spreadsheet by name only; anything else a workbook without a known
    form."""
    kind = submission.kind
    if kind in _ATTACHMENTS and not is_spreadsheet_name(submission.file):
        return Fault(ATTACHMENT, detail={"kind": _ATTACHMENTS[kind]})
    if submission.kind == "csv" and not submission.file.lower().endswith((".csv", ".tsv")):
        return Fault(UNREADABLE, detail={"what": "文件名像电子表格，内容是文本"})
    return Fault(NO_KNOWN_FORM, member, detail={"why": _sheet_names(grids)})


def _workbooks(submission: Submission) -> dict[str, list[Grid]]:
    """The sheets that may be data, a workbook at a time (a zip holds several); our own sheets and empty ones
    are none."""
    by_member: dict[str, list[Grid]] = {}
    for grid in submission.grids:
        member = grid.sheet.partition("!")[0] if submission.kind in ARCHIVES else ""
        by_member.setdefault(member, []).append(grid)
    books = {}
    for member, grids in by_member.items():
        left = [without_ours(grid, grids) for grid in grids]
        filled = [
            grid
            for grid in left
            if grid.rows
            or any(part.place == BOX for part in grid.apart)
            or (len(submission.grids) == 1 and not grid.ours)
        ]
        books[member] = _rulings(filled) or filled
    return books


def _rulings(grids: list[Grid]) -> list[Grid]:
    """The ruling form of our own summary; [] of any other workbook."""
    is_summary = {grid.sheet for grid in grids} >= {RULINGS, FINDINGS}
    return [grid for grid in grids if is_summary and grid.sheet == RULINGS]


def _sheet_names(grids: list[Grid]) -> str:
    names = "、".join(grid.sheet for grid in grids[:5] if grid.sheet)
    return f"查看了工作表{names}" if names else ""
