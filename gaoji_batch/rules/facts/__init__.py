"""What all rules share, computed once a run: the batch, the law, the evidence, the ledger, and what follows
from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from gaoji_batch.batch.assembly import Batch
from gaoji_batch.evidence.parts import KEPT
from gaoji_batch.evidence.source import Evidence
from gaoji_batch.evidence.usability import Usable
from gaoji_batch.law.policy import Policy
from gaoji_batch.ledger.view import LedgerView
from gaoji_batch.rules.facts.enrolled import People
from gaoji_batch.rules.facts.faults import Faults
from gaoji_batch.rules.facts.filings import Filings
from gaoji_batch.rules.facts.heads import YearHeads
from gaoji_batch.rules.facts.insured import InsuredMonths
from gaoji_batch.rules.facts.organisers import Units
from gaoji_batch.rules.facts.plan import Plans
from gaoji_batch.rules.facts.subsidies import Money
from gaoji_batch.rules.rule import Rule


@dataclass(eq=False)
class Facts:
    """All the facts of one run, by what they speak of; each is computed at its first use and kept.

    batch, policy, evidence, ledger: what the run was given; on: the day that it judges by; codes: code lists.
    filings: what was filed and which of it counts, and the rows of each form.
    faults: what is wrong with files, sheets and cells (families F and D).
    plan: approved projects and classes as amended, and the sessions of the plans.
    people: trainees, completion registers, scores, class sizes.
    insurance: months of insurance before the opening.
    units: applications, 单位名录, names and codes of units, who is struck off.
    year: heads that a calendar year counts against its cap.
    money: claims, eligible heads, payments of the ledger, accounts, budgets.
    closed: forms that a file of the center or an extract which cannot be opened may hold; whoever asks for
    one of them gets NotOpened.
    """

    batch: Batch
    policy: Policy
    evidence: Evidence
    ledger: LedgerView
    on: date
    codes: dict[str, dict[str, Any]]
    closed: frozenset[str] = frozenset()

    @cached_property
    def filings(self) -> Filings:
        return Filings(self.batch, self.closed)

    @cached_property
    def faults(self) -> Faults:
        return Faults(self.batch, self.filings)

    @cached_property
    def plan(self) -> Plans:
        return Plans(self.batch, self.policy, self.on, self.codes, self.filings, self.faults)

    @cached_property
    def people(self) -> People:
        return People(self.ledger, self.filings, self.plan)

    @cached_property
    def insurance(self) -> InsuredMonths:
        return InsuredMonths(self.policy, self.evidence, self.people)

    @cached_property
    def units(self) -> Units:
        return Units(self.batch, self.ledger, self.filings, self.plan)

    @cached_property
    def year(self) -> YearHeads:
        return YearHeads(self.policy, self.ledger, self.plan, self.people)

    @cached_property
    def money(self) -> Money:
        return Money(self.policy, self.ledger, self.on, self.filings, self.plan, self.people, self.units)

    def days_of_law(self, rows: pd.DataFrame) -> pd.Series:
        """The day by whose policy each row is judged: the opening of its class, the run's day if unknown."""
        return rows["opening"].fillna(pd.Timestamp(self.on))

    def lacking(self, rule: Rule) -> str:
        """Returns a form that the rule needs and that could not be opened, '' if there is none."""
        # a ruling that cannot be read may have let it pass; what judges findings rests on every extract
        needs = [*rule.needs, *(["decisions"] if rule.decidable else []), *(KEPT if rule.after else [])]
        return next((form for form in needs if form in self.closed), "")

    def usable(self, family: str) -> Usable:
        """Whom the extracts may speak against: 'insurance', 'prior' or 'retired'."""
        return self.evidence.usable.get(family, Usable())
