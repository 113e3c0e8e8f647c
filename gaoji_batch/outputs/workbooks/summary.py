"""审核汇总.xlsx: overview, causes, findings, projects, trainees, changes, and the form for rulings."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from gaoji_batch.findings import FIELD_NAMES, NOTE, SEVERITY_NAMES, STATUS_NAMES
from gaoji_batch.judgement.changes import CHANGE_NAMES
from gaoji_batch.outputs import readings
from gaoji_batch.outputs.report import Report
from gaoji_batch.outputs.workbooks.book import Book, TableColumn, colour_words, open_book, write_cell
from gaoji_batch.outputs.workbooks.frame_columns import look_of, numbers, table_or_line, texts
from gaoji_batch.outputs.workbooks.overview import write_overview
from gaoji_batch.outputs.workbooks.rulings_form import write_rulings_form
from gaoji_batch.values.rule_names import BAD_NUMBER

NAME = "审核汇总.xlsx"
_COLOURS = [
    ("不通过", "#FBE3E0", "#9B1C1C"),
    ("待核实", "#FDF0D2", "#8A5A00"),
    ("提示", "#E3EEF8", "#1F4E79"),
    ("可通过", "#E2F2E6", "#1E6B3A"),
    ("未报送", "#ECEFF1", "#455A64"),
]
_CHANGE_COLOURS = [("新增", "#FBE3E0", "#9B1C1C"), ("已消除", "#E2F2E6", "#1E6B3A")]
_FINDING_WIDTHS = {
    "severity": 8,
    "title": 15,
    "code": 8,
    "article": 8,
    "project": 14,
    "unit": 16,
    "file": 22,
    "sheet": 11,
    "cell": 8,
    "subject": 21,
    "message": 30,
    "hint": 30,
    "amount": 10,
    "status": 9,
    "finding_id": 15,
    "evidence": 38,
    "value": 20,
    "column": 14,
    "row": 7,
    "group": 14,
}
_PRINTED = list(_FINDING_WIDTHS).index("finding_id")
"""The findings print up to here: what lies to the right is for the screen."""


def name(report: Report) -> str:
    """The workbook's name: that of a partial run says so."""
    return "审核汇总（部分）.xlsx" if report.part else NAME


def write(report: Report, folder: Path) -> None:
    """Writes 审核汇总.xlsx into `folder`; equal reports give equal bytes."""
    book = open_book(folder / name(report), report.on, f"高技能人才研修培训审核 {report.run}")
    write_overview(book, report)
    _causes(book, report)
    _findings(book, report)
    _projects(book, report)
    _trainees(book, report)
    _changes(book, report)
    _readings(book, report)
    write_rulings_form(book, report)
    book.book.close()


def _causes(book: Book, report: Report) -> None:
    causes = report.causes
    sheet = book.sheet("问题归因", "#8A5A00")
    columns = [
        TableColumn("归因", texts(causes, "cause"), 44),
        TableColumn("问题数", numbers(causes, "count"), 8, "count"),
        TableColumn("处理办法", texts(causes, "remedy"), 50),
        TableColumn("规则名称", texts(causes, "title"), 18),
        TableColumn("规则代码", texts(causes, "code"), 9, "code"),
        TableColumn("文件", texts(causes, "file"), 30),
        TableColumn("工作表", texts(causes, "sheet"), 13),
        TableColumn("列", texts(causes, "column"), 14),
        TableColumn("归因编号", texts(causes, "group"), 14),
    ]
    table_or_line(book, sheet, columns, "未发现可归并的问题。")


def _findings(book: Book, report: Report) -> None:
    sheet = book.sheet("审核问题", "#9B1C1C")
    end = table_or_line(book, sheet, _finding_columns(report), "未发现问题。")
    sheet.freeze_panes(1, 3)
    sheet.print_area(0, 0, max(end - 1, 1), _PRINTED)
    colour_words(book, sheet, (1, 0, max(end - 1, 1), 0), _COLOURS)


def _finding_columns(report: Report) -> list[TableColumn]:
    findings = report.findings
    in_words = findings.assign(
        severity=findings["severity"].map(SEVERITY_NAMES),
        status=[
            STATUS_NAMES[status] if severity != NOTE else ""
            for severity, status in zip(findings["severity"], findings["status"], strict=True)
        ],
    )
    titles = FIELD_NAMES | {"title": "规则名称", "finding_id": "问题编号"}
    looks = {"amount": "money", "row": "count"}
    columns = [
        TableColumn(
            titles[name],
            (numbers if name in ("row", "amount") else texts)(in_words, name),
            width,
            looks.get(name, look_of(name)),
        )
        for name, width in _FINDING_WIDTHS.items()
    ]
    if report.precedents:
        columns.append(
            TableColumn(
                "以往处理意见", [report.precedents.get(name, "") for name in findings["finding_id"]], 36
            )
        )
    if report.candidates:
        columns.append(TableColumn("可能的号码", _candidates(findings, report), 26))
    return columns


