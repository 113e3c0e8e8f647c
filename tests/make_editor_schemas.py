"""Makes schemas/editor/*.json, by which editors complete and check the YAML files of schemas/.

`python -m tests.make_editor_schemas`, or `make docs`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from msgspec.json import schema_components

from gaoji_batch.evidence import bank_rows
from gaoji_batch.forms.schema import KEY_ALIASES, Form
from gaoji_batch.law import choices, levels, policy, working_days

FOLDER = Path(__file__).resolve().parents[1] / "schemas"
EDITOR = FOLDER / "editor"
INDUSTRIES = "industries"  # a list of the policy, where other choices are code lists


def schemas() -> dict[str, dict[str, Any]]:
    """File name → JSON schema."""
    return {
        "form.json": form(),
        "columns.json": columns(),
        "policy.json": policy_file(),
        "levels.json": schema_of(levels._Levels),
        "holidays.json": schema_of(working_days._Years),
        "bank_words.json": schema_of(bank_rows._Words),
        "choices.json": schema_of(dict[str, dict[str, list[str]]]),
        "words.json": schema_of(dict[str, list[str]]),
    }


def schema_of(kind: Any) -> dict[str, Any]:
    """The JSON schema of what a file says: a record, with the records in it beside ($defs), or a table."""
    (schema,), records = schema_components([kind], ref_template="#/$defs/{name}")
    top = records.pop(kind.__name__, schema)
    return {"$defs": records, **top} if records else top


def form() -> dict[str, Any]:
    """A form, whose columns may leave to columns.yaml all but their field."""
    schema = schema_of(Form)
    column = _column(schema["$defs"]["Column"])
    column["required"] = ["field"]
    schema["properties"]["keys"]["items"]["enum"] = list(KEY_ALIASES)
    return schema


def columns() -> dict[str, Any]:
    """columns.yaml: field → what its columns have in common."""
    column = _column(schema_of(Form)["$defs"]["Column"])
    del column["properties"]["field"]
    column["required"] = ["name", "type"]
    return {"type": "object", "additionalProperties": column}


def _column(column: dict[str, Any]) -> dict[str, Any]:
    """Its `choices` are completed from the lists that there are."""
    column["properties"]["choices"]["enum"] = [*choices.lists(), INDUSTRIES]
    return column


def policy_file() -> dict[str, Any]:
    """A file of parameters: each states a value or adds to a list, and says where it comes from."""
    schema = schema_of(policy.PolicyFile)
    value = schema["$defs"]["Value"]
    value["anyOf"] = [{"required": ["quote"]}, {"required": ["reading", "source"]}]
    value["oneOf"] = [{"required": ["value"]}, {"required": ["add"]}]
    return schema


def text(schema: dict[str, Any]) -> str:
    return json.dumps(_plain(schema), ensure_ascii=False, indent=1) + "\n"


def _plain(schema: Any) -> Any:
    """Without the names of records, and without English docstrings: editors would show them to analysts."""
    if isinstance(schema, list):
        return [_plain(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    dropped = {"title", "description", "default"} if isinstance(schema.get("type", ""), str) else set()
    return {
        name: {key: _plain(part) for key, part in value.items()} if name == "properties" else _plain(value)
        for name, value in schema.items()
        if name not in dropped
    }


def main() -> None:
    EDITOR.mkdir(exist_ok=True)
    for name, schema in schemas().items():
        (EDITOR / name).write_text(text(schema), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
