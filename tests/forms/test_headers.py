"""Where a header is found: one row or two, whatever stands above it."""

from __future__ import annotations

from gaoji_batch.forms.headers import find_header
from gaoji_batch.forms.recognise import recognised
from gaoji_batch.intake.grid import Grid, Submission
from tests.rules.judge import FORMS

PLAN = ["序号", "日期", "课程内容", "授课形式", "学时", "授课教师"]


def test_a_row_of_key_values_right_above_is_no_part_of_the_header() -> None:
    rows: list[list[object]] = [
        ["培训计划"],
        ["项目编号：", "GJ2026-001", "填报日期：", "2026-04-27"],
        PLAN,
        [1, "2026-05-11", "第一讲", "现场教学", 8, "钱教授"],
    ]
    header = find_header(Grid("计划", rows), [FORMS["plan"]])
    assert header is not None
    assert (header.first, header.last) == (3, 3)


def test_letters_that_grow_as_capitals_shift_no_value() -> None:
    above = "研修主题：Maß und Größe  项目编号：gj2026-001  Mr. ǰ 承办单位：北京甲测试公司"
    grid = Grid("计划", [["培训计划"], [above], PLAN, [1, "2026-05-11", "第一讲", "现场教学", 8, "钱教授"]])
    submission = Submission("inbox/计划.xlsx", 1, "0" * 64, "xlsx", [grid], [])
    keys = recognised(submission, FORMS).tables[0].key_values
    assert keys["承办单位"].value == "北京甲测试公司"
    assert str(keys["项目编号"].value).startswith("gj2026-001")


def test_two_rows_joined_by_merged_cells_are_one_header() -> None:
    upper: list[object] = ["序号", "姓名", "身份证件号码", "考核成绩", None, None, None, "总分", "考核结论"]
    lower: list[object] = [None, None, None, "出勤", "学习态度", "研讨交流", "工作总结", None, None]
    merges = [(2, column, 3, column) for column in (1, 2, 3, 8, 9)] + [(2, 4, 2, 7)]
    header = find_header(
        Grid("成绩", [["考核成绩"], upper, lower, [1, "张三"]], merges=merges), [FORMS["assessment"]]
    )
    assert header is not None
    assert (header.first, header.last) == (2, 3)


def test_two_rows_without_merges_are_one_header_where_the_upper_row_adds_columns() -> None:
    upper: list[object] = ["序号", "姓名", "身份证件号码", None, None, None, None, "总分", "考核结论"]
    lower: list[object] = [None, None, None, "出勤", "学习态度", "研讨交流", "工作总结", None, None]
    header = find_header(Grid("成绩", [upper, lower, [1, "张三"]]), [FORMS["assessment"]])
    assert header is not None
    assert (header.first, header.last) == (1, 2)


def test_a_workbook_of_nothing_but_our_own_review_sheet_holds_no_form() -> None:
    sent_back = Submission("inbox/名单.xlsx", 1, "0" * 64, "xlsx", [Grid("审核意见", [["审核意见"]])], [])
    read = recognised(sent_back, FORMS)
    assert (read.tables, [fault.code for fault in read.faults]) == ([], ["F004"])


def test_text_under_the_name_of_a_workbook_is_no_spreadsheet_and_under_its_own_name_holds_no_form() -> None:
    def codes(name: str) -> list[str]:
        return [
            fault.code
            for fault in recognised(
                Submission(f"inbox/{name}", 6, "0" * 64, "csv", [Grid("", [["hello"]])], []), FORMS
            ).faults
        ]

    assert (codes("名单.xlsx"), codes("名单.zip"), codes("名单.csv")) == (["F001"], ["F001"], ["F004"])


def test_the_top_of_a_printed_page_again_is_no_data_row() -> None:
    rows: list[list[object]] = [
        ["培训计划"],
        ["项目编号：GJ2026-001", None, "填报日期：2026-04-27"],
        [],
        PLAN,
    ]
    page: list[list[object]] = [
        [1, "2026-05-11", "第一讲", "现场教学", 8, "钱教授"],
        ["本页小计", None, None, None, 8],
    ]
    read = recognised(
        Submission("inbox/计划.xlsx", 1, "0" * 64, "xlsx", [Grid("计划", [*rows, *page, *rows, *page])], []),
        FORMS,
    )
    assert (read.tables[0].rows, read.faults) == ([5, 11], [])


def test_a_group_over_its_parts_reads_as_one_label() -> None:
    upper: list[object] = [
        "姓名",
        "性别",
        "身份证件",
        None,
        "工作单位",
        "岗位",
        "职业(工种)",
        "技能证书",
        None,
        "联系电话",
    ]
    lower: list[object] = [None, None, "类型", "号码", None, None, None, "等级", "编号", None]
    merges = [(1, 3, 1, 4), (1, 8, 1, 9), *((1, column, 2, column) for column in (1, 2, 5, 6, 7, 10))]
    header = find_header(Grid("名单", [upper, lower, ["张三"]], merges=merges), [FORMS["roster"]])
    assert header is not None
    assert (header.columns["id_number"], header.columns["certificate"], header.unknown) == (4, 9, {})
