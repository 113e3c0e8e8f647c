"""Tables named .xls that are HTML, a web archive or SpreadsheetML, tables of Word documents, xlsb and .7z."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import py7zr
import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from gaoji_batch.intake.contents import read_bytes
from gaoji_batch.workspace.limits import Limits
from tests.intake.books import xlsx

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
LIMITS = Limits()


def grids(data: bytes, name: str = "名单.xls") -> list:
    content = read_bytes(data, name, LIMITS)
    assert content.faults == []
    return content.grids


def codes(data: bytes, name: str = "名单.xls", limits: Limits = LIMITS) -> list[str]:
    return [fault.code for fault in read_bytes(data, name, limits).faults]


PAGE = """<html><head><title>导出</title><style>td {}</style></head><body><h2>学员名单</h2>
<p>项目编号：GJ2026-001<br>承办单位：某公司</p>
<table><tr><td rowspan="2">序号</td><td colspan="2">学员</td></tr><tr><td>姓&nbsp;名</td><td>号码</td></tr>
<tr style="display: none"><td>1</td><td>张一</td><td>="00123"</td></tr></table></body></html>"""


@pytest.mark.parametrize("page", ["gb18030", "utf-8", "utf-16"])
def test_a_page_is_read_as_excel_shows_it(page: str) -> None:
    (grid,) = grids(PAGE.encode(page))
    assert grid.rows[:3] == [["学员名单"], ["项目编号：GJ2026-001"], ["承办单位：某公司"]]
    assert grid.rows[3][0] == "序号"
    assert grid.rows[4] == [None, "姓\xa0名", "号码"]
    assert grid.rows[5] == ["1", "张一", "00123"]
    assert grid.merges == [(4, 1, 5, 1), (4, 2, 4, 3)]
    assert grid.hidden_rows == [(6, 6)]


def test_a_page_that_says_a_wrong_code_page_is_read_all_the_same() -> None:
    page = '<html><meta charset="utf-8"><table><tr><td>姓名</td></tr></table></html>'
    assert grids(page.encode("gb18030"))[0].rows == [["姓名"]]


def test_a_table_within_a_table_for_layout_is_read() -> None:
    page = "<table><tr><td>标题<table><tr><td>姓名</td><td>张一</td></tr></table></td></tr></table>"
    assert grids(page.encode())[0].rows == [["标题"], ["姓名", "张一"]]


def test_a_vast_span_is_refused() -> None:
    assert codes(b"<table><tr><td colspan='99999'>a</td></tr></table>") == ["F003"]


@pytest.mark.parametrize("start", ["MIME-Version: 1.0", "From: <Saved by WPS>\r\nMIME-Version: 1.0"])
def test_a_web_archive_gives_the_sheets_of_its_pages(start: str) -> None:
    table = "<html><table><tr><td>姓名</td></tr></table></html>".encode("gb18030")
    parts = (
        f"{start}\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
        "Content-Type: text/html; charset=gb18030\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    )
    frame = b"\r\n--x\r\nContent-Type: text/html\r\n\r\n<html><frameset></frameset></html>\r\n--x--"
    assert [grid.rows for grid in grids(parts.encode() + table + frame, "名单.mht")] == [[["姓名"]]]


SPREADSHEET = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="名单"><Table>
<Column ss:Index="2" ss:Hidden="1"/>
<Row ss:Index="2"><Cell ss:MergeAcross="1"><Data ss:Type="String">学员</Data></Cell>
<Cell><Data ss:Type="Number">80.5</Data></Cell></Row>
<Row ss:Hidden="1"><Cell ss:Index="3"><Data ss:Type="DateTime">2026-05-11T00:00:00.000</Data></Cell>
<Cell><Data ss:Type="Error">#N/A</Data></Cell><Cell ss:Formula="=A1"/>
<Cell><Data ss:Type="String">末</Data></Cell></Row></Table>
</Worksheet><Worksheet ss:Name="隐"><Table/>
<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>
</Worksheet></Workbook>"""


def test_spreadsheetml_with_what_values_do_not_say() -> None:
    first, second = grids(SPREADSHEET.encode())
    assert first.rows[1:] == [["学员", None, 80.5], [None, None, date(2026, 5, 11), None, None, "末"]]
    assert (first.sheet, first.merges, first.hidden_rows) == ("名单", [(2, 1, 2, 2)], [(3, 3)])
    assert (first.hidden_columns, first.errors, first.unvalued) == ([(2, 2)], {(3, 4): "#N/A"}, {(3, 5)})
    assert second.hidden and not first.hidden


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<?mso-application progid="Excel.Sheet"?>', "<!DOCTYPE a [<!ENTITY b 'c'>]>"),
        ('ss:Index="2">', 'ss:Index="9999999">'),
        ('ss:MergeAcross="1"', 'ss:MergeAcross="99999"'),
    ],
)
def test_spreadsheetml_past_a_limit_is_refused(old: str, new: str) -> None:
    assert codes(SPREADSHEET.replace(old, new, 1).encode()) == ["F003"]


