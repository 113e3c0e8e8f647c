"""Transfers ↔ payments: which payment, or which recovery, each row of a bank statement settles.

Pure: frames in, frames out. A row is first put to a payment (by the number in its 附言, by the project there, by payee, account and amount), then
the rows are gone through in the order they happened, for a 成功, 退汇, 成功 is one payment and a 成功, 成功 two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from gaoji_batch.evidence.bank import FAILED, SUCCESS, digits
from gaoji_batch.values import text

PAID, SENT_BACK, RECOVERED_IN, NOTHING = "paid", "returned", "recovered_in", ""
"""What a transfer does: the kind of the event that records it; NOTHING: it is no sum of whole yuan, and is not recorded."""
OUTCOMES = ["mark", "kind", "payment", "project", "day", "amount", "code"]
TWICE, UNCLAIMED, UNMATCHED = "R09", "R06", "R07"
ASTRAY, UNSETTLED = (TWICE, UNCLAIMED), (UNCLAIMED, UNMATCHED)
"""Codes of money that must come back; and of transfers that nothing settles: they are not recorded, and looked at again at the next reconciliation."""
OPEN = ("ordered", "released", "returned", "cancelled")
_NUMBER = re.compile(r"(?<!\d)(\d{4})Q([1-4])-?(\d{4,})(?!\d)")
_BACK = ("退回", "退还", "返还", "追回", "缴回", "退款")
_DASHES = str.maketrans("–—―−‐‑", "------")


@dataclass(slots=True)
class Known:
    """What the ledger holds before new transfers are settled.

    payments: payment, project, unit, payee, account, amount, status, replaces (`ledger.frames.payments_of`), in the order of their numbers;
    projects: index project; written, unit, claimed (whether a claim is accepted);
    recorded: OUTCOMES of the transfers recorded so far; owed: project → yuan of recoveries that have not come back.
    """

    payments: pd.DataFrame
    projects: pd.DataFrame
    recorded: pd.DataFrame
    owed: dict[str, int]


def settle(transfers: pd.DataFrame, known: Known) -> pd.DataFrame:
    """What each transfer does (OUTCOMES, one row each): transfers as `bank.Statements.transfers`, none of them recorded yet."""
    books = _Books.of(known)
    placed = zip(transfers.to_dict("records"), _placed(transfers, known), strict=True)
    return pd.DataFrame(
        [books.take(row, payment, project) for row, (payment, project) in placed], columns=OUTCOMES
    ).astype({"amount": "Int64"})


def paid_out(outcomes: pd.DataFrame) -> dict[str, int]:
    """payment → yuan that went out for it and did not come back. outcomes: in the order they happened."""
    paid: dict[str, int] = {}
    for row in outcomes[outcomes["payment"].ne("")].to_dict("records"):
        paid[row["payment"]] = paid.get(row["payment"], 0) + int(row["amount"]) if row["kind"] == PAID else 0
    return paid


# ---- which payment a row speaks of


def _placed(transfers: pd.DataFrame, known: Known) -> list[tuple[str, str]]:
    """(payment, project) of each row; '' where it names none."""
    newest = (
        known.payments[known.payments["status"].ne("cancelled")]
        .drop_duplicates("project", keep="last")
        .set_index("project")["payment"]
        .to_dict()
    )
    of_payment = dict(zip(known.payments["payment"], known.payments["project"], strict=True))
    numbers = _pattern(known.projects)
    placed = []
    for memo in transfers["memo"]:
        plain = _plain(memo)
        payment = next((name for name in _numbers(plain) if name in of_payment), "")
        project = of_payment.get(payment) or _project(plain, numbers)
        placed.append((payment or newest.get(project, ""), project))
    return _by_account(transfers, known, placed)


def _numbers(memo: str) -> Iterator[str]:
    """The payments' numbers in a 附言, with or without the hyphen."""
    return (f"{year}Q{quarter}-{serial}" for year, quarter, serial in _NUMBER.findall(memo))


