"""What findings and rulings mean for a project."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from gaoji_batch.casework.judging import judge_all
from gaoji_batch.casework.loading import load
from gaoji_batch.judgement import verdicts
from tests.commands.workspaces import made
from tests.rules.world import PROJECT, clean, edited

ON = date(2026, 7, 1)


@pytest.mark.parametrize(
    ("ruling", "verdict"),
    [
        (None, verdicts.REFUSED),
        ("不予通过", verdicts.REFUSED),
        ("不予通过，按21人申领", verdicts.PASSED),
        ("予以通过", verdicts.PASSED),
    ],
)
def test_a_person_taken_out_by_a_ruling_leaves_the_project_to_go_on(
    tmp_path: Path, ruling: str | None, verdict: str
) -> None:
    """One of 22 has no insurance: open it refuses the project;
    upheld it takes the person out, and the claim of 22 heads is wrong until mended."""
    earlier = [{"身份证件号码": "110101198001010010", "项目编号": "GJ2020-001", "结业日期": "2020-05-22"}]
    case: dict = {"insurance": {3: {"none": True}}, "prior": earlier}
    if ruling:
        row = {
            "规则代码": "E0404",
            "项目编号": PROJECT,
            "身份证件号码": "@roster3",
            "处理意见": ruling.split("，")[0],
            "理由": "经核实",
            "核实人": "王敏",
        }
        case["add"] = {"decisions": [row | {"核实日期": date(2026, 6, 30), "复核人": "李强"}]}
    if ruling and "21" in ruling:
        case["set"] = {"claim": {1: {"结业人数": 21, "申请金额": 105000}}}
    workspace = made(edited(clean(), case), tmp_path / "ws")
    judged = judge_all(workspace, load(workspace), ON)
    assert verdicts.of_projects(judged.facts, judged.findings)["verdict"].tolist() == [verdict]


@pytest.mark.parametrize(("form", "heads"), [("plan", 22), ("roster", None)])
def test_heads_are_told_unless_the_roster_itself_clashes(
    tmp_path: Path, form: str, heads: int | None
) -> None:
    """Two plans of one day say nothing of who is on the roster."""
    second = {
        "form": form,
        "file": "second.xlsx",
        "keys": {"项目编号": PROJECT, "填报日期": date(2026, 4, 27)},
        "like": [1, 2],
    }
    workspace = made(edited(clean(), {"files": [second]}), tmp_path / "ws")
    judged = judge_all(workspace, load(workspace), ON)
    assert "F016" in set(judged.findings["code"])
    told = verdicts.of_projects(judged.facts, judged.findings)["roster_heads"].astype("object")
    assert told.where(told.notna(), None).tolist() == [heads]


def test_a_class_and_a_person_are_at_stake_once() -> None:
    rows = [
        ("P1", "trainee", "李某", 0),
        ("P1", "trainee", "李某", 5000),
        ("P1", "row", "李某", 5000),
        ("P1", "trainee", "王某", 5000),
        ("P1", "claim", "", 7000),
        ("P1", "claim", "", 3000),
        ("P2", "trainee", "李某", 5000),
        ("P2", "project", "", 90000),
        ("P2", "unit", "", 110000),
        ("P3", "file", "", 0),
        ("P4", "claim", "", 2000),
        ("P4", "claim", "", 1000),
    ]
    against = pd.DataFrame(rows, columns=["project_key", "scope", "subject", "amount"])
    stake = verdicts.stake_by(against, ["project_key"])
    assert stake.to_dict() == {"P1": 10000, "P2": 110000, "P4": 2000}
