"""Several tables on a sheet, cards, matrices, and headers
that are not quite enough (docs/contract/reading.md 2)."""

from __future__ import annotations

from gaoji_batch.forms.recognise import recognised
from gaoji_batch.forms.table import Recognised
from gaoji_batch.forms.taught import lessons, taught_forms
from gaoji_batch.intake.grid import Grid, Submission
from tests.rules.judge import FORMS

PLAN: list[object] = ["序号", "日期", "课程内容", "授课形式", "学时", "授课教师"]
TEACHERS: list[object] = ["姓名", "工作单位", "教师类别", "职称或职业资格"]
SESSION: list[object] = [1, "2026-06-08", "工艺", "现场教学", 8, "钱教授"]
TEACHER: list[object] = ["钱教授", "北京虚构大学", "专家教授", "教授"]


def read(rows: list[list[object]], file: str = "inbox/报送.xlsx", **more: object) -> Recognised:
    grid = Grid("表", rows, **more)  # type: ignore[arg-type]
    return recognised(Submission(file, 1, "0" * 64, "xlsx", [grid], []), FORMS)


def test_two_forms_below_each_other_are_two_tables_with_their_own_rows() -> None:
    found = read([["培训计划"], PLAN, SESSION, [], ["授课教师名单"], TEACHERS, TEACHER])
    assert [(table.form, table.rows) for table in found.tables] == [("plan", [3]), ("teachers", [7])]
    assert found.faults == []


def test_two_forms_beside_each_other_are_two_tables() -> None:
    found = read([[*PLAN, None, *TEACHERS], [*SESSION, None, *TEACHER]])
    assert [(table.form, table.rows) for table in found.tables] == [("plan", [2]), ("teachers", [2])]


def test_the_same_header_again_goes_on_unless_another_project_stands_between() -> None:
    above: list[list[object]] = [["项目编号：GJ-1"], PLAN, SESSION]
    assert [table.rows for table in read([*above, PLAN, SESSION]).tables] == [[3, 5]]
    other = read([*above, ["项目编号：GJ-2"], PLAN, SESSION])
    assert [(table.rows, table.key_values["项目编号"].value) for table in other.tables] == [
        ([3], "GJ-1"),
        ([6], "GJ-2"),
    ]


ROSTER: list[object] = [one.name for one in FORMS["roster"].columns if one.required]
TRAINEE: list[object] = [
    "张三",
    "男",
    "110101199003070134",
    "甲厂",
    "焊工",
    "焊工",
    "技师",
    "S1",
    "13800000000",
]


def _classes(found: Recognised) -> list[tuple[list[int], object]]:
    return [
        (
            table.rows,
            table.values.get("class_no") or (key.value if (key := table.key_values.get("期次")) else None),
        )
        for table in found.tables
    ]


def test_a_heading_names_the_class_of_the_list_below_it() -> None:
    titles = ["第2期", "第二期学员名单", "（第二期）", "2026年高级研修班（第2期）学员名单", "二期学员名单"]
    for title in titles:
        assert _classes(read([[title], ROSTER, TRAINEE]))[0][1] in ("第2期", "第二期", "二期", "(二期"), title
    for title in ("2026年学期培训名单", "第2期另行报送，此为说明", "培训期间名单", "第1期和第2期名单"):
        assert _classes(read([[title], ROSTER, TRAINEE])) == [([3], None)], title


def test_two_headings_with_the_same_header_are_two_classes() -> None:
    found = read([["第1期"], ROSTER, TRAINEE, [], ["第2期"], ROSTER, TRAINEE])
    assert _classes(found) == [([3], "第1期"), ([7], "第2期")]
    pages = read([["第1期"], ROSTER, TRAINEE, [], ["第一期"], ROSTER, TRAINEE])
    assert [table.rows for table in pages.tables] == [[3, 7]]


def test_lines_among_the_rows_name_the_class_of_those_below() -> None:
    found = read([["学员名单"], ROSTER, ["第1期"], TRAINEE, TRAINEE, ["第2期"], TRAINEE])
    assert _classes(found) == [([4, 5, 7], ["第1期", "第1期", "第2期"])]


def test_headings_side_by_side_are_each_their_own_tables() -> None:
    wide = len(ROSTER)
    found = read([["第1期", *[None] * wide, "第2期"], [*ROSTER, None, *ROSTER], [*TRAINEE, None, *TRAINEE]])
    assert _classes(found) == [([3], "第1期"), ([3], "第2期")]


