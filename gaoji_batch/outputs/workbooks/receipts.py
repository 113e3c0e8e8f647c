"""收件登记 as a workbook for center/, and a 收件回执 for each unit."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from gaoji_batch.outputs.safe_text import safe_name
from gaoji_batch.outputs.workbooks.book import TableColumn, open_book, write_cell, write_table
from gaoji_batch.values.dates import chinese_date
from gaoji_batch.values.masking import mask_free_text


def write_register(rows: pd.DataFrame, path: Path, on: date, by: str) -> None:
    """A workbook of the form `receipts`; rows: file, size, sha256, unit, forms."""
    book = open_book(path, on, "收件登记")
    columns = [
        TableColumn("文件", rows["file"].tolist(), 60),
        TableColumn("收件日期", [on.isoformat()] * len(rows), 13, "code"),
        TableColumn("收件人", [by] * len(rows), 12, "code"),
        TableColumn("校验值", rows["sha256"].tolist(), 68),
    ]
    write_table(book, book.sheet("收件登记"), columns)
    book.book.close()


def write_receipts(rows: pd.DataFrame, folder: Path, on: date, by: str) -> list[str]:
    """One printable 收件回执 a unit; returns the files' names."""
    names = []
    for unit, of_unit in rows.groupby("unit", sort=True):
        names.append(f"收件回执-{safe_name(str(unit), 40)}.xlsx")
        _write_receipt(str(unit), of_unit, folder / names[-1], on, by)
    return names


def _write_receipt(unit: str, rows: pd.DataFrame, path: Path, on: date, by: str) -> None:
    book = open_book(path, on, "收件回执")
    sheet = book.sheet("收件回执")
    sheet.merge_range(0, 0, 0, 4, "收件回执", book.look(font_size=18, bold=True, align="center"))
    sheet.set_row(0, 36)
    write_cell(sheet, 1, 0, f"{unit}：", book.look(bold=True))
    sheet.merge_range(
        2,
        0,
        2,
        4,
        f"于{chinese_date(on)}收到你单位报送的下列文件{len(rows)}件。材料内容以审核意见为准。",
        book.look(text_wrap=True),
    )
    sheet.set_row(2, 30)
    columns = [
        TableColumn("序号", list(range(1, len(rows) + 1)), 6, "count"),
        TableColumn("文件", [mask_free_text(file.split("/", 1)[1]) for file in rows["file"]], 46),
        TableColumn("表单", rows["forms"].tolist(), 26),
        TableColumn("大小(字节)", rows["size"].tolist(), 12, "money"),
        TableColumn("校验值(sha256)", rows["sha256"].tolist(), 40),
    ]
    end = write_table(book, sheet, columns, top=4, filtered=False)
    write_cell(sheet, end + 1, 0, f"收件人：{by}", book.look())
    write_cell(sheet, end + 1, 2, "北京市就业促进中心（盖章）", book.look())
    write_cell(sheet, end + 2, 2, chinese_date(on), book.look())
    book.book.close()
