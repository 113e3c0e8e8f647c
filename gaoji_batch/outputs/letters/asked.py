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
class UnitRequest:
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
    open_findings = (
        findings["status"].isin(STANDING)
        & findings["severity"].isin([REJECT, REVIEW])
        & findings["file"].str.startswith("inbox/")
        & findings["unit"].ne("")
        & ~findings["code"].isin(codes_where(lambda rule: rule.cleared_by == CENTER))
    )
    findings_of_units = findings[open_findings]
    findings_of_units = findings_of_units.assign(
        **{name: findings_of_units[name].map(told_to_unit) for name in ("message", "hint")}
    )
    for unit, rows in findings_of_units.groupby("unit"):
        yield str(unit), rows


def summed(folder: Path, unit: str, findings: pd.DataFrame) -> UnitRequest:
    """What `findings` ask of a unit; the run's returned/ must stand in `folder` already."""
    copies = {file: links.returned(folder, file) for file in findings["file"].unique()}
    mend = int(findings["severity"].eq(REJECT).sum())
    return UnitRequest(
        unit,
        [project for project in findings["project"].unique() if project],
        mend,
        len(findings) - mend,
        {file: copy for file, copy in copies.items() if copy},
    )


def returns(report: Report, folder: Path) -> list[dict[str, Any]]:
    """A line a unit for the page: unit, projects, mend, explain, books (how many come back), message
    (lines)."""
    requests = [summed(folder, unit, findings) for unit, findings in of_units(report.findings)]
    return [
        {
            "unit": request.unit,
            "projects": request.projects,
            "mend": request.mend,
            "explain": request.explain,
            "books": len(request.copies),
            "message": message(report, request, None),
        }
        for request in requests
    ]


def message(report: Report, request: UnitRequest, due: date | None) -> list[str]:
    """The words to send with a package, for a mail or a chat."""
    sender = report.sender
    about = f"（项目编号：{'、'.join(request.projects)}）" if request.projects else ""
    what = [
        f"须改正{request.mend}处" if request.mend else "",
        f"须说明或者提供佐证材料{request.explain}处" if request.explain else "",
    ]
    day = chinese_date(due) if due else NO_DAY
    contact = [
        sender.contact and f"联系人：{sender.contact}",
        sender.telephone and f"联系电话：{sender.telephone}",
    ]
    contact_line = "，".join(part for part in contact if part)
    return [
        f"{request.unit}：",
        f"贵单位报送的高技能人才研修培训材料{about}已审核，{'，'.join(part for part in what if part)}。"
        f"请解压附件，先看《补正材料一次性告知书》，再打开“{MARKED}”文件夹中的表格：标色的单元格附有批注，"
        "请直接在表上改正。",
        f"请于{day}前（含当日）将改正后的表格和书面材料报送{sender.name}。"
        + (f"{contact_line}。" if contact_line else ""),
        sender.name,
        report.day,
    ]