def test_spreadsheetml_in_utf_16_is_read_and_its_document_type_refused() -> None:
    assert grids(SPREADSHEET.encode("utf-16")) == grids(SPREADSHEET.encode())
    named = SPREADSHEET.replace('<?mso-application progid="Excel.Sheet"?>', "<!DOCTYPE a [<!ENTITY b 'c'>]>")
    assert codes(named.encode("utf-16")) == ["F003"]


def document() -> bytes:
    made = Document()
    made.add_paragraph("学员名单")
    made.add_paragraph("项目编号：GJ2026-001")
    table = made.add_table(rows=3, cols=3)
    for row, texts in zip(
        table.rows, (["序号", "学员", ""], ["", "姓名", "号码"], ["1", "张一", "00123"]), strict=True
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(0, 2))
    made.add_paragraph("第二张")
    made.add_table(rows=1, cols=1).cell(0, 0).text = "甲"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_tables_of_a_document_are_sheets_that_begin_with_their_first_row() -> None:
    first, second = grids(document(), "名单.docx")
    assert (first.sheet, second.sheet) == ("表1", "表2")
    assert first.rows == [["序号", "学员"], [None, "姓名", "号码"], ["1", "张一", "00123"]]
    assert first.merges == [(1, 1, 2, 1), (1, 2, 1, 3)]
    assert (first.above, second.above) == (["学员名单", "项目编号：GJ2026-001"], ["第二张"])


def test_a_table_within_a_cell_is_a_sheet_of_its_own() -> None:
    made, out = Document(), io.BytesIO()
    made.add_paragraph("项目编号：GJ2026-001")
    frame = made.add_table(rows=1, cols=1).cell(0, 0)
    inner = frame.add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "姓名", "号码"
    beside = made.add_table(rows=1, cols=1).cell(0, 0)
    beside.text = "说明"
    beside.add_table(rows=1, cols=1).cell(0, 0).text = "张三"
    made.save(out)
    read = grids(out.getvalue(), "名单.docx")
    assert [(one.sheet, one.rows, one.above) for one in read] == [
        ("表1", [["姓名", "号码"]], ["项目编号：GJ2026-001"]),
        ("表2", [["说明"]], []),
        ("表3", [["张三"]], []),
    ]


@pytest.mark.parametrize("level", ["w:tbl", "w:tr", "w:tc"])
def test_what_stands_in_a_content_control_is_read(level: str) -> None:
    made, out = Document(), io.BytesIO()
    table = made.add_table(rows=1, cols=1)
    table.cell(0, 0).text = "张三"
    held = next(made.element.body.iter(qn(level)))
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    held.addprevious(control)
    control.append(content)
    content.append(held)
    made.save(out)
    assert [one.rows for one in grids(out.getvalue(), "名单.docx")] == [[["张三"]]]


def test_a_document_without_a_table_is_an_attachment() -> None:
    made, out = Document(), io.BytesIO()
    made.add_paragraph("通知")
    made.save(out)
    assert codes(out.getvalue(), "通知.docx") == ["F018"]


def test_a_binary_workbook_is_read_with_its_dates() -> None:
    data = (CORPUS / "tafia+calamine" / "tests" / "date.xlsb").read_bytes()
    assert grids(data, "a.xlsb")[0].rows[0] == [date(2021, 1, 1), 15]


def seven(members: dict[str, bytes], password: str | None = None) -> bytes:
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", password=password) as made:
        for name, data in members.items():
            made.writestr(data, name)
    return out.getvalue()


def test_a_7z_is_read_like_a_zip() -> None:
    data = seven({"报送/名单.xlsx": xlsx(lambda book, sheet: sheet.write(0, 0, "姓名")), "a!b.csv": b"1,2\n"})
    assert sorted(grid.sheet for grid in grids(data, "材料.7z")) == ["a！b.csv!", "报送/名单.xlsx!学员名单"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (seven({"a.csv": b"1,2\n"}, "secret"), "F002"),
        (seven({"a.csv": bytes(30_000_000)}), "F003"),
        (seven({"a.csv": b"1,2\n"})[:-20], "F001"),
        (seven({"b.7z": seven({"a.csv": b"1"})}), "F003"),
    ],
)
def test_a_7z_that_is_not_sound_is_told(data: bytes, code: str) -> None:
    assert codes(data, "材料.7z") == [code]
