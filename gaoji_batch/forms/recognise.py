"""Grid → Table: which form a sheet is, its data rows, its key-value cells, and what is wrong with it as a form (F004 to F014)."""

from __future__ import annotations

import hashlib
import re
from itertools import islice

from gaoji_batch.forms.headers import Header, find_header
from gaoji_batch.forms.key_values import is_key_row, key_values
from gaoji_batch.forms.schema import Form
from gaoji_batch.forms.table import KeyValue, Recognised, Table
from gaoji_batch.intake.grid import Fault, Grid, Submission
from gaoji_batch.values import text
from gaoji_batch.values.cells import letters

REVIEW_SHEET = "审核意见"
"""The sheet that a returned workbook has in front; it is never data."""
RULINGS, FINDINGS = "核实处理意见表", "审核问题"
"""Two sheets by which our own summary is known: saved whole into center/ with rulings filled in, the first alone is data."""
_TOTAL = re.compile(
    r"^(?:本[页表班期])?(?:(?:人数|学时|金额)?合计|小计|累计|总计|共计|总人数|合计人数|合计金额|总学时|学时合计|共\d+(?:人|名|学时|个))(?![\u4e00-\u9fff]*班)"
)
_SIGNATURE = re.compile(
    r"^(?:填表人|制表人|审核人|审批人|负责人|经办人|联系人|单位负责人|项目负责人|班主任|填报人|复核|审核|制表|.{0,12}(?:盖章|公章|签章|签字|签名)"
    r"|承办单位\(|申报单位\(|填表说明|注意事项|填报说明|(?:备?注|说明|日期|打印时间|打印日期|联系电话|人民币\(大写\)|大写|注意):|.{1,12}:$"
    r"|(?:审批|审核|领导|单位|承办单位)意见|备注$|※|[本此]表|第\d+页)"
)
"""The first words of a signature, a stamp, a note or a label with its colon."""
_BLANK_BELOW = re.compile(r"^[-—\s(（]*以下(?:为)?空白")
_INSTRUCTIONS = re.compile("说明|须知|示例|样表|模板")
_COVER_ROWS = 100
"""So many rows of a sheet that is no form are looked through for key-value cells."""
_BLANK_DAY = re.compile(r"^\d{0,4}年\d{0,2}月\d{0,2}日$")
FOLDERS = {"center": ("center",), "inbox": ("unit",), "extracts": ("extract",)}


def recognised(submission: Submission, forms: dict[str, Form]) -> Recognised:
    """The forms of a file, and its faults. A unit's file is never read as one of the center's own forms."""
    sources = FOLDERS.get(submission.file.split("/", 1)[0], ("unit", "center", "extract"))
    allowed = [form for form in forms.values() if form.source in sources]
    tables: list[Table] = []
    faults: list[Fault] = []
    for member, grids in _workbooks(submission).items():
        seen = [(grid, _table(grid, submission.file, allowed)) for grid in grids]
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


def _table(grid: Grid, file: str, forms: list[Form]) -> Table | None:
    header = find_header(grid, forms)
    if header is None:
        return None
    rows, last = _data_rows(grid, header)
    below = range(last + 1, len(grid.rows) + 1)
    keys = key_values(grid, [*range(1, header.first), *below], header.form)
    table = Table(header.form.key, file, grid.sheet, grid.hidden, header.last, header.columns, rows, {}, keys)
    _fill(table, grid)
    table.faults += (
        _header_faults(table, grid, header) + _cell_faults(table, grid) + _hidden_faults(table, grid)
    )
    return table


def _data_rows(grid: Grid, header: Header) -> tuple[list[int], int]:
    """The data rows, and the row after which no data row follows."""
    own = {at for field, at in header.columns.items() if field != "serial"}
    labels = [text.fold_header(cell) if isinstance(cell, str) else "" for cell in grid.rows[header.last - 1]]
    marked = {row for row, column in [*grid.errors, *grid.unvalued] if column in own}
    titles = {
        said[0]
        for cells in grid.rows[: header.first - 1]
        if len(said := [cell for cell in cells if text.clean(cell) is not None]) == 1
    }
    rows = []
    for row in range(header.last + 1, len(grid.rows) + 1):
        cells = grid.rows[row - 1]
        if row not in marked and not any(
            at <= len(cells) and text.clean(cells[at - 1]) is not None for at in own
        ):
            continue
        if not (_ends(cells, header, titles) or _repeats(cells, labels)):
            rows.append(row)
    return rows, rows[-1] if rows else header.last


