"""The budgets of years and quarters, from the rows of 资金预算: a later row of the same year and quarter is added (追加)."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.values.dates import quarter_name


def added_up(rows: pd.DataFrame) -> dict[tuple[int, int], int]:
    """(year, quarter; 0 for the whole year) → yuan."""
    rows = rows.dropna(subset=["year", "budget_amount"])
    keys = [rows["year"].astype("int64"), rows["quarter"].fillna(0).astype("int64")]
    sums = rows["budget_amount"].astype("int64").groupby(keys).sum()
    return {(int(year), int(quarter)): int(amount) for (year, quarter), amount in sums.items()}


def budgets(rows: pd.DataFrame) -> dict[int, int]:
    """Calendar year → its budget in yuan: the whole year's, else the sum of its quarters'."""
    found = added_up(rows)
    years = sorted({year for year, _ in found})
    return {year: found.get((year, 0), _quarters(found, year)) for year in years}


def remarks(rows: pd.DataFrame) -> list[str]:
    """Years whose quarters together are above the whole year's budget, a sentence each."""
    found = added_up(rows)
    return [
        f"资金预算：{year}年各季度合计{_quarters(found, year)}元，超过年度预算{whole}元"
        for (year, quarter), whole in sorted(found.items())
        if not quarter and _quarters(found, year) > whole
    ]


def _quarters(found: dict[tuple[int, int], int], year: int) -> int:
    return sum(amount for (of_year, quarter), amount in found.items() if of_year == year and quarter)


def period(year: int, quarter: int) -> str:
    """2026年第三季度, or 2026年度 for quarter 0."""
    return f"{year}年{quarter_name(quarter) if quarter else '度'}"
