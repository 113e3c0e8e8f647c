"""Risk points: each signal is found where it is,
names its evidence, and is not found in two clean projects."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gaoji_batch.analysis import risk
from gaoji_batch.rules.registry import codes_where
from gaoji_batch.values.rule_names import CRASHED
from tests import people
from tests.rules.judge import POLICY
from tests.rules.world import World
from tests.spot_checks import PROJECT, SECOND, SECOND_UNIT, UNIT, judged

WEIGHTS = POLICY.of("inspect.risk")
RULES = {CRASHED, *codes_where(lambda rule: rule.late)}
"""What 报送逾期 rests on; 审核问题 rests on all rules, the other signals on facts alone."""


def found(
    folder: Path,
    edit: Callable[[World, World], Any] | None = None,
    creators: dict[str, str] | None = None,
    only: set[str] | None = None,
) -> dict[tuple[str, str], dict[str, Any]]:
    held = judged(folder, edit, creators, only)
    rows = risk.points(held.facts, held.findings).to_dict("records")
    return {(row["project"], row["signal"]): row for row in rows}


def test_two_clean_projects_have_no_risk_points(tmp_path: Path) -> None:
    assert found(tmp_path) == {}


def late(first: World, second: World) -> None:
    for form in ("roster", "plan"):
        second.keys[form]["填报日期"] = date(2026, 5, 6)


def doubtful_teacher(first: World, second: World) -> None:
    second.rows["teachers"][0]["教师类别"] = "外请"


def checked(first: World, second: World) -> None:
    first.rows["inspections"] = [
        {
            "项目编号": SECOND,
            "抽查日期": date(2026, 5, 13),
            "抽查内容": "到课情况",
            "抽查结果": "到课15人",
            "抽查人": "周某",
        },
        {
            "项目编号": PROJECT,
            "抽查日期": date(2026, 5, 13),
            "抽查内容": "到课情况",
            "抽查结果": "未发现问题。",
            "抽查人": "周某",
        },
    ]


def same_summary(first: World, second: World) -> None:
    second.rows["completion"][3]["工作总结"] = second.rows["completion"][0]["工作总结"]


def same_teacher(first: World, second: World) -> None:
    for row in (*second.rows["plan"], *second.rows["teachers"]):
        row.update(
            {"授课教师": "钱教授"} if "授课教师" in row else {"姓名": "钱教授", "工作单位": "北京测试大学"}
        )


def same_trainee(first: World, second: World) -> None:
    for form in ("roster", "assessment", "completion"):
        second.rows[form][1].update({name: first.rows[form][1][name] for name in ("姓名", "身份证件号码")})


def same_phone(first: World, second: World) -> None:
    second.rows["roster"][0]["联系电话"] = "+86 " + second.rows["roster"][4]["联系电话"]


def same_account(first: World, second: World) -> None:
    second.rows["claim"][0]["账号"] = first.rows["claim"][0]["账号"]


@pytest.mark.parametrize(
    ("signal", "edit", "cases", "named"),
    [
        ("报送逾期", late, 2, ["开班前报送逾期", "5天"]),
        (
            "审核问题",
            doubtful_teacher,
            1,
            ["教师资格存疑（T0801，待核实，inbox/乙/teachers.xlsx 授课教师 C6）"],
        ),
        ("抽查审计问题", checked, 1, ["抽查记录：2026年5月13日到课情况，到课15人"]),
        (
            "工作总结雷同",
            same_summary,
            1,
            [
                "“乙班第1份焊接工艺总结.docx”相同",
                f"（{SECOND}结业登记备案名册第6行）",
                f"（{SECOND}结业登记备案名册第9行）",
            ],
        ),
        (
            "教师同日两地",
            same_teacher,
            10,
            ["钱教授2026年5月11日同在", f"{PROJECT}“第1讲”8学时", f"{SECOND}“第1讲”8学时"],
        ),
        ("学员同日两地", same_trainee, 1, ["学员名单和培训计划：", "2026年5月11日同在", PROJECT]),
        (
            "联系电话相同",
            same_phone,
            1,
            ["139****0105：", f"（{SECOND}学员名单第6行）", f"（{SECOND}学员名单第10行）"],
        ),
        (
            "收款账户共用",
            same_account,
            1,
            [
                "账号***************0001：",
                f"{UNIT}（{PROJECT}补助资金申请表）",
                f"{SECOND_UNIT}（{SECOND}补助资金申请表）",
            ],
        ),
    ],
)
def test_each_signal_names_its_evidence(
    tmp_path: Path, signal: str, edit: Callable[[World, World], Any], cases: int, named: list[str]
) -> None:
    point = found(tmp_path, edit, only=None if signal == "审核问题" else RULES)[SECOND, signal]
    assert point["cases"] == cases
    assert point["points"] == min(WEIGHTS[signal]["each"] * cases, WEIGHTS[signal]["most"])
    assert [said for said in named if said not in point["evidence"]] == []


def test_workbooks_of_two_units_with_one_author_are_a_signal_and_common_names_are_none(
    tmp_path: Path,
) -> None:
    files = ("inbox/甲/roster.xlsx", "inbox/乙/plan.xlsx")
    points = found(tmp_path, creators=dict.fromkeys(files, "郑某某"))
    assert (
        points[SECOND, "表格作者相同"]["evidence"]
        == f"作者“郑某某”：{SECOND_UNIT}的plan.xlsx、{UNIT}的roster.xlsx"
    )
    assert (PROJECT, "表格作者相同") in points
    assert found(tmp_path, creators=dict.fromkeys(files, "administrator")) == {}
    assert (
        found(tmp_path, creators=dict.fromkeys(["inbox/甲/roster.xlsx", "inbox/甲/plan.xlsx"], "郑某某"))
        == {}
    )


def test_namesakes_of_two_employers_are_two_teachers(tmp_path: Path) -> None:
    def namesake(first: World, second: World) -> None:
        same_teacher(first, second)
        second.rows["teachers"][0]["工作单位"] = "北京另一所大学"

    assert found(tmp_path, namesake) == {}


def test_no_number_stands_in_the_clear(tmp_path: Path) -> None:
    def all_at_once(first: World, second: World) -> None:
        for edit in (doubtful_teacher, same_trainee, same_phone, same_account):
            edit(first, second)

    said = "".join(row["evidence"] for row in found(tmp_path, all_at_once).values())
    assert people.account(1) not in said
    assert people.phone(105) not in said
    assert people.id_number("110101", "1985-03-03", 102) not in said
