"""Small valid files, one or more for each reader."""

from __future__ import annotations

import io
from datetime import date, datetime

import xlsxwriter
import xlwt

from tests.intake.books import zipped
from tests.intake.test_ods import cell, ods, row, table

HEAD = ["序号", "姓名", "性别", "身份证件号码", "工作单位", "开班日期"]


def seeds() -> dict[str, bytes]:
    """File name → content."""
    said = "\n".join(
        [",".join(HEAD), *(f'{at},张三,男,11010119900307{at:04},"某公司,一部",2026-5-11' for at in range(8))]
    )
    return {
        "a.xlsx": _xlsx(),
        "a.xls": _xls(),
        "a.ods": _ods(),
        "a.csv": said.encode(),
        "b.csv": said.encode("gb18030"),
        "c.tsv": said.replace(",", "\t").encode("utf-16"),
        "a.zip": zipped({"名单.xlsx": _xlsx(), "计划.csv": said.encode(), "旧.xls": _xls()}),
    }


def _xlsx() -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        page = book.add_worksheet("学员名单")
        page.merge_range("A1:F1", "学员名单")
        page.write_row(1, 0, HEAD)
        for at in range(2, 10):
            page.write_row(at, 0, [at, "张三", "男", f"11010119900307{at:04}", "某公司"])
            page.write_datetime(at, 5, datetime(2026, 5, at), book.add_format({"num_format": "yyyy-mm-dd"}))
        page.write_formula(10, 0, "=SUM(A3:A9)", None, 35)
        page.write_formula(10, 1, "=NA()", None, "#N/A")
        page.set_row(4, None, None, {"hidden": True})
        book.add_worksheet("藏").hide()
    return made.getvalue()


def _xls() -> bytes:
    made, book = io.BytesIO(), xlwt.Workbook()
    page = book.add_sheet("学员名单")
    page.write_merge(0, 0, 0, 5, "学员名单")
    for at, name in enumerate(HEAD):
        page.write(1, at, name)
    for at in range(2, 8):
        page.write(at, 0, at)
        page.write(at, 5, date(2026, 5, at), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    page.row(4).hidden = True
    page.write(9, 0, xlwt.Formula("1+1"))
    book.save(made)
    return made.getvalue()


def _ods() -> bytes:
    cells = (
        cell("string", "张<text:s/>三")
        + cell("float", "5", value="5")
        + cell("date", "x", date_value="2026-05-11")
    )
    return ods(table(row(cells) * 5 + row(cells, 'table:number-rows-repeated="3"')))
