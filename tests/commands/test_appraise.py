"""Appraisal: which scores count, what the year allows, and a proposal that becomes a valid 立项项目登记."""

from __future__ import annotations

import html
import json
import re
from datetime import date
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook

from gaoji_batch.analysis import appraisal
from gaoji_batch.analysis.appraisal import DECLINED, IN_REVIEW, PROPOSED, WAITING, Allowance
from gaoji_batch.casework import loading
from gaoji_batch.casework.judging import judge_all
from gaoji_batch.commands import appraise
from gaoji_batch.errors import GaojiError
from gaoji_batch.workspace.folders import Workspace
from tests import people
from tests.commands.workspaces import made
from tests.documents import text_of
from tests.rules import world

ON = date(2026, 3, 1)


def limits(**more: Any) -> Allowance:
    return Allowance(
        **(
            {
                "class_min": 20,
                "class_max": 30,
                "cap": 800,
                "per_unit": 2,
                "per_head": 5000,
                "passing": 60,
                "min_experts": 3,
                "disagreement": 15,
            }
            | more
        )
    )


@pytest.mark.parametrize(
    ("heads", "whole"),
    [
        (19, 0),
        (20, 20),
        (30, 30),
        (31, 30),
        (39, 30),
        (40, 40),
        (60, 60),
        (61, 61),
        (90, 90),
        (91, 91),
        (-5, 0),
    ],
)
def test_heads_fill_whole_classes(heads: int, whole: int) -> None:
    assert appraisal.fitted(heads, limits()) == whole


@pytest.mark.parametrize(
    ("planned", "advised", "heads"),
    [
        (30, 25, 25),
        (30, 35, 30),
        (25, 30, 25),
        (30, 12, 20),
        (35, 35, 30),
        (60, 45, 45),
        (19, 19, 0),
        (24, pd.NA, 24),
        (35, pd.NA, 30),
        (pd.NA, 25, 0),
    ],
)
def test_wanted_heads(planned: object, advised: object, heads: int) -> None:
    assert appraisal.wanted_heads(planned, advised, limits())[0] == heads


def reviews(*rows: tuple[str, str, object, object, str, str]) -> pd.DataFrame:
    """(project, expert, score, advised, employer, 回避) of one unit 甲单位."""
    names = ["project_name", "expert", "score_total", "advised_heads", "expert_employer", "abstains"]
    frame = pd.DataFrame(rows, columns=names).astype("object")
    return frame.assign(unit="甲单位", opinion=None).where(
        frame.assign(unit="甲单位", opinion=None).notna(), None
    )


def test_scores_of_those_who_abstain_or_should_do_not_count() -> None:
    held = appraisal.marks(
        reviews(
            ("一", "赵", 80, 30, "", "否"),
            ("一", "钱", 90, 20, "丙大学", ""),
            ("一", "孙", 10, 30, "甲 单位", ""),
            ("一", "李", 100, 30, "", "是"),
        ),
        15,
    )
    assert held["standing"].tolist() == ["有效", "有效", "应当回避", "回避"]
    row = appraisal.summed(held).iloc[0]
    assert (row["experts"], row["mean"], row["spread"], row["advised"]) == (2, 85, 10, 25)


@pytest.mark.parametrize(("score", "off"), [(65, False), (64.5, True), (95, False), (96, True)])
def test_an_expert_disagrees_past_fifteen_points_from_the_median(score: float, off: bool) -> None:
    held = appraisal.marks(
        reviews(("一", "赵", 80, 30, "", ""), ("一", "钱", 80, 30, "", ""), ("一", "孙", score, 30, "", "")),
        15,
    )
    assert held["off"].tolist() == [False, False, off]


def test_the_later_of_two_scores_by_one_expert_counts() -> None:
    held = appraisal.marks(
        reviews(("一", "赵", 10, 30, "", ""), ("一", "赵 ", 80, 30, "", ""), ("一", "钱", None, 30, "", "")),
        15,
    )
    assert held["standing"].tolist() == ["重复评分", "有效", "没有总分"]
    assert appraisal.summed(held)["mean"].tolist() == [80]


