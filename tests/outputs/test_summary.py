from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from gaoji_batch.forms.recognise import recognised
from gaoji_batch.intake.files import read_submission
from gaoji_batch.outputs.workbooks import summary
from gaoji_batch.workspace.limits import Limits
from tests.outputs.reports import finding, made_up
from tests.rules.judge import FORMS

DECISION_COLUMNS = [
    "规则代码", "项目编号", "身份证件号码", "处理意见", "理由", "核实人", "核实日期", "复核人", "问题编号",
    "结论", "是否须复核", "承办单位", "核对依据", "以往处理意见", "备注",
]  # fmt: skip
STATUSES = ("open", "upheld", "waived", "reduced")


@pytest.fixture
def book(tmp_path: Path) -> Workbook:
    summary.write(made_up(), tmp_path)
    return openpyxl.load_workbook(tmp_path / "审核汇总.xlsx")


def _rows(book: Workbook, name: str) -> list[dict[str, object]]:
    header, *rows = book[name].iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_the_sheets_stand_in_the_order_an_analyst_reads_them(book: Workbook) -> None:
    assert book.sheetnames == [
        "总览",
        "问题归因",
        "审核问题",
        "项目",
        "学员",
        "补正情况",
        "读取情况",
        "核实处理意见表",
    ]


def test_every_finding_is_there_with_its_title_before_its_code(book: Workbook) -> None:
    rows = _rows(book, "审核问题")
    assert len(rows) == 11
    assert list(rows[0])[:3] == ["结论", "规则名称", "规则代码"]
    first = next(row for row in rows if row["规则代码"] == "E0403")
    assert (first["结论"], first["规则名称"], first["涉及金额"], first["处理状态"]) == (
        "不通过",
        "社保连续缴费不足",
        5000,
        "未处理",
    )


def test_the_ruling_form_lists_what_may_be_decided_and_leaves_the_ruling_open(book: Workbook) -> None:
    rows = _rows(book, "核实处理意见表")
    assert list(rows[0]) == DECISION_COLUMNS
    assert {row["规则代码"] for row in rows} == {"E0403", "E0408", "D109", "Q0601", "S1602"}
    assert all(row["问题编号"] and row["处理意见"] is None and row["核实人"] is None for row in rows)
    assert "*" * 8 in next(row for row in rows if row["规则代码"] == "E0403")["身份证件号码"]
    assert next(row for row in rows if row["规则代码"] == "Q0601")["身份证件号码"] is None
    shown = {row["规则代码"]: (row["结论"], row["是否须复核"]) for row in rows}
    assert shown["E0403"] == ("不通过", "是") and shown["E0408"] == ("待核实", "否")
    assert all(row["承办单位"] for row in rows)
    assert any(row["核对依据"] for row in rows)


def test_what_is_decided_is_not_asked_again(tmp_path: Path) -> None:
    summary.write(
        made_up([finding("E0408", at, status=status) for at, status in enumerate(STATUSES)]), tmp_path
    )
    book = openpyxl.load_workbook(tmp_path / "审核汇总.xlsx")
    assert len(_rows(book, "审核问题")) == len(STATUSES)
    assert len(_rows(book, "核实处理意见表")) == 1


def test_saved_whole_into_center_its_ruling_form_alone_is_data(book: Workbook, tmp_path: Path) -> None:
    sheet = book["核实处理意见表"]
    for column, said in ((4, "不予通过"), (5, "已核实"), (6, "王敏"), (7, "2026-07-10")):
        sheet.cell(2, column).value = said
    book.save(tmp_path / "本次处理意见.xlsx")
    read = recognised(
        read_submission(tmp_path / "本次处理意见.xlsx", "center/本次处理意见.xlsx", Limits()), FORMS
    )
    assert [(table.form, table.faults) for table in read.tables] == [("decisions", [])]
    assert read.faults == []


