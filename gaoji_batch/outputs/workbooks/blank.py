"""Blank workbooks for units and for the center, made from the same data files by which they are checked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from gaoji_batch.forms.schema import Column, Form
from gaoji_batch.law import choices, levels
from gaoji_batch.outputs.workbooks.book import INPUT, SOFT, Book, open_book, put
from gaoji_batch.values.cells import letters

ROWS = 60
"""Rows that are laid out to be filled in; further ones may be added below."""
LISTS = "选项"
_WIDTHS = {
    "serial": 6, "name": 11, "id_number": 22, "id_text": 22, "phone": 15, "certificate": 27, "uscc": 22, "account": 24, "date": 13, "money": 12,
    "level": 11, "choice": 12, "open_choice": 16, "text": 20, "any": 20, "project": 16,
}  # fmt: skip
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
_SIGNED = {"unit": ["填表人：", "审核人：", "单位（盖章）："]}
_SAID = {
    "id_number": "18位，按文本填写", "date": "如2026-05-11", "hours": "只填数字", "hours_total": "只填数字", "hours_attended": "只填数字", "score": "只填数字",
    "count": "只填整数", "money": "整元，只填数字", "phone": "11位手机号码或带区号的固定电话", "month": "如202605",
}  # fmt: skip


def write_blank(form: Form, industries: list[str], path: Path, on: date) -> None:
    """One blank workbook: title, notes, key-value cells, header, drop-down lists, text-format columns, lines
    to sign."""
    book = open_book(path, on, form.title)
    sheet = book.sheet(form.title)
    columns = sorted((column for column in form.columns if not column.implied), key=_rank)
    width = sum(_rank(column) < 2 for column in columns)
    sheet.set_row(0, 34)
    sheet.merge_range(
        0, 0, 0, max(width - 1, 1), form.title, book.look(font_size=18, bold=True, align="center")
    )
    sheet.set_row(1, 30 if width > 6 else 62)
    sheet.merge_range(
        1, 0, 1, max(width - 1, 1), _notes(form), book.look(font_color=SOFT, font_size=9, text_wrap=True)
    )
    top = _keys(book, sheet, form)
    _table(book, sheet, columns, top, _lists(book, columns, industries))
    if form.source in _SIGNED:
        for at, label in enumerate(_SIGNED[form.source]):
            put(
                sheet,
                top + ROWS + 2,
                at * max(sum(column.required for column in form.columns) // 3, 2),
                label,
                book.look(),
            )
    sheet.freeze_panes(top + 1, 0)
    sheet.repeat_rows(top)
    sheet.print_area(0, 0, top + ROWS + 2, sum(_rank(column) < 2 for column in columns) - 1)
    book.book.close()


def _rank(column: Column) -> int:
    """序号 first, then what is required, then the rest, 备注 last."""
    return 0 if column.field == "serial" else 1 if column.required else 3 if column.name == "备注" else 2


def _notes(form: Form) -> str:
    required = "、".join(column.name for column in form.columns if column.required)
    return f"填表说明：一行填写一个{form.row}；带*的列必填（{required}）。请保留表头，不要合并数据行的单元格，不要插入图片遮盖数据。"


def _keys(book: Book, sheet: Worksheet, form: Form) -> int:
    """The key-value cells, two in a row, label and value side by side; returns the row of the header."""
    held = {column.name for column in form.columns if not column.implied}
    keys = [key for key in form.keys if key not in held]
    apart = max(sum(column.required for column in form.columns) // 2, 5)
    for at, key in enumerate(keys):
        row, left = 2 + at // 2, at % 2 * apart
        look = (
            {"num_format": "yyyy-mm-dd"}
            if key.endswith("日期")
            else {"num_format": "@"}
            if key in ("项目编号", "统一社会信用代码")
            else {}
        )
        sheet.set_row(row, 20)
        _across(sheet, row, left, f"{key}：", book.look(align="right", bold=True))
        _across(sheet, row, left + 2, None, book.look(bg_color=INPUT, bottom=1, align="left", **look))
    return 2 + (len(keys) + 1) // 2


def _across(sheet: Worksheet, row: int, left: int, value: str | None, look: Format) -> None:
    """A label or the cell to fill in, two columns wide."""
    sheet.merge_range(row, left, row, left + 1, value or "", look)


def _table(book: Book, sheet: Worksheet, columns: list[Column], top: int, lists: dict[str, str]) -> None:
    sheet.set_row(top, 32)
    for at, column in enumerate(columns):
        look = book.cell(
            "text",
            num_format="@" if column.type in _TEXT else "yyyy-mm-dd" if column.type == "date" else "General",
        )
        sheet.set_column(at, at, max(_WIDTHS.get(column.type, 11), 2 * len(column.name) + 3))
        put(sheet, top, at, f"{column.name}*" if column.required else column.name, book.cell("head"))
        note = column.note or _SAID.get(column.type, "")
        for row in range(top + 1, top + 1 + ROWS):
            put(sheet, row, at, None, look)
        if column.field in lists:
            stop = column.type != "open_choice"
            rule = {
                "validate": "list",
                "source": lists[column.field],
                "error_type": "stop" if stop else "warning",
                "error_message": "请从下拉列表中选择",
            }
            sheet.data_validation(
                top + 1, at, top + ROWS, at, rule | ({"input_message": note[:250]} if note else {})
            )
        elif note:
            sheet.data_validation(
                top + 1,
                at,
                top + ROWS,
                at,
                {"validate": "any", "input_title": column.name[:32], "input_message": note[:250]},
            )


def _lists(book: Book, columns: list[Column], industries: list[str]) -> dict[str, str]:
    """Writes every drop-down list into a hidden sheet (a list inside a cell may hold 255 characters only);
    field → its range."""
    found: dict[str, str] = {}
    offered = {column.field: _offered(column, industries) for column in columns}
    if not any(offered.values()):
        return found
    sheet = book.book.add_worksheet(LISTS)
    sheet.hide()
    for at, (field, values) in enumerate((field, values) for field, values in offered.items() if values):
        for row, value in enumerate(values):
            sheet.write_string(row, at, value)
        letter = letters(at + 1)
        found[field] = f"={LISTS}!${letter}$1:${letter}${len(values)}"
    return found


def _offered(column: Column, industries: list[str]) -> list[str]:
    if column.type == "level":
        return list(levels.known())
    return industries if column.choices == "industries" else choices.values(column.choices)
