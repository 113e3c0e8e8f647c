"""What is wrong with files, sheets and cells (families F and D), and what a fault keeps from being judged."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from gaoji_batch.batch.assembly import Batch
from gaoji_batch.law import written_words
from gaoji_batch.rules.facts.filings import BASIS, Filings
from gaoji_batch.values import text
from gaoji_batch.values.cells import missing, written
from gaoji_batch.values.rule_names import (
    ATTACHMENT,
    EMPTY_CELL,
    NO_KNOWN_FORM,
    NOT_IN_CODE_LIST,
    NOTHING_READ,
    OUT_OF_RANGE,
    UNREAD_CONTENT,
    UNREADABLE_DATE,
)

PERSON = ("name",)
TELLING = {
    "plan": ("date", "content"),
    "teachers": ("name",),
    "change": ("change_item", "effective_on"),
    "application": ("project_name", "unit"),
    "units": ("unit",),
    "disqualified": ("unit",),
    "reviews": ("project_name", "unit", "expert"),
    "materials": ("material",),
    "budget": ("year", "quarter"),
    "directions": ("year", "quarter", "direction"),
}
"""The fields that identify a row within its form if it holds no ID number."""


@dataclass(eq=False)
class Faults:
    """Faults of the batch, and the cells they stand in."""

    batch: Batch
    filings: Filings

    def sheets_without(self, form: str, field: str) -> set[int]:
        """Sheets of a form without a column for the field."""
        return {
            at
            for at, table in enumerate(self.batch.tables)
            if table.form == form and field not in table.columns
        }

    def asks_for_title(self, sheet: int) -> bool:
        """Whether the header of 工作总结 on a sheet asks for its title."""
        return written_words.asks_for_title(self.batch.tables[int(sheet)].headings.get("work_summary", ""))

    def blocked(self, form: str, field: str, rows: pd.DataFrame) -> pd.Series:
        """Whether the cell of a field holds an error or a formula without a value (F011, F014), row by
        row."""
        tables = self.batch.tables
        blocked = [
            row in tables[sheet].blocked.get(field, ())
            for sheet, row in zip(rows["sheet"], rows["row"], strict=True)
        ]
        return pd.Series(blocked, index=rows.index, dtype="bool")

    def unread_like(self, form: str, sheet: int) -> str:
        """What of the same unit is called like a form and was not read, a sheet or a file, as a sentence
        names it; returns '' if there is none."""
        names = [
            text.fold(name) for name in (self.batch.forms[form].title, *self.batch.forms[form].also_titled)
        ]
        faults = self.batch.faults
        # a file straight in inbox/ has no folder of its unit: only the file itself is near it
        sheet_file = str(self.batch.sheets.at[sheet, "file"])
        folder = sheet_file.rpartition("/")[0] if sheet_file.count("/") > 1 else sheet_file
        near = faults[faults["code"].isin([*NOTHING_READ, NO_KNOWN_FORM, ATTACHMENT, UNREAD_CONTENT])]
        for code, file, place in zip(near["code"], near["file"], near["sheet_name"], strict=True):
            bare = str(file).rpartition("/")[2]
            # F019 lies in a file that was read, and whose name tells of that: the sheet's name counts alone
            title = text.fold(str(place)) if code == UNREAD_CONTENT else text.fold(f"{bare}{place}")
            here = file == sheet_file or str(file).startswith(f"{folder}/")
            if here and any(name in title for name in names):
                return f"{bare}的工作表“{place}”" if code == UNREAD_CONTENT and place else f"文件{bare}"
        return ""

    def of_files(self, code: str) -> pd.DataFrame:
        """The F faults of one code: file, sheet, sheet_name, row, column_at, and the fields of their
        details."""
        faults = self.batch.faults
        if code not in self._codes_found:  # as of most codes: no frame is made for nothing
            return self._no_faults.copy()
        of_code = faults[faults["code"].eq(code)].reset_index(drop=True)
        details = pd.DataFrame(list(of_code["detail"]), index=of_code.index)
        return of_code.drop(columns=["code", "detail"]).rename(columns={"column": "column_at"}).join(details)

    def of_fields(self, code: str) -> pd.DataFrame:
        """The D faults of one code: form, at, sheet, row, field, why, fix, the form's standard name of the
        column, what is `written` in the cell, and what tells the row from others (row_of)."""
        self.filings.must_know(BASIS)
        faults = self.batch.field_faults
        if code not in self._codes_found:
            return self._no_field_faults.copy()
        of_code = faults[faults["code"].eq(code)].reset_index(drop=True)
        of_code = of_code.drop(columns="code").rename(columns={"index": "at"})
        places = list(
            zip(
                of_code["form"],
                of_code["at"],
                of_code["field"],
                of_code["sheet"],
                of_code["key"],
                strict=True,
            )
        )
        return of_code.assign(
            written=pd.Series([self.cell_written(*place) for place in places], of_code.index, dtype="object"),
            row_of=pd.Series(
                [self.row_of(form, at) for form, at, *_ in places], of_code.index, dtype="object"
            ),
        )

    @cached_property
    def _codes_found(self) -> set[str]:
        return {*self.batch.faults["code"], *self.batch.field_faults["code"]}

    @cached_property
    def _no_faults(self) -> pd.DataFrame:
        return self.batch.faults[:0].drop(columns=["code", "detail"]).rename(columns={"column": "column_at"})

    @cached_property
    def _no_field_faults(self) -> pd.DataFrame:
        none = self.batch.field_faults[:0].drop(columns="code").rename(columns={"index": "at"})
        return none.assign(written=pd.Series(dtype="object"), row_of=pd.Series(dtype="object"))

    def cell_written(self, form: str, at: object, field: object, sheet: int, key: object) -> str:
        """A cell of a row, or a key-value cell of a sheet, as its user sees it."""
        cell = self.batch.tables[sheet].key_values.get(key) if isinstance(key, str) else None
        value = cell.value if cell else self.batch.raw[form].at[at, field] if not missing(at) else None
        return "" if missing(value) else written(value)

    def row_of(self, form: str, at: object) -> str:
        """The fields that identify a row within its form (TELLING), as written; '' if an ID number does."""
        if missing(at):
            return ""
        frame = self.batch.frames[form]
        if "id_number" in frame and not missing(frame.at[at, "id_number"]):
            return ""
        return "|".join(
            # sheet 0 stands for none: it is looked at for key-value cells alone
            self.cell_written(form, at, name, 0, None)
            for name in TELLING.get(form, PERSON)
            if name in frame
        )

    def place_of_row(self, sheet: int, row: int) -> str:
        """A row as a sentence names it: '名单.xlsx的学员名单第8行'."""
        table = self.batch.tables[sheet]
        return f"{table.file.rsplit('/', 1)[-1]}{'的' + table.sheet if table.sheet else ''}第{row}行"

    def unusable_cells(self, form: str, *fields: str) -> set[tuple[int, int]]:
        """(sheet, row) of the rows of which one of these cells says nothing that can be used: empty,
        unreadable, out of range, or an error."""
        faults = self.batch.field_faults
        of_fields = faults[
            faults["form"].eq(form)
            & faults["field"].isin(fields)
            & faults["code"].isin([EMPTY_CELL, UNREADABLE_DATE, NOT_IN_CODE_LIST, OUT_OF_RANGE])
        ]
        tables = self.batch.tables
        blocked = {
            (at, row)
            for at, table in enumerate(tables)
            if table.form == form
            for field in fields
            for row in table.blocked.get(field, ())
        }
        return {
            (int(sheet), int(row))
            for sheet, row in zip(of_fields["sheet"], of_fields["row"], strict=True)
            if pd.notna(row)
        } | blocked
