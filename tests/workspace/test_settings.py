"""gaoji.toml: refused in one Chinese line that names the setting."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec import structs

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
        ("runs = 3", "取值有误（应为一组键和值）：“runs”"),
        ("limits = 3", "取值有误（应为一组键和值）：“limits”"),
        ("[runs]\nkep = 3", "不认识的设置“runs.kep”"),
        ("[limits]\nrowz = 5", "不认识的设置“limits.rowz”"),
        ("[limits]\nrows = 1048577", "不应大于1048576）：“limits.rows”"),
        ("[limits]\nseconds = 0", "应大于0.0）：“limits.seconds”"),
        ("[runs]\nkeep = 0\n[engine]\nworkers = 0", "不应小于1）：“engine.workers”"),
        ("[engine]\nscheduler = 'http://x'", "应为规定写法的文字）：“engine.scheduler”"),
        ("[evidence]\nmemory = '1TB'", "应为规定写法的文字）：“evidence.memory”"),
        ('[evidence]\nmemory = "1GB\\n"', "应为规定写法的文字）：“evidence.memory”"),
        ('[evidence]\nurl = "local[2]\\n"', "应为规定写法的文字）：“evidence.url”"),
        ('[evidence]\nuntil = "2026-05\\n"', "应为规定写法的文字）：“evidence.until”"),
        ('[ledger]\nurl = "\\n"', "应为规定写法的文字）：“ledger.url”"),
        ("[evidence]\nuntil = 2026-05-01", "应为规定写法的文字）：“evidence.until”"),
        ("[evidence.tables]\na = 1", "应为规定写法的文字）：“evidence.tables.a”"),
        ("[control]\nchain = []", "项数不对）：“control.chain”"),
        ("[control]\nchain = ['复核', 3]", "应为规定写法的文字）：“control.chain.1”"),
        (
            "[certificates]\npattern = '{nummer}'",
            "证书编号的格式只能用{year}和{number}）：“certificates.pattern”",
        ),
        (
            "[certificates]\npattern = '{year.nummer}'",
            "证书编号的格式只能用{year}和{number}）：“certificates.pattern”",
        ),
        ("[sender]\nmending = '{year}'", "发文字号的格式须含{year}和{number}）：“sender.mending”"),
        ("[sender]\nrecovery = '{'", "发文字号的格式只能用{year}和{number}）：“sender.recovery”"),
        ("[sender]\nnumber = '{year.x}'", "发文字号的格式只能用{year}和{number}）：“sender.number”"),
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
    sections = [
        (section.name, section.type) for section in structs.fields(Settings) if section.name != "policy"
    ]
    settings = {(name, key) for name, section in sections for key in section.__struct_fields__}
    assert {("limits", "rows"), ("control", "chain")} <= settings
    assert settings - said == set()
