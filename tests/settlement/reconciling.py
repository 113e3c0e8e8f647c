"""A project of one class (11 to 22 May 2026, 30 approved heads) and what the books say of it, as facts of a
reconciliation."""

from __future__ import annotations

from datetime import date

import pandas as pd

from gaoji_batch.settlement.lines import Reconciling
from gaoji_batch.settlement.sides import Books, Filed
from gaoji_batch.settlement.transfers import OUTCOMES

COLUMNS = {
    "filings": ["project", "stage", "heads"],
    "claims": ["project", "claimed_heads", "claimed_amount", "amount", "filed_on", "reason"],
    "payments": ["payment", "project", "unit", "amount", "status", "batch", "made_on", "payee", "account",
        "headcount", "claimed_amount", "reduced"], "recoveries": ["project", "amount"],
        "incoming": ["project", "amount"],
    "transfers": OUTCOMES,
}  # fmt: skip
OF_CLASS = ("changed", "waiting", "eligible")
FILED, DONE = [("P1", "filing", 22)], [("P1", "filing", 22), ("P1", "completion", 21)]
CLAIM = [("P1", 21, 105000, 105000, "2026-06-05", "")]
MORE = ("2026-07-02", "甲", "0200", 21, 105000, 0)
PAY = [("2026Q3-0001", "P1", "甲", 105000, "released", "2026Q3-1", *MORE)]
PAID = [("2026Q3-0001", "P1", "甲", 105000, "paid", "2026Q3-1", *MORE)]


def transfer(
    mark: str,
    kind: str,
    amount: int,
    code: str = "",
    payment: str = "2026Q3-0001",
    project: str = "P1",
    day: str = "2026-07-06",
):
    return (
        mark,
        kind,
        "" if code else payment,
        project,
        day,
        amount,
        code,
        payment if code in ("R13", "R05") else "",
    )


def books(**held) -> Reconciling:
    """As the ledger has it: a claim is a filing too."""
    return made(
        **held | {"filings": held.get("filings", []) + [("P1", "claim", 21)] * bool(held.get("claims"))}
    )


def made(on: str = "2026-07-20", state: str = "approved", scheme_state: str = "正常", **held) -> Reconciling:
    frames = {name: pd.DataFrame(held.get(name, []), columns=columns) for name, columns in COLUMNS.items()}
    days = {
        name: pd.Timestamp(day)
        for name, day in (
            ("opening", "2026-05-11"),
            ("ending", "2026-05-22"),
            ("approved_on", "2026-03-02"),
            ("filing_due", "2026-05-04"),
            ("completion_due", "2026-06-05"),
            ("claim_due", "2026-06-21"),
        )
    } | held.get("days", {})
    scheme = {
        "written": "P1",
        "name": "焊接",
        "unit": "甲",
        "heads": 30,
        "project_state": scheme_state,
        "per_head": 5000,
        "sheet": 0,
        "row": 6,
    } | days
    first = {name: {(key, 1): told for key, told in held.get(name, {}).items()} for name in OF_CLASS}
    filed = Filed(
        pd.DataFrame([scheme], index=["P1"]),
        {stage: {(project, 1) for project in told} for stage, told in held.get("submitted", {}).items()},
        {(project, 1, stage): heads for (project, stage), heads in held.get("lists", {}).items()},
        refused={(project, 1, stage): why for (project, stage), why in held.get("refused", {}).items()},
        places={("P1", 1): 3},
        **first,
    )
    frames |= {
        name: frames[name].assign(class_no=1, payment="2026Q3-0001")
        for name in ("filings", "claims", "recoveries")
    }
    frames["payments"] = frames["payments"].assign(class_no=1)
    books = Books(
        pd.Series({("P1", 1): state}),
        *(frames[name] for name in ("filings", "claims", "payments", "recoveries", "incoming")),
        held.get("persons", {}),
    )
    empty = dict.fromkeys(
        ("file", "sheet_name", "row", "said", "payee", "account", "state", "memo", "beside")
    )
    return Reconciling(
        books,
        filed,
        frames["transfers"].astype({"amount": "Int64"}).assign(**empty),
        (2026, 3),
        date.fromisoformat(on),
    )


RELEASED = {"filings": DONE, "claims": CLAIM, "payments": PAY}
SETTLED = RELEASED | {"payments": PAID}
TWICE = [transfer("a", "paid", 105000), transfer("b", "paid", 105000, "R09")]
