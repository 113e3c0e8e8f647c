"""读取情况: what of every sheet was read and what was not, a line a sheet, unread first
(docs/contract/reading.md 1)."""

from __future__ import annotations

from typing import Any

from gaoji_batch.outputs import links
from gaoji_batch.outputs.report import Report
from gaoji_batch.values.rule_names import ATTACHMENT, NO_KNOWN_FORM, NOTHING_READ, UNREAD_CONTENT

COLUMNS = {
    "file": "文件",
    "sheet": "工作表",
    "form": "表单",
    "header_row": "表头行",
    "rows": "读取行数",
    "unread": "未读取",
    "reason": "原因",
}
WHOLE_FILE = (*NOTHING_READ, NO_KNOWN_FORM, ATTACHMENT)
"""Findings of files of which nothing was read."""
NOT_READ = "全部"


def lines(report: Report) -> list[dict[str, Any]]:
    """The lines, with the keys of COLUMNS; text is masked, numbers are int or None."""
    found = [*_files(report), *_sheets(report)]
    found.sort(key=lambda line: (not line["unread"], line["file"]))
    return [
        line | {name: links.masked(line[name]).removeprefix("inbox/") for name in ("file", "sheet")}
        for line in found
    ]


def unread_sheets(report: Report) -> int:
    """How many lines have something unread."""
    return sum(bool(line["unread"]) for line in lines(report))


def _files(report: Report) -> list[dict[str, Any]]:
    whole = report.findings[report.findings["code"].isin(WHOLE_FILE)]
    return [
        dict.fromkeys(COLUMNS, "")
        | {"file": file, "sheet": sheet, "header_row": None, "rows": 0, "unread": NOT_READ, "reason": message}
        for file, sheet, message in zip(whole["file"], whole["sheet"], whole["message"], strict=True)
        if not file.startswith("extracts/")  # its lines are those of its sheets
    ]


def _sheets(report: Report) -> list[dict[str, Any]]:
    reasons = {
        (file, sheet, cell): message.partition("没有读取：")[2] or message
        for file, sheet, cell, message, code in zip(
            *(report.findings[name] for name in ("file", "sheet", "cell", "message", "code")), strict=True
        )
        if code == UNREAD_CONTENT
    }
    found = []
    for file in [*report.files, *report.extracts]:
        for sheet in file.get("sheets", ()):
            why = [
                reasons.get((file["file"], sheet["sheet"], said.partition(":")[0]), "")
                for said in sheet["unread"]
            ]
            why.append(sheet.get("why", ""))
            passed = "、".join(f"第{one['rows']}行{one['reason']}" for one in sheet["passed_over"][:8])
            if not sheet["unread"] and not sheet["form"]:
                passed = "说明、标题、选项等，没有报送内容"
            found.append(
                {
                    "file": file["file"],
                    "sheet": sheet["sheet"],
                    "form": report.forms.get(sheet["form"], ""),
                    "header_row": sheet["header_row"],
                    "rows": sheet["rows"],
                    "unread": "、".join(sheet["unread"]),
                    "reason": "；".join(dict.fromkeys(one for one in why if one)) or passed,
                }
            )
    return found
