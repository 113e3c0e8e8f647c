"""One row a recognised sheet: where it lies, its key-value cells, the project, class and day of its filing (RULES section 0)."""

from __future__ import annotations

import re

import pandas as pd

from gaoji_batch.forms.schema import Form
from gaoji_batch.forms.table import KeyValue, Table
from gaoji_batch.values import dates, quantities, text

FILED_ON, PROJECT, UNIT, CLASS = "填报日期", "项目编号", "承办单位", "期次"
_BLANK_DAY = re.compile(r"年?月?日?")
SHEET_COLUMNS = [
    "file", "workbook", "sheet_name", "form", "source", "project", "project_written", "unit", "uscc", "class_no",
    "received_on", "stated_on", "stated_written", "filed_on", "opening", "ending", "total_hours", "discussion_hours", "project_name",
]  # fmt: skip


def workbook_of(file: str, sheet: str) -> str:
    """The workbook a sheet belongs to: the file, or the member of a zip ('a.zip!名单.xlsx')."""
    return f"{file}!{sheet.split('!', 1)[0]}" if file.lower().endswith(".zip") and "!" in sheet else file


def inherited(tables: list[Table]) -> list[dict[str, KeyValue]]:
    """The key-value cells that hold for each sheet: its own, else the nearest sheet's before it in the workbook, else after."""
    books: dict[str, list[int]] = {}
    for at, table in enumerate(tables):
        books.setdefault(workbook_of(table.file, table.sheet), []).append(at)
    held: list[dict[str, KeyValue]] = [{} for _ in tables]
    for book in books.values():
        said = [
            _filled(keys)
            for at in book
            for keys in (tables[at].before, tables[at].key_values, tables[at].after)
        ]
        for place, at in zip(range(1, len(said), 3), book, strict=True):
            nearest = [said[place], *reversed(said[:place]), *said[place + 1 :]]
            wanted = {name for keys in nearest for name in keys}
            held[at] = {name: next(keys[name] for keys in nearest if name in keys) for name in sorted(wanted)}
    return held


def _filled(keys: dict[str, KeyValue]) -> dict[str, KeyValue]:
    return {name: key for name, key in keys.items() if text.clean(key.value) is not None}


def describe(
    tables: list[Table],
    keys: list[dict[str, KeyValue]],
    forms: dict[str, Form],
    received: dict[str, pd.Timestamp],
) -> pd.DataFrame:
    """The table of sheets: index the sheet key, columns SHEET_COLUMNS; days as datetimes, hours as floats.

    `keys` are the key-value cells `inherited` by each sheet; `received` holds the day of 收件登记 by file. The filing date is that day, else the sheet's 填报日期.
    """
    rows = [_sheet(table, said, forms, received) for table, said in zip(tables, keys, strict=True)]
    sheets = pd.DataFrame(rows, columns=SHEET_COLUMNS, index=pd.RangeIndex(len(rows), name="sheet"))
    for name in ("received_on", "stated_on", "opening", "ending"):
        sheets[name] = pd.to_datetime(sheets[name]).astype("datetime64[s]")
    sheets["filed_on"] = sheets["received_on"].fillna(sheets["stated_on"])
    sheets["class_no"] = sheets["class_no"].astype("Int64")
    for name in ("total_hours", "discussion_hours"):
        sheets[name] = sheets[name].astype("Float64")
    return sheets


def _sheet(
    table: Table, keys: dict[str, KeyValue], forms: dict[str, Form], received: dict[str, pd.Timestamp]
) -> dict[str, object]:
    said = {name: key.value for name, key in keys.items()}
    project = text.clean(said.get(PROJECT))
    return {
        "file": table.file,
        "workbook": workbook_of(table.file, table.sheet),
        "sheet_name": table.sheet,
        "form": table.form,
        "source": forms[table.form].source,
        "project": text.fold(project) if project else "",
        "project_written": project or "",
        "unit": text.clean(said.get(UNIT)) or "",
        "uscc": text.clean(said.get("统一社会信用代码")) or "",
        "class_no": quantities.class_number(said.get(CLASS)),
        "received_on": received.get(table.file),
        "stated_on": dates.read_date(said.get(FILED_ON)),
        "stated_written": states_a_day(said.get(FILED_ON)),
        "opening": dates.read_date(said.get("开班日期")),
        "ending": dates.read_date(said.get("结业日期")),
        "total_hours": quantities.hours(said.get("总学时")),
        "discussion_hours": quantities.hours(said.get("研讨交流学时")),
        "project_name": text.clean(said.get("项目名称")) or "",
    }


def states_a_day(value: object) -> bool:
    """Whether a day is written at all: '　年　月　日' left blank is none."""
    said = text.clean(value)
    return said is not None and not _BLANK_DAY.fullmatch(text.fold(said))
