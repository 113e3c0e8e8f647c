"""What the ledger holds of one project, as the audit pack gives it (article 15)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pandas as pd

from gaoji_batch.casework import ledgers
from gaoji_batch.ledger import frames
from gaoji_batch.ledger.models import events
from gaoji_batch.values.dates import chinese_date
from gaoji_batch.workspace.folders import Workspace
from gaoji_batch.workspace.progress import Progress

PAYMENTS = {
    "payment": "支付编号",
    "batch": "批次",
    "made_on": "批次日期",
    "headcount": "人数",
    "claimed_amount": "申请金额",
    "reduced": "核减金额",
    "reason": "核减原因",
    "amount": "拨付金额",
    "payee": "户名",
    "bank": "开户行",
    "account": "账号",
    "status": "状态",
    "replaces": "替代",
}
STATES = {
    "ordered": "已安排",
    "released": "已放行",
    "paid": "已支付",
    "returned": "已退回",
    "recovered": "已追回",
    "cancelled": "已取消",
}


@dataclass(frozen=True, slots=True)
class History:
    """What the ledger holds of a project: its events (others' parts of a batch left out), its payments, and
    whether the ledger holds."""

    events: list[dict[str, Any]]
    payments: pd.DataFrame
    state: str


def history_table(history: History) -> pd.DataFrame:
    rows = [
        (
            event["seq"],
            event["at"],
            event["kind"],
            event["actor"],
            event["account"],
            event["machine"],
            event["run"],
            event["content_hash"],
            event["hash"],
        )
        for event in history.events
    ]
    return pd.DataFrame(
        rows,
        columns=["序号", "时间", "事项", "经办", "系统账户", "主机", "运行编号", "内容校验值", "事项校验值"],
    )


def history_of(workspace: Workspace, key: str, progress: Progress) -> History:
    if not ledgers.exists(workspace):
        return History([], pd.DataFrame(columns=list(PAYMENTS)), "没有台账")
    with ledgers.opened(workspace, progress) as ledger:
        with ledger.reading() as connection:
            payments = frames.payments_of(connection)
            rows = frames.frame(connection, events).sort_values("seq").to_dict("records")
        faults = ledger.verify()
        count, last = ledger.last()
    of_project = payments[payments["project"].eq(key)]
    batches, numbers = set(of_project["batch"]), set(of_project["payment"])
    history = [event for row in rows if (event := _part_of_project(row, key, batches, numbers)) is not None]
    return History(
        history, of_project, faults[0] if faults else f"通过，共{count}个事项，最新校验值{last[:16]}…"
    )


def _part_of_project(
    row: dict[str, Any], key: str, batches: set[str], numbers: set[str]
) -> dict[str, Any] | None:
    """An event that concerns the project, its payload read; of a batch's event only the project's own
    payments (`excerpt`). None for others."""
    payload = json.loads(row["payload"])
    if row["project"] == key:
        return row | {"payload": payload, "excerpt": False}
    if row["project"] or payload.get("batch") not in batches:
        return None
    parts = payload.get("payments")
    if isinstance(parts, list):
        payload["payments"] = [
            part for part in parts if (part if isinstance(part, str) else part["payment"]) in numbers
        ]
    payload.pop("sheets", None)
    return row | {"payload": payload, "excerpt": True}


def day_of(day: Any) -> str:
    return "" if day is None or day != day else chinese_date(day)
