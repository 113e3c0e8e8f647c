"""Every rule against its case file: tests/rules/cases/<CODE>.yaml,
at least one pass_… and one fail_… at its boundary."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
import yaml

from gaoji_batch.rules.registry import all_rules
from tests.rules import judge, resting
from tests.rules.world import FIRST_ROW, clean, edited

LEFT_OVER = re.compile(r"[{}]|None|nan|NaT|<NA>|\.0(?!\d)|，，|；；|：；|、、|\d \S|[^（]“”")
"""What a template that was filled in wrongly leaves behind."""
CASES = Path(__file__).parent / "cases"
NOT_BY_CASE = {"X001", *(code for code, rule in all_rules().items() if rule.command)}
"""Rules that a command runs on facts of its own are tested beside it."""
JUDGING = {code for code, rule in all_rules().items() if rule.after}
"""Rules that judge the findings of all others."""


def _cases():
    for path in sorted(CASES.glob("*.yaml")):
        for name, case in yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader).items():
            yield pytest.param(path.stem, name, case or {}, id=f"{path.stem}-{name}")


@pytest.mark.parametrize(("code", "name", "case"), list(_cases()))
def test_case(code, name, case, tmp_path):
    world = edited(clean(case.get("heads", 22)), case)
    only = None if code in JUDGING else {code, "X001", *case.get("never", [])}
    found = judge.findings(world, tmp_path, only=only)
    places = sorted(_place(row) for row in found[found["code"].eq(code)].itertuples())
    wanted = sorted(_wanted(world, at) for at in case.get("at", []))
    assert places == wanted
    assert bool(wanted) == name.startswith("fail_")
    for part in case.get("says", []):
        own = found[found["code"].eq(code)]
        assert any(
            part in f"{row.message}|{row.hint}|{row.evidence}|{row.value}|{row.amount}|{row.rests}"
            for row in own.itertuples()
        ), own[["message", "hint", "evidence", "amount"]].to_dict("records")
    for part in case.get("unsaid", []):
        assert part not in "|".join(found.loc[found["code"].eq(code), "message"])
    for name in {"severity", "stage", "project"} & set(case):
        assert set(found.loc[found["code"].eq(code), name]) == {case[name]}
    for other in case.get("never", []):
        assert other not in set(found["code"])
    assert "X001" not in set(found["code"])
    assert resting.faults(all_rules()[code], world, found) == []
    for row in found[found["code"].eq(code)].itertuples():
        assert not LEFT_OVER.search(row.message + row.hint + row.evidence), (
            row.message,
            row.hint,
            row.evidence,
        )
        assert row.message and row.hint and row.title


def _place(row) -> tuple[str, str, str]:
    return row.file, row.cell, "" if row.cell or pd.isna(row.row) else str(row.row)


def _wanted(world, at: str) -> tuple[str, str, str]:
    """'roster 身份证件号码 3' (cell of the third data row), 'roster header 职业(工种)', 'roster key
    填报日期', 'roster row 3', 'roster', 'extracts 往期参训', 'run'."""
    if at == "run":
        return "", "", ""
    form, *rest = at.split()
    if form == "extracts":
        return f"extracts/{rest[0]}.csv", "", ""
    file = next((f"inbox/{one[1]}" for one in world.extra if one[1].startswith(form + ".")), None)
    file = file or f"{'center' if form in judge.CENTER else 'inbox'}/{form}.xlsx"
    if not rest:
        return file, "", ""
    if rest[0] == "cell":
        return file, rest[1], ""
    if rest[0] == "row":
        return file, "", str(FIRST_ROW + int(rest[1]) - 1)
    if rest[0] == "key":
        index = list(world.keys[form]).index(rest[1])
        return file, f"{'BDF'[index % 3]}{2 + index // 3}", ""
    rows = world.rows.get(form) or next(one[3] for one in world.extra if one[1].startswith(form + "."))
    columns = list(dict.fromkeys(name for row in rows for name in row))
    if rest[0] == "header":
        return file, f"{chr(65 + columns.index(rest[1]))}{FIRST_ROW - 1}", ""
    return file, f"{chr(65 + columns.index(rest[0]))}{FIRST_ROW + int(rest[1]) - 1}", ""


def test_the_clean_world_gives_nothing(tmp_path):
    found = judge.findings(clean(), tmp_path)
    assert found[["code", "file", "cell", "message"]].to_dict("records") == []


def test_every_rule_has_a_case_that_passes_and_one_that_fails():
    held = {
        path.stem: list(yaml.safe_load(path.read_text(encoding="utf-8"))) for path in CASES.glob("*.yaml")
    }
    lacking = {
        code
        for code in set(all_rules()) - NOT_BY_CASE
        for kind in ("pass_", "fail_")
        if not any(name.startswith(kind) for name in held.get(code, []))
    }
    assert lacking == set()
    assert set(held) <= set(all_rules())
