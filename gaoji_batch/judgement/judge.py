"""Batch and evidence → ruled and grouped findings: the middle of the corridor, shared by every command that
needs a judgement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from gaoji_batch.batch.assembly import Batch
from gaoji_batch.batch.unopened import LastRead, Unopened, closed_by
from gaoji_batch.evidence import candidates
from gaoji_batch.evidence.source import Evidence, evidence_of, scan_all
from gaoji_batch.findings import collect
from gaoji_batch.judgement import causes, rulings
from gaoji_batch.judgement.memory import Memory
from gaoji_batch.judgement.numbering import finding_ids, matter_ids
from gaoji_batch.law import resources
from gaoji_batch.law.data_files import read_yaml
from gaoji_batch.law.policy import Policy
from gaoji_batch.ledger.view import LedgerView
from gaoji_batch.rules.engine import run
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.places import Places
from gaoji_batch.rules.registry import all_rules
from gaoji_batch.values import text
from gaoji_batch.values.columns import in_places
from gaoji_batch.workspace.settings import Settings


@dataclass(slots=True)
class Judged:
    """What was judged of a batch.

    facts: the facts that the rules were run on.
    findings: with status, 问题编号 and group.
    causes: findings that one mend clears, as `causes.COLUMNS`.
    remarks: what people must be told of rulings, extracts and the ledger.
    lapses: rulings that lapsed, for the values they rest on have changed.
    bindings: what rulings are bound to, to be kept in the workspace.
    unopened: files of center/ and extracts/ that could not be opened.
    not_run: rules that did not run for want of them, code → form.
    """

    facts: Facts
    findings: pd.DataFrame
    causes: pd.DataFrame
    remarks: list[str]
    lapses: list[rulings.Lapse]
    bindings: dict[str, Any]
    unopened: list[Unopened] = field(default_factory=list)
    not_run: dict[str, str] = field(default_factory=dict)


def judge(
    batch: Batch,
    policy: Policy,
    extracts: Sequence[Path],
    cache: Path,
    settings: Settings,
    ledger: LedgerView,
    *,
    on: date,
    key: bytes,
    bound: Mapping[str, Any],
    unopened: Sequence[Unopened] = (),
    last_read: LastRead = lambda _: (),
) -> Judged:
    """Reads the extracts, for damaged ID numbers under what they may have been too, then `judge_on`.

    unopened: workbooks of center/ that could not be opened; last_read: what a file held when it last could
    be.
    """
    people = pd.concat([people_of(batch), candidates.numbers(candidates.damaged(batch))], ignore_index=True)
    # what was scanned is let go: it may be large
    evidence = evidence_of(
        scan_all(extracts, people, batch.forms, settings.evidence, cache, last_read),
        policy,
        settings.evidence.until,
    )
    return judge_on(batch, policy, evidence, settings, ledger, on=on, key=key, bound=bound, unopened=unopened)


def judge_on(
    batch: Batch,
    policy: Policy,
    evidence: Evidence,
    settings: Settings,
    ledger: LedgerView,
    *,
    on: date,
    key: bytes,
    bound: Mapping[str, Any],
    unopened: Sequence[Unopened] = (),
) -> Judged:
    """Runs every rule on a batch: first those on facts alone, then, the decisions applied, those that judge
    findings as well."""
    facts = facts_on(batch, policy, evidence, ledger, on)
    places = Places(facts, settings.privacy)
    rules = all_rules()
    not_opened = [*unopened, *evidence.unopened]
    closed = closed_by(not_opened, batch.forms)
    # an own one: it must not meet what was computed
    judged_facts = replace(facts, closed=closed) if closed else facts
    not_run: dict[str, str] = {}

    # Rulings come before the rules that judge findings: whom one lets pass is eligible (S1601), and whom
    # one takes out leaves the class smaller (Q0607).
    first = ruled(run(rules, judged_facts, places, not_run=not_run), batch, key, bound, on).findings
    second = run(rules, judged_facts, places, first, not_run)
    certain = _certain(collect([first, second]), facts, closed)
    # once more and on all: a ruling may speak of what the second round gave (S1601, Q0607)
    last = ruled(_reducible(certain, facts, first), batch, key, bound, on)
    findings, grouped = causes.grouped(last.findings)
    remarks = [*_remarks(facts), *([] if closed else last.remarks)]
    # a finding may be gone for want of a file alone: no ruling lapses by that, and none is bound anew
    lapses, bindings = ([], dict(bound)) if closed else (last.lapses, last.bindings)
    return Judged(facts, findings, grouped, remarks, lapses, bindings, not_opened, not_run)


def _remarks(facts: Facts) -> list[str]:
    """What people must be told of the ledger, the batch, the extracts and the units."""
    fault = facts.ledger.fault
    lacking = f"台账的记录不全（{fault}），按台账核对的内容不能当作没有问题：从备份恢复台账后重新审核"
    return [
        *([lacking] if fault else []),
        *facts.batch.remarks,
        *facts.evidence.remarks,
        *facts.units.renamed,
    ]


def _reducible(findings: pd.DataFrame, facts: Facts, first: pd.DataFrame) -> pd.DataFrame:
    """The findings, reducible only where 核减 leaves no more than was claimed."""
    if not findings["reducible"].any():
        return findings
    try:
        within = facts.money.within_claim(first)
    except Exception:
        within = set()  # S1601 counts the same heads, and is X001 then
    places = findings[["project_key", "class_no"]].rename(columns={"project_key": "project"})
    return findings.assign(reducible=findings["reducible"] & in_places(places, within))


def _certain(findings: pd.DataFrame, facts: Facts, closed: frozenset[str]) -> pd.DataFrame:
    """Without 收件登记 it is not known which of several filings counts: nothing is said of their projects."""
    if "receipts" not in closed:
        return findings
    books = facts.filings.parts.assign(
        workbook=facts.filings.parts["sheet"].map(facts.batch.sheets["workbook"])
    )
    several = books.groupby(["form", "project", "class_no"])["workbook"].nunique().gt(1)
    unsure = set(several[several].index.get_level_values("project")) - {""}
    return findings[~findings["project_key"].isin(unsure)]


def ruled(
    findings: pd.DataFrame, batch: Batch, key: bytes, bound: Mapping[str, Any], on: date, command: str = ""
) -> rulings.Ruled:
    """The findings with their 问题编号, and the decisions of the center applied that speak of rules this
    command runs ('': every judgement)."""
    rows, memory = batch.frames["decisions"], Memory(bound, key)
    findings = findings.assign(
        finding_id=finding_ids(findings, key), matter_id=matter_ids(findings, key), status="open"
    )
    elsewhere = {code: rule.command for code, rule in all_rules().items() if rule.command}
    codes, numbers = (text.fold_series(rows[name].fillna("")) for name in ("rule_code", "finding_id"))
    of_command = codes.map(lambda code: elsewhere.get(code, "")).eq(command)
    if command:  # a row that has a number and no code speaks of whatever bears it
        ids, matters = set(findings["finding_id"]) - {""}, set(findings["matter_id"]) - {""}
        of_command |= codes.eq("") & (numbers.isin(ids) | numbers.map(memory.matter_of).isin(matters))
    return rulings.apply(findings, rows[of_command], batch, memory, on)


def facts_on(batch: Batch, policy: Policy, evidence: Evidence, ledger: LedgerView, on: date) -> Facts:
    """The facts of a batch, with the code lists that they need."""
    return Facts(
        batch,
        policy,
        evidence,
        ledger,
        on,
        {"change_items": read_yaml(resources.schemas() / "codes" / "change_items.yaml")},
    )


def people_of(batch: Batch) -> pd.Series:
    """Every ID number of rosters and registers that may be joined on."""
    frames = [batch.frames[form] for form in ("roster", "completion")]
    return pd.concat([frame.loc[frame["id_ok"], "id_number"] for frame in frames], ignore_index=True)
