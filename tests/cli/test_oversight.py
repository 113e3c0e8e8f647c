"""inspect and statistics on the command line: what is said, what is given to machines, what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gaoji_batch.workspace.folders import Workspace
from tests.cli.calls import call
from tests.commands import workspaces


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return workspaces.made(
        workspaces.classes({"GJ2026-001": 20, "GJ2026-002": 21}), tmp_path_factory.mktemp("oversight")
    )


def test_inspect_says_what_was_drawn_and_where_it_lies(workspace: Workspace) -> None:
    asked = (
        "-C",
        str(workspace.path),
        "inspect",
        "--quarter",
        "2026年第二季度",
        "--seed",
        "7",
        "--on",
        "2026-07-01",
    )
    status, out, _ = call(*asked)
    assert status == 0
    assert "在班2个，抽中1个：GJ2026-00" in out and "（种子7）" in out
    assert (workspace.path / "out" / "latest-inspect" / "inspect.html").is_file()
    given = json.loads(call(*asked, "--json")[1])
    assert given["sample"][0] in out and given["seed"] == 7


@pytest.mark.parametrize(
    "asked",
    [(), ("--quarter", "2026Q2", "--pack", "GJ2026-001"), ("--quarter", "2026Q5"), ("--pack", "没有的项目")],
)
def test_inspect_refuses_in_one_line(workspace: Workspace, asked: tuple[str, ...]) -> None:
    status, out, err = call("-C", str(workspace.path), "inspect", *asked)
    assert (status, out) == (2, "")
    assert len(err.strip().splitlines()) == 1 and "办法" in err


def test_statistics_says_the_year_and_gives_the_same_figures_as_its_file(workspace: Workspace) -> None:
    status, out, _ = call(
        "-C", str(workspace.path), "statistics", "--year", "2026", "--on", "2026-07-01", "--exit-zero"
    )
    assert status == 0
    assert "2026年：立项2个、备案0个、结业0个、拨付0个；结业0人，拨付0元" in out and "年度统计.xlsx" in out
    latest = workspace.path / "out" / "latest-statistics"
    given = json.loads(
        call("-C", str(workspace.path), "statistics", "--year", "2026", "--on", "2026-07-01", "--json")[1]
    )
    assert given == json.loads((latest / "statistics.json").read_text(encoding="utf-8"))
    assert given["trainees"] == {"approved": 60, "filed": 0, "completed": 0, "paid": 0}
    assert not (workspace.path / "ledger.db").exists(), "counting a year makes no ledger"


def test_an_empty_workspace_has_a_year_of_nothing(tmp_path: Path) -> None:
    Workspace.create(tmp_path / "new")
    for asked in (
        ("validate",),
        ("statistics", "--year", "2026", "--budget"),
        ("inspect", "--quarter", "2026Q1"),
        ("certificates",),
    ):
        assert call("-C", str(tmp_path / "new"), *asked)[0] == 0
    assert (
        json.loads(
            (tmp_path / "new" / "out" / "latest-statistics" / "statistics.json").read_text(encoding="utf-8")
        )["findings"]
        == []
    )
