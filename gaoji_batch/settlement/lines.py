"""What was approved, filed, completed, claimed, due, ordered, paid and recovered of each project of a year, side by side.

Pure: frames in, frames out. Amounts are whole yuan, days datetime64, projects folded numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import pandas as pd

from gaoji_batch.law import choices
from gaoji_batch.settlement.transfers import ASTRAY, PAID, SENT_BACK, paid_out
from gaoji_batch.values import text
from gaoji_batch.values.dates import quarter_days

FIELDS = [
    "project", "unit", "state", "approved", "filed", "completed", "eligible", "claimed_headcount", "claimed_amount", "due", "ordered", "paid",
    "recovered", "recovered_in", "codes",
]  # fmt: skip
"""Of a line of reconcile.json."""
COUNTS = FIELDS[3:14]


@dataclass(slots=True)
class Books:
    """What the ledger holds (frames of `ledger.frames`): states, a series by project; recoveries, incoming: project, amount."""

    states: pd.Series
    filings: pd.DataFrame
    claims: pd.DataFrame
    payments: pd.DataFrame
    recoveries: pd.DataFrame
    incoming: pd.DataFrame


@dataclass(slots=True)
class Filed:
    """What was approved, and what lies in inbox/ now.

    schemes: index project, of 立项项目登记 and of the ledger; written, name, unit, heads, opening, ending, approved_on, project_state, per_head,
    filing_due, completion_due, claim_due, sheet, row (of 立项项目登记; missing where it stands there no longer); submitted: stage → projects that handed it in, accepted or not; lists: (project, stage) → heads
    on the roster or register that was recorded; refused: (project, stage) → why it was not accepted; changed: project → the stages that differ from the ledger;
    places: project → sheet at which R10 is put; waiting: project → why its claim is not ordered.
    """

    schemes: pd.DataFrame
    submitted: Mapping[str, set[str]]
    lists: Mapping[tuple[str, str], int]
    refused: Mapping[tuple[str, str], str] = field(default_factory=dict)
    changed: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)
    waiting: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Reconciling:
    """The facts of one reconciliation. transfers: OUTCOMES of every transfer known, recorded or not, with its row in a statement (file, sheet_name, row, value,
    payee, state, memo) where the statement is still there."""

    books: Books
    filed: Filed
    transfers: pd.DataFrame
    quarter: tuple[int, int]
    on: date

    @cached_property
    def today(self) -> pd.Timestamp:
        return pd.Timestamp(self.on)

    @cached_property
    def last_day(self) -> str:
        """The quarter's last day, ISO: claims filed later are none of it."""
        return quarter_days(*self.quarter)[1].isoformat()

    @cached_property
    def schemes(self) -> pd.DataFrame:
        """Approved projects of the quarter's year, by their opening day (by that of approval where it is not known)."""
        known = self.filed.schemes
        return known[known["opening"].fillna(known["approved_on"]).dt.year.eq(self.quarter[0])].sort_index()

    @cached_property
    def newest(self) -> pd.DataFrame:
        """The payment in force of each project: index project; the columns of payments, and paid (yuan)."""
        rows = self.books.payments
        rows = rows[rows["status"].ne("cancelled")]
        return (
            rows.drop_duplicates("project", keep="last")
            .assign(paid=lambda held: held["payment"].map(paid_out(self.settled)).fillna(0))
            .set_index("project")
        )

    @cached_property
    def settled(self) -> pd.DataFrame:
        """The transfers that settle a payment."""
        return self.transfers[self.transfers["payment"].ne("")]

    @cached_property
    def elsewhere(self) -> list[str]:
        """Payments made to another payee or account than the batch ordered. An account printed in part agrees, and one that a spreadsheet rounded
        to 15 digits does."""
        sent = self.settled[self.settled["kind"].eq(PAID)].dropna(subset=["payee", "account"])
        sent = sent.merge(
            self.books.payments[["payment", "payee", "account"]], on="payment", suffixes=("", "_ordered")
        ).astype("str")
        rounded = sent["account"].str.fullmatch(r"\d{15}0+") & sent["account"].str[:15].eq(
            sent["account_ordered"].str[:15]
        )
        accounts = sent["account"].ne(sent["account_ordered"]) & ~rounded
        payees = text.fold_series(sent["payee"]).ne(text.fold_series(sent["payee_ordered"]))
        return sorted(set(sent.loc[accounts & (payees | sent["account"].str.isdigit()), "payment"]))

    @cached_property
    def astray(self) -> pd.DataFrame:
        """Transfers that went out a second time (R09) or without a claim (R06), those that came back since left out."""
        rows = self.transfers[self.transfers["code"].isin(ASTRAY)]
        key = ["code", "project", "amount"]
        back = rows[rows["kind"].eq(SENT_BACK)].groupby(key, dropna=False).size()
        out = rows[rows["kind"].eq(PAID)]
        from_last = out.iloc[::-1].groupby(key, dropna=False).cumcount().iloc[::-1]
        returned = pd.Series(
            pd.MultiIndex.from_frame(out[key]).map(back.to_dict()), index=out.index, dtype="Float64"
        ).fillna(0)
        return out[from_last >= returned]

    @cached_property
    def lines(self) -> pd.DataFrame:
        """One row a project of the year: index project; the columns of `schemes`, COUNTS, state, and status (of its payment in force)."""
        rows, books = self.schemes, self.books
        claims = books.claims.set_index("project")
        stray = self.astray.groupby("project")["amount"].sum()
        state = (
            _mapped(rows, books.states)
            .fillna("approved")
            .mask(rows["project_state"].isin(choices.ENDED), "cancelled")
        )
        return rows.assign(
            state=state,
            status=_mapped(rows, self.newest["status"]).fillna(""),
            approved=rows["heads"].fillna(0).astype("int64"),
            filed=self._listed(rows, "filing"),
            completed=self._listed(rows, "completion"),
            eligible=_of(rows, self._heads("completion")),
            claimed_headcount=_of(rows, claims["claimed_heads"]),
            claimed_amount=_of(rows, claims["claimed_amount"]),
            due=_of(rows, claims["amount"]),
            ordered=_of(rows, self.newest["amount"]),
            paid=_of(rows, self.newest["paid"]) + _of(rows, stray),
            recovered=_of(rows, books.recoveries.groupby("project")["amount"].sum()),
            recovered_in=_of(rows, books.incoming.groupby("project")["amount"].sum()),
        )

    def _heads(self, stage: str) -> pd.Series:
        """Heads that the ledger recorded at a stage, by project."""
        return self.books.filings[self.books.filings["stage"].eq(stage)].set_index("project")["heads"]

    def _listed(self, rows: pd.DataFrame, stage: str) -> pd.Series:
        """Heads on the recorded list of a stage, those taken out by a ruling as well where the list still lies in inbox/."""
        recorded = self._heads(stage)
        on_list = pd.Series(
            {project: heads for (project, of_stage), heads in self.filed.lists.items() if of_stage == stage},
            dtype="float64",
        )
        return _of(rows, recorded.combine(on_list.reindex(recorded.index), max, fill_value=0))

    @cached_property
    def at_stage(self) -> dict[str, pd.Series]:
        """stage → whether each project of `lines` handed it in, accepted or not."""
        recorded = self.books.filings
        return {
            stage: self.lines.index.to_series().isin(
                set(recorded.loc[recorded["stage"].eq(stage), "project"])
                | self.filed.submitted.get(stage, set())
            )
            for stage in ("filing", "completion", "claim")
        }

    @cached_property
    def going_on(self) -> pd.Series:
        """Whether each project of `lines` goes on (neither 终止 nor 撤销)."""
        return self.lines["state"].ne("cancelled")


def _mapped(rows: pd.DataFrame, values: pd.Series) -> pd.Series:
    return rows.index.to_series().map(values.to_dict()).astype("object")


def _of(rows: pd.DataFrame, values: pd.Series) -> pd.Series:
    """A number for each project, 0 where there is none."""
    return _mapped(rows, values).fillna(0).astype("int64")