def _candidates(findings: pd.DataFrame, report: Report) -> list[str]:
    """What a damaged ID number may have been, beside its finding."""
    places = zip(findings["code"], findings["sheet_key"], findings["row"], strict=True)
    return [
        report.candidates.get((sheet, row), "") if code in BAD_NUMBER else "" for code, sheet, row in places
    ]


def _projects(book: Book, report: Report) -> None:
    sheet = book.sheet("项目", "#1F4E79")
    text_columns = {
        "verdict": ("审核结论", 9),
        "project": ("项目编号", 16),
        "name": ("项目名称", 28),
        "unit": ("承办单位", 26),
        "industry": ("产业领域", 14),
        "occupations": ("职业(工种)", 16),
        "opening": ("开班日期", 12),
        "ending": ("结业日期", 12),
    }
    counts = {
        "approved_heads": "核定人数",
        "roster_heads": "名单人数",
        "completed_heads": "结业人数",
        "eligible_heads": "符合条件人数",
        "claimed_heads": "申请人数",
        "claimed_amount": "申请金额(元)",
        "rejects": "不通过",
        "reviews": "待核实",
        "notes": "提示",
        "amount_at_stake": "涉及金额(元)",
    }
    looks = {"claimed_amount": "money", "amount_at_stake": "money"}
    columns = [
        TableColumn(title, texts(report.projects, name), width, look_of(name))
        for name, (title, width) in text_columns.items()
    ]
    columns += [
        TableColumn(title, numbers(report.projects, name), 10, looks.get(name, "count"))
        for name, title in counts.items()
    ]
    end = table_or_line(book, sheet, columns, "本次没有项目。")
    sheet.freeze_panes(1, 3)
    colour_words(book, sheet, (1, 0, max(end - 1, 1), 0), _COLOURS)


def _trainees(book: Book, report: Report) -> None:
    sheet = book.sheet("学员", "#1F4E79")
    names = {
        "verdict": ("审核结论", 9),
        "reasons": ("原因", 48),
        "project": ("项目编号", 16),
        "unit": ("承办单位", 26),
        "name": ("姓名", 11),
        "id_masked": ("身份证件号码", 21),
        "employer": ("工作单位", 28),
        "occupation": ("职业(工种)", 15),
        "level": ("技能等级", 10),
    }
    columns = [
        TableColumn(title, texts(report.trainees, name), width, look_of(name))
        for name, (title, width) in names.items()
    ]
    end = table_or_line(book, sheet, columns, "本次没有学员名单。")
    colour_words(book, sheet, (1, 0, max(end - 1, 1), 0), _COLOURS)


def _changes(book: Book, report: Report) -> None:
    changes = report.changes
    sheet = book.sheet("补正情况", "#1E6B3A")
    in_words = changes.assign(
        change=changes["change"].map(CHANGE_NAMES),
        severity=changes["severity"].map(SEVERITY_NAMES),
        title=changes["code"].map(_titles(report)),
    )
    names = {
        "change": ("变化", 9),
        "severity": ("结论", 9),
        "title": ("规则名称", 18),
        "code": ("规则代码", 9),
        "project": ("项目编号", 16),
        "unit": ("承办单位", 24),
        "file": ("文件", 28),
        "sheet": ("工作表", 12),
        "cell": ("单元格", 8),
        "subject": ("对象", 15),
        "message": ("问题", 40),
    }
    columns = [
        TableColumn(title, texts(in_words, name), width, look_of(name))
        for name, (title, width) in names.items()
    ]
    end = table_or_line(book, sheet, columns, "没有上一次审核可供比对。")
    colour_words(book, sheet, (1, 0, max(end - 1, 1), 0), _CHANGE_COLOURS)


def _readings(book: Book, report: Report) -> None:
    """读取情况, and below it what the run has to say of extracts, statements and rulings."""
    readings_of = readings.lines(report)
    sheet = book.sheet("读取情况", "#5B6770")
    widths = {"file": 34, "sheet": 18, "form": 18, "header_row": 8, "rows": 9, "unread": 24, "reason": 60}
    columns = [
        TableColumn(
            title,
            [line[name] for line in readings_of],
            widths[name],
            "count" if name in ("header_row", "rows") else "text",
        )
        for name, title in readings.COLUMNS.items()
    ]
    end = table_or_line(book, sheet, columns, "没有文件。")
    for at, remark in enumerate(["本次运行的说明：", *report.remarks] if report.remarks else [], end + 1):
        write_cell(sheet, at, 0, remark, book.look(font_color="#5B6770"))


def _titles(report: Report) -> dict[str, str]:
    return {code: info.title for code, info in report.rules.items()}
