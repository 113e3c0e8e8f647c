"""gaoji inspect: a sample that can be drawn again, call sheets
that are valid forms once filled in, notices for what is not mended."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from datetime import date
from functools import cache, partial
from pathlib import Path

import openpyxl
import pytest

from gaoji_batch.casework.loading import load
from gaoji_batch.commands import inspect
from gaoji_batch.commands.inspect import Sample
from gaoji_batch.errors import GaojiError
from gaoji_batch.workspace.folders import Workspace
from tests import people
from tests.commands import workspaces
from tests.documents import text_of

ON = date(2026, 7, 1)
Drawn = Callable[..., tuple[Path, dict]]
SIZES = {"GJ2026-001": 20, "GJ2026-002": 21, "GJ2026-003": 25}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    world = workspaces.classes(SIZES)
    checked = {
        "项目编号": "GJ2026-002",
        "抽查日期": date(2026, 5, 13),
        "抽查内容": "现场点名",
        "抽查人": "周某",
    }
    world.rows["inspections"] = [
        checked | {"抽查结果": "到课15人，与考勤不符", "整改期限": date(2026, 7, 20)},
        checked | {"抽查结果": "到课22人", "整改期限": date(2026, 5, 20), "整改完成日期": date(2026, 5, 19)},
        checked | {"项目编号": "GJ2026-003", "抽查结果": "未发现问题"},
    ]
    return workspaces.made(world, tmp_path_factory.mktemp("inspect"))


def draw(workspace: Workspace, **asked: object) -> tuple[Path, dict]:
    done = inspect.run(workspace, Sample(2026, 2, **asked), on=ON)  # type: ignore[arg-type]
    return done.folder, json.loads((done.folder / "inspect.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def drawn(workspace: Workspace) -> Drawn:
    """`draw`, with what was once drawn given again."""
    return cache(partial(draw, workspace))


def test_the_same_seed_gives_the_same_sample_and_another_seed_another(
    workspace: Workspace, drawn: Drawn
) -> None:
    first, again = drawn(seed=7, count=1)[1], draw(workspace, seed=7, count=1)[1]
    assert first == again
    assert drawn(seed=1, count=1)[1]["sample"] != first["sample"]
    assert len(drawn(share=0.5)[1]["sample"]) == 2
    assert first["classes"][0]["drawn"] and first["sample"] == [first["classes"][0]["project"]]


def test_every_risk_point_names_its_evidence_and_the_score_is_their_sum(drawn: Drawn) -> None:
    _, found = drawn(seed=7)
    for row in found["classes"]:
        assert row["score"] == sum(point["points"] for point in row["points"])
        assert all(
            re.search(r"GJ2026-00\d|inbox/|抽查记录|“.+”", point["evidence"]) for point in row["points"]
        )
    held = {
        row["project"]: {point["signal"]: point["evidence"] for point in row["points"]}
        for row in found["classes"]
    }
    assert held["GJ2026-002"]["抽查审计问题"] == "抽查记录：2026年5月13日现场点名，到课15人，与考勤不符"
    assert "抽查审计问题" not in held["GJ2026-003"]


def test_call_sheets_name_a_tenth_with_phones_and_are_personal(drawn: Drawn) -> None:
    folder, _ = drawn(seed=7, count=3, by="周某")
    called = {}
    for path in sorted((folder / "电话回访表").iterdir()):
        rows = [
            [cell.value for cell in row] for row in openpyxl.load_workbook(path)["电话回访表"].iter_rows()
        ]
        called[path.stem] = [row[2] for row in rows if isinstance(row[0], int)]
    assert {project: len(phones) for project, phones in called.items()} == {
        "GJ2026-001": 2,
        "GJ2026-002": 3,
        "GJ2026-003": 3,
    }
    assert set(called["GJ2026-001"]) <= {people.phone(number) for number in range(1, 21)}
    assert json.loads((folder / "run.json").read_text(encoding="utf-8"))["personal"] == ["电话回访表"]
    others = "".join(
        path.read_text(encoding="utf-8") for path in folder.iterdir() if path.suffix in (".json", ".html")
    )
    assert people.phone(1)[:8] not in others


def test_a_call_sheet_filled_in_is_a_valid_record_of_spot_checks(drawn: Drawn, tmp_path: Path) -> None:
    folder, _ = drawn(seed=7, count=1, by="周某")
    path = next((folder / "电话回访表").iterdir())
    book = openpyxl.load_workbook(path)
    sheet = book["抽查记录"]
    heads = {cell.value: cell.column for cell in sheet[2]}
    for row in range(3, sheet.max_row + 1):
        sheet.cell(row, heads["抽查日期"], date(2026, 7, 2))
        sheet.cell(row, heads["抽查结果"], "未发现问题" if row > 3 else "电话不是本人")
    sheet.cell(3, heads["整改期限"], date(2026, 7, 30))
    target = tmp_path / "again"
    (target / "center").mkdir(parents=True)
    (target / "gaoji.toml").touch()
    book.save(target / "center" / path.name)
    batch = load(Workspace.find(target)).batch
    rows = batch.frames["inspections"]
    assert (
        len(rows) == sheet.max_row - 2
        and set(rows["project"]) == {path.stem}
        and set(rows["inspector"]) == {"周某"}
    )
    assert rows["inspection_item"].iloc[0].startswith("电话回访：")
    assert set(batch.faults["code"]) <= {"F019"} and batch.field_faults.empty


def test_a_notice_for_what_is_not_mended_and_for_nothing_else(drawn: Drawn) -> None:
    folder, _ = drawn(seed=7)
    assert [path.name for path in (folder / "整改通知书").iterdir()] == ["GJ2026-002.docx"]
    text = text_of(folder / "整改通知书" / "GJ2026-002.docx")
    assert "北京2号测试技师学院：" in text
    assert (
        "1. 现场点名。抽查结果：到课15人，与考勤不符（抽查日期：2026年5月13日；整改期限：2026年7月20日）。"
        in text
    )
    assert "请于2026年7月20日前（含当日）" in text
    assert "到课22人" not in text and "{" not in text


def test_the_page_asks_nobody_for_anything(drawn: Drawn) -> None:
    folder, _ = drawn(seed=7)
    page = (folder / "inspect.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in html.unescape(page)
    assert not re.search(r"(?:src|href)\s*=\s*[\"']?(?:https?:)?//|url\(|@import|<script", page)
    assert all(project in page for project in SIZES) and "种子7" in page


@pytest.mark.parametrize("asked", [{"count": 0}, {"share": 0.0}, {"share": 1.5}])
def test_an_impossible_size_is_said(drawn: Drawn, asked: dict[str, float]) -> None:
    with pytest.raises(GaojiError, match="抽查"):
        drawn(**asked)
