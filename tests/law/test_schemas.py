"""schemas/: each YAML file names the schema that editors check it by,
and is valid under it; what forms share is said once."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from gaoji_batch.errors import GaojiError
from gaoji_batch.law.data_files import read_yaml
from gaoji_batch.law.policy import Policy
from tests import make_editor_schemas
from tests.make_editor_schemas import EDITOR, FOLDER

FILES = sorted(FOLDER.rglob("*.yaml"))
SHARED = read_yaml(FOLDER / "columns.yaml")
FORMS = {path.stem: read_yaml(path) for path in sorted((FOLDER / "forms").glob("*.yaml"))}


def schema_of(path: Path) -> dict[str, Any]:
    """The schema that the first line names, as an editor finds it."""
    first = path.read_text(encoding="utf-8").splitlines()[0]
    named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert named, f"{path.name} names no schema in its first line"
    return json.loads((path.parent / named[1]).read_text(encoding="utf-8"))


def as_json(content: Any) -> Any:
    """Days as text, keys as text: what JSON can hold."""
    return json.loads(json.dumps(content, default=str))


@pytest.mark.parametrize("path", FILES, ids=[path.relative_to(FOLDER).as_posix() for path in FILES])
def test_a_file_is_valid_under_the_schema_it_names(path: Path) -> None:
    schema = schema_of(path)
    Draft202012Validator.check_schema(schema)
    faults = Draft202012Validator(schema).iter_errors(as_json(read_yaml(path)))
    assert [f"{'.'.join(map(str, fault.path))}: {fault.message}" for fault in faults] == []


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        (
            "form.json",
            "{key: a, title: 甲, source: unit, row: 甲, article: 1, columns: [{feild: name}]}",
            "feild",
        ),
        ("form.json", "{key: a, title: 甲, source: shop, row: 甲, article: 1, columns: []}", "shop"),
        (
            "form.json",
            "{key: a, title: 甲, source: unit, row: 甲, article: 1, keys: [项目], columns: []}",
            "项目",
        ),
        ("columns.json", "{name: {name: 姓名, type: nmae}}", "nmae"),
        ("columns.json", "{name: {type: name}}", "'name' is a required property"),
        (
            "policy.json",
            "{effective_from: 2026-01-01, document: 文, parameters: {a: {value: 1, article: 1}}}",
            "a",
        ),
        ("words.json", "{attended: [√, 1]}", "1 is not of type 'string'"),
        ("words.json", "{attended: [是, no]}", "False is not of type 'string'"),
    ],
)
def test_what_an_editor_would_underline(name: str, content: str, word: str) -> None:
    schema = json.loads((EDITOR / name).read_text(encoding="utf-8"))
    faults = list(Draft202012Validator(schema).iter_errors(as_json(yaml.safe_load(content))))
    assert faults and any(word in fault.message or word in fault.path for fault in faults)


def test_the_schemas_of_editors_are_made_anew() -> None:
    made = {name: make_editor_schemas.text(schema) for name, schema in make_editor_schemas.schemas().items()}
    stored = {path.name: path.read_text(encoding="utf-8") for path in EDITOR.glob("*.json")}
    assert stored == made, "make docs"


def test_a_shared_column_is_one_of_several_forms() -> None:
    uses = Counter(
        column["field"] for form in FORMS.values() for column in form["columns"] if "name" not in column
    )
    assert [field for field in SHARED if uses[field] < 2] == []
    assert set(uses) <= set(SHARED)


@pytest.mark.parametrize("form", FORMS)
def test_a_form_does_not_repeat_what_columns_yaml_says(form: str) -> None:
    repeated = [
        (column["field"], key)
        for column in FORMS[form]["columns"]
        for key, value in column.items()
        if SHARED.get(column["field"], {}).get(key) == value
    ]
    assert repeated == []


def test_columns_of_one_name_and_type_are_defined_once() -> None:
    defined = Counter(
        (column["field"], column["name"], column["type"])
        for form in FORMS.values()
        for column in form["columns"]
        if "name" in column
    )
    assert [place for place, count in defined.items() if count > 1] == []


def policy(folder: Path, *files: str) -> Policy:
    (folder / "measures-2022-6.txt").write_text("第四条 甲", encoding="utf-8")
    for year, parameters in enumerate(files, 2025):
        (folder / f"{year}.yaml").write_text(
            f"effective_from: {year}-01-01\ndocument: 文\nparameters:\n{parameters}", encoding="utf-8"
        )
    return Policy.load(folder, {})


def parameter(name: str, value: str) -> str:
    return f"  {name}: {{{value}, article: 4, reading: 读法, source: 来源}}\n"


def test_a_list_may_add_to_that_of_an_earlier_day(tmp_path: Path) -> None:
    held = policy(
        tmp_path,
        parameter("list", "value: [甲]"),
        parameter("list", "add: [乙]"),
        parameter("list", "add: [丙]"),
    )
    lists = [held.of("list", on=date(year, 6, 1)) for year in (2024, 2025, 2026, 2027)]
    assert lists == [["甲"], ["甲"], ["甲", "乙"], ["甲", "乙", "丙"]]


@pytest.mark.parametrize(
    "stated",
    ["add: [甲]", "to: nothing, add: [甲]", "value: [甲], add: [乙]", "value: [甲], to: other", "unit: 人"],
)
def test_a_value_is_stated_once_and_what_it_adds_to_is_there(tmp_path: Path, stated: str) -> None:
    with pytest.raises(GaojiError, match="value"):
        policy(tmp_path, parameter("other", "value: [甲]") + parameter("list", stated))
