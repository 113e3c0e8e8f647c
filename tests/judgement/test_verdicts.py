"""What findings and rulings mean for a project."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from gaoji_batch.casework.judging import judge_all
from gaoji_batch.casework.loading import load
from gaoji_batch.findings import INTERNAL, collect
from gaoji_batch.judgement import verdicts
from gaoji_batch.judgement.judge import Judged
from gaoji_batch.workspace.settings import Privacy
from tests.commands.workspaces import made
from tests.rules.world import PROJECT, UNIT, clean, edited, person

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


def test_a_reject_refuses_and_a_review_waits() -> None:
    given = verdicts.verdict(pd.Series([0, 0, 1, 1, 2]), pd.Series([0, 1, 0, 1, 0]))
    assert given.tolist() == [verdicts.PASSED, verdicts.WAITING, *[verdicts.REFUSED] * 3]


def test_an_upheld_review_counts_as_a_reject_and_what_is_settled_counts_no_more() -> None:
    rows = [
        ("reject", "open"),
        ("reject", "upheld"),
        ("reject", "waived"),
        ("review", "open"),
        ("review", "upheld"),
        ("review", "waived"),
        ("note", "open"),
        ("note", "upheld"),
        ("reject", "reduced"),
    ]
    findings = pd.DataFrame(rows, columns=["severity", "status"]).assign(project_key="P1")
    assert verdicts.standing(findings)["severity"].tolist() == [
        *("reject", "reject", "review", "reject", "note", "note")
    ]
    assert verdicts.tally(findings, ["project_key"]).to_dict("index") == {
        "P1": {"reject": 3, "review": 1, "note": 2}
    }


def test_a_severity_that_a_project_has_none_of_is_counted_as_none() -> None:
    rows = [("P1", "reject"), ("P2", "review")]
    findings = pd.DataFrame(rows, columns=["project_key", "severity"]).assign(status="open")
    assert verdicts.tally(findings, ["project_key"]).to_dict("index") == {
        "P1": {"reject": 1, "review": 0, "note": 0},
        "P2": {"reject": 0, "review": 1, "note": 0},
    }


UNFILED = "GJ2026-000"


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    """The clean class, and an approved project of which nothing was filed."""
    world = clean()
    world.rows["approved"].append(
        world.rows["approved"][0] | {"项目编号": UNFILED, "项目名称": "未报送的研修"}
    )
    workspace = made(world, tmp_path_factory.mktemp("ws") / "ws")
    return judge_all(workspace, load(workspace), ON)


def finding_at(judged: Judged, trainee: int | None = None, **more: Any) -> dict[str, Any]:
    """A finding of the clean class, at a row of its roster where a trainee is named."""
    given = dict.fromkeys(INTERNAL, "") | {"code": "E0404", "severity": "reject", "status": "open"}
    given |= {"title": "无社保缴费记录", "scope": "trainee", "project_key": PROJECT, "amount": 5000}
    given |= dict.fromkeys(("row", "sheet_key", "position", "class_no"))
    if trainee:
        row = judged.facts.people.trainees.iloc[trainee - 1]
        given |= {"person": row["id_number"], "subject": row["name"], "form": "roster"}
        given |= {"row": row["row"], "sheet_key": row["sheet"]}
    return given | more


def of_class(judged: Judged, *given: dict[str, Any], complete: bool = True) -> pd.Series:
    """What is said of the clean class where these findings are all."""
    rows = verdicts.of_projects(judged.facts, collect([pd.DataFrame(list(given))]), complete)
    assert rows.columns.tolist() == verdicts.PROJECT_COLUMNS
    assert rows["project"].tolist() == [UNFILED, PROJECT], "in the order of the numbers"
    assert rows["verdict"][0] == (verdicts.NOTHING if complete else verdicts.WAITING)
    return rows.iloc[1]


@pytest.mark.parametrize(
    ("more", "verdict", "counts"),
    [
        ({}, verdicts.REFUSED, (1, 0, 0)),
        ({"status": "upheld"}, verdicts.PASSED, (1, 0, 0)),  # it takes the person out
        ({"status": "upheld", "severity": "review"}, verdicts.PASSED, (1, 0, 0)),
        ({"status": "upheld", "scope": "project"}, verdicts.REFUSED, (1, 0, 0)),
        ({"status": "upheld", "scope": "project", "severity": "review"}, verdicts.REFUSED, (1, 0, 0)),
        ({"severity": "review"}, verdicts.WAITING, (0, 1, 0)),
        ({"severity": "note"}, verdicts.PASSED, (0, 0, 1)),
        ({"status": "waived"}, verdicts.PASSED, (0, 0, 0)),
        ({"project_key": ""}, verdicts.PASSED, (0, 0, 0)),
    ],
)
def test_what_one_finding_means_for_its_project(
    judged: Judged, more: dict[str, Any], verdict: str, counts: tuple[int, int, int]
) -> None:
    row = of_class(judged, finding_at(judged, 3, **more))
    assert row["verdict"] == verdict
    assert (row["rejects"], row["reviews"], row["notes"]) == counts


def test_the_heads_and_the_money_of_a_project(judged: Judged) -> None:
    row = of_class(judged, finding_at(judged, 3, severity="note"))
    assert row[list(verdicts.HEAD_COLUMNS)].tolist() == [30, 22, 22, 22, 22, 110000]
    assert (row["unit"], row["total_hours"], row["discussion_hours"]) == (UNIT, 80, 16)
    assert list(row["filed"].items()) == [
        ("学员名单", "2026年4月27日"),
        ("培训计划", "2026年4月27日"),
        ("授课教师", "2026年4月27日"),
        ("考核成绩", "2026年5月29日"),
        ("结业登记备案名册", "2026年5月29日"),
        ("补助资金申请表", "2026年6月5日"),
    ]


def test_where_a_table_could_not_be_opened_nothing_passes(judged: Judged) -> None:
    passing, refused = finding_at(judged, 3, severity="note"), finding_at(judged, 3)
    waiting = of_class(judged, passing, complete=False)
    assert waiting["verdict"] == verdicts.WAITING and pd.isna(waiting["eligible_heads"])
    assert of_class(judged, refused, complete=False)["verdict"] == verdicts.REFUSED


def test_notes_and_what_is_of_no_project_put_no_subsidy_at_stake(judged: Judged) -> None:
    given = [
        finding_at(judged, 3),
        finding_at(judged, 4, severity="review"),
        finding_at(judged, 5, severity="note"),
        finding_at(judged, 6, status="waived"),
        finding_at(judged, 7, project_key=""),
    ]
    assert verdicts.at_stake(collect([pd.DataFrame(given)])).to_dict() == {PROJECT: 10000}
    row = of_class(judged, *given)
    assert (row["amount_at_stake"], row["rejects"], row["reviews"], row["notes"]) == (10000, 1, 1, 1)


def test_what_stands_against_each_trainee(judged: Judged) -> None:
    given = [
        finding_at(judged, 1),
        finding_at(judged, 1, code="E0405", title="参保单位不一致", severity="review"),
        finding_at(judged, 1, code="D109", title="电话有误", person=""),
        finding_at(judged, 2, severity="review"),
        finding_at(judged, 3, severity="note"),
        finding_at(judged, 4, project_key=""),
        finding_at(judged, 5, person=""),
        finding_at(judged, 6, person="", form="completion"),
        finding_at(judged, 7, person="", row=None),
        finding_at(judged, 8, status="waived"),
        finding_at(judged, 9, status="upheld", severity="review"),
        finding_at(judged, 10, row=None, sheet_key=None, form=""),
    ]
    rows = verdicts.of_trainees(judged.facts, collect([pd.DataFrame(given)]), Privacy())
    assert rows.columns.tolist() == [*verdicts.TRAINEE_COLUMNS, "sheet_key", "row"]
    refused, waiting, passed = verdicts.REFUSED, verdicts.WAITING, verdicts.PASSED
    assert rows["verdict"].tolist()[:11] == [
        *(refused, waiting, passed, passed, refused, passed, passed, passed, refused, refused, passed)
    ]
    assert rows["reasons"][0] == "无社保缴费记录、参保单位不一致、电话有误"
    assert rows["reasons"][4] == "无社保缴费记录"
    assert rows["reasons"].ne("").sum() == 5
    assert rows["row"].tolist() == list(range(6, 28))


def test_a_trainee_is_told_with_unit_occupation_and_masked_number(judged: Judged) -> None:
    nothing = collect([pd.DataFrame([finding_at(judged, 3, status="waived")])])
    first, number = (
        verdicts.of_trainees(judged.facts, nothing, Privacy()).iloc[0],
        person(1)["身份证件号码"],
    )
    assert first["id_masked"] == f"{number[:6]}********{number[-4:]}"
    assert first[["project", "unit", "name", "employer", "occupation", "verdict", "reasons"]].tolist() == [
        *(PROJECT, UNIT, person(1)["姓名"], UNIT, "焊工", verdicts.PASSED, "")
    ]


def test_where_a_table_could_not_be_opened_no_trainee_passes(judged: Judged) -> None:
    given = collect([pd.DataFrame([finding_at(judged, 1)])])
    rows = verdicts.of_trainees(judged.facts, given, Privacy(), complete=False)
    assert rows["verdict"].tolist() == [verdicts.REFUSED] + [verdicts.WAITING] * 21
    assert rows["reasons"].tolist()[:2] == ["无社保缴费记录、有资料打不开，审核不完整", verdicts.UNJUDGED]
