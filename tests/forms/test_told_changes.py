"""A note that tells what became of the people filed is named; one that asks, forbids or foresees is a note.

The people are made up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gaoji_batch.forms.recognise import recognised
from gaoji_batch.intake.grid import BOX, Apart, Grid, Submission
from gaoji_batch.values.cells import a1
from tests.rules.judge import FORMS, submissions
from tests.rules.world import clean

ROSTER = next(one for one in submissions(clean()) if one.file == "inbox/roster.xlsx").grids[0]
NAME = next(table for table in recognised(Submission("inbox/roster.xlsx", 1, "0" * 64, "xlsx", [ROSTER], []), FORMS).tables).values["name"][0]  # fmt: skip  # noqa: E501
CHANGES = [
    f"注：{NAME}因病退出培训，由王五替换",
    f"说明：学员{NAME}已于6月3日离职，不再参加",
    f"备注：{NAME}自愿放弃，签字确认",
    f"温馨提示：{NAME}请假期间由他人代训，以签到表为准",
    f"注：{NAME}已不在我单位工作",
    f"备注：原学员{NAME}现由王五参加",
]
NOTES = [  # the names of signers are no notes
    "注：以上学员均为本单位在职职工，情况属实。",
    "说明：如有学员退出，请填写变更备案表，并加盖公章",
    "注：不得替换学员",
    f"班主任：{NAME}",
    "注：缺勤画×，请假画△，以签字为准",
]


def _faults(grid: Grid, *others: Grid) -> list[tuple[str, str, str]]:
    read = recognised(Submission("inbox/名单.xlsx", 1, "0" * 64, "xlsx", [grid, *others], []), FORMS)
    assert [table.form for table in read.tables] == ["roster"]
    return [(fault.code, fault.sheet, fault.detail["range"]) for fault in read.faults]


@pytest.mark.parametrize("note", CHANGES)
def test_a_note_of_a_change_is_named_wherever_it_stands(note: str) -> None:
    below = replace(ROSTER, rows=[*ROSTER.rows, [note]])
    above = replace(ROSTER, rows=[ROSTER.rows[0], [note], *ROSTER.rows[1:]])
    beside = replace(ROSTER, sheet="填报说明", rows=[["填报说明"], [note]], apart=[], above=[])
    boxed = replace(ROSTER, apart=[Apart(BOX, 4, 14, note)])
    assert _faults(below) == [("F019", ROSTER.sheet, f"A{len(ROSTER.rows) + 1}")]
    assert _faults(above) == [("F019", ROSTER.sheet, "A2")]
    assert _faults(ROSTER, beside) == [("F019", "填报说明", "A2")]
    assert _faults(boxed) == [("F019", ROSTER.sheet, "N4")]


def test_a_note_in_several_cells_is_one_sentence() -> None:
    """It is named at its first cell."""
    below = replace(ROSTER, rows=[*ROSTER.rows, ["注：", NAME, "已退出"]])
    assert _faults(below) == [("F019", ROSTER.sheet, f"A{len(ROSTER.rows) + 1}")]


@pytest.mark.parametrize("note", NOTES)
def test_a_note_that_asks_or_signs_is_a_note(note: str) -> None:
    assert _faults(replace(ROSTER, rows=[*ROSTER.rows, [note]])) == []
    assert _faults(replace(ROSTER, apart=[Apart(BOX, 4, 14, note)])) == []


@pytest.mark.parametrize(
    ("note", "named"),
    [
        ("第三单元改为线上授课，以此为准", True),  # nobody is named, and nothing is asked
        ("6月20日的课请调整到6月22日，注意通知", True),  # a day
        ("参训学员取消资格的，应及时报送", False),
        ("注：如遇天气原因停课，时间顺延", False),
    ],
)
def test_of_a_text_box_a_change_of_the_days_counts_too(note: str, named: bool) -> None:
    assert bool(_faults(replace(ROSTER, apart=[Apart(BOX, 4, 14, note)]))) == named


@pytest.mark.parametrize(
    ("remark", "named"),
    [
        ("6月3日退出", True),
        ("自愿放弃", True),
        ("未参加培训", True),
        ("班长", False),
        ("如退出须书面说明", False),
    ],
)
@pytest.mark.parametrize("header", ["备注", "状态", None])
def test_a_remark_in_a_persons_row_that_they_left_is_named(
    header: str | None, remark: str, named: bool
) -> None:
    """No rule judges by 备注, by a column that the form does not know, or by what stands beside the table."""
    top = next(at for at, cells in enumerate(ROSTER.rows) if "姓名" in cells)
    rows = [list(cells) for cells in ROSTER.rows]
    right = max(map(len, rows))
    rows = [cells + [None] * (right + 1 - len(cells)) for cells in rows]
    rows[top][right], rows[top + 2][right] = header, remark
    faults = [fault for fault in _faults(replace(ROSTER, rows=rows)) if fault[0] == "F019"]
    assert faults == ([("F019", ROSTER.sheet, a1(top + 3, right + 1))] if named else [])
