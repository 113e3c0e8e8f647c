"""假设分析.xlsx and whatif.json: what other policy values would change."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from gaoji_batch.judgement.changes import CHANGE_NAMES, CLEARED, NEW
from gaoji_batch.outputs.workbooks.book import Book, TableColumn, open_book, write_cell, write_table
from gaoji_batch.outputs.workbooks.supposition import WhatIf, as_json

NAME = "假设分析.xlsx"


def write(supposition: WhatIf, on: date, folder: Path) -> None:
    """Writes 假设分析.xlsx and whatif.json into `folder`."""
    (folder / "whatif.json").write_text(
        json.dumps(as_json(supposition), ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n"
    )
    book = open_book(folder / NAME, on, "假设分析：只作测算，不改变审核结论")
    _overview(book, supposition)
    _sheet(
        book,
        "问题变化",
        supposition.findings.assign(change=supposition.findings["change"].map(CHANGE_NAMES)),
        _FINDINGS,
    )
    _sheet(book, "项目变化", supposition.projects, _PROJECTS)
    _sheet(book, "学员变化", supposition.trainees, _TRAINEES)
    book.book.close()


_FINDINGS = [
    ("变化", "change", 9, "code"),
    ("规则", "title", 20, "text"),
    ("规则代码", "code", 10, "code"),
    ("项目编号", "project", 16, "text"),
    ("承办单位", "unit", 26, "text"),
    ("对象", "subject", 26, "text"),
    ("问题", "message", 46, "text"),
    ("涉及金额(元)", "amount", 13, "money"),
]
_PROJECTS = [
    ("项目编号", "project", 16, "text"),
    ("项目名称", "name", 30, "text"),
    ("承办单位", "unit", 28, "text"),
    ("现结论", "before_verdict", 10, "code"),
    ("假设下结论", "after_verdict", 12, "code"),
    ("现可补助人数", "before_payable_heads", 13, "count"),
    ("假设下人数", "after_payable_heads", 12, "count"),
    ("现补助金额(元)", "before_payable_amount", 15, "money"),
    ("假设下金额(元)", "after_payable_amount", 15, "money"),
]
_TRAINEES = [
    ("项目编号", "project", 16, "text"),
    ("承办单位", "unit", 28, "text"),
    ("姓名", "name", 10, "text"),
    ("身份证件号码", "id_masked", 22, "text"),
    ("现结论", "before_verdict", 10, "code"),
    ("假设下结论", "after_verdict", 12, "code"),
    ("现有问题", "before_reasons", 28, "text"),
    ("假设下问题", "after_reasons", 28, "text"),
]


def _sheet(
    book: Book, title: str, rows: pd.DataFrame, columns: Sequence[tuple[str, str, float, str]]
) -> None:
    write_table(
        book,
        book.sheet(title),
        [TableColumn(name, rows[field].tolist(), width, look) for name, field, width, look in columns],
    )


def _overview(book: Book, supposition: WhatIf) -> None:
    """The assumptions, the sum of what changes, the rules, and each year against cap and budget."""
    sheet = book.sheet("总体情况", "#1F4E79")
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 6, 17)
    sheet.set_row(0, 28)
    write_cell(sheet, 0, 0, "假设分析", book.look(bold=True, font_size=16))
    totals = supposition.totals
    changed = (
        f"问题消除{totals['cleared']}条、新增{totals['new']}条，"
        f"{totals['projects']}个项目、{totals['trainees']}名学员的结论改变"
    )
    write_cell(
        sheet,
        1,
        0,
        f"{changed}；可补助人数{totals['heads']:+d}人，补助金额{totals['amount']:+,d}元。",
        book.look(font_size=11),
    )
    row = 3
    for head, rows in (
        (_ASSUMPTIONS, _assumption_rows(supposition)),
        (_CODES, _code_rows(supposition)),
        (_CAPS, _cap_rows(supposition)),
        (_MONEY, _money_rows(supposition)),
    ):
        row = _block(book, sheet, row, head, rows)


_ASSUMPTIONS = ["假设", "参数", "现值", "假设值"]
_CODES = ["问题变化（按规则）", "代码", "结论", "消除", "新增"]
_CAPS = ["年度人数与上限", "核定人数", "现上限", "假设下上限", "现余额", "假设下余额"]
_MONEY = [
    *("年度资金与预算(元)", "预算", "现补助金额", "假设下补助金额", "现余额", "假设下余额"),
    "可补助人数（现→假设）",
]
_SIDES = ("before", "after")


def _assumption_rows(supposition: WhatIf) -> list[list[Any]]:
    return [
        [entry["title"], entry["name"], entry["before"], entry["after"]] for entry in supposition.assumptions
    ]


def _code_rows(supposition: WhatIf) -> list[list[Any]]:
    rows = [
        [entry["title"], entry["code"], entry["severity"], entry[CLEARED], entry[NEW]]
        for entry in supposition.codes.to_dict("records")
    ]
    return rows or [["没有变化", "", "", None, None]]


def _cap_rows(supposition: WhatIf) -> list[list[Any]]:
    """Each year against its cap of heads, before and after."""
    return [
        [
            f"{entry['year']}年",
            entry["approved"],
            *(entry[f"cap_{side}"] for side in _SIDES),
            *(_left(entry[f"cap_{side}"], entry["approved"]) for side in _SIDES),
        ]
        for entry in supposition.years
    ]


def _money_rows(supposition: WhatIf) -> list[list[Any]]:
    """Each year against its budget, before and after."""
    return [
        [
            f"{entry['year']}年",
            entry["budget"],
            entry["amount_before"],
            entry["amount_after"],
            *(_left(entry["budget"], entry[f"amount_{side}"]) for side in _SIDES),
            f"{entry['heads_before']}→{entry['heads_after']}",
        ]
        for entry in supposition.years
    ]


def _left(limit: int | None, used: int) -> int | None:
    """What is left of a limit; None where there is none."""
    return None if limit is None else limit - used


def _block(book: Book, sheet: Any, top: int, heads: list[str], rows: list[list[Any]]) -> int:
    """A small table; returns the row at which the next may begin."""
    for at, head in enumerate(heads):
        write_cell(sheet, top, at, head, book.cell("head"))
    for down, row in enumerate(rows, top + 1):
        for at, value in enumerate(row):
            write_cell(
                sheet,
                down,
                at,
                value,
                book.cell("text" if isinstance(value, str) or value is None else "money"),
            )
    return top + len(rows) + 2
