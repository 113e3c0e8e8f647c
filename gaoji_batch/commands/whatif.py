"""The same batch under other policy values: what is read once is judged twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gaoji_batch.casework.bindings import bindings
from gaoji_batch.casework.ledgers import view
from gaoji_batch.casework.loading import load
from gaoji_batch.casework.unopened import refuse
from gaoji_batch.errors import GaojiError
from gaoji_batch.evidence.source import evidence_of, scan_all
from gaoji_batch.findings import REJECT
from gaoji_batch.judgement import verdicts
from gaoji_batch.judgement.judge import judge_on, people_of
from gaoji_batch.judgement.verdicts import standing
from gaoji_batch.outputs.pages import whatif_page
from gaoji_batch.outputs.workbooks import supposition_book
from gaoji_batch.outputs.workbooks.supposition import Side, WhatIf
from gaoji_batch.settlement.budgets import budgets
from gaoji_batch.values import quantities, text
from gaoji_batch.workspace.folders import Workspace
from gaoji_batch.workspace.progress import SILENT, Progress

if TYPE_CHECKING:
    import pandas as pd

    from gaoji_batch.judgement.judge import Judged
    from gaoji_batch.law.policy import Policy


@dataclass(frozen=True, slots=True)
class WhatIfResult:
    """The comparison and where it was written."""

    comparison: WhatIf
    folder: Path


def run(
    workspace: Workspace, assignments: Sequence[str], *, on: date, progress: Progress = SILENT
) -> WhatIfResult:
    """Judges the workspace under its policy and under the same with `assignments` ('class.min=15');
    GaojiError where one of them is none."""
    policy = workspace.policy()
    changes = parsed(assignments, policy, on)
    with workspace.new_run("whatif", on=on, progress=progress) as this_run:
        comparison = compared(workspace, policy, changes, on, progress)
        supposition_book.write(comparison, on, this_run.folder)
        whatif_page.write(comparison, workspace.path, on, this_run.id, this_run.folder)
        this_run.note(whatif={name: str(value) for name, value in changes.items()})
    return WhatIfResult(comparison, this_run.final)


def compared(
    workspace: Workspace, policy: Policy, changes: Mapping[str, Any], on: date, progress: Progress = SILENT
) -> WhatIf:
    """What differs once `changes` hold: files and extracts are read once, the rules run twice."""
    loaded = load(workspace, progress)
    refuse(loaded.unopened)
    batch = loaded.batch
    scanned = scan_all(
        workspace.extracts(), people_of(batch), batch.forms, workspace.settings.evidence, workspace.cache
    )
    ledger, bound = view(workspace), bindings(workspace)

    def judged(law: Policy) -> Judged:
        return judge_on(
            batch,
            law,
            evidence_of(scanned, law, workspace.settings.evidence.until),
            workspace.settings,
            ledger,
            on=on,
            key=workspace.key,
            bound=bound,
        )

    with progress.bar("核对规则", 2) as tick:
        before = side(judged(policy), workspace)
        tick()
        after = side(judged(replace(policy, overrides={**policy.overrides, **changes})), workspace)
        tick()
    parameters = {row["name"]: row for row in policy.describe(on)}
    return WhatIf({name: (parameters[name], value) for name, value in changes.items()}, before, after)


def side(judged: Judged, workspace: Workspace) -> Side:
    """One judgement as the comparison needs it."""
    facts, findings = judged.facts, judged.findings
    projects = verdicts.of_projects(facts, findings)
    payable = payable_heads(projects, findings)
    per_head = (
        facts.policy.of("subsidy.per_head", on=projects["opening"].fillna(facts.on))
        if len(projects)
        else payable
    )
    projects = projects.assign(payable_heads=payable, payable_amount=(payable * per_head).astype("int64"))
    trainees = verdicts.of_trainees(facts, findings, workspace.settings.privacy)
    return Side(findings, projects, trainees, facts.year.of_years, budgets(facts.filings.frame("budget")))


def payable_heads(projects: pd.DataFrame, findings: pd.DataFrame) -> pd.Series:
    """Heads that could be paid: the eligible ones of projects that no standing reject of the project, the
    unit or the claim holds up."""
    standing_findings = standing(findings)
    stopped = standing_findings.loc[
        standing_findings["severity"].eq(REJECT) & ~standing_findings["scope"].isin(["trainee", "row"]),
        "project",
    ]
    return projects["eligible_heads"].fillna(0).astype("int64").where(~projects["project"].isin(stopped), 0)


def parsed(assignments: Sequence[str], policy: Policy, on: date) -> dict[str, Any]:
    """'class.min=15', or by its title '班额下限=15', → {'class.min': 15}, each of the type that the parameter
    has; a list is split at 、 and commas."""
    changes: dict[str, Any] = {}
    for assignment in assignments:
        called, sign, value = (part.strip() for part in assignment.replace("＝", "=").partition("="))
        if not sign or not called or not value:
            raise GaojiError(f"“{assignment}”不是“参数=值”的写法", "例如class.min=15，或者班额下限=15")
        name = policy.called.get(called)
        if name is None:
            raise GaojiError(f"没有名为“{called}”的参数", policy.advice(called))
        changes[name] = _value(called, value, policy.of(name, on))
        wrong = policy.fault(name, changes[name], on)
        if wrong:
            raise GaojiError(f"参数“{called}”的取值{wrong[0]}", wrong[1])
    return changes


def _value(called: str, typed: str, current: Any) -> Any:
    if isinstance(current, dict):
        raise GaojiError(
            f"参数“{called}”是一张表，不能在命令行改写", "在gaoji.toml的[policy]中改写，再运行gaoji validate"
        )
    if isinstance(current, list):
        numbers = current and isinstance(current[0], (int, float))
        return [_number(called, item) if numbers else item for item in text.split_list(typed)]
    return typed if isinstance(current, str) else _number(called, typed)


def _number(called: str, typed: str) -> int | float:
    number = quantities.number(typed)
    if number is None or number < 0:
        raise GaojiError(f"参数“{called}”的值应为数字，“{typed}”不是", "用gaoji policy查看现值")
    return int(number) if number.is_integer() else number
