"""项目台账.xlsx: one row a class with every date and amount (accounts masked), and behind it every event that
made it so."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from gaoji_batch.outputs.workbooks.book import TableColumn, open_book, write_table
from gaoji_batch.values.masking import mask_account
from gaoji_batch.values.text import class_said

NAME = "项目台账.xlsx"
STATES = {
    "approved": "已立项",
    "filed": "已开班备案",
    "completed": "已结业备案",
    "claimed": "已申请",
    "ordered": "已编制拨付",
    "released": "已放行",
    "paid": "已支付",
    "returned": "银行退回",
    "recovering": "追回中",
    "recovered": "已追回",
    "cancelled": "已终止或撤销",
}
KINDS = {
    "approved": "立项登记",
    "filed": "受理开班备案",
    "completed": "受理结业备案",
    "claimed": "受理补助申请",
    "superseded": "替代前次",
    "publicised": "公示",
    "ordered": "编制拨付",
    "issued": "出具拨付表",
    "signed": "签署",
    "released": "放行",
    "cancelled": "撤销批次",
    "statement_read": "读取银行回单",
    "paid": "支付成功",
    "returned": "银行退回",
    "recovered": "责令追回",
    "recovered_in": "追回到账",
    "certificate_issued": "发证",
    "certificate_voided": "证书作废",
    "disqualified": "取消资格",
    "transfer_voided": "作废银行交易",
    "transfers_same": "认定为同一笔交易",
    "transfers_different": "认定为两笔交易",
    "impersonated": "认定冒名参训",
}
_COLUMNS = [
    ("project", "项目编号", 14, "text"),
    ("name", "项目名称", 24, "text"),
    ("unit", "承办单位", 28, "text"),
    ("uscc", "统一社会信用代码", 21, "text"),
    ("state", "状态", 12, "code"),
    ("industry", "产业领域", 14, "text"),
    ("occupation", "职业(工种)", 12, "text"),
    ("heads", "核定人数", 9, "count"),
    ("approved_on", "立项日期", 12, "code"),
    ("opening", "开班日期", 12, "code"),
    ("ending", "结业日期", 12, "code"),
    ("filing_filed_on", "开班备案日期", 12, "code"),
    ("filing_heads", "备案人数", 9, "count"),
    ("completion_filed_on", "结业备案日期", 12, "code"),
    ("completion_heads", "合格人数", 9, "count"),
    ("claim_filed_on", "申请日期", 12, "code"),
    ("claimed_heads", "申领人数", 9, "count"),
    ("claimed_amount", "申请金额", 12, "money"),
    ("reduced", "核减金额", 11, "money"),
    ("reason", "核减原因", 18, "text"),
    ("batch", "批次", 11, "code"),
    ("payment", "支付编号", 14, "code"),
    ("made_on", "编制日期", 12, "code"),
    ("released_on", "放行日期", 12, "code"),
    ("moved_on", "银行交易日期", 12, "code"),
    ("amount", "拨付金额", 12, "money"),
    ("payee", "户名", 26, "text"),
    ("bank", "开户行", 20, "text"),
    ("account", "账号", 22, "text"),
    ("recovered", "应追回金额", 12, "money"),
    ("recovered_in", "追回到账", 12, "money"),
]
_EVENTS = [
    ("seq", "序号", 7, "count"),
    ("at", "时间", 27, "text"),
    ("said", "事项", 14, "text"),
    ("project", "项目编号", 14, "text"),
    ("actor", "经办人", 12, "text"),
    ("account", "账户", 14, "text"),
    ("machine", "主机", 16, "text"),
    ("run", "运行", 26, "text"),
    ("hash", "校验值", 66, "text"),
]


def write(projects: pd.DataFrame, events: pd.DataFrame, path: Path, on: date) -> None:
    """Writes the workbook. projects: `commands.books.overview`; events: the table of events."""
    book = open_book(path, on, "项目台账")
    written = projects["written"].fillna(projects["project"])
    named = dict(zip(projects["project"], written, strict=True))
    rows = projects.assign(
        project=[class_said(*place) for place in zip(written, projects["class_no"], strict=True)],
        state=projects["state"].map(STATES),
        account=projects["account"].map(mask_account, na_action="ignore"),
    )
    in_words = events.assign(
        said=events["kind"].map(KINDS),
        project=events["project"].map(lambda project_key: named.get(project_key, project_key)),
    )
    for title, frame, columns in (("项目台账", rows, _COLUMNS), ("操作记录", in_words, _EVENTS)):
        sheet = book.sheet(title)
        write_table(
            book,
            sheet,
            [
                TableColumn(project_key, _values(frame[name]), width, look)
                for name, project_key, width, look in columns
            ],
        )
        sheet.freeze_panes(1, 1)
        sheet.repeat_columns(0)
        sheet.fit_to_pages(3 if columns is _COLUMNS else 1, 0)
    book.book.close()


def _values(column: pd.Series) -> list[Any]:
    """Whole numbers as numbers, missing as empty, all else as text."""
    return [
        None if pd.isna(value) else int(value) if isinstance(value, (int, float)) else str(value)
        for value in column.tolist()
    ]
