"""Grid → Table: which form a sheet is, its data rows, its key-value cells, and what is wrong with it as a form (F004 to F014)."""

from __future__ import annotations

import hashlib
import re

from gaoji_batch.forms.blocks import table_of
from gaoji_batch.forms.key_values import key_values
from gaoji_batch.forms.schema import Form
from gaoji_batch.forms.table import KeyValue, Recognised, Table
from gaoji_batch.intake.grid import Fault, Grid, Submission

REVIEW_SHEET = "审核意见"
"""The sheet that a returned workbook has in front; it is never data."""
RULINGS, FINDINGS = "核实处理意见表", "审核问题"
"""Two sheets by which our own summary is known: saved whole into center/ with rulings filled in, the first alone is data."""
_INSTRUCTIONS = re.compile("说明|须知|示例|样表|模板")
_COVER_ROWS = 100
"""So many rows of a sheet that is no form are looked through for key-value cells."""
FOLDERS = {"center": ("center",), "inbox": ("unit",), "extracts": ("extract",)}


def recognised(submission: Submission, forms: dict[str, Form]) -> Recognised:
    """The forms of a file, and its faults. A unit's file is never read as one of the center's own forms."""
    sources = FOLDERS.get(submission.file.split("/", 1)[0], ("unit", "center", "extract"))
    allowed = [form for form in forms.values() if form.source in sources]
    tables: list[Table] = []
    faults: list[Fault] = []
    for member, grids in _workbooks(submission).items():
        seen = [(grid, table_of(grid, submission.file, allowed)) for grid in grids]
        found = [table for _, table in seen if table is not None]
        _cover(seen, forms)
        if not found:
            faults.append(_no_form(submission, member, grids))
        tables += found
    for table in tables:
        table.content = _content(table)
    return Recognised(
        submission.file,
        submission.size,
        submission.sha256,
        submission.kind,
        [],
        [*submission.faults, *faults],
        submission.creator,
        tables,
    )


def _cover(seen: list[tuple[Grid, Table | None]], forms: dict[str, Form]) -> None:
    """Gives the key-value cells of a cover sheet to the form after it, those behind the last form to that one; instructions and hidden lists say nothing."""
    met = [table for _, table in seen if table is not None]
    held: dict[str, KeyValue] = {}
    for grid, table in seen if met else ():
        if table is not None:
            table.before, held = held, {}
        elif not (grid.hidden or _INSTRUCTIONS.search(grid.sheet)):
            for key in dict.fromkeys(table.form for table in met):
                held = (
                    key_values(grid, list(range(1, min(len(grid.rows), _COVER_ROWS) + 1)), forms[key]) | held
                )
    if met:
        met[-1].after = held


def _content(table: Table) -> bytes:
    """The hash of all that a sheet says."""
    columns = [(name, [_said(value) for value in values]) for name, values in sorted(table.values.items())]
    keys = [(name, _said(key.value)) for name, key in sorted(table.key_values.items())]
    return hashlib.sha256(repr((table.form, keys, columns)).encode("utf-8", "surrogatepass")).digest()


def _said(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def _no_form(submission: Submission, member: str, grids: list[Grid]) -> Fault:
    """A text file is an attachment, or a spreadsheet by name only; anything else a workbook without a known form."""
    if submission.kind == "text":
        return Fault("F018", detail={"kind": "文本"})
    if submission.kind == "csv" and not submission.file.lower().endswith((".csv", ".tsv")):
        return Fault("F001", detail={"what": "文件名像电子表格，内容是文本"})
    return Fault("F004", member, detail={"why": _seen(grids)})


def _workbooks(submission: Submission) -> dict[str, list[Grid]]:
    """The sheets that may be data, a workbook at a time (a zip holds several); our own review sheet and empty ones are none."""
    books: dict[str, list[Grid]] = {}
    for grid in submission.grids:
        member, _, name = grid.sheet.partition("!") if submission.kind == "zip" else ("", "", grid.sheet)
        held = books.setdefault(member, [])
        if (name or grid.sheet) != REVIEW_SHEET and (grid.rows or len(submission.grids) == 1):
            held.append(grid)
    return {member: _rulings(held) or held for member, held in books.items()}


def _rulings(grids: list[Grid]) -> list[Grid]:
    """The ruling form of our own summary; [] of any other workbook."""
    own = {grid.sheet for grid in grids} >= {RULINGS, FINDINGS}
    return [grid for grid in grids if own and grid.sheet == RULINGS]


def _seen(grids: list[Grid]) -> str:
    names = "、".join(grid.sheet for grid in grids[:5] if grid.sheet)
    return f"查看了工作表{names}" if names else ""
