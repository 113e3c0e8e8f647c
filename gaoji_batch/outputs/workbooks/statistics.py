"""年度统计: 年度统计.xlsx with native charts, statistics.html, statistics.json, all of one `Shown`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from gaoji_batch.analysis import yearly
from gaoji_batch.outputs.pages import statistics_page
from gaoji_batch.outputs.report import overridden
from gaoji_batch.outputs.workbooks.book import SOFT, Book, Column, open_book, put, put_table
from gaoji_batch.outputs.year_shown import CALIBRE, CUTS, STAGES, Shown, named, unaudited_said
from gaoji_batch.values.dates import quarter_name

WORKBOOK, PAGE, RECORDS = "年度统计.xlsx", "statistics.html", "statistics.json"
CARD_TITLES = {
    "unit": "承办单位", "approved": "立项", "filed": "备案", "completed": "结业", "claimed": "申领", "paid": "拨付",
    "heads_approved": "核定人数",
    "heads_filed": "备案人数", "heads_completed": "结业人数", "heads_paid": "拨付人数", "completion_rate": "结业率",
    "late": "逾期报送", "rejects": "不通过",
    "reviews": "待核实", "resubmitted": "重新报送", "spot_faults": "抽查审计未结", "amount_paid": "拨付金额(元)",
}  # fmt: skip
BLUE, RED, AMBER, GREEN, PALE = "#1F4E79", "#B42318", "#D29922", "#1E6B3A", "#9DB4C9"


def write(shown: Shown, folder: Path) -> None:
    """Writes the records, the workbook and the page into `folder`."""
    (folder / RECORDS).write_text(
        json.dumps(shown.figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n"
    )
    book = open_book(folder / WORKBOOK, shown.on, f"年度统计 {shown.run}")
    _overview(book, shown)
    _accounts(book, shown)
    for cut, title in CUTS.items():
        _cut(book, shown, cut, title)
    _cards(book, shown)
    _errors(book, shown)
    book.book.close()
    statistics_page.write(shown, WORKBOOK, folder / PAGE)


def _head(book: Book, sheet: Worksheet, title: str, notes: Sequence[str], width: int) -> int:
    """A title line and notes above a table; returns the next row."""
    sheet.merge_range(0, 0, 0, width - 1, title, book.look(font_size=16, bold=True))
    sheet.set_row(0, 30)
    for at, note in enumerate(notes, 1):
        sheet.merge_range(at, 0, at, width - 1, note, book.look(font_size=9, font_color=SOFT, text_wrap=True))
        sheet.set_row(at, 28)
    return 1 + len(notes)


def _notes(shown: Shown) -> list[str]:
    told = [*unaudited_said(shown.year.unaudited), *overridden(shown.overrides)]
    return [f"统计日期：{shown.day}。{CALIBRE}", *told]


def _overview(book: Book, shown: Shown) -> None:
    sheet = book.sheet("总览", "#1F2933")
    year = shown.year.year
    top = _head(book, sheet, f"{year}年度高技能人才研修培训统计", _notes(shown), 12)
    rows = shown.compared
    names, now, last = zip(*rows, strict=True)
    put_table(
        book,
        sheet,
        [
            Column("项目", names, 18),
            Column(f"{year}年", now, 14, "money"),
            Column(f"{year - 1}年", last, 14, "money"),
            Column(
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
    _chart(
        book,
        sheet,
        "column",
        f"{year}年各环节项目数",
        (first, 0, first + len(STAGES) - 1),
        [(f"{year}年", 1, BLUE), (f"{year - 1}年", 2, PALE)],
        (top, 5),
    )
    _chart(
        book,
        sheet,
        "column",
        f"{year}年各环节人数",
        (heads, 0, heads + 3),
        [(f"{year}年", 1, BLUE), (f"{year - 1}年", 2, PALE)],
        (top + 15, 5),
    )


def _chart(
    book: Book,
    sheet: Worksheet,
    kind: str,
    title: str,
    place: tuple[int, int, int],
    series: Sequence[tuple[str, int, str]],
    at: tuple[int, int],
    wide: int = 620,
    tall: int = 280,
) -> None:
    """A native chart of table rows. place: first row, column of the names, last row; series: name, column,
    colour."""
    first, names, last = place
    chart = book.book.add_chart({"type": kind})
    for name, column, colour in series:
        chart.add_series(
            {
                "name": name,
                "categories": [sheet.name, first, names, last, names],
                "values": [sheet.name, first, column, last, column],
                "fill": {"color": colour},
                "gap": 60,
                "data_labels": {"value": True, "num_format": "#,##0;;", "font": {"size": 8}},
            }
        )
    chart.set_title({"name": title, "name_font": {"size": 11, "bold": True}, "overlay": False})
    chart.set_legend({"position": "bottom"} if len(series) > 1 else {"none": True})
    axis = {
        "num_font": {"size": 9},
        "major_gridlines": {"visible": True, "line": {"color": "#E5E9ED"}},
        "num_format": "#,##0",
        "min": 0,
    }
    if kind == "bar":
        chart.set_x_axis(axis | {"visible": False})
        chart.set_y_axis({"num_font": {"size": 9}, "reverse": True, "major_gridlines": {"visible": False}})
    else:
        chart.set_x_axis({"num_font": {"size": 9}})
        chart.set_y_axis(axis)
    chart.set_size({"width": wide, "height": tall})
    sheet.insert_chart(at[0], at[1], chart, {"x_offset": 6, "y_offset": 6})


def _accounts(book: Book, shown: Shown) -> None:
    """决算: each quarter and the year against the budget, with sums as formulas that follow what is put in."""
    sheet = book.sheet("决算", BLUE)
    year = shown.year.year
    note = "按拨付批次日期和资金退回日期所在季度统计；实际支出＝已拨付－已追回到账；年度预算未分季度的，季度预算为空。"
    top = _head(book, sheet, f"{year}年度补助资金决算", [note, *_notes(shown)[1:]], 8)
    rows = shown.accounts
    names = [quarter_name(quarter) for quarter in rows["quarter"]]
    budget = [None if pd.isna(amount) else int(amount) for amount in rows["budget"]]
    values = {
        title: rows[name].tolist()
        for name, title in (
            ("ordered", "安排拨付"),
            ("paid", "已拨付"),
            ("returned", "退回"),
            ("recovered_in", "已追回到账"),
        )
    }
    columns = [Column("季度", names, 12, "code"), Column("预算(元)", budget, 15, "money")]
    columns += [Column(f"{title}(元)", held, 15, "money") for title, held in values.items()]
    below = put_table(
        book,
        sheet,
        [
            *columns,
            Column("实际支出(元)", rows["spent"].tolist(), 15, "money"),
            Column("执行率", [None] * 4, 10, "count"),
        ],
        top,
        filtered=False,
    )
    money, bold = book.cell("money"), book.cell("money", bold=True, bg_color="#F3F6F9")
    share = book.cell("count", num_format="0.0%")
    for row, amount in enumerate(budget, top + 1):
        sheet.write_formula(row, 6, f"=D{row + 1}-F{row + 1}", money, int(rows["spent"].iloc[row - top - 1]))
        rate = rows["spent"].iloc[row - top - 1] / amount if amount else ""
        sheet.write_formula(row, 7, f'=IF(N(B{row + 1})=0,"",G{row + 1}/B{row + 1})', share, rate)
    put(sheet, below, 0, "合计", book.cell("code", bold=True, bg_color="#F3F6F9"))
    put(sheet, below, 1, shown.year.budget, bold)
    for column, letter in enumerate("CDEFG", 2):
        total = int(rows[["ordered", "paid", "returned", "recovered_in", "spent"][column - 2]].sum())
        sheet.write_formula(below, column, f"=SUM({letter}{top + 2}:{letter}{below})", bold, total)
    executed = shown.spent / shown.year.budget if shown.year.budget else ""
    sheet.write_formula(
        below,
        7,
        f'=IF(N(B{below + 1})=0,"",G{below + 1}/B{below + 1})',
        book.cell("count", num_format="0.0%", bold=True, bg_color="#F3F6F9"),
        executed,
    )
    _chart(
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


def _cut(book: Book, shown: Shown, cut: str, title: str) -> None:
    sheet = book.sheet(f"按{title.split('(')[0]}", GREEN)
    year = shown.year.year
    rows, last = (
        shown.figures["by"][cut],
        {row["name"].replace(str(year - 1), str(year)): row for row in shown.last["by"][cut]},
    )
    top = _head(
        book,
        sheet,
        f"{year}年按{title}统计",
        [f"拨付金额为本年开班项目已拨付的补助；上年列为{year - 1}年的结业人数、拨付金额。"],
        7,
    )
    number = [(name, [row[name] for row in rows]) for name in yearly.CUT_COLUMNS[1:]]
    titles = ("项目(个)", "备案人数", "结业人数", "拨付金额(元)")
    columns = [Column(title, [named(row["name"]) for row in rows], 26)]
    columns += [Column(head, values, 14, "money") for head, (_, values) in zip(titles, number, strict=True)]
    columns += [
        Column(head, [last.get(row["name"], {}).get(name, 0) for row in rows], 14, "money")
        for head, name in (("上年结业人数", "trainees_completed"), ("上年拨付(元)", "amount_paid"))
    ]
    below = put_table(book, sheet, columns, top, filtered=False)
    if rows:
        few = len(rows) <= 6
        charted = min(len(rows), 12)
        at, wide, tall = ((below + 1, 0), 760, 300) if few else ((0, 8), 520, 110 + 34 * charted)
        series = [("备案人数", 2, PALE), ("结业人数", 3, BLUE)]
        _chart(
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


def _cards(book: Book, shown: Shown) -> None:
    sheet = book.sheet("单位情况", AMBER)
    rows = shown.cards
    columns = []
    for name, title in CARD_TITLES.items():
        values = [None if pd.isna(value) else value for value in rows[name].tolist()]
        look = "text" if name == "unit" else "money" if name == "amount_paid" else "count"
        columns.append(
            Column(title, values, 30 if name == "unit" else 14 if name == "amount_paid" else 9, look)
        )
    put_table(book, sheet, columns)
    share, at = book.cell("count", num_format="0.0%"), list(CARD_TITLES).index("completion_rate")
    for row, rate in enumerate(rows["completion_rate"], 1):
        put(sheet, row, at, None if pd.isna(rate) else rate, share)


def _errors(book: Book, shown: Shown) -> None:
    sheet = book.sheet("常见问题", RED)
    rows = shown.top
    below = put_table(
        book,
        sheet,
        [
            Column("季度", [named(name) for name in rows["quarter"]], 12, "code"),
            Column("位次", rows["place"].tolist(), 8, "count"),
            Column("问题", rows["title"].tolist(), 28),
            Column("规则代码", rows["code"].tolist(), 12, "code"),
            Column("处数", rows["count"].tolist(), 10, "count"),
            Column("涉及项目", rows["projects"].tolist(), 10, "count"),
        ],
    )
    whole = [
        (shown.titles.get(row["code"], ""), row["code"], row["count"]) for row in shown.figures["findings"]
    ]
    put(sheet, below + 1, 0, "全年各类问题（含提示和已有处理意见的）", book.look(bold=True))
    for at, head in enumerate(("问题", "规则代码", "处数")):
        put(sheet, below + 2, 2 + at, head, book.cell("head"))
    for row, (title, code, count) in enumerate(whole, below + 3):
        for at, (value, look) in enumerate(((title, "text"), (code, "code"), (count, "count"))):
            put(sheet, row, 2 + at, value, book.cell(look))
    if whole:
        last = below + 2 + min(len(whole), 10)
        _chart(
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
