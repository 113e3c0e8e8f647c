"""The renderer of Excel templates: one row repeated,
the rest moved down, sums widened, values kept as what they are."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from gaoji_batch.errors import GaojiError
from gaoji_batch.outputs.workbooks.excel_template import render


@pytest.fixture
def template(tmp_path):
    """Title merged over three columns, a repeated row, a sum, and a merged line below."""
    book = Workbook()
    sheet = book.active
    sheet["A1"] = "{{ title }}（共{{ count }}笔）"
    sheet.merge_cells("A1:C1")
    sheet["A2"], sheet["B2"], sheet["C2"] = "{{ row.name }}", "{{ row.account }}", "{{ row.amount }}"
    sheet["C2"].font, sheet["C2"].number_format = Font(bold=True), "#,##0"
    sheet["B3"], sheet["C3"] = "合计", "=SUM(C2:C2)"
    sheet["A4"] = "经办："
    sheet.merge_cells("A4:C4")
    sheet.row_dimensions[4].height = 40
    (tmp_path / "templates").mkdir()
    book.save(tmp_path / "templates" / "表.xlsx")
    return tmp_path


def rendered(workspace: Path, rows, **values):
    return load_workbook(BytesIO(render(workspace, "表.xlsx", values, rows))).active


def test_the_row_is_repeated_and_the_rest_moves_down(template):
    rows = [{"name": f"单位{at}", "account": "6222021234567890123", "amount": at * 1000} for at in (1, 2, 3)]
    sheet = rendered(template, rows, title="明细", count=3)
    assert [[cell.value for cell in line] for line in sheet["A1:C6"]] == [
        ["明细（共3笔）", None, None],
        ["单位1", "6222021234567890123", 1000],
        ["单位2", "6222021234567890123", 2000],
        ["单位3", "6222021234567890123", 3000],
        [None, "合计", "=SUM(C2:C4)"],
        ["经办：", None, None],
    ]
    assert sorted(str(area) for area in sheet.merged_cells.ranges) == ["A1:C1", "A6:C6"]
    assert (
        sheet.row_dimensions[6].height == 40
        and sheet["C4"].font.bold
        and sheet["C4"].number_format == "#,##0"
    )


def test_a_repeated_row_grows_with_what_it_holds(template):
    path = template / "templates" / "表.xlsx"
    book = load_workbook(path)
    book.active.row_dimensions[2].height, book.active.column_dimensions["A"].width = 44, 16
    book.save(path)
    rows = [
        {"name": "短名公司", "account": "1", "amount": 1},
        {"name": "名称很长的示范单位" * 5, "account": "2", "amount": 2},
    ]
    sheet = rendered(template, rows, title="明细", count=2)
    assert sheet.row_dimensions[2].height == 44 and sheet.row_dimensions[3].height >= 6 * 14


def test_text_that_a_spreadsheet_would_run_stays_text(template):
    sheet = rendered(template, [{"name": "=1+1", "account": "+8", "amount": 5}], title="@x", count=1)
    assert (sheet["A2"].value, sheet["A2"].data_type, sheet["B2"].data_type, sheet["A1"].data_type) == (
        "=1+1",
        "s",
        "s",
        "s",
    )


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("{{ row.nothing }}", "A2单元格"),
        ("{{ ().__class__.__mro__ }}{{ row.name }}", "A2单元格"),
        ("{{ row.name", "A2单元格"),
    ],
)
def test_a_broken_or_unsafe_placeholder_is_named(template, said, named):
    path = template / "templates" / "表.xlsx"
    book = load_workbook(path)
    book.active["A2"] = said
    book.save(path)
    with pytest.raises(GaojiError, match=named):
        rendered(template, [{"name": "甲", "account": "1", "amount": 1}], title="t", count=1)


def test_what_is_no_workbook_is_said(template):
    (template / "templates" / "表.xlsx").write_text("不是工作簿", encoding="utf-8")
    with pytest.raises(GaojiError, match="不是Excel工作簿"):
        rendered(template, [], title="t", count=0)
