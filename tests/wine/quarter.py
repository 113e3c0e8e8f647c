"""A quarter from what was handed in to the money that came back, step by step, in a made-up workspace."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from gaoji_batch.workspace.folders import Workspace
from tests.commands.settled import prepared, statement, transfer
from tests.commands.workspaces import made
from tests.rules.world import person
from tests.wine.year import Step

SIZES = {"YX2026-001": 20, "YX2026-002": 21}
PAID, HELD = SIZES
"""One is paid and partly given back; one is held, ordered alone and sent back by the bank."""
SCORES = ((82, "甲某"), (76, "乙某"), (91, "丙某"))


def workspace(folder: Path) -> None:
    """What was handed in, nothing accepted yet:
    with projects that stopped on the way, applications and a check."""
    world = prepared(SIZES, aside=True)
    unit = {name: world.rows["approved"][0][name] for name in ("承办单位", "统一社会信用代码", "职业(工种)")}
    applied = {
        "项目名称": "数控加工新技术研修", "单位类型": "企业", "产业领域": "集成电路", "拟培训人数": 30,
        "开班日期": date(2026, 10, 12), "结业日期": date(2026, 10, 23), "总学时": 80, "研讨交流学时": 16,
    }  # fmt: skip
    world.rows["application"] = [unit | applied]
    world.rows["reviews"] = [
        {"项目名称": applied["项目名称"], "承办单位": unit["承办单位"], "专家": expert, "总分": score,
            "建议人数": 30, "意见": "同意"}
        for score, expert in SCORES
    ]  # fmt: skip
    world.rows["inspections"] = [
        {"项目编号": PAID, "抽查日期": date(2026, 5, 13), "抽查内容": "现场点名", "抽查结果": "到课20人",
            "抽查人": "周某"}
    ]  # fmt: skip
    made(world, folder)


def _by(name: str, day: str, *words: str) -> tuple[str, ...]:
    return (*words, "--by", name, "--on", day)


def _july(folder: Path) -> None:
    """Two transfers, of which the bank sends one back."""
    statement(
        Workspace.find(folder),
        "七月",
        transfer("2026-07-06", 1, 100000, "2026Q3-0001"),
        transfer("2026-07-06", 2, 105000, "2026Q3-0002", "失败"),
    )


def _august(folder: Path) -> None:
    statement(Workspace.find(folder), "八月", transfer("2026-08-30", 1, 5000, f"{PAID}退回补助"))


STEPS: list[Step] = [
    ("validate", "--on", "2026-07-01"),
    _by("王敏", "2026-07-01", "accept"),
    _by("王敏", "2026-07-01", "hold", HELD, "--reason", "单位撤回申请"),
    _by("王敏", "2026-07-02", "disburse", "--quarter", "2026Q3"),
    _by("王敏", "2026-07-02", "release", "2026Q3-1"),
    _by("李强", "2026-07-03", "release", "2026Q3-1"),
    _by("王敏", "2026-07-03", "hold", HELD, "--lift"),
    _by("王敏", "2026-07-03", "disburse", "--quarter", "2026Q3"),
    _by("李强", "2026-07-04", "release", "2026Q3-2"),
    _july,
    _by("王敏", "2026-07-10", "reconcile", "--quarter", "2026Q3"),
    ("ledger", "backup", "备份.db"),
    _by("王敏", "2026-08-21", "certificates"),
    ("ledger", "restore", "备份.db"),
    ("ledger", "restore", "备份.db", "--older"),
    _by("王敏", "2026-08-21", "certificates"),
    _by("王敏", "2026-08-22", "recover", PAID, "--person", person(1)["身份证件号码"], "--reason",
        "未实际参加"),
    _august,
    _by("王敏", "2026-09-01", "reconcile", "--quarter", "2026Q3"),
    ("ledger", "verify"),
    ("ledger", "export"),
    ("statistics", "--year", "2026", "--budget", "--on", "2026-09-01"),
    ("inspect", "--quarter", "2026Q2", "--seed", "7", "--on", "2026-06-01"),
    ("inspect", "--pack", PAID, "--on", "2026-09-01"),
    ("appraise", "--year", "2026", "--on", "2026-09-01"),
    _by("王敏", "2026-09-01", "receive"),
    ("validate", "--on", "2026-09-01"),
    ("diff",),
    ("form", "all"),
    ("doctor", "--on", "2026-09-01"),
]  # fmt: skip
