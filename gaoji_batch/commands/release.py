"""复核放行: another person, or one after another of a chain, lets a batch go to the bank."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gaoji_batch.casework import ledgers
from gaoji_batch.errors import GaojiError
from gaoji_batch.values import text
from gaoji_batch.workspace.folders import Workspace
from gaoji_batch.workspace.progress import SILENT, Progress

if TYPE_CHECKING:
    import pandas as pd

    from gaoji_batch.ledger.store import Actor, Transaction

SAME_ACCOUNT = "同一账户操作"


@dataclass(slots=True)
class ReleaseResult:
    """role: in which the signer signed; released: whether the batch may go to the bank; lacking: roles that must still sign; remarks."""

    batch: str
    role: str
    released: bool
    lacking: list[str]
    remarks: list[str]
    folder: Path


def run(workspace: Workspace, batch: str, *, on: date, by: str, progress: Progress = SILENT) -> ReleaseResult:
    """Signs a batch in the next role of the chain; with the last signature it is released."""
    if not by.strip():
        raise GaojiError("放行须写明放行人", "加上--by 姓名")
    with (
        ledgers.opened(workspace, progress) as ledger,
        workspace.new_run("release", on=on, progress=progress, committed=ledger.holds_run) as made,
    ):
        from gaoji_batch.casework.batches import of_batch, write_quarter
        from gaoji_batch.casework.payments_due import Held
        from gaoji_batch.ledger.store import Actor
        from gaoji_batch.outputs.workbooks import signing

        actor = Actor(by)
        with ledger.transaction(actor, made.id, "release", before_commit=made.seal) as tx:
            own = of_batch(Held.of(tx.connection), batch)
            _may_be_released(own, batch)
            signed = signatures_of(tx, batch)
            role = _next_role(workspace, signed, actor, batch)
            tx.append(
                "signed",
                "",
                {
                    "batch": batch,
                    "signer": actor.said,
                    "role": role,
                    "account": actor.account,
                    "machine": actor.machine,
                    "signed_on": on.isoformat(),
                },
            )
            lacking = list(workspace.settings.control.chain[len(signed) :])
            if not lacking:
                tx.append("released", "", {"batch": batch, "payments": list(own["payment"])})
            signed = signatures_of(tx, batch)
            same = [
                one
                for one in signed[1:]
                if any(one["account"] == other["account"] for other in signed if other is not one)
            ]
            signing.write(batch, own, signed, not lacking, made.folder, on)
            write_quarter(workspace, tx, str(own["quarter"].iloc[0]), made)
            made.note(batch=batch, role=role, lacking=lacking)
        made.committed = True
    return ReleaseResult(batch, role, not lacking, lacking, [SAME_ACCOUNT] if same else [], made.final)


def _may_be_released(own: pd.DataFrame, batch: str) -> None:
    """GaojiError where a batch is taken back, released, or paid in part: its sheets would have the bank pay that part a second time."""
    waiting = own["status"].eq("ordered")
    if waiting.all():
        return
    if waiting.any():
        raise GaojiError(
            f"批次{batch}中的{'、'.join(own.loc[~waiting, 'payment'])}银行已经支付，不能放行",
            "用gaoji disburse --cancel撤销批次，其余的重新编制",
        )
    raise GaojiError(
        f"批次{batch}已经{'撤销' if own['status'].eq('cancelled').any() else '放行'}",
        "用gaoji ledger status查看各批次",
    )


def signatures_of(tx: Transaction, batch: str) -> list[dict[str, Any]]:
    """Who made a batch, and who signed it, in order: role, signer, account, machine, signed_on."""
    from gaoji_batch.ledger.frames import frame
    from gaoji_batch.ledger.models import batches, signatures

    made = frame(tx.connection, batches)
    made = made[made["batch"].eq(batch)].assign(
        role="编制", signer=lambda rows: rows["made_by"], signed_on=lambda rows: rows["made_on"]
    )
    signed = frame(tx.connection, signatures)
    columns = ["role", "signer", "account", "machine", "signed_on"]
    return made[columns].to_dict("records") + signed[signed["batch"].eq(batch)].sort_values("seq")[
        columns
    ].to_dict("records")


def _next_role(workspace: Workspace, signed: list[dict[str, Any]], actor: Actor, batch: str) -> str:
    """The role in which this person signs; GaojiError where the control by two persons forbids it."""
    control = workspace.settings.control
    before = {text.fold(str(one["signer"])): one["role"] for one in reversed(signed)}
    held = before.get(text.fold(actor.said))
    if control.two_person and held:
        raise GaojiError(
            f"{actor.said}是批次{batch}的{held}人，不能再由本人放行",
            "由另一人放行；确需一人办理的，设置[control] two_person = false",
        )
    return control.chain[len(signed) - 1]
