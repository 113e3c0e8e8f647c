"""The tables of the ledger and of the approved projects that a year is counted from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from gaoji_batch.law import choices
from gaoji_batch.rules.facts import Facts
from gaoji_batch.values import text

UNKNOWN = "未填写"


@dataclass(frozen=True, slots=True)
class YearTables:
    """The ledger's tables that a year is counted from: columns as in `ledger.models`, what is in force alone.

    projects: those approved.
    filed, completed: persons of the accepted rosters and completion registers.
    claims: accepted claims.
    payments: with status, made_on (the day of the batch) and paid (what the bank moved).
    payment_persons: who was paid for with which payment.
    recoveries: what was decided to be recovered.
    incoming: what came back.
    astray: money that the bank moved besides, and that did not come back (`transfers.still_astray`).
    """

    projects: pd.DataFrame
    filed: pd.DataFrame
    completed: pd.DataFrame
    claims: pd.DataFrame
    payments: pd.DataFrame
    payment_persons: pd.DataFrame
    recoveries: pd.DataFrame
    incoming: pd.DataFrame
    astray: pd.DataFrame

    @classmethod
    def empty(cls) -> YearTables:
        """A ledger that holds nothing."""
        persons = ["project", "person_key", "gender", "age", "level", "occupation"]
        columns = {
            "projects": [
                *("project", "written", "name", "unit", "uscc", "industry", "occupation"),
                *("opening", "heads", "state", "unit_type", "district"),
            ],
            "filed": persons,
            "completed": persons,
            "claims": ["project", "claimed_amount"],
            "payments": ["payment", "project", "headcount", "amount", "paid", "status", "made_on"],
            "payment_persons": ["payment", "person_key", "project"],
            "recoveries": ["project", "amount"],
            "incoming": ["project", "amount", "received_on"],
            "astray": ["project", "code", "day", "amount"],
        }
        return cls(
            **{
                name: pd.DataFrame({column: pd.Series(dtype="object") for column in names})
                for name, names in columns.items()
            }
        )


def occupations_of(cell: Any) -> list[str]:
    """The occupations of a cell, their codes dropped; one that says nothing is UNKNOWN."""
    return [
        text.strip_occupation_code(name)[0] for name in text.split_list(None if pd.isna(cell) else cell)
    ] or [UNKNOWN]


def projects_of(facts: Facts, recorded: YearTables) -> pd.DataFrame:
    """Every approved project, by the register, else by the ledger: index project (folded); written, name,
    unit, industry, occupation, opening, heads, standing (neither ended nor withdrawn), unit_type, district,
    quarter ('2026Q2')."""
    approved = facts.plan.projects[facts.plan.projects["approved"]]
    listed = pd.DataFrame(
        {
            "written": approved["written"],
            "name": approved["project_name"],
            "unit": approved["unit"],
            "industry": approved["industry"],
            "occupation": approved["occupation"],
            "opening": approved["opening"],
            "heads": approved["approved_heads"],
            "standing": ~approved["project_state"].isin(choices.ENDED),
            **_of_unit(facts, approved),
        }
    )
    in_ledger = recorded.projects[~recorded.projects["project"].isin(listed.index)].set_index("project")
    in_ledger = in_ledger.assign(
        standing=~in_ledger["state"].isin(choices.ENDED),
        opening=pd.to_datetime(in_ledger["opening"]).astype("datetime64[s]"),
    )
    both = pd.concat([listed, in_ledger[list(listed.columns)]]) if len(in_ledger) else listed
    both = both[both["opening"].notna()].assign(heads=lambda rows: rows["heads"].fillna(0).astype("int64"))
    texts = ["name", "unit", "industry", "unit_type", "district"]
    both[texts] = both[texts].astype("object").where(both[texts].notna() & both[texts].ne(""), UNKNOWN)
    return both.assign(
        quarter=both["opening"].dt.year.astype("str") + "Q" + both["opening"].dt.quarter.astype("str")
    ).sort_index()


def _of_unit(facts: Facts, approved: pd.DataFrame) -> dict[str, pd.Series]:
    """unit_type and district of each approved project's unit: by its code in 单位名录, else by its name
    there; the type else by its application."""
    register, applied = facts.units.register, facts.units.applications
    by_code = register.dropna(subset=["uscc"]).drop_duplicates("uscc").set_index("uscc")
    by_name = register.drop_duplicates("named").set_index("named")
    named = text.fold_series(approved["unit"].fillna(""))
    of_unit = {
        name: approved["uscc"].map(by_code[name]).fillna(named.map(by_name[name]))
        for name in ("unit_type", "district")
    }
    applied = applied[applied["scheme_project"].ne("")].drop_duplicates("scheme_project")
    types = applied.set_index("scheme_project")["unit_type"]
    by_application = pd.Series(approved.index.map(types), index=approved.index, dtype="str")
    return of_unit | {"unit_type": of_unit["unit_type"].fillna(by_application)}