def _pattern(projects: pd.DataFrame) -> re.Pattern[str] | None:
    """Finds a project's number in folded text: not as a part of a longer one."""
    names = sorted((re.escape(name) for name in projects.index if name), key=len, reverse=True)
    return re.compile(rf"(?<![0-9A-Z])(?:{'|'.join(names)})(?![0-9])") if names else None


def _project(memo: str, numbers: re.Pattern[str] | None) -> str:
    found = numbers.search(memo) if numbers else None
    return found.group() if found else ""


def _by_account(
    transfers: pd.DataFrame, known: Known, placed: list[tuple[str, str]]
) -> list[tuple[str, str]]:
    """The rows that name nothing, put to the payment of the same payee, account and amount: one that no other row pays first; for money that
    came back, one that was paid."""
    alike: dict[tuple[str, str, int], list[str]] = {}
    for row in known.payments[known.payments["status"].ne("cancelled")].to_dict("records"):
        for account in ("", digits(row["account"])):
            alike.setdefault((text.fold(row["payee"]), account, int(row["amount"])), []).insert(
                0, row["payment"]
            )
    of_payment = dict(zip(known.payments["payment"], known.payments["project"], strict=True))
    balance = {
        row["payment"]: int(row["status"] in ("paid", "recovered"))
        for row in known.payments.to_dict("records")
    }
    for row, (payment, _) in zip(transfers.to_dict("records"), placed, strict=True):
        if payment:
            balance[payment] += 1 if _goes_out(row) else -1
    found = []
    for row, (payment, project) in zip(transfers.to_dict("records"), placed, strict=True):
        if not payment and not project and not pd.isna(row["amount"]):
            like = alike.get((text.fold(row["payee"]), row["account"], abs(int(row["amount"]))), [])
            payment = min(like, key=lambda one: balance[one] if _goes_out(row) else -balance[one], default="")
            project = of_payment.get(payment, "")
            if payment:
                balance[payment] += 1 if _goes_out(row) else -1
        found.append((payment, project))
    return found


def _goes_out(row: dict[str, Any]) -> bool:
    return row["state"] == SUCCESS and not pd.isna(row["amount"]) and row["amount"] > 0


def _says_back(row: dict[str, Any]) -> bool:
    """Whether a positive amount is money that comes in, by a 附言 that says so and quotes no payment."""
    return (
        _goes_out(row)
        and any(word in row["memo"] for word in _BACK)
        and not any(_numbers(_plain(row["memo"])))
    )


def _plain(memo: str) -> str:
    """A 附言 as it is searched."""
    return text.fold(memo.translate(_DASHES))


# ---- what it does


@dataclass(slots=True)
class _Payment:
    """A payment as the transfers move it. paid: yuan that went out and did not come back."""

    name: str
    project: str
    amount: int
    status: str
    paid: int = 0


