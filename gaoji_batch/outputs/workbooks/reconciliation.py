"""补助资金对账表.xlsx: every project of the year, and why each yuan not paid was not paid."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from gaoji_batch.findings import SEVERITY_NAMES, STATUS_NAMES
from gaoji_batch.outputs.pages import plain_page
from gaoji_batch.outputs.report import overridden
from gaoji_batch.outputs.workbooks.book import (
    Book,
    TableColumn,
    open_book,
    write_cell,
    write_notes,
    write_table,
)
from gaoji_batch.outputs.workbooks.reconciled_year import (
    HEADS,
    NAME,
    PAGE,
    YUAN,
    ReconciledYear,
    statements_read,
)
from gaoji_batch.outputs.workbooks.reconciliation_page import page_values
from gaoji_batch.values.text import class_said


def write(sheet: ReconciledYear, folder: Path) -> None:
    """Writes workbook and page into `folder`. GaojiError where the center's own page template is broken."""
    _workbook(sheet, folder / NAME)
    plain_page.write(sheet.workspace, "reconcile.html.j2", page_values(sheet), folder / PAGE)


def _workbook(sheet: ReconciledYear, path: Path) -> None:
    book = open_book(path, sheet.facts.on, f"补助资金对账 {sheet.run}")
    _lines(book, sheet)
    _gaps(book, sheet)
    _transfers(book, sheet)
    _findings(book, sheet)
    book.book.close()


def _lines(book: Book, sheet: ReconciledYear) -> None:
    page = book.sheet("对账表", "#1F4E79")
    notes = [f"{sheet.quarter}补助资金对账表", statements_read(sheet), *overridden(sheet.overrides)]
    write_notes(book, page, notes, 18)
    rows = sheet.rows
    columns = [
        TableColumn("项目编号", [class_said(row["project"], row["class"]) for row in rows], 13, "code"),
        TableColumn("项目名称", [row["name"] for row in rows], 18),
        TableColumn("承办单位", [row["unit"] for row in rows], 20),
        TableColumn("状态", [row["said"] for row in rows], 9, "code"),
        *(TableColumn(title, [row[name] for row in rows], 6.5, "count") for name, title in HEADS.items()),
        *(TableColumn(title, [row[name] for row in rows], 10.5, "money") for name, title in YUAN.items()),
        TableColumn("对账问题", [row["found"] for row in rows], 9, "code"),
        TableColumn("差额及原因", [row["why"] for row in rows], 46),
    ]
    end = write_table(book, page, columns, top=len(notes))
    _line_totals(book, page, sheet, end)


def _line_totals(book: Book, page: Worksheet, sheet: ReconciledYear, end: int) -> None:
    """The sums below the lines, what they add up to, and where to sign."""
    _total(book, page, end, 4, [sheet.totals[name] for name in HEADS], "count")
    _total(book, page, end, 4 + len(HEADS), [sheet.totals[name] for name in YUAN], "money")
    page.merge_range(end, 0, end, 3, "合计", book.cell("head"))
    for at in (4 + len(HEADS) + len(YUAN), 5 + len(HEADS) + len(YUAN)):
        write_cell(page, end, at, None, book.cell("head"))
    page.write_string(
        end + 1,
        0,
        "应付金额－已支付＝未支付－多付。各项目的差额相加，等于核定人数×补助标准－已支付，逐项见“差额说明”。",
        book.look(font_size=9),
    )
    page.write_string(
        end + 2,
        0,
        "编制：　　　　　　　　　　复核：　　　　　　　　　　审批：　　　　　　　　　　",
        book.look(),
    )


def _named(projects: pd.Series, classes: pd.Series) -> list[str]:
    return [class_said(project, int(class_no)) for project, class_no in zip(projects, classes, strict=True)]


def _total(book: Book, page: Worksheet, row: int, first: int, values: Sequence[int], look: str) -> None:
    for at, value in enumerate(values, first):
        write_cell(page, row, at, value, book.cell(look, bold=True))


def _gaps(book: Book, sheet: ReconciledYear) -> None:
    rows = sheet.gaps
    heads = [None if pd.isna(value) else int(value) for value in rows["heads"]]
    page = book.sheet("差额说明", "#C98A0C")
    end = write_table(
        book,
        page,
        [
            TableColumn("项目编号", _named(rows["written"], rows["class_no"]), 15, "code"),
            TableColumn("项目名称", rows["name"].tolist(), 24),
            TableColumn("承办单位", rows["unit"].tolist(), 28),
            TableColumn("环节", rows["step"].tolist(), 16, "code"),
            TableColumn("减少人数", heads, 9, "count"),
            TableColumn("减少金额", [int(value) for value in rows["amount"]], 13, "money"),
            TableColumn("原因", rows["reason"].tolist(), 60),
        ],
    )
    page.merge_range(end, 0, end, 4, "合计（＝核定人数×补助标准－已支付）", book.cell("head"))
    write_cell(page, end, 5, int(rows["amount"].sum()), book.cell("money", bold=True))
    write_cell(page, end, 6, None, book.cell("head"))


def _transfers(book: Book, sheet: ReconciledYear) -> None:
    titles = [
        ("transfer", "交易编号", 14, "code"),
        ("day", "交易日期", 12, "code"),
        ("payee", "户名", 28, "text"),
        ("account", "账号", 22, "code"),
        ("amount", "金额", 13, "money"),
        ("state", "状态", 8, "code"),
        ("memo", "附言", 24, "text"),
        ("kind", "对账结果", 10, "code"),
        ("payment", "支付编号", 14, "code"),
        ("project", "项目编号", 15, "code"),
        ("code", "问题", 8, "code"),
        ("file", "所在文件", 28, "text"),
        ("row", "行", 7, "count"),
    ]
    write_table(
        book,
        book.sheet("银行交易"),
        [
            TableColumn(title, [row[name] for row in sheet.transfers], width, look)
            for name, title, width, look in titles
        ],
    )


def _findings(book: Book, sheet: ReconciledYear) -> None:
    rows = sheet.findings.assign(
        severity=sheet.findings["severity"].map(SEVERITY_NAMES),
        status=sheet.findings["status"].map(STATUS_NAMES),
        project=_named(sheet.findings["project"], sheet.findings["class_no"].fillna(1)),
    )
    titles = [
        ("code", "规则代码", 9, "code"),
        ("title", "问题类别", 16, "text"),
        ("severity", "结论", 9, "code"),
        ("project", "项目编号", 15, "code"),
        ("unit", "承办单位", 26, "text"),
        ("message", "问题", 44, "text"),
        ("hint", "处理办法", 40, "text"),
        ("evidence", "核对依据", 40, "text"),
        ("amount", "涉及金额", 12, "money"),
        ("status", "处理状态", 10, "code"),
        ("finding_id", "问题编号", 15, "code"),
    ]
    page = book.sheet("对账问题", "#B42318")
    write_table(
        book,
        page,
        [TableColumn(title, rows[name].tolist(), width, look) for name, title, width, look in titles],
    )
