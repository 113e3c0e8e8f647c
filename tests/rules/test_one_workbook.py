"""Key-value cells that the sheets of one workbook share:
who says a thing, and what is said so that nobody can read it."""

import pandas as pd

from gaoji_batch.intake.grid import Grid
from tests.rules import judge
from tests.rules.world import World, clean


def _in_one_workbook(world: World, folder) -> pd.DataFrame:
    """The findings where roster and plan lie in one workbook; every other form has its own."""
    together = [judge.grid(form, world.keys[form], world.rows[form]) for form in ("plan", "roster")]
    apart = [
        one for one in judge.submissions(world) if one.file not in ("inbox/plan.xlsx", "inbox/roster.xlsx")
    ]
    files = sorted([*apart, judge.submission("inbox/备案.xlsx", *together)], key=lambda one: one.file)
    return judge.findings(world, folder, files=files)


def test_hours_that_only_the_plan_says_differ_on_the_plan_alone(tmp_path):
    world = clean()
    world.keys["plan"] |= {"总学时": 79}
    found = _in_one_workbook(world, tmp_path)
    assert found[found["code"].eq("P1203")]["sheet"].tolist() == ["培训计划"]


def test_a_filing_date_in_words_that_is_no_day_is_unreadable(tmp_path):
    world = clean()
    world.keys["roster"] |= {"填报日期": "六月中旬"}
    found = judge.findings(world, tmp_path)
    assert found[found["code"].isin(["D106", "F009"])][["code", "file", "value"]].values.tolist() == [
        ["D106", "inbox/roster.xlsx", "六月中旬"]
    ]


def test_a_filing_date_left_blank_is_missing(tmp_path):
    world = clean()
    world.keys["roster"] |= {"填报日期": "　　年　月　日"}
    found = judge.findings(world, tmp_path)
    assert found[found["code"].isin(["D106", "F009"])][["code", "file"]].values.tolist() == [
        ["F009", "inbox/roster.xlsx"]
    ]


def test_a_cover_sheet_speaks_for_the_sheets_after_it(tmp_path):
    world = clean()
    cover = Grid(
        "封面",
        [["备案材料"], *[[None, name, value] for name, value in world.keys["plan"].items()]],
        False,
        [],
        [],
        [],
        {},
        set(),
    )
    sheets = [judge.grid(form, {}, world.rows[form]) for form in ("roster", "plan")]
    apart = [
        one for one in judge.submissions(world) if one.file not in ("inbox/plan.xlsx", "inbox/roster.xlsx")
    ]
    files = sorted([*apart, judge.submission("inbox/备案.xlsx", cover, *sheets)], key=lambda one: one.file)
    assert judge.findings(world, tmp_path, files=files)["code"].tolist() == []


def test_instructions_are_no_cover(tmp_path):
    world = clean()
    told = Grid("填表说明", [["项目编号：填写立项通知中的编号"]], False, [], [], [], {}, set())
    roster = judge.grid(
        "roster",
        {name: value for name, value in world.keys["roster"].items() if name != "项目编号"},
        world.rows["roster"],
    )
    apart = [one for one in judge.submissions(world) if one.file != "inbox/roster.xlsx"]
    files = sorted([*apart, judge.submission("inbox/名单.xlsx", told, roster)], key=lambda one: one.file)
    found = judge.findings(world, tmp_path, files=files)
    assert found[found["file"].eq("inbox/名单.xlsx")]["code"].tolist() == ["F009"]


def test_the_evidence_names_each_of_two_extracts(tmp_path):
    world = clean()
    number = world.rows["roster"][0]["身份证件号码"]
    world.insurance = [month for month in world.insurance if month["身份证件号码"] != number]
    world.spans = [
        {
            "身份证件号码": number,
            "缴费起始年月": "202510",
            "缴费截止年月": "202604",
            "单位名称": world.rows["roster"][0]["工作单位"],
        }
    ]
    found = judge.findings(world, tmp_path)
    assert "变动记录.csv、社保缴费明细.csv" in found.set_index("code").at["E0403", "evidence"]


def test_no_message_gives_away_the_digits_that_are_masked(tmp_path):
    world = clean()
    roster = world.rows["roster"]
    roster[1] |= {"出生日期": "1990-01-01"}
    roster[2] |= {"身份证件号码": "110105194913310021", "出生日期": "1990-01-02"}
    found = judge.findings(world, tmp_path, only={"D102", "D104", "X001"})
    numbers = [str(row["身份证件号码"])[6:14] for row in roster]
    assert set(found["code"]) == {"D102", "D104"}
    assert not [
        text
        for row in found[["message", "hint", "evidence"]].values
        for text in row
        if any(digits in text for digits in numbers)
    ]


def test_a_project_known_by_its_claim_alone_names_the_claims_unit(tmp_path):
    world = clean()
    world.rows |= {form: [] for form in ("roster", "plan", "teachers", "assessment", "completion")}
    world.rows["claim"][0]["项目编号"] = "GJ2026-777"
    found = judge.findings(world, tmp_path)
    assert found.loc[found["code"].eq("P1101"), ["project", "unit"]].values.tolist() == [
        ["GJ2026-777", world.rows["claim"][0]["承办单位"]]
    ]
