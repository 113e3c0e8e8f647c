"""Judges a workspace: its rules, extracts, ledger and rulings."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from gaoji_batch.casework.bindings import bindings
from gaoji_batch.casework.ledgers import view
from gaoji_batch.casework.loading import Loaded
from gaoji_batch.casework.unopened import last_read_in, refuse, told
from gaoji_batch.judgement.judge import judge
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
    # a second time: the extracts are opened by the judgement alone
    if whole:
        refuse(judged.unopened)
    for line in told(judged):
        progress.say(line)
    return judged
