"""whatif.html: what another value of a parameter would change, on one page."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from gaoji_batch.findings import SEVERITY_NAMES
from gaoji_batch.judgement.changes import CHANGE_NAMES, CLEARED
from gaoji_batch.outputs.pages import plain_page
from gaoji_batch.outputs.pages.charts import Bar, pieces
from gaoji_batch.outputs.pages.review import KINDS
from gaoji_batch.outputs.workbooks.supposition import WhatIf
from gaoji_batch.outputs.workbooks.supposition_book import NAME
from gaoji_batch.values.dates import chinese_date

PAGE = "whatif.html"
_KINDS = {name: severity for severity, name in SEVERITY_NAMES.items()}
_MOST = 500
"""So many trainees and findings stand on the page; the workbook has them all."""


def write(comparison: WhatIf, workspace: Path, on: date, run: str, folder: Path) -> None:
    """Writes the page beside 假设分析.xlsx; GaojiError where the center's own template is broken."""
    trainees, findings = comparison.trainees, comparison.findings
    values = {
        "found": comparison,
        "day": chinese_date(on),
        "run": run,
        "totals": comparison.totals,
        "years": [_heads(year) for year in comparison.years],
        "money": [bar for year in comparison.years for bar in _money(year)],
        "codes": [row | {"kind": _KINDS[row["severity"]]} for row in comparison.codes.to_dict("records")],
        "projects": _rows(comparison.projects),
        "trainees": _rows(trainees.head(_MOST)),
        "findings": [
            row
            | {"said": CHANGE_NAMES[row["change"]], "kind": "pass" if row["change"] == CLEARED else "review"}
            for row in findings.head(_MOST).to_dict("records")
        ],
        "more": {"trainees": max(0, len(trainees) - _MOST), "findings": max(0, len(findings) - _MOST)},
        "workbook": NAME,
    }
    plain_page.write(workspace, "whatif.html.j2", values, folder / PAGE)


def _rows(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows with the style of both verdicts."""
    return [
        {str(name): value for name, value in row.items()}
        | {f"{side}_kind": KINDS[row[f"{side}_verdict"]] for side in ("before", "after")}
        for row in rows.to_dict("records")
    ]


def _heads(year: dict[str, Any]) -> Bar:
    """Approved heads within the supposed cap, past it, and what is left."""
    heads, cap = year["approved"], year["cap_after"]
    parts = [
        ("within", "核定人数", min(heads, cap or heads)),
        ("past", "超出上限", max(heads - (cap or heads), 0)),
        ("left", "剩余名额", max((cap or 0) - heads, 0)),
    ]
    note = f"上限{_signed(year['cap_before'])} → {_signed(cap)}人"
    return Bar(f"{year['year']}年", note, f"{heads:,}人", pieces(parts, max(heads, cap or 0)))


def _money(year: dict[str, Any]) -> list[Bar]:
    """Payable yuan before and after, against the budget where one is given."""
    budget = year["budget"]
    longest = max(year["amount_before"], year["amount_after"], budget or 0)
    bars = []
    for side, title in (("before", "现在"), ("after", "假设下")):
        amount = year[f"amount_{side}"]
        within = amount if budget is None else min(amount, budget)
        parts = [
            ("within", "补助金额", within),
            ("past", "超出预算", amount - within),
            ("left", "预算余额", 0 if budget is None else budget - within),
        ]
        note = "未登记预算" if budget is None else f"预算{budget:,}元"
        heads = f"{year[f'heads_{side}']:,}人"
        bars.append(
            Bar(f"{year['year']}年{title}", f"{heads}，{note}", f"{amount:,}元", pieces(parts, longest))
        )
    return bars


def _signed(number: int | None) -> str:
    return "未知" if number is None else f"{number:,}"
