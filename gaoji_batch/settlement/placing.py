"""Which payment and which project each transfer speaks of: by the number in its 附言, by the project there,
by payee, account and amount."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from gaoji_batch.evidence.bank_rows import RETURNED, SUCCESS, digits, payment_numbers
from gaoji_batch.values import text
from gaoji_batch.values.columns import KEY
from gaoji_batch.values.payment_status import REACHED_UNIT

# NFKC, by which text is compared, leaves the kinds of dashes apart.
_DASHES = str.maketrans("–—―−‐‑", "------")
_BACK = ("退回", "退还", "返还", "追回", "缴回", "退款")
# Statements cut long names: a start shorter than this may be anybody's in Beijing. A spreadsheet keeps
# fifteen digits of a number and makes the others zeros.
_LEAST_NAME, _SURE_DIGITS = 6, 15


@dataclass(frozen=True, slots=True)
class Place:
    """What a transfer speaks of."""

    payment: str = ""
    """The payment's number, '' for none."""
    project: str = ""
    """The project's folded number, '' for none."""
    named: bool = False
    """Whether its 附言 says so, not payee, account and amount alone."""
    quoted: bool = False
    """Whether it names a payment that the ledger knows."""
    unknown: bool = False
    """Whether it names one that the ledger does not know."""


def placed(transfers: pd.DataFrame, payments: pd.DataFrame, projects: pd.Index) -> list[Place]:
    """The place of each transfer. payments: as in `transfers.LedgerMoney`; projects: the folded numbers of
    all projects."""
    # a payment that came back has a successor: who names the project alone means the one in force
    newest = payments[payments["status"].ne("cancelled")].drop_duplicates(KEY, keep="last")
    of_project = {str(project): group.to_dict("records") for project, group in newest.groupby("project")}
    taken: set[str] = set()
    of_payment = dict(zip(payments["payment"], payments["project"], strict=True))
    pattern = _pattern(projects)
    places = []
    for row in transfers.to_dict("records"):
        plain = plain_memo(row["memo"])
        quoted = list(payment_numbers(plain))
        named = [name for name in quoted if name in of_payment]
        # how much of the amount is whose nobody says: R07, until a person looks
        if len({of_payment[name] for name in named}) > 1:
            places.append(Place(quoted=True))
            continue
        payment = named[0] if named else ""
        project = of_payment.get(payment) or _project(plain, pattern)
        unknown = bool(quoted) and not named
        # a payment that the ledger does not know is not taken for another one: the ledger may be older than
        # the bank
        if not payment and not unknown:
            payment = _of_class(row, of_project.get(project, []), taken)
        places.append(Place(payment, project, bool(payment or project), bool(named), unknown))
    return _by_account(transfers, payments, places)


def named_projects(memos: Iterable[str], payments: pd.DataFrame, projects: pd.Index) -> list[frozenset[str]]:
    """Every project that each 附言 names: those of the payments that it quotes, else those whose numbers
    stand in it."""
    of_payment = dict(zip(payments["payment"], payments["project"], strict=True))
    pattern = _pattern(projects)
    named = []
    for memo in memos:
        plain = plain_memo(memo)
        quoted = {of_payment[name] for name in payment_numbers(plain) if name in of_payment}
        named.append(frozenset(quoted or (pattern.findall(plain) if pattern else ())))
    return named


def _of_class(row: dict[str, Any], of_class: list[dict[str, Any]], taken: set[str]) -> str:
    """The payment that a transfer means which names a project alone: of several classes, the first of its
    amount that no transfer before meant, or the last one; '' where none has its amount."""
    # in whatever amount: another one than was ordered is R05, and not R07 (docs/contract/rules.md)
    if len(of_class) < 2:
        return of_class[0]["payment"] if of_class else ""
    alike = [
        candidate["payment"]
        for candidate in of_class
        if not pd.isna(row["amount"]) and int(candidate["amount"]) == abs(int(row["amount"]))
    ]
    free = [name for name in alike if name not in taken] if goes_out(row) else alike
    payment = next(iter(free), alike[-1] if alike else "")
    if goes_out(row):
        taken.add(payment)
    return payment


def plain_memo(memo: str) -> str:
    """A 附言 as it is searched."""
    return text.fold(memo.translate(_DASHES))


