"""What the bank has done already, looked at before money is ordered: claims that may be paid, and payments that the ledger does not know."""

from __future__ import annotations

from typing import Any

import pandas as pd

from gaoji_batch.evidence.bank_rows import digits, payment_numbers
from gaoji_batch.settlement.placing import Place, goes_out, placed, plain_memo
from gaoji_batch.settlement.transfers import Known
from gaoji_batch.values import text

COLUMNS = ["project", "mark", "day", "payee", "amount", "file", "row"]


def suspected_claims(claims: pd.DataFrame, transfers: pd.DataFrame, known: Known) -> pd.DataFrame:
    """The claims that the bank may have paid already, with the transfer that says so (COLUMNS; the first of each claim).

    claims: project, payee, account, amount of those to be ordered; transfers: as `identity.transfers_of`, what the ledger recorded left out.
    A 成功 counts where it names the project or a payment of it, or goes to the payee with the claim's amount; not where it came back, nor where
    it names a payment of another project that the ledger knows as released.
    """
    rows = transfers.to_dict("records")
    places = placed(transfers, known.payments, known.projects.index)
    gone = _gone(
        [(row, place) for row, place in zip(rows, places, strict=True) if not pd.isna(row["amount"])]
    )
    found = []
    for claim in claims.to_dict("records"):
        row = next((row for row, place in gone if _may_pay(row, place, claim)), None)
        if row is not None:
            found.append({"project": claim["project"]} | {name: row[name] for name in COLUMNS[1:]})
    return pd.DataFrame(found, columns=COLUMNS)


def _gone(rows: list[tuple[dict[str, Any], Place]]) -> list[tuple[dict[str, Any], Place]]:
    """The transfers that went out and did not come back: a later return of the same account and amount takes the one before it away."""
    gone: list[tuple[dict[str, Any], Place]] = []
    for row, place in rows:
        if goes_out(row):
            gone.append((row, place))
        elif row["state"] != "失败":
            same = [
                one
                for one in gone
                if one[0]["amount"] == abs(row["amount"])
                and (
                    one[0]["account"] == row["account"] or (place.project and one[1].project == place.project)
                )
            ]
            if same:
                gone.remove(same[-1])
    return gone


def _may_pay(row: dict[str, Any], place: Place, claim: dict[str, Any]) -> bool:
    """Whether a transfer that went out may be the payment of a claim."""
    if place.named:
        return place.project == claim["project"]
    if place.clashing:
        return False
    account = digits(claim["account"])
    same = text.fold(row["payee"]) == text.fold(claim["payee"]) or (
        bool(account) and row["account"] == account
    )
    return same and int(row["amount"]) == int(claim["amount"])


def unknown_payments(transfers: pd.DataFrame, payments: pd.DataFrame, released: set[str]) -> pd.DataFrame:
    """Transfers that show a payment which the ledger does not know, or whose batch it does not know as released: the ledger is older than the bank.

    transfers: what the ledger recorded left out; payments: payment, batch; released: batches. Columns: number, mark, file, row.
    """
    batches = dict(zip(payments["payment"], payments["batch"], strict=True))
    found = [
        (number, row["mark"], row["file"], row["row"])
        for row in transfers.to_dict("records")
        for number in payment_numbers(plain_memo(row["memo"]))
        if batches.get(number) not in released
    ]
    return pd.DataFrame(found, columns=["number", "mark", "file", "row"])
