"""One year of a batch and a ledger: its figures, and its final accounts (决算)."""

from __future__ import annotations

from datetime import date

import pandas as pd

from gaoji_batch.analysis.year_tables import YearTables, projects_of
from gaoji_batch.analysis.yearly import Year
from gaoji_batch.rules.facts import Facts
from gaoji_batch.settlement.budgets import added_up
from gaoji_batch.values.payment_status import NOT_UNDONE, REACHED_UNIT


def year_of(facts: Facts, findings: pd.DataFrame, recorded: YearTables, year: int) -> Year:
    """The figures of one year; findings are those of its projects, and those of no project."""
    projects = projects_of(facts, recorded)
    others = set(
        facts.plan.projects.index[
            facts.plan.projects["opening"].notna() & facts.plan.projects["opening"].dt.year.ne(year)
        ]
    )
    applied = facts.units.applications
    budgets = added_up(facts.filings.frame("budget"))
    return Year(
        year,
        projects[projects["opening"].dt.year.eq(year)],
        recorded,
        int(applied["opening"].dt.year.eq(year).sum()),
        int(facts.policy.of("year.cap", on=date(year, 12, 31))),
        {quarter: amount for (of_year, quarter), amount in budgets.items() if of_year == year},
        findings[~findings["project_key"].isin(others)],
        frozenset(facts.filings.frame("audits")["project"]),
    )


def final_accounts(year: Year) -> pd.DataFrame:
    """决算 by the day of the payment batch, and of what went astray or came back: quarter (1–4), budget,
    ordered, paid, returned, recovered_in, spent (yuan)."""
    payments = year.recorded.payments.assign(day=pd.to_datetime(year.recorded.payments["made_on"]))
    payments = payments[payments["day"].dt.year.eq(year.year)]
    incoming = year.recorded.incoming.assign(day=pd.to_datetime(year.recorded.incoming["received_on"]))
    incoming = incoming[incoming["day"].dt.year.eq(year.year)]
    quarters = range(1, 5)

    def total(rows: pd.DataFrame) -> list[int]:
        sums = rows["amount"].astype("int64").groupby(rows["day"].dt.quarter).sum()
        return [int(sums.get(quarter, 0)) for quarter in quarters]

    status = payments["status"]
    # what the bank moved, which may differ from what was ordered (R05)
    reached = payments[status.isin(REACHED_UNIT)].assign(amount=lambda rows: rows["paid"])
    astray = year.recorded.astray.assign(day=pd.to_datetime(year.recorded.astray["day"]))
    astray = astray[astray["day"].dt.year.eq(year.year)]
    table = pd.DataFrame(
        {
            "quarter": list(quarters),
            "budget": [year.budgets.get(quarter) for quarter in quarters],
            "ordered": total(payments[status.isin(NOT_UNDONE)]),
            "paid": total(pd.concat([reached[["day", "amount"]], astray[["day", "amount"]]])),
            "returned": total(payments[status.eq("returned")]),
            "recovered_in": total(incoming),
        }
    )
    return table.assign(budget=table["budget"].astype("Int64"), spent=table["paid"] - table["recovered_in"])
