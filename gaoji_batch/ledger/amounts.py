"""Yuan that went out and came back, from frames of what the ledger recorded; needs no database."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.values.columns import KEY
from gaoji_batch.values.payment_status import NOT_UNDONE
from gaoji_batch.values.rule_names import PAID_ANOTHER_AMOUNT

PAID, IN_PART = "paid", PAID_ANOTHER_AMOUNT
"""The kind of a transfer that went out; the note of one that brought a part of a payment back."""
OUTCOMES = ["mark", "kind", "payment", "project", "day", "amount", "code", "named"]
"""Columns of a recorded transfer; payment: the one that it moves; named: the one that it moves in part."""


def paid_out(outcomes: pd.DataFrame) -> dict[str, int]:
    """payment → yuan that went out for it and did not come back, all parts together. outcomes: in the order
    they happened."""
    paid: dict[str, int] = {}
    for row in outcomes.to_dict("records"):
        if row["payment"]:
            paid[row["payment"]] = (
                paid.get(row["payment"], 0) + int(row["amount"]) if row["kind"] == PAID else 0
            )
        elif row["code"] == IN_PART:
            paid[row["named"]] = paid.get(row["named"], 0) - int(row["amount"])
    return paid


def with_year(payments: pd.DataFrame) -> pd.DataFrame:
    """The payments with year and quarter as numbers; the ledger keeps '2026Q3'."""
    written = payments["quarter"]
    return payments.assign(year=written.str[:4].astype("int64"), quarter=written.str[5:].astype("int64"))


def budget_used(payments: pd.DataFrame, year: int, quarter: int | None) -> int:
    """Yuan of the budget of a year, or of one quarter of it, that are spent or arranged. What the bank sent
    back frees it; what is asked back from a unit went out, and does not."""
    rows = payments[payments["status"].isin(NOT_UNDONE) & payments["year"].eq(year)]
    rows = rows if quarter is None else rows[rows["quarter"].eq(quarter)]
    return int(rows["amount"].sum())


def recovered_of(ordered_back: pd.DataFrame, came_in: pd.DataFrame, paid: pd.DataFrame) -> pd.DataFrame:
    """Index project, class_no; recovered: yuan ordered back of the class's payments; recovered_in: of it,
    yuan that came back. A transfer names the project
    alone: it is counted to its classes in their order, and what is more than they owe to the last."""
    class_of = paid.drop_duplicates("payment").set_index("payment")["class_no"]
    rows = ordered_back.assign(class_no=ordered_back["payment"].map(class_of).fillna(1).astype("int64"))
    owed = rows.groupby(KEY)["amount"].sum().rename("recovered").astype("int64").to_frame()
    back = {
        str(project): int(amount) for project, amount in came_in.groupby("project")["amount"].sum().items()
    }
    shares: dict[tuple[str, int], int] = {}
    for (project, class_no), amount in owed["recovered"].items():
        shares[project, class_no] = min(int(amount), back.get(project, 0))
        back[project] = back.get(project, 0) - shares[project, class_no]
    last = dict(owed.index)
    for project, left in back.items():
        place = (project, last.get(project, 1))
        shares[place] = shares.get(place, 0) + left
    came = pd.Series(
        shares, index=pd.MultiIndex.from_tuples(shares, names=KEY), dtype="int64", name="recovered_in"
    )
    return owed.join(came, how="outer").fillna(0).astype("int64")
