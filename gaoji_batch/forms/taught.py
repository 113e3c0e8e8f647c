"""center/表头对照: headers as units write them, taught to the forms without code (docs/contract/reading.md
2)."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING

from gaoji_batch.forms.schema import Form
from gaoji_batch.values import text

if TYPE_CHECKING:
    from gaoji_batch.forms.table import Recognised

FORM = "headers"
Taught = tuple[tuple[str, str, str], ...]
"""(form key, header as written, field), in a fixed order."""


def lessons(submissions: Iterable[Recognised], forms: dict[str, Form]) -> tuple[Taught, list[str]]:
    """What the center's tables teach, and a remark on each row that teaches nothing."""
    by_title = {text.fold(name): form for form in forms.values() for name in (form.key, form.title)}
    taught: set[tuple[str, str, str]] = set()
    remarks: list[str] = []
    for table in (table for submission in submissions for table in submission.tables if table.form == FORM):
        columns = [
            table.values.get(name) or [None] * len(table.rows)
            for name in ("form_title", "header", "standard")
        ]
        for row, *cells in zip(table.rows, *columns, strict=True):
            title, header, standard = (text.clean(value) or "" for value in cells)
            form = by_title.get(text.fold(title))
            field = form.headed.get(text.fold_header(standard)) if form else None
            existing = form.headed.get(text.fold_header(header)) if form else None
            why = (
                f"没有名为“{title}”的表单"
                if form is None
                else f"“{standard}”不是{form.title}的列"
                if field is None
                else "没有填写表头"
                if not text.fold_header(header)
                else f"“{header}”已是{form.title}另一列的列名"
                if existing not in (None, field)
                else ""
            )
            if why:
                remarks.append(f"{table.file}第{row}行没有采用：{why}")
            elif form is not None and field is not None and existing is None:
                taught.add((form.key, header, field))
    return tuple(sorted(taught)), remarks


@cache
def taught_forms(taught: Taught, untaught: tuple[Form, ...]) -> dict[str, Form]:
    """The forms with the headers that were taught."""
    forms = {form.key: deepcopy(form) for form in untaught}
    for key, header, field in taught:
        column = forms[key].by_field[field]
        column.aliases = [*column.aliases, header]
    # made anew: what a form has cached of its headers does not know the new ones
    return {key: deepcopy(form) for key, form in forms.items()}
