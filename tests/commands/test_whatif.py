"""What-if: nothing changes with the values in force,
and exactly what a value decides changes with another."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from gaoji_batch.casework import loading
from gaoji_batch.commands import whatif
from gaoji_batch.errors import GaojiError
from tests.commands.workspaces import classes, made

ON = date(2026, 7, 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(
        classes({"GJ-14": 14, "GJ-15": 15, "GJ-19": 19, "GJ-20": 20}), tmp_path_factory.mktemp("whatif")
    ).path


def told(folder: Path, *assignments: str) -> dict:
    return of(whatif.run(whatif.Workspace.find(folder), assignments, on=ON).folder)


def of(run: Path) -> dict:
    return json.loads((run / "whatif.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def fifteen(folder: Path) -> Path:
    """The run's folder of a least class of 15."""
    return whatif.run(whatif.Workspace.find(folder), ["每班人数下限=15"], on=ON).folder


def test_the_values_in_force_change_nothing(folder: Path) -> None:
    found = told(folder, "class.min=20", "year.cap=800")
    assert set(found["totals"].values()) == {0}
    assert (found["cleared"], found["new"], found["projects"], found["trainees"]) == ([], [], [], [])


def test_a_lower_minimum_clears_exactly_the_classes_between(fifteen: Path) -> None:
    found = of(fifteen)
    assert found["changes"] == {"class.min": {"before": 20, "after": 15}}
    assert {one["project"] for one in found["cleared"] if one["code"] == "Q0601"} == {"GJ-15", "GJ-19"}
    assert found["new"] == []
    flipped = {one["project"]: (one["before_verdict"], one["after_verdict"]) for one in found["projects"]}
    assert flipped == {"GJ-15": ("不通过", "可通过"), "GJ-19": ("不通过", "可通过")}
    assert (found["totals"]["heads"], found["totals"]["amount"]) == (34, 34 * 5000)


def test_a_cap_is_held_against_the_year(folder: Path) -> None:
    found = told(folder, "year.cap=100")
    assert [(one["code"], one["project"]) for one in found["new"]] == [("Q0603", "GJ-20")]
    assert [(one["approved"], one["cap_before"], one["cap_after"]) for one in found["years"]] == [
        (120, 800, 100)
    ]


def test_everything_is_read_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[int] = []
    read_forms = loading.read_forms
    monkeypatch.setattr(
        loading, "read_forms", lambda paths, *more: reads.append(len(paths)) or read_forms(paths, *more)
    )
    told(folder, "class.min=15")
    assert len(reads) == 1


def test_the_workbook_says_what_was_supposed(fifteen: Path) -> None:
    book = load_workbook(fifteen / "假设分析.xlsx")
    assert book.sheetnames == ["总体情况", "问题变化", "项目变化", "学员变化"]
    cells = [cell.value for row in book["总体情况"].iter_rows() for cell in row]
    assert {"每班人数下限", "20人", "15人"} <= set(cells)


@pytest.mark.parametrize("called", ["class.min=15", "每班人数下限=15", "班额下限 = 15", "班额下限＝15"])
def test_a_parameter_goes_by_its_names(folder: Path, called: str) -> None:
    assert whatif.parsed([called], whatif.Workspace.find(folder).policy(), ON) == {"class.min": 15}


def test_the_page_tells_what_was_supposed_and_what_it_changes(fifteen: Path) -> None:
    page = (fifteen / "whatif.html").read_text(encoding="utf-8")
    for said in ("每班人数下限", "<strong>15人</strong>", "+34", "+170,000元", "GJ-15", "假设分析.xlsx"):
        assert said in page
    assert "GJ-14" not in page and "<script" not in page


@pytest.mark.parametrize(
    ("assignment", "said"),
    [
        ("class.min", "不是“参数=值”的写法"),
        ("class.mim=15", "没有名为“class.mim”的参数；办法：是否要写class.min"),
        ("班额下线=15", "是否要写class.min（班额下限）"),
        ("班额下限=许多", "参数“班额下限”的值应为数字"),
        ("age.retirement=60", "是一张表"),
        ("subsidy.per_head=5000.5", "整数"),
        ("trainee.min_level=工程师", "首席技师"),
    ],
)
def test_what_is_no_assignment_is_refused(folder: Path, assignment: str, said: str) -> None:
    with pytest.raises(GaojiError, match=said):
        whatif.run(whatif.Workspace.find(folder), [assignment], on=ON)


@pytest.mark.parametrize(
    ("assignment", "value"),
    [
        ("hours.day=6,9", [6, 9]),
        ("unit.types=企业、高等院校", ["企业", "高等院校"]),
        ("attendance.min_share=0.9", 0.9),
    ],
)
def test_values_take_the_type_of_the_parameter(folder: Path, assignment: str, value: object) -> None:
    workspace = whatif.Workspace.find(folder)
    assert list(whatif.parsed([assignment], workspace.policy(), ON).values()) == [value]
