"""Deadlines: the day each thing is due, what has arrived, and who is left out."""

from __future__ import annotations

import html
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook

from gaoji_batch.commands import deadlines
from gaoji_batch.evidence.source import Evidence
from gaoji_batch.judgement.judge import facts_on
from gaoji_batch.law import resources
from gaoji_batch.law.policy import Policy
from gaoji_batch.ledger.view import LedgerView
from tests.commands.workspaces import made
from tests.rules import judge, world


def due(
    case: dict[str, Any], on: str = "2026-07-01", ledger: LedgerView | None = None, **overrides: Any
) -> dict[str, dict[str, Any]]:
    """What is due of the clean class with a case's edits, by item."""
    batch = judge.batch_of(judge.submissions(world.edited(world.clean(), case)))
    policy = Policy.load(resources.schemas() / "policy", overrides)
    facts = facts_on(batch, policy, Evidence(), ledger or LedgerView.empty(), date.fromisoformat(on))
    return {row["item"]: row for row in deadlines.items(facts).to_dict("records")}


def test_every_day_that_is_due() -> None:
    found = due({})
    days = {item: row["due"].date().isoformat() for item, row in found.items()}
    assert days == {
        "开班备案": "2026-05-04",
        "结业备案": "2026-06-05",
        "补助申请": "2026-06-21",
        "当年完成": "2026-12-31",
    }
    assert {row["state"] for row in found.values()} == {"按期完成"}
    assert found["开班备案"]["arrived"] == "学员名单2026年4月27日、培训计划2026年4月27日"


@pytest.mark.parametrize(("filed", "state"), [("2026-05-04", "按期完成"), ("2026-05-05", "逾期完成")])
def test_the_seventh_day_before_is_in_time(filed: str, state: str) -> None:
    assert due({"keys": {"roster": {"填报日期": date.fromisoformat(filed)}}})["开班备案"]["state"] == state


@pytest.mark.parametrize(
    ("on", "state", "left"),
    [("2026-06-04", "未到期", 1), ("2026-06-05", "未到期", 0), ("2026-06-06", "已逾期", -1)],
)
def test_what_has_not_come_is_overdue_from_the_day_after(on: str, state: str, left: int) -> None:
    row = due({"drop": {"completion": "all", "assessment": "all", "claim": "all"}}, on)["结业备案"]
    assert (row["state"], row["days_left"], row["arrived"]) == (state, left, "")


def test_half_of_a_filing_is_named_and_is_not_enough() -> None:
    row = due({"drop": {"assessment": "all"}})["结业备案"]
    assert (row["state"], row["arrived"]) == ("已逾期", "结业登记备案名册2026年5月29日；缺考核成绩")


def test_the_policy_says_how_many_days() -> None:
    found = due({}, **{"filing.days_before": 10, "claim.days_after": 60})
    assert found["开班备案"]["due"] == pd.Timestamp("2026-05-01")
    assert found["补助申请"]["due"] == pd.Timestamp("2026-07-21")


def test_faults_of_spot_checks_are_due_until_mended() -> None:
    check = {
        "项目编号": world.PROJECT,
        "抽查日期": date(2026, 5, 13),
        "抽查内容": "到课",
        "抽查结果": "缺课5人",
        "抽查人": "王某",
        "整改期限": date(2026, 6, 10),
    }
    row = due({"add": {"inspections": [check]}})["抽查整改"]
    assert (row["state"], row["days_left"], row["basis"]) == ("已逾期", -21, "缺课5人")
    assert (
        due({"add": {"inspections": [check | {"整改完成日期": date(2026, 6, 9)}]}})["抽查整改"]["state"]
        == "按期完成"
    )


@pytest.mark.parametrize("state", ["终止", "撤销"])
def test_a_cancelled_project_leaves(state: str) -> None:
    assert due({"set": {"approved": {1: {"项目状态": state}}}}) == {}


def test_a_postponed_class_is_due_later() -> None:
    change = {
        "项目编号": world.PROJECT,
        "变更事项": "开班日期",
        "变更前": "2026-05-11",
        "变更后": "2026-05-18",
        "生效日期": date(2026, 5, 10),
        "备案日期": date(2026, 4, 20),
    }
    assert due({"add": {"change": [change]}})["开班备案"]["due"] == pd.Timestamp("2026-05-11")


def test_what_the_ledger_has_accepted_is_done_though_inbox_is_empty() -> None:
    ledger = LedgerView.empty(claims=pd.DataFrame({"project": [world.PROJECT]}))
    row = due({"drop": {"claim": "all"}}, ledger=ledger)["补助申请"]
    assert (row["state"], row["arrived"]) == ("按期完成", "台账已受理")


def test_the_run_gives_workbook_page_records_and_a_calendar_a_unit(tmp_path: Path) -> None:
    case = {"drop": {"claim": "all"}, "set": {"approved": {1: {"项目名称": "<b>焊接</b>研修"}}}}
    done = deadlines.run(made(world.edited(world.clean(), case), tmp_path / "ws"), on=date(2026, 7, 1))
    record = json.loads((done.folder / "deadlines.json").read_text(encoding="utf-8"))
    assert (
        record["project"],
        record["next"]["item"],
        record["next"]["due"],
        record["next"]["days_left"],
    ) == (world.PROJECT, "补助申请", "2026-06-21", -10)
    book = load_workbook(done.folder / "期限提醒.xlsx")
    assert [cell.value for cell in book["下一期限"][2]][4:8] == [
        "补助申请",
        "2026年6月21日",
        "已逾期",
        "已逾期10天",
    ]
    page = (done.folder / "deadlines.html").read_text(encoding="utf-8")
    assert "<b>焊接" not in page and "default-src 'none'" in html.unescape(page)
    assert not re.search(r"(?:src|href)\s*=\s*[\"']?(?:https?:)?//|url\(|@import|<script", page)
    calendar = (
        (done.folder / "calendars" / f"{world.UNIT}.ics").read_bytes().decode("utf-8").replace("\r\n ", "")
    )
    assert "SUMMARY:补助申请截止：<b>焊接</b>研修（GJ2026-001）" in calendar
    assert calendar.count("BEGIN:VEVENT") == 4


def test_a_workspace_without_projects_gives_empty_outputs(tmp_path: Path) -> None:
    empty = world.clean()
    empty.rows |= {form: [] for form in empty.rows}
    done = deadlines.run(made(empty, tmp_path / "ws"), on=date(2026, 7, 1))
    assert done.deadlines.counts == {"overdue": 0, "week": 0, "month": 0, "finished": 0}
    assert (done.folder / "deadlines.json").read_text(encoding="utf-8") == ""
    assert "没有立项的项目" in (done.folder / "deadlines.html").read_text(encoding="utf-8")
