"""docs/contract lists codes, commands, fields and forms:
what stands there is what the program has, and no page is out of date."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gaoji_batch.cli import MODULES
from gaoji_batch.findings import FIELDS
from gaoji_batch.rules.registry import all_rules
from tests import make_forms_doc

ROOT = Path(__file__).parents[2]
CONTRACT = ROOT / "docs" / "contract"
CODE = re.compile(r"\b(?:[A-Z]\d{3,4}|R\d{2})\b")


def page(name: str) -> str:
    return (CONTRACT / name).read_text(encoding="utf-8")


def test_every_rule_stands_in_the_rules_page_and_no_other() -> None:
    listed = {
        found[1]
        for line in page("rules.md").splitlines()
        if (found := re.match(r"\W*([A-Z]\d{2,4})\b", line))
    }
    mentioned = set(CODE.findall(page("rules.md")))
    assert set(all_rules()) - mentioned == set()
    assert listed - set(all_rules()) == set()


def test_every_command_stands_in_the_commands_page() -> None:
    named = set(re.findall(r"^ {4}gaoji ([a-z]+)", page("commands.md"), re.M))
    assert named == set(MODULES)


def test_the_fields_of_a_finding_are_those_of_its_page_in_their_order() -> None:
    listed = re.search(r"^ {4}(code, .*)$", page("findings.md"), re.M)
    assert listed
    assert listed[1].split(", ") == list(FIELDS)


def test_the_pages_that_the_index_names_are_there() -> None:
    names = set(re.findall(r"\]\(([\w./]+\.md)\)", page("README.md")))
    assert {path.name for path in CONTRACT.glob("*.md")} - {"README.md"} <= names
    assert [name for name in names if not (CONTRACT / name).exists()] == []


def test_the_catalogue_of_forms_is_made_anew() -> None:
    assert make_forms_doc.PATH.read_text(encoding="utf-8") == make_forms_doc.text(), "make docs"


@pytest.mark.parametrize("folder", ["gaoji_batch", "schemas", "tests"])
def test_what_the_code_cites_of_the_contract_is_there(folder: str) -> None:
    cited = {
        name
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".yaml")
        for name in re.findall(r"docs/contract/(\w+\.md)", path.read_text(encoding="utf-8"))
    }
    assert [name for name in cited if not (CONTRACT / name).exists()] == []
