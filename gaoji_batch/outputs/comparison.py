"""补正对照.xlsx: what changed between two runs, findings and cells."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from gaoji_batch.changes import CHANGE_NAMES
from gaoji_batch.findings import SEVERITY_NAMES
from gaoji_batch.masking import mask_free_text
from gaoji_batch.outputs.book import Column, colour_words, open_book, put_table

_COLOURS = [("新增", "#FBE3E0", "#9B1C1C"), ("已消除", "#E2F2E6", "#1E6B3A")]


def write_comparison(changes: pd.DataFrame, cells: pd.DataFrame, runs: tuple[str, str], folder: Path, on: date) -> None:
    """changes: as `changes.compare` gives them; cells: as `changes.cells` does."""
    book = open_book(folder / "补正对照.xlsx", on, f"{runs[0]} 与 {runs[1]} 对照")
    sheet = book.sheet("问题变化", "#9B1C1C")
    columns = [
        Column("变化", changes["change"].map(CHANGE_NAMES).tolist(), 9, "code"),
        Column("结论", changes["severity"].map(SEVERITY_NAMES).tolist(), 9, "code"),
        Column("规则代码", changes["code"].tolist(), 9, "code"),
        Column("项目编号", changes["project"].tolist(), 15, "code"),
        Column("承办单位", changes["unit"].tolist(), 22),
        Column("文件", [mask_free_text(file) for file in changes["file"]], 26),
        Column("工作表", changes["sheet"].tolist(), 12),
        Column("单元格", changes["cell"].tolist(), 8, "code"),
        Column("对象", changes["subject"].tolist(), 22),
        Column("问题", changes["message"].tolist(), 38),
        Column("修改办法", changes["hint"].tolist(), 34),
    ]
    end = put_table(book, sheet, columns)
    colour_words(book, sheet, (1, 0, max(end - 1, 1), 0), _COLOURS)
    columns = [
        Column("表单", cells["form"].tolist(), 18),
        Column("项目编号", cells["project"].tolist(), 15, "code"),
        Column("行", cells["row_of"].tolist(), 20),
        Column("列", cells["column"].tolist(), 14),
        Column("改前", cells["before"].tolist(), 30),
        Column("改后", cells["after"].tolist(), 30),
        Column("文件", [mask_free_text(file) for file in cells["file"]], 30),
        Column("工作表", cells["sheet"].tolist(), 12),
        Column("单元格", cells["cell"].tolist(), 8, "code"),
    ]
    put_table(book, book.sheet("单元格变化", "#1F4E79"), columns)
    book.book.close()
