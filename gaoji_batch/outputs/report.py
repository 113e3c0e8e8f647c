"""What every output of a run is rendered from: one `Report`, made by `casework.reporting` and only read
here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from gaoji_batch.values.dates import chinese_date
from gaoji_batch.workspace.settings import Sender


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """A rule as an output names it; `article` is '第四条' or '', `article_text` that article's own words or
    ''."""

    title: str
    severity: str
    article: str
    article_text: str
    intent: str
    clears: str


@dataclass(slots=True)
class Report:
    """All facts of one validate run.

    findings: `findings.FIELDS + INTERNAL`, one row a finding, ordered and masked.
    projects: a row a project: project, name, unit, uscc, industry, occupations, opening, ending, total_hours,
    discussion_hours, approved_heads,
      roster_heads, completed_heads, eligible_heads, claimed_heads, claimed_amount (yuan), rejects, reviews,
      notes (counts), verdict, amount_at_stake (yuan), filed (dict of form title → Chinese date).
    trainees: project, unit, name, id_masked, employer, occupation, level, verdict, reasons (text), sheet_key,
    row, and `dossiers.DETAILS`.
    files: the `files` of run.json: file, size, sha256, kind, forms, findings, sheets.
    sheets: `Batch.sheets`.
    causes: group, code, title, file, sheet, column, count, cause, remedy.
    changes: change (CLEARED, NEW or UNCHANGED) and FIELDS, against the validate run before; no rows if there
    is none.
    ruled: the unchanged findings whose 处理状态 is not what it was in that run.
    overrides: parameter → value as `gaoji.toml` overrides the policy; every output that a person reads says
    so.
    candidates: (sheet key, row) → what a damaged ID number may have been, masked; for the analyst's workbook
    alone.
    precedents: 问题编号 → earlier rulings on the same person, post or unit, of open 待核实 findings that have
    some. yearly: calendar year → (approved heads, the year's cap), as Q0603 counts them.
    remarks: what must be said of decisions and of extracts that were left out.
    policies: document and effective_from (ISO day) of each policy file.
    forms: form key → its title.
    extracts: file, sheets (as `files` has them, with why) of extracts/.
    sent: (sheet key, row) → (column, what was written, masked) of the rows
      that findings speak of. reasons: rule code → the reasons that earlier rulings gave. ruling_form: title
      and field of the columns of 核实处理意见表.
    part: what alone is reported, in words ('项目YX2026-001'); '' for all. before: the run that changes are
    told against, '' for none.
    incomplete: what must stand above everything: files of center/ and extracts/ that could not be opened, and
    what was therefore not judged.
    unopened: these files: file, why, forms (those that they may hold; none: any); not_run: the codes of the
    rules that did not run.
    checked: `checked.COLUMNS`, a row a project and rule: what was checked, and what was not and why.
    sender: who the letters are from.
    """

    findings: pd.DataFrame
    projects: pd.DataFrame
    trainees: pd.DataFrame
    files: list[dict[str, Any]]
    sheets: pd.DataFrame
    causes: pd.DataFrame
    changes: pd.DataFrame
    workspace: Path
    run: str
    on: date
    overrides: Mapping[str, str]
    rules: Mapping[str, RuleInfo]
    yearly: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    candidates: Mapping[tuple[int, int], str] = field(default_factory=dict)
    precedents: Mapping[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    policies: list[dict[str, str]] = field(default_factory=list)
    forms: Mapping[str, str] = field(default_factory=dict)
    extracts: list[dict[str, Any]] = field(default_factory=list)
    sent: Mapping[tuple[int, int], list[tuple[str, str]]] = field(default_factory=dict)
    reasons: Mapping[str, list[str]] = field(default_factory=dict)
    ruling_form: list[tuple[str, str]] = field(default_factory=list)
    part: str = ""
    before: str = ""
    ruled: int = 0
    incomplete: list[str] = field(default_factory=list)
    unopened: list[dict[str, Any]] = field(default_factory=list)
    not_run: list[str] = field(default_factory=list)
    checked: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(columns=["project", "state", "why", "title", "code"])
    )
    sender: Sender = field(default_factory=Sender)

    @property
    def day(self) -> str:
        """The run's day as an official writes it: 2026年11月24日."""
        return chinese_date(self.on)


def overrides_said(overrides: Mapping[str, str]) -> str:
    """The parameters that gaoji.toml changes, in a line: 'class.min = 15，year.cap = 900'."""
    return "，".join(f"{name} = {value}" for name, value in overrides.items())


def overridden(overrides: Mapping[str, str]) -> list[str]:
    """The sentence that says so; none where nothing is changed."""
    return [f"本次改用了下列参数，与现行政策不同：{overrides_said(overrides)}。"] if overrides else []
