"""The sheet 决算 of 年度统计: each quarter and the year against the budget."""

from __future__ import annotations

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from gaoji_batch.outputs.workbooks.book import Book, TableColumn, write_cell, write_table
from gaoji_batch.outputs.workbooks.statistics_layout import BLUE, PALE, add_chart, notes_of, write_heading
from gaoji_batch.outputs.year_shown import YearStatistics
from gaoji_batch.values.dates import quarter_name

_AMOUNTS = {"ordered": "安排拨付", "paid": "已拨付", "returned": "退回", "recovered_in": "已追回到账"}


def write_accounts(book: Book, report: YearStatistics) -> None:
    """决算: each quarter and the year against the budget, with sums as formulas that follow what is typed."""
    sheet = book.sheet("决算", BLUE)
    year = report.year.year
    note = (
        "按拨付批次日期和资金退回日期所在季度统计；实际支出＝已拨付－已追回到账；"
        "年度预算未分季度的，季度预算为空。"
    )
    top = write_heading(book, sheet, f"{year}年度补助资金决算", [note, *notes_of(report)[1:]], 8)
    rows = report.accounts
    names = [quarter_name(quarter) for quarter in rows["quarter"]]
    budget = [None if pd.isna(amount) else int(amount) for amount in rows["budget"]]
    columns = [
        TableColumn("季度", names, 12, "code"),
        TableColumn("预算(元)", budget, 15, "money"),
        *(TableColumn(f"{title}(元)", rows[name].tolist(), 15, "money") for name, title in _AMOUNTS.items()),
        TableColumn("实际支出(元)", rows["spent"].tolist(), 15, "money"),
        TableColumn("执行率", [None] * 4, 10, "count"),
    ]
    below = write_table(book, sheet, columns, top, filtered=False)
    _formulas(book, sheet, report, budget, top, below)
    add_chart(
        book,
        sheet,
        "column",
        "各季度预算与实际支出(元)",
        (top + 1, 0, top + 4),
        [("预算", 1, PALE), ("实际支出", 6, BLUE)],
        (below + 2, 0),
        760,
        300,
    )


def _formulas(
    book: Book, sheet: Worksheet, report: YearStatistics, budget: list[int | None], top: int, below: int
) -> None:
    """Spent and rate of each quarter and of the year, the header in row `top`, the sums in row `below`."""
    rows = report.accounts
    money, bold = book.cell("money"), book.cell("money", bold=True, bg_color="#F3F6F9")
    share = book.cell("count", num_format="0.0%")
    for row, amount in enumerate(budget, top + 1):
        # the value goes beside the formula, for viewers that do not calculate
        sheet.write_formula(row, 6, f"=D{row + 1}-F{row + 1}", money, int(rows["spent"].iloc[row - top - 1]))
        rate = rows["spent"].iloc[row - top - 1] / amount if amount else ""
        # N() takes an empty or textual budget for 0
        sheet.write_formula(row, 7, f'=IF(N(B{row + 1})=0,"",G{row + 1}/B{row + 1})', share, rate)
    write_cell(sheet, below, 0, "合计", book.cell("code", bold=True, bg_color="#F3F6F9"))
    write_cell(sheet, below, 1, report.year.budget, bold)
    for column, letter in enumerate("CDEFG", 2):
        total = int(rows[[*_AMOUNTS, "spent"][column - 2]].sum())
        sheet.write_formula(below, column, f"=SUM({letter}{top + 2}:{letter}{below})", bold, total)
    executed = report.spent / report.year.budget if report.year.budget else ""
    sheet.write_formula(
        below,
        7,
        f'=IF(N(B{below + 1})=0,"",G{below + 1}/B{below + 1})',
        book.cell("count", num_format="0.0%", bold=True, bg_color="#F3F6F9"),
        executed,
    )
