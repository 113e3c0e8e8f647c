"""受理结果.xlsx: what was accepted of each project, and why the rest was not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from gaoji_batch.outputs.workbooks.book import TableColumn, open_book, write_table
from gaoji_batch.values.text import class_said

STAGES = {"filing": "开班备案", "completion": "结业备案", "claim": "补助申请"}
RESULTS = {
    "recorded": "已受理",
    "unchanged": "内容未变",
    "superseded": "已受理（替代前次）",
    "refused": "未受理",
    "held": "已受理，现暂缓",
}


def write(
    rows: Sequence[Mapping[str, Any]],
    units: Mapping[str, str],
    reasons: Sequence[str],
    path: Path,
    on: date,
    run: str,
) -> None:
    """Writes the workbook. rows: accepted.json; units: project → unit; reasons: a sentence a row ('' where
    there is none)."""
    book = open_book(path, on, f"受理 {run}")
    sheet = book.sheet("受理结果")
    columns = [
        TableColumn("项目编号", [class_said(row["project"], row["class"]) for row in rows], 18),
        TableColumn("承办单位", [units.get(row["project"], "") for row in rows], 36),
        TableColumn("阶段", [STAGES[row["stage"]] for row in rows], 12, "code"),
        TableColumn("结果", [RESULTS[row["result"]] for row in rows], 20, "code"),
        TableColumn("未受理的原因", list(reasons), 60),
    ]
    write_table(book, sheet, columns)
    book.book.close()
