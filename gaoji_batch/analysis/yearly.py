"""A year in figures: applied, approved, filed, completed, claimed, paid, and the same cut by what projects
and trainees are.

The year of everything is that of the project's opening, as approved and amended. filed, completed, claimed
and paid count what the ledger holds; money is whole yuan. The final accounts alone go by the day of the
payment batch, as budgets do (`final_accounts`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from gaoji_batch.analysis.year_tables import UNKNOWN, YearTables, occupations_of
from gaoji_batch.law import levels
from gaoji_batch.settlement.transfers import TWICE
from gaoji_batch.values.payment_status import NOT_UNDONE, REACHED_UNIT

BANDS = ((30, "29岁及以下"), (40, "30—39岁"), (50, "40—49岁"), (200, "50岁及以上"))
OF_PROJECT = ("industry", "district", "unit_type", "quarter")
CUTS = ("industry", "occupation", "level", "gender", "age", "district", "unit_type", "quarter")
CUT_COLUMNS = ["name", "projects", "trainees_filed", "trainees_completed", "amount_paid"]


@dataclass
class Year:
    """The figures of one calendar year.

    projects: `year_tables.projects_of`, of this year.
    recorded: the ledger's tables, of every year.
    applied: how many applied for a class that opens in this year.
    cap: heads that the policy allows this year.
    budgets: quarter (0: the whole year) → yuan.
    findings: those of the year's projects, and those of no project.
    audited: projects that a third party audited.
    """

    year: int
    projects: pd.DataFrame
    recorded: YearTables
    applied: int
    cap: int
    budgets: Mapping[int, int]
    findings: pd.DataFrame
    audited: frozenset[str] = frozenset()

    @property
    def unaudited(self) -> list[str]:
        """The year's projects that were paid and not audited yet (article 15)."""
        return sorted(self.stages["paid"] - self.audited)

    @property
    def budget(self) -> int | None:
        """The year's budget, else the sum of its quarters'; None where none is registered."""
        return self.budgets.get(0, sum(self.budgets.values()) if self.budgets else None)

    @property
    def approved(self) -> pd.DataFrame:
        """The approved projects that were neither ended nor withdrawn."""
        return self.projects[self.projects["standing"]]

    def of_year(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows of a ledger's table that belong to the year's projects."""
        return frame[frame["project"].isin(self.projects.index)]

    @cached_property
    def payments(self) -> pd.DataFrame:
        """The year's payments that reached the units; amount is what the bank moved."""
        ordered = self.of_year(self.recorded.payments)
        return ordered[ordered["status"].isin(REACHED_UNIT)].assign(amount=lambda rows: rows["paid"])

    @cached_property
    def astray(self) -> pd.DataFrame:
        """What the bank moved for the year's projects besides their payments."""
        return self.of_year(self.recorded.astray)

    @property
    def paid_twice(self) -> int:
        """Yuan that went out a second time."""
        return int(self.astray.loc[self.astray["code"].eq(TWICE), "amount"].sum())

    @property
    def overpaid(self) -> int:
        """Yuan that the parts of payments come to above what was ordered."""
        ordered = self.of_year(self.recorded.payments)
        ordered = ordered[ordered["status"].isin(REACHED_UNIT)]
        return int((ordered["paid"] - ordered["amount"]).clip(lower=0).sum())

    @cached_property
    def moved(self) -> pd.DataFrame:
        """All that the bank moved: payment, project, amount; what went astray is put to the project's last
        payment that was paid, or stands alone."""
        # money that went astray is nobody's share unless it stands with a payment of the project
        last = self.payments.drop_duplicates("project", keep="last").set_index("project")["payment"]
        of_last = self.astray["project"].map(last).astype("object")
        astray = self.astray.assign(payment=of_last.fillna(self.astray["project"]))
        columns = ["payment", "project", "amount"]
        both = pd.concat([self.payments[columns], astray[columns]]).astype({"amount": "int64"})
        return both.groupby(["payment", "project"], as_index=False)["amount"].sum()

    @cached_property
    def stages(self) -> dict[str, set[str]]:
        """Stage → the projects that reached it."""
        recorded = {
            "filed": self.recorded.filed,
            "completed": self.recorded.completed,
            "claimed": self.recorded.claims,
            "paid": self.payments,
        }
        return {"approved": set(self.approved.index)} | {
            stage: set(self.of_year(frame)["project"]) for stage, frame in recorded.items()
        }

    def figures(self) -> dict[str, Any]:
        """statistics.json (docs/contract/money.md)."""
        ordered = self.of_year(self.recorded.payments)
        claimed, recovered, came_in = (
            self.of_year(frame)
            for frame in (self.recorded.claims, self.recorded.recoveries, self.recorded.incoming)
        )
        return {
            "year": self.year,
            "projects": {"applied": self.applied}
            | {stage: len(projects) for stage, projects in self.stages.items()},
            "trainees": {
                "approved": int(self.approved["heads"].sum()),
                "filed": len(self.of_year(self.recorded.filed)),
                "completed": len(self.of_year(self.recorded.completed)),
                "paid": int(self.payments["headcount"].sum()),
            },
            "amounts": {
                "budget": self.budget,
                "claimed": int(claimed["claimed_amount"].sum()),
                "ordered": int(ordered.loc[ordered["status"].isin(NOT_UNDONE), "amount"].sum()),
                "paid": int(self.moved["amount"].sum()),
                "recovered": int(recovered["amount"].sum()),
                "recovered_in": int(came_in["amount"].sum()),
            },
            "cap": {"limit": self.cap, "used": int(self.approved["heads"].sum())},
            "by": {cut: self.cut(cut) for cut in CUTS},
            "findings": self.errors(),
            "unaudited": self.unaudited,
        }

    def cut(self, name: str) -> list[dict[str, Any]]:
        """The year by one attribute, of the project or of the trainee: rows of CUT_COLUMNS; their sums are
        the year's."""
        named = self.projects[name] if name in OF_PROJECT else None
        groups = {
            "projects": self._projects_in(name).value_counts(),
            "trainees_filed": self._people(self.recorded.filed, name, named)["name"].value_counts(),
            "trainees_completed": self._people(self.recorded.completed, name, named)["name"].value_counts(),
            "amount_paid": self._shares(name, named),
        }
        table = pd.DataFrame(groups).reindex(columns=list(groups)).fillna(0).astype("int64")
        if name == "quarter":
            table = table.reindex([f"{self.year}Q{quarter}" for quarter in range(1, 5)], fill_value=0)
        rows = table.rename_axis("name").reset_index()
        return sorted(rows.to_dict("records"), key=lambda row: _rank(name, row))

    def _projects_in(self, name: str) -> pd.Series:
        """A value a project and group it belongs to; by trainees' attributes a project may belong to
        several."""
        if name in OF_PROJECT:
            return self.approved[name]
        people = self._people(self.recorded.filed, name, None).drop_duplicates(["project", "name"])
        if name != "occupation":
            return people["name"]
        # before a roster is accepted the scheme alone tells which occupations a project is for
        unfiled = self.approved[~self.approved.index.isin(people["project"])]
        return pd.concat([people["name"], unfiled["occupation"].map(occupations_of).explode()])

    def _people(self, persons: pd.DataFrame, name: str, named: pd.Series | None) -> pd.DataFrame:
        """The year's persons of a stage with the group each belongs to: project, person_key, name."""
        of_year = self.of_year(persons)
        values = of_year["project"].map(named) if named is not None else _attribute(of_year, name)
        return of_year[["project", "person_key"]].assign(name=values.fillna(UNKNOWN).astype("str"))

    def _shares(self, name: str, named: pd.Series | None) -> pd.Series:
        """What was paid by group: each payment shared out among its persons to the yuan; all of it
        to UNKNOWN if it names nobody."""
        paid = self.moved
        if named is not None:
            return paid["amount"].astype("int64").groupby(paid["project"].map(named).fillna(UNKNOWN)).sum()
        people = self._people(self.recorded.filed, name, None).drop_duplicates(["project", "person_key"])
        heads = paid.merge(self.recorded.payment_persons[["payment", "person_key"]], on="payment", how="left")
        heads = heads.merge(people, on=["project", "person_key"], how="left").fillna({"name": UNKNOWN})
        place, count = (
            heads.groupby("payment").cumcount(),
            heads.groupby("payment")["project"].transform("size"),
        )
        # shares in whole yuan that sum to the payment: the running total is rounded, not the share
        amount = heads["amount"].astype("int64")
        return (amount * (place + 1) // count - amount * place // count).groupby(heads["name"]).sum()

    def errors(self) -> list[dict[str, Any]]:
        """How often each rule was broken: code, count; the most often first."""
        counts = self.findings["code"].value_counts()
        return [
            {"code": str(code), "count": int(count)}
            for code, count in sorted(counts.items(), key=lambda pair: (-pair[1], str(pair[0])))
        ]


def _attribute(persons: pd.DataFrame, name: str) -> pd.Series:
    if name == "age":
        ages = pd.to_numeric(persons["age"], errors="coerce")
        return ages.map(
            lambda age: None if pd.isna(age) else next(value for limit, value in BANDS if age < limit)
        ).astype("object")
    values = persons[name].astype("object").replace("", None)
    return (
        # of several occupations the first: a person counts once, so that the cut's sums are the year's
        values.map(lambda value: None if value is None else occupations_of(value)[0])
        if name == "occupation"
        else values
    )


def _rank(cut: str, row: Mapping[str, Any]) -> tuple[Any, ...]:
    """Quarters, ages and levels in their own order, all else by size; UNKNOWN comes last."""
    orders = {
        "age": [band for _, band in BANDS],
        "level": list(levels.known()),
        "quarter": [],
        "gender": ["男", "女"],
    }
    name = row["name"]
    if cut in orders:
        order = list(orders[cut])
        return (name == UNKNOWN, order.index(name) if name in order else len(order), name)
    return (name == UNKNOWN, -row["trainees_filed"], -row["projects"], name)