def _pattern(projects: pd.Index) -> re.Pattern[str] | None:
    """Finds a project's number in folded text: not as a part of a longer one."""
    # the longest first, for one number may begin another (GJ2026-1, GJ2026-1A)
    names = sorted((re.escape(name) for name in projects if name), key=len, reverse=True)
    return re.compile(rf"(?<![0-9A-Z])(?:{'|'.join(names)})(?![0-9])") if names else None


def _project(memo: str, pattern: re.Pattern[str] | None) -> str:
    match = pattern.search(memo) if pattern else None
    return match.group() if match else ""


def _by_account(transfers: pd.DataFrame, payments: pd.DataFrame, places: list[Place]) -> list[Place]:
    """The rows that name nothing, put to the payment of the same payee, account and amount: one that no other
    row pays first, and that was ordered by that day; for money that came back, one that was paid."""
    alike: dict[tuple[str, str, int], list[dict[str, Any]]] = {}
    for order in payments[payments["status"].ne("cancelled")].to_dict("records"):
        # Some statements print no account: payee and amount must do then.
        for account in ("", digits(order["account"])):
            alike.setdefault((text.fold(order["payee"]), account, int(order["amount"])), []).insert(0, order)
    balance = {
        order["payment"]: int(order["status"] in REACHED_UNIT) for order in payments.to_dict("records")
    }
    rows = transfers.to_dict("records")
    for row, place in zip(rows, places, strict=True):
        # counted before the others are placed: a row without 附言 is not what a later row names, and what may
        # be another transfer printed again pays nothing
        if place.payment and not row.get("beside"):
            balance[place.payment] += 1 if goes_out(row) else -1
    placings = []
    for row, place in zip(rows, places, strict=True):
        if place == Place() and not pd.isna(row["amount"]):
            like = alike.get((text.fold(row["payee"]), row["account"], abs(int(row["amount"]))), [])
            # Where all were ordered later, one is named all the same: the transfer then stands as R06.
            in_time = [order for order in like if order.get("made_on", "") <= row["day"]] or like
            ranked = [order["payment"] for order in in_time]
            payment = min(
                ranked, key=lambda name: balance[name] if goes_out(row) else -balance[name], default=""
            )
            if payment:
                project = next(order["project"] for order in in_time if order["payment"] == payment)
                place = Place(payment, project)
                balance[payment] += 0 if row.get("beside") else 1 if goes_out(row) else -1
        placings.append(place)
    return placings


def goes_out(row: dict[str, Any]) -> bool:
    """Whether a transfer took money out."""
    return row["state"] == SUCCESS and not pd.isna(row["amount"]) and row["amount"] > 0


def comes_back(row: dict[str, Any]) -> bool:
    """Whether a transfer is money that came in, by its state or its sign."""
    return row["state"] == RETURNED or (row["state"] == SUCCESS and not goes_out(row))


def says_back(row: dict[str, Any]) -> bool:
    """Whether a positive amount is money that comes in, by a 附言 that says so and quotes no payment."""
    return (
        goes_out(row) and any(word in row["memo"] for word in _BACK) and not any(payment_numbers(row["memo"]))
    )


def is_payee(payee: str, account: str, ordered_payee: str, ordered_account: str) -> bool:
    """Whether payee and account of a transfer are those of the order. What a statement prints in part, or not
    at all, agrees where it can."""
    printed, ordered = digits(account), digits(ordered_account)
    same_account = not printed or printed == ordered
    short, long = text.fold(payee), text.fold(ordered_payee)
    same_payee = not short or short == long
    # a name that is cut is believed beside the whole account alone, and an account printed in part beside
    # the whole name alone
    if printed and printed == ordered and len(short) >= _LEAST_NAME:
        same_payee = long.startswith(short)
    if not same_account and same_payee:
        same_account = _is_part(printed, ordered)
    return same_account and same_payee


def _is_part(printed: str, ordered: str) -> bool:
    """Whether an account that is masked, or that a spreadsheet rounded to fifteen digits, may be the one
    ordered."""
    if "*" in printed:
        first, last = printed.split("*", 1)[0], printed.rsplit("*", 1)[1]
        return ordered.startswith(first) and ordered.endswith(last)
    if not printed.isdigit():
        return True
    digits = printed[:_SURE_DIGITS]
    return (
        len(printed) == len(ordered) and set(printed[_SURE_DIGITS:]) == {"0"} and ordered.startswith(digits)
    )
