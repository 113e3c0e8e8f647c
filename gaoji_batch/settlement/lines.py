"""What was approved, filed, completed, claimed, due, ordered, paid and recovered of each project of a year, side by side.

Pure: frames in, frames out. Amounts are whole yuan, days datetime64, projects folded numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from gaoji_batch.law import choices
from gaoji_batch.ledger.moved import paid_out
from gaoji_batch.settlement.placing import is_payee
from gaoji_batch.settlement.transfers import DOUBTED, MISDIRECTED, PAID, RECOVERED_IN, still_astray
from gaoji_batch.values.dates import quarter_days

COUNTS = [
    "approved", "filed", "completed", "eligible", "claimed_headcount", "claimed_amount", "due", "ordered", "paid", "recovered", "recovered_in",
]  # fmt: skip
FIELDS = ["project", "class", "unit", "state", *COUNTS, "codes"]
"""Of a line of reconcile.json."""


@dataclass(slots=True)
class Books:
    """What the ledger holds (frames of `ledger.frames`): states, a series by project; recoveries, incoming: project, amount."""

    states: pd.Series
    filings: pd.DataFrame
    claims: pd.DataFrame
    payments: pd.DataFrame
    recoveries: pd.DataFrame
    incoming: pd.DataFrame
    persons: Mapping[str, int] = field(default_factory=dict)
    """payment → persons whom the database says it pays for."""


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
    codes: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    """(project, stage) → the codes that refused it."""
    eligible: Mapping[str, int] = field(default_factory=dict)
    """project → heads eligible today, by the register that lies in inbox/."""


@dataclass
class Reconciling:
    """The facts of one reconciliation. transfers: OUTCOMES of every transfer known, recorded or not, with its row in a statement (file, sheet_name, row, said,
    payee, account, state, memo, beside) where the statement is still there; voided: the transfers that were voided; unread: statements that cannot be read."""

    books: Books
    filed: Filed
    transfers: pd.DataFrame
    quarter: tuple[int, int]
    on: date
    voided: pd.DataFrame = field(default_factory=pd.DataFrame)
    unread: Sequence[str] = ()

    @cached_property
    def today(self) -> pd.Timestamp:
        return pd.Timestamp(self.on)

    @cached_property
    def last_day(self) -> str:
        """The quarter's last day, ISO: claims filed later are none of it."""
        return quarter_days(*self.quarter)[1].isoformat()

    @cached_property
    def schemes(self) -> pd.DataFrame:
        """Approved projects of the quarter's year, by their opening day (by that of approval where it is not known), and of other years those with
        something open at the quarter's end, or with money moved in it."""
        known = self.filed.schemes
        began = known["opening"].fillna(known["approved_on"])
        of_year = began.dt.year.eq(self.quarter[0])
        first, last = (day.isoformat() for day in quarter_days(*self.quarter))
        moved = self.transfers["day"].between(first, last)
        busy = known.index.isin(self.transfers.loc[moved, "project"])
        earlier = began.dt.year.lt(self.quarter[0])
        ended = known["project_state"].isin(choices.ENDED) & ~known.index.isin(self._owing)
        open_ = earlier & ~ended & ~known.index.isin(self._done_before(first))
        return known[of_year | busy | open_].sort_index()

    @cached_property
    def _owing(self) -> pd.Index:
        """Projects with a payment that is not settled, or with a recovery that is not back."""
        books = self.books
        unpaid = self.newest.index[self.newest["status"].isin(["ordered", "released", "returned"])]
        back = books.incoming.groupby("project")["amount"].sum()
        ordered = books.recoveries.groupby("project")["amount"].sum()
        owed = ordered.index[ordered.gt(back.reindex(ordered.index).fillna(0))]
        return unpaid.union(owed).union(self.astray["project"])

    def _done_before(self, day: str) -> set[str]:
        """Projects that were paid in full before a day, of which nothing is open."""
        last = self.transfers.groupby("project")["day"].max()
        paid = self.newest[self.newest["status"].isin(["paid", "recovered"])]
        paid = paid[paid["paid"].eq(paid["amount"]) & ~paid.index.isin(self._owing)]
        return {str(project) for project in paid.index if last.get(project, "") < day}

    @cached_property
    def newest(self) -> pd.DataFrame:
        """The payment in force of each project: index project; the columns of payments, and paid (yuan)."""
        rows = self.books.payments
        rows = rows[rows["status"].ne("cancelled")]
        return (
            rows.drop_duplicates("project", keep="last")
            .assign(paid=lambda held: held["payment"].map(paid_out(self.transfers)).fillna(0))
            .set_index("project")
        )

    @cached_property
    def settled(self) -> pd.DataFrame:
        """The transfers that settle a payment."""
        return self.transfers[self.transfers["payment"].ne("")]

    @cached_property
    def misdirected(self) -> pd.DataFrame:
        """Transfers that name a payment (`named`) and went to another payee or account than it ordered; those recorded by an earlier version too."""
        sent = self.settled[self.settled["kind"].eq(PAID)].dropna(subset=["payee", "account"])
        orders = self.books.payments.set_index("payment")[["payee", "account"]].to_dict("index")
        other = [
            not is_payee(row["payee"], row["account"], one["payee"], one["account"])
            for row in sent.to_dict("records")
            if (one := orders[row["payment"]])
        ]
        recorded = sent[pd.Series(other, index=sent.index, dtype="bool")]
        return pd.concat(
            [self.astray[self.astray["code"].eq(MISDIRECTED)], recorded.assign(named=recorded["payment"])]
        )

    @cached_property
    def other_channels(self) -> list[str]:
        """Remarks on money of a recovery that came from another account than it was paid to (article 18: 按拨付原渠道)."""
        rows = self.transfers[self.transfers["kind"].eq(RECOVERED_IN)].dropna(subset=["payee", "account"])
        orders = self.newest[["payee", "account"]].to_dict("index")
        return [
            f"{row['project']}：{row['day']}追回到账的{row['amount']}元由{row['payee']}的其他账户转入，不是原拨付账户，"
            "核实后在备注中说明"
            for row in rows.to_dict("records")
            if (one := orders.get(row["project"]))
            and not is_payee(row["payee"], row["account"], one["payee"], one["account"])
        ]

    @cached_property
    def doubted(self) -> pd.DataFrame:
        """Transfers that may be one with another (`beside`)."""
        return self.transfers[self.transfers["code"].eq(DOUBTED)]

    @cached_property
    def astray(self) -> pd.DataFrame:
        """Transfers that went out a second time (R09), without a claim (R06) or to somebody else (R13), those that came back since left out."""
        return still_astray(self.transfers)

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
            class_no=1,
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
    def recorded_at(self) -> dict[str, pd.Series]:
        """stage → whether the ledger accepted it of each project of `lines`."""
        recorded = self.books.filings
        return {
            stage: self.lines.index.to_series().isin(
                set(recorded.loc[recorded["stage"].eq(stage), "project"])
            )
            for stage in ("filing", "completion", "claim")
        }

    @cached_property
    def disagreeing(self) -> pd.DataFrame:
        """Payments in force whose persons, heads and money are not those of the ledger, the register and the claim: how, why, fix, heads, due,
        amount (yuan by which they differ), and the columns of payments."""
        rows = self.newest[self.newest.index.isin(self.lines.index)]
        rows = rows[rows["status"].isin(["ordered", "released", "paid"])]
        recovered = self.books.recoveries.groupby("project")["amount"].sum()
        found = {}
        for project, one in rows.to_dict("index").items():
            back = int(recovered.get(project, 0))
            told = list(self._differences(str(project), one, back))
            if told:
                off = max(abs(yuan) for _, yuan in told)
                found[project] = one | {
                    "how": "的人数、金额与名册、申请不一致：" + "；".join(said for said, _ in told),
                    "why": "已决定追回" + f"{back}元" if back else "没有追回",
                    "fix": "核对人员和金额：多付的用gaoji recover追回，少付的重新申领",
                    "heads": int(one["headcount"]),
                    "due": int(one["amount"]),
                    "amount": off,
                }
        columns = [*rows.columns, "how", "why", "fix", "heads", "due"]
        return pd.DataFrame.from_dict(found, orient="index").reindex(columns=list(dict.fromkeys(columns)))

    def _differences(self, project: str, one: Mapping[str, Any], back: int) -> Iterator[tuple[str, int]]:
        """(what differs, yuan) of one payment; back: yuan of it ordered back."""
        heads, amount = int(one["headcount"]), int(one["amount"])
        per_head = int(self.lines.at[project, "per_head"])
        persons = self.books.persons.get(one["payment"], heads)
        claimed, reduced = int(one["claimed_amount"]), int(one["reduced"])
        if persons != heads:
            yield f"按{heads}人支付，台账中的补助人员是{persons}人", abs(heads - persons) * per_head
        if claimed - reduced != amount:
            yield f"申请{claimed}元，核减{reduced}元，支付{amount}元", abs(claimed - reduced - amount)
        if heads * per_head != amount:
            yield (
                f"{heads}人按每人{per_head}元是{heads * per_head}元，支付{amount}元",
                abs(heads * per_head - amount),
            )
        now = self.filed.eligible.get(project)
        if now is not None and now * per_head != amount - back and now != heads:
            yield f"按{heads}人支付，现在符合条件的是{now}人", abs(amount - back - now * per_head)

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
