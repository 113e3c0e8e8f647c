"""Cells that are struck through, in every format that can say so."""

from __future__ import annotations

import io

import docx
import pytest
import xlwt

from gaoji_batch.intake.contents import read_bytes
from gaoji_batch.workspace.limits import Limits
from tests.intake.books import with_rows, xlsx, zipped
from tests.intake.test_ods import HEAD
from tests.intake.test_xls import made

ROWS = [["姓名", "电话"], ["张三", "138"], ["李四", "139"]]
"""张三 is struck, and a part of 139."""


def _xlsx() -> bytes:
    def fill(book, page):
        line = book.add_format({"font_strikeout": True})
        page.write_row(0, 0, ROWS[0])
        page.write_row(1, 0, ROWS[1][:1], line)
        page.write(1, 1, "138")
        page.write(2, 0, "李四")
        page.write_rich_string(2, 1, "1", line, "3", "9")

    return xlsx(fill)


def _xls(tmp_path) -> bytes:
    def fill(book, page):
        line = xlwt.Font()
        line.struck_out = True
        style = xlwt.XFStyle()
        style.font = line
        page.write(0, 0, "姓名")
        page.write(0, 1, "电话")
        page.write(1, 0, "张三", style)
        page.write(1, 1, "138")
        page.write(2, 0, "李四")
        page.write_rich_text(2, 1, ["1", ("3", line), "9"])

    return made(tmp_path, fill)


def _docx() -> bytes:
    document = docx.Document()
    table = document.add_table(3, 2)
    for row, said in zip(table.rows, ROWS, strict=True):
        for cell, value in zip(row.cells, said, strict=True):
            cell.paragraphs[0].add_run(value)
    table.cell(1, 0).paragraphs[0].runs[0].font.strike = True
    last = table.cell(2, 1).paragraphs[0]
    last.runs[0].text = "1"
    last.add_run("3").font.double_strike = True
    last.add_run("9")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _html() -> bytes:
    return (
        "<table><tr><td>姓名<td>电话<tr><td style='text-decoration: line-through'>张三<td>138"
        "<tr><td>李四<td>1<s>3</s>9</table>"
    ).encode()


def _xml() -> bytes:
    return (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles>'
        '<Style ss:ID="s1"><Font ss:StrikeThrough="1"/></Style></Styles>'
        '<Worksheet ss:Name="表"><Table><Row><Cell><Data ss:Type="String">姓名</Data>'
        '</Cell><Cell><Data ss:Type="String">电话</Data></Cell></Row>'
        '<Row><Cell ss:StyleID="s1"><Data ss:Type="String">张三</Data>'
        '</Cell><Cell><Data ss:Type="String">138</Data></Cell></Row>'
        '<Row><Cell><Data ss:Type="String">李四</Data></Cell>'
        '<Cell ss:StyleID="s1"><Data ss:Type="String">139</Data></Cell></Row>'
        "</Table></Worksheet></Workbook>"
    ).encode()


def _ods() -> bytes:
    def cell(said: str, style: str = "") -> str:
        named = f'table:style-name="{style}" ' if style else ""
        return (
            f'<table:table-cell {named}office:value-type="string"><text:p>{said}</text:p></table:table-cell>'
        )

    styles = "".join(
        (
            f'<style:style style:name="{name}" style:family="{family}">'
            f"<style:text-properties style:text-line-through-{how}/></style:style>"
        )
        for name, family, how in [("ce1", "table-cell", 'style="solid"'), ("T1", "text", 'type="single"')]
    )
    rows = [
        cell("姓名") + cell("电话"),
        cell("张三", "ce1") + cell("138"),
        cell("李四") + cell('1<text:span text:style-name="T1">3</text:span>9'),
    ]
    table = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    content = (
        f"{HEAD}<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="表">{table}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped(
        {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content.encode()}
    )


@pytest.mark.parametrize("kind", ["xlsx", "xls", "docx", "html", "xml", "ods"])
def test_a_line_through_a_cell_or_a_part_of_it(kind: str, tmp_path) -> None:
    makers = {
        "xlsx": _xlsx,
        "xls": lambda: _xls(tmp_path),
        "docx": _docx,
        "html": _html,
        "xml": _xml,
        "ods": _ods,
    }
    name = "名单.docx" if kind == "docx" else "名单.xls"
    (grid,) = read_bytes(makers[kind](), name, Limits()).grids
    assert [[str(value) for value in row] for row in grid.rows] == ROWS
    assert grid.struck == {(2, 1), (3, 2)}


def test_a_line_taken_back_is_none() -> None:
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><r><rPr><strike val="0"/></rPr><t>张三</t></r></is></c></row>'
    )
    assert read_bytes(with_rows(rows), "名单.xlsx", Limits()).grids[0].struck == set()


def test_a_line_through_inline_text() -> None:
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><r><rPr><strike/></rPr><t>张三</t></r></is></c></row>'
    assert read_bytes(with_rows(rows), "名单.xlsx", Limits()).grids[0].struck == {(1, 1)}
