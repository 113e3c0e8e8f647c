"""gaoji rules and gaoji policy, as people and programs call them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.calls import call


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "gaoji.toml").write_text("[policy]\n'class.min' = 15\n", encoding="utf-8")
    return tmp_path


def test_one_rule_is_explained_outside_of_any_workspace(tmp_path: Path) -> None:
    status, said, _ = call("rules", "e0403", "-C", str(tmp_path))
    assert status == 0
    for part in (
        "E0403　社保连续缴费不足",
        "不通过",
        "第四条",
        "应连续在京缴纳城镇职工社会保险 12 个月及以上",
        "insurance.months（社保连续缴费月数） = 12个月",
        "例：",
        "消除：",
    ):
        assert part in said


def test_the_list_names_every_rule(tmp_path: Path) -> None:
    from gaoji_batch.rules.registry import all_rules

    _, said, _ = call("rules", "-C", str(tmp_path))
    assert all(rule.code in said and rule.title in said for rule in all_rules().values())


def test_an_unknown_rule_ends_with_2_and_names_the_nearest(tmp_path: Path) -> None:
    status, said, wrong = call("rules", "社保连续缴费不够", "-C", str(tmp_path))
    assert (status, said) == (2, "")
    assert "没有规则“社保连续缴费不够”；办法：是否要找社保连续缴费不足" in wrong
    assert len(wrong.strip().splitlines()) == 1


def test_policy_marks_what_the_workspace_overrides(workspace: Path) -> None:
    _, said, _ = call("-C", str(workspace), "policy", "class")
    assert "class.min（每班人数下限） = 15人（本工作区改用；政策原值20人）" in said
    assert "class.max（每班人数上限） = 30人\n" in said


@pytest.mark.parametrize(("day", "there"), [("2026-01-28", False), ("2026-01-29", True)])
def test_policy_of_a_day_as_json(tmp_path: Path, day: str, there: bool) -> None:
    _, said, _ = call("policy", "--on", day, "--json", "-C", str(tmp_path))
    held = {one["name"]: one for one in json.loads(said)}
    assert ("先进制造业" in held["industries"]["value"]) is there
    assert (held["filing.days_before"]["article"], held["filing.days_before"]["value"]) == ("第十二条", 7)


def test_the_page_is_a_run_of_its_own(workspace: Path) -> None:
    status, _, _ = call("rules", "--html", "-C", str(workspace))
    page = workspace / "out" / "latest-rules" / "rules.html"
    assert status == 0
    assert "本工作区改用" in page.read_text(encoding="utf-8")
    assert json.loads((page.parent / "run.json").read_text(encoding="utf-8"))["overrides"] == {
        "class.min": "15"
    }


def test_json_is_utf_8_in_a_console_of_another_code_page(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "gaoji_batch", "policy", "--json", "-C", str(tmp_path)]
    given = subprocess.run(command, env={**os.environ, "PYTHONIOENCODING": "gbk"}, capture_output=True)
    assert any("城镇职工" in str(one) for one in json.loads(given.stdout.decode("utf-8")))
