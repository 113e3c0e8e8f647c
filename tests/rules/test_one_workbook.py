"""Key-value cells that the sheets of one workbook share: who says a thing, and what is said so that nobody can read it."""

import pandas as pd

from tests.rules import judge
from tests.rules.world import World, clean


def _in_one_workbook(world: World, folder) -> pd.DataFrame:
    """The findings where roster and plan lie in one workbook; every other form has its own."""
    together = [judge.grid(form, world.keys[form], world.rows[form]) for form in ("plan", "roster")]
    apart = [one for one in judge.submissions(world) if one.file not in ("inbox/plan.xlsx", "inbox/roster.xlsx")]
    files = sorted([*apart, judge.submission("inbox/备案.xlsx", *together)], key=lambda one: one.file)
    return judge.findings(world, folder, files=files)


def test_hours_that_only_the_plan_says_differ_on_the_plan_alone(tmp_path):
    world = clean()
    world.keys["plan"] |= {"总学时": 79}
    found = _in_one_workbook(world, tmp_path)
    assert found[found["code"].eq("P1203")]["sheet"].tolist() == ["培训计划"]


def test_a_filing_date_in_words_that_is_no_day_is_unreadable(tmp_path):
    world = clean()
    world.keys["roster"] |= {"填报日期": "六月八日"}
    found = judge.findings(world, tmp_path)
    assert found[found["code"].isin(["D106", "F009"])][["code", "file", "value"]].values.tolist() == [["D106", "inbox/roster.xlsx", "六月八日"]]


def test_a_filing_date_left_blank_is_missing(tmp_path):
    world = clean()
    world.keys["roster"] |= {"填报日期": "　　年　月　日"}
    found = judge.findings(world, tmp_path)
    assert found[found["code"].isin(["D106", "F009"])][["code", "file"]].values.tolist() == [["F009", "inbox/roster.xlsx"]]
