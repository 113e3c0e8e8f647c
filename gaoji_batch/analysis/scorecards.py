"""What a year says of each unit, and which errors each quarter brought most."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.analysis.year_tables import UNKNOWN
from gaoji_batch.analysis.yearly import Year
from gaoji_batch.findings import NOTE, REJECT
from gaoji_batch.rules.registry import codes_where
from gaoji_batch.values.rule_names import REPLACED

CARD = [
    *("unit", "approved", "filed", "completed", "claimed", "paid"),
    *("heads_approved", "heads_filed", "heads_completed", "heads_paid", "completion_rate"),
    *("late", "rejects", "reviews", "resubmitted", "spot_faults", "amount_paid"),
]
_TOP = 10


def cards(year: Year) -> pd.DataFrame:
    """One row a unit with projects of the year (CARD): projects and heads by stage, completion_rate (of those
    filed; missing without any), late filings, findings (rejects and reviews, settled ones too), forms sent
    again (F015), spot checks and audits not settled, yuan paid."""
    units = year.projects["unit"].replace("", UNKNOWN)

    def of_projects(stage: str) -> pd.Series:
        return units[units.index.isin(year.stages[stage])].value_counts()

    def by_unit(frame: pd.DataFrame, column: str = "") -> pd.Series:
        of_year = year.of_year(frame)
        named = of_year["project"].map(units)
        return of_year[column].astype("int64").groupby(named).sum() if column else named.value_counts()

    findings = year.findings.assign(project=year.findings["project_key"])
    heavy = findings[findings["severity"].ne(NOTE)]
    columns = {
        stage: of_projects(stage) for stage in ("approved", "filed", "completed", "claimed", "paid")
    } | {
        "heads_approved": year.approved["heads"].groupby(year.approved["unit"]).sum(),
        "heads_filed": by_unit(year.recorded.filed),
        "heads_completed": by_unit(year.recorded.completed),
        "heads_paid": by_unit(year.payments, "headcount"),
        "late": by_unit(heavy[heavy["code"].isin(codes_where(lambda rule: rule.late))]),
        "rejects": by_unit(heavy[heavy["severity"].eq(REJECT)]),
        "reviews": by_unit(heavy[heavy["severity"].ne(REJECT)]),
        "resubmitted": by_unit(findings[findings["code"].eq(REPLACED)]),
        "spot_faults": by_unit(heavy[heavy["code"].isin(codes_where(lambda rule: rule.spot_check))]),
        "amount_paid": by_unit(year.payments, "amount"),
    }
    table = pd.DataFrame(columns).fillna(0).astype("int64").rename_axis("unit").reset_index()
    # a unit that filed nobody has no rate, and not the rate 0
    rate = table["heads_completed"] / table["heads_filed"].where(table["heads_filed"].gt(0))
    return table.assign(completion_rate=rate).sort_values(
        ["heads_approved", "unit"], ascending=[False, True], ignore_index=True
    )[CARD]


def top_errors(year: Year) -> pd.DataFrame:
    """The ten rules broken most in each quarter, by the opening of the project: quarter ('2026Q2'), place
    (from 1), code, count, projects."""
    findings = year.findings[year.findings["severity"].ne(NOTE)]
    rows = findings.assign(quarter=findings["project_key"].map(year.projects["quarter"])).dropna(
        subset=["quarter"]
    )
    counts = (
        rows.groupby(["quarter", "code"])
        .agg(count=("code", "size"), projects=("project_key", "nunique"))
        .reset_index()
    )
    counts = counts.sort_values(
        ["quarter", "count", "code"], ascending=[True, False, True], ignore_index=True
    )
    counts["place"] = counts.groupby("quarter").cumcount() + 1
    return counts[counts["place"].le(_TOP)][["quarter", "place", "code", "count", "projects"]].reset_index(
        drop=True
    )
