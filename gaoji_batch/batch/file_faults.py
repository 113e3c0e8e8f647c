"""What is wrong with files and sheets as a whole (F findings in the making): unread, replaced by a later
filing, without project number or day."""

from __future__ import annotations

from typing import Any

import pandas as pd

from gaoji_batch.batch import versions
from gaoji_batch.batch.versions import FiledPart
from gaoji_batch.forms.table import Recognised, Table
from gaoji_batch.intake.grid import Fault
from gaoji_batch.values.rule_names import (
    CLASHING_FILING,
    ID_NUMBER_IN_FILE_NAME,
    NO_NUMBER_OR_DATE,
    REPLACED,
    SAME_CONTENT,
    UNREAD_CONTENT,
)

FAULT_COLUMNS = ["code", "file", "sheet", "sheet_name", "row", "column", "detail"]
NUMBERED = ("roster", "plan", "assessment", "completion", "claim")
"""Forms that must name their project (F009)."""
DATED = (*NUMBERED, "application")
"""Forms that must have a filing date (F009)."""
VERSIONS = (SAME_CONTENT, REPLACED, CLASHING_FILING)
"""What is said of a filing that does not count."""


def reading_faults(submissions: list[Recognised], tables: list[Table]) -> list[dict[str, Any]]:
    """What readers and recognition found wrong: of a file as a whole, and of its sheets."""
    of_files = [
        _of_fault(fault, submission.file, None) | {"detail": fault.detail | _sheet_place(submission, fault)}
        for submission in submissions
        for fault in submission.faults
    ]
    return of_files + [
        _of_fault(fault, table.file, at) for at, table in enumerate(tables) for fault in table.faults
    ]


def _of_fault(fault: Fault, file: str, sheet: int | None) -> dict[str, Any]:
    return {
        "code": fault.code,
        "file": file,
        "sheet": sheet,
        "sheet_name": fault.sheet,
        "row": fault.row,
        "column": fault.column,
        "detail": fault.detail,
    }


def _sheet_place(submission: Recognised, fault: Fault) -> dict[str, object]:
    """The place of an unread sheet among the sheets of its file."""
    if fault.code != UNREAD_CONTENT:
        return {}
    return {
        "place": next((at for at, sheet in enumerate(submission.sheets) if sheet.sheet == fault.sheet), 0)
    }


def version_faults(
    parts: list[FiledPart], same: dict[int, int], tables: list[Table], sheets: pd.DataFrame
) -> list[dict[str, Any]]:
    """F013, F015 and F016: of workbooks that repeat another, and of filings that do not count."""
    faults = []
    reported_books: set[str] = set()
    for sheet, first in same.items():
        # F013 stands once a file, at none of its sheets (docs/contract/rules.md)
        book = sheets.at[sheet, "workbook"]
        if book not in reported_books:
            reported_books.add(book)
            faults.append(_of_sheet(SAME_CONTENT, tables[sheet], None, {"first": tables[first].file}))
    for part in parts:
        if (about := _about(part, tables, sheets)) and not (about[0] == SAME_CONTENT and part.sheet in same):
            code, detail = about
            faults.append(_of_sheet(code, tables[part.sheet], part.sheet, detail))
    # the project stands in the rows of a claim: each that clashes waits
    once = {
        (fault["code"], fault["file"], fault["sheet"], fault["detail"].get("of_project")): fault
        for fault in reversed(faults)
    }
    return list(once.values())[::-1]


def _about(part: FiledPart, tables: list[Table], sheets: pd.DataFrame) -> tuple[str, dict[str, Any]] | None:
    """The code and the detail of a filing that does not count; None of one that does."""
    if part.state == versions.CLASHING:
        rival = tables[min(part.rivals)]
        detail = {"rival": rival.file, "rival_sheet": rival.sheet, "day": part.day}
        return CLASHING_FILING, detail | {"of_project": part.project}
    if part.by is None:
        return None
    other = tables[part.by]
    if part.state == versions.DUPLICATE:
        return SAME_CONTENT, {"first": other.file}
    if part.state == versions.REPLACED:
        day = sheets.at[part.by, "filed_on"]
        return REPLACED, {"by": other.file, "by_sheet": other.sheet, "day": day}
    return None


def _of_sheet(code: str, table: Table, sheet: int | None, detail: dict[str, Any]) -> dict[str, Any]:
    name = table.sheet if sheet is not None else ""
    return {
        "code": code,
        "file": table.file,
        "sheet": sheet,
        "sheet_name": name,
        "row": None,
        "column": None,
        "detail": detail,
    }


def missing_faults(
    sheets: pd.DataFrame, tables: list[Table], frames: dict[str, pd.DataFrame]
) -> list[dict[str, Any]]:
    """F009: a row or a sheet with no project number anywhere, or no day of filing (an unreadable 填报日期 is
    D106 instead)."""
    faults = []
    bare = {
        int(sheet): list(rows["row"])
        for form in NUMBERED
        for sheet, rows in frames[form][frames[form]["project"].eq("")].groupby("sheet")
        # a claim must have it in its row: an empty cell is D101 there
        if "project" in tables[int(sheet)].columns and form != "claim"
    }
    undated = sheets["filed_on"].isna() & ~sheets["stated_written"].astype("bool")
    for sheet, (table, project, no_day) in enumerate(zip(tables, sheets["project"], undated, strict=True)):
        if table.form in NUMBERED and not project and "project" not in table.columns:
            faults.append(_of_sheet(NO_NUMBER_OR_DATE, table, sheet, {"datum": "项目编号"}))
        if table.form in NUMBERED and not project:
            faults += [
                _of_sheet(NO_NUMBER_OR_DATE, table, sheet, {"datum": "项目编号"})
                | {"row": row, "column": table.columns["project"]}
                for row in bare.get(sheet, ())
            ]
        if table.form in DATED and no_day:
            faults.append(_of_sheet(NO_NUMBER_OR_DATE, table, sheet, {"datum": "报送日期"}))
    return faults


def same_files(submissions: list[Recognised], tables: list[Table]) -> set[str]:
    """Files with forms that have the very bytes of an earlier one (by path); one that holds no form keeps its
    own fault (F001 to F004, F018)."""
    with_forms = {table.file for table in tables}
    contents: set[str] = set()
    same: set[str] = set()
    for submission in sorted(submissions, key=lambda submission: submission.file):
        if submission.file in with_forms and submission.sha256 in contents:
            same.add(submission.file)
        contents.add(submission.sha256)
    return same


def reported(faults: list[dict[str, Any]], silent: set[int], same_files: set[str]) -> pd.DataFrame:
    """The faults that are said: of a sheet that does not count, F013, F015 and F016 alone; of a file that
    came before, its name beside."""
    spoken = [
        fault
        for fault in faults
        if fault["code"] in VERSIONS
        or (
            fault["sheet"] not in silent
            # a name is at fault whatever the file holds
            and (fault["code"] == ID_NUMBER_IN_FILE_NAME or fault["file"] not in same_files)
        )
    ]
    frame = pd.DataFrame(spoken, columns=FAULT_COLUMNS)
    return frame.astype({"sheet": "Int64", "row": "Int64", "column": "Int64"})
