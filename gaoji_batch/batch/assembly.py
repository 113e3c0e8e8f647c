"""Tables → Batch: one frame a form for the whole inbox, plus what is known of every sheet.

Every row keeps its sheet key and its row number; a cell's address is looked up in the sheet's column places,
never guessed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from gaoji_batch.batch import cell_faults, file_faults, form_rows, versions
from gaoji_batch.batch.attendance import count_marks
from gaoji_batch.batch.class_headings import RecordedClasses, drop_doubtful_headings
from gaoji_batch.batch.form_rows import Spots
from gaoji_batch.batch.project_numbers import Numbers
from gaoji_batch.batch.sheets import describe, inherited, prefer_approved
from gaoji_batch.batch.unusable import unusable_columns
from gaoji_batch.batch.versions import FiledPart
from gaoji_batch.batch.years import complete_keys, complete_rows, openings
from gaoji_batch.forms.schema import Form
from gaoji_batch.forms.table import KeyValue, Recognised, Table
from gaoji_batch.values import text

pd.set_option("mode.string_storage", "python")
"""Columns of text as Python holds them: rules look at thousands of short ones in many small steps, which
Arrow's make a third slower."""


@dataclass
class Batch:
    """What inbox/ and center/ say, ready for the rules.

    sheets: index sheet key, see `sheets.SHEET_COLUMNS`; frames, raw: a frame a form, the same index in both,
    columns sheet, row, project, project_written, class_no and the form's fields, typed and as written, of the
    sheets that count; parts: the filings and their states;
    received: the day of 收件登记 by file; faults: F findings in the making (FAULT_COLUMNS; column is
    1-based); field_faults: D findings (form, at, field, code, why, fix);
    earlier: of rosters and plans, the rows of filings that a later one replaced, typed, with the day they
    were filed (filed_on);
    numbers: the approved projects by every way to write their numbers;
    remarks: what must be said of how sheets were read.
    """

    submissions: list[Recognised]
    forms: dict[str, Form]
    tables: list[Table]
    sheets: pd.DataFrame
    frames: dict[str, pd.DataFrame]
    raw: dict[str, pd.DataFrame]
    parts: list[FiledPart]
    faults: pd.DataFrame
    field_faults: pd.DataFrame
    key_values: list[dict[str, KeyValue]]
    received: dict[str, pd.Timestamp]
    spots: Spots
    earlier: dict[str, pd.DataFrame]
    numbers: Numbers
    remarks: list[str]

    def column_of(self, sheet: int, field: str) -> int | None:
        """The 1-based column of a field on a sheet; None where the sheet has no such column."""
        return self.tables[sheet].columns.get(field)

    @cached_property
    def places_of_sheets(self) -> dict[int, int]:
        """Sheet key → its place among the sheets of its file."""
        order = {
            (submission.file, sheet.sheet): at
            for submission in self.submissions
            # reversed: of several tables of one sheet the first gives the place
            for at, sheet in reversed(list(enumerate(submission.sheets)))
        }
        return {at: order.get((table.file, table.sheet), 0) for at, table in enumerate(self.tables)}

    def frame(self, form: str) -> pd.DataFrame:
        """The rows of a form that count; an empty frame with all columns where nothing was filed."""
        return self.frames[form]


def assemble(
    submissions: list[Recognised],
    forms: dict[str, Form],
    recorded: Callable[[], RecordedClasses] = RecordedClasses,
) -> Batch:
    """Converts each form's rows once, settles which filings count, and checks the fields of those. recorded:
    the classes in the ledger, for what sheets alone do not tell."""
    tables = [table for submission in submissions for table in submission.tables]
    faults = file_faults.reading_faults(submissions, tables)
    raw, spots, frames = _rows(tables, forms)
    received = _received(frames["receipts"], submissions)
    numbers, keys, remarks, sheets, unusable = _described(tables, forms, raw, frames, received, recorded)
    same = versions.duplicates(tables)
    parts = versions.settle(versions.parts(sheets, frames, same, tables))
    # P1207 and P1208 ask since when a person or a session stood there
    earlier = {form: form_rows.replaced(frames[form], parts) for form in ("roster", "plan")}
    faults += file_faults.version_faults(parts, same, tables, sheets)
    faults += file_faults.missing_faults(sheets, tables, frames)
    dropped, silent = _not_counting(parts, same)
    live, raw = _live(frames, raw, dropped, silent)
    field_faults = cell_faults.check_fields(forms, raw, live, tables, silent, unusable)
    return Batch(
        submissions=submissions,
        forms=forms,
        tables=tables,
        sheets=sheets,
        frames=_usable(live, field_faults),
        raw=raw,
        parts=parts,
        faults=file_faults.reported(faults, silent, file_faults.same_files(submissions, tables)),
        field_faults=field_faults,
        key_values=keys,
        received=received,
        spots=spots,
        earlier=earlier,
        numbers=numbers,
        remarks=remarks,
    )


