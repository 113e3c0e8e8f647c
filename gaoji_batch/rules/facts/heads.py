"""The heads that a calendar year counts against its cap."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from gaoji_batch.law import choices
from gaoji_batch.law.policy import Policy
from gaoji_batch.ledger.view import LedgerView
from gaoji_batch.rules.facts.enrolled import People
from gaoji_batch.rules.facts.plan import Plans
from gaoji_batch.values import text
from gaoji_batch.values.columns import KEY


@dataclass(eq=False)
class YearHeads:
    """Approved and completed heads, project by project, and the sums of the years."""

    policy: Policy
    ledger: LedgerView
    plan: Plans
    people: People

    @cached_property
    def completed_heads(self) -> pd.Series:
        """Heads that completed, by project: those the ledger recorded, else those who passed on the register
        in force."""
        passed = self.people.register[
            self.people.register["result"].eq("合格") & self.people.register["project"].ne("")
        ]
        passed = passed.assign(one=self.people.person_written("completion", passed))
        filed = passed.groupby("project")["one"].nunique()
        completed = self.ledger.completed.assign(
            project=text.fold_series(self.ledger.completed["project"].astype("str"))
        )
        # what the ledger accepted is before a register that lies in inbox/ and is not accepted yet
        recorded = completed.groupby("project")["heads"].sum().astype("int64")
        return recorded.combine_first(filed).astype("int64")

    @cached_property
    def counted_heads(self) -> pd.DataFrame:
        """The approved rows that the year's cap counts, opening as amended: of a live project its approved
        heads, of one 终止 or 撤销 the heads that completed."""
        ended = self.plan.approved[
            self.plan.approved["project"].ne("") & self.plan.approved["project_state"].isin(choices.ENDED)
        ]
        # an ended project frees its heads, but for those who completed before it ended (Q0603)
        # completed heads are a project's: the row of a second 期次 would count them again
        ended = ended.drop_duplicates("project")
        opening = self.plan.classes["opening"].reindex(pd.MultiIndex.from_frame(ended[KEY])).to_numpy()
        heads = ended["project"].map(self.completed_heads).fillna(0).astype("Int64")
        ended = ended.assign(opening=opening, approved_heads=heads)
        return pd.concat([self.plan.approved_standing, ended[ended["approved_heads"].gt(0)]])

    @cached_property
    def cumulative(self) -> pd.DataFrame:
        """Approved projects in the order of approval: project, heads, approved_on, opening, year, total
        (heads of the year up to it), cap."""
        rows = self.counted_heads
        by_project = rows.groupby("project").agg(
            heads=("approved_heads", "sum"), approved_on=("approved_on", "min"), opening=("opening", "min")
        )
        by_project = (
            # without an opening a project is of no year yet; D101 asks for the day
            by_project.assign(year=by_project["opening"].dt.year).dropna(subset=["year"]).reset_index()
        )
        # who was approved last is past the cap, not whoever comes last in the list
        by_project = by_project.sort_values(["approved_on", "project"], na_position="last")
        total = by_project.groupby("year")["heads"].cumsum()
        return by_project.assign(
            total=total, cap=self.policy.of("year.cap", on=by_project["opening"]).astype("int64")
        )

    @cached_property
    def of_years(self) -> dict[int, tuple[int, int]]:
        """Calendar year → (approved heads, the year's cap)."""
        last = self.cumulative.groupby("year")[["total", "cap"]].last()
        return {
            int(year): (int(total), int(cap))
            for year, total, cap in zip(last.index, last["total"], last["cap"], strict=True)
        }
