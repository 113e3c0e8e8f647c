"""What clerks write below a table is no data row, and a sparse row of data is one."""

from __future__ import annotations

import pytest

from gaoji_batch.forms.recognise import recognised
from gaoji_batch.intake.grid import Grid, Submission
from tests.rules.judge import FORMS

ROSTER = [
    "姓名",
    "性别",
    "身份证件号码",
    "工作单位",
    "岗位",
    "职业(工种)",
    "技能等级",
    "证书编号",
    "联系电话",
]


def last_data_row(*below: list[object]) -> int:
    """The last data row of a roster with one person in row 2 and these rows below."""
    rows: list[list[object]] = [
        list(ROSTER),
        ["张三", "男", "110101", "甲公司", "操作工", "车工", "技师", "Y1", "139"],
        *below,
    ]
    table = recognised(
        Submission("inbox/名单.xlsx", 1, "0" * 64, "xlsx", [Grid("学员名单", rows)], []), FORMS
    ).tables[0]
    return table.rows[-1]


@pytest.mark.parametrize(
    "footer",
    [
        ["单位（公章）", None, None, "  年  月  日"],
        ["学校（盖章）", None, "日期："],
        ["主管领导（签字）：", None, "经办人（签字）："],
        ["领导签字："],
        ["签名：", "张三"],
        ["日期：", None, "2026年6月25日"],
        ["打印时间：2026-06-25"],
        ["联系电话：", "13900000001"],
        ["单位名称（公章）：某公司"],
        ["2026年5月25日", None, None, None, "     年   月   日"],
        ["年　月　日", None, None, "2026年5月25日"],
        ["第一组小计（11人）"],
        ["车工合计：", 11],
        ["以下空白"],
        ["1", "以下空白"],
        [None, "（以下空白）"],
        ["------以下空白------"],
        ["人数合计", 20],
        ["大写：壹拾万元整"],
        ["备注", "本表一式三份"],
        ["审批意见", "同意"],
        ["经办：", None, "复核："],
        ["※ 本表由承办单位填写"],
        ["本表一式两份"],
        ["第1页 共2页"],
        ["共22条记录", "第1页/共1页"],
        ["总记录数：22"],
        ["导出时间：2026-07-03 10:22:11"],
        ["注意：请核对"],
    ],
    ids=str,
)
def test_a_line_below_the_table_is_no_data_row(footer: list[object]) -> None:
    assert last_data_row(footer) == 2


@pytest.mark.parametrize(
    "row",
    [
        ["李四"],
        ["章四", "男"],
        ["李四", None, "1101"],
        ["王意", "女"],
        [None, "男", "1101"],
        ["第五明", "男"],
    ],
    ids=str,
)
def test_a_person_of_whom_little_is_written_is_a_data_row(row: list[object]) -> None:
    assert last_data_row(row) == 3


def test_a_session_under_a_merged_day_is_a_data_row_whatever_its_title() -> None:
    rows: list[list[object]] = [
        ["日期", "课程内容", "授课形式", "学时", "授课教师"],
        ["2026-05-11", "第一讲", "现场教学", 4, "钱教授"],
    ]
    rows.append([None, "专题：新工艺", "专题研讨", 4, "钱教授"])
    table = recognised(
        Submission("inbox/计划.xlsx", 1, "0" * 64, "xlsx", [Grid("计划", rows, merges=[(2, 1, 3, 1)])], []),
        FORMS,
    ).tables[0]
    assert table.rows == [2, 3]
    assert table.values["date"] == ["2026-05-11", "2026-05-11"]
