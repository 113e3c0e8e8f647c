"""Rows that are no data, and rows that only look so (docs/contract/reading.md 3)."""

from __future__ import annotations

import pytest

from gaoji_batch.forms.reading import forms
from gaoji_batch.forms.recognise import recognised
from gaoji_batch.forms.table import Table
from gaoji_batch.intake.grid import Grid, Submission
from gaoji_batch.law import levels, written_words

ROSTER = [
    "序号",
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
PLAN = ["日期", "课程内容", "授课形式", "学时", "授课教师"]
PERSON = [
    1,
    "张三",
    "男",
    "110105198711280011",
    "某公司",
    "铣工",
    "铣工",
    "技师",
    "Y000111675661182771000",
    "13660431442",
]


def table(header: list[str], *rows: list[object], folder: str = "inbox", merges: list = ()) -> Table:  # type: ignore[assignment, type-arg]
    grid = Grid("表", [["项目编号：GJ2026-001"], list(header), *map(list, rows)], merges=list(merges))
    submission = Submission(f"{folder}/a.xlsx", 1, "0", "xlsx", [grid], [])
    return recognised(submission, forms()).tables[0]


@pytest.mark.parametrize(
    "numbers",
    [
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)", "(10)"],
        list("甲乙丙丁戊己庚辛壬癸"), ["甲", "乙", 1, 2, 3, 4, 5, 6, 7, 8],
        ["栏次", 1, 2, 3, 4, 5, 6, 7, 8, 9],
        ["①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧", "⑨", "⑩"],
    ],
)  # fmt: skip
def test_numbers_of_the_columns_are_no_person(numbers: list[object]) -> None:
    assert table(ROSTER, numbers, PERSON).rows == [4]


def test_a_group_line_heads_persons() -> None:
    held = table(ROSTER, [None, "一车间"], PERSON, ["二车间（12人）"], PERSON)
    assert (held.rows, held.groups) == ([4, 6], [3, 5])


def test_a_name_alone_in_the_last_row_is_a_person() -> None:
    assert table(ROSTER, PERSON, [None, "李四"]).rows == [3, 4]


def test_a_person_of_number_and_name_is_a_person() -> None:
    assert table(ROSTER, [1, "李四"], PERSON).rows == [3, 4]


def test_prefilled_rows_are_no_persons() -> None:
    blank = [None, None, "请选择", None, None, None, None, "请选择"]
    assert table(ROSTER, PERSON, [2, *blank[1:]], [3, *blank[1:]]).rows == [3]
    assert table(ROSTER, PERSON, [2, None, "男"], [3, None, "男"]).rows == [3]


def test_rows_that_differ_are_persons() -> None:
    assert table(ROSTER, PERSON, [2, None, "男"], [3, None, "女"]).rows == [3, 4, 5]


@pytest.mark.parametrize(
    "course",
    ["审核要点与追溯", "复核测量方法", "累计误差分析", "合计法公差分析", "盖章工艺流程", "负责人职责"],
)
def test_a_course_that_is_called_so_is_a_course(course: str) -> None:
    session = ["2026-06-08", course, "现场教学", 4, "王教授"]
    assert table(PLAN, session, [None, *session[1:]], merges=[(3, 1, 4, 1)]).rows == [3, 4]


def test_totals_and_signatures_below_the_courses() -> None:
    session = ["2026-06-08", "铣削", "现场教学", 4, "王教授"]
    ends = [
        ["合计", None, None, 4],
        ["填表人：", "李四", None, "审核人：", "王五"],
        ["单位（盖章）", None, None, "2026年6月1日"],
    ]
    assert table(PLAN, session, *ends).rows == [3]


def test_a_unit_of_the_register_is_data_whatever_its_name() -> None:
    header = ["承办单位", "统一社会信用代码", "单位类型", "所属区"]
    assert table(header, ["公章刻制有限公司", None, None, None], folder="center").rows == [3]


@pytest.mark.parametrize(
    "said", ["已提交", "已交", "有", "是", "√", "✓", "☑", "1", 1, "√已提交", "工作总结.docx", "2026-06-18"]
)
def test_a_summary_that_was_handed_in(said: object) -> None:
    assert written_words.is_handed_in(said, False)


@pytest.mark.parametrize(
    "said", [None, "", "□", "□已提交", "未完成", "待补", "否", "N", "0", 0, "×", "无", "/", "工作总结"]
)
def test_a_summary_that_was_not(said: object) -> None:
    assert not written_words.is_handed_in(said, False)


def test_a_title_counts_where_the_header_asks_for_one() -> None:
    assert written_words.asks_for_title("工作总结题目") and not written_words.asks_for_title("工作总结")
    assert written_words.is_handed_in("无损检测改进", True)
    assert not written_words.is_handed_in("总结", True)
    assert not written_words.is_handed_in("未完成工作总结", True)


@pytest.mark.parametrize(
    "said",
    [
        "Ⅱ级",
        "贰级",
        "2级",
        "２级",
        "二级/技师",
        "技师级",
        "职业技能等级二级",
        "技师（二级）",
        "国家职业资格二级",
    ],
)
def test_a_level_in_every_style(said: str) -> None:
    assert levels.canonical(said) == "技师"


@pytest.mark.parametrize("said", ["二级/高级工", "二级建造师", "技师待定"])
def test_what_is_no_level(said: str) -> None:
    assert levels.canonical(said) is None


def test_another_table_below_is_no_person() -> None:
    header = ["原学员", "替换学员", "替换原因"]
    grid = Grid(
        "表",
        [["项目编号：GJ2026-001"], ROSTER, PERSON, [], ["学员变更情况"], header, ["张三", "李四", "冲突"]],
    )
    read = recognised(Submission("inbox/a.xlsx", 1, "0", "xlsx", [grid], []), forms())
    assert read.tables[0].rows == [3]
    assert [(fault.code, fault.detail["range"]) for fault in read.faults] == [("F019", "A5:C7")]


def test_a_person_of_whom_little_is_written_is_one_below_an_empty_row() -> None:
    assert table(ROSTER, PERSON, [], [2, "李四", None, None, "某公司"], PERSON).rows == [3, 5, 6]


def test_an_average_of_scores_is_no_person() -> None:
    header = ["姓名", "身份证件号码", "出勤", "学习态度", "研讨交流", "工作总结", "总分", "考核结论"]
    person = ["张三", "110105198711280011", 28, 9, 18, 36, 91, "合格"]
    assert table(header, person, ["平均分", None, 28, 9, 18, 36, 91]).rows == [3]


def test_an_amount_in_capitals_is_no_claim() -> None:
    header = ["项目编号", "承办单位", "统一社会信用代码", "结业人数", "申请金额", "户名", "开户行", "账号"]
    claim = [
        "GJ2026-001",
        "某公司",
        "91110105MA5598997C",
        22,
        110000,
        "某公司",
        "某银行",
        "1100150689078405592",
    ]
    assert table(header, claim, ["大写金额：壹拾壹万元整"], ["金额大写：", "壹拾壹万元整"]).rows == [3]