def _ends(cells: list[object], header: Header, titles: set[object]) -> bool:
    """A total, a signature, a note, a key-value row, or a title line once more: no data row. It fills few cells."""
    few = max(4, len(header.columns) // 2)
    filled = list(
        islice(
            ((at, said) for at, cell in enumerate(cells, 1) if (said := text.clean(cell)) is not None),
            few + 1,
        )
    )
    if not 0 < len(filled) <= few:
        return False
    first = text.fold(filled[0][1]).replace("[", "(").replace("]", ")")
    if (
        _TOTAL.match(first)
        or _SIGNATURE.match(first)
        or any(_BLANK_BELOW.match(said) for _, said in filled)
        or is_key_row(cells, header.form)
    ):
        return True
    if all(_BLANK_DAY.match(text.fold(said)) for _, said in filled):
        return len(header.columns) > 1 and len(filled) == 1
    alone = len(filled) == 1 and len(header.columns) > 2
    if alone and cells[filled[0][0] - 1] in titles:
        return True
    return (
        alone
        and isinstance(cells[filled[0][0] - 1], str)
        and (len(first) > 20 or first.endswith(("。", "章)", "盖章")))
    )


def _repeats(cells: list[object], labels: list[str]) -> bool:
    """The header once more, as at the top of a printed page."""
    pairs = zip(cells, labels, strict=False)
    same = sum(
        isinstance(cell, str) and cell != "" and label != "" and text.fold_header(cell) == label
        for cell, label in pairs
    )
    return same >= 3 and same * 2 > sum(bool(label) for label in labels)


def _fill(table: Table, grid: Grid) -> None:
    """The values of the data rows, equal texts as one object; a value merged downwards counts for every row."""
    down = {}
    for first, left, last, right in grid.merges:
        if last > first and left == right:
            down.update({(row, left): (first, left) for row in range(first + 1, last + 1)})
    once: dict[str, str] = {}
    for field, column in table.columns.items():
        cells = [
            _cell(grid, *(down.get((row, column), (row, column)) if down else (row, column)))
            for row in table.rows
        ]
        table.values[field] = [
            once.setdefault(cell, cell) if isinstance(cell, str) else cell for cell in cells
        ]


def _cell(grid: Grid, row: int, column: int) -> object:
    cells = grid.rows[row - 1]
    return (
        cells[column - 1]
        if column <= len(cells) and (row, column) not in grid.errors and (row, column) not in grid.unvalued
        else None
    )


def _header_faults(table: Table, grid: Grid, header: Header) -> list[Fault]:
    form = header.form
    given = {name for name, key in table.key_values.items() if text.clean(key.value) is not None}
    missing = [
        column
        for column in form.columns
        if column.required and column.field not in header.columns and column.name not in given
    ]
    faults = [
        Fault("F005", grid.sheet, detail={"name": column.name, "field": column.field}) for column in missing
    ]
    for column in form.columns:
        if column.required and column.field not in header.columns and column.name in given:
            table.values[column.field] = [table.key_values[column.name].value] * len(table.rows)
    faults += [
        Fault("F006", grid.sheet, header.last, at, {"name": form.by_field[field].name, "field": field})
        for field, at in header.again
    ]
    for at in header.unknown:
        if any(
            at <= len(grid.rows[row - 1]) and text.clean(grid.rows[row - 1][at - 1]) is not None
            for row in table.rows
        ):
            row = next(
                (
                    row
                    for row in (header.last, header.first)
                    if at <= len(grid.rows[row - 1]) and text.clean(grid.rows[row - 1][at - 1])
                ),
                header.last,
            )
            name = text.clean(grid.rows[row - 1][at - 1]) if at <= len(grid.rows[row - 1]) else None
            faults.append(Fault("F007", grid.sheet, row, at, {"name": name or ""}))
    if not table.rows:
        faults.append(Fault("F008", grid.sheet))
    return faults


def _cell_faults(table: Table, grid: Grid) -> list[Fault]:
    """F011 and F014 in the data rows of the form's columns, and in key-value cells."""
    rows, fields = set(table.rows), {column: field for field, column in table.columns.items()}
    keyed = {(key.row, key.column) for key in table.key_values.values()}
    faults = []
    for code, held in (("F014", grid.errors), ("F011", dict.fromkeys(grid.unvalued, ""))):
        for (row, column), error in sorted(held.items()):
            if row in rows and column in fields:
                table.blocked.setdefault(fields[column], set()).add(row)
            elif (row, column) not in keyed:
                continue
            faults.append(Fault(code, grid.sheet, row, column, {"error": error} if error else {}))
    return faults


def _hidden_faults(table: Table, grid: Grid) -> list[Fault]:
    """F012: a hidden sheet, and each run of hidden rows or columns that holds data."""
    if grid.hidden:
        return [Fault("F012", grid.sheet, 1, 1, {"what": "工作表"})]
    faults = []
    keyed = {key.row for key in table.key_values.values()}
    for first, last in grid.hidden_rows:
        if any(first <= row <= last for row in table.rows) or any(first <= row <= last for row in keyed):
            faults.append(
                Fault(
                    "F012",
                    grid.sheet,
                    first,
                    1,
                    {"what": f"第{first}行" if first == last else f"第{first}至{last}行"},
                )
            )
    for first, last in grid.hidden_columns:
        held = (
            grid.rows[row - 1][at - 1]
            for row in table.rows
            for at in range(first, min(last, len(grid.rows[row - 1])) + 1)
        )
        if any(text.clean(value) is not None for value in held):
            faults.append(Fault("F012", grid.sheet, 1, first, {"what": _columns(first, last)}))
    return faults


def _columns(first: int, last: int) -> str:
    return f"{letters(first)}列" if first == last else f"{letters(first)}至{letters(last)}列"
