"""Findings of one cause are one group: a shifted sheet,
one wrong date format, ID numbers stored as numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from gaoji_batch.judgement import causes
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


COLUMN_NAMES = dict(enumerate(("姓名", "性别", "身份证件号码", "工作单位", "岗位", "技能等级"), 1))


def cell(code: str, row: int | None, position: int | None, **more: Any) -> dict[str, Any]:
    """A finding at a cell of a roster."""
    fields = {"code": code, "title": code, "file": "inbox/a.xlsx", "sheet": "学员名单", "row": row}
    return fields | {"position": position, "column": COLUMN_NAMES.get(position or 0, "")} | more


def failing(position: int, *rows: int, code: str = "D107", **more: Any) -> list[dict[str, Any]]:
    return [cell(code, row, position, **more) for row in rows]


def groups(rows: list[dict[str, Any]]) -> tuple[list[str], pd.DataFrame]:
    """The group of each of these findings, in their order, and the causes."""
    frame = pd.DataFrame(rows).astype({"row": "Int64", "position": "Int64"})
    findings, table = causes.grouped(frame)
    return findings["group"].tolist(), table


def test_a_shift_is_told_with_its_first_and_last_column_and_its_count() -> None:
    """Positions 2 to 4 fail on rows 6 to 8; what else stands there is no part of it."""
    shifted = [*failing(2, 6, 7, 8, title="不在选项内"), *failing(3, 6, 7, 8, code="D102")]
    shifted += failing(4, 6, 7, 8, code="D101")
    others = [
        cell("E0408", 6, 3),  # a rule that judges the person, at a cell of the shift
        cell("D107", None, 3),  # a fault of the column without a row
        cell("D107", 6, None),
        cell("D107", 6, 3, sheet="另一张表"),
        cell("D107", 6, 3, file="inbox/b.xlsx"),
    ]
    group, table = groups([*shifted, *others])
    assert group == ["G001"] * 9 + [""] * 5
    assert table.to_dict("records") == [
        {
            "group": "G001",
            "code": "D107",
            "title": "整列错位",
            "file": "inbox/a.xlsx",
            "sheet": "学员名单",
            "column": "性别",
            "count": 9,
            "cause": "“性别”至“工作单位”中有3列的内容与表头对不上，共9处，像是整列错位",
            "remedy": "核对这几列是否左右错位，移正后重新报送",
        }
    ]


def test_what_follows_from_a_shift_joins_it_and_shows_none() -> None:
    """A key that stands twice (D105) follows from a column moved over it."""
    moved = [*failing(2, 6, 7, 8), *failing(3, 6, 7, 8)]
    assert groups([*moved, *failing(3, 7, 8, code="D105")])[0] == ["G001"] * 8
    assert groups([*failing(2, 6, 7, 8, code="D105"), *failing(3, 6, 7, 8, code="D105")])[0] == [""] * 6


def test_fewer_than_three_wrong_rows_are_slips_of_the_hand() -> None:
    assert groups([*failing(2, 6, 7), *failing(3, 6, 7)])[0] == [""] * 4


def test_columns_that_stand_apart_are_no_shift() -> None:
    """The same rows fail in 性别 and 工作单位: two causes, each of one column."""
    group, table = groups([*failing(2, 6, 7, 8), *failing(4, 6, 7, 8)])
    assert group == ["G002"] * 3 + ["G001"] * 3
    assert table["title"].tolist() == ["D107", "D107"]


def test_columns_beside_a_shift_across_free_text_belong_to_it() -> None:
    """岗位 is free text and fails nothing; 技能等级 behind it fails on the same rows."""
    group, table = groups([*failing(2, 6, 7, 8), *failing(3, 6, 7, 8), *failing(6, 6, 7, 8)])
    assert group == ["G001"] * 9
    assert table["cause"].str.startswith("“性别”至“技能等级”中有3列").tolist() == [True]


def test_neighbours_of_which_half_the_rows_fail_together_are_two_causes() -> None:
    half = [*failing(2, 6, 7, 8, 9), *failing(3, 8, 9, 10, 11)]
    assert groups(half)[0] == ["G001"] * 4 + ["G002"] * 4
    more = [*failing(2, 6, 7, 8, 9, 10), *failing(3, 8, 9, 10, 11, 12)]
    assert groups(more)[0] == ["G001"] * 10
    # one column fails everywhere, the next now and then
    assert groups([*failing(2, *range(6, 26)), *failing(3, 6, 7, 8)])[0] == ["G001"] * 20 + ["G002"] * 3


def test_a_shift_goes_on_from_column_to_column() -> None:
    """Each column shares most rows with the one before it, the last few with the first."""
    run = [*failing(2, *range(6, 11)), *failing(3, *range(8, 13)), *failing(4, *range(10, 15))]
    assert groups(run)[0] == ["G001"] * 15


def test_the_causes_of_each_sheet_are_apart_and_in_the_order_of_files() -> None:
    rows = [
        *failing(2, 6, 7, 8, file="inbox/b.xlsx"),
        *failing(2, 6, 7, 8),
        *failing(3, 6, 7, 8, file="inbox/b.xlsx", sheet="补充名单"),
    ]
    group, table = groups(rows)
    assert group == ["G002"] * 3 + ["G001"] * 3 + ["G003"] * 3
    assert table["count"].tolist() == [3, 3, 3]
    shifts = [
        one for file in ("b", "a") for at in (2, 3) for one in failing(at, 6, 7, 8, file=f"{file}.xlsx")
    ]
    assert groups(shifts)[1]["file"].tolist() == ["a.xlsx", "b.xlsx"]


def test_what_the_center_must_mend_is_one_cause_for_the_batch() -> None:
    """The insurance extract does not cover three projects, each told at its own roster."""
    rows = [cell("E0411", None, None, file=f"inbox/{name}.xlsx", sheet=name) for name in "abc"]
    group, table = groups(rows)
    assert group == ["G001"] * 3
    assert table[["file", "sheet", "count"]].values.tolist() == [["", "", 3]]
    assert table["cause"].tolist() == ["社保缴费明细没有覆盖到3个项目开班前一个月"]
    assert groups([cell("D107", 6, 2, file=f"inbox/{name}.xlsx") for name in "abc"])[0] == [""] * 3


def test_rules_without_a_common_mend_are_no_cause() -> None:
    assert groups([cell("E0408", row, 5) for row in (6, 7, 8)])[0] == [""] * 3
