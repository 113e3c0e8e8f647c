"""What was checked of a project, and what was not and why."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from gaoji_batch.casework.judging import judge_all
from gaoji_batch.casework.loading import load
from gaoji_batch.judgement import checked
from gaoji_batch.judgement.judge import Judged
from gaoji_batch.rules.engine import crashed
from gaoji_batch.rules.places import Places
from gaoji_batch.rules.registry import all_rules
from gaoji_batch.workspace.settings import Privacy
from tests.commands.workspaces import made
from tests.rules.world import World, clean, edited


def judged_of(world: World, folder: Path) -> Judged:
    workspace = made(world, folder / "ws")
    return judge_all(workspace, load(workspace), date(2026, 7, 1))


def states(world: World, folder: Path) -> tuple[pd.Series, pd.Series]:
    """state and why of each rule of the world's one project, by code."""
    judged = judged_of(world, folder)
    rows = checked.of_projects(judged.facts, judged.findings, all_rules(), judged.not_run).set_index("code")
    return rows["state"], rows["why"]


def test_a_rule_found_something_or_nothing_or_could_not_run(tmp_path: Path) -> None:
    case = {"set": {"roster": {3: {"岗位": "财务主管"}}}, "drop": {"claim": "all"}}
    state, why = states(edited(clean(), case), tmp_path)
    assert (state["E0408"], why["E0408"]) == (checked.WITH_FINDINGS, "")
    assert (state["E0403"], state["Q0601"]) == (checked.CLEAN, checked.CLEAN)
    assert (state["S1602"], why["S1602"]) == (checked.NOT_RUN, "没有报送补助资金申请表")
    assert (state["P1306"], why["P1306"]) == (checked.NOT_RUN, "没有报送考勤表")
    assert (state["P1103"], why["P1103"]) == (checked.NOT_RUN, "中心没有专业方向")
    assert (state["E0406"], why["E0406"]) == (checked.NOT_RUN, "没有往期参训")


def test_without_insurance_nobody_is_said_to_be_insured(tmp_path: Path) -> None:
    state, why = states(edited(clean(), {"insurance": "none"}), tmp_path)
    assert {state[code] for code in ("E0403", "E0404", "E0405", "E0409")} == {checked.NOT_RUN}
    assert why["E0403"] == "没有社保缴费明细"


def test_people_with_a_wrong_number_are_named_as_left_out(tmp_path: Path) -> None:
    case = {"set": {"roster": {3: {"身份证件号码": "110105194912310021"}}}}
    _, why = states(edited(clean(), case), tmp_path)
    assert why["E0403"] == "1名学员的身份证件号码有误，没有核对"
    assert why["Q0601"] == ""


def test_a_rule_that_crashed_or_lacked_a_file_found_nothing_out(tmp_path: Path) -> None:
    judged, rules = judged_of(clean(), tmp_path), all_rules()
    fallen = crashed(
        rules["X001"], rules["Q0601"], ValueError(), judged.facts, Places(judged.facts, Privacy())
    )
    both = pd.concat([judged.findings, fallen], ignore_index=True)
    rows = checked.of_projects(judged.facts, both, rules, {"U1801": "disqualified"}).set_index("code")
    assert (rows.at["Q0601", "state"], rows.at["Q0601", "why"]) == (checked.NOT_RUN, "规则未能运行")
    assert (rows.at["U1801", "state"], rows.at["U1801", "why"]) == (checked.NOT_RUN, "取消资格单位打不开")
    assert rows.at["Q0602", "state"] == checked.CLEAN