def ranked(*rows: tuple[str, str, int, float | None], **more: Any) -> list[tuple[str, str, int]]:
    """(name, unit, planned heads, mean) → (name, decision, heads), best first."""
    frame = pd.DataFrame(rows, columns=["project_name", "unit", "planned_heads", "mean"])
    experts = frame["mean"].notna() * 3
    frame = frame.assign(
        spread=5.0,
        filed_on=pd.Timestamp("2026-02-01"),
        experts=experts,
        advised=pd.NA,
        rejects=[[] for _ in rows],
        reviews=[[] for _ in rows],
    )
    found = appraisal.decided(appraisal.ordered(frame), limits(**more))
    return list(zip(found["project_name"], found["decision"], found["heads"], strict=True))


def test_the_cap_goes_to_the_best_and_the_last_is_trimmed() -> None:
    found = ranked(
        ("丙", "丙", 30, 70.0), ("甲", "甲", 30, 90.0), ("乙", "乙", 30, 80.0), cap=855, approved_heads=800
    )
    assert found == [("甲", PROPOSED, 30), ("乙", PROPOSED, 25), ("丙", DECLINED, 0)]


def test_the_budget_binds_where_it_is_the_narrower() -> None:
    assert ranked(("甲", "甲", 30, 90.0), ("乙", "乙", 30, 80.0), budget=50 * 5000) == [
        ("甲", PROPOSED, 30),
        ("乙", PROPOSED, 20),
    ]
    assert ranked(("甲", "甲", 30, 90.0), ("乙", "乙", 30, 80.0), budget=49 * 5000)[1] == ("乙", DECLINED, 0)


def test_a_units_third_project_gives_way_and_the_next_unit_moves_up() -> None:
    found = ranked(
        ("一", "甲", 30, 90.0), ("二", "甲", 30, 85.0), ("三", "甲", 30, 80.0), ("四", "乙", 30, 75.0)
    )
    assert [decision for _, decision, _ in found] == [PROPOSED, PROPOSED, DECLINED, PROPOSED]


def test_an_open_review_holds_an_application_and_keeps_its_heads() -> None:
    frame = pd.DataFrame(
        {
            "project_name": ["甲", "乙", "丙"],
            "unit": ["甲", "甲", "甲"],
            "planned_heads": 30,
            "mean": [90.0, 80.0, 70.0],
            "spread": 5.0,
            "experts": 3,
            "advised": pd.NA,
            "filed_on": pd.Timestamp("2026-02-01"),
            "rejects": [[], [], []],
            "reviews": [["承办单位不符"], [], []],
        }
    )
    found = appraisal.decided(appraisal.ordered(frame), limits(cap=850, approved_heads=800))
    assert list(zip(found["decision"], found["heads"], strict=True)) == [
        (IN_REVIEW, 30),
        (PROPOSED, 20),
        (DECLINED, 0),
    ]
    assert found["reasons"][0][0] == "实施方案有待核实的问题：承办单位不符，核实后再定，名额暂予保留"
    assert found["reasons"][2] == ["承办单位已有2个项目（含已立项），每家单位不超过2个"]


def test_without_scores_enough_an_application_waits() -> None:
    assert ranked(("甲", "甲", 30, None), ("乙", "乙", 30, 59.9)) == [("乙", DECLINED, 0), ("甲", WAITING, 0)]


