"""What stands in the way of a stage: the findings that refuse it, of one class or of every class of a project
(docs/contract/money.md, accept)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from gaoji_batch.batch import versions
from gaoji_batch.casework.halts import Class
from gaoji_batch.findings import NOTE, STANDING, UPHELD
from gaoji_batch.judgement.judge import Judged
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.registry import all_rules
from gaoji_batch.rules.rule import CLAIMING, FILE, FILING, PROJECT, STAGE_OF_FORM, TRAINEE, UNIT
from gaoji_batch.values.rule_names import OVER_BUDGET, UNREAD_CONTENT

EVERY = 0
"""Stands for every class of a project."""
_FORECASTS = (OVER_BUDGET,)
"""A claim past the budget is accepted, and waits: `disburse` decides."""


Against = Mapping[tuple[str, int, str], Collection[str]]
"""(project, class_no or EVERY, stage) → codes."""


def codes_against(against: Against, place: Class, stages: Iterable[str]) -> tuple[str, ...]:
    """The codes that refuse these stages of a class, or of its whole project."""
    project, class_no = place
    places = [(project, number, stage) for stage in stages for number in (class_no, EVERY)]
    return tuple(sorted({code for class_place in places for code in against.get(class_place, ())}))


def blocking(judged: Judged) -> dict[tuple[str, int, str], set[str]]:
    """What findings refuse (Against): open ones of any scope, upheld ones of every scope but the
    trainee's."""
    findings = judged.findings
    findings = findings[
        findings["status"].isin(STANDING) & findings["severity"].ne(NOTE) & ~findings["code"].isin(_FORECASTS)
    ]
    findings = findings[~(findings["scope"].eq(TRAINEE) & findings["status"].eq(UPHELD))]
    codes: dict[tuple[str, int, str], set[str]] = {}
    live = _Live(live_filings(judged.facts))
    of_class = {code for code, rule in all_rules().items() if rule.of_class}
    for finding in findings.to_dict("records"):
        for place in _blocked(finding, live, of_class):
            codes.setdefault(place, set()).add(finding["code"])
    return codes


class _Live:
    """The filings of `live_filings` by what findings name of them: file, sheet, project."""

    def __init__(self, filings: pd.DataFrame) -> None:
        self.of_file: dict[str, list[dict[str, Any]]] = {}
        self.of_sheet: dict[int, list[dict[str, Any]]] = {}
        self.of_project: dict[str, list[dict[str, Any]]] = {}
        for row in filings.to_dict("records"):
            self.of_file.setdefault(row["file"], []).append(row)
            self.of_sheet.setdefault(row["sheet"], []).append(row)
            self.of_project.setdefault(row["project"], []).append(row)


def _blocked(finding: dict[str, Any], live: _Live, of_class: set[str]) -> Iterator[tuple[str, int, str]]:
    """The stages a finding refuses: of its class, or project; of all classes on its sheet or file; of all
    where the whole run is meant.

    What is wrong on a sheet of the center's own refuses no unit, but for the approved scheme by which the
    project is judged; a workbook of the center that was not read whole was refused before
    (`casework.unopened`).
    """
    stage = finding["stage"] or STAGE_OF_FORM.get(finding["form"], "")
    if finding["code"] == UNREAD_CONTENT:
        yield from (
            _place_of(row)
            for row in live.of_file.get(finding["file"], ())
            if finding["project_key"] in ("", row["project"])
        )
    elif finding["project_key"]:
        if stage or finding["form"] in ("", "approved"):
            for class_no in _classes_meant(finding, live, of_class):
                yield finding["project_key"], class_no, stage or FILING
    elif not finding["file"]:
        yield from ((project, EVERY, stage or CLAIMING) for project in live.of_project)
    elif finding["scope"] == FILE:
        of_file = pd.isna(finding["sheet_key"])
        rows = live.of_file.get(finding["file"]) if of_file else live.of_sheet.get(finding["sheet_key"])
        yield from map(_place_of, rows or ())


def _place_of(filing: dict[str, Any]) -> tuple[str, int, str]:
    return filing["project"], filing["class_no"], filing["stage"]


def _classes_meant(finding: dict[str, Any], live: _Live, of_class: set[str]) -> list[int]:
    """The classes of its project that a finding speaks of: its own and those that filed no such form of their
    own (one plan may serve two classes); EVERY where it speaks of the project."""
    if pd.isna(finding["class_no"]) or finding["form"] not in STAGE_OF_FORM:
        return [EVERY]
    if finding["scope"] in (PROJECT, UNIT) and finding["code"] not in of_class:
        return [EVERY]
    rows = live.of_project.get(finding["project_key"], ())
    filed = {row["class_no"] for row in rows if row["form"] == finding["form"]}
    return sorted({int(finding["class_no"])} | ({row["class_no"] for row in rows} - filed))


def live_filings(facts: Facts) -> pd.DataFrame:
    """The filings that count or clash: project, class_no, stage, form, sheet, file, filed_on."""
    parts = facts.filings.parts[
        facts.filings.parts["form"].isin(list(STAGE_OF_FORM)) & facts.filings.parts["project"].ne("")
    ]
    parts = parts[parts["state"].isin([versions.LIVE, versions.CLASHING, versions.UNDATED])]
    return parts.assign(
        stage=parts["form"].map(STAGE_OF_FORM), file=parts["sheet"].map(facts.batch.sheets["file"])
    )
