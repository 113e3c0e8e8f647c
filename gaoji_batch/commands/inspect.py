"""Spot checks (article 15): a seeded sample of the quarter's classes weighted by risk, call sheets,
整改通知书, and a project's audit pack."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

from gaoji_batch.analysis import risk, sampling
from gaoji_batch.casework.judging import judge_all
from gaoji_batch.casework.loading import load
from gaoji_batch.errors import GaojiError
from gaoji_batch.outputs.letters import mending
from gaoji_batch.outputs.workbooks import inspection
from gaoji_batch.outputs.workbooks.inspection_plan import Plan
from gaoji_batch.workspace.folders import Workspace
from gaoji_batch.workspace.progress import SILENT, Progress

if TYPE_CHECKING:
    from gaoji_batch.judgement.judge import Judged
    from gaoji_batch.law.policy import Policy
    from gaoji_batch.workspace.runs import Run


@dataclass(frozen=True, slots=True)
class Sample:
    """How many classes are drawn, with which seed, for whom. count, else share of the classes, else
    inspect.share; seed None: year and quarter."""

    year: int
    quarter: int
    seed: int | None = None
    count: int | None = None
    share: float | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class InspectResult:
    """What was drawn and written. sample: project numbers in the order of their lots; notices: 整改通知书."""

    folder: Path
    seed: int
    classes: int
    sample: list[str]
    callees: int
    notices: int


def run(workspace: Workspace, request: Sample, *, on: date, progress: Progress = SILENT) -> InspectResult:
    """Draws the sample and writes it with its reasons, the call sheets and the notices. GaojiError where a
    template is broken."""
    with workspace.new_run("inspect", on=on, progress=progress) as this_run:
        loaded = load(workspace, progress)
        judged = judge_all(workspace, loaded, on, progress)

        facts = judged.facts
        plan = _plan(request, judged, loaded.policy, this_run, workspace.path)
        this_run.personal(*inspection.write(plan, this_run.folder))
        notices = mending.write(
            risk.open_faults(facts), facts.plan.projects, workspace.path, on, plan.overrides, this_run.folder
        )
        sample = list(plan.drawn["written"])
        this_run.note(
            quarter=f"{request.year}Q{request.quarter}",
            seed=plan.seed,
            sample=sample,
            by=request.by,
            notices=len(notices),
            remarks=judged.remarks,
        )
    classes, callees = len(plan.classes), len(plan.callees)
    return InspectResult(this_run.final, plan.seed, classes, sample, callees, len(notices))


def _plan(request: Sample, judged: Judged, policy: Policy, this_run: Run, folder: Path) -> Plan:
    """The quarter's classes with their points, the sample drawn of them, and whom to call.
    folder: of the workspace."""
    facts, on = judged.facts, this_run.on
    seed = request.year * 10 + request.quarter if request.seed is None else request.seed
    points = risk.points(facts, judged.findings)
    base = policy.of("inspect.base", on=on)
    classes = sampling.classes(facts, request.year, request.quarter)
    drawn = sampling.draw(
        classes, points, base, seed, _wanted(request, len(classes), policy.of("inspect.share", on=on))
    )
    return Plan(
        request.year,
        request.quarter,
        seed,
        base,
        on,
        this_run.id,
        folder,
        drawn,
        points,
        sampling.callees(facts, drawn[drawn["drawn"]], seed, on),
        request.by,
        policy.overrides_said,
    )


def _wanted(sample: Sample, classes: int, share: float) -> int:
    """How many classes are drawn: at least one where there is any, never more than there are."""
    if sample.count is not None and sample.count < 1:
        raise GaojiError("抽查的班数至少为1", "写成--count 3这样")
    if sample.share is not None and not 0 < sample.share <= 1:
        raise GaojiError("抽查比例应大于0、不超过1", "写成--share 0.2这样")
    wanted = sample.count if sample.count is not None else ceil(round(classes * (sample.share or share), 9))
    return min(max(wanted, 1), classes)
