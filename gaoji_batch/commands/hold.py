"""暂缓拨付: nothing of a held project is ordered or released until the hold is lifted; each is an event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from gaoji_batch.casework.loading import load, refuse_unopened
from gaoji_batch.casework.recording import recording
from gaoji_batch.errors import GaojiError
from gaoji_batch.ledger import frames
from gaoji_batch.values import text
from gaoji_batch.workspace.folders import Workspace
from gaoji_batch.workspace.progress import SILENT, Progress


@dataclass(slots=True)
class HoldResult:
    """held: whether the project is held now; new: whether this run changed that; batches: of the project that
    wait for release, or were released."""

    project: str
    held: bool
    new: bool
    remarks: list[str]
    folder: Path


def run(
    workspace: Workspace,
    project: str,
    *,
    on: date,
    by: str,
    reason: str = "",
    lift: bool = False,
    progress: Progress = SILENT,
) -> HoldResult:
    """Holds a project back, or lifts the hold."""
    if not by.strip() or not (reason.strip() or lift):
        raise GaojiError("暂缓拨付须写明登记人和原因", "加上--by 姓名 --reason 原因")
    key = text.fold(project)
    with recording(workspace, "hold", on=on, by=by, progress=progress) as (this_run, transaction):
        refuse_unopened(workspace, progress)
        with transaction() as tx:
            projects = frames.projects_of(tx.connection)
            if key not in set(projects["project"]) and key not in _approved(workspace, progress):
                raise GaojiError(
                    f"没有立项项目{project}", "核对项目编号；用gaoji ledger status或立项项目登记查看"
                )
            before = frames.holds_of(tx.connection).get(key)
            if lift and before is None:
                raise GaojiError(f"{project}没有登记暂缓，不必解除", "核对项目编号")
            content = {"by": by, "reason": reason, "day": on.isoformat()}
            new = lift or before is None or before["reason"] != reason
            if new:
                tx.append("lifted" if lift else "held", key, content)
            remarks = [] if lift else _ordered(frames.payments_of(tx.connection), key)
            this_run.note(project=project, lifted=lift, reason=reason)
    return HoldResult(project, not lift, new, remarks, this_run.final)


def _approved(workspace: Workspace, progress: Progress) -> set[str]:
    """Projects of 立项项目登记 that the ledger does not know yet."""
    return set(load(workspace, progress, inbox=False).batch.frames["approved"]["project"])


def _ordered(payments: pd.DataFrame, key: str) -> list[str]:
    """What a hold no longer stops, or stops only at the release."""
    words = {
        "ordered": "批次{batch}已编入该项目，不能放行：用gaoji disburse --cancel {batch}撤销后重新编制",
        "released": "批次{batch}已放行，须立即联系银行停止支付",
        "paid": "该项目已支付（批次{batch}），须追回的用gaoji recover",
    }
    of_project = payments[payments["project"].eq(key) & payments["status"].isin(list(words))]
    return [words[row["status"]].format(**row) for row in of_project.to_dict("records")]
