"""Blank workbooks for units and for the center, made from the same data files by which they are checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from gaoji_batch.forms.schema import Column, Form
from gaoji_batch.outputs.blanks.explained import write_explained
from gaoji_batch.outputs.blanks.lists import NAME, Lists, Of
from gaoji_batch.outputs.blanks.self_check import ROWS, Laid, write_self_check
from gaoji_batch.outputs.workbooks.book import INPUT, LINE, SOFT, Book, open_book, write_cell
from gaoji_batch.rules.rule import Rule

_WIDTHS = {
    "serial": 6,
    "name": 11,
    "id_number": 22,
    "id_text": 22,
    "phone": 15,
    "certificate": 27,
    "uscc": 22,
    "account": 24,
    "date": 13,
    "money": 12,
    "level": 11,
    "choice": 12,
    "open_choice": 16,
    "text": 20,
    "any": 20,
    "project": 16,
}
_TEXT = (
    "id_number",
    "id_text",
    "phone",
    "certificate",
    "uscc",
    "account",
    "project",
    "occupation_code",
    "month",
    "name",
    "name_list",
    "text",
    "any",
)
_SIGNED = "&L&10填表人：&C&10审核人：&R&10单位（盖章）：\n&8第&P页，共&N页"
"""Lines to sign stand at the foot of each page, where they are in nobody's way."""
_TYPING_HINTS = {
    "id_number": "18位，按文本填写",
    "date": "如2026-05-11",
    "hours": "只填数字",
    "hours_total": "只填数字",
    "hours_attended": "只填数字",
    "score": "只填数字",
    "count": "只填整数",
    "money": "整元，只填数字",
    "phone": "11位手机号码或带区号的固定电话",
    "month": "如202605",
}
_NUMBER_AND_DAY = ["项目编号", "填报日期"]
_WANTED_KEYS = {
    "roster": _NUMBER_AND_DAY,
    "plan": _NUMBER_AND_DAY,
    "completion": _NUMBER_AND_DAY,
    "assessment": _NUMBER_AND_DAY,
    "claim": _NUMBER_AND_DAY,
    "application": ["填报日期"],
}
"""The key-value cells without which a filing has no project or no day (F009)."""
_RULED = {"card": 1, "roster": 20, "completion": 20, "assessment": 20, "attendance": 20}
_FEW = 10
_ID_HOLDS = (
    '=IF(LEN({0})=18,MID("10X98765432",MOD(SUMPRODUCT(MID({0},ROW(INDIRECT("1:17")),1)'
    '*MOD(2^(18-ROW(INDIRECT("1:17"))),11)),11)+1,1)=UPPER(RIGHT({0},1)),FALSE)'
)


@dataclass(frozen=True, slots=True)
class Prefill:
    """What the approved list knows of the project that a blank is for: key-value cell or column name →
    value."""

    values: Mapping[str, Any] = field(default_factory=dict)
    approved_heads: int | None = None


def write_blank(
    form: Form, of: Of, rules: Mapping[str, Rule], path: Path, on: date, prefill: Prefill
) -> None:
    """One blank workbook: title, notes, key-value cells, header, drop-down lists, text-format columns; for
    units the sheet 自查, for extracts what each column is."""
    book = open_book(path, on, form.title)
    sheet = book.sheet(form.title)
    columns = sorted((column for column in form.columns if not column.implied), key=_rank)
    printed = sum(_rank(column) < 4 for column in columns)
    _heading(book, sheet, form, printed)
    keys = _keys(book, sheet, form, printed, 3 if form.source == "unit" else 2, prefill)
    top = max((row + 1 for row, _ in keys.values()), default=3 if form.source == "unit" else 2)
    hidden = book.book.add_worksheet(NAME)
    lists = Lists(hidden)
    offered = lists.offered(columns, of)
    _table(book, sheet, form, columns, top)
    _validations(sheet, columns, top, offered)
    if "单位类型" in keys:
        sheet.data_validation(
            *keys["单位类型"], *keys["单位类型"], _choose(lists.add(list(of("unit.types"))), False)
        )
    _prefilled(book, sheet, form, columns, top, prefill)
    if form.source == "unit":
        laid = Laid(
            form,
            (top, 0),
            {column.field: at for at, column in enumerate(columns)},
            {name: xl_rowcol_to_cell(*at, row_abs=True, col_abs=True) for name, at in keys.items()},
            lists.understood(columns, of),
            _WANTED_KEYS.get(form.key, []),
            prefill.approved_heads,
        )
        names = write_self_check(book, laid, of, rules, on)
        _marked(book, sheet, columns, top, names)
    elif form.source == "extract":
        write_explained(book, form, columns)
    sheet.freeze_panes(top + 1, 0)
    sheet.repeat_rows(top)
    # down to the last row of a sheet: what is typed prints, however long
    sheet.print_area(0, 0, 1048575, printed - 1)
    book.book.close()


def _rank(column: Column) -> int:
    """序号 first, then what is required, what a rule needs, 备注, and the rest, which is not printed."""
    if column.field == "serial":
        return 0
    return 1 if column.required else 2 if column.asked else 3 if column.name == "备注" else 4


def _heading(book: Book, sheet: Worksheet, form: Form, printed: int) -> None:
    right = max(printed - 1, 1)
    sheet.set_row(0, 34)
    sheet.merge_range(0, 0, 0, right, form.title, book.look(font_size=18, bold=True, align="center"))
    sheet.set_row(1, 30 if printed > 8 else 62)
    sheet.merge_range(1, 0, 1, right, _notes(form), book.look(font_color=SOFT, font_size=9, text_wrap=True))
    if form.source == "unit":
        sheet.merge_range(2, 0, 2, right, "", book.look())
        sheet.write_formula(
            2, 0, '="自查："&自查!$A$3', book.look(bold=True, font_color="#2E7D6B"), "自查：尚未填写"
        )
        sheet.set_footer(_SIGNED)


