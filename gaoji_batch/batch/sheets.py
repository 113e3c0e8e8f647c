"""One row a recognised sheet: where it lies, its key-value cells, the project, class and day of its filing
(docs/contract/findings.md)."""

from __future__ import annotations

import re

import pandas as pd

from gaoji_batch.batch.project_numbers import Numbers
from gaoji_batch.forms.schema import Form
from gaoji_batch.forms.table import KeyValue, Table
from gaoji_batch.values import dates, quantities, text

SHARED = ("填报日期", "承办单位", "统一社会信用代码", "单位类型")
"""What is inherited of a sheet of another project too: the unit, and the day on which it filed."""
FILED_ON, PROJECT, UNIT, CLASS = "填报日期", "项目编号", "承办单位", "期次"
_BLANK_DAY = re.compile(r"年?月?日?")
SHEET_COLUMNS = [
    "file", "workbook", "sheet_name", "form", "source", "project", "project_written", "unit", "uscc",
    "class_no", "received_on", "stated_on", "stated_written", "filed_on", "opening", "ending", "total_hours",
    "discussion_hours", "project_name",
]  # fmt: skip


def workbook_of(file: str, sheet: str) -> str:
    """The workbook a sheet belongs to: the file, or the member of a zip ('a.zip!名单.xlsx')."""
    return (
        f"{file}!{sheet.split('!', 1)[0]}"
        if file.lower().endswith((".zip", ".7z")) and "!" in sheet
        else file
    )


def prefer_approved(tables: list[Table], numbers: Numbers) -> None:
    """Where a sheet gives several numbers, one that is on the approved list is meant before one that is
    not."""
    for table in tables:
        for keys in (table.key_values, table.before, table.after):
            key = keys.get(PROJECT)
            if key and not numbers.knows(key.value):
                keys[PROJECT] = next((other for other in key.others if numbers.knows(other.value)), key)


def inherited(
    tables: list[Table], numbers: Numbers | None = None, schemes: dict[str, str] | None = None
) -> list[dict[str, KeyValue]]:
    """The key-value cells that hold for each sheet: its own, else the nearest sheet's before it in the
    workbook, else after.

    A table whose title, sheet or cells name another approved project inherits nothing, and nothing is
    inherited across it. Of a sheet of another number none but the unit and the day of filing is inherited.
    schemes: number and full name → number of the approved projects.
    """
    numbers = numbers or Numbers()
    books: dict[str, list[int]] = {}
    for at, table in enumerate(tables):
        books.setdefault(workbook_of(table.file, table.sheet), []).append(at)
    of_sheets: list[dict[str, KeyValue]] = [{} for _ in tables]
    for book in books.values():
        written = [
            _filled(keys)
            for at in book
            for keys in (tables[at].before, tables[at].key_values, tables[at].after)
        ]
        barred = _barred([tables[at] for at in book], written, numbers, schemes or {})
        for order, at in enumerate(book):
            # three groups of cells a table: those of a cover before it, its own, those of sheets behind it
            place = 3 * order + 1
            if order in barred:
                of_sheets[at] = _merged([written[place], written[place - 1], written[place + 1]], numbers)
                continue
            first = max((3 * bar for bar in barred if bar <= order), default=0)
            last = min((3 * bar for bar in barred if bar > order), default=len(written))
            nearest = [written[place], *reversed(written[first:place]), *written[place + 1 : last]]
            of_sheets[at] = _merged(nearest, numbers)
    return of_sheets


def _merged(nearest: list[dict[str, KeyValue]], numbers: Numbers) -> dict[str, KeyValue]:
    """Each datum of the nearest sheet that has it; of one with another project number the unit and the day of
    filing alone."""
    number = next((numbers.of(keys[PROJECT].value) for keys in nearest if PROJECT in keys), "")
    merged: dict[str, KeyValue] = dict(nearest[0])
    for keys in nearest[1:]:
        other = PROJECT in keys and numbers.of(keys[PROJECT].value) != number
        for name, key in keys.items():
            if not other or name in SHARED:
                merged.setdefault(name, key)
    return dict(sorted(merged.items()))