def test_a_tie_is_settled_by_spread_then_filing_and_said() -> None:
    frame = pd.DataFrame(
        {
            "project_name": ["甲", "乙", "丙"],
            "unit": ["甲", "乙", "丙"],
            "planned_heads": 30,
            "mean": 80.0,
            "spread": [6.0, 4.0, 4.0],
            "experts": 3,
            "advised": 30,
            "filed_on": pd.to_datetime(["2026-02-01", "2026-02-03", "2026-02-02"]),
            "rejects": [[], [], []],
            "reviews": [[], [], []],
        }
    )
    found = appraisal.decided(appraisal.ordered(frame), limits())
    assert found["project_name"].tolist() == ["丙", "乙", "甲"]
    assert found["reasons"][0][-1].startswith("与“乙”、“甲”平均分相同")


def application(name: str, at: int, **more: Any) -> dict[str, Any]:
    return {
        "项目名称": name,
        "承办单位": f"北京{at}号测试技师学院",
        "统一社会信用代码": people.uscc("110105", at),
        "单位类型": "技师学院",
        "产业领域": "现代服务业",
        "职业(工种)": "焊工",
        "拟培训人数": 30,
        "开班日期": date(2026, 5, 11),
        "结业日期": date(2026, 5, 22),
        "总学时": 80,
        "研讨交流学时": 16,
    } | more


def scores(name: str, at: int, *points: int, **more: Any) -> list[dict[str, Any]]:
    experts = ["赵某", "钱某", "孙某", "李某"]
    return [
        {
            "项目名称": name,
            "承办单位": f"北京{at}号测试技师学院",
            "专家": expert,
            "总分": point,
            "建议人数": 25,
            "意见": "同意",
            "专家单位": "北京测试大学",
            "回避": "否",
        }
        | more
        for expert, point in zip(experts, points, strict=False)
    ]


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, appraise.AppraiseResult]:
    held = world.clean(0)
    held.rows |= {form: [] for form in held.rows}
    held.keys["application"] = {"填报日期": date(2026, 2, 10)}
    held.rows["application"] = [
        application("<b>焊接</b>新技术研修", 1),
        application("数控加工研修", 2, 统一社会信用代码="91110105MA0000000A"),
        application("电工研修", 3, 总学时=70),
        application("钳工研修", 4),
        application("茶艺研修", 6, 产业领域="其他产业"),
        application("去年的研修", 7, 开班日期=date(2025, 5, 11), 结业日期=date(2025, 5, 22)),
        application("没有日期的研修", 8, 开班日期="五月中旬"),
    ]
    held.rows["approved"] = [
        application("汽修研修", 5) | {"项目编号": "GJ2026-001", "核定人数": 30, "立项日期": date(2026, 1, 5)}
    ]
    held.rows["reviews"] = [
        *scores("<b>焊接</b>新技术研修", 1, 90, 88, 60),
        *scores("数控加工研修", 2, 99, 99, 99),
        *scores("电工研修", 3, 80, 82, 81),
        *scores("不存在的研修", 4, 80),
        *scores("茶艺研修", 6, 70, 70, 70),
        *scores("去年的研修", 7, 80),
        *scores("汽修研修", 5, 80),
    ]
    held.rows["budget"] = [{"年度": 2026, "季度": None, "预算金额": 1000000}]
    workspace = made(held, tmp_path_factory.mktemp("appraise"))
    return workspace, appraise.run(workspace, 2026, on=ON)


def test_the_proposal_ranks_excludes_and_explains(done: tuple[Workspace, appraise.AppraiseResult]) -> None:
    told = json.loads((done[1].folder / "appraisal.json").read_text(encoding="utf-8"))
    assert [(one["project_name"], one["decision"], one["heads"]) for one in told["applications"]] == [
        ("数控加工研修", DECLINED, 0),
        ("电工研修", PROPOSED, 25),
        ("<b>焊接</b>新技术研修", PROPOSED, 25),
        ("茶艺研修", IN_REVIEW, 25),
        ("钳工研修", WAITING, 0),
    ]
    best, second, third, held, _ = told["applications"]
    assert best["reasons"] == ["实施方案有未解决的问题：统一社会信用代码错误"]
    assert second["remarks"] == ["总学时70，少于80学时（第九条）"]
    assert third["remarks"] == ["孙某评60分，与中位分88分相差超过15分，建议复议"]
    assert held["reviews"] == ["填写内容须说明"] and "填写内容须说明" in held["reasons"][0]
    assert told["totals"] == {
        "cap": 800,
        "approved": 30,
        "proposed": 50,
        "held": 25,
        "heads_left": 695,
        "budget": 1000000,
        "committed": 525000,
        "budget_left": 475000,
    }
    assert told["remarks"] == [
        "专家评审中的“不存在的研修”（北京4号测试技师学院）没有对应的实施方案",
        "实施方案“没有日期的研修”（北京8号测试技师学院）的开班日期不能识别，不知是哪一年，没有列入排序",
    ]


