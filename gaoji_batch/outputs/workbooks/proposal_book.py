"""The outputs of an appraisal: 项目评审建议.xlsx, page, records, and drafts in Word."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from gaoji_batch.analysis.appraisal import DECLINED, IN_REVIEW, PROPOSED, WAITING
from gaoji_batch.outputs.letters.word_template import WordTemplate
from gaoji_batch.outputs.pages import plain_page
from gaoji_batch.outputs.safe_text import safe_name
from gaoji_batch.outputs.workbooks.book import (
    Book,
    TableColumn,
    colour_words,
    open_book,
    write_cell,
    write_table,
)
from gaoji_batch.outputs.workbooks.proposal import KINDS, Proposal, application_rows, as_json, score_rows
from gaoji_batch.values.dates import chinese_date

NAME, NOTICE, LETTER = "项目评审建议.xlsx", "拟立项公示.docx", "立项通知.docx"
_COLOURS = [
    (PROPOSED, "#E3F3E8", "#1E6B3A"),
    (IN_REVIEW, "#FDF3DA", "#8A5A00"),
    (WAITING, "#FDF3DA", "#8A5A00"),
    (DECLINED, "#FBE9E7", "#B42318"),
]


def write(proposal: Proposal, workspace: Path, folder: Path) -> None:
    """Writes workbook, page, records and drafts into `folder`; GaojiError where the center's own template is
    broken."""
    rows = application_rows(proposal)
    _write_book(proposal, rows, folder / NAME)
    (folder / "appraisal.json").write_text(
        json.dumps(as_json(proposal), ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n"
    )
    values = {
        "found": proposal,
        "rows": rows,
        "day": chinese_date(proposal.on),
        "marks": score_rows(proposal),
        "kinds": KINDS,
    }
    plain_page.write(workspace, "appraisal.html.j2", values, folder / "appraisal.html")
    if len(proposal.proposed):
        _write_drafts(proposal, [row for row in rows if row["decision"] == PROPOSED], workspace, folder)


def _write_book(proposal: Proposal, rows: list[dict[str, Any]], path: Path) -> None:
    book = open_book(path, proposal.on, f"项目评审建议　{proposal.year}年")
    _ranking(book, rows)
    _register(book, proposal)
    _scores(book, proposal)
    _constraints(book, proposal)
    book.book.close()


def _ranking(book: Book, rows: list[dict[str, Any]]) -> None:
    columns = [
        ("名次", "rank", 6, "count"),
        ("建议", "decision", 10, "code"),
        ("申报方案", "project_name", 30, "text"),
        ("单位", "unit", 26, "text"),
        ("平均分", "mean", 9, "money"),
        ("极差", "spread", 8, "money"),
        ("有效评分数", "experts", 8, "count"),
        ("申请名额", "planned_heads", 9, "count"),
        ("拟核定名额", "heads", 9, "count"),
        ("理由", "reasons", 40, "text"),
        ("评分提示", "remarks", 40, "text"),
        ("方案待核实的问题", "reviews", 24, "text"),
        ("方案的提示", "notes", 20, "text"),
    ]
    sheet = book.sheet("评审建议", "#1F4E79")
    looks = {"money": {"num_format": "0.##"}}
    write_table(
        book,
        sheet,
        [
            TableColumn(name, [row[field] for row in rows], width, look)
            for name, field, width, look in columns
        ],
    )
    for at, (_, field, _, look) in enumerate(columns):
        for down, row in enumerate(rows, 1) if look in looks else ():
            write_cell(sheet, down, at, row[field], book.cell(look, **looks[look]))
    colour_words(book, sheet, (1, 1, max(len(rows), 1), 1), _COLOURS)


def _register(book: Book, proposal: Proposal) -> None:
    """The form 立项项目登记 of what is proposed.

    With numbers and days of approval filled in, it is saved into center/ as it is.
    """
    rows = proposal.proposed
    blank = [""] * len(rows)
    days = {name: [day.date() for day in rows[name]] for name in ("opening", "ending")}
    columns = [
        TableColumn("项目编号", blank, 18, "text", True),
        TableColumn("项目名称", rows["project_name"].tolist(), 32),
        TableColumn("承办单位", rows["unit"].tolist(), 28),
        TableColumn("统一社会信用代码", rows["uscc"].fillna("").tolist(), 23),
        TableColumn("产业领域", rows["industry"].fillna("").tolist(), 16),
        TableColumn("职业(工种)", rows["occupation"].fillna("").tolist(), 18),
        TableColumn("核定人数", rows["heads"].tolist(), 9, "count", True),
        TableColumn("开班日期", days["opening"], 12, "code"),
        TableColumn("结业日期", days["ending"], 12, "code"),
        TableColumn("总学时", _hours(rows["total_hours"]), 8, "count"),
        TableColumn("研讨交流学时", _hours(rows["discussion_hours"]), 9, "count"),
        TableColumn("立项日期", blank, 13, "code", True),
        TableColumn("立项文号", blank, 20, "text", True),
    ]
    write_table(book, book.sheet("立项项目登记", "#D29922"), columns)


def _hours(values: pd.Series) -> list[float | None]:
    return [None if pd.isna(value) else float(value) for value in values]


def _scores(book: Book, proposal: Proposal) -> None:
    """Every score and whether it counts."""
    # the headers are none of the form 专家评审: a workbook saved into center/ is never read as scores
    rows = score_rows(proposal)
    columns = [
        ("申报方案", "project_name", 30, "text"),
        ("单位", "unit", 26, "text"),
        ("评委", "expert", 10, "text"),
        ("评委所属", "expert_employer", 24, "text"),
        ("分数", "score", 8, "money"),
        ("建议名额", "advised", 9, "count"),
        ("计分情况", "standing", 12, "code"),
        ("提示", "note", 16, "text"),
        ("评语", "opinion", 40, "text"),
    ]
    write_table(
        book,
        book.sheet("评分明细"),
        [
            TableColumn(name, [row[field] for row in rows], width, look)
            for name, field, width, look in columns
        ],
    )


def _constraints(book: Book, proposal: Proposal) -> None:
    totals, limits = proposal.totals, proposal.limits
    lines: list[tuple[str, Any]] = [
        ("全年人数上限（人）", totals["cap"]),
        ("已立项人数（人）", totals["approved"]),
        ("本次拟立项人数（人）", totals["proposed"]),
        ("待核实项目暂予保留的名额（人）", totals["held"]),
        ("剩余名额（人）", totals["heads_left"]),
        ("全年预算（元）", "未登记" if totals["budget"] is None else totals["budget"]),
        ("已立项、拟立项和暂予保留的所需补助（元）", totals["committed"]),
        ("预算余额（元）", "—" if totals["budget_left"] is None else totals["budget_left"]),
        ("每班人数（人）", f"{limits.class_min}—{limits.class_max}"),
        ("每家单位项目数（个）", limits.per_unit),
        ("合格分", limits.passing),
        ("每个项目的有效评分数", limits.min_experts),
        ("评分分歧（分）", limits.disagreement),
        *(("提示", remark) for remark in proposal.remarks),
        *((f"改用的参数{name}", value) for name, value in proposal.overrides.items()),
    ]
    write_table(
        book,
        book.sheet("约束条件"),
        [
            TableColumn("约束", [name for name, _ in lines], 34),
            TableColumn("数值", [value for _, value in lines], 60, "money"),
        ],
        filtered=False,
    )


def _write_drafts(proposal: Proposal, rows: list[dict[str, Any]], workspace: Path, folder: Path) -> None:
    """拟立项公示.docx, and 立项通知/<unit>.docx for each unit; numbers and days are left to be filled in."""
    values = {
        "year": proposal.year,
        "day": chinese_date(proposal.on),
        "working_days": proposal.working_days,
        "projects": rows,
        "heads": proposal.totals["proposed"],
        "per_head": proposal.limits.per_head,
    }
    (folder / NOTICE).write_bytes(WordTemplate(workspace, NOTICE).render(values))
    template, target = WordTemplate(workspace, LETTER), folder / "立项通知"
    target.mkdir()
    units = dict.fromkeys(row["unit"] for row in rows)
    for unit in units:
        of_unit = [row for row in rows if row["unit"] == unit]
        letter = values | {"unit": unit, "projects": of_unit, "heads": sum(row["heads"] for row in of_unit)}
        (target / f"{safe_name(unit)}.docx").write_bytes(template.render(letter))
