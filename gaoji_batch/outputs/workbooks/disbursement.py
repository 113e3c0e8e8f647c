"""What a batch of payments is paid by: 补助资金拨付明细表, 拨付汇总表, the bank csv, and payments.json.

payments: `ledger.frames.payments_of`, with the columns of `projects_of` beside it (written, name, opening,
ending, heads).
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from gaoji_batch.outputs.safe_text import for_csv
from gaoji_batch.outputs.workbooks import excel_template
from gaoji_batch.outputs.workbooks.book import Book, TableColumn, open_book, write_cell, write_table
from gaoji_batch.values.capitals import in_capitals
from gaoji_batch.values.dates import chinese_date, quarter_name
from gaoji_batch.values.text import class_said

TEMPLATE, SUMMARY = "拨付明细表.xlsx", "拨付汇总表.xlsx"
WAITING = "待放行"
"""On the sheets of a batch that still wants a signature."""
_STATUS = {
    "ordered": WAITING,
    "released": "已放行",
    "paid": "已支付",
    "returned": "已退回",
    "recovered": "已追回",
}
FIELDS = [
    "payment",
    "batch",
    "quarter",
    "project",
    "class",
    "unit",
    "uscc",
    "headcount",
    "claimed_amount",
    "reduced",
    "reason",
    "amount",
    "payee",
    "bank",
    "account",
    "status",
    "replaces",
]
_BANK_COLUMNS = ["序号", "户名", "账号", "开户行", "金额", "附言"]


def quarter_words(quarter: str) -> str:
    """2026Q3 → 2026年第三季度."""
    return f"{quarter[:4]}年{quarter_name(int(quarter[5]))}"


def detail_name(batch: str) -> str:
    return f"补助资金拨付明细表-{batch}.xlsx"


def bank_name(batch: str) -> str:
    return f"银行付款-{batch}.csv"


def detail(
    workspace: Path, batch: Mapping[str, Any], signature_hash: str, payments: pd.DataFrame, waiting: bool
) -> bytes:
    """补助资金拨付明细表 of one batch, from the template.

    batch: quarter, batch, made_on, made_by, account, machine; signature_hash: the hash of its event; waiting:
    whether it still wants a signature, which stands behind its number, whatever the center made of the
    template.
    """
    rows = [_detail_row(at, row) for at, row in enumerate(payments.to_dict("records"), 1)]
    total = {name: int(payments[name].sum()) for name in ("headcount", "claimed_amount", "reduced", "amount")}
    values = {
        "batch": batch["batch"] + f"（{WAITING}）" * waiting,
        "quarter": quarter_words(batch["quarter"]),
        "day": chinese_date(date.fromisoformat(batch["made_on"])),
        "made_by": batch["made_by"],
        "account": batch["account"],
        "machine": batch["machine"],
        "mark": signature_hash,
        "count": len(rows),
        "total": total,
        "approved": int(payments["approved_heads"].sum()),
        "capitals": in_capitals(total["amount"]),
    }
    return excel_template.render(workspace, TEMPLATE, values, rows)


def _detail_row(at: int, row: Mapping[str, Any]) -> dict[str, Any]:
    remark = f"支付编号{row['payment']}" + (f"；替代退回的{row['replaces']}" if row["replaces"] else "")
    days = "至".join(
        chinese_date(date.fromisoformat(row[name])) for name in ("opening", "ending") if row[name]
    )
    return {
        **row,
        "serial": at,
        "project": class_said(row["written"], row["class_no"]),
        "days": days,
        "standard": _standard(row),
        "remark": remark,
    }


def _standard(row: Mapping[str, Any]) -> int | str:
    """The yuan a head by which the payment was reckoned, which the policy of today need not be."""
    yuan, remainder = divmod(row["amount"], row["headcount"] or 1)
    return "" if remainder else yuan


def summary(
    folder: Path,
    quarter: str,
    payments: pd.DataFrame,
    on: date,
    held_back: Sequence[Mapping[str, Any]] = (),
    two_person: bool = True,
) -> bytes:
    """拨付汇总表 of a quarter: its batches, its units, and what is held back (records of held.json).

    Cancelled payments are left out.
    """
    with TemporaryDirectory(dir=folder) as place:
        path = Path(place) / SUMMARY
        book = open_book(path, on, f"拨付汇总，{quarter_words(quarter)}")
        in_force = payments[payments["status"].ne("cancelled")]
        in_force = in_force.assign(
            shown=in_force["status"].map(_STATUS if two_person else _STATUS | {"ordered": "已编制"})
        )
        _totals(book, "按批次", {"batch": "批次", "made_on": "编制日期", "shown": "状态"}, in_force)
        _totals(book, "按承办单位", {"unit": "承办单位", "uscc": "统一社会信用代码"}, in_force)
        _held_back(book, held_back)
        book.book.close()
        return path.read_bytes()


def _totals(book: Book, title: str, keys: Mapping[str, str], payments: pd.DataFrame) -> None:
    rows = _sums(payments, keys)
    sheet = book.sheet(title)
    columns = [
        TableColumn(heading, rows[name].tolist(), 34 if name == "unit" else 22)
        for name, heading in keys.items()
    ]
    columns.append(TableColumn("补助标准", rows["standard"].tolist(), 12))
    figures = {
        "projects": "项目数",
        "headcount": "结业人数",
        "claimed_amount": "申请金额",
        "reduced": "核减金额",
        "amount": "拨付金额",
    }
    columns += [
        TableColumn(
            heading,
            [int(value) for value in rows[name]],
            14,
            "count" if name in ("projects", "headcount") else "money",
        )
        for name, heading in figures.items()
    ]
    end = write_table(book, sheet, columns, filtered=False)
    write_cell(sheet, end, 0, "合计", book.cell("head"))
    write_cell(sheet, end, 1, in_capitals(int(rows["amount"].sum())), book.cell("head"))
    for at, name in enumerate(figures, len(keys) + 1):
        write_cell(
            sheet,
            end,
            at,
            int(rows[name].sum()),
            book.cell("count" if name in ("projects", "headcount") else "money", bold=True),
        )


def _sums(payments: pd.DataFrame, keys: Mapping[str, str]) -> pd.DataFrame:
    """A row a group of payments: its projects, the standards that it was reckoned by, and the sums."""
    payments = payments.assign(standard=[_standard(row) for row in payments.to_dict("records")])
    grouped = payments.groupby(list(keys), sort=True)
    return grouped.agg(
        projects=("project", "nunique"),
        standard=(
            "standard",
            lambda standards: "、".join(str(standard) for standard in sorted(set(standards), key=str)),
        ),
        **{name: (name, "sum") for name in ("headcount", "claimed_amount", "reduced", "amount")},
    ).reset_index()


def _held_back(book: Book, held_back: Sequence[Mapping[str, Any]]) -> None:
    """暂缓拨付: accepted claims that were not ordered, and why."""
    columns = [
        TableColumn("项目编号", [row["project"] for row in held_back], 22),
        TableColumn("期次", [row["class"] for row in held_back], 8, "count"),
        TableColumn("代码", ["、".join(row["codes"]) for row in held_back], 26),
        TableColumn("暂缓原因", [row["reason"] for row in held_back], 70),
    ]
    write_table(book, book.sheet("暂缓拨付"), columns, filtered=False)


def bank(payments: pd.DataFrame, encoding: str) -> bytes:
    """The bank's csv: payee, account, bank, yuan, and the payment's number as 附言."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_BANK_COLUMNS)
    for at, row in enumerate(payments.to_dict("records"), 1):
        writer.writerow(
            [
                at,
                *(for_csv(row[name]) for name in ("payee", "account", "bank")),
                row["amount"],
                row["payment"],
            ]
        )
    return out.getvalue().encode(encoding)


def records(payments: pd.DataFrame) -> list[dict[str, Any]]:
    """payments.json: FIELDS of every payment, by its number."""
    # outside the ledger a project goes by its number as it is written, not folded
    named = payments.assign(project=payments["written"]).rename(columns={"class_no": "class"})
    return [
        {name: int(row[name]) if name in _INTEGERS else str(row[name]) for name in FIELDS}
        for row in named.to_dict("records")
    ]


_INTEGERS = ("class", "headcount", "claimed_amount", "reduced", "amount")
