"""Findings of one cause are one group: a shifted sheet,
one wrong date format, ID numbers stored as numbers."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from tests.rules import judge
from tests.rules.world import clean


def test_columns_moved_to_the_right_are_one_cause_with_all_that_follows(tmp_path: Path) -> None:
    world = clean()
    for row in world.rows["roster"]:
        said = list(row.values())
        row |= dict(zip(row, [said[0], None, *said[1:-1]], strict=True))
    found = judge.findings(
        world, tmp_path, only={"D101", "D102", "D105", "D107", "D109", "D111", "D115", "X001"}
    )
    own = found[found["file"].eq("inbox/roster.xlsx") & found["cell"].ne("")]
    assert own["code"].nunique() >= 6
    assert set(own["group"]) == {"G001"}


def test_the_column_that_a_shift_leaves_empty_belongs_to_it_across_columns_of_free_text(
    tmp_path: Path,
) -> None:
    world = clean()
    for row in world.rows["roster"]:
        said = list(row.values())
        row |= dict(zip(row, [*said[:3], None, *said[3:-1]], strict=True))
    found = judge.findings(world, tmp_path, only={"D101", "D107", "D109", "D111", "X001"})
    own = found[found["file"].eq("inbox/roster.xlsx") & found["cell"].ne("")]
    assert set(own["column"]) == {"工作单位", "技能等级", "证书编号", "联系电话"}
    assert set(own["group"]) == {"G001"}


def test_a_code_in_one_column_is_a_cause_from_the_third_on(tmp_path: Path) -> None:
    world = clean()
    for at, row in enumerate(world.rows["plan"][:3]):
        row["日期"] = f"第{at}天"
    for row in world.rows["roster"][:2]:
        row["性别"] = "先生"
    found = judge.findings(world, tmp_path, only={"D106", "D107", "X001"})
    assert _groups(found) == {("D106", "G001"): 3, ("D107", ""): 2}


def test_two_columns_that_fail_on_different_rows_are_two_causes(tmp_path: Path) -> None:
    world = clean()
    for row in world.rows["roster"][:4]:
        row["技能等级"] = "中高级"
    for row in world.rows["roster"][4:8]:
        row["证书编号"] = "丢失"
    found = judge.findings(world, tmp_path, only={"D107", "D111", "X001"})
    assert _groups(found) == {("D107", "G001"): 4, ("D111", ""): 4}


def _groups(found: pd.DataFrame) -> dict[tuple[str, str], int]:
    return found.groupby(["code", "group"]).size().to_dict()
