"""A rule's code stands in its decorator, its cases
and the catalogue; elsewhere the rule is asked, or named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gaoji_batch.forms.schema import load_forms
from gaoji_batch.rules.registry import all_rules, codes_where
from gaoji_batch.rules.rule import CENTER, FAILS, FOLLOWS, Rule
from gaoji_batch.values import rule_names
from tests.measures import CODE, NAMED_CODES, codes_outside_rules, modules

NAMED = {
    name: code for name, code in vars(rule_names).items() if isinstance(code, str) and CODE.fullmatch(code)
}


SCHEMAS = Path(__file__).parents[2] / "schemas"


def test_no_code_stands_outside_the_rules_and_their_names() -> None:
    assert codes_outside_rules(modules()) == {}


def test_a_named_code_is_a_rule_and_has_one_name() -> None:
    assert len(NAMED) > 40
    assert set(NAMED.values()) <= set(all_rules())
    assert len(set(NAMED.values())) == len(NAMED)
    assert rule_names.__name__ == NAMED_CODES


@pytest.mark.parametrize(
    ("holds", "codes"),
    [
        (lambda rule: rule.late, ("P1201", "P1301")),
        (lambda rule: rule.spot_check, ("P1501", "P1502")),
        (lambda rule: rule.reducible, ("S1601", "S1602")),
        (lambda rule: rule.cleared_by == CENTER, ("E0411",)),
        (lambda rule: rule.settled_by_rank, ("Q1101",)),
        (lambda rule: rule.after, ("Q0607", "S1601")),
        (
            lambda rule: rule.of_class,
            ("H0901", "H0902", "H0903", "H0907", "P1201", "P1301", "Q0601", "Q0602", "Q0607"),
        ),
        (lambda rule: rule.speaks_by == "prior", ("E0406",)),
        (lambda rule: rule.when_shifted == FOLLOWS, ("D105", "D115")),
        (
            lambda rule: rule.when_shifted == FAILS,
            ("D101", "D102", "D104", "D106", "D107", "D109", "D110", "D111", "D112", "D113"),
        ),
    ],
)
def test_what_a_rule_is_stands_in_its_decorator(holds, codes: tuple[str, ...]) -> None:
    assert codes_where(holds) == codes


def test_what_a_rule_is_compared_with_is_a_form() -> None:
    named = {rule.compared_with for rule in all_rules().values()} - {""}
    assert named <= set(load_forms(SCHEMAS / "forms"))


def test_no_remedy_names_a_ruling_that_is_refused() -> None:
    offering = {
        code
        for code, rule in all_rules().items()
        if not rule.decidable
        and re.search(r"由中心[^。；]*(处理意见|予以通过)", rule.section("消除") + rule.hint)
    }
    assert offering == set()


def test_a_reducible_rule_is_a_rule_of_claims() -> None:
    def other(rule: Rule) -> bool:
        return rule.reducible and rule.stage != "claim"

    assert codes_where(other) == ()
