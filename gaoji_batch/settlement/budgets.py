"""The budget of a year, from the rows of 资金预算."""

from __future__ import annotations

import pandas as pd


def budgets(rows: pd.DataFrame) -> dict[int, int]:
    """Calendar year → its budget in yuan: the whole year's, else the sum of its quarters'."""
    rows = rows.dropna(subset=["year", "budget_amount"])
    found = {}
    for year, own in rows.groupby("year"):
        whole = own.loc[own["quarter"].isna(), "budget_amount"]
        found[int(year)] = int(whole.iloc[0]) if len(whole) else int(own["budget_amount"].sum())
    return found
