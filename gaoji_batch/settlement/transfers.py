"""Transfers ↔ payments: which payment, or which recovery, each row of a bank statement settles.

Pure: frames in, frames out. A row is first put to a payment (`placing`), then the rows are gone through in
the order they happened, for a 成功, 退汇, 成功 is one payment and a 成功, 成功 two.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from gaoji_batch.evidence.bank_rows import FAILED
from gaoji_batch.ledger.amounts import IN_PART, OUTCOMES, PAID
from gaoji_batch.settlement.placing import Place, comes_back, goes_out, is_payee, placed, says_back
from gaoji_batch.values import text
from gaoji_batch.values.columns import KEY, beside
from gaoji_batch.values.payment_status import CANCELLED, ORDERED, RELEASED, RETURNED
from gaoji_batch.values.rule_names import (
    MATCHES_NOTHING,
    PAID_SOMEBODY_ELSE,
    PAID_TWICE,
    PAID_WITHOUT_CLAIM,
    PERHAPS_ONE_TRANSFER,
)

SENT_BACK, RECOVERED_IN, NOTHING = "returned", "recovered_in", ""
"""What a transfer does: the kind of the event that records it; NOTHING: it settles nothing by itself, and is
not recorded."""
TWICE, UNCLAIMED, UNMATCHED, DOUBTED, MISDIRECTED = (
    PAID_TWICE,
    PAID_WITHOUT_CLAIM,
    MATCHES_NOTHING,
    PERHAPS_ONE_TRANSFER,
    PAID_SOMEBODY_ELSE,
)
ASTRAY, UNSETTLED = (TWICE, UNCLAIMED, MISDIRECTED), (UNCLAIMED, UNMATCHED, DOUBTED, MISDIRECTED)
"""Codes of money that must come back; and of transfers that nothing settles: they are not recorded, and
looked at again at the next reconciliation."""
# CANCELLED too: what the bank paid of a batch that was taken back is paid, so that nothing is ordered again.
OPEN = (ORDERED, RELEASED, RETURNED, CANCELLED)


@dataclass(slots=True)
class LedgerMoney:
    """What the ledger holds before new transfers are settled.

    payments: payment, project, class_no, unit, payee, account, amount, status, replaces, made_on
    (`ledger.frames.payments_of`), in the order of their numbers;
    projects: index project; written, unit, claimed (whether a claim is accepted);
    recorded: OUTCOMES of the transfers recorded so far; owed: project → yuan of recoveries that have not come
    back.
    """

    payments: pd.DataFrame
    projects: pd.DataFrame
    recorded: pd.DataFrame
    owed: dict[str, int]


def settle(transfers: pd.DataFrame, ledger: LedgerMoney) -> pd.DataFrame:
    """What each transfer does (OUTCOMES, one row each): transfers as `identity.transfers_of`, none of them
    recorded yet."""
    books = _Books.of(ledger)
    places = placed(transfers, ledger.payments, ledger.projects.index)
    return pd.DataFrame(
        [books.take(row, place) for row, place in zip(transfers.to_dict("records"), places, strict=True)],
        columns=OUTCOMES,
    ).astype({"amount": "Int64"})


def still_astray(outcomes: pd.DataFrame) -> pd.DataFrame:
    """The transfers that went out a second time (R09), without an order (R06) or to somebody else (R13),
    those that came back since left out."""
    rows = outcomes[outcomes["code"].isin(ASTRAY)].sort_values("day", kind="stable")
    key = ["code", "project", "amount"]
    back = rows[rows["kind"].eq(SENT_BACK)].groupby(key, dropna=False).size()
    out = rows[rows["kind"].eq(PAID)]
    # Equal amounts cannot be told apart: what came back is taken to be what went out last.
    from_last = out.iloc[::-1].groupby(key, dropna=False).cumcount().iloc[::-1]
    returned = pd.Series(
        pd.MultiIndex.from_frame(out[key]).map(back.to_dict()), index=out.index, dtype="Float64"
    ).fillna(0)
    return out[from_last >= returned]


@dataclass(slots=True)
class _Payment:
    """A payment as the transfers move it."""

    name: str
    """Its number."""
    project: str
    """The project's folded number."""
    amount: int
    """Yuan ordered."""
    status: str
    """Its status (`values.payment_status`)."""
    payee: str
    """Whom the order names."""
    account: str
    """The account that it names."""
    made_on: str
    """The day of its batch, ISO."""
    class_no: int
    """The 期次."""
    parts: list[int] = field(default_factory=list)
    """Yuan of each transfer that went out for it and did not come back."""
    back_on: str = ""
    """The day it last came back, ISO."""

    @property
    def paid(self) -> int:
        return sum(self.parts)