@dataclass(slots=True)
class _Books:
    """The payments as transfers are taken one by one. newest: project → its payment in force; astray: (code, project) → amounts that went out
    without an order (R06) or a second time (R09), and did not come back."""

    payments: dict[str, _Payment]
    newest: dict[str, str]
    projects: pd.DataFrame
    owed: dict[str, int]
    astray: dict[tuple[str, str], list[int]]

    @classmethod
    def of(cls, known: Known) -> _Books:
        held = {
            row["payment"]: _Payment(row["payment"], row["project"], int(row["amount"]), row["status"])
            for row in known.payments.to_dict("records")
        }
        standing = known.payments[known.payments["status"].ne("cancelled")].drop_duplicates(
            "project", keep="last"
        )
        books = cls(
            held,
            dict(zip(standing["project"], standing["payment"], strict=True)),
            known.projects,
            dict(known.owed),
            {},
        )
        for row in known.recorded.to_dict("records"):
            books._remember(row)
        return books

    def _remember(self, row: dict[str, Any]) -> None:
        """What a recorded transfer did to the sums; the status is the ledger's own."""
        if row["payment"] in self.payments:
            one = self.payments[row["payment"]]
            one.paid = one.paid + int(row["amount"]) if row["kind"] == PAID else 0
        elif row["code"] in ASTRAY:
            amounts = self.astray.setdefault((row["code"], row["project"]), [])
            (amounts.append if row["kind"] == PAID else amounts.remove)(int(row["amount"]))

    def take(self, row: dict[str, Any], payment: str, project: str) -> dict[str, Any]:
        """Settles one transfer."""
        outcome = {
            "mark": row["mark"],
            "day": row["day"],
            "amount": row["amount"],
            "payment": "",
            "project": project,
            "code": "",
            "kind": NOTHING,
        }
        if pd.isna(row["amount"]):
            return outcome | {"code": UNMATCHED}
        amount = abs(int(row["amount"]))
        outcome["amount"] = amount
        if _says_back(row) and amount > self.owed.get(project, 0) and self._went_astray(project, amount):
            return outcome | self._back(row, payment, project, amount)
        if self._comes_in(row, project, amount):
            self.owed[project] -= amount
            return outcome | {"kind": RECOVERED_IN}
        return outcome | (
            self._out(row, payment, project, amount)
            if _goes_out(row)
            else self._back(row, payment, project, amount)
        )

    def _comes_in(self, row: dict[str, Any], project: str, amount: int) -> bool:
        """Money of a recovery: its 附言 names the project, or it comes back from the payment, and is no more than what is still owed (or says
        that it is given back)."""
        owed = self.owed.get(project, 0)
        ours = _goes_out(row) and any(name in self.payments for name in _numbers(_plain(row["memo"])))
        return not ours and row["state"] != FAILED and owed > 0 and (0 < amount <= owed or _says_back(row))

    def _out(self, row: dict[str, Any], payment: str, project: str, amount: int) -> dict[str, Any]:
        """Money that went out: pays, pays the rest, pays a second time, or pays what nobody ordered."""
        if not payment or _says_back(row):
            project, code = self._unordered(row, project) if not payment else (project, UNMATCHED)
            self.astray.setdefault((code, project), []).append(amount)
            return {"kind": PAID, "project": project, "code": code}
        one = self.payments[payment]
        if one.status in ("returned", "cancelled"):
            one = self.payments[self.newest.get(project, payment)]
        if one.status in OPEN or one.paid + amount <= one.amount:
            one.paid = amount if one.status in OPEN else one.paid + amount
            one.status = "paid"
            return {"kind": PAID, "payment": one.name}
        self.astray.setdefault((TWICE, project), []).append(amount)
        return {"kind": PAID, "code": TWICE}

    def _unordered(self, row: dict[str, Any], project: str) -> tuple[str, str]:
        """(project, code) of money that no payment ordered: R06 for a project, or a unit, without an accepted claim, else R07."""
        if project:
            return project, UNMATCHED if self.projects.at[project, "claimed"] else UNCLAIMED
        own = self.projects[text.fold_series(self.projects["unit"]).eq(text.fold(row["payee"]))]
        if len(own) and not own["claimed"].any():
            return str(own.index[0]) if len(own) == 1 else "", UNCLAIMED
        return "", UNMATCHED

    def _went_astray(self, project: str, amount: int) -> str:
        """The code under which this amount went out to a project and must come back; '' where it did not."""
        return next((code for code in ASTRAY if amount in self.astray.get((code, project), [])), "")

    def _back(self, row: dict[str, Any], payment: str, project: str, amount: int) -> dict[str, Any]:
        """Money that came back, or never left: what went astray first, then the payment itself."""
        named = project or self._unordered(row, "")[0]
        code = self._went_astray(named, amount)
        if code:
            self.astray[code, named].remove(amount)
            return {"kind": SENT_BACK, "project": named, "code": code}
        one = self.payments.get(payment)
        if one is not None and one.status == "returned" and amount == one.amount:
            return {"kind": SENT_BACK}
        if one is None or not (
            one.status in ("ordered", "released")
            or (one.status == "paid" and amount in (one.paid, one.amount))
        ):
            return {"kind": SENT_BACK, "code": UNMATCHED}
        one.status, one.paid = "returned", 0
        return {"kind": SENT_BACK, "payment": one.name}
