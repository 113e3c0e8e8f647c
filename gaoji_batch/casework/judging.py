"""Judges a workspace: its rules, extracts, ledger and rulings; and keeps what rulings were bound to."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from gaoji_batch.casework.loading import Loaded
from gaoji_batch.casework.unopened import last_read_in, refuse, told
from gaoji_batch.errors import GaojiError
from gaoji_batch.workspace import disk
from gaoji_batch.workspace.folders import Workspace
from gaoji_batch.workspace.progress import SILENT, Progress

if TYPE_CHECKING:
    from gaoji_batch.judgement.judge import Judged
    from gaoji_batch.ledger.view import LedgerView


def judge_all(
    workspace: Workspace,
    loaded: Loaded,
    on: date,
    progress: Progress = SILENT,
    ledger: LedgerView | None = None,
    *,
    whole: bool = False,
) -> Judged:
    """Runs the rules on what was loaded, with the extracts, the ledger (as it stands now, or as given) and
    the decisions of the workspace.

    What of center/ and extracts/ could not be opened is told; whole: it is refused with GaojiError.
    """
    from gaoji_batch.casework.ledgers import view
    from gaoji_batch.judgement.judge import judge

    if whole:
        refuse(loaded.unopened)
    with progress.bar("核对规则", 1) as tick:
        judged = judge(
            loaded.batch,
            loaded.policy,
            workspace.extracts(),
            workspace.cache,
            workspace.settings,
            ledger or view(workspace),
            on=on,
            key=workspace.key,
            bound=bindings(workspace),
            unopened=loaded.unopened,
            last_read=last_read_in(workspace),
        )
        tick()
    if whole:
        refuse(judged.unopened)
    for line in told(judged):
        progress.say(line)
    return judged


def bindings(workspace: Workspace) -> dict[str, Any]:
    """What rulings were bound to (`judgement.memory`)."""
    path = workspace.state / "decisions.json"
    try:
        return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}
    except (ValueError, TypeError) as error:
        raise GaojiError(f"{path}已损坏", "从备份恢复；或移走它，处理意见将重新与问题对应") from error


def keep_bindings(workspace: Workspace, bound: dict[str, Any]) -> None:
    """Remembers them in the workspace's state, not in center/."""
    path = workspace.state / "decisions.json"
    fresh = path.with_suffix(".part")
    fresh.write_text(json.dumps(bound, indent=0, sort_keys=True), encoding="utf-8")
    disk.replace(fresh, path)
