"""gaoji.toml: refused in one Chinese line that names the setting."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from pydantic import BaseModel

from gaoji_batch.errors import GaojiError
from gaoji_batch.workspace.settings import Settings, load


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("[runs]\nkeep = 'x'", "应为整数）：“runs.keep”"),
        ("[engine]\nworkers = 99", "不应大于16）：“engine.workers”"),
        ("[outputs]\ndocx = 'some'", "应为'letters'或'all'）：“outputs.docx”"),
        ("[certificates]\npattern = 'x'", "“certificates.pattern”"),
        ("[control]\ntwo_person = 'maybe'", "应为true或false）：“control.two_person”"),
        ("[runs]\nkeep = 1\nkeep = = 2", "gaoji.toml第3行"),
        ("[nonsense]", "不认识的设置“nonsense”"),
    ],
)
def test_a_wrong_setting_is_named_in_chinese(tmp_path: Path, written: str, says: str) -> None:
    path = tmp_path / "gaoji.toml"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(GaojiError, match=re.escape(says)) as refused:
        load(path)
    assert not re.search(r"Input|valid|Error|should", str(refused.value))
    assert refused.value.remedy


def test_the_handbook_names_every_setting() -> None:
    rows = [
        line
        for line in (Path(__file__).parents[2] / "docs" / "handbook.md")
        .read_text(encoding="utf-8")
        .splitlines()
        if line.startswith("| `[")
    ]
    said = {
        (line.split("[", 1)[1].split("]")[0], name.split(" ")[-1])
        for line in rows
        for name in re.findall(r"`([^`]+)`", line.split(" | ")[0])
    }
    parts = Settings().__dict__.items()
    settings = {(part, field.name) for part, held in parts if is_dataclass(held) for field in fields(held)}
    settings |= {
        (part, name)
        for part, held in parts
        if isinstance(held, BaseModel)
        for name in type(held).model_fields
    }
    assert {("limits", "rows"), ("control", "chain")} <= settings
    assert settings - said == set()