def _barred(
    book: list[Table], written: list[dict[str, KeyValue]], numbers: Numbers, schemes: dict[str, str]
) -> list[int]:
    """The tables (by their order in the workbook) that name another approved project than the one they would
    inherit."""
    barred: list[int] = []
    number = next((numbers.of(keys[PROJECT].value) for keys in written if PROJECT in keys), "")
    for order, table in enumerate(book):
        cells = {name: key for keys in written[3 * order : 3 * order + 3] for name, key in keys.items()}
        if PROJECT in cells:
            number = numbers.of(cells[PROJECT].value)
            continue
        # where there is nothing to inherit, nothing need be kept out
        if not number:
            continue
        texts = [
            *table.titles,
            table.sheet.rpartition("!")[2],
            *(str(cells[name].value) for name in ("项目名称",) if name in cells),
        ]
        named = _named(texts, schemes)
        if named and number not in named:
            barred.append(order)
    return barred


def _named(texts: list[str], schemes: dict[str, str]) -> set[str]:
    """The numbers of the approved projects that texts name; a name that stands within a longer one is not
    meant."""
    folded = [text.fold(content) for content in texts]
    together = "\n".join(folded)
    # in all texts together first: each name in each text of each sheet took long where many are approved
    somewhere = [name for name in schemes if name in together and len(name) > 3]
    numbers: set[str] = set()
    for content in folded if somewhere else ():
        names = [name for name in somewhere if name in content]
        numbers |= {
            schemes[name] for name in names if not any(name != other and name in other for other in names)
        }
    return numbers


def _filled(keys: dict[str, KeyValue]) -> dict[str, KeyValue]:
    return {name: key for name, key in keys.items() if text.clean(key.value) is not None}


def describe(
    tables: list[Table],
    keys: list[dict[str, KeyValue]],
    forms: dict[str, Form],
    received: dict[str, pd.Timestamp],
    numbers: Numbers,
) -> pd.DataFrame:
    """The table of sheets: index the sheet key, columns SHEET_COLUMNS; days as datetimes, hours as floats.

    `keys` are the key-value cells `inherited` by each sheet; `received` holds the day of 收件登记 by file.
    The filing date is that day, else the sheet's 填报日期.
    """
    rows = [_sheet(table, cells, forms, received, numbers) for table, cells in zip(tables, keys, strict=True)]
    sheets = pd.DataFrame(rows, columns=SHEET_COLUMNS, index=pd.RangeIndex(len(rows), name="sheet"))
    for name in ("received_on", "stated_on", "opening", "ending"):
        sheets[name] = pd.to_datetime(sheets[name]).astype("datetime64[s]")
    sheets["filed_on"] = sheets["received_on"].fillna(sheets["stated_on"])
    sheets["class_no"] = sheets["class_no"].astype("Int64")
    for name in ("total_hours", "discussion_hours"):
        sheets[name] = sheets[name].astype("Float64")
    return sheets


def _sheet(
    table: Table,
    keys: dict[str, KeyValue],
    forms: dict[str, Form],
    received: dict[str, pd.Timestamp],
    numbers: Numbers,
) -> dict[str, object]:
    written = {name: key.value for name, key in keys.items()}
    project = text.clean(written.get(PROJECT))
    return {
        "file": table.file,
        "workbook": workbook_of(table.file, table.sheet),
        "sheet_name": table.sheet,
        "form": table.form,
        "source": forms[table.form].source,
        "project": numbers.of(project),
        "project_written": numbers.said(project),
        "unit": text.clean(written.get(UNIT)) or "",
        "uscc": text.clean(written.get("统一社会信用代码")) or "",
        "class_no": quantities.class_number(written.get(CLASS)),
        "received_on": received.get(table.file),
        "stated_on": dates.read_date(written.get(FILED_ON)),
        "stated_written": states_a_day(written.get(FILED_ON)),
        "opening": dates.read_date(written.get("开班日期")),
        "ending": dates.read_date(written.get("结业日期")),
        "total_hours": quantities.hours(written.get("总学时")),
        "discussion_hours": quantities.hours(written.get("研讨交流学时")),
        "project_name": text.clean(written.get("项目名称")) or "",
    }


def states_a_day(value: object) -> bool:
    """Whether a day is written at all: '　年　月　日' left blank is none."""
    written = text.clean(value)
    return written is not None and not _BLANK_DAY.fullmatch(text.fold(written))
