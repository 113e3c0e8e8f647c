"""复核放行单: who made a batch and who let it go, with account and machine beside the typed name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from gaoji_batch.outputs.workbooks.book import Column, open_book, put, put_table
from gaoji_batch.values.money import in_capitals

SAME = "同一账户操作"


def write(
    batch: str,
    payments: pd.DataFrame,
    signed: Sequence[Mapping[str, Any]],
    released: bool,
    folder: Path,
    on: date,
) -> Path:
    """Writes 复核放行单-<batch>.xlsx. signed: role, signer, account, machine, signed_on, the maker first."""
    path = folder / f"复核放行单-{batch}.xlsx"
    book = open_book(path, on, f"批次{batch}")
    sheet = book.sheet("复核放行单")
    shared = [sum(one["account"] == other["account"] for other in signed) > 1 for one in signed]
    columns = [
        Column("环节", [one["role"] for one in signed], 12, "code"),
        Column("姓名", [one["signer"] for one in signed], 16),
        Column("账户", [one["account"] for one in signed], 18),
        Column("主机", [one["machine"] for one in signed], 22),
        Column("日期", [one["signed_on"] for one in signed], 14, "code"),
        Column("备注", [SAME if held else "" for held in shared], 18),
    ]
    end = put_table(book, sheet, columns, filtered=False)
    total = int(payments["amount"].sum())
    told = f"批次{batch}：{len(payments)}笔，共{total}元（{in_capitals(total)}），{'已放行' if released else '尚待签署'}"
    put(sheet, end + 1, 0, told, book.look(bold=True))
    book.book.close()
    return path
