"""Every module that holds rules, imported once; the one place that knows them all."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from gaoji_batch.rules.rule import Rule, registered

MODULES = (
    *("file", "sheet", "unread", "unused_rows", "field", "certificate_numbers", "open_lists", "unit"),
    *("trainee.level", "trainee.insured_months", "trainee.uninsured", "trainee.history", "trainee.person"),
    *("trainee.two_classes", "trainee.alike", "quota.class_size", "quota.year_cap"),
    *("teaching.teachers", "teaching.hours"),
    *("process.approval", "process.appraised", "process.filing", "process.as_approved", "process.in_time"),
    *("process.completion", "process.assessment", "process.presence", "process.papers", "process.inspected"),
    *("process.issued", "subsidy.claims", "subsidy.payee", "subsidy.hollow", "subsidy.before_payment"),
    *("settlement.steps", "settlement.sums", "settlement.statement"),
)


def all_rules() -> dict[str, Rule]:
    """All rules by code, in the order of the codes."""
    for name in MODULES:
        import_module(f"gaoji_batch.rules.{name}")
    return registered()


def codes_where(holds: Callable[[Rule], object]) -> tuple[str, ...]:
    """The codes of the rules of which something holds: `codes_where(lambda rule: rule.late)`."""
    return tuple(code for code, rule in all_rules().items() if holds(rule))
