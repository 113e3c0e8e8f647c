"""What other policy values would change: who flips, heads and yuan, against cap and budget; also as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from gaoji_batch.findings import SEVERITY_NAMES
from gaoji_batch.judgement.changes import CLEARED, NEW, UNCHANGED, compare
from gaoji_batch.outputs.pages.catalogue import said
from gaoji_batch.outputs.record_files import records


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two judgements.

    findings: as the rules gave them.
    projects: as `verdicts.of_projects`, with payable_heads and payable_amount (yuan).
    trainees: as `verdicts.of_trainees`.
    yearly: year → (approved heads, cap).
    budgets: year → yuan.
    """

    findings: pd.DataFrame
    projects: pd.DataFrame
    trainees: pd.DataFrame
    yearly: Mapping[int, tuple[int, int]]
    budgets: Mapping[int, int]


@dataclass
class WhatIf:
    """Two judgements of one batch. changes: parameter → (its row of `Policy.describe`, the supposed
    value)."""

    changes: Mapping[str, tuple[Mapping[str, Any], Any]]
    before: Side
    after: Side

    @cached_property
    def findings(self) -> pd.DataFrame:
        """Findings that are cleared or new: change, title and FIELDS."""
        rows = compare(self.before.findings, self.after.findings)
        titles = (
            pd.concat([self.before.findings, self.after.findings])
            .drop_duplicates("code")
            .set_index("code")["title"]
        )
        return (
            rows[rows["change"].ne(UNCHANGED)]
            .assign(title=lambda frame: frame["code"].map(titles))
            .reset_index(drop=True)
        )

    @cached_property
    def codes(self) -> pd.DataFrame:
        """Cleared and new findings by rule: code, title, severity (name), cleared, new."""
        rows = self.findings
        counts = pd.crosstab(rows["code"], rows["change"]).reindex(columns=[CLEARED, NEW], fill_value=0)
        first = rows.drop_duplicates("code").set_index("code")
        counts = (
            counts.assign(title=first["title"], severity=first["severity"].map(SEVERITY_NAMES))
            .rename_axis("code")
            .reset_index()
        )
        return counts[["code", "title", "severity", CLEARED, NEW]]

    @cached_property
    def projects(self) -> pd.DataFrame:
        """Projects of which verdict, heads or yuan differ: project, name, unit, and before_/after_ of
        verdict, payable_heads, payable_amount."""
        compared = ["verdict", "payable_heads", "payable_amount"]
        rows = _beside(self.before.projects, self.after.projects, ["project", "name", "unit"], compared)
        return rows[_differ(rows, compared)].reset_index(drop=True)

    @cached_property
    def trainees(self) -> pd.DataFrame:
        """Trainees whose verdict flips: project, unit, name, id_masked, before_verdict, after_verdict,
        before_reasons, after_reasons."""
        rows = _beside(
            self.before.trainees,
            self.after.trainees,
            ["project", "unit", "name", "id_masked"],
            ["verdict", "reasons"],
        )
        return rows[_differ(rows, ["verdict"])].reset_index(drop=True)

    @cached_property
    def years(self) -> list[dict[str, Any]]:
        """A year: approved heads, cap before and after, payable heads and yuan before and after, budget
        (None: none given)."""
        rows = []
        for year in sorted({*self.before.yearly, *_years(self.before.projects)}):
            row: dict[str, Any] = {
                "year": year,
                "approved": self.before.yearly.get(year, (0, 0))[0],
                "budget": self.before.budgets.get(year),
            }
            for name, side in (("before", self.before), ("after", self.after)):
                of_year = side.projects[pd.to_datetime(side.projects["opening"]).dt.year.eq(year)]
                row |= {f"cap_{name}": side.yearly.get(year, (0, None))[1]}
                row |= {
                    f"heads_{name}": int(of_year["payable_heads"].sum()),
                    f"amount_{name}": int(of_year["payable_amount"].sum()),
                }
            rows.append(row)
        return rows

    @property
    def totals(self) -> dict[str, int]:
        """Findings cleared and new, projects and trainees that flip, and the change in heads and yuan."""
        counts = self.findings["change"].value_counts()
        flipped = self.projects["before_verdict"].ne(self.projects["after_verdict"])
        change = {
            name: int(self.after.projects[name].sum() - self.before.projects[name].sum())
            for name in ("payable_heads", "payable_amount")
        }
        return {
            "cleared": int(counts.get(CLEARED, 0)),
            "new": int(counts.get(NEW, 0)),
            "projects": int(flipped.sum()),
            "trainees": len(self.trainees),
            "heads": change["payable_heads"],
            "amount": change["payable_amount"],
        }

    @property
    def assumptions(self) -> list[dict[str, str]]:
        """The parameters that were changed, in words: name, title, article, before, after."""
        return [
            {
                "name": name,
                "title": row["title"],
                "before": said(row["value"], row["unit"]),
                "after": said(value, row["unit"]),
            }
            for name, (row, value) in self.changes.items()
        ]


def _beside(before: pd.DataFrame, after: pd.DataFrame, keys: list[str], compared: list[str]) -> pd.DataFrame:
    """Both judgements row by row: they judge the same rows in the same order."""
    return pd.concat(
        [before[keys], before[compared].add_prefix("before_"), after[compared].add_prefix("after_")], axis=1
    )


def _differ(rows: pd.DataFrame, compared: list[str]) -> pd.Series:
    return pd.concat([rows[f"before_{name}"].ne(rows[f"after_{name}"]) for name in compared], axis=1).any(
        axis=1
    )


def _years(projects: pd.DataFrame) -> list[int]:
    return [int(year) for year in pd.to_datetime(projects["opening"]).dt.year.dropna().unique()]


def as_json(supposition: WhatIf) -> dict[str, Any]:
    """The comparison for programs; amounts in whole yuan, ID numbers masked."""
    changes = {
        name: {"before": row["value"], "after": value} for name, (row, value) in supposition.changes.items()
    }
    cleared, new = (
        records(supposition.findings[supposition.findings["change"].eq(kind)]) for kind in (CLEARED, NEW)
    )
    return {
        "changes": changes,
        "totals": supposition.totals,
        "codes": supposition.codes.to_dict("records"),
        "projects": supposition.projects.to_dict("records"),
        "trainees": supposition.trainees.to_dict("records"),
        "years": supposition.years,
        "cleared": cleared,
        "new": new,
    }
