"""A year's figures against the rows that were put in:
summed here by a few lines of their own, not from the program's tables."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from gaoji_batch.casework import ledgers
from gaoji_batch.commands import accept, statistics
from gaoji_batch.ledger.store import Actor
from gaoji_batch.workspace.folders import Workspace
from tests import people
from tests.commands import workspaces
from tests.rules.world import World

ON = date(2026, 7, 1)
SIZES = {"GJ2026-001": 20, "GJ2026-002": 21, "GJ2026-003": 25}
"""The third is filed and completed, and never claimed."""


def world() -> World:
    made = workspaces.classes(SIZES)
    for at, row in enumerate(made.rows["approved"]):
        row |= {"产业领域": ["现代服务业", "智能制造与装备", "现代服务业"][at], "核定人数": 28}
    made.rows["approved"][1] |= {"开班日期": date(2026, 5, 11)}
    later = made.rows["approved"][0] | {
        "项目编号": "GJ2025-009",
        "项目名称": "上年项目",
        "开班日期": date(2025, 9, 1),
        "结业日期": date(2025, 9, 12),
    }
    ended = made.rows["approved"][0] | {
        "项目编号": "GJ2026-008",
        "项目名称": "已终止项目",
        "项目状态": "终止",
    }
    unfiled = made.rows["approved"][0] | {
        "项目编号": "GJ2026-009",
        "项目名称": "未开班项目",
        "开班日期": date(2026, 9, 1),
        "结业日期": date(2026, 9, 11),
    }
    made.rows["approved"] += [later, ended, unfiled]
    for row, state in zip(
        made.rows["approved"], ["正常", "正常", "正常", "正常", "终止", "正常"], strict=True
    ):
        row["项目状态"] = state
    made.rows["units"][1] |= {"所属区": "海淀区", "单位类型": "技师学院"}
    made.rows["budget"] = [
        {"年度": 2026, "季度": None, "预算金额": 800000},
        {"年度": 2026, "季度": None, "预算金额": 100000},  # 追加
        {"年度": 2026, "季度": 3, "预算金额": 400000},
    ]
    made.extra = [one for one in made.extra if one[1] != "GJ2026-003/claim.xlsx"]
    made.prior = [
        {
            "身份证件号码": people.id_number("110101", "1970-01-01", 1),
            "项目编号": "GJ2020-001",
            "结业日期": date(2020, 6, 1),
        }
    ]
    application = {
        "项目名称": "新项目",
        "承办单位": made.rows["units"][0]["承办单位"],
        "统一社会信用代码": made.rows["units"][0]["统一社会信用代码"],
        "单位类型": "企业",
        "产业领域": "现代服务业",
        "职业(工种)": "焊工",
        "拟培训人数": 25,
        "开班日期": date(2026, 11, 2),
        "结业日期": date(2026, 11, 13),
        "总学时": 80,
        "研讨交流学时": 16,
    }
    made.extra.append(("application", "申报/实施方案.xlsx", {"填报日期": date(2026, 6, 20)}, [application]))
    return made


def pay(workspace: Workspace) -> None:
    """One payment of each claim; the first is paid, of which one head
    is to be recovered and came back; the second is returned by the bank."""
    with ledgers.opened(workspace) as ledger, ledger.transaction(Actor("甲"), "run", "disburse") as tx:
        from gaoji_batch.ledger import frames

        people, claims = frames.persons_of(tx.connection, "completion"), frames.claims_of(tx.connection)
        payments = [
            {
                "payment": f"2026Q3-{at:04d}",
                "project": row["project"],
                "unit": row["unit"],
                "uscc": row["uscc"],
                "headcount": row["heads"],
                "claimed_amount": row["claimed_amount"],
                "reduced": 0,
                "reason": "",
                "amount": row["amount"],
                "payee": row["payee"],
                "bank": row["bank"],
                "account": row["account"],
                "replaces": "",
                "claim": row["seq"],
                "persons": list(people.loc[people["project"].eq(row["project"]), "person_key"]),
            }
            for at, row in enumerate(claims.sort_values("project").to_dict("records"), 1)
        ]
        batch = {
            "batch": "2026Q3-1",
            "quarter": "2026Q3",
            "made_on": "2026-07-06",
            "made_by": "甲",
            "account": "a",
            "machine": "m",
            "payments": payments,
        }
        tx.append("ordered", "", batch)
        for kind, payment in (("paid", payments[0]), ("returned", payments[1])):
            moved = {
                "payment": payment["payment"],
                "transfer": payment["payment"],
                "transferred_on": "2026-07-08",
                "amount": payment["amount"],
                "note": "",
            }
            tx.append(kind, payment["project"], moved)
        first = payments[0]
        back = {
            "payment": first["payment"],
            "recovered_on": "2026-08-01",
            "amount": 5000,
            "reason": "冒名",
            "whole": False,
            "persons": [],
        }
        tx.append("recovered", first["project"], back)
        tx.append(
            "recovered_in", first["project"], {"transfer": "in", "received_on": "2026-10-09", "amount": 5000}
        )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = workspaces.made(world(), tmp_path_factory.mktemp("year"))
    accept.run(workspace, on=ON)
    pay(workspace)
    return statistics.run(workspace, 2026, on=ON, budget=True).folder


def rows_of(form: str, projects: dict[str, int] = SIZES) -> list[dict[str, object]]:
    """The rows that were submitted of a form, as they were written."""
    return [
        row
        for kind, file, _, rows in world().extra
        if kind == form
        for row in rows
        if file.split("/")[0] in projects
    ]


def figures(folder: Path) -> dict:
    return json.loads((folder / "statistics.json").read_text(encoding="utf-8"))


def test_projects_trainees_and_money_are_what_was_put_in(folder: Path) -> None:
    found = figures(folder)
    year = [
        row for row in world().rows["approved"] if row["开班日期"].year == 2026 and row["项目状态"] == "正常"
    ]
    claims = rows_of("claim")
    paid = min(claims, key=lambda row: row["项目编号"])
    assert list(found) == ["year", "projects", "trainees", "amounts", "cap", "by", "findings", "unaudited"]
    assert found["projects"] == {
        "applied": 1,
        "approved": len(year),
        "filed": 3,
        "completed": 3,
        "claimed": len(claims),
        "paid": 1,
    }
    assert found["trainees"] == {
        "approved": sum(row["核定人数"] for row in year),
        "filed": len(rows_of("roster")),
        "completed": len(rows_of("completion")),
        "paid": paid["结业人数"],
    }
    assert found["amounts"] == {
        "budget": 900000,
        "claimed": sum(row["申请金额"] for row in claims),
        "ordered": paid["申请金额"],
        "paid": paid["申请金额"],
        "recovered": 5000,
        "recovered_in": 5000,
    }
    assert found["cap"] == {"limit": 800, "used": sum(row["核定人数"] for row in year)}


def test_every_cut_adds_up_to_the_year(folder: Path) -> None:
    found = figures(folder)
    assert set(found["by"]) == {
        "industry",
        "occupation",
        "level",
        "gender",
        "age",
        "district",
        "unit_type",
        "quarter",
    }
    for name, rows in found["by"].items():
        sums = {
            key: sum(row[key] for row in rows)
            for key in ("trainees_filed", "trainees_completed", "amount_paid")
        }
        assert sums == {"trainees_filed": 66, "trainees_completed": 66, "amount_paid": 100000}, name
        assert all(
            list(row) == ["name", "projects", "trainees_filed", "trainees_completed", "amount_paid"]
            for row in rows
        )


def test_cuts_by_person_are_counted_from_the_numbers_themselves(folder: Path) -> None:
    found = figures(folder)["by"]
    sexes = Counter("男" if int(str(row["身份证件号码"])[16]) % 2 else "女" for row in rows_of("roster"))
    paid = Counter(
        "男" if int(str(row["身份证件号码"])[16]) % 2 else "女"
        for row in rows_of("completion", {"GJ2026-001": 0})
    )
    assert {row["name"]: (row["trainees_filed"], row["amount_paid"]) for row in found["gender"]} == {
        sex: (sexes[sex], 5000 * paid[sex]) for sex in "男女"
    }
    # born in March 1985, opened in May 2026
    assert [(row["name"], row["trainees_filed"]) for row in found["age"]] == [("40—49岁", 66)]
    assert [(row["name"], row["projects"], row["trainees_filed"]) for row in found["occupation"]] == [
        ("焊工", 4, 66)
    ]


def test_cuts_by_project_are_those_of_the_registers(folder: Path) -> None:
    found = {
        name: {row["name"]: tuple(row.values())[1:] for row in rows}
        for name, rows in figures(folder)["by"].items()
    }
    assert found["industry"] == {"现代服务业": (3, 45, 45, 100000), "智能制造与装备": (1, 21, 21, 0)}
    assert found["district"] == {"朝阳区": (3, 45, 45, 100000), "海淀区": (1, 21, 21, 0)}
    assert found["unit_type"] == {"企业": (3, 45, 45, 100000), "技师学院": (1, 21, 21, 0)}
    assert found["quarter"] == {
        "2026Q1": (0, 0, 0, 0),
        "2026Q2": (3, 66, 66, 100000),
        "2026Q3": (1, 0, 0, 0),
        "2026Q4": (0, 0, 0, 0),
    }


def test_findings_are_counted_by_rule(folder: Path) -> None:
    workspace = Workspace.find(folder)
    from gaoji_batch.commands import validate

    run = validate.run(workspace, on=ON)
    codes = Counter(
        json.loads(line)["code"]
        for line in (run.folder / "findings.json").read_text(encoding="utf-8").splitlines()
    )
    assert {row["code"]: row["count"] for row in figures(folder)["findings"]} == dict(codes)


def test_the_final_accounts_go_by_the_batch_and_count_what_came_back(folder: Path) -> None:
    sheet = openpyxl.load_workbook(folder / "年度统计.xlsx", data_only=True)["决算"]
    held = {row[0].value: [cell.value for cell in row[1:8]] for row in sheet.iter_rows() if row[0].value}
    assert held["第三季度"] == [400000, 100000, 100000, 105000, 0, 100000, 0.25]
    assert held["第四季度"][3:6] == [0, 5000, -5000]
    assert held["合计"] == [900000, 100000, 100000, 105000, 5000, 95000, pytest.approx(95000 / 900000)]


def test_the_workbook_has_native_charts_and_a_sheet_a_cut(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "年度统计.xlsx")
    assert book.sheetnames == [
        "总览",
        "决算",
        "按产业领域",
        "按职业",
        "按技能等级",
        "按性别",
        "按年龄",
        "按所属区",
        "按单位类型",
        "按季度",
        "单位情况",
        "常见问题",
    ]
    assert len(book["总览"]._charts) == 2 and all(
        len(book[name]._charts) == 1 for name in book.sheetnames[1:10]
    )
    card = {row[0].value: [cell.value for cell in row] for row in book["单位情况"].iter_rows()}
    assert card["北京1号测试技师学院"][1:10] == [2, 1, 1, 1, 1, 56, 20, 20, 20]
    assert card["北京3号测试技师学院"][-1] == 0


def test_next_years_budget_is_a_draft_whose_results_follow_its_assumptions(folder: Path) -> None:
    path = folder / "预算测算表-2027年.xlsx"
    formulas, values = (openpyxl.load_workbook(path, data_only=data)["预算测算"] for data in (False, True))
    assert [formulas[f"B{row}"].value for row in (15, 16, 17, 18)] == [
        "=ROUND(B6*B7,0)",
        "=ROUND(B15*B8,0)",
        "=ROUND(B16*B9,0)*B10",
        "=B17+B11",
    ]
    cap, use, done, paid, per_head, carried = (values[f"B{row}"].value for row in range(6, 12))
    # 112/800, 66/112, 20/66, the returned claim
    assert (cap, use, done, paid, per_head, carried) == (800, 0.14, 0.5893, 0.303, 5000, 105000)
    assert values["B18"].value == round(round(round(cap * use) * done) * paid) * per_head + carried
    assert sum(values[f"B{row}"].value for row in range(22, 26)) == values["B26"].value == values["B18"].value


def test_the_page_says_the_same_and_asks_nobody_for_anything(folder: Path) -> None:
    page = (folder / "statistics.html").read_text(encoding="utf-8")
    assert "default-src" in page and not re.search(
        r"(?:src|href)\s*=\s*[\"']?(?:https?:)?//|url\(|@import|<script", page
    )
    assert "66人" in page and "100,000元" in page and "10.6%" in page
