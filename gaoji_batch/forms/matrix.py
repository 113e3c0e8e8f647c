"""Attendance as a matrix: names down, days across, hours or marks in the cells (docs/contract/reading.md
2)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime

from gaoji_batch.forms.headers import Header
from gaoji_batch.forms.key_values import is_key_row, key_values
from gaoji_batch.forms.rows import Rows, data_rows
from gaoji_batch.forms.schema import Form
from gaoji_batch.forms.sheet_faults import hidden_faults, struck_faults
from gaoji_batch.forms.table import Table
from gaoji_batch.intake.grid import Fault, Grid
from gaoji_batch.law import sheet_words
from gaoji_batch.values import dates, quantities, text
from gaoji_batch.values.rule_names import COLUMN_MISSING, NO_DATA_ROWS, UNKNOWN_COLUMN

LEAST_DAYS, SEARCHED = 2, 60
ATTENDED = "√"
"""Stands for the day's planned hours, '√1/2' for one of two marks of the day, until the plan is known."""
_DAY = re.compile(r"^(?:(\d{4})[年./-])?(\d{1,2})[月./-](\d{1,2})日?$")
"""'2026年6月8日', '6月8日', '6.8'."""
_BARE = re.compile(r"^(\d{1,2})日?$")
"""'8' or '8日' under a title that names the month."""
_MONTH = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(?!\d{1,2}日)")
_WEEKDAY = re.compile(r"\(?(?:星期|周)[一二三四五六日天]\)?")

Days = dict[int, str]


@dataclass(slots=True)
class Matrix:
    """One matrix of a sheet.

    table: a row a person and day.
    part: the sheet without the rows of the other matrices.
    """

    table: Table
    rows: Rows
    header: Header
    part: Grid


def matrices(grid: Grid, file: str, form: Form) -> list[Matrix]:
    """The matrices of a sheet, one below the other as months are; [] where no row holds 姓名 and days."""
    found: list[Matrix] = []
    start = 0
    while (part := _part(grid, form, start)) is not None:
        # pages of one month repeat the header without its title
        matrix = _matrix(part, file, form, _month(grid.rows[:start][::-1]))
        if matrix is None:
            break
        if found:
            # the project stands above the first alone
            matrix.table.key_values = found[0].table.key_values | matrix.table.key_values
        found.append(matrix)
        start = len(part.rows)
    return found


def _part(grid: Grid, form: Form, start: int) -> Grid | None:
    """The sheet from a row to the title of the matrix after the next header; None where nothing is left."""
    if start >= len(grid.rows):
        return None
    heads = [at for at in range(start, len(grid.rows)) if _holds_names(grid.rows[at], form)]
    end = len(grid.rows)
    for at in heads[1:]:
        month = _month(grid.rows[heads[0] + 1 : at]) or _month(grid.rows[: heads[0]][::-1])
        if len(set(_days(grid, at, month).values()) | set(_days(grid, at + 1, month).values())) >= LEAST_DAYS:
            end = at
            break
    # what stands directly above a header is of its matrix: titles and key-value cells
    while start < end < len(grid.rows) and _heads(grid.rows[end - 1], form):
        end -= 1
    return replace(grid, rows=[[] for _ in range(start)] + grid.rows[start:end])


def _heads(cells: list[object], form: Form) -> bool:
    filled = sum(text.clean(cell) is not None for cell in cells)
    return filled <= 1 or is_key_row(cells, form)


def _holds_names(cells: list[object], form: Form) -> bool:
    return any(isinstance(cell, str) and form.headed.get(text.fold_header(cell)) == "name" for cell in cells)


def _month(rows: list[list[object]]) -> re.Match[str] | None:
    """The month that a title names."""
    titles = [unicodedata.normalize("NFKC", cell) for row in rows for cell in row if isinstance(cell, str)]
    return next((match for title in titles if (match := _MONTH.search(title))), None)


def _matrix(grid: Grid, file: str, form: Form, month: re.Match[str] | None) -> Matrix | None:
    """The first matrix of a part of a sheet."""
    first = next((at for at, cells in enumerate(grid.rows) if any(cells)), 0)
    for at in range(first, min(len(grid.rows), first + SEARCHED)):
        if not _holds_names(grid.rows[at], form):
            continue
        for depth in (0, 1):
            days = _days(grid, at + depth, _month(grid.rows[:at]) or month)
            if len(set(days.values())) >= LEAST_DAYS:
                halves = depth == 0 and at + 1 < len(grid.rows) and _is_halves(grid.rows[at + 1], days)
                return _table(
                    grid, file, form, _header(grid, form, at, at + 1 + max(depth, int(halves))), days
                )
    return None


def _is_halves(cells: list[object], days: Days) -> bool:
    halves = [text.clean(cells[at - 1]) for at in days if at <= len(cells)]
    return bool(halves) and all(half in ("上午", "下午", "晚上") for half in halves if half) and any(halves)


def _days(grid: Grid, at: int, month: re.Match[str] | None) -> Days:
    """column → the day that heads it, as '2026年6月8日' or, where no year is said, '6月8日'; a day merged
    over columns heads them all."""
    if at >= len(grid.rows):
        return {}
    cells = list(grid.rows[at])
    for first, left, _, right in grid.merges:
        if first == at + 1 and right > left and left <= len(cells):
            cells += [None] * (right - len(cells))
            cells[left:right] = [cells[left - 1]] * (right - left)
    return {column: day for column, cell in enumerate(cells, 1) if (day := _day(cell, month))}