def test_the_completed_workbook_is_a_valid_register(done: tuple[Workspace, appraise.AppraiseResult]) -> None:
    workspace, found = done
    book = load_workbook(found.folder / "项目评审建议.xlsx")
    sheet = book["立项项目登记"]
    heads = [cell.value for cell in sheet[1]]
    for at, row in enumerate(range(2, sheet.max_row + 1), 2):
        sheet.cell(row, heads.index("项目编号") + 1).value = f"GJ2026-00{at}"
        sheet.cell(row, heads.index("立项日期") + 1).value = "2026-03-10"
    sheet.cell(2, heads.index("核定人数") + 1).value = 28
    book.save(workspace.path / "center" / "项目评审建议.xlsx")
    loaded = loading.load(workspace)
    tables = [
        (table.form, table.sheet) for table in loaded.batch.tables if table.file == "center/项目评审建议.xlsx"
    ]
    assert tables == [("approved", "立项项目登记")]
    judged = judge_all(workspace, loaded, ON)
    own = judged.findings[judged.findings["file"].eq("center/项目评审建议.xlsx")]
    assert own[own["severity"].eq("reject")].empty
    assert judged.facts.plan.projects["approved_heads"].to_dict() == {
        "GJ2026-001": 30,
        "GJ2026-002": 28,
        "GJ2026-003": 25,
    }
    assert set(judged.facts.units.applications["scheme_project"]) == {"", "GJ2026-002", "GJ2026-003"}
    (workspace.path / "center" / "项目评审建议.xlsx").unlink()


def test_the_page_is_self_contained_and_shows_names_as_text(
    done: tuple[Workspace, appraise.AppraiseResult],
) -> None:
    text = (done[1].folder / "appraisal.html").read_text(encoding="utf-8")
    assert "<b>焊接" not in text and "&lt;b&gt;焊接" in text
    assert "default-src 'none'" in html.unescape(text)
    assert not re.search(r"(?:src|href)\s*=\s*[\"']?(?:https?:)?//|url\(|@import|<script", text)


def test_the_drafts_name_what_is_proposed_and_nothing_else(
    done: tuple[Workspace, appraise.AppraiseResult],
) -> None:
    folder = done[1].folder
    notice = text_of(folder / "拟立项公示.docx")
    assert "2个拟立项项目（研修人数共50人）" in notice and "5个工作日" in notice
    assert "电工研修" in notice and "数控加工研修" not in notice
    assert sorted(path.name for path in (folder / "立项通知").iterdir()) == [
        "北京1号测试技师学院.docx",
        "北京3号测试技师学院.docx",
    ]
    letter = text_of(folder / "立项通知" / "北京3号测试技师学院.docx")
    assert (
        "北京3号测试技师学院：" in letter
        and "研修人数共25人" in letter
        and "2026年5月11日至2026年5月22日" in letter
        and "70（16）" in letter
    )


def test_a_year_without_applications_is_said(done: tuple[Workspace, appraise.AppraiseResult]) -> None:
    with pytest.raises(GaojiError, match="没有2031年开班的项目实施方案"):
        appraise.run(done[0], 2031, on=ON)
