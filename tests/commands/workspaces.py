"""Writes a made-up world (tests.rules.world) as a workspace of real files, for tests of commands."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from gaoji_batch.workspace.folders import Workspace
from tests import people
from tests.rules import world
from tests.rules.judge import FORMS, grid, write_csv
from tests.rules.world import World


def save(path: Path, form: str, keys: dict[str, Any], rows: list[dict[str, Any]], title: str = "") -> None:
    """One form as a unit lays it out: title, key-value rows, header in row 5, data from row 6."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(
        str(path),
        {"default_date_format": "yyyy-mm-dd", "strings_to_formulas": False, "strings_to_urls": False},
    ) as book:
        sheet = book.add_worksheet(FORMS[form].title)
        lines = grid(form, keys, rows).rows
        for at, line in enumerate([[title], *lines[1:]] if title else lines):
            for column, value in enumerate(line):
                if isinstance(value, date):
                    sheet.write_datetime(at, column, value)
                elif value is not None:
                    sheet.write(at, column, value)


def classes(sizes: dict[str, int]) -> World:
    """One approved, completed and claimed project a size,
    each of a unit of its own, with people and files of its own."""
    whole = world.clean(0)
    whole.rows |= {
        form: []
        for form in ("approved", "units", "plan", "teachers", "roster", "assessment", "completion", "claim")
    }
    first = 1
    for at, (project, heads) in enumerate(sizes.items(), 1):
        one = world.clean(first + heads - 1)
        unit = {"承办单位": f"北京{at}号测试技师学院", "统一社会信用代码": people.uscc("110105", at)}
        own = {"项目编号": project, "承办单位": unit["承办单位"]}
        whole.rows["approved"].append(
            one.rows["approved"][0] | own | unit | {"项目名称": f"焊接新技术研修{project}"}
        )
        whole.rows["units"].append(one.rows["units"][0] | unit)
        whole.insurance = one.insurance
        for form in ("plan", "teachers", "roster", "assessment", "completion"):
            rows = one.rows[form][first - 1 :] if form not in ("plan", "teachers") else one.rows[form]
            whole.extra.append((form, f"{project}/{form}.xlsx", one.keys[form] | own, rows))
        paid_to = {"结业人数": heads, "申请金额": heads * 5000, "户名": unit["承办单位"]}
        whole.extra.append(
            (
                "claim",
                f"{project}/claim.xlsx",
                one.keys["claim"],
                [one.rows["claim"][0] | own | unit | paid_to],
            )
        )
        first += heads
    return whole


def made(held: World, folder: Path, settings: str = "") -> Workspace:
    """The workspace in `folder`: every form in a workbook of its own,
    further files as the world names them, extracts as csv."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "gaoji.toml").write_text(settings, encoding="utf-8")
    for form, rows in held.rows.items():
        if rows:
            save(
                folder
                / ("center" if FORMS[form].source == "center" else "inbox")
                / f"{FORMS[form].title}.xlsx",
                form,
                held.keys.get(form, {}),
                rows,
            )
    for form, file, keys, rows in held.extra:
        save(folder / ("center" if FORMS[form].source == "center" else "inbox") / file, form, keys, rows)
    for name, rows in (("社保缴费明细", held.insurance), ("往期参训", held.prior)):
        if rows:
            write_csv(folder / "extracts" / f"{name}.csv", rows)
    return Workspace.find(folder)
