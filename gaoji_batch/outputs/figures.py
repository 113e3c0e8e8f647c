"""The figures that the workbook, the page and the letters all show, counted once in one way."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from gaoji_batch.findings import NOTE, REJECT, REVIEW, STANDING, count
from gaoji_batch.judgement.verdicts import PASSED, REFUSED, WAITING, stake_by
from gaoji_batch.outputs.report import Report
from gaoji_batch.values.rule_names import TOO_SMALL_WITHOUT_REJECTED


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of a run; `rejects`, `reviews` and `notes` are findings that stand, `settled` those waived or
    reduced.

    at_stake: yuan at stake over all projects; cascaded: of these, whole classes that fall below the least
    size once trainees are taken out.
    """

    rejects: int
    reviews: int
    notes: int
    settled: int
    projects: dict[str, int]
    trainees: dict[str, int]
    files: int
    units: int
    at_stake: int
    cascaded: int
    claimed: int


def figures(report: Report) -> Figures:
    """The counts of a report; `projects` and `trainees` are counts by verdict, amounts are yuan."""
    severities = count(report.findings)
    standing = report.findings[report.findings["status"].isin(STANDING)]
    ruled = report.findings[report.findings["severity"].ne(NOTE)]
    return Figures(
        rejects=severities[REJECT],
        reviews=severities[REVIEW],
        notes=severities[NOTE],
        settled=int((~ruled["status"].isin(STANDING)).sum()),
        projects=_verdicts(report.projects),
        trainees=_verdicts(report.trainees),
        files=sum(file["file"].startswith("inbox/") for file in report.files),
        units=report.projects["unit"].nunique(),
        at_stake=int(report.projects["amount_at_stake"].sum()),
        cascaded=int(
            stake_by(standing[standing["code"].eq(TOO_SMALL_WITHOUT_REJECTED)], ["project_key"]).sum()
        ),
        claimed=int(report.projects["claimed_amount"].fillna(0).sum()),
    )


def by_rule(findings: pd.DataFrame) -> pd.DataFrame:
    """How often each rule was broken: code, title, severity, found (findings that stand), projects, amount
    (yuan; a class counts once, however often it breaks the rule).

    The rule broken most often comes first.
    """
    standing = findings[findings["status"].isin(STANDING)]
    grouped = standing.groupby(["code", "title", "severity"], as_index=False).agg(
        found=("code", "size"), projects=("project", lambda names: names[names.ne("")].nunique())
    )
    amounts = stake_by(standing, ["code", "project_key"]).groupby("code").sum()
    grouped["amount"] = grouped["code"].map(amounts.to_dict()).fillna(0).astype("int64")
    return grouped.sort_values(["found", "code"], ascending=[False, True], ignore_index=True)


def _verdicts(frame: pd.DataFrame) -> dict[str, int]:
    counted = frame["verdict"].value_counts()
    return {verdict: int(counted.get(verdict, 0)) for verdict in (REFUSED, WAITING, PASSED)}
