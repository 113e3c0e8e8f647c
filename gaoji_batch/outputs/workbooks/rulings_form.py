"""The sheet 核实处理意见表 of 审核汇总: the form that rulings are written on; it comes back into center/."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from xlsxwriter.worksheet import Worksheet

from gaoji_batch import findings as fields
from gaoji_batch.findings import REJECT, REVIEW, SEVERITY_NAMES
from gaoji_batch.outputs.report import Report
from gaoji_batch.outputs.workbooks.book import Book, TableColumn
from gaoji_batch.outputs.workbooks.frame_columns import table_or_line, texts

RULINGS_SHEET = "核实处理意见表"
_RULING_WIDTHS = {
    "规则代码": 9,
    "项目编号": 16,
    "身份证件号码": 21,
    "处理意见": 11,
    "理由": 30,
    "核实人": 10,
    "核实日期": 12,
    "复核人": 10,
    "问题编号": 15,
    "结论": 8,
    "是否须复核": 10,
    "承办单位": 22,
    "核对依据": 40,
    "以往处理意见": 36,
    "备注": 60,
}


def write_rulings_form(book: Book, report: Report) -> None:
    """The form that comes back as center/核实处理意见表: its header stands in the first row.

    What is decided is not asked again.
    """
    findings = report.findings
    open_ = findings["decidable"] & findings["finding_id"].ne("") & findings["status"].eq(fields.OPEN)
    findings = findings[open_ & findings["severity"].isin([REJECT, REVIEW])]
    sheet = book.sheet(RULINGS_SHEET, "#B38600")
    filled_in = {
        "规则代码": texts(findings, "code"),
        "项目编号": texts(findings, "project"),
        "问题编号": texts(findings, "finding_id"),
        "身份证件号码": [_id_of(*row) for row in zip(findings["person"], findings["subject"], strict=True)],
        "结论": [SEVERITY_NAMES[severity] for severity in findings["severity"]],
        "是否须复核": ["是" if severity == REJECT else "否" for severity in findings["severity"]],
        "承办单位": texts(findings, "unit"),
        "核对依据": texts(findings, "evidence"),
        "以往处理意见": [report.precedents.get(number, "") for number in findings["finding_id"]],
        "备注": [_what(row) for row in findings.to_dict("records")],
    }
    blank = [""] * len(findings)
    filled = {"处理意见", "理由", "核实人", "核实日期", "复核人"}
    columns = [
        TableColumn(name, filled_in.get(name, blank), width, "text", name in filled)
        for name, width in _RULING_WIDTHS.items()
    ]
    end = table_or_line(book, sheet, columns, "")
    # 核减 is offered only where it may be ruled
    _drop_down(sheet, findings["reducible"], list(_RULING_WIDTHS).index("处理意见"))
    sheet.write_comment(
        0,
        3,
        "填写处理意见、理由、核实人、核实日期，不通过类的问题另须复核人；填好后将本表存入center文件夹。",
        {"x_scale": 2},
    )
    sheet.print_area(0, 0, max(end - 1, 1), len(columns) - 1)


def _drop_down(sheet: Worksheet, reducible: Iterable[bool], column: int) -> None:
    for offset, cut in enumerate(reducible):
        choices = ["予以通过", "不予通过", "核减"] if cut else ["予以通过", "不予通过"]
        sheet.data_validation(1 + offset, column, 1 + offset, column, {"validate": "list", "source": choices})


def _id_of(person: str, subject: str) -> str:
    """The masked number that the subject ends in: the ruling is matched by 问题编号, the number is for the
    reader."""
    return subject.rsplit(" ", 1)[-1] if person and " " in subject else ""


def _what(finding: Mapping[str, Any]) -> str:
    """What a ruling is about, for whoever fills in the form: rule, person and message."""
    parts = (finding["title"], finding["subject"].split(" ")[0], finding["message"])
    return "；".join(part for part in parts if part)
