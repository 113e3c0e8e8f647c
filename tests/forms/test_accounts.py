"""Every filled cell of a sheet is read, is named, or is a note:
nothing is unread in silence (docs/contract/reading.md 1)."""

from __future__ import annotations

import copy
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from gaoji_batch.forms.recognise import recognised
from gaoji_batch.forms.table import Recognised
from gaoji_batch.intake.grid import Grid, Submission
from gaoji_batch.values.cells import a1
from tests.rules.judge import FORMS, submissions
from tests.rules.world import clean

WORKBOOK = [one for one in submissions(clean()) if one.file.startswith("inbox/") and len(one.grids) > 0]
NOTE = "本表由承办单位填写，一式两份"
NUMBER = "110101199003070134"


def read(*grids: Grid) -> Recognised:
    return recognised(Submission("inbox/报送.xlsx", 1, "0" * 64, "xlsx", list(grids), []), FORMS)


def roster() -> Grid:
    return next(
        copy.deepcopy(grid)
        for one in WORKBOOK
        for grid in one.grids
        if any("岗位" in row for row in grid.rows)
    )


def put(grid: Grid, row: int, column: int, value: object) -> None:
    grid.rows += [[] for _ in range(row - len(grid.rows))]
    grid.rows[row - 1] = grid.rows[row - 1] + [None] * (column - len(grid.rows[row - 1]))
    grid.rows[row - 1][column - 1] = value


def covers(said: str, row: int, column: int) -> bool:
    """Whether a range as A1 names it holds the place."""
    first, _, last = said.partition(":")
    corners = [re.match(r"([A-Z]+)(\d+)", corner) for corner in (first, last or first)]
    assert all(corners)
    places = [(int(corner[2]), len(corner[1]), corner[1]) for corner in corners if corner]
    at = re.match(r"([A-Z]+)", a1(row, column))
    assert at
    name = (len(at[1]), at[1])
    return places[0][0] <= row <= places[1][0] and places[0][1:] <= name <= places[1][1:]


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 45), st.integers(1, 20), st.sampled_from([NUMBER, "13800138000", 11010119, "张三"]))
def test_a_filled_cell_anywhere_is_read_or_named_or_a_note(row: int, column: int, value: object) -> None:
    grid = roster()
    header = next(at for at, cells in enumerate(grid.rows, 1) if "岗位" in cells)
    if row <= header and column <= 10:
        return  # what it replaces there is the header or a label: another test's ground
    put(grid, row, column, value)
    found = read(grid)
    table = found.tables[0]
    in_table = row in table.rows and column in table.columns.values()
    named = any(covers(said, row, column) for sheet in found.sheets for said, *_ in sheet.unread)
    unknown = any(fault.column == column for fault in table.faults if fault.code == "F007")
    passed = any(
        int(rows.partition("-")[0]) <= row <= int(rows.rpartition("-")[2])
        for sheet in found.sheets
        for rows, _ in sheet.passed_over
    )
    is_note = isinstance(value, str) and not value.isdigit()
    serial_alone = column == table.columns.get("serial")
    key = any((one.row, one.column) == (row, column) for one in table.key_values.values())
    assert in_table or named or unknown or passed or is_note or serial_alone or key, (row, column, value)


def test_a_note_beside_and_below_is_no_unread_content() -> None:
    grid = roster()
    put(grid, 8, 14, "注：技能等级以证书为准")
    put(grid, 40, 2, NOTE)
    assert [fault.code for fault in read(grid).faults] == []


def test_a_table_of_another_kind_below_is_unread_once_and_its_rows_are_no_trainees() -> None:
    grid = roster()
    heads = len(read(grid).tables[0].rows)
    for offset, cells in enumerate(
        [["住宿安排"], ["房号", "入住人", "入住日期"], ["301", "张三", "6月8日"], ["302", "李四", "6月8日"]]
    ):
        for column, cell in enumerate(cells, 1):
            put(grid, len(roster().rows) + 2 + offset, column, cell)
    found = read(grid)
    assert [fault.code for fault in found.faults] == ["F019"]
    assert len(found.tables[0].rows) == heads


def test_a_sheet_of_no_form_is_unread_beside_forms_and_no_form_alone_is_f004() -> None:
    stay = Grid("住宿", [["房号", "入住人", "天数"], [301, "张三", 12], [302, "李四", 12]])
    assert [fault.code for fault in read(roster(), stay).faults] == ["F019"]
    assert [fault.code for fault in read(stay).faults] == ["F004"]


def test_lists_to_choose_from_and_instructions_are_quiet_unless_they_hold_numbers_of_persons() -> None:
    choices = Grid("下拉选项", [["性别", "技能等级"], ["男", "技师"], ["女", "高级技师"]])
    told = Grid("填表说明", [["填表说明"], ["1. 姓名：与证件一致"], ["2. 技能等级：技师及以上"]])
    assert read(roster(), choices, told).faults == []
    people = Grid("下拉选项", [["姓名", "号码"], ["张三", NUMBER]])
    assert [fault.code for fault in read(roster(), people).faults] == ["F019"]


def test_a_hidden_table_of_no_form_is_unread() -> None:
    stay = Grid("住宿", [["房号", "入住人", "天数"], [301, "张三", 12], [302, "李四", 12]], hidden=True)
    assert [fault.code for fault in read(roster(), stay).faults] == ["F019"]
