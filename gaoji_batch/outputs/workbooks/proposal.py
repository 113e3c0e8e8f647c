"""What an appraisal proposes: the applications best first, heads and yuan against cap and budget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from gaoji_batch.analysis.appraisal import DECLINED, IN_REVIEW, PROPOSED, WAITING, Allowance
from gaoji_batch.values.dates import chinese_date

APPLICATION_COLUMNS = [
    "key",
    "project_name",
    "unit",
    "uscc",
    "industry",
    "occupation",
    "planned_heads",
    "opening",
    "ending",
    "total_hours",
    "discussion_hours",
    "filed_on",
    "experts",
    "mean",
    "spread",
    "advised",
    "decision",
    "heads",
    "reasons",
    "remarks",
    "rejects",
    "reviews",
    "notes",
]
KINDS = {PROPOSED: "pass", IN_REVIEW: "review", WAITING: "review", DECLINED: "reject"}


@dataclass
class Proposal:
    """What an appraisal proposes.

    year: in which the classes open.
    on: the day of the run.
    limits: what the year allows.
    rows: applications not approved yet, best first (APPLICATION_COLUMNS; reasons, remarks, rejects, reviews
        and notes are lists of text).
    marks: the experts' scores of these.
    remarks: what could not be matched.
    overrides: parameters that gaoji.toml changes.
    working_days: of the public notice.
    """

    year: int
    on: date
    limits: Allowance
    rows: pd.DataFrame
    marks: pd.DataFrame
    remarks: list[str]
    overrides: Mapping[str, str]
    working_days: int

    @cached_property
    def proposed(self) -> pd.DataFrame:
        """The applications that are proposed for approval."""
        return self.rows[self.rows["decision"].eq(PROPOSED)]

    @cached_property
    def totals(self) -> dict[str, int | None]:
        """Heads and yuan: the cap, approved already, proposed now, kept for what waits for a ruling, left;
        the budget, what all these heads cost, left (None without a budget)."""
        limits, heads = self.limits, int(self.proposed["heads"].sum())
        in_review = int(self.rows.loc[self.rows["decision"].eq(IN_REVIEW), "heads"].sum())
        taken = limits.approved_heads + heads + in_review
        committed = taken * limits.per_head
        return {
            "cap": limits.cap,
            "approved": limits.approved_heads,
            "proposed": heads,
            "held": in_review,
            "heads_left": limits.cap - taken,
            "budget": limits.budget,
            "committed": committed,
            "budget_left": None if limits.budget is None else limits.budget - committed,
        }

    @property
    def counts(self) -> dict[str, int]:
        """Applications by decision."""
        decisions = self.rows["decision"].value_counts()
        return {name: int(decisions.get(name, 0)) for name in KINDS}


def as_json(proposal: Proposal) -> dict[str, Any]:
    """The proposal for programs: year, totals, counts, limits, remarks, applications (best first) and the
    experts' scores."""
    applications = [
        {"rank": rank} | plain_record(row)
        for rank, row in enumerate(proposal.rows.drop(columns="key").astype("object").to_dict("records"), 1)
    ]
    marks = [
        plain_record(row) for row in proposal.marks.drop(columns="key").astype("object").to_dict("records")
    ]
    limits = asdict(proposal.limits) | {"approved_of_unit": dict(proposal.limits.approved_of_unit)}
    return {
        "year": proposal.year,
        "totals": proposal.totals,
        "counts": proposal.counts,
        "limits": limits,
        "remarks": proposal.remarks,
        "applications": applications,
        "scores": marks,
    }


def plain_record(row: Mapping[str, Any]) -> dict[str, Any]:
    """A record for programs: days as ISO text, None for what is missing."""
    return {name: _value(value) for name, value in row.items()}


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return value
    if pd.isna(value):
        return None
    return value.date().isoformat() if isinstance(value, pd.Timestamp) else value


def application_rows(proposal: Proposal) -> list[dict[str, Any]]:
    """The applications for people: rank, texts joined, days in Chinese, None where there is no number."""
    out = []
    for rank, row in enumerate(proposal.rows.astype("object").to_dict("records"), 1):
        plain = plain_record(row)
        days = {
            name: chinese_date(row[name]) if not pd.isna(row[name]) else "" for name in ("opening", "ending")
        }
        sentences = {name: "；".join(plain[name]) for name in ("reasons", "remarks")} | {
            name: "、".join(plain[name]) for name in ("reviews", "notes")
        }
        out.append(
            plain
            | days
            | sentences
            | {"rank": rank, "kind": KINDS[plain["decision"]], "heads": plain["heads"] or None}
        )
    return out


def score_rows(proposal: Proposal) -> list[dict[str, Any]]:
    """The experts' scores for people, with a note where one is far from the median."""
    rows = [plain_record(row) for row in proposal.marks.astype("object").to_dict("records")]
    return [row | {"note": "与中位分相差较大" if row["off"] else ""} for row in rows]
