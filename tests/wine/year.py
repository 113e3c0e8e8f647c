"""The sample's year, command by command."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

Step = tuple[str, ...] | Callable[[Path], None]
"""A command's words, or what reaches the workspace between two commands."""
ON, QUARTERS = "2026-10-12", ("2026Q2", "2026Q3")
PAID = ("bank/银行支付明细_2026Q2.xlsx", "bank/银行支付明细_2026Q3.csv")


def _statements(workspace: Path) -> None:
    """What the bank gives after the release, before the reconciliation."""
    for statement in PAID:
        shutil.copy(workspace / statement, workspace / "extracts")


def _payment(quarter: str, day: str) -> list[tuple[str, ...]]:
    return [
        ("disburse", "--quarter", quarter, "--on", day, "--by", "甲"),
        ("release", f"{quarter}-1", "--on", day, "--by", "乙"),
    ]


STEPS: list[Step] = [
    ("rules",),
    ("validate", "--on", ON),
    ("validate", "--on", ON, "--json"),
    ("letters", "--on", ON, "--due", "2026-10-30", "--number", "1"),
    ("deadlines", "--on", ON),
    ("whatif", "班额下限=15", "--on", ON),
    ("receive", "--by", "王敏", "--on", ON),
    ("accept", "--on", ON, "--by", "王敏"),
    ("publicity", "--quarter", "2026Q3", "--by", "王敏", "--on", ON),
    *_payment("2026Q2", "2026-10-13"),
    *_payment("2026Q3", "2026-10-14"),
    ("ledger", "verify"),
    ("ledger", "backup", "备份.db"),
    _statements,
    ("reconcile", "--quarter", "2026Q3", "--on", "2026-10-26"),
    ("certificates", "--by", "王敏", "--on", "2026-10-26"),
    ("ledger", "restore", "备份.db", "--older"),
    ("ledger", "verify"),
    ("statistics", "--year", "2026", "--on", "2026-10-26"),
    ("inspect", "--quarter", "2026Q3", "--seed", "7", "--on", "2026-10-26"),
    ("inspect", "--pack", "YX2026-001", "--on", "2026-10-26"),
    ("appraise", "--year", "2027", "--on", "2026-10-26"),
    ("diff",),
    ("form", "all", "--on", ON),
    ("doctor", "--on", ON),
    ("tidy",),
]
