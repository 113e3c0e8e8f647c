"""Two clean projects of two units side by side, for what looks across projects: risk points and samples."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from gaoji_batch.intake.grid import Submission
from gaoji_batch.judgement.judge import Judged, judge
from gaoji_batch.ledger.view import LedgerView
from gaoji_batch.workspace.settings import Settings
from tests import people
from tests.rules.judge import POLICY, batch_of, grid, running, submission
from tests.rules.world import CENTER, PROJECT, UNIT, World, clean, person

SECOND, SECOND_UNIT = "GJ2026-002", "北京乙测试制造有限公司"
ON = date(2026, 7, 1)


def pair() -> tuple[World, World]:
    """The clean world, each summary with a title of its own,
    and a second one: other unit, people, teacher, account and days."""
    first, second = clean(), clean()
    others = [person(number + 100) | {"工作单位": SECOND_UNIT} for number in range(1, 23)]
    for form in ("roster", "assessment", "completion"):
        second.rows[form] = [
            row | {name: other[name] for name in row if name in other}
            for row, other in zip(second.rows[form], others, strict=True)
        ]
    for world, mark in ((first, "甲"), (second, "乙")):
        for at, row in enumerate(world.rows["completion"]):
            row["工作总结"] = f"{mark}班第{at + 1}份焊接工艺总结.docx"
    uscc = people.uscc("110105", 2)
    for row in (*second.rows["approved"], *second.rows["claim"], *second.rows["units"]):
        row.update(
            {
                name: value
                for name, value in {
                    "项目编号": SECOND,
                    "承办单位": SECOND_UNIT,
                    "统一社会信用代码": uscc,
                }.items()
                if name in row
            }
        )
    second.rows["claim"][0] |= {"户名": SECOND_UNIT, "账号": people.account(2)}
    for row in (*second.rows["plan"], *second.rows["teachers"]):
        row.update(
            {"授课教师": "李教授"} if "授课教师" in row else {"姓名": "李教授", "工作单位": "北京乙测试大学"}
        )
    second.keys = {
        form: keys | {"项目编号": SECOND, "承办单位": SECOND_UNIT} if "项目编号" in keys else keys
        for form, keys in second.keys.items()
    }
    return first, second


def filed(first: World, second: World, creators: dict[str, str] | None = None) -> list[Submission]:
    """The two worlds as files: inbox/甲/…, inbox/乙/…, and the center's own
    with the rows of both. creators: file → author of the workbook."""
    files = [
        _file(f"inbox/{folder}/{form}.xlsx", form, world)
        for folder, world in (("甲", first), ("乙", second))
        for form in world.rows
        if form not in CENTER
    ]
    both = {form: first.rows[form] + second.rows[form] for form in CENTER}
    files += [submission(f"center/{form}.xlsx", grid(form, {}, rows)) for form, rows in both.items() if rows]
    held = [one for one in files if one is not None]
    return sorted(
        (replace(one, creator=(creators or {}).get(one.file, "")) for one in held), key=lambda one: one.file
    )


def _file(name: str, form: str, world: World) -> Submission | None:
    return (
        submission(name, grid(form, world.keys.get(form, {}), world.rows[form])) if world.rows[form] else None
    )


def judged(
    folder: Path,
    edit: Callable[[World, World], Any] | None = None,
    creators: dict[str, str] | None = None,
    only: set[str] | None = None,
) -> Judged:
    """Both projects judged, after an edit of their rows;
    by all rules, or by `only` these, which costs a third."""
    first, second = pair()
    if edit:
        edit(first, second)
    batch = batch_of(filed(first, second, creators))
    with running(only):
        return judge(
            batch, POLICY, [], folder, Settings(), LedgerView.empty(), on=ON, key=b"k" * 32, bound={}
        )


__all__ = ["ON", "PROJECT", "SECOND", "SECOND_UNIT", "UNIT", "filed", "judged", "pair"]
