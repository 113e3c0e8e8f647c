"""What a person rules on transfers: that one was recorded by mistake, that two are one, or that they are two.
Events, never a deletion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from gaoji_batch.errors import GaojiError
from gaoji_batch.ledger.frames import frame, payments_of
from gaoji_batch.ledger.models import payment_states
from gaoji_batch.ledger.moved import recorded_transfers, voided_seqs
from gaoji_batch.settlement.identity import number_of
from gaoji_batch.values.columns import KEY

if TYPE_CHECKING:
    import pandas as pd

    from gaoji_batch.casework.bank_transfers import Bank
    from gaoji_batch.ledger.store import Transaction

VOID, SAME, DIFFERENT = "void", "same", "different"


@dataclass(frozen=True, slots=True)
class BankRuling:
    """kind: VOID, SAME or DIFFERENT; transfers: their numbers, one or two; reason."""

    kind: str
    transfers: tuple[str, ...]
    reason: str


def check(ruling: BankRuling, by: str) -> None:
    """GaojiError where it is not said who rules, and why."""
    if not ruling.reason.strip() or not by.strip():
        raise GaojiError("作废或认定银行交易须写明经办人和原因", "加上--by 姓名 --reason 原因")


def apply(tx: Transaction, bank: Bank, ruling: BankRuling, on: date) -> str:
    """Records the ruling; the day (ISO) of the transfer that it is about."""
    marks = [_digest_of(tx, bank, number) for number in ruling.transfers]
    if ruling.kind == VOID:
        _void(tx, bank, marks[0], ruling, on)
    else:
        _identify(tx, bank, marks, ruling, on)
    return _day_of(tx, bank, marks[0])


def _digest_of(tx: Transaction, bank: Bank, number: str) -> str:
    """The mark of a transfer by its number; GaojiError where there is none, or more than one."""
    typed = number.strip().upper()
    digests = set(bank.transfers["mark"]) | bank.marks | bank.voided
    fitting = sorted(digest for digest in digests if typed in (number_of(digest), digest.upper()))
    if len(fitting) != 1:
        raise GaojiError(f"没有交易{number}", "交易编号见对账表的“银行交易”和transfers.json")
    return fitting[0]


def _day_of(tx: Transaction, bank: Bank, digest: str) -> str:

    days = [*bank.transfers.loc[bank.transfers["mark"].eq(digest), "day"]]
    recorded = recorded_transfers(tx.connection)
    return str((days or [*recorded.loc[recorded["mark"].eq(digest), "day"]] or [""])[0])


def _void(tx: Transaction, bank: Bank, digest: str, ruling: BankRuling, on: date) -> None:
    """Voids one transfer: its payment goes back to the state that it had without it."""
    if digest in bank.voided:
        raise GaojiError(f"交易{number_of(digest)}已经作废", "不要重复作废")
    rows = recorded_transfers(tx.connection)
    rows_of_transfer = rows[rows["mark"].eq(digest)]
    payment = str(rows_of_transfer["payment"].iloc[0]) if len(rows_of_transfer) else ""
    status = _status_without(tx, payment, int(rows_of_transfer["seq"].iloc[0])) if payment else ""
    identity = bank.transfers.loc[bank.transfers["mark"].eq(digest), ["alike", "reference"]].to_dict(
        "records"
    )
    content = identity[0] if identity else rows_of_transfer[["alike", "reference"]].to_dict("records")[0]
    # a guard of the database lets a payment stand again at `paid` alone: its true state follows as an event
    again = status == "released" and rows_of_transfer["kind"].iloc[0] == "returned"
    tx.append(
        "transfer_voided",
        str(rows_of_transfer["project"].iloc[0]) if len(rows_of_transfer) else "",
        {
            "transfer": digest,
            "payment": payment,
            "status": "paid" if again else status,  # by which it stands again
            "reason": ruling.reason.strip(),
            "voided_on": on.isoformat(),
            **content,
        },
    )
    if again:
        batch = _batches(tx).loc[payment, "batch"]
        tx.append("released", "", {"batch": str(batch), "payments": [payment]})


def _status_without(tx: Transaction, payment: str, seq: int) -> str:
    """The status of a payment without what one event gave it; GaojiError where another payment stands in its
    place by now."""
    states = frame(tx.connection, payment_states)
    gone = voided_seqs(tx.connection) | {seq}
    of_payment = states[states["payment"].eq(payment) & ~states["seq"].isin(gone)].sort_values("seq")
    status = str(of_payment["status"].iloc[-1])
    payments = _batches(tx)
    same_class = payments[KEY].eq(payments.loc[payment, KEY]).all(axis="columns")
    later = payments[same_class & payments["status"].ne("cancelled")]
    if status != "returned" and later.index[-1] != payment:
        raise GaojiError(
            f"{payment}退回后已在批次{later['batch'].iloc[-1]}中重新编制，不能作废这笔退汇",
            "先撤销该批次（gaoji disburse --cancel）；已放行的，与银行核实后按R09处理",
        )
    return status


def _batches(tx: Transaction) -> pd.DataFrame:

    return payments_of(tx.connection).set_index("payment")


def _identify(tx: Transaction, bank: Bank, marks: list[str], ruling: BankRuling, on: date) -> None:
    """Rules that two transfers are one, or two. The one that is not recorded is the other one."""
    if marks[0] == marks[1]:
        raise GaojiError("两个交易编号相同", "写明两笔交易的编号，见R12")
    if ruling.kind == SAME:
        beside = dict(zip(bank.transfers["mark"], bank.transfers["beside"], strict=True))
        marks.sort(key=lambda digest: (digest in bank.marks, not beside.get(digest)))
        if marks[0] in bank.marks:
            raise GaojiError(
                f"交易{number_of(marks[0])}和{number_of(marks[1])}都已记入台账",
                "确是同一笔的，用gaoji reconcile --void作废其中一笔",
            )
    content = {
        "transfer": marks[0],
        "other": marks[1],
        "reason": ruling.reason.strip(),
        "ruled_on": on.isoformat(),
    }
    tx.append("transfers_same" if ruling.kind == SAME else "transfers_different", "", content)
