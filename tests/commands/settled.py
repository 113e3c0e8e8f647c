"""A quarter with everything that may happen to a project, as a workspace
whose batch is released: for tests of reconcile, certificates, recover."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from gaoji_batch.commands import accept, disburse, release
from gaoji_batch.workspace.folders import Workspace
from tests import people
from tests.commands.workspaces import classes, made
from tests.rules.judge import write_csv
from tests.rules.world import World

EARLIER = [{"身份证件号码": "110101198001010010", "项目编号": "GJ2020-001", "结业日期": "2020-05-22"}]
"""An extract of earlier classes, in which nobody of these worlds stands:
without one every claim waits (E0415)."""
CLAIMED = {"YX2026-001": 20, "YX2026-002": 21, "YX2026-003": 22, "YX2026-004": 20, "YX2026-005": 21}
FILED, COMPLETED, REFUSED, NEVER, CANCELLED = (
    "YX2026-006",
    "YX2026-007",
    "YX2026-008",
    "YX2026-009",
    "YX2026-010",
)
UNCLAIMED = {FILED: ("assessment", "completion", "claim"), COMPLETED: ("claim",), REFUSED: ()}
"""Projects whose stages from some point on are not handed in, or (REFUSED) whose claim is wrong."""


def quarter(folder: Path, claimed: dict[str, int] | None = None, aside: bool = True) -> Workspace:
    """Accepted, ordered and released; aside: with projects that stopped on the way."""
    workspace = made(prepared(CLAIMED if claimed is None else claimed, aside), folder)
    order(workspace)
    return workspace


def prepared(claimed: dict[str, int], aside: bool = False) -> World:
    """What was handed in, nothing accepted yet."""
    world = classes(claimed | (dict.fromkeys(UNCLAIMED, 20) if aside else {}))
    world.prior = EARLIER
    if aside:
        gone = {(f"{project}/{form}.xlsx") for project, forms in UNCLAIMED.items() for form in forms}
        world.extra = [one for one in world.extra if one[1] not in gone]
        for one in world.extra:
            if one[1] == f"{REFUSED}/claim.xlsx":
                one[3][0]["申请金额"] = 95000
        last = world.rows["approved"][-1]
        for at, project in enumerate((NEVER, CANCELLED), 90):
            unit = {"承办单位": f"北京{at}号测试技师学院", "统一社会信用代码": people.uscc("110105", at)}
            world.rows["approved"].append(
                last | unit | {"项目编号": project, "项目名称": f"焊接新技术研修{project}"}
            )
        world.rows["approved"] = [
            row | {"项目状态": "终止" if row["项目编号"] == CANCELLED else "正常"}
            for row in world.rows["approved"]
        ]
    return world


def order(workspace: Workspace) -> None:
    """accept, disburse, release."""
    accept.run(workspace, on=date(2026, 7, 1), by="王敏")
    disburse.run(workspace, (2026, 3), on=date(2026, 7, 2), by="王敏")
    release.run(workspace, "2026Q3-1", on=date(2026, 7, 3), by="李强")


def unit_of(number: int) -> str:
    return f"北京{number}号测试技师学院"


def transfer(
    day: str, number: int, amount: Any, memo: str, state: str = "成功", payee: str = ""
) -> dict[str, Any]:
    """A row of a statement; number: of the unit (and of its payment, where the memo says so)."""
    return {
        "交易日期": day,
        "户名": payee or unit_of(number),
        "账号": people.account(1) if not payee else "62220000",
        "金额": amount,
        "状态": state,
        "附言": memo,
    }


def statement(workspace: Workspace, name: str, *rows: dict[str, Any]) -> Path:
    return write_csv(workspace.path / "extracts" / f"{name}.csv", list(rows))