def _notes(form: Form) -> str:
    required = "、".join(column.name for column in form.columns if column.required)
    beside = "填写时随时查看后面的工作表“自查”。" if form.source == "unit" else ""
    return (
        f"填表说明：一行填写一个{form.row}；带*的列必填（{required}）。"
        f"请保留表头，不要合并数据行的单元格，不要插入图片遮盖数据。{beside}"
    )


def _keys(
    book: Book, sheet: Worksheet, form: Form, printed: int, top: int, prefill: Prefill
) -> dict[str, tuple[int, int]]:
    """The key-value cells, two in a row, label and value side by side; key → the place of its value."""
    names = {column.name for column in form.columns if not column.implied}
    middle = (printed + 1) // 2
    places = {}
    for at, key in enumerate(key for key in form.keys if key not in names):
        row, left = top + at // 2, at % 2 * middle
        half = (middle, printed - middle)[at % 2]
        value = left + (2 if half > 2 else 1)
        look = (
            {"num_format": "yyyy-mm-dd"}
            if key.endswith("日期")
            else {"num_format": "@"}
            if key in ("项目编号", "统一社会信用代码", "期次")
            else {}
        )
        sheet.set_row(row, 20)
        _across(sheet, row, left, value - 1, f"{key}：", book.look(align="right", bold=True))
        filled = book.look(bg_color=INPUT, bottom=1, align="left", **look)
        _across(sheet, row, value, min(value + 2, left + half - 1), prefill.values.get(key), filled)
        places[key] = (row, value)
    return places


def _across(sheet: Worksheet, row: int, left: int, right: int, value: Any, look: Format) -> None:
    """A label or the cell to fill in, over its columns."""
    if right > left:
        sheet.merge_range(row, left, row, right, "", look)
    _write(sheet, row, left, value, look)


def _write(sheet: Worksheet, row: int, column: int, value: Any, look: Format) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, look)
    else:
        write_cell(sheet, row, column, value, look)


def _table(book: Book, sheet: Worksheet, form: Form, columns: list[Column], top: int) -> None:
    """Header, formats of whole columns, and the few rows that are ruled before anything is filled in."""
    sheet.set_row(top, 32)
    ruled = _RULED["card"] if form.card else _RULED.get(form.key, _FEW)
    for at, column in enumerate(columns):
        kind = "@" if column.type in _TEXT else "yyyy-mm-dd" if column.type == "date" else "General"
        sheet.set_column(
            at,
            at,
            max(_WIDTHS.get(column.type, 11), 2 * len(column.name) + 3),
            book.look(num_format=kind, text_wrap=True),
        )
        write_cell(sheet, top, at, f"{column.name}*" if column.required else column.name, book.cell("head"))
        for row in range(top + 1, top + 1 + ruled):
            write_cell(sheet, row, at, None, book.cell("text", num_format=kind))
    right = xl_rowcol_to_cell(top + 1, len(columns) - 1, col_abs=True)
    sheet.conditional_format(
        top + 1,
        0,
        top + ROWS,
        len(columns) - 1,
        {
            "type": "formula",
            "criteria": f"=COUNTA($A{top + 2}:{right})>0",
            "format": book.book.add_format({"border": 1, "border_color": LINE}),
        },
    )


def _validations(sheet: Worksheet, columns: list[Column], top: int, offered: Mapping[str, str]) -> None:
    """Drop-down lists, warnings while typing, and what each column wants."""
    for at, column in enumerate(columns):
        # Excel takes 255 characters of a prompt and 32 of its title
        note = (column.note or _TYPING_HINTS.get(column.type, ""))[:250]
        if column.field in offered:
            closed = column.type in ("choice", "level")
            rule = _choose(offered[column.field], closed)
        elif column.type == "id_number":
            cell = xl_rowcol_to_cell(top + 1, at, col_abs=True)
            rule = {
                "validate": "custom",
                "value": _ID_HOLDS.format(cell),
                "error_type": "warning",
                "error_message": "身份证件号码的位数或校验码不对，请对照证件原件。",
            }
        else:
            rule = {"validate": "any"}
        if note:
            rule |= {"input_title": column.name[:32], "input_message": note}
        if len(rule) > 1:
            sheet.data_validation(top + 1, at, top + ROWS, at, rule)


def _choose(source: str, closed: bool) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": f"={source}",
        "error_type": "stop" if closed else "warning",
        "error_message": "请从下拉列表中选择",
    }


def _prefilled(
    book: Book, sheet: Worksheet, form: Form, columns: list[Column], top: int, prefill: Prefill
) -> None:
    """The first row of a form that is filled in once a project."""
    if not form.card:
        return
    for at, column in enumerate(columns):
        if prefill.values.get(column.name) is not None:
            kind = "@" if column.type in _TEXT else "yyyy-mm-dd" if column.type == "date" else "General"
            _write(sheet, top + 1, at, prefill.values[column.name], book.cell("text", num_format=kind))


def _marked(book: Book, sheet: Worksheet, columns: list[Column], top: int, names: Mapping[str, str]) -> None:
    """Colours the cells in which 自查 finds something."""
    look = book.book.add_format({"bg_color": "#FBD5D5"})
    head = xl_rowcol_to_cell(top, 0, row_abs=True, col_abs=True)
    for at, column in enumerate(columns):
        if column.field in names:
            condition = f'=INDEX({names[column.field]},ROW()-ROW({head}))<>""'
            sheet.conditional_format(
                top + 1, at, top + ROWS, at, {"type": "formula", "criteria": condition, "format": look}
            )
