"""拨付明细表: what finance pays out, one row a project."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from gaoji_batch.outputs.workbooks.disbursement import TEMPLATE
from tests.templates.word import save

COLUMNS = [
    ("序号", "serial", 5), ("承办单位", "unit", 16), ("项目编号", "project", 12), ("项目名称", "name", 16),
    ("起止日期", "days", 13), ("核定人数", "approved_heads", 6),
    ("结业人数", "headcount", 6), ("补助标准", "standard", 7), ("申请金额", "claimed_amount", 10),
    ("核减金额", "reduced", 8), ("核减原因", "reason", 11),
    ("拨付金额", "amount", 10), ("户名", "payee", 16), ("开户行", "bank", 14), ("账号", "account", 20),
    ("备注", "remark", 14),
]  # fmt: skip
TOTALS = {
    "核定人数": "approved",
    "结业人数": "total.headcount",
    "申请金额": "total.claimed_amount",
    "核减金额": "total.reduced",
    "拨付金额": "total.amount",
}
MONEY, FONT = ("补助标准", "申请金额", "核减金额", "拨付金额"), "宋体"
_LINE = Side("thin", "808080")
BORDER = Border(_LINE, _LINE, _LINE, _LINE)


def make(folder: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "拨付明细"
    _wide(sheet, 1, "补助资金拨付明细表", Font("黑体", 18), "center", 34)
    _wide(
        sheet,
        2,
        "{{ quarter }}　批次{{ batch }}　编制日期：{{ day }}　单位：元",
        Font(FONT, 11),
        "center",
        22,
    )
    for at, (title, field, width) in enumerate(COLUMNS, 1):
        sheet.column_dimensions[sheet.cell(3, at).column_letter].width = width
        _cell(sheet, 3, at, title, Font(FONT, 10, bold=True), "center").fill = PatternFill("solid", "E8EEF3")
        _cell(sheet, 4, at, f"{{{{ row.{field} }}}}", Font(FONT, 10), _side(title)).number_format = _format(
            title
        )
        total = "合计" if title == "承办单位" else f"{{{{ {TOTALS[title]} }}}}" if title in TOTALS else None
        _cell(sheet, 5, at, total, Font(FONT, 10, bold=True), _side(title)).number_format = _format(title)
    sheet.row_dimensions[3].height, sheet.row_dimensions[4].height, sheet.row_dimensions[5].height = (
        28,
        44,
        26,
    )
    _wide(
        sheet,
        6,
        "拨付金额合计（大写）：{{ capitals }}　　本批共{{ count }}笔，{{ total.amount }}元",
        Font(FONT, 11, bold=True),
        "left",
        26,
    )
    _wide(sheet, 7, "批次校验值：{{ mark }}", Font("Consolas", 9), "left", 20)
    _wide(sheet, 8, "编制：{{ made_by }}（账户{{ account }}，主机{{ machine }}）", Font(FONT, 10), "left", 20)
    _wide(
        sheet,
        9,
        (
            "经办：　　　　　　　　　　复核：　　　　　　　　　　"
            "审批：　　　　　　　　　　日期：　　　　年　　月　　日"
        ),
        Font(FONT, 11),
        "left",
        40,
    )
    sheet.freeze_panes = "A4"
    sheet.print_title_rows = "3:3"
    sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = "landscape", 9, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.oddFooter.center.text = "第&P页，共&N页"
    save(book, folder / TEMPLATE)


def _wide(sheet, row: int, said: str, font: Font, side: str, height: float) -> None:
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(COLUMNS))
    cell = sheet.cell(row, 1, said)
    cell.font, cell.alignment = font, Alignment(side, "center", wrap_text=True)
    sheet.row_dimensions[row].height = height


def _cell(sheet, row: int, column: int, said: str | None, font: Font, side: str):
    cell = sheet.cell(row, column, said)
    cell.font, cell.border, cell.alignment = font, BORDER, Alignment(side, "center", wrap_text=True)
    return cell


def _side(title: str) -> str:
    return "right" if title in MONEY else "center" if title.endswith(("人数", "序号")) else "left"


def _format(title: str) -> str:
    return "#,##0" if title in MONEY else "0" if title.endswith(("人数", "序号")) else "@"
