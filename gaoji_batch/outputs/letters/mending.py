"""整改通知书/<project>.docx: what spot checks found at a project and is not mended yet (article 15), from a
Word template the center may edit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from gaoji_batch.outputs.letters.word_template import WordTemplate
from gaoji_batch.outputs.report import overrides_said
from gaoji_batch.outputs.safe_text import safe_name
from gaoji_batch.values.dates import chinese_date
from gaoji_batch.values.masking import mask_free_text
from gaoji_batch.workspace.settings import of_folder

NAME, FOLDER = "抽查问题整改通知书.docx", "整改通知书"
NO_DAY = "　　年　　月　　日"


def write(
    faults: pd.DataFrame,
    projects: pd.DataFrame,
    workspace: Path,
    on: date,
    overrides: Mapping[str, str],
    folder: Path,
) -> list[Path]:
    """Writes a notice for each project with an open fault into `folder`/整改通知书; returns the files.

    faults: rows of 抽查记录 (`risk.open_faults`); projects: `Facts.projects`. GaojiError where the center's
    template is broken.
    """
    if faults.empty:
        return []
    template = WordTemplate(workspace, NAME)
    number = of_folder(workspace).sender.mending
    (folder / FOLDER).mkdir(exist_ok=True)
    written = []
    for project, faults_of_project in faults.sort_values(["project", "inspected_on", "row"]).groupby(
        "project"
    ):
        project_row = projects.loc[project] if project in projects.index else pd.Series(dtype="object")
        values = {
            "notice": _notice(faults_of_project, project_row, on, number),
            "overrides": overrides_said(overrides),
        }
        path = folder / FOLDER / f"{safe_name(faults_of_project['project_written'].iloc[0])}.docx"
        path.write_bytes(template.render(values))
        written.append(path)
    return written


def _notice(faults: pd.DataFrame, project: pd.Series, on: date, number: str) -> dict[str, Any]:
    """The content of one notice, as its template reads it."""
    due = faults.loc[faults["mend_by"].ge(pd.Timestamp(on)), "mend_by"]
    return {
        "number": number.format(year=on.year, number="　　"),
        "unit": _text(project.get("unit")) or "（单位名称待填）",
        "name": _text(project.get("project_name")),
        "project": faults["project_written"].iloc[0],
        "days": "、".join(dict.fromkeys(_day(day) for day in faults["inspected_on"].dropna())) or NO_DAY,
        "faults": [
            {
                "item": _text(row["inspection_item"]),
                "result": _text(row["inspection_result"]) or "有问题，详见抽查记录",
                "day": _day(row["inspected_on"]),
                "due": _day(row["mend_by"]),
                "late": bool(pd.notna(row["mend_by"]) and row["mend_by"] < pd.Timestamp(on)),
            }
            for row in faults.to_dict("records")
        ],
        "due": chinese_date(due.min()) if len(due) else NO_DAY,
        "late": bool(faults["mend_by"].lt(pd.Timestamp(on)).any()),
        "day": chinese_date(on),
    }


def _day(day: Any) -> str:
    return NO_DAY if pd.isna(day) else chinese_date(day)


def _text(value: Any) -> str:
    return "" if value is None or pd.isna(value) else mask_free_text(str(value).rstrip("。"))
