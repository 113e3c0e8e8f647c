"""Applications and expert scores of a year → a ranked proposal within cap, budget and the limit of projects a
unit (article 11)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from gaoji_batch.analysis import appraisal
from gaoji_batch.analysis.appraisal import Allowance
from gaoji_batch.casework.judging import judge_all
from gaoji_batch.casework.loading import load
from gaoji_batch.errors import GaojiError
from gaoji_batch.findings import NOTE, REJECT, REVIEW
from gaoji_batch.judgement.verdicts import standing
from gaoji_batch.outputs.workbooks import proposal_book
from gaoji_batch.outputs.workbooks.proposal import APPLICATION_COLUMNS, Proposal
from gaoji_batch.rules.registry import codes_where
from gaoji_batch.settlement.budgets import budgets
from gaoji_batch.values import text
from gaoji_batch.values.rule_names import CRASHED
from gaoji_batch.workspace.folders import Workspace
from gaoji_batch.workspace.progress import SILENT, Progress

if TYPE_CHECKING:
    from gaoji_batch.judgement.judge import Judged
    from gaoji_batch.law.policy import Policy
    from gaoji_batch.rules.facts import Facts


@dataclass(frozen=True, slots=True)
class AppraiseResult:
    """The proposal and where it was written."""

    proposal: Proposal
    folder: Path


def run(workspace: Workspace, year: int, *, on: date, progress: Progress = SILENT) -> AppraiseResult:
    """Reads and judges the workspace, ranks the year's applications and writes the proposal. GaojiError where
    there is nothing to appraise."""
    with workspace.new_run("appraise", on=on, progress=progress) as this_run:
        loaded = load(workspace, progress)
        judged = judge_all(workspace, loaded, on, progress, whole=True)
        result = proposal(judged, loaded.policy, year, on)
        proposal_book.write(result, workspace.path, this_run.folder)
        this_run.note(year=year, remarks=result.remarks)
    return AppraiseResult(result, this_run.final)


def _applications_of(facts: Facts, year: int) -> pd.DataFrame:
    """The applications whose training opens in the year, each once, with its `key` and `filed_on`."""
    applications = facts.units.applications
    applications = applications[pd.to_datetime(applications["opening"]).dt.year.eq(year)]
    applications = applications.assign(
        key=appraisal.key_of(applications),
        filed_on=facts.batch.sheets["filed_on"].reindex(applications["sheet"]).to_numpy(),
    )
    return applications.drop_duplicates("key")


def _without_application(facts: Facts, marks: pd.DataFrame) -> list[str]:
    """Remarks on what experts scored and nobody applied for."""
    lost = marks[~marks["key"].isin(keys_on_record(facts))].drop_duplicates("key")
    return [
        f"专家评审中的“{name}”（{unit}）没有对应的实施方案"
        for name, unit in zip(lost["project_name"], lost["unit"], strict=True)
    ]


def proposal(judged: Judged, policy: Policy, year: int, on: date) -> Proposal:
    """The ranked applications of a year, with what the scores and the rules say of each."""
    facts = judged.facts
    applications = _applications_of(facts, year)
    new = applications[applications["scheme_project"].eq("")]
    if applications.empty:
        raise GaojiError(f"没有{year}年开班的项目实施方案", "把各单位报送的实施方案放入inbox，核对开班日期")
    limits = limits_of(facts, policy, year)
    marks = appraisal.marks(facts.filings.frame("reviews"), limits.disagreement)
    rows = new.join(appraisal.summed(marks), on="key")
    rows["experts"] = rows["experts"].fillna(0).astype("int64")
    rows = rows.assign(
        **{
            name: reasons_against(judged.findings, rows, severity)
            for name, severity in (("rejects", REJECT), ("reviews", REVIEW), ("notes", NOTE))
        }
    )
    rows = appraisal.decided(appraisal.ordered(rows), limits)
    by_key = dict(tuple(marks.groupby("key")))
    rows["remarks"] = [
        [*appraisal.remarks(by_key.get(row["key"], marks.iloc[:0]), limits), *_scheme_remarks(row, policy)]
        for row in rows.to_dict("records")
    ]
    remarks = [*_without_application(facts, marks), *_undated(facts)]
    remarks += judged.findings.loc[judged.findings["code"].eq(CRASHED), "message"].unique().tolist()
    overrides = policy.overrides_said
    working_days = int(policy.of("publicity.working_days", on))
    return Proposal(
        year,
        on,
        limits,
        rows[APPLICATION_COLUMNS],
        marks[marks["key"].isin(set(rows["key"]))],
        remarks,
        overrides,
        working_days,
    )


def _undated(facts: Facts) -> list[str]:
    """A sentence for each application that is not approved yet and whose year nobody can tell."""
    applications = facts.units.applications
    applications = applications[applications["opening"].isna() & applications["scheme_project"].eq("")]
    places = zip(applications["project_name"].fillna(""), applications["unit"].fillna(""), strict=True)
    return [
        f"实施方案“{name}”（{unit}）的开班日期不能识别，不知是哪一年，没有列入排序" for name, unit in places
    ]


def limits_of(facts: Facts, policy: Policy, year: int) -> Allowance:
    """What the policy of the year's last day and the approved projects of the year leave."""
    last = date(year, 12, 31)
    approved = facts.plan.approved_standing
    approved = approved[pd.to_datetime(approved["opening"]).dt.year.eq(year)]
    units = text.fold_series(approved.drop_duplicates("project")["unit"].fillna(""))
    return Allowance(
        class_min=policy.of("class.min", last),
        class_max=policy.of("class.max", last),
        cap=policy.of("year.cap", last),
        per_unit=policy.of("unit.projects", last),
        per_head=policy.of("subsidy.per_head", last),
        passing=policy.of("appraise.pass", last),
        min_experts=policy.of("appraisal.min_experts", last),
        disagreement=policy.of("appraise.disagreement", last),
        budget=budgets(facts.filings.frame("budget")).get(year),
        approved_heads=int(approved["approved_heads"].fillna(0).sum()),
        approved_of_unit=Counter(units),
    )