@dataclass(slots=True)
class _Books:
    """The payments as transfers are taken one by one."""

    payments: dict[str, _Payment]
    """Number → payment."""
    newest: dict[tuple[str, int], str]
    """Class → its payment in force."""
    projects: pd.DataFrame
    """Index project: unit, claimed."""
    owed: dict[str, int]
    """Project → yuan of recoveries that are still to arrive."""
    astray: dict[tuple[str, str], list[int]]
    """(code, project) → amounts that went out without an order (R06), a second time (R09) or to somebody
    else (R13), and did not come back."""

    @classmethod
    def of(cls, ledger: LedgerMoney) -> _Books:
        payments = {
            row["payment"]: _Payment(
                row["payment"],
                row["project"],
                int(row["amount"]),
                row["status"],
                row["payee"],
                row["account"],
                row.get("made_on", ""),
                row["class_no"],
            )
            for row in ledger.payments.to_dict("records")
        }
        standing = ledger.payments[ledger.payments["status"].ne("cancelled")].drop_duplicates(
            KEY, keep="last"
        )
        books = cls(
            payments,
            dict(zip(beside(standing["project"], standing["class_no"]), standing["payment"], strict=True)),
            ledger.projects,
            dict(ledger.owed),
            {},
        )
        for row in ledger.recorded.to_dict("records"):
            books._remember(row)
        return books

    def _remember(self, row: dict[str, Any]) -> None:
        """What a recorded transfer did to the sums; the status is the ledger's own."""
        amount = int(row["amount"])
        if row["payment"] in self.payments:
            payment = self.payments[row["payment"]]
            if row["kind"] == PAID:
                payment.parts.append(amount)
            else:
                payment.parts, payment.back_on = [], row["day"]
        elif row["code"] == IN_PART:
            parts = self.payments[row["named"]].parts
            if amount in parts:  # not where the part itself was voided
                parts.remove(amount)
        elif row["code"] in ASTRAY:
            amounts = self.astray.setdefault((row["code"], row["project"]), [])
            if row["kind"] == PAID:
                amounts.append(amount)
            elif amount in amounts:
                amounts.remove(amount)

    def take(self, row: dict[str, Any], place: Place) -> dict[str, Any]:
        """Settles one transfer."""
        payment, project = place.payment, place.project
        outcome = {
            "mark": row["mark"],
            "day": row["day"],
            "amount": row["amount"],
            "payment": "",
            "project": project,
            "code": "",
            "named": payment,
            "kind": NOTHING,
        }
        if row.get("beside"):
            return outcome | {"code": DOUBTED}
        if pd.isna(row["amount"]):
            return outcome | {"code": UNMATCHED}
        amount = abs(int(row["amount"]))
        outcome["amount"] = amount
        # More than a recovery still expects is no money of a recovery: it undoes what went astray.
        if says_back(row) and amount > self.owed.get(project, 0) and self._went_astray(project, amount):
            return outcome | self._back(row, payment, project, amount)
        if self._comes_in(row, place, amount):
            self.owed[project] -= amount
            return outcome | {"kind": RECOVERED_IN}
        return outcome | (
            self._out(row, place, amount) if goes_out(row) else self._back(row, payment, project, amount)
        )

    def _comes_in(self, row: dict[str, Any], place: Place, amount: int) -> bool:
        """Money of a recovery: its 附言 names the project, or it comes back from the payment, and is no more
        than what is still owed (or says that it is given back)."""
        owed = self.owed.get(place.project, 0)
        # a payment's number in a positive amount is the bank's own 附言: it pays, and nobody gives back
        if row["state"] == FAILED or owed <= 0 or (goes_out(row) and place.quoted):
            return False
        return 0 < amount <= owed or says_back(row)

    def _out(self, row: dict[str, Any], place: Place, amount: int) -> dict[str, Any]:
        """Money that went out: pays, pays the rest, pays a second time or somebody else, or pays what nobody
        ordered by that day."""
        if not place.payment or says_back(row):
            # what a unit gives back unasked is no second payment (R09): R07, until a person looks
            project, code = self._unordered(row, place) if not place.payment else (place.project, UNMATCHED)
            return self._lose(code, project, amount) | {"named": place.payment}
        payment = self.payments[place.payment]
        if payment.status == "returned" and row["day"] < payment.back_on:
            return {"kind": PAID}  # the attempt that came back, printed later than its return
        if payment.status in ("returned", "cancelled"):
            # 附言 may still bear the number of the first attempt: what the bank pays now is the order that
            # replaced it
            payment = self.payments[self.newest.get((payment.project, payment.class_no), payment.name)]
        # No order causes what left the bank before it was made.
        if row["day"] < payment.made_on:
            return self._lose(UNCLAIMED, payment.project, amount) | {"named": payment.name}
        if place.named and not is_payee(row["payee"], row["account"], payment.payee, payment.account):
            return self._lose(MISDIRECTED, payment.project, amount) | {"named": payment.name}
        # the first one in whatever amount (another one is R05), further ones as parts of what was ordered
        if payment.status in OPEN or payment.paid + amount <= payment.amount:
            payment.parts = [amount] if payment.status in OPEN else [*payment.parts, amount]
            payment.status = "paid"
            return {"kind": PAID, "payment": payment.name, "named": ""}
        return self._lose(TWICE, payment.project, amount) | {"named": ""}

    def _lose(self, code: str, project: str, amount: int) -> dict[str, Any]:
        """Money that went out and settles nothing."""
        self.astray.setdefault((code, project), []).append(amount)
        return {"kind": PAID, "project": project, "code": code}

    def _unordered(self, row: dict[str, Any], place: Place) -> tuple[str, str]:
        """(project, code) of money that no payment ordered: R06 for a project, or a unit, without an accepted
        claim, else R07."""
        if place.project:
            claimed = self.projects.at[place.project, "claimed"]
            return place.project, UNMATCHED if claimed else UNCLAIMED
        projects = self.projects[text.fold_series(self.projects["unit"]).eq(text.fold(row["payee"]))]
        if len(projects) and not projects["claimed"].any():
            return str(projects.index[0]) if len(projects) == 1 else "", UNCLAIMED
        return "", UNMATCHED

    def _went_astray(self, project: str, amount: int) -> str:
        """The code under which this amount went out to a project and must come back; '' where it did not."""
        return next((code for code in ASTRAY if amount in self.astray.get((code, project), [])), "")

    def _back(self, row: dict[str, Any], payment: str, project: str, amount: int) -> dict[str, Any]:
        """Money that came back, or never left: what went astray first, then the payment itself, or a part of
        it."""
        named = project or self._unordered(row, Place())[0]
        code = self._went_astray(named, amount)
        # a transfer that failed never left, and so brings nothing back
        if code and row["state"] != FAILED:
            self.astray[code, named].remove(amount)
            return {"kind": SENT_BACK, "project": named, "code": code}
        order = self.payments.get(payment)
        if order is None:
            return {"kind": SENT_BACK, "code": UNMATCHED}
        # It is back already: a second return of the whole amount is the first one in other words.
        if order.status == "returned" and amount == order.amount:
            return {"kind": SENT_BACK, "named": ""}
        # the 成功 before a 退汇 may stand in a statement that is not here, and a 失败 has none
        if (order.status in (ORDERED, RELEASED) and amount == order.amount) or (
            order.status == "paid" and comes_back(row) and amount in (order.paid, order.amount)
        ):
            order.status, order.parts, order.back_on = "returned", [], row["day"]
            return {"kind": SENT_BACK, "payment": order.name, "named": ""}
        if order.status == "paid" and comes_back(row) and amount in order.parts:
            order.parts.remove(amount)
            return {"kind": SENT_BACK, "code": IN_PART}
        return {"kind": SENT_BACK, "code": UNMATCHED}
