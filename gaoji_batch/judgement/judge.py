"""Batch and evidence → ruled and grouped findings: the middle of the corridor, shared by every command that needs a judgement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from gaoji_batch.batch.assembly import Batch
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
from gaoji_batch.workspace.settings import Settings


@dataclass(slots=True)
class Judged:
    """The facts, the findings (with status, 问题编号 and group), the causes, what must be said about decisions, those that lapsed, and the
    bindings to keep."""

    facts: Facts
    findings: pd.DataFrame
    causes: pd.DataFrame
    remarks: list[str]
    lapses: list[rulings.Lapse]
    bindings: dict[str, Any]


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
) -> Judged:
    """Reads the extracts, for damaged ID numbers under what they may have been too, then `judge_on`."""
    people = pd.concat([people_of(batch), candidates.numbers(candidates.damaged(batch))], ignore_index=True)
    evidence = evidence_of(
        scan_all(extracts, people, batch.forms, settings.evidence, cache), policy, settings.evidence.until
    )  # what was scanned is let go: it may be large
    return judge_on(batch, policy, evidence, settings, ledger, on=on, key=key, bound=bound)


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
) -> Judged:
    """Runs every rule on a batch: first those on facts alone, then, the decisions applied, those that judge findings as well."""
    facts = facts_on(batch, policy, evidence, ledger, on)
    places = Places(facts, settings.privacy)
    rules = all_rules()

    first = ruled(run(rules, facts, places), batch, key, bound, on).findings
    second = run(rules, facts, places, first)
    last = ruled(collect([first, second]), batch, key, bound, on)
    findings, grouped = causes.grouped(last.findings)
    lacking = (
        [f"台账的记录不全（{ledger.fault}），按台账核对的内容不能当作没有问题：从备份恢复台账后重新审核"]
        if ledger.fault
        else []
    )
    return Judged(
        facts,
        findings,
        grouped,
        [*lacking, *evidence.remarks, *facts.renamed, *last.remarks],
        last.lapses,
        last.bindings,
    )


def ruled(
    found: pd.DataFrame, batch: Batch, key: bytes, bound: Mapping[str, Any], on: date, command: str = ""
) -> rulings.Ruled:
    """The findings with their 问题编号, and the decisions of the center applied that speak of rules this command runs ('': every judgement)."""
    rules, rows = all_rules(), batch.frames["decisions"]
    elsewhere = {code: rule.command for code, rule in rules.items() if rule.command}
    own = rows[
        text.fold_series(rows["rule_code"].fillna("")).map(lambda code: elsewhere.get(code, "")).eq(command)
    ]
    found = found.assign(finding_id=finding_ids(found, key), matter_id=matter_ids(found, key), status="open")
    return rulings.apply(found, own, batch, Memory(bound, key), on)


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
