"""The sheet 自查 of a blank for units: live formulas that say, while a unit types, what the program would
find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from gaoji_batch.findings import SEVERITY_NAMES
from gaoji_batch.forms.own_sheets import SELF_CHECK, SELF_CHECK_LINE, SELF_CHECK_ROWS, SELF_CHECK_TOP
from gaoji_batch.forms.schema import Form
from gaoji_batch.outputs.blanks.cell_checks import CellChecks
from gaoji_batch.outputs.blanks.class_checks import OF_FORM, FormChecks, Line, lacking
from gaoji_batch.outputs.blanks.formulas import Columns, quoted
from gaoji_batch.outputs.blanks.lists import Of
from gaoji_batch.outputs.workbooks.book import SOFT, Book, write_cell
from gaoji_batch.rules.rule import Rule
from gaoji_batch.values.dates import chinese_date

_FIRST_LINE = 4
_TOP = SELF_CHECK_TOP
"""The first row (0-based) of the list of persons: the summary has room above it."""
ROWS = SELF_CHECK_ROWS - _TOP
"""Rows of a form that are checked while they are typed."""
_HELPERS = 5
_PRINTED = 30
"""So many rows of the list are printed: a class."""
_MARKS = {
    "score_attendance": "出勤",
    "score_attitude": "学习态度",
    "score_discussion": "研讨交流",
    "score_summary": "工作总结",
}


_LEAST, _MOST = '"不少于"General"{}"', '"不超过"General"{}"'
STANDARDS = {
    "Q0601": _LEAST.format("人"),
    "Q0602": _MOST.format("人"),
    "Q0604": _MOST.format("人"),
    "Q0606": _LEAST.format("人"),
    "Q0607": _LEAST.format("人"),
    "H0901": _LEAST.format("学时"),
    "H0902": _LEAST.format("学时"),
    "H0905": _MOST.format("学时"),
    "H0906": _MOST.format("学时"),
    "P1201": '"开班前"0"天"',
    "P1301": '"结业后"0"天内"',
}
"""Rule → how its number is shown as the standard."""


@dataclass(frozen=True, slots=True)
class Laid:
    """Where a form lies on its sheet.

    form: the form.
    header: row and column (0-based) of its first header.
    columns: field → 0-based column.
    keys: key-value cell → its cell.
    words: what `Lists.understood` gave.
    wanted_keys: key-value cells without which a filing has no project or no day.
    approved_heads: of the project that the blank is for; None where it is for none.
    """

    form: Form
    header: tuple[int, int]
    columns: Mapping[str, int]
    keys: Mapping[str, str]
    words: dict[str, str]
    wanted_keys: list[str]
    approved_heads: int | None = None


def write_self_check(book: Book, laid: Laid, of: Of, rules: Mapping[str, Rule], on: date) -> dict[str, str]:
    """Adds the sheet; field → the defined name of the cells that say what is wrong with that column."""
    form = laid.form
    sheet = book.sheet(SELF_CHECK, "#2E7D6B")
    titles = {code: rule.title for code, rule in rules.items()}
    columns = Columns(_HELPERS, _TOP, _TOP + ROWS - 1)
    head = f"'{form.title}'!{xl_rowcol_to_cell(*laid.header, row_abs=True, col_abs=True)}"
    columns.add("number", f"ROW()-{_TOP}")
    columns.add("row", f"ROW({head})+[number]")
    source = {field: _full_column(form, at) for field, at in laid.columns.items()}
    cells = CellChecks(form, columns, source, laid.words, titles, _marks(of))
    faults = cells.build()
    columns.add("faults", "&".join(faults.values()))
    keys = {name: f"'{form.title}'!{cell}" for name, cell in laid.keys.items()}
    checks = FormChecks(columns, of, keys, rules, faults, laid.approved_heads)
    lines = lacking(checks, laid.wanted_keys)
    lines += [line for make in OF_FORM.get(form.key, ()) for line in make(checks)]
    lines += _cell_lines(columns, rules, list(faults.values()))
    _summary(book, sheet, form, lines, columns, rules, on)
    _rows(book, sheet, laid, columns)
    _beyond(book, sheet, laid, head, source)
    names = {}
    for field in faults:
        # a conditional format may not refer to another sheet but by a defined name
        named = f"自查_{field}"
        book.book.define_name(named, f"={SELF_CHECK}!{columns.area(f'f_{field}')}")
        names[field] = named
    return names


def _full_column(form: Form, at: int) -> str:
    letter = xl_rowcol_to_cell(0, at, col_abs=True)[:-1]
    return f"'{form.title}'!{letter}:{letter}"


def _marks(of: Of) -> dict[str, float]:
    full = of("assessment.full_marks")
    return {field: full[name] for field, name in _MARKS.items()} | {"per_head": of("subsidy.per_head")}


def _cell_lines(columns: Columns, rules: Mapping[str, Rule], faults: list[str]) -> list[Line]:
    """A line for each rule of single cells that this form can break."""
    formulas = "".join(columns.templates[name.strip("[]")] for name in faults)
    lines = []
    for code, rule in rules.items():
        title_start = quoted(f"{rule.title}〔")[:-1]
        if title_start not in formulas:
            continue
        title_start += '"'
        count = f'SUMPRODUCT((LEN([faults:])-LEN(SUBSTITUTE([faults:],{title_start},"")))/LEN({title_start}))'
        lines.append(Line(rule.title, "不应有", count, count, code))
    return lines


def _summary(
    book: Book,
    sheet: Worksheet,
    form: Form,
    lines: list[Line],
    columns: Columns,
    rules: Mapping[str, Rule],
    on: date,
) -> None:
    for at, width in enumerate((24, 26, 13, 80)):
        sheet.set_column(at, at, width)
    sheet.set_row(0, 30)
    write_cell(sheet, 0, 0, SELF_CHECK, book.look(font_size=16, bold=True))
    write_cell(
        sheet,
        1,
        0,
        f"{SELF_CHECK_LINE}按“{form.title}”中填写的内容自动计算，不用填写，报送时不必删除。"
        f"所用标准为{chinese_date(on)}的规定；"
        "社会保险、往期参训和与其他表格的核对，以审核意见为准。",
        book.look(font_color=SOFT, font_size=9),
    )
    counts = [xl_rowcol_to_cell(_FIRST_LINE + at, _HELPERS - 1) for at, line in enumerate(lines) if line.code]
    none = columns.formula("SUM([filled:])=0")[1:]
    refusing = "+".join(
        cell for cell, line in zip(counts, lines, strict=True) if rules[line.code].severity != "note"
    )
    headline = (
        f'=IF({none},"尚未填写",IF({refusing}=0,"没有发现须更正的问题",'
        f'"发现"&({refusing})&"处问题，请按下面所列更正"))'
    )
    sheet.write_formula(2, 0, headline, book.look(bold=True, font_size=12), "尚未填写")
    for at, title in enumerate(("核对事项", "规定", "现在", "结论")):
        _say(sheet, _FIRST_LINE - 1, at, title, book.cell("head"))
    _summary_lines(book, sheet, lines, columns, rules, none)
    _coloured(book, sheet, _FIRST_LINE, _FIRST_LINE + len(lines) - 1)


def _summary_lines(
    book: Book, sheet: Worksheet, lines: list[Line], columns: Columns, rules: Mapping[str, Rule], none: str
) -> None:
    """A row a line: what is checked, the standard, the value now, the verdict; hidden beside it, how many
    faults.

    none: the condition that nothing is filled in yet.
    """
    for at, line in enumerate(lines):
        row = _FIRST_LINE + at
        _say(sheet, row, 0, line.label, book.cell("text"))
        _say(sheet, row, 1, line.standard, book.cell("code", num_format=STANDARDS.get(line.code, "General")))
        now = columns.formula(line.now)[1:]
        sheet.write_formula(row, 2, f'=IF({none},"",{now})', book.cell("code", num_format="General"), "")
        count = xl_rowcol_to_cell(row, _HELPERS - 1)
        sheet.write_formula(row, _HELPERS - 1, columns.formula(line.count), book.look(), 0)
        severity = SEVERITY_NAMES[rules[line.code].severity]
        verdict = f'=IF({none},"",IF({count}=0,"没有发现问题","{severity}：{count}处"))'.replace(
            f"{count}处", f'"&{count}&"处'
        )
        sheet.write_formula(row, 3, verdict, book.cell("text"), "")


def _say(sheet: Worksheet, row: int, column: int, value: object, look: Format) -> None:
    """Words and numbers as a formula: whatever of the sheet is none was written by somebody else
    (forms/own_sheets.py)."""
    sheet.write_formula(row, column, f"={quoted(value) if isinstance(value, str) else value}", look, value)


def _coloured(book: Book, sheet: Worksheet, first: int, last: int) -> None:
    for word, ink, ground in (("不通过", "#9B1C1C", "#FDE8E8"), ("待核实", "#8A5A00", "#FFF3D6")):
        look = book.book.add_format({"font_color": ink, "bg_color": ground, "bold": True})
        rule = {"type": "text", "criteria": "begins with", "value": word, "format": look}
        sheet.conditional_format(first, 3, last, 3, rule)


def _rows(book: Book, sheet: Worksheet, laid: Laid, columns: Columns) -> None:
    """The list of rows with what is wrong with each, and the hidden helpers right of it."""
    who = next(
        (
            field
            for field in ("name", "content", "project_name", "project", "change_item")
            if field in laid.columns
        ),
        "",
    )
    for at, title in enumerate(("行", laid.form.by_field[who].name if who else "", "问题数", "问题")):
        _say(sheet, _TOP - 1, at, title, book.cell("head"))
    templates = [
        'IF([filled]=0,"","第"&[row]&"行")',
        f'IF([filled]=0,"",LEFT([w_{who}],12))' if who else '""',
        'IF([filled]=0,"",LEN([faults])-LEN(SUBSTITUTE([faults],"〔","")))',
        'IF([filled]=0,"",[faults])',
    ]
    plain, text = book.look(), book.look(text_wrap=True)
    for row in range(_TOP, _TOP + ROWS):
        for at, template in enumerate(templates):
            sheet.write_formula(row, at, columns.formula(template, row), text if at == 3 else plain, "")
        for at, template in enumerate(columns.templates.values()):
            sheet.write_formula(row, _HELPERS + at, columns.formula(template, row), None, "")
    sheet.set_column(_HELPERS - 1, _HELPERS + len(columns.templates), None, None, {"hidden": True})
    sheet.conditional_format(
        _TOP,
        0,
        _TOP + ROWS - 1,
        3,
        {
            "type": "formula",
            "criteria": f"=LEN($D{_TOP + 1})>0",
            "format": book.book.add_format({"bg_color": "#FDF3E7"}),
        },
    )
    sheet.print_area(0, 0, _TOP + _PRINTED - 1, 3)
    sheet.fit_to_pages(1, 1)
    sheet.freeze_panes(_FIRST_LINE, 0)
    # without a password: against slips, not against people
    sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})


def _beyond(book: Book, sheet: Worksheet, laid: Laid, head: str, source: dict[str, str]) -> None:
    """Says that rows below those that are checked hold something."""
    column = source[next(field for field in laid.columns if field != "serial")]
    below = f"COUNTA({column})-COUNTA(INDEX({column},1):INDEX({column},ROW({head})+{ROWS}))"
    notice = f'=IF({below}>0,"第"&(ROW({head})+{ROWS})&"行以下还有内容，本页没有核对","")'
    sheet.write_formula(_TOP - 2, 0, notice, book.look(font_color="#9B1C1C"), "")
