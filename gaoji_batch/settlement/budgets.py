"""The budgets of years and quarters, from the rows of 资金预算: a later row of the same year and quarter is
added (追加)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

from gaoji_batch.values.dates import quarter_name


@dataclass(frozen=True, slots=True)
class Limit:
    """One budget. period: in words; budget: yuan; used: yuan of it that are arranged already; own: whether
    each claim is paid from it."""

    period: str
    budget: int
    used: int
    applies: Sequence[bool]


def limits(
    rows: pd.DataFrame,
    used: Callable[[int, int | None], int],
    applies: Callable[[int, int | None], Sequence[bool]],
) -> list[Limit]:
    """The budgets that rows of 资金预算 set. used, applies: by year and quarter (None for the whole year)."""
    periods = [(year, quarter or None, budget) for (year, quarter), budget in added_up(rows).items()]
    return [
        Limit(period(year, quarter or 0), budget, used(year, quarter), applies(year, quarter))
        for year, quarter, budget in periods
    ]


def past(claims: pd.DataFrame, amounts: pd.Series, limits: Sequence[Limit]) -> pd.DataFrame:
    """The claims that do not fit into a budget, taken in their order: their rows, with period, before,
    claimed, total, budget (of the first they pass).

    What does not fit uses nothing, so that a later and smaller claim may still be paid from what is left.
    """
    used, findings = [limit.used for limit in limits], {}
    for at, amount in enumerate(int(yuan) for yuan in amounts):
        limits_hit = [of for of, limit in enumerate(limits) if limit.applies[at]]
        over = next((of for of in limits_hit if used[of] + amount > limits[of].budget), None)
        if over is None:
            for of in limits_hit:
                used[of] += amount
        else:
            findings[at] = (limits[over].period, used[over], amount, used[over] + amount, limits[over].budget)
    rows = claims.iloc[list(findings)]
    frame = pd.DataFrame(
        list(findings.values()), columns=["period", "before", "claimed", "total", "budget"], index=rows.index
    )
    return rows.assign(**{name: frame[name] for name in frame})


def added_up(rows: pd.DataFrame) -> dict[tuple[int, int], int]:
    """(year, quarter; 0 for the whole year) → yuan."""
    # `disburse` and `release` end 2 at such a row (docs/contract/money.md 3); a forecast goes on without it
    rows = rows.dropna(subset=["year", "budget_amount"])
    keys = [rows["year"].astype("int64"), rows["quarter"].fillna(0).astype("int64")]
    sums = rows["budget_amount"].astype("int64").groupby(keys).sum()
    return {(int(year), int(quarter)): int(amount) for (year, quarter), amount in sums.items()}


def budgets(rows: pd.DataFrame) -> dict[int, int]:
    """Calendar year → its budget in yuan: the whole year's, else the sum of its quarters'."""
    totals = added_up(rows)
    years = sorted({year for year, _ in totals})
    return {year: totals.get((year, 0), _quarters(totals, year)) for year in years}


def remarks(rows: pd.DataFrame) -> list[str]:
    """Years whose quarters together are above the whole year's budget, a sentence each."""
    totals = added_up(rows)
    return [
        f"资金预算：{year}年各季度合计{_quarters(totals, year)}元，超过年度预算{year_total}元"
        for (year, quarter), year_total in sorted(totals.items())
        if not quarter and _quarters(totals, year) > year_total
    ]


def _quarters(totals: dict[tuple[int, int], int], year: int) -> int:
    return sum(amount for (of_year, quarter), amount in totals.items() if of_year == year and quarter)


def period(year: int, quarter: int) -> str:
    """2026年第三季度, or 2026年度 for quarter 0."""
    return f"{year}年{quarter_name(quarter) if quarter else '度'}"
