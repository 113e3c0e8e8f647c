"""What the bank has done already, looked at before money is ordered: claims that may be paid, and payments
that the ledger does not know."""

from __future__ import annotations

from typing import Any

import pandas as pd

from gaoji_batch.evidence.bank_rows import FAILED, SUCCESS, digits, payment_numbers
from gaoji_batch.settlement.placing import comes_back, is_payee, named_projects, plain_memo, says_back
from gaoji_batch.values import text
from gaoji_batch.values.columns import beside

COLUMNS = ["project", "class_no", "mark", "day", "to", "amount", "said", "named", "statement", "line"]


def suspected_claims(
    claims: pd.DataFrame, transfers: pd.DataFrame, payments: pd.DataFrame, projects: pd.Index
) -> pd.DataFrame:
    """The transfers that may have paid a claim already (COLUMNS), one row for each claim and transfer; named:
    whether its 附言 says so.

    claims: project, class_no, payee, account, amount of those to be ordered; transfers: as
    `identity.transfers_of`, what the ledger recorded left out;
    payments: payment, project, class_no; projects: the folded numbers of all projects.
    A 成功 counts where it names the project, or a payment of this class, or names nothing and goes to the
    payee with the claim's amount; not where it came back.
    """
    names = named_projects(transfers["memo"], payments, projects)
    class_of = dict(zip(payments["payment"], beside(payments["project"], payments["class_no"]), strict=True))
    rows = [
        row | {"names": group, "quotes": _quoted(row["memo"], class_of)}
        for row, group in zip(transfers.to_dict("records"), names, strict=True)
    ]
    of_project, of_amount = (
        {key: group.to_dict("records") for key, group in claims.groupby(name)}
        for name in ("project", "amount")
    )
    suspicions = []
    for row in _gone(rows):
        if row["names"]:
            # a set has no order, and held.json must come out the same each time
            candidates = [claim for project in sorted(row["names"]) for claim in of_project.get(project, [])]
            matches = [claim for claim in candidates if _names(row, claim)]
        else:
            candidates = [] if pd.isna(row["amount"]) else of_amount.get(int(row["amount"]), [])
            matches = [claim for claim in candidates if _goes_to(row, claim)]
        transfer = (row["mark"], row["day"], row["payee"], row["amount"], row["said"], bool(row["names"]))
        suspicions += [
            (claim["project"], claim["class_no"], *transfer, row["file"], row["row"]) for claim in matches
        ]
    return pd.DataFrame(suspicions, columns=COLUMNS).astype({"amount": "Int64"})


def _quoted(memo: str, class_of: dict[str, tuple[str, int]]) -> set[tuple[str, int]]:
    """The classes of the payments that a 附言 quotes."""
    return {class_of[name] for name in payment_numbers(plain_memo(memo)) if name in class_of}


def _names(row: dict[str, Any], claim: dict[str, Any]) -> bool:
    """Whether a transfer names a claim: a payment of its class, or its project alone."""
    if row["quotes"]:
        return (claim["project"], claim["class_no"]) in row["quotes"]
    return claim["project"] in row["names"]


def _gone(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The transfers that went out and did not come back: a return takes the last one before it away that it
    may be of."""
    gone: list[dict[str, Any]] = []
    for row in rows:
        # an amount that cannot be read may be the claim's: such a transfer counts as one that went out
        out = row["state"] == SUCCESS and (pd.isna(row["amount"]) or row["amount"] > 0)
        if row["state"] == FAILED or not (out or comes_back(row)):
            continue
        back = not out or says_back(row)
        undone = next((at for at in reversed(range(len(gone))) if back and _undoes(row, gone[at])), -1)
        if undone >= 0:
            del gone[undone]
        elif out:
            # money that says 退回 and undoes nothing here may be the payment all the same: the claim waits
            gone.append(row)
    return gone


def _undoes(back: dict[str, Any], row: dict[str, Any]) -> bool:
    """Whether money that came back may be that of a transfer: the same amount, of the same project, or of the
    same account where neither names one."""
    if pd.isna(back["amount"]) or pd.isna(row["amount"]) or abs(back["amount"]) != row["amount"]:
        return False
    if back["names"] or row["names"]:
        return bool(back["names"] & row["names"])
    return _same_payee(back, row)


def _same_payee(transfer: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether the account or the payee of a transfer is that of another one, or of a claim."""
    account, payee = digits(other["account"]), text.fold(other["payee"])
    return bool(account and transfer["account"] == account) or bool(
        payee and text.fold(transfer["payee"]) == payee
    )


def _goes_to(row: dict[str, Any], claim: dict[str, Any]) -> bool:
    """Whether a transfer goes to a claim's payee, as far as the statement prints it."""
    printed = bool(row["payee"] or row["account"])
    return _same_payee(row, claim) or (
        printed and is_payee(row["payee"], row["account"], claim["payee"], claim["account"])
    )


def unknown_payments(transfers: pd.DataFrame, payments: pd.DataFrame, released: set[str]) -> pd.DataFrame:
    """Transfers that show a payment which the ledger does not know, or whose batch it does not know as
    released: the ledger is older than the bank.

    transfers: what the ledger recorded left out; payments: payment, batch; released: batches. Columns:
    number, batch ('' where the payment is not known), mark, file, row.
    """
    batches = dict(zip(payments["payment"], payments["batch"], strict=True))
    rows = [
        (number, batches.get(number, ""), row["mark"], row["file"], row["row"])
        for row in transfers.to_dict("records")
        for number in payment_numbers(plain_memo(row["memo"]))
        if batches.get(number) not in released
    ]
    return pd.DataFrame(rows, columns=["number", "batch", "mark", "file", "row"])