def _rows(
    tables: list[Table], forms: dict[str, Form]
) -> tuple[dict[str, pd.DataFrame], Spots, dict[str, pd.DataFrame]]:
    """The rows of each form as written, the places of cells that do not stand in columns, and the rows
    typed."""
    # an extract may be of any size: `evidence` reads it in place
    raw = {key: form_rows.written(tables, form) for key, form in forms.items() if form.source != "extract"}
    spots = form_rows.places_of_cells(tables, raw)
    for table in tables:
        # they are in the frames now; of ten thousand workbooks they are half of what was read
        table.values = {}
    return raw, spots, {key: form_rows.typed(forms[key], rows, tables) for key, rows in raw.items()}


def _described(
    tables: list[Table],
    forms: dict[str, Form],
    raw: dict[str, pd.DataFrame],
    frames: dict[str, pd.DataFrame],
    received: dict[str, pd.Timestamp],
    recorded: Callable[[], RecordedClasses],
) -> tuple[Numbers, list[dict[str, KeyValue]], list[str], pd.DataFrame, pd.DataFrame]:
    """The approved numbers, the key-value cells of each sheet, remarks on them, the table of sheets, and the
    columns that cannot be used. Rows have their project, class, years and planned hours from then on."""
    numbers = Numbers.of_approved(frames["approved"]["project"])
    # which of several numbers a sheet means is settled before others inherit it
    prefer_approved(tables, numbers)
    keys = inherited(tables, numbers, _schemes(frames["approved"]))
    remarks = drop_doubtful_headings(keys, tables, numbers, frames, recorded)
    # rows get their project later: here the numbers are compared as they will be then
    begin = openings(frames["approved"].assign(project=numbers.of_series(frames["approved"]["project"])))
    # before the sheets are described: the day of filing may be one without a year
    complete_keys(keys, tables, numbers, begin)
    sheets = describe(tables, keys, forms, received, numbers)
    unusable = unusable_columns(forms, raw, frames, tables)
    form_rows.merge_numbers(frames, tables)
    form_rows.assign_projects(frames, sheets, numbers)
    complete_rows(forms, raw, frames, sheets, begin)
    # a mark stands for the planned hours of its day: rows have their project, class and year by now
    count_marks(raw["attendance"], frames)
    return numbers, keys, remarks, sheets, unusable


def _not_counting(parts: list[FiledPart], same: dict[int, int]) -> tuple[set[tuple[int, str, int]], set[int]]:
    """What does not count: sheet, project and class of filings, and sheets of which nothing does."""
    states = {versions.DUPLICATE, versions.REPLACED, versions.CLASHING}
    dropped = {(part.sheet, part.project, part.class_no) for part in parts if part.state in states}
    counting = {part.sheet for part in parts if (part.sheet, part.project, part.class_no) not in dropped}
    # a sheet with rows of several projects speaks where one of them counts
    return dropped, set(same) | ({part.sheet for part in parts} - counting)


def _live(
    frames: dict[str, pd.DataFrame],
    raw: dict[str, pd.DataFrame],
    dropped: set[tuple[int, str, int]],
    silent: set[int],
) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame]]:
    """The rows that count, typed and as written, in the same index."""
    live = {key: form_rows.counting(frame, dropped, silent) for key, frame in frames.items()}
    written = {
        key: raw[key].loc[frame.index].assign(sheet=frame["sheet"], row=frame["row"])
        for key, frame in live.items()
    }
    return live, written


def _usable(live: dict[str, pd.DataFrame], field_faults: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The rows that count without the values that no rule may rest on."""
    return {
        key: cell_faults.without_bad_values(
            cell_faults.with_usable_numbers(frame, field_faults, key), field_faults, key
        )
        for key, frame in live.items()
    }


def _schemes(approved: pd.DataFrame) -> dict[str, str]:
    """Folded project number and full name → folded number, of the approved projects."""
    numbers = text.fold_series(approved["project"].dropna())
    names = text.fold_series(approved["project_name"].reindex(numbers.index).fillna(""))
    return dict(zip(names, numbers, strict=True)) | dict(zip(numbers, numbers, strict=True))


def _received(receipts: pd.DataFrame, submissions: list[Recognised]) -> dict[str, pd.Timestamp]:
    """The day each file came in by 收件登记: named by its path, or by its bare name where that is unique; the
    first day counts.

    A row with a 校验值 speaks of the file with that content alone: a file replaced under the same name is
    received anew.
    """
    named = receipts.dropna(subset=["file_name", "received_on"]).sort_values("received_on", kind="stable")
    by_name: dict[str, list[str]] = {}
    for submission in submissions:
        by_name.setdefault(submission.file.rsplit("/", 1)[-1], []).append(submission.file)
    files = {submission.file: submission.sha256 for submission in submissions}
    received: dict[str, pd.Timestamp] = {}
    for name, day, content in zip(
        named["file_name"], named["received_on"], named["content_hash"], strict=True
    ):
        # a path may be copied out of Windows
        path = str(name).replace("\\", "/").removeprefix("./")
        bare = by_name.get(path, [])
        file = (
            path
            if path in files
            else f"inbox/{path}"
            if f"inbox/{path}" in files
            else bare[0]
            if len(bare) == 1
            else None
        )
        if file and (pd.isna(content) or str(content).strip().lower() == files[file]):
            received.setdefault(file, day)
    return received
