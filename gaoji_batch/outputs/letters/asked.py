"""What is asked of each unit: its findings in words for it, how much of what, and the words to send with
them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd

from gaoji_batch.findings import REJECT, REVIEW, STANDING
from gaoji_batch.outputs import links
from gaoji_batch.outputs.report import Report
from gaoji_batch.outputs.unit_words import told_to_unit
from gaoji_batch.rules.registry import codes_where
from gaoji_batch.rules.rule import CENTER
from gaoji_batch.values.dates import chinese_date

NO_DAY = "　　年　　月　　日"
MARKED = "退回的表格"


@dataclass(frozen=True, slots=True)
class Asked:
    """Of one unit: the projects, what must be mended and what explained, and its marked workbooks (file →
    copy within the run's folder)."""

    unit: str
    projects: list[str]
    mend: int
    explain: int
    copies: dict[str, PurePosixPath]


def of_units(findings: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """What each unit must mend, in words for it: rejects and reviews that stand on what it submitted
    itself."""
    asked = (
        findings["status"].isin(STANDING)
        & findings["severity"].isin([REJECT, REVIEW])
        & findings["file"].str.startswith("inbox/")
        & findings["unit"].ne("")
        & ~findings["code"].isin(codes_where(lambda rule: rule.cleared_by == CENTER))
    )
    told = findings[asked]
    told = told.assign(**{name: told[name].map(told_to_unit) for name in ("message", "hint")})
    for unit, found in told.groupby("unit"):
        yield str(unit), found


def summed(folder: Path, unit: str, found: pd.DataFrame) -> Asked:
    """What `found` asks of a unit; the run's returned/ must stand in `folder` already."""
    copies = {file: links.returned(folder, file) for file in found["file"].unique()}
    mend = int(found["severity"].eq(REJECT).sum())
    return Asked(
        unit,
        [project for project in found["project"].unique() if project],
        mend,
        len(found) - mend,
        {file: copy for file, copy in copies.items() if copy},
    )


def returns(report: Report, folder: Path) -> list[dict[str, Any]]:
    """A line a unit for the page: unit, projects, mend, explain, books (how many come back), message
    (lines)."""
    found = [summed(folder, unit, own) for unit, own in of_units(report.findings)]
    return [
        {
            "unit": one.unit,
            "projects": one.projects,
            "mend": one.mend,
            "explain": one.explain,
            "books": len(one.copies),
            "message": message(report, one, None),
        }
        for one in found
    ]


def message(report: Report, asked: Asked, due: date | None) -> list[str]:
    """The words to send with a package, for a mail or a chat."""
    sender = report.sender
    about = f"（项目编号：{'、'.join(asked.projects)}）" if asked.projects else ""
    what = [
        f"须改正{asked.mend}处" if asked.mend else "",
        f"须说明或者提供佐证材料{asked.explain}处" if asked.explain else "",
    ]
    day = chinese_date(due) if due else NO_DAY
    contact = [
        sender.contact and f"联系人：{sender.contact}",
        sender.telephone and f"联系电话：{sender.telephone}",
    ]
    said = "，".join(part for part in contact if part)
    return [
        f"{asked.unit}：",
        f"贵单位报送的高技能人才研修培训材料{about}已审核，{'，'.join(part for part in what if part)}。"
        f"请解压附件，先看《补正材料一次性告知书》，再打开“{MARKED}”文件夹中的表格：标色的单元格附有批注，"
        "请直接在表上改正。",
        f"请于{day}前（含当日）将改正后的表格和书面材料报送{sender.name}。" + (f"{said}。" if said else ""),
        sender.name,
        report.day,
    ]