def test_earlier_rulings_and_candidates_stand_beside_their_findings(tmp_path: Path) -> None:
    asked, cut = finding("E0408", 1, sheet_key=4), finding("D102", 2, sheet_key=4)
    told = "2026年5月8日予以通过（王敏）：同一岗位“设备主管”"
    report = made_up(
        [asked, cut],
        precedents={str(asked["finding_id"]): told},
        candidates={(4, 8): "110105********1234", (4, 7): "110105********9999"},
    )
    summary.write(report, tmp_path)
    book = openpyxl.load_workbook(tmp_path / "审核汇总.xlsx")
    rows = {row["规则代码"]: (row["以往处理意见"], row["可能的号码"]) for row in _rows(book, "审核问题")}
    assert rows == {"E0408": (told, None), "D102": (None, "110105********1234")}
    assert _rows(book, "核实处理意见表")[0]["以往处理意见"] == told


def test_a_class_at_stake_counts_once_and_a_class_that_falls_short_is_said(tmp_path: Path) -> None:
    whole = {"scope": "project", "amount": 95000, "subject": ""}
    found = (
        [finding("Q0601", at, **whole) for at in (0, 3, 1)]
        + [finding("E0403", at) for at in (0, 0, 3)]
        + [finding("Q0607", 0, **whole)]
    )
    summary.write(made_up(found), tmp_path)
    cells = [
        row[:6]
        for row in openpyxl.load_workbook(tmp_path / "审核汇总.xlsx")["总览"].iter_rows(values_only=True)
    ]
    by_code = {row[1]: row[3:] for row in cells if row[1] in ("Q0601", "E0403")}
    assert by_code == {"Q0601": (3, 2, 190000), "E0403": (3, 1, 10000)}
    assert next(row[1] for row in cells if row[0] == "其中剔除学员后班额不足(元)") == 95000


def test_only_a_claim_may_be_reduced(book: Workbook) -> None:
    sheet = book["核实处理意见表"]
    codes = {row[0].row: row[0].value for row in sheet.iter_rows(min_row=2)}
    choices = {
        codes[cell.min_row]: rule.formula1
        for rule in sheet.data_validations.dataValidation
        for cell in rule.sqref.ranges
    }
    assert choices["S1602"] == '"予以通过,不予通过,核减"'
    assert choices["E0403"] == '"予以通过,不予通过"'


def test_sheets_print_on_a4_across_with_header_and_page_numbers(book: Workbook) -> None:
    for sheet in book.worksheets:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (
            "landscape",
            9,
            0,
        )
        assert "&P" in sheet.oddFooter.right.text
    assert book["审核问题"].print_title_rows == "$1:$1"
    assert book["审核问题"].auto_filter.ref is not None


def test_overrides_of_the_policy_are_said(tmp_path: Path) -> None:
    summary.write(made_up(overrides={"class.min": "15"}), tmp_path)
    sheet = openpyxl.load_workbook(tmp_path / "审核汇总.xlsx")["总览"]
    assert "class.min = 15" in {cell.value for row in sheet.iter_rows() for cell in row}


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    summary.write(made_up([finding("D114", value="=HYPERLINK(1)", message="http://a.cn")]), tmp_path)
    cells = [
        cell
        for row in openpyxl.load_workbook(tmp_path / "审核汇总.xlsx")["审核问题"].iter_rows()
        for cell in row
    ]
    assert [cell.data_type for cell in cells if cell.value == "=HYPERLINK(1)"] == ["s"]
    assert all(cell.hyperlink is None for cell in cells)


def test_nothing_found_is_a_workbook_too_and_equal_reports_give_equal_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        summary.write(made_up([]), tmp_path / name)
    assert (tmp_path / "a" / "审核汇总.xlsx").read_bytes() == (tmp_path / "b" / "审核汇总.xlsx").read_bytes()
    assert (
        _rows(openpyxl.load_workbook(tmp_path / "a" / "审核汇总.xlsx"), "审核问题")[0]["结论"]
        == "未发现问题。"
    )
