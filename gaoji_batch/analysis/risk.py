"""What makes a class worth a visit (article 15): risk points, each with its score and the evidence it rests
on.

A signal is a pure function from the facts to its cases: `project` (folded number), `evidence` (Chinese,
saying where it stands) and, where a row speaks of several cases, their `count`. Names of people are shown,
their numbers masked. The weights are the parameter inspect.risk.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from gaoji_batch.findings import NOTE, SEVERITY_NAMES, STANDING
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.registry import codes_where
from gaoji_batch.rules.rule import CENTER
from gaoji_batch.rules.signals.cases import scored
from gaoji_batch.rules.signals.two_places import teachers_twice, trainees_twice
from gaoji_batch.rules.signals.two_units import shared_accounts, shared_authors
from gaoji_batch.rules.signals.within_class import same_summaries, shared_phones
from gaoji_batch.rules.words import day, filled, in_words
from gaoji_batch.values import masking, text
from gaoji_batch.values.date_columns import is_open

CASE = ["project", "evidence"]
POINTS = ["project", "signal", "cases", "points", "evidence"]


def points(facts: Facts, findings: pd.DataFrame) -> pd.DataFrame:
    """One row a project and signal (POINTS), heaviest first: cases found, points given, and the evidence of
    the cases."""
    weights: Mapping[str, Mapping[str, int]] = facts.policy.of("inspect.risk", on=facts.on)
    cases = scored(signals(facts, findings), weights)
    return cases.sort_values(
        ["points", "project", "signal"], ascending=[False, True, True], ignore_index=True
    )[POINTS]


def signals(facts: Facts, findings: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Every signal's cases by its name in inspect.risk."""
    return {
        "报送逾期": late(findings),
        "审核问题": faults(findings),
        "抽查审计问题": spot_faults(facts),
        "工作总结雷同": same_summaries(facts),
        "教师同日两地": teachers_twice(facts),
        "学员同日两地": trainees_twice(facts),
        "联系电话相同": shared_phones(facts),
        "收款账户共用": shared_accounts(facts),
        "表格作者相同": shared_authors(facts),
    }


def late(findings: pd.DataFrame) -> pd.DataFrame:
    """Rosters, plans and registers that came late, whether or not the center let them pass."""
    late_filings = findings[findings["code"].isin(codes_where(lambda rule: rule.late))]
    return _cases(late_filings, _late_filing)


def _cases(findings: pd.DataFrame, evidence: Callable[..., str]) -> pd.DataFrame:
    return in_words(findings.assign(project=findings["project_key"]), evidence=evidence)[CASE]


def _late_filing(title: str, message: str) -> str:
    return f"{title}：{message}"


def faults(findings: pd.DataFrame) -> pd.DataFrame:
    """Rejects and reviews that stand, one case a finding; each says its rule and its place."""
    # lateness and spot checks have points of their own, and what the center must mend is no risk of the unit
    counted_elsewhere = codes_where(lambda rule: rule.late or rule.spot_check or rule.cleared_by == CENTER)
    standing = findings[
        findings["status"].isin(STANDING)
        & findings["severity"].ne(NOTE)
        & ~findings["code"].isin(counted_elsewhere)
    ]
    # nor is a fault of the center's own sheets
    standing = standing[standing["file"].str.startswith("inbox/")]
    return _cases(standing, _finding)


def _finding(title: str, code: str, severity: str, file: str, sheet: str, cell: str) -> str:
    place = " ".join(part for part in (masking.mask_free_text(file), sheet, cell) if part)
    return f"{title}（{code}，{SEVERITY_NAMES[severity]}，{place}）"


def spot_faults(facts: Facts) -> pd.DataFrame:
    """Faults of spot checks not mended, and amounts of audits not dealt with."""
    checks = in_words(open_faults(facts), evidence=_spot_check)
    audits = facts.filings.frame("audits")
    found = audits["amount_found"].gt(0).fillna(False).astype("bool")
    audits = audits[found & is_open(audits["mended_on"], facts.on)]
    return pd.concat([checks[CASE], in_words(audits, evidence=_audit)[CASE]])


def _spot_check(inspected_on: object, inspection_item: object, inspection_result: object) -> str:
    result = filled(inspection_result, "有问题")
    return f"抽查记录：{day(inspected_on)}{filled(inspection_item)}，{result}"


def _audit(auditor: object, audited_on: object, amount_found: int) -> str:
    return f"审计结果：{filled(auditor)}{day(audited_on)}发现问题金额{amount_found}元"


def open_faults(facts: Facts) -> pd.DataFrame:
    """The rows of 抽查记录 that found a fault which is not mended: a day to mend by, or a result that is none
    of inspect.no_fault."""
    rows = facts.filings.frame("inspections")
    # a remark such as 无问题 is a result too
    fine = {text.fold(word) for word in facts.policy.of("inspect.no_fault", on=facts.on)}
    result = text.fold_series(rows["inspection_result"].fillna("")).str.rstrip("。.")
    return rows[
        rows["project"].ne("")
        & is_open(rows["mended_on"], facts.on)
        & (rows["mend_by"].notna() | (result.ne("") & ~result.isin(fine)))
    ]
