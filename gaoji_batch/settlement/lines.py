"""What was approved, filed, completed, claimed, due, ordered, paid and recovered of each class of a year's
projects, side by side.

Pure: frames in, frames out. Amounts are whole yuan, days datetime64, projects folded numbers; a class is its
project and its 期次.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from gaoji_batch.law import choices
from gaoji_batch.ledger.amounts import PAID, paid_out, recovered_of
from gaoji_batch.settlement.placing import is_payee
from gaoji_batch.settlement.sides import Books, Class, Filed
from gaoji_batch.settlement.transfers import DOUBTED, MISDIRECTED, still_astray
from gaoji_batch.values.columns import KEY, places_of
from gaoji_batch.values.dates import quarter_days
from gaoji_batch.values.payment_status import ORDERED, RELEASED, RETURNED, STANDING

COUNTS = [
    *("approved", "filed", "completed", "eligible"),
    *("claimed_headcount", "claimed_amount", "due", "ordered", "paid", "recovered", "recovered_in"),
]
FIELDS = ["project", "class", "unit", "state", *COUNTS, "codes"]
"""Of a line of reconcile.json."""


@dataclass
class Reconciling:
    """The facts of one reconciliation."""

    books: Books
    """What the ledger holds."""
    filed: Filed
    """What was approved and handed in."""
    transfers: pd.DataFrame
    """OUTCOMES of every transfer, recorded or not, with its row in a statement (file, sheet_name, row, said,
    payee, account, state, memo, beside) where the statement is still there."""
    quarter: tuple[int, int]
    """(year, 1 to 4) that is reconciled."""
    on: date
    """The day of the reconciliation."""
    voided: pd.DataFrame = field(default_factory=pd.DataFrame)
    """The transfers that were voided."""
    unread: Sequence[str] = ()
    """Statements that cannot be read."""
    cancelled: Collection[str] = ()
    """Payments that the bank paid though their batch was taken back (`ledger.frames.paid_unsigned`)."""
    unreleased: Collection[str] = ()
    """Payments that the bank paid though nobody let their batch go, where two persons must sign."""

    @cached_property
    def today(self) -> pd.Timestamp:
        return pd.Timestamp(self.on)

    @cached_property
    def last_day(self) -> str:
        """The quarter's last day, ISO: claims filed later are none of it."""
        return quarter_days(*self.quarter)[1].isoformat()

    @cached_property
    def schemes(self) -> pd.DataFrame:
        """Classes of approved projects of the quarter's year, by their opening day (by that of approval where
        it is not known), and of other years those with something open at the quarter's end, or with money
        moved in it."""
        classes = self.filed.by_class
        project = classes.index.get_level_values("project")
        began = classes["opening"].fillna(classes["approved_on"])
        of_year = began.dt.year.eq(self.quarter[0])
        first, last = (day.isoformat() for day in quarter_days(*self.quarter))
        moved = self.transfers["day"].between(first, last)
        busy = classes.index.isin(self.classes_of(self.transfers.loc[moved, "payment"])) | project.isin(
            self.transfers.loc[moved & self.transfers["payment"].eq(""), "project"]
        )
        # the claim of a December class comes in January (docs/contract/money.md 3)
        earlier = began.dt.year.lt(self.quarter[0])
        ended = classes["project_state"].isin(choices.ENDED) & ~classes.index.isin(self._owing)
        open_ = earlier & ~ended & ~classes.index.isin(self._done_before(first))
        return classes[of_year | busy | open_].sort_index()

    def classes_of(self, payments: pd.Series) -> pd.MultiIndex:
        """The classes that these payments are of."""
        rows = self.books.payments[self.books.payments["payment"].isin(payments)]
        return pd.MultiIndex.from_frame(rows[KEY])

    @cached_property
    def _owing(self) -> list[Class]:
        """Classes with a payment that is not settled, or with a recovery that is not back, or with money of
        their project astray."""
        unpaid = self.newest.index[self.newest["status"].isin([ORDERED, RELEASED, RETURNED])]
        owed = self.recovered.index[self.recovered["recovered"].gt(self.recovered["recovered_in"])]
        project = self.filed.by_class.index.get_level_values("project")
        return [*unpaid, *owed, *self.filed.by_class.index[project.isin(self.astray["project"])]]

    @cached_property
    def recovered(self) -> pd.DataFrame:
        """Yuan ordered back (recovered) and come back (recovered_in), index project, class_no."""
        return recovered_of(self.books.recoveries, self.books.incoming, self.books.payments)

    def _done_before(self, day: str) -> list[Class]:
        """Classes that were paid in full before a day, of which nothing is open."""
        # by project: money that went astray names no class
        last = self.transfers.groupby("project")["day"].max()
        paid = self.newest[self.newest["status"].isin(["paid", "recovered"])]
        paid = paid[paid["paid"].eq(paid["amount"]) & ~paid.index.isin(self._owing)]
        return [place for place in paid.index if last.get(place[0], "") < day]

    @cached_property
    def newest(self) -> pd.DataFrame:
        """The payment in force of each class: index project, class_no; the columns of payments, and paid
        (yuan)."""
        rows = self.books.payments
        rows = rows[rows["status"].ne("cancelled")]
        return (
            # in the order of their numbers: the last one replaces those that came back
            rows.drop_duplicates(KEY, keep="last")
            .assign(paid=lambda payments: payments["payment"].map(paid_out(self.transfers)).fillna(0))
            .set_index(KEY)
        )

    @cached_property
    def settled(self) -> pd.DataFrame:
        """The transfers that settle a payment."""
        return self.transfers[self.transfers["payment"].ne("")]

    @cached_property
    def misdirected(self) -> pd.DataFrame:
        """Transfers that name a payment (`named`) and went to another payee or account than it ordered; those
        recorded by an earlier version too."""
        # of a transfer whose statement has left extracts/ the ledger knows neither
        sent = self.settled[self.settled["kind"].eq(PAID)].dropna(subset=["payee", "account"])
        orders = self.books.payments.set_index("payment")[["payee", "account"]].to_dict("index")
        other = [
            not is_payee(row["payee"], row["account"], order["payee"], order["account"])
            for row in sent.to_dict("records")
            if (order := orders[row["payment"]])
        ]
        recorded = sent[pd.Series(other, index=sent.index, dtype="bool")]
        return pd.concat(
            [self.astray[self.astray["code"].eq(MISDIRECTED)], recorded.assign(named=recorded["payment"])]
        )

    @cached_property
    def doubted(self) -> pd.DataFrame:
        """Transfers that may be one with another (`beside`)."""
        return self.transfers[self.transfers["code"].eq(DOUBTED)]

    @cached_property
    def astray(self) -> pd.DataFrame:
        """Transfers that went out a second time (R09), without a claim (R06) or to somebody else (R13), those
        that came back since left out."""
        return still_astray(self.transfers)

    @cached_property
    def lines(self) -> pd.DataFrame:
        """One row a class of the year: index project, class_no; the columns of `schemes`, COUNTS, state, and
        status (of its payment in force). Money that went astray is its project's, and stands with the first
        class."""
        rows, books = self.schemes, self.books
        claims = books.claims.set_index(KEY)
        first = ~rows.index.get_level_values("project").duplicated()
        stray = self.astray.groupby("project")["amount"].sum()
        stray = stray.reindex(rows.index.get_level_values("project")).fillna(0).astype("int64") * first
        state = (
            values_of(rows, books.states)
            .fillna("approved")
            .mask(rows["project_state"].isin(choices.ENDED), "cancelled")
        )
        return rows.assign(
            state=state,
            status=values_of(rows, self.newest["status"]).fillna(""),
            approved=rows["heads"].fillna(0).astype("int64"),
            filed=self._listed(rows, "filing"),
            completed=self._listed(rows, "completion"),
            eligible=_of(rows, self._heads("completion")),
            claimed_headcount=_of(rows, claims["claimed_heads"]),
            claimed_amount=_of(rows, claims["claimed_amount"]),
            due=_of(rows, claims["amount"]),
            ordered=_of(rows, self.newest["amount"]),
            paid=_of(rows, self.newest["paid"]) + stray.to_numpy(),
            recovered=_of(rows, self.recovered["recovered"]),
            recovered_in=_of(rows, self.recovered["recovered_in"]),
        )

    def _heads(self, stage: str) -> pd.Series:
        """Heads that the ledger recorded at a stage, by class."""
        return self.books.filings[self.books.filings["stage"].eq(stage)].set_index(KEY)["heads"]

    def _listed(self, rows: pd.DataFrame, stage: str) -> pd.Series:
        """Heads on the recorded list of a stage, those taken out by a ruling as well where the list still
        lies in inbox/."""
        listed = {place[:2]: heads for place, heads in self.filed.lists.items() if place[2] == stage}
        recorded = {place: max(heads, listed.get(place, 0)) for place, heads in self._heads(stage).items()}
        return _of(rows, recorded)

    @cached_property
    def recorded_at(self) -> dict[str, pd.Series]:
        """stage → whether the ledger accepted it of each class of `lines`."""
        return {stage: self._is_among(self._recorded(stage)) for stage in ("filing", "completion", "claim")}

    def _recorded(self, stage: str) -> set[Class]:
        return places_of(self.books.filings[self.books.filings["stage"].eq(stage)])

    def _is_among(self, places: set[Class]) -> pd.Series:
        """Whether each class of `lines` is one of these."""
        index = self.lines.index
        return pd.Series([place in places for place in index], index=index, dtype="bool")

    @cached_property
    def disagreeing(self) -> pd.DataFrame:
        """Payments in force whose persons, heads and money are not those of the ledger, the register and the
        claim: how, why, fix, heads, due, amount (yuan by which they differ), and the columns of payments."""
        rows = self.newest[self.newest.index.isin(self.lines.index)]
        # what came back is to be ordered anew, and what was asked back whole is R11's
        rows = rows[rows["status"].isin(STANDING)]
        recovered = self.recovered["recovered"].to_dict()
        differing = {}
        for place, payment in rows.to_dict("index").items():
            back = int(recovered.get(place, 0))
            differences = list(self._differences(place, payment, back))
            if differences:
                off = max(abs(yuan) for _, yuan in differences)
                differing[place] = payment | {
                    "how": "的人数、金额与名册、申请不一致：" + "；".join(words for words, _ in differences),
                    "why": "已决定追回" + f"{back}元" if back else "没有追回",
                    "fix": "核对人员和金额：多付的用gaoji recover追回，少付的重新申领",
                    "heads": int(payment["headcount"]),
                    "due": int(payment["amount"]),
                    "amount": off,
                }
        columns = [*rows.columns, "how", "why", "fix", "heads", "due"]
        index = pd.MultiIndex.from_tuples(differing, names=KEY)
        return pd.DataFrame(list(differing.values()), index, columns=list(dict.fromkeys(columns)))

    def _differences(self, place: Class, payment: Mapping[str, Any], back: int) -> Iterator[tuple[str, int]]:
        """(what differs, yuan) of one payment; back: yuan of it ordered back."""
        heads, amount = int(payment["headcount"]), int(payment["amount"])
        per_head = int(self.lines.at[place, "per_head"])
        persons = self.books.persons.get(payment["payment"], heads)
        claimed, reduced = int(payment["claimed_amount"]), int(payment["reduced"])
        if persons != heads:
            yield f"按{heads}人支付，台账中的补助人员是{persons}人", abs(heads - persons) * per_head
        if claimed - reduced != amount:
            yield f"申请{claimed}元，核减{reduced}元，支付{amount}元", abs(claimed - reduced - amount)
        if heads * per_head != amount:
            yield (
                f"{heads}人按每人{per_head}元是{heads * per_head}元，支付{amount}元",
                abs(heads * per_head - amount),
            )
        now = self.filed.eligible.get(place)
        # where the heads agree, what differs in yuan was said above
        if now is not None and now * per_head != amount - back and now != heads:
            yield f"按{heads}人支付，现在符合条件的是{now}人", abs(amount - back - now * per_head)

    @cached_property
    def at_stage(self) -> dict[str, pd.Series]:
        """stage → whether each class of `lines` handed it in, accepted or not."""
        return {
            stage: self._is_among(self._recorded(stage) | self.filed.submitted.get(stage, set()))
            for stage in ("filing", "completion", "claim")
        }

    @cached_property
    def going_on(self) -> pd.Series:
        """Whether each class of `lines` goes on (neither 终止 nor 撤销)."""
        return self.lines["state"].ne("cancelled")


def values_of(rows: pd.DataFrame, values: pd.Series | Mapping[Class, Any]) -> pd.Series:
    """What is told of each class (index project, class_no); missing where nothing is."""
    value_of = values.to_dict() if isinstance(values, pd.Series) else values
    return pd.Series([value_of.get(place) for place in rows.index], index=rows.index, dtype="object")


def _of(rows: pd.DataFrame, values: pd.Series | Mapping[Class, Any]) -> pd.Series:
    """A number for each class, 0 where there is none."""
    return values_of(rows, values).fillna(0).astype("int64")
