"""补正对照.xlsx: what changed between two runs, findings and cells."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from gaoji_batch.findings import SEVERITY_NAMES, STATUS_NAMES
from gaoji_batch.judgement.changes import CHANGE_NAMES
from gaoji_batch.outputs.workbooks.book import TableColumn, colour_words, open_book, write_table
from gaoji_batch.values.masking import mask_free_text

_COLOURS = [("新增", "#FBE3E0", "#9B1C1C"), ("已消除", "#E2F2E6", "#1E6B3A")]


_Look = tuple[Any, ...]
"""A column's title, its width, and the look of its cells where it is not text."""
_FINDINGS: dict[str, _Look] = {
    "change": ("变化", 9, "code"),
    "severity": ("结论", 9, "code"),
    "code": ("规则代码", 9, "code"),
    "project": ("项目编号", 15, "code"),
    "unit": ("承办单位", 22),
    "file": ("文件", 26),
    "sheet": ("工作表", 12),
    "cell": ("单元格", 8, "code"),
    "subject": ("对象", 22),
    "message": ("问题", 38),
    "hint": ("修改办法", 34),
}
_RULED: dict[str, _Look] = {"was": ("原处理状态", 11, "code"), "status": ("现处理状态", 11, "code")} | {
    name: look for name, look in _FINDINGS.items() if name != "change"
}
_CELLS: dict[str, _Look] = {
    "form": ("表单", 18),
    "project": ("项目编号", 15, "code"),
    "row_of": ("行", 20),
    "column": ("列", 14),
    "before": ("改前", 30),
    "after": ("改后", 30),
    "file": ("文件", 30),
    "sheet": ("工作表", 12),
    "cell": ("单元格", 8, "code"),
}
"""column of the frame → title, width and look in the workbook."""


def write_comparison(
    changes: pd.DataFrame,
    ruled: pd.DataFrame,
    cells: pd.DataFrame,
    runs: tuple[str, str],
    folder: Path,
    on: date,
) -> None:
    """changes: as `changes.compare` gives them; ruled: as `changes.ruled_since`; cells: as `changes.cells`
    does."""
    book = open_book(folder / "补正对照.xlsx", on, f"{runs[0]} 与 {runs[1]} 对照")
    in_words = changes.assign(
        change=changes["change"].map(CHANGE_NAMES), severity=changes["severity"].map(SEVERITY_NAMES)
    )
    sheet = book.sheet("问题变化", "#9B1C1C")
    end = write_table(book, sheet, _columns(in_words, _FINDINGS))
    colour_words(book, sheet, (1, 0, max(end - 1, 1), 0), _COLOURS)
    stated = {name: ruled[name].map(STATUS_NAMES) for name in ("was", "status")}
    rulings = ruled.assign(**stated, severity=ruled["severity"].map(SEVERITY_NAMES))
    write_table(book, book.sheet("处理状态变化", "#B38600"), _columns(rulings, _RULED))
    write_table(book, book.sheet("单元格变化", "#1F4E79"), _columns(cells, _CELLS))
    book.book.close()


def _columns(frame: pd.DataFrame, titles: dict[str, _Look]) -> list[TableColumn]:
    frame = frame.assign(
        **{name: [mask_free_text(name_of_file) for name_of_file in frame[name]] for name in ("file", "sheet")}
    )
    return [TableColumn(title, frame[name].tolist(), *looks) for name, (title, *looks) in titles.items()]
