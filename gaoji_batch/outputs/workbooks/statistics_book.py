"""年度统计.xlsx with native charts, statistics.html and statistics.json, all of one `YearStatistics`."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from gaoji_batch.analysis import yearly
from gaoji_batch.outputs.pages import statistics_page
from gaoji_batch.outputs.workbooks.book import Book, TableColumn, open_book, write_cell, write_table
from gaoji_batch.outputs.workbooks.final_accounts import write_accounts
from gaoji_batch.outputs.workbooks.statistics_layout import (
    AMBER,
    BLUE,
    GREEN,
    PALE,
    RED,
    add_chart,
    notes_of,
    write_heading,
)
from gaoji_batch.outputs.year_shown import CUTS, STAGES, YearStatistics, named

WORKBOOK, PAGE, RECORDS = "年度统计.xlsx", "statistics.html", "statistics.json"
CARD_TITLES = {
    "unit": "承办单位",
    "approved": "立项",
    "filed": "备案",
    "completed": "结业",
    "claimed": "申领",
    "paid": "拨付",
    "heads_approved": "核定人数",
    "heads_filed": "备案人数",
    "heads_completed": "结业人数",
    "heads_paid": "拨付人数",
    "completion_rate": "结业率",
    "late": "逾期报送",
    "rejects": "不通过",
    "reviews": "待核实",
    "resubmitted": "重新报送",
    "spot_faults": "抽查审计未结",
    "amount_paid": "拨付金额(元)",
}


def write(report: YearStatistics, folder: Path) -> None:
    """Writes the records, the workbook and the page into `folder`."""
    (folder / RECORDS).write_text(
        json.dumps(report.figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n"
    )
    book = open_book(folder / WORKBOOK, report.on, f"年度统计 {report.run}")
    _overview(book, report)
    write_accounts(book, report)
    for cut, title in CUTS.items():
        _cut(book, report, cut, title)
    _cards(book, report)
    _errors(book, report)
    book.book.close()
    statistics_page.write(report, WORKBOOK, folder / PAGE)


def _overview(book: Book, report: YearStatistics) -> None:
    sheet = book.sheet("总览", "#1F2933")
    year = report.year.year
    top = write_heading(book, sheet, f"{year}年度高技能人才研修培训统计", notes_of(report), 12)
    rows = report.compared
    names, now, last = zip(*rows, strict=True)
    write_table(
        book,
        sheet,
        [
            TableColumn("项目", names, 18),
            TableColumn(f"{year}年", now, 14, "money"),
            TableColumn(f"{year - 1}年", last, 14, "money"),
            TableColumn(
                "增减",
                [None if a is None or b is None else a - b for a, b in zip(now, last, strict=True)],
                13,
                "money",
            ),
        ],
        top=top,
        filtered=False,
    )
    first, heads = top + 1, top + 1 + len(STAGES)
    series = [(f"{year}年", 1, BLUE), (f"{year - 1}年", 2, PALE)]
    projects, persons = (first, 0, first + len(STAGES) - 1), (heads, 0, heads + 3)
    add_chart(book, sheet, "column", f"{year}年各环节项目数", projects, series, (top, 5))
    add_chart(book, sheet, "column", f"{year}年各环节人数", persons, series, (top + 15, 5))


def _cut(book: Book, report: YearStatistics, cut: str, title: str) -> None:
    sheet = book.sheet(f"按{title.split('(')[0]}", GREEN)
    year = report.year.year
    rows = report.figures["by"][cut]
    last = {row["name"].replace(str(year - 1), str(year)): row for row in report.last["by"][cut]}
    top = write_heading(
        book,
        sheet,
        f"{year}年按{title}统计",
        [f"拨付金额为本年开班项目已拨付的补助；上年列为{year - 1}年的结业人数、拨付金额。"],
        7,
    )
    number = [(name, [row[name] for row in rows]) for name in yearly.CUT_COLUMNS[1:]]
    titles = ("项目(个)", "备案人数", "结业人数", "拨付金额(元)")
    columns = [TableColumn(title, [named(row["name"]) for row in rows], 26)]
    columns += [
        TableColumn(head, values, 14, "money") for head, (_, values) in zip(titles, number, strict=True)
    ]
    columns += [
        TableColumn(head, [last.get(row["name"], {}).get(name, 0) for row in rows], 14, "money")
        for head, name in (("上年结业人数", "trainees_completed"), ("上年拨付(元)", "amount_paid"))
    ]
    below = write_table(book, sheet, columns, top, filtered=False)
    if rows:
        few = len(rows) <= 6
        charted = min(len(rows), 12)
        at, wide, tall = ((below + 1, 0), 760, 300) if few else ((0, 8), 520, 110 + 34 * charted)
        series = [("备案人数", 2, PALE), ("结业人数", 3, BLUE)]
        add_chart(
            book,
            sheet,
            "column" if few else "bar",
            f"按{title}：备案和结业人数",
            (top + 1, 0, top + charted),
            series,
            at,
            wide,
            tall,
        )


def _cards(book: Book, report: YearStatistics) -> None:
    sheet = book.sheet("单位情况", AMBER)
    rows = report.cards
    columns = []
    for name, title in CARD_TITLES.items():
        values = [None if pd.isna(value) else value for value in rows[name].tolist()]
        look = "text" if name == "unit" else "money" if name == "amount_paid" else "count"
        columns.append(
            TableColumn(title, values, 30 if name == "unit" else 14 if name == "amount_paid" else 9, look)
        )
    write_table(book, sheet, columns)
    share, at = book.cell("count", num_format="0.0%"), list(CARD_TITLES).index("completion_rate")
    for row, rate in enumerate(rows["completion_rate"], 1):
        write_cell(sheet, row, at, None if pd.isna(rate) else rate, share)


def _errors(book: Book, report: YearStatistics) -> None:
    sheet = book.sheet("常见问题", RED)
    rows = report.top
    below = write_table(
        book,
        sheet,
        [
            TableColumn("季度", [named(name) for name in rows["quarter"]], 12, "code"),
            TableColumn("位次", rows["place"].tolist(), 8, "count"),
            TableColumn("问题", rows["title"].tolist(), 28),
            TableColumn("规则代码", rows["code"].tolist(), 12, "code"),
            TableColumn("处数", rows["count"].tolist(), 10, "count"),
            TableColumn("涉及项目", rows["projects"].tolist(), 10, "count"),
        ],
    )
    of_year = [
        (report.titles.get(row["code"], ""), row["code"], row["count"]) for row in report.figures["findings"]
    ]
    write_cell(sheet, below + 1, 0, "全年各类问题（含提示和已有处理意见的）", book.look(bold=True))
    for at, head in enumerate(("问题", "规则代码", "处数")):
        write_cell(sheet, below + 2, 2 + at, head, book.cell("head"))
    for row, (title, code, count) in enumerate(of_year, below + 3):
        for at, (value, look) in enumerate(((title, "text"), (code, "code"), (count, "count"))):
            write_cell(sheet, row, 2 + at, value, book.cell(look))
    if of_year:
        last = below + 2 + min(len(of_year), 10)
        add_chart(
            book,
            sheet,
            "bar",
            "全年最多的十类问题",
            (below + 3, 2, last),
            [("处数", 4, RED)],
            (0, 7),
            560,
            360,
        )
