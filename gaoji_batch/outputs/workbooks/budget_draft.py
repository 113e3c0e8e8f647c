"""预算测算表-<year>.xlsx: a draft of next year's budget.

The assumptions stand in cells to be changed, and every result is a formula on them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gaoji_batch.outputs.report import overridden
from gaoji_batch.outputs.workbooks.book import INPUT, SOFT, Book, open_book, write_cell
from gaoji_batch.outputs.workbooks.statistics_layout import BLUE
from gaoji_batch.outputs.year_shown import YearStatistics
from gaoji_batch.values.dates import quarter_name
from gaoji_batch.values.payment_status import NOT_UNDONE

_PAID_SHARES = (0.25, 0.25, 0.25, 0.25)


def name(year: int) -> str:
    """The workbook's name for the budget of a year."""
    return f"预算测算表-{year}年.xlsx"


def write(report: YearStatistics, per_head: int, path: Path) -> None:
    """Writes the draft of the year after `shown.year`; per_head: the subsidy a head in yuan."""
    year = report.year.year + 1
    book = open_book(path, report.on, f"预算测算 {report.run}")
    sheet = book.sheet("预算测算", BLUE)
    for at, width in enumerate((30, 16, 64)):
        sheet.set_column(at, at, width)
    sheet.set_row(0, 32)
    sheet.merge_range(
        0,
        0,
        0,
        2,
        f"{year}年度高技能人才研修培训补助资金预算测算表（草案）",
        book.look(font_size=16, bold=True),
    )
    note = (
        f"测算日期：{report.day}。黄色单元格是假设，取自{year - 1}年的实际，可以修改；其余由公式得出。"
        + "".join(overridden(report.overrides))
    )
    sheet.merge_range(1, 0, 1, 2, note, book.look(font_size=9, font_color=SOFT, text_wrap=True))
    sheet.set_row(1, 28)
    _table(book, sheet, _assumptions(report, per_head), 3, "一、假设", True)
    _table(book, sheet, _results(report, per_head), 12, "二、测算", False)
    _table(
        book,
        sheet,
        _quarters(report, per_head),
        19,
        "三、分季度（季度比例可以修改，合计应为100%）",
        False,
        shares=True,
    )
    book.book.close()


def _rates(report: YearStatistics) -> tuple[float, float, float]:
    """Shares of last year: heads approved of the cap, completed of the approved, paid of the completed; 1
    where there was nothing to go by."""
    people, cap = report.figures["trainees"], report.figures["cap"]
    pairs = (
        (cap["used"], cap["limit"]),
        (people["completed"], people["approved"]),
        (people["paid"], people["completed"]),
    )
    approved, completed, paid = (
        min(round(part / total, 4), 1.0) if part and total else 1.0 for part, total in pairs
    )
    return approved, completed, paid


def _carried(report: YearStatistics) -> int:
    """Yuan claimed and accepted this year of which nothing was ordered: it falls on next year."""
    claims, payments = (
        report.year.of_year(report.year.recorded.claims),
        report.year.of_year(report.year.recorded.payments),
    )
    ordered = payments.loc[payments["status"].isin(NOT_UNDONE), "project"]
    return int(claims.loc[~claims["project"].isin(ordered), "claimed_amount"].sum())


def _assumptions(report: YearStatistics, per_head: int) -> list[tuple[str, Any, str, str]]:
    """Label, value, number format, where it comes from; in the rows B6 to B11 that the formulas name."""
    used, completed, paid = _rates(report)
    year, people, cap = report.year.year, report.figures["trainees"], report.figures["cap"]
    return [
        (
            "年度培训人数上限(人)",
            cap["limit"],
            "#,##0",
            "办法第六条：每年培训人数不超过800人（政策参数year.cap）",
        ),
        (
            "名额使用率",
            used,
            "0.0%",
            f"{year}年核定{cap['used']:,}人／上限{cap['limit']:,}人；没有核定的按100%",
        ),
        (
            "结业率",
            completed,
            "0.0%",
            f"{year}年结业{people['completed']:,}人／核定{people['approved']:,}人；没有结业的按100%",
        ),
        (
            "申领拨付率",
            paid,
            "0.0%",
            f"{year}年拨付{people['paid']:,}人／结业{people['completed']:,}人；没有拨付的按100%",
        ),
        ("补助标准(元／人)", per_head, "#,##0", "办法第十六条：每人5000元（政策参数subsidy.per_head）"),
        ("上年结转的申请(元)", _carried(report), "#,##0", f"{year}年已受理、尚未安排拨付的补助申请"),
    ]


