"""Rulings as an analyst gives them: on the printed sheet, saved into center/, round after round."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from gaoji_batch.commands import accept, diff, validate
from gaoji_batch.workspace.folders import Workspace
from tests.commands.workspaces import made
from tests.rules.world import PROJECT, clean, edited

ON = date(2026, 7, 1)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A class of which one trainee keeps the books."""
    return made(edited(clean(), {"set": {"roster": {3: {"岗位": "财务主管"}}}}), tmp_path / "ws")


def asked(workspace: Workspace) -> list[dict]:
    """The lines of 核实处理意见表 of the last run."""
    latest = workspace.latest("validate")
    assert latest is not None
    sheet = openpyxl.load_workbook(latest / "审核汇总.xlsx")["核实处理意见表"]
    header, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows if row[0]]


def rule_on(workspace: Workspace, name: str, **said: str) -> None:
    """Fills in the line of E0408 and saves the whole summary into center/."""
    latest = workspace.latest("validate")
    assert latest is not None
    book = openpyxl.load_workbook(latest / "审核汇总.xlsx")
    sheet = book["核实处理意见表"]
    header = [cell.value for cell in sheet[1]]
    row = next(row[0].row for row in sheet.iter_rows(min_row=2) if row[0].value == "E0408")
    for column, value in said.items():
        sheet.cell(row, header.index(column) + 1).value = value
    book.save(workspace.path / "center" / name)


def repost(workspace: Workspace, post: str) -> None:
    path = workspace.path / "inbox" / "学员名单.xlsx"
    book = openpyxl.load_workbook(path)
    column = next(cell.column for cell in book.active[5] if cell.value == "岗位")
    book.active.cell(8, column).value = post
    book.save(path)


def test_a_ruling_is_given_holds_lapses_is_told_and_given_anew(workspace: Workspace) -> None:
    validate.run(workspace, on=ON)
    (line,) = [line for line in asked(workspace) if line["规则代码"] == "E0408"]
    assert (line["结论"], line["是否须复核"]) == ("待核实", "否") and line["核对依据"] and line["承办单位"]
    given = {"处理意见": "予以通过", "理由": "班组兼职", "核实人": "王敏", "核实日期": "2026-06-30"}
    rule_on(workspace, "第一轮.xlsx", **given)

    validate.run(workspace, on=ON)
    assert "E0408" not in [line["规则代码"] for line in asked(workspace)], (
        "what is decided is not asked again"
    )
    compared = diff.run(workspace, "", "latest", on=ON)
    assert compared.ruled == 1
    told = json.loads((compared.workbook.parent / "changes.json").read_text(encoding="utf-8"))["ruled"]
    assert [(one["code"], one["was"], one["status"]) for one in told] == [("E0408", "open", "waived")]

    repost(workspace, "人事主管")
    done = validate.run(workspace, on=ON)
    change = "岗位由“财务主管”变为“人事主管”"
    (line,) = [line for line in asked(workspace) if line["规则代码"] == "E0408"]
    assert change in line["以往处理意见"]
    assert change in (done.folder / "index.html").read_text(encoding="utf-8")
    name = clean().rows["roster"][2]["姓名"]
    (remark,) = [
        one for one in json.loads((done.folder / "run.json").read_text("utf-8"))["remarks"] if change in one
    ]
    assert name in remark and PROJECT in remark
    accepted = accept.run(workspace, on=ON)
    sheet = openpyxl.load_workbook(accepted.folder / "受理结果.xlsx").active
    reasons = [row[4] for row in sheet.iter_rows(min_row=2, values_only=True) if "E0408" in str(row[4])]
    assert reasons and all(change in said and name in said for said in reasons)

    rule_on(workspace, "第二轮.xlsx", **given | {"处理意见": "不予通过", "理由": "人事岗位"})
    validate.run(workspace, on=ON)
    assert "E0408" not in [line["规则代码"] for line in asked(workspace)]
    noted = json.loads((workspace.latest("validate") / "run.json").read_text(encoding="utf-8"))["remarks"]
    assert not [one for one in noted if "失效" in one or "前后不一" in one], (
        "two rounds lie together in center/"
    )
