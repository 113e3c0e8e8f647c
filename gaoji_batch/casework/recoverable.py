"""The payment of a project that money is to come back from (article 18)."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from sqlalchemy import Connection

from gaoji_batch.errors import GaojiError
from gaoji_batch.ledger import frames
from gaoji_batch.ledger.models import payment_persons, recovered_persons, recoveries
from gaoji_batch.ledger.moved import recorded_transfers
from gaoji_batch.values import text


@dataclass(slots=True)
class Payment:
    """A payment that money is to come back from."""

    name: str
    """Its number."""
    project: str
    """The project's folded number."""
    written: str
    """The project's number as it is written."""
    title: str
    """The project's name."""
    unit: str
    """The unit that was paid."""
    uscc: str
    """Its 统一社会信用代码."""
    per_head: int
    """Yuan a head."""
    paid: int
    """Yuan that went out and did not come back."""
    recovered: int
    """Yuan ordered back before."""
    paid_on: str
    """The day it was paid."""
    keys: set[str]
    """Keyed hashes of the persons it pays for."""
    keys_back: set[str]
    """Those of them whose money was ordered back before."""


def payment_of(connection: Connection, as_typed: str, class_no: int, impersonated: bool) -> Payment:
    """The payment of a project, or of one class of it, that was paid, in whole or in part, and not ordered
    back in whole (unless persons are said to be impersonated); GaojiError where there is none, or where
    several classes were paid and none (0) is named."""
    project = text.fold(as_typed)
    payments = frames.payments_of(connection)
    of_project = payments[payments["project"].eq(project) & payments["status"].isin(["paid", "recovered"])]
    of_project = of_project[of_project["class_no"].eq(class_no)] if class_no else of_project
    if of_project["class_no"].nunique() > 1:
        numbers = "、".join(map(str, sorted(of_project["class_no"].unique())))
        raise GaojiError(f"项目{as_typed}已支付第{numbers}期的补助，没有写明追回哪一期", "加上--class 期次")
    if not len(of_project):
        raise GaojiError(
            f"台账中项目{as_typed}没有已支付的补助，不能追回",
            (
                "先读入银行支付明细（gaoji reconcile）；尚未放行的批次用gaoji disburse --cancel撤销；"
                "没有申请的支付由收款单位原额退回，附言写明退回和项目编号"
            ),
        )
    row = of_project.iloc[-1]
    if row["status"] == "recovered" and not impersonated:
        raise GaojiError(f"项目{as_typed}的补助已经全部决定追回", "到账情况见gaoji reconcile")
    moved = recorded_transfers(connection)
    moved = moved[moved["payment"].eq(row["payment"])]
    before = frames.frame(connection, recoveries)
    scheme = frames.projects_of(connection).set_index("project").loc[project]
    return Payment(
        str(row["payment"]),
        project,
        str(scheme["written"]),
        str(scheme["name"]),
        str(row["unit"]),
        str(row["uscc"]),
        int(row["amount"]) // max(int(row["headcount"]), 1),
        int(row["paid"]),
        int(before.loc[before["payment"].eq(row["payment"]), "amount"].sum()),
        str(moved["day"].iloc[-1]),
        _of_payment(frames.frame(connection, payment_persons), row["payment"]),
        _of_payment(frames.frame(connection, recovered_persons), row["payment"]),
    )


def _of_payment(rows: pd.DataFrame, payment: str) -> set[str]:
    return set(rows.loc[rows["payment"].eq(payment), "person_key"])
