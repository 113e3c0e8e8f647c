"""A ruling is bound to facts: every rule that can be ruled on names them,
and its wording is none of them (docs/contract/findings.md, decisions).

That its rows hold what it names, and that these are facts that were put
in and no text of its own, `test_cases` asks of every case file by
`resting.faults`; of the rules of family R `test_reconcile` does.
"""

from __future__ import annotations

import ast
import inspect
from dataclasses import replace

import pandas as pd
import pytest

from gaoji_batch.findings import NOTE, REVIEW
from gaoji_batch.judgement.numbering import finding_ids
from gaoji_batch.rules.registry import all_rules
from gaoji_batch.rules.resting import NAMES, WRITTEN, name_of
from tests.rules import judge, resting
from tests.rules.world import clean, edited

RULES = all_rules()
DECIDABLE = {code for code, rule in RULES.items() if rule.decidable}
NEVER = {"D102", "D103", "D105", "S1603", "S1604", "S1605", "S1606", "S1608", "U1801", "X001"}
"""With the findings of files: what no ruling lets pass (docs/contract/findings.md)."""
MADE = {
    "said", "why", "fix", "shown", "told", "how", "when", "by", "file", "sheet", "row", "source", "extract",
    "extract_until", "used",
    "until", "place_of", "held", "received", "others", "where", "range", "doubt", "late_text", "break_text",
    "names_of", "evidence",
}  # fmt: skip
"""Columns by which rules word their findings, and names of files and reaches."""
OFFICE = {"set": {"roster": {3: {"岗位": "财务主管"}}}}


def test_what_may_be_ruled_on_stands_with_the_rule():
    decidable = {code for code in RULES if (code[0] not in "FX" or code == "F019") and code not in NEVER}
    assert {code for code, rule in RULES.items() if rule.waivable and rule.severity != NOTE} == {
        code for code in decidable if RULES[code].severity != NOTE
    }


@pytest.mark.parametrize("code", sorted(DECIDABLE))
def test_every_rule_that_can_be_ruled_on_names_what_a_ruling_rests_on(code):
    rule = RULES[code]
    assert rule.rests_on is not None, f"{code}: rests_on is missing"
    assert rule.rests_on or rule.each or code in {"P1401"}
    assert not set(rule.rests_on) & set(rule.each)
    assert not {*rule.rests_on, *rule.each} & MADE
    assert set(rule.rests_on) <= {*NAMES, WRITTEN}, "it has no Chinese name in rules/resting.py"


@pytest.mark.parametrize(
    ("name", "column", "said"),
    [(WRITTEN, "联系电话", "联系电话"), (WRITTEN, "", "所填内容"), ("heads", "联系电话", "人数")],
)
def test_what_stands_in_a_cell_is_named_as_its_column(name, column, said):
    assert name_of(name, column) == said


def test_no_name_is_left_over():
    named = {name for rule in RULES.values() for name in rule.rests_on or ()}
    assert set(NAMES) <= named


def test_nothing_else_says_what_may_be_waived():
    """The codes stand in no set of another module of rules and judgement."""
    from gaoji_batch.judgement import judge as judging
    from gaoji_batch.judgement import numbering, rulings
    from gaoji_batch.rules import engine, rule

    for module in (judging, numbering, rulings, engine, rule):
        said = {
            node.value
            for node in ast.walk(ast.parse(inspect.getsource(module)))
            if isinstance(node, ast.Constant)
        }
        assert not said & NEVER - {"X001"}


def found(tmp_path, case, rule):
    from gaoji_batch.rules import rule as rules

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(rules._registered, rule.code, rule)
        return judge.findings(edited(clean(), case), tmp_path, only={rule.code, "X001"})


@pytest.mark.parametrize(
    ("change", "said"),
    [({"rests_on": ("pots",)}, "no column pots"), ({"rests_on": ("made",)}, "no fact but text")],
)
def test_the_check_refuses_a_name_that_the_rows_lack_and_text_that_is_made(tmp_path, change, said):
    rule = RULES["E0408"]
    made = replace(rule, find=lambda facts: rule.find(facts).assign(made="岗位不在一线，请核对"), **change)
    given = found(tmp_path, OFFICE, made)
    assert set(given["code"]) == {"E0408"}, "a name that the rows lack breaks no run of a user's"
    assert said in "".join(resting.faults(made, edited(clean(), OFFICE), given))


def test_a_word_of_a_rule_changes_no_number(tmp_path):
    rule = RULES["E0408"]
    reworded = replace(
        rule,
        message="岗位名称“{post}”中有“{word}”",
        evidence="“{word}”不是一线岗位的用词",
        title="岗位须核实",
    )
    numbers = [found(tmp_path, OFFICE, one)["finding_id"].tolist() for one in (rule, reworded)]
    assert numbers[0] == numbers[1] != [""]


def test_the_class_of_a_project_that_names_none_is_its_first():
    row = {
        "code": "E0408",
        "project_key": "A",
        "person": "B",
        "apart": "{}",
        "basis": "{}",
        "decidable": True,
    }
    rows = pd.DataFrame([row | {"class_no": number} for number in (pd.NA, 1, 2)]).astype(
        {"class_no": "Int64"}
    )
    first, second, third = finding_ids(rows, b"k")
    assert first == second != third


def test_a_rule_of_notes_and_a_rule_that_cannot_be_ruled_on_give_no_number(tmp_path):
    given = found(tmp_path, OFFICE, replace(RULES["E0408"], waivable=False))
    assert given[["severity", "decidable", "finding_id"]].values.tolist() == [[REVIEW, False, ""]]