def keys_on_record(facts: Facts) -> set[str]:
    """What may have been scored: the applications of all years, and the projects that were approved."""
    return {*appraisal.key_of(facts.units.applications), *appraisal.key_of(facts.filings.frame("approved"))}


def reasons_against(findings: pd.DataFrame, rows: pd.DataFrame, severity: str) -> list[list[str]]:
    """The titles of what stands against each application with this severity, on its row or its whole
    sheet."""
    standing_findings = standing(findings)
    standing_findings = standing_findings[
        standing_findings["form"].eq("application")
        & ~standing_findings["code"].isin(codes_where(lambda rule: rule.settled_by_rank))
        & standing_findings["severity"].eq(severity)
    ]
    at = {
        place: group["title"].tolist()
        for place, group in standing_findings.assign(row=standing_findings["row"].fillna(0)).groupby(
            ["sheet_key", "row"]
        )
    }
    places = zip(rows["sheet"], rows["row"], strict=True)
    return [
        list(dict.fromkeys([*at.get((sheet, 0), []), *at.get((sheet, row), [])])) for sheet, row in places
    ]


def _scheme_remarks(row: dict[str, Any], policy: Policy) -> list[str]:
    """What the scheme itself falls short of (articles 9 and 12), before any plan is filed."""
    remarks = []
    for name, title in (("total", "总学时"), ("discussion", "研讨交流学时")):
        least = policy.of(f"hours.{name}", row["opening"])
        hours = row[f"{name}_hours"]
        if not pd.isna(hours) and hours < least:
            remarks.append(f"{title}{hours:g}，少于{least}学时（第九条）")
    if not pd.isna(row["ending"]) and row["ending"].year != row["opening"].year:
        remarks.append("跨年度举办（第十二条）")
    return remarks
