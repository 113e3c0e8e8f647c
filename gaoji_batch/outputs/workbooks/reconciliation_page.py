"""reconcile.html: what the template shows of a reconciliation."""

from __future__ import annotations

from typing import Any

from gaoji_batch.findings import SEVERITY_NAMES, STATUS_NAMES
from gaoji_batch.outputs.pages.charts import Bar, pieces
from gaoji_batch.outputs.workbooks.reconciled_year import (
    HEADS,
    NAME,
    YUAN,
    ReconciledYear,
    counted,
    statements_read,
)


def page_values(sheet: ReconciledYear) -> dict[str, Any]:
    """What reconcile.html.j2 is rendered with."""
    return {
        "sheet": sheet,
        "counted": counted(sheet.rows),
        "rows": sheet.rows,
        "totals": sheet.totals,
        "bars": _bars(sheet),
        "codes": _codes(sheet),
        "findings": sheet.findings.to_dict("records"),
        "gaps": sheet.gaps.assign(
            heads=sheet.gaps["heads"].astype("object").where(sheet.gaps["heads"].notna(), "")
        ).to_dict("records"),
        "severities": SEVERITY_NAMES,
        "statuses": STATUS_NAMES,
        "read": statements_read(sheet),
        "overrides": sheet.overrides,
        "workbook": NAME,
    }


def _bars(sheet: ReconciledYear) -> list[Bar]:
    """From the approved heads to what was paid, in yuan."""
    totals, lines = sheet.totals, sheet.facts.lines
    steps = [
        (title, totals[name])
        for name, title in YUAN.items()
        if name in ("claimed_amount", "due", "ordered", "paid")
    ]
    by_heads = [
        (title, int((lines[name] * lines["per_head"]).sum()))
        for name, title in HEADS.items()
        if name in ("approved", "filed", "completed", "eligible")
    ]
    most = max((yuan for _, yuan in by_heads + steps), default=0)
    return [
        Bar(
            title.replace("人数", "人数×补助标准") if at < len(by_heads) else title,
            "",
            f"{yuan:,}元",
            pieces([("money", title, yuan)], most),
        )
        for at, (title, yuan) in enumerate(by_heads + steps)
    ]


def _codes(sheet: ReconciledYear) -> list[dict[str, Any]]:
    """A record a rule that finds something: code, title, severity, count, amount."""
    return [
        {
            "code": code,
            "title": of_code["title"].iloc[0],
            "severity": of_code["severity"].iloc[0],
            "count": len(of_code),
            "amount": int(of_code["amount"].sum()),
        }
        for code, of_code in sheet.findings.groupby("code")
    ]