def _results(report: YearStatistics, per_head: int) -> list[tuple[str, Any, str, str]]:
    """Label, (formula, its value), number format, note; in the rows B15 to B18."""
    (_, cap, *_), (_, used, *_), (_, completed, *_), (_, paid, *_), _, (_, carried, *_) = _assumptions(
        report, per_head
    )
    heads = round(cap * used)
    done = round(heads * completed)
    due = round(done * paid) * per_head
    return [
        ("预计核定人数(人)", ("=ROUND(B6*B7,0)", heads), "#,##0", "上限×名额使用率"),
        ("预计结业人数(人)", ("=ROUND(B15*B8,0)", done), "#,##0", "核定人数×结业率"),
        ("当年补助资金(元)", ("=ROUND(B16*B9,0)*B10", due), "#,##0", "结业人数×申领拨付率×补助标准"),
        ("预算需求合计(元)", ("=B17+B11", due + carried), "#,##0", "当年补助资金＋上年结转的申请"),
    ]


def _quarters(report: YearStatistics, per_head: int) -> list[tuple[str, Any, str, Any]]:
    """Label, (formula, value), format, share of the quarter; the shares are last year's by the payment
    batches."""
    total = _results(report, per_head)[3][1][1]
    ordered = report.accounts["ordered"].tolist()
    shares = [round(amount / sum(ordered), 4) for amount in ordered] if sum(ordered) else list(_PAID_SHARES)
    # the last takes what rounding left, so that the four make 100 %
    shares[-1] = round(1 - sum(shares[:-1]), 4)
    rows = [
        (f"{quarter_name(at + 1)}(元)", (f"=ROUND(B$18*C{22 + at},0)", round(total * share)), "#,##0", share)
        for at, share in enumerate(shares)
    ]
    return [
        *rows,
        ("合计(元)", ("=SUM(B22:B25)", sum(row[1][1] for row in rows)), "#,##0", ("=SUM(C22:C25)", 1.0)),
    ]


def _table(
    book: Book,
    sheet: Any,
    rows: list[tuple[str, Any, str, Any]],
    top: int,
    title: str,
    inputs: bool,
    shares: bool = False,
) -> None:
    """A titled table of three columns: label, value or formula, and where it comes from (or the share of the
    quarter)."""
    write_cell(sheet, top, 0, title, book.look(bold=True, font_size=12))
    for at, head in enumerate(("项目", "数值", "季度比例" if shares else "依据")):
        write_cell(sheet, top + 1, at, head, book.cell("head"))
    filled: dict[str, Any] = {"bg_color": INPUT} if inputs else {}
    for row, (label, value, shape, basis) in enumerate(rows, top + 2):
        write_cell(sheet, row, 0, label, book.cell("text"))
        _value(book, sheet, row, 1, value, shape, filled)
        if shares:
            _value(
                book, sheet, row, 2, basis, "0.0%", {} if isinstance(basis, tuple) else {"bg_color": INPUT}
            )
        else:
            write_cell(sheet, row, 2, basis, book.cell("text"))


def _value(
    book: Book, sheet: Any, row: int, column: int, value: Any, shape: str, look: dict[str, Any]
) -> None:
    cell = book.cell("money", num_format=shape, **look)
    if isinstance(value, tuple):
        sheet.write_formula(row, column, value[0], cell, value[1])
    else:
        sheet.write_number(row, column, value, cell)