def test_the_name_of_a_sheet_names_the_class_unless_a_cell_says_another() -> None:
    grid = Grid("第2期", [ROSTER, TRAINEE])
    said = Grid("第3期名单", [["期次：4"], ROSTER, TRAINEE])
    found = recognised(Submission("inbox/a.xlsx", 1, "0" * 64, "xlsx", [grid, said], []), FORMS)
    assert _classes(found) == [([2], "第2期"), ([3], "4")]


def test_a_card_is_a_table_of_one_row_and_knows_its_cells() -> None:
    found = read(
        [
            ["补助资金申请表"],
            ["项目编号", "GJ-1", "承办单位", "北京虚构公司"],
            ["统一社会信用代码", "91110105MA0764216B", "结业人数", 22],
            ["申请金额", 110000, "户名", "北京虚构公司"],
            ["开户行", "虚构银行", "账号", "1100269709290957594"],
        ]
    )
    (table,) = found.tables
    assert (table.form, table.values["claimed_amount"], table.places["claimed_amount"]) == (
        "claim",
        [110000],
        [(4, 2)],
    )


def test_marks_of_a_matrix_stand_for_the_days_hours_and_absence_for_none() -> None:
    found = read(
        [
            ["2026年6月考勤表"],
            ["姓名", "身份证件号码", 8, 9],
            ["张三", "110101199003070134", "√", "×"],
            ["李四", "110101199003070150", "请假", ""],
        ]
    )
    (table,) = found.tables
    assert list(zip(table.rows, table.values["date"], table.values["attended_hours"], strict=True)) == [
        (3, "2026年6月8日", "√"),
        (4, "2026年6月8日", 0),
    ]


def test_matrices_of_two_months_one_below_the_other_are_two_tables_of_one_project() -> None:
    person = ["张三", "110101199003070134"]
    found = read(
        [
            ["2026年5月考勤表"],
            ["项目编号：", "GJ-1"],
            ["姓名", "身份证件号码", 29, 30],
            [*person, "√", "×"],
            ["班主任：", "王敏"],
            ["2026年6月考勤表"],
            ["姓名", "身份证件号码", 1, 2],
            [*person, "√", "√"],
            ["姓名", "身份证件号码", 1, 2],
            ["李四", "110101199003070150", "×", "√"],
        ]
    )
    assert not found.faults
    read_of = [
        (row, day, table.key_values["项目编号"].value)
        for table in found.tables
        for row, day in zip(table.rows, table.values["date"], strict=True)
    ]
    assert read_of == [
        (4, "2026年5月29日", "GJ-1"),
        (8, "2026年6月1日", "GJ-1"),
        (8, "2026年6月2日", "GJ-1"),
        (10, "2026年6月2日", "GJ-1"),
    ]


def test_a_total_of_a_part_of_the_plan_is_no_session_and_a_course_called_so_is_one() -> None:
    course = [2, "2026-06-09", "成本合计", "现场教学", 8, "钱教授"]
    rows = [
        PLAN,
        SESSION,
        [None, "第一周小计", None, None, 8],
        course,
        ["实操教学小计：", None, None, None, 8],
        SESSION,
    ]
    assert [table.rows for table in read(rows).tables] == [[2, 4, 6]]


def test_hours_merged_over_two_sessions_count_once() -> None:
    found = read(
        [PLAN, SESSION, [2, "2026-06-08", "案例", "现场教学", None, "钱教授"]], merges=[(2, 5, 3, 5)]
    )
    (table,) = found.tables
    assert (table.values["hours"], table.merged["hours"]) == ([8, None], {3})


def test_a_header_that_the_center_teaches_is_read_and_one_that_means_another_column_is_not() -> None:
    told = read(
        [
            ["表单", "表头", "标准列名"],
            ["培训计划", "上课内容概要", "课程内容"],
            ["培训计划", "学时", "日期"],
            ["无此表", "甲", "乙"],
        ],
        "center/表头对照.xlsx",
    )
    taught, remarks = lessons([told], FORMS)
    assert taught == (("plan", "上课内容概要", "content"),)
    assert len(remarks) == 2
    known = taught_forms(taught, tuple(FORMS.values()))
    assert known["plan"].headed["上课内容概要"] == "content"
