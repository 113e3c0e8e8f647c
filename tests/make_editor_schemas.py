"""Makes schemas/editor/*.json, by which editors complete and check the YAML files of schemas/.

`python -m tests.make_editor_schemas`, or `make docs`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from gaoji_batch.evidence import bank_rows
from gaoji_batch.forms.schema import KEY_ALIASES, Form
from gaoji_batch.law import choices, levels, policy, working_days

FOLDER = Path(__file__).resolve().parents[1] / "schemas"
EDITOR = FOLDER / "editor"
INDUSTRIES = "industries"  # a list of the policy, where other choices are code lists


def schemas() -> dict[str, dict[str, Any]]:
    """File name → JSON schema."""
    words = TypeAdapter(dict[str, list[str]]).json_schema()
    return {
        "form.json": form(),
        "columns.json": columns(),
        "policy.json": policy_file(),
        "levels.json": levels._Levels.model_json_schema(),
        "holidays.json": working_days._Years.model_json_schema(),
        "bank_words.json": bank_rows._Words.model_json_schema(),
        "choices.json": TypeAdapter(dict[str, dict[str, list[str]]]).json_schema(),
        "words.json": words,
    }


def form() -> dict[str, Any]:
    """A form, whose columns may leave to columns.yaml all but their field."""
    schema = Form.model_json_schema()
    column = _column(schema["$defs"]["Column"])
    column["required"] = ["field"]
    schema["properties"]["keys"]["items"]["enum"] = list(KEY_ALIASES)
    return schema


def columns() -> dict[str, Any]:
    """columns.yaml: field → what its columns have in common."""
    column = _column(Form.model_json_schema()["$defs"]["Column"])
    del column["properties"]["field"]
    column["required"] = ["name", "type"]
    return {"type": "object", "additionalProperties": column}


def _column(column: dict[str, Any]) -> dict[str, Any]:
    """Its `choices` are completed from the lists that there are."""
    column["properties"]["choices"]["enum"] = [*choices.lists(), INDUSTRIES]
    return column


def policy_file() -> dict[str, Any]:
    """A file of parameters: each states a value or adds to a list, and says where it comes from."""
    schema = policy.PolicyFile.model_json_schema()
    value = schema["$defs"]["Value"]
    value["anyOf"] = [{"required": ["quote"]}, {"required": ["reading", "source"]}]
    value["oneOf"] = [{"required": ["value"]}, {"required": ["add"]}]
    return schema


def text(schema: dict[str, Any]) -> str:
    return json.dumps(_plain(schema), ensure_ascii=False, indent=1) + "\n"


def _plain(schema: Any) -> Any:
    """Without the titles that pydantic makes of names, and without English docstrings: editors would show
    them to analysts."""
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
