"""gaoji whatif, deadlines and appraise, as people and programs call them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.calls import call
from tests.commands.workspaces import classes, made


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(made(classes({"GJ-19": 19}), tmp_path_factory.mktemp("year")).path)


def test_whatif_says_who_flips_and_what_it_costs(workspace: str) -> None:
    status, said, _ = call("-C", workspace, "whatif", "class.min=15", "--on", "2026-07-01")
    assert status == 0
    assert "假设：每班人数下限（class.min）20人 → 15人" in said
    assert "班额不足（Q0601）：消除1条，新增0条" in said
    assert "GJ-19　北京1号测试技师学院：不通过 → 可通过，可补助0 → 19人" in said


def test_whatif_for_programs(workspace: str) -> None:
    _, said, _ = call("whatif", "class.min=15", "--json", "-C", workspace)
    assert json.loads(said)["changes"] == {"class.min": {"before": 20, "after": 15}}


@pytest.mark.parametrize("wrong", [["class.mim=15"], ["class.min"], []])
def test_what_whatif_cannot_read_is_one_line_and_2(workspace: str, wrong: list[str]) -> None:
    status, said, told = call("-C", workspace, "whatif", *wrong)
    assert (status, said, len(told.strip().splitlines())) == (2, "", 1)


def test_deadlines_name_the_next_day_and_whose(workspace: str, tmp_path: Path) -> None:
    copy = shutil.copytree(workspace, tmp_path / "copy", symlinks=True)
    (copy / "inbox" / "GJ-19" / "claim.xlsx").unlink()
    status, said, _ = call("-C", str(copy), "deadlines", "--on", "2026-06-20")
    assert status == 0
    assert "2026年6月21日　还有1天　补助申请　GJ-19　北京1号测试技师学院" in said
    _, said, _ = call("-C", str(copy), "deadlines", "--on", "2026-06-22", "--json")
    assert [one["next"]["days_left"] for one in json.loads(said)] == [-1]


def test_appraise_without_applications_is_one_line_and_2(workspace: str) -> None:
    status, _, told = call("-C", workspace, "appraise", "--year", "2026")
    assert (status, told) == (
        2,
        "没有2026年开班的项目实施方案；办法：把各单位报送的实施方案放入inbox，核对开班日期\n",
    )
