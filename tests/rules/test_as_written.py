"""What offices write in another way than the forms ask,
and what is read of it (docs/contract/reading.md 4)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from gaoji_batch.intake.grid import Grid
from tests.rules import judge
from tests.rules.world import World, clean


def _told(world: World, folder) -> list[tuple[str, str]]:
    found = judge.findings(world, folder)
    return list(zip(found["code"], found["file"], strict=True))


@pytest.mark.parametrize(
    ("label", "written"),
    [
        ("开班日期", "2026年5月11日—5月22日"),
        ("培训时间", "2026.5.11至2026.5.22（共10天）"),
        ("结业日期", "2026年5月11日至22日"),
    ],
)
def test_a_span_gives_both_days(label: str, written: str, tmp_path) -> None:
    world = clean()
    world.keys["plan"] |= {label: written, "总学时": "80学时（其中研讨16学时）"}
    assert _told(world, tmp_path) == []


def test_the_days_of_a_span_and_its_hours_are_compared_with_the_scheme(tmp_path) -> None:
    world = clean()
    world.keys["plan"] |= {"培训时间": "2026年5月11日—5月23日", "总学时": "80学时（其中研讨、交流12学时）"}
    found = judge.findings(world, tmp_path)
    own = found[found["code"].eq("P1203")]
    assert sorted(own["message"].str.extract("培训计划的(.+?)为")[0]) == ["研讨交流学时", "结业日期"]


def test_a_time_of_training_that_is_no_span_says_nothing(tmp_path) -> None:
    world = clean()
    world.keys["plan"] |= {"培训时间": "每周一至周五"}
    assert _told(world, tmp_path) == []


def test_days_that_another_time_zone_moved_are_not_used(tmp_path) -> None:
    world = clean()
    for row in world.rows["plan"]:
        row["日期"] = datetime.combine(row["日期"] - timedelta(days=1), datetime.min.time().replace(hour=16))
    world.rows["plan"][0]["日期"] = date(2026, 5, 11)
    found = judge.findings(world, tmp_path)
    assert found[["code", "cell", "row"]].values.tolist() == [["D106", "A7", 7]]
    assert "16:00" in found["evidence"].iloc[0]


def test_text_that_another_time_zone_moved_is_not_used(tmp_path) -> None:
    world = clean()
    for row in world.rows["plan"]:
        row["日期"] = f"{row['日期'] - timedelta(days=1)}T15:00:00Z"
    assert [code for code, _ in _told(world, tmp_path)] == ["D106"]


def test_a_merged_day_is_said_once(tmp_path) -> None:
    world = clean()
    for row in (1, 2):
        world.rows["plan"][row]["日期"] = date(2026, 6, 1) if row == 1 else None
    files = judge.submissions(world)
    plan = next(one for one in files if one.file == "inbox/plan.xlsx")
    plan.grids[0].merges.append((7, 1, 8, 1))
    found = judge.findings(world, tmp_path, files=files, only={"P1206", "X001"})
    assert found[["code", "cell"]].values.tolist() == [["P1206", "A7"]]


def test_a_plan_that_cannot_be_read_was_not_left_out(tmp_path) -> None:
    world = clean()
    week: list[list[object]] = [
        ["项目编号：GJ2026-001"], ["时间", "星期一", "星期二"], ["上午", "焊接工艺", "安全"],
        ["下午", "实操", "研讨"],
    ]  # fmt: skip
    world.rows["plan"] = []
    roster = judge.grid("roster", world.keys["roster"], world.rows["roster"])
    files = [one for one in judge.submissions(world) if one.file != "inbox/roster.xlsx"]
    files.append(judge.submission("inbox/备案.xlsx", roster, Grid("培训计划", week)))
    found = judge.findings(world, tmp_path, files=sorted(files, key=lambda one: one.file))
    own = found[found["code"].eq("P1202")].iloc[0]
    assert (own["severity"], own["message"]) == ("review", "报送了学员名单，没有读到培训计划")
    assert "备案.xlsx的工作表“培训计划”" in own["hint"]
