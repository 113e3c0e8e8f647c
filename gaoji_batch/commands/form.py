"""Blank workbooks of the forms."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from gaoji_batch.casework.loading import load
from gaoji_batch.errors import GaojiError
from gaoji_batch.forms.schema import load_forms
from gaoji_batch.law import resources
from gaoji_batch.outputs.blanks.layout import Prefill, write_blank
from gaoji_batch.rules.registry import all_rules
from gaoji_batch.workspace.folders import Workspace

if TYPE_CHECKING:
    from gaoji_batch.forms.schema import Form

_OF_APPROVED = {
    "项目编号": "project_written",
    "项目名称": "project_name",
    "承办单位": "unit",
    "统一社会信用代码": "uscc",
    "开班日期": "opening",
    "结业日期": "ending",
    "总学时": "total_hours",
    "研讨交流学时": "discussion_hours",
}
"""Key-value cell or column of a blank → the column of 立项项目登记 that fills it in."""


def run(
    workspace: Workspace, name: str, *, on: date, to: Path | None = None, project: str = ""
) -> list[Path]:
    """Writes the blank workbook of a form (by key or title), or of all; into a run's folder, or into `to`.

    project: one of the approved list; what the list knows of it is filled in on the forms of units, and no
    others are written with `all`.
    """
    forms = list(load_forms(resources.schemas() / "forms").values())
    wanted = [form for form in forms if name in ("all", form.key, form.title)]
    if not wanted:
        raise GaojiError(
            f"没有名为“{name}”的表单",
            "可用：all、" + "、".join(f"{form.key}（{form.title}）" for form in forms),
        )
    prefill = _prefill(workspace, project) if project else Prefill()
    if project:
        wanted = [form for form in wanted if form.source == "unit"]
    if not wanted:
        raise GaojiError("--project只用于承办单位填报的表单", "去掉--project，或改用承办单位填报的表单")
    if to is not None:
        to.mkdir(parents=True, exist_ok=True)
        return _written(workspace, wanted, to, on, prefill)
    with workspace.new_run("form", on=on) as this_run:
        _written(workspace, wanted, this_run.folder, on, prefill)
        this_run.note(forms=[form.key for form in wanted])
    return [this_run.final / f"{form.title}.xlsx" for form in wanted]


def _written(workspace: Workspace, forms: list[Form], folder: Path, on: date, prefill: Prefill) -> list[Path]:
    of = partial(workspace.policy().of, on=prefill.values.get("开班日期", on))
    paths = [folder / f"{form.title}.xlsx" for form in forms]
    for form, path in zip(forms, paths, strict=True):
        write_blank(form, of, all_rules(), path, on, prefill)
    return paths


def _prefill(workspace: Workspace, project: str) -> Prefill:
    """What the approved list says of a project; GaojiError where it does not name it."""
    batch = load(workspace, inbox=False).batch
    approved = batch.frame("approved")
    rows = approved[approved["project"].eq(batch.numbers.of(project))]
    if not len(rows):
        raise GaojiError(f"立项项目登记中没有项目“{project}”", "核对项目编号；表单可以不带--project生成")
    values = {name: _plain(rows.iloc[0][field]) for name, field in _OF_APPROVED.items()}
    if len(rows) > 1:
        values |= {"开班日期": None, "结业日期": None}  # each class has its own
    heads = rows["approved_heads"].sum(min_count=1)
    return Prefill(
        {name: value for name, value in values.items() if value is not None},
        None if pd.isna(heads) else int(heads),
    )


def _plain(value: Any) -> Any:
    """A cell of a frame as a workbook takes it."""
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    return value if isinstance(value, str) else float(value)
