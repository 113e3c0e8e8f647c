"""inbox → findings and all that goes back to people (docs/contract/commands.md)."""

from __future__ import annotations

from concurrent.futures import Executor
from datetime import date
from typing import TYPE_CHECKING

from gaoji_batch.casework.bindings import keep_bindings
from gaoji_batch.casework.readers import executor
from gaoji_batch.casework.scope import Scope
from gaoji_batch.workspace.folders import Workspace
from gaoji_batch.workspace.progress import SILENT, Progress
from gaoji_batch.workspace.runs import Run

if TYPE_CHECKING:
    from gaoji_batch.casework.validated import ValidateResult
    from gaoji_batch.outputs.report import Report


def run(
    workspace: Workspace,
    *,
    on: date,
    scope: Scope | None = None,
    progress: Progress = SILENT,
    workers: Executor | None = None,
) -> ValidateResult:
    """Reads everything, judges it, and writes the run's folder; workers: reading processes that outlive the
    run. GaojiError where the settings, a policy file or a template is broken."""
    if workers is None:
        with executor(workspace.settings, at_once=True) as started:
            return run(workspace, on=on, scope=scope, progress=progress, workers=started)
    with workspace.new_run("validate", on=on, progress=progress) as this_run:
        report, bound = _reported(workspace, this_run, progress, workers)
        from gaoji_batch.casework import validated

        report = validated.within(report, scope or Scope(), workspace)
        validated.write(report, workspace, this_run, progress, workers)
        if scope:
            this_run.note(scope=scope.as_record)
        result = validated.result_of(report, this_run)
        keep_bindings(workspace, bound)
    return result


def _reported(
    workspace: Workspace, this_run: Run, progress: Progress, workers: Executor
) -> tuple[Report, dict[str, list[str]]]:
    """The report, and the bindings of decisions to keep; what it was made from is let go before the outputs
    ask for memory."""
    from gaoji_batch.casework.loading import load  # not before a reader is on its way

    def prepare() -> None:
        from gaoji_batch.casework import validated

        validated.prepare(workspace)

    loaded = load(workspace, progress, workers=workers, meanwhile=prepare)
    from gaoji_batch.casework import validated  # not before the readers are at work

    return validated.reported(workspace, loaded, this_run, progress)