def _day(cell: object, month: re.Match[str] | None) -> str:
    if isinstance(cell, datetime | date):
        return f"{cell.year}年{cell.month}月{cell.day}日"
    label = _WEEKDAY.sub("", text.fold_header(text.clean(cell) or ""))
    if match := _DAY.match(label):
        year, of_month, day = match.groups()
    elif month and (match := _BARE.match(label)):
        year, of_month, day = month.group(1), month.group(2), match.group(1)
    else:
        return ""
    if not (1 <= int(of_month) <= 12 and 1 <= int(day) <= 31):
        return ""
    return (f"{year}年" if year else "") + f"{int(of_month)}月{int(day)}日"


def _header(grid: Grid, form: Form, at: int, last: int) -> Header:
    columns: dict[str, int] = {}
    unknown: dict[int, str] = {}
    for column, cell in enumerate(grid.rows[at], 1):
        if not isinstance(cell, str) or not text.clean(cell):
            continue
        field = form.headed.get(text.fold_header(cell))
        if field and field not in columns:
            columns[field] = column
        else:
            unknown[column] = cell
    return Header(form, at + 1, last, columns, [], unknown, 1.0)


def _column_faults(grid: Grid, form: Form, header: Header, rows: Rows, table: Table) -> list[Fault]:
    """The columns that are missing, and the filled ones that the form does not have, but for sums."""
    quiet = sheet_words.of("summed")
    missing = [
        Fault(COLUMN_MISSING, grid.sheet, detail={"name": column.name, "field": column.field, "other": ""})
        for column in form.columns
        if column.required and column.field not in table.columns
    ]
    return missing + [
        Fault(UNKNOWN_COLUMN, grid.sheet, header.first, at, {"name": label})
        for at, label in header.unknown.items()
        if text.fold_header(label) not in quiet
        and any(text.clean(_at(grid.rows[row - 1], at)) for row in rows.data)
    ]


def _table(grid: Grid, file: str, form: Form, header: Header, days: Days) -> Matrix:
    header.unknown = {at: label for at, label in header.unknown.items() if at not in days}
    rows = data_rows(grid, header)
    rows.data = [row for row in rows.data if _person(grid, header, row)]
    above = [
        row
        for row in range(1, len(grid.rows) + 1)
        if row < header.first or row > max(rows.data, default=header.last)
    ]
    keys = key_values(grid, above, form)
    table = Table(form.key, file, grid.sheet, grid.hidden, header.last, dict(header.columns), [], {}, keys)
    table.columns |= {"date": min(days), "attended_hours": min(days)}
    dated = _with_year(days, [keys[name].value for name in ("开班日期", "填报日期") if name in keys])
    entries = [
        (row, at, dated[at], hours) for row in rows.data for at, hours in _attended(grid.rows[row - 1], days)
    ]
    table.rows = [row for row, _, _, _ in entries]
    for field, column in header.columns.items():
        table.values[field] = [_at(grid.rows[row - 1], column) for row in table.rows]
    table.values |= {
        "date": [day for _, _, day, _ in entries],
        "attended_hours": [hours for *_, hours in entries],
    }
    table.places = {
        "date": [(header.last, at) for _, at, _, _ in entries],
        "attended_hours": [(row, at) for row, at, _, _ in entries],
    }
    table.faults = _column_faults(grid, form, header, rows, table)
    if not table.rows:
        table.faults.append(Fault(NO_DATA_ROWS, grid.sheet))
    table.faults += hidden_faults(table, grid) + struck_faults(table, grid)
    return Matrix(table, rows, header, grid)


def _person(grid: Grid, header: Header, row: int) -> bool:
    return any(
        text.clean(_at(grid.rows[row - 1], header.columns[field])) is not None
        for field in ("name", "id_number")
        if field in header.columns
    )


def _at(cells: list[object], column: int) -> object:
    return cells[column - 1] if column <= len(cells) else None


def _attended(cells: list[object], days: Days) -> list[tuple[int, object]]:
    """(column, hours) of the days on which a person was there: numbers of one day are summed, its marks are
    parts of its planned hours; one line of no hours for a person who never was."""
    attended: list[tuple[int, object]] = []
    for day in dict.fromkeys(days.values()):
        columns = [at for at, heading in days.items() if heading == day]
        marks, hours, odd = 0, 0.0, None
        for at in columns:
            content = text.fold(text.clean(_at(cells, at)) or "")
            if not content or content in _folded("absent"):
                continue
            if content in _folded("attended"):
                marks += 1
            elif (number := quantities.hours(_at(cells, at))) is not None:
                hours += number
            else:
                odd = _at(cells, at)
        if odd is not None:
            attended.append((columns[0], odd))
        elif marks and not hours:
            attended.append(
                (columns[0], ATTENDED if marks == len(columns) else f"{ATTENDED}{marks}/{len(columns)}")
            )
        elif hours or marks:
            attended.append((columns[0], hours))
    return attended or [(min(days), 0)]


def _folded(name: str) -> set[str]:
    return {text.fold(word) for word in sheet_words.of(name)}


def _with_year(days: Days, class_days: list[object]) -> dict[int, object]:
    """The days, with the year of the class where their heading says none; as written where no day of the
    class is known."""
    start = next((day for value in class_days if (day := dates.read_date(value))), None)
    return {at: day if "年" in day or start is None else in_year(day, start) for at, day in days.items()}


def in_year(day: str, start: date) -> str:
    """'6月8日' of the class that begins on `start`: in that year, or the next where it would lie half a year
    before."""
    month, of_month = re.findall(r"\d+", day)[:2]
    year = start.year + (int(month) + 6 < start.month)
    return f"{year}年{month}月{of_month}日"
