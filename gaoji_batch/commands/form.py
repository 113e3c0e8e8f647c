"""Blank workbooks of the forms."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from gaoji_batch.errors import GaojiError
from gaoji_batch.law import resources
from gaoji_batch.workspace.folders import Workspace


def run(workspace: Workspace, name: str, *, on: date, to: Path | None = None) -> list[Path]:
    """Writes the blank workbook of a form (by key or title), or of all that units and the center fill in;
    into a run's folder, or into `to`."""
    from gaoji_batch.forms.schema import load_forms

    forms = [form for form in load_forms(resources.schemas() / "forms").values() if form.source != "extract"]
    wanted = [form for form in forms if name in ("all", form.key, form.title)]
    if not wanted:
        raise GaojiError(
            f"没有名为“{name}”的表单",
            "可用：all、" + "、".join(f"{form.key}（{form.title}）" for form in forms),
        )
    from gaoji_batch.outputs.workbooks.blank import write_blank

    industries = list(workspace.policy().of("industries", on))
    if to is not None:
        to.mkdir(parents=True, exist_ok=True)
        for form in wanted:
            write_blank(form, industries, to / f"{form.title}.xlsx", on)
        return [to / f"{form.title}.xlsx" for form in wanted]
    with workspace.new_run("form", on=on) as made:
        for form in wanted:
            write_blank(form, industries, made.folder / f"{form.title}.xlsx", on)
        made.note(forms=[form.key for form in wanted])
    return [made.final / f"{form.title}.xlsx" for form in wanted]
