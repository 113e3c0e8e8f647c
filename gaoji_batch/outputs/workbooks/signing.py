"""复核放行单: who made a batch and who let it go, with account and machine beside the typed name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from gaoji_batch.outputs.workbooks.book import TableColumn, open_book, write_cell, write_table
from gaoji_batch.values.capitals import in_capitals

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
    # one login under two names is no second person: it is said on the sheet
    shared = [sum(signature["account"] == other["account"] for other in signed) > 1 for signature in signed]
    columns = [
        TableColumn("环节", [signature["role"] for signature in signed], 12, "code"),
        TableColumn("姓名", [signature["signer"] for signature in signed], 16),
        TableColumn("账户", [signature["account"] for signature in signed], 18),
        TableColumn("主机", [signature["machine"] for signature in signed], 22),
        TableColumn("日期", [signature["signed_on"] for signature in signed], 14, "code"),
        TableColumn("备注", [SAME if repeated else "" for repeated in shared], 18),
    ]
    end = write_table(book, sheet, columns, filtered=False)
    total = int(payments["amount"].sum())
    state = "已放行" if released else "尚待签署"
    total_words = f"批次{batch}：{len(payments)}笔，共{total}元（{in_capitals(total)}），{state}"
    write_cell(sheet, end + 1, 0, total_words, book.look(bold=True))
    book.book.close()
    return path
