"""The class that a heading names: one of the project's, or the unit's own count of its courses."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.test_classes import SIZES, two_classes
from tests.rules import judge
from tests.rules.world import World, clean

LISTS = ("plan", "roster", "completion", "assessment")


def headed(world: World, title: str, *forms: str) -> World:
    """The world with this title on the sheets of these forms."""
    for form in forms:
        world.sheets[form] = {"cells": {"A1": title}}
    return world


def class_sizes(world: World) -> dict[int, int]:
    roster = judge.batch_of(judge.submissions(world)).frame("roster")
    return roster.groupby("class_no").size().to_dict()


@pytest.mark.parametrize("forms", [LISTS, ("roster",), ("plan", "completion")])
@pytest.mark.parametrize("title", ["第五期高技能人才研修培训班", "学员名单（第二期）"])
def test_a_unit_that_counts_its_courses_is_blamed_for_nothing(
    tmp_path: Path, title: str, forms: tuple[str, ...]
) -> None:
    plain = judge.findings(clean(), tmp_path / "plain")
    found = judge.findings(headed(clean(), title, *forms), tmp_path / "headed")
    assert found["code"].tolist() == plain["code"].tolist()


def test_a_heading_names_a_class_of_the_approved_list() -> None:
    world = headed(clean(), "第二期学员名单", "roster")
    assert class_sizes(world) == {1: 22}
    world.rows["approved"] = [world.rows["approved"][0] | {"期次": number} for number in (1, 2)]
    assert class_sizes(world) == {2: 22}


def test_a_heading_names_a_class_that_a_cell_names_elsewhere() -> None:
    world = headed(clean(), "第二期学员名单", "roster")
    world.keys["plan"] |= {"期次": "第2期"}
    assert class_sizes(world) == {2: 22}


def test_two_rosters_of_different_people_under_two_headings_are_two_classes() -> None:
    world = two_classes()
    world.rows["approved"] = [{**world.rows["approved"][0], "期次": 1}]
    rosters = [(form, file, keys, rows) for form, file, keys, rows in world.extra if form == "roster"]
    files = []
    for number, (form, _, keys, rows) in enumerate(rosters, 1):
        grid = judge.grid(form, {name: said for name, said in keys.items() if name != "期次"}, rows)
        grid.rows[0] = [f"第{number}期学员名单"]
        files.append(judge.submission(f"inbox/{number}.xlsx", grid))
    world.extra = []
    roster = judge.batch_of(sorted([*judge.submissions(world), *files], key=lambda one: one.file))
    assert roster.frame("roster").groupby("class_no").size().to_dict() == SIZES


def test_a_roster_sent_again_under_a_heading_is_no_second_class() -> None:
    world = clean()
    again = judge.grid("roster", world.keys["roster"] | {"填报日期": "2026-05-09"}, world.rows["roster"])
    again.rows[0] = ["第二期学员名单"]
    files = sorted(
        [*judge.submissions(world), judge.submission("inbox/again.xlsx", again)], key=lambda one: one.file
    )
    roster = judge.batch_of(files).frame("roster")
    assert set(roster["class_no"]) == {1} and len(roster) == 22
