"""复核放行: another person, or one after another of a chain, lets a batch go to the bank."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gaoji_batch.casework.bank_first import halted
from gaoji_batch.casework.batches import issue, of_batch, sheets_of, write_quarter
from gaoji_batch.casework.halts import merged
from gaoji_batch.casework.quarter_books import QuarterBooks, payable
from gaoji_batch.casework.recording import recording
from gaoji_batch.casework.second_look import Review
from gaoji_batch.errors import GaojiError
from gaoji_batch.ledger.frames import frame
from gaoji_batch.ledger.models import batches, signatures
from gaoji_batch.outputs.workbooks import signing
from gaoji_batch.values import text
from gaoji_batch.values.columns import in_places, places_of
from gaoji_batch.values.rule_names import BAD_ACCOUNT
from gaoji_batch.workspace.folders import Workspace
from gaoji_batch.workspace.progress import SILENT, Progress

if TYPE_CHECKING:
    import pandas as pd
    from sqlalchemy import Connection

    from gaoji_batch.casework.second_look import Review
    from gaoji_batch.ledger.store import Actor, Transaction

SAME_ACCOUNT = "同一账户操作"


@dataclass(slots=True)
class ReleaseResult:
    """role: in which the signer signed; released: whether the batch may go to the bank; lacking: roles that
    must still sign; remarks; warnings: payments that are not in the bank's file."""

    batch: str
    role: str
    released: bool
    lacking: list[str]
    remarks: list[str]
    folder: Path
    warnings: list[str]


def run(workspace: Workspace, batch: str, *, on: date, by: str, progress: Progress = SILENT) -> ReleaseResult:
    """Signs a batch in the next role of the chain; with the last signature it is released."""
    if not by.strip():
        raise GaojiError("放行须写明放行人", "加上--by 姓名")
    with recording(workspace, "release", on=on, by=by, progress=progress) as (this_run, transaction):
        review = Review.of(workspace, on, progress)
        with transaction() as tx:
            # judged before the lock, for which others wait; again under it where the ledger moved meanwhile
            review.renew(tx.last, tx.connection)
            payments = of_batch(QuarterBooks.of(tx.connection), batch)
            _may_be_released(payments, batch)
            _nothing_halted(review, tx.connection, payments, batch)
            signed = signatures_of(tx, batch)
            role = _next_role(workspace, signed, tx.actor, batch)
            _sign(tx, batch, role, on)
            lacking = list(workspace.settings.control.chain[len(signed) :])
            if not lacking:
                # in one transaction with the last signature: no bank file without the event, and none missing
                tx.append("released", "", {"batch": batch, "payments": list(payments["payment"])})
                sheets = sheets_of(workspace, tx, batch, this_run.folder, on, final=True)
                issue(workspace, tx, str(payments["quarter"].iloc[0]), batch, sheets)
            signed = signatures_of(tx, batch)
            same = [
                signature
                for signature in signed[1:]
                if any(signature["account"] == other["account"] for other in signed if other is not signature)
            ]
            signing.write(batch, payments, signed, not lacking, this_run.folder, on)
            write_quarter(workspace, tx, str(payments["quarter"].iloc[0]), this_run)
            this_run.note(batch=batch, role=role, lacking=lacking)
    unpayable = payments.loc[~payable(payments["account"]), "payment"]
    warnings = [
        f"{payment}的收款账号不是8至32位数字，未列入银行付款文件（{BAD_ACCOUNT}）" for payment in unpayable
    ]
    remarks = [f"{SAME_ACCOUNT}：签署人与前面的经办人用的是同一个系统账户，已记入复核放行单"] if same else []
    return ReleaseResult(batch, role, not lacking, lacking, remarks, this_run.final, warnings)


def _sign(tx: Transaction, batch: str, role: str, on: date) -> None:
    tx.append(
        "signed",
        "",
        {
            "batch": batch,
            "signer": tx.actor.signature,
            "role": role,
            "account": tx.actor.account,
            "machine": tx.actor.machine,
            "signed_on": on.isoformat(),
        },
    )


def _nothing_halted(review: Review, connection: Connection, payments: pd.DataFrame, batch: str) -> None:
    """GaojiError where a claim of the batch would not be ordered today."""
    books = QuarterBooks.of(connection)
    claims = books.described(books.claims[in_places(books.claims, places_of(payments))])
    suspected = review.suspicions(connection, claims).findings
    halts = merged([review.halts(connection, places_of(payments)), halted(suspected)])
    if halts:
        reasons = "；".join(
            f"{text.class_said(*place)}：{halt.reason}" for place, halt in sorted(halts.items())
        )
        raise GaojiError(
            f"批次{batch}中有申请现有问题，不能放行：{reasons}",
            f"用gaoji disburse --cancel {batch}撤销批次，其余的重新编制",
        )


def _may_be_released(payments: pd.DataFrame, batch: str) -> None:
    """GaojiError where a batch is taken back, released, or paid in part: its sheets would have the bank pay
    that part a second time."""
    waiting = payments["status"].eq("ordered")
    if waiting.all():
        return
    if waiting.any():
        raise GaojiError(
            f"批次{batch}中的{'、'.join(payments.loc[~waiting, 'payment'])}银行已经支付，不能放行",
            "用gaoji disburse --cancel撤销批次，其余的重新编制",
        )
    raise GaojiError(
        f"批次{batch}已经{'撤销' if payments['status'].eq('cancelled').any() else '放行'}",
        "用gaoji ledger status查看各批次",
    )


def signatures_of(tx: Transaction, batch: str) -> list[dict[str, Any]]:
    """Who made a batch, and who signed it, in order: role, signer, account, machine, signed_on."""
    batch_rows = frame(tx.connection, batches)
    batch_rows = batch_rows[batch_rows["batch"].eq(batch)].assign(
        role="编制", signer=lambda rows: rows["made_by"], signed_on=lambda rows: rows["made_on"]
    )
    signed = frame(tx.connection, signatures)
    columns = ["role", "signer", "account", "machine", "signed_on"]
    signed = signed[signed["batch"].eq(batch)].sort_values("seq")
    rows: list[dict[str, Any]] = [
        *batch_rows[columns].to_dict("records"),
        *signed[columns].to_dict("records"),
    ]
    return rows


def _next_role(workspace: Workspace, signed: list[dict[str, Any]], actor: Actor, batch: str) -> str:
    """The role in which this person signs; GaojiError where the control by two persons forbids it."""
    control = workspace.settings.control
    before = {text.person_of(str(signature["signer"])): signature["role"] for signature in reversed(signed)}
    role = before.get(text.person_of(actor.signature))
    if control.two_person and role:
        raise GaojiError(
            f"{actor.signature}是批次{batch}的{role}人，不能再由本人放行",
            "由另一人放行；确需一人办理的，设置[control] two_person = false",
        )
    return control.chain[len(signed) - 1]
