"""What was filed, when, and which filings count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from gaoji_batch.batch import versions
from gaoji_batch.batch.assembly import Batch
from gaoji_batch.batch.sheets import workbook_of
from gaoji_batch.evidence.parts import KEPT
from gaoji_batch.evidence.source import Evidence
from gaoji_batch.law import written_words
from gaoji_batch.law.policy import Policy
from gaoji_batch.ledger.view import LedgerView
from gaoji_batch.rules.rule import Rule
from gaoji_batch.rules.schemes import KEY
from gaoji_batch.values import text
from gaoji_batch.values.cells import missing, written
from gaoji_batch.values.columns import places_of
from gaoji_batch.values.rule_names import (
    ATTACHMENT,
    EMPTY_CELL,
    NO_DATA_ROWS,
    NO_KNOWN_FORM,
    NOT_COUNTABLE,
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
"""The fields by which a row of a form is told from its others where it names no person by number."""
BASIS = "headers"
"""表头对照: where it cannot be opened, what any sheet says is not known."""


class NotOpened(Exception):
    """A table that may lie in a workbook which cannot be opened was asked for: what follows from its absence
    is not known."""

    def __init__(self, form: str) -> None:
        super().__init__(form)
        self.form = form


@dataclass
class Filed:
    """The facts of one run. Frames keep the index of the batch's frame of their form, so that a rule's rows
    find their cells.

    closed: forms that a file of the center or an extract which cannot be opened may hold; whoever asks for
    one of them gets NotOpened.
    """

    batch: Batch
    policy: Policy
    evidence: Evidence
    ledger: LedgerView
    on: date
    codes: dict[str, dict]
    closed: frozenset[str] = frozenset()

    def lacking(self, rule: Rule) -> str:
        """A form that could not be opened and that a rule needs before it asks for one; '' where there is
        none."""
        needs = [*rule.needs, *(["decisions"] if rule.decidable else []), *(KEPT if rule.after else [])]
        return next((form for form in needs if form in self.closed), "")

    def must_know(self, *forms: str) -> None:
        """NotOpened where one of these could not be opened."""
        for form in forms:
            if form in self.closed:
                raise NotOpened(form)

    def days(self, name: str) -> pd.Series:
        """filed_on or received_on of the sheets, which rest on 收件登记."""
        self.must_know("receipts")
        return self.batch.sheets[name]

    def frame(self, form: str) -> pd.DataFrame:
        """The rows of a form that count: sheet, row, project, class_no, id_ok (forms of persons) and the
        form's fields."""
        self.must_know(form, BASIS)
        frame = self.batch.frames[form]
        undated = {
            (part.sheet, part.project, part.class_no)
            for part in self.batch.parts
            if part.state == versions.UNDATED
        }
        if not undated:
            return frame
        keys = pd.Series(
            list(zip(frame["sheet"], frame["project"], frame["class_no"], strict=True)),
            index=frame.index,
            dtype="object",
        )
        return frame[~keys.isin(undated)]

    @cached_property
    def parts(self) -> pd.DataFrame:
        """All filings: sheet, form, project, class_no, filed_on, state."""
        self.must_know(BASIS)
        rows = [
            (part.sheet, part.form, part.project, part.class_no, part.day, part.state)
            for part in self.batch.parts
        ]
        frame = pd.DataFrame(rows, columns=["sheet", "form", "project", "class_no", "filed_on", "state"])
        return frame.assign(filed_on=pd.to_datetime(frame["filed_on"]).astype("datetime64[s]"))

    @cached_property
    def in_force(self) -> pd.DataFrame:
        """The filings that count, one row a form and class, at the first sheet: form, project, class_no,
        sheet, filed_on."""
        live = self.parts[self.parts["state"].eq(versions.LIVE) & self.parts["project"].ne("")]
        return (
            live.sort_values(["form", *KEY, "sheet"]).drop_duplicates(["form", *KEY]).reset_index(drop=True)
        )

    @cached_property
    def first_filed(self) -> pd.DataFrame:
        """The first filing of each form for each class, however faulty: form, project, class_no, filed_on,
        sheet."""
        self.must_know("receipts", BASIS)
        return versions.first_filed(self.batch.parts)

    def has_filed(self, form: str) -> set[str]:
        """The projects that filed the form at all, in whatever state."""
        return set(self.parts.loc[self.parts["form"].eq(form), "project"]) - {""}

    def classes_of(self, form: str) -> set[tuple[str, int]]:
        """The classes (project, class_no) of which the form was filed at all, in whatever state."""
        own = self.parts[self.parts["form"].eq(form) & self.parts["project"].ne("")]
        return places_of(own)

    def sheet_of(self, *forms: str) -> pd.Series:
        """The sheet at which a finding about a whole project is put: of the first of these forms that it
        filed. Index project."""
        ranked = self.in_force[self.in_force["form"].isin(forms)]
        order = ranked["form"].map({form: at for at, form in enumerate(forms)})
        return (
            ranked.assign(_order=order)
            .sort_values(["project", "_order", "sheet"])
            .drop_duplicates("project")
            .set_index("project")["sheet"]
        )

    @cached_property
    def not_countable(self) -> set[int]:
        """Sheets with a missing or doubled column or no data rows (F005, F006, F008)."""
        faults = self.batch.faults
        return set(
            faults.loc[faults["code"].isin(NOT_COUNTABLE) & faults["sheet"].notna(), "sheet"].astype(int)
        )

    @cached_property
    def waiting(self) -> set[str]:
        """Projects with clashing filings (F016): class sizes are not judged."""
        return set(self.parts.loc[self.parts["state"].eq(versions.CLASHING), "project"]) - {""}

    def unjudged(self, form: str) -> set[str]:
        """Projects of which a filing of this form cannot be counted or clashes: what counts its rows does
        not judge them."""
        own = self.parts[self.parts["form"].eq(form) & self.parts["state"].eq(versions.LIVE)]
        clashing = self.parts[self.parts["form"].eq(form) & self.parts["state"].eq(versions.CLASHING)]
        return (set(own.loc[own["sheet"].isin(self.not_countable), "project"]) | set(clashing["project"])) - {
            ""
        }

    def lacks(self, form: str, field: str) -> set[str]:
        """Projects of which a sheet of this form in force has no column for the field: no rule that needs it
        judges them."""
        own = self.parts[
            self.parts["form"].eq(form) & self.parts["state"].isin([versions.LIVE, versions.CLASHING])
        ]
        bare = [sheet for sheet in own["sheet"].unique() if self.batch.column_of(int(sheet), field) is None]
        return set(own.loc[own["sheet"].isin(bare), "project"]) - {""}

    def unjoinable(self, form: str) -> set[str]:
        """Projects whose persons on this form cannot be joined on: no ID column, no rows, or clashing
        filings."""
        faults = self.batch.faults
        blank = set(
            faults.loc[faults["code"].eq(NO_DATA_ROWS) & faults["sheet"].notna(), "sheet"].astype(int)
        )
        own = self.parts[self.parts["form"].eq(form)]
        waiting = own["state"].eq(versions.CLASHING) | (
            own["state"].eq(versions.LIVE) & own["sheet"].isin(blank)
        )
        return self.lacks(form, "id_number") | (set(own.loc[waiting, "project"]) - {""})

    def unnumbered(self, form: str, like: int) -> str:
        """The sheets of a form without a project number (F009), by the unit of sheet `like` or by nobody that
        is named, as a hint names them: '名单.xlsx的学员名单'."""
        own = self.batch.sheets[self.batch.sheets["form"].eq(form) & self.batch.sheets["project"].eq("")]
        own = own[text.fold_series(own["unit"]).isin(["", text.fold(self.batch.sheets.at[like, "unit"])])]
        named = own["file"].str.rsplit("/", n=1).str[-1] + ("的" + own["sheet_name"]).where(
            own["sheet_name"].ne(""), ""
        )
        return "、".join(named)

    def column_names(self, form: str) -> dict[str, str]:
        """field → the form's standard column name."""
        return {column.field: column.name for column in self.batch.forms[form].columns}

    @property
    def form_titles(self) -> dict[str, str]:
        """form key → its Chinese title."""
        return {key: form.title for key, form in self.batch.forms.items()}

    # ---- cells and faults

    def bare_sheets(self, form: str, field: str) -> set[int]:
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
        held = [
            row in tables[sheet].blocked.get(field, ())
            for sheet, row in zip(rows["sheet"], rows["row"], strict=True)
        ]
        return pd.Series(held, index=rows.index, dtype="bool")

    def partly_read(self, form: str) -> set[str]:
        """Projects of whose form in force the workbook holds unread persons or sessions (F019): what is
        counted of it may be too little."""
        unread = self.batch.faults[self.batch.faults["code"].eq(UNREAD_CONTENT)]
        unread = unread[unread["detail"].map(lambda detail: bool(detail.get("more"))).astype("bool")]
        books = {
            workbook_of(file, name) for file, name in zip(unread["file"], unread["sheet_name"], strict=True)
        }
        own = self.in_force[self.in_force["form"].eq(form)] if books else self.in_force[:0]
        return set(own.loc[own["sheet"].map(self.batch.sheets["workbook"]).isin(books), "project"]) - {""}

    def unread_like(self, form: str, sheet: int) -> str:
        """What of the same unit is called like a form and was not read, a sheet or a file, as a sentence
        names it; '' where there is none."""
        names = [
            text.fold(name) for name in (self.batch.forms[form].title, *self.batch.forms[form].also_titled)
        ]
        faults = self.batch.faults
        own = str(self.batch.sheets.at[sheet, "file"])
        folder = own.rpartition("/")[0] if own.count("/") > 1 else own
        near = faults[faults["code"].isin([*NOTHING_READ, NO_KNOWN_FORM, ATTACHMENT, UNREAD_CONTENT])]
        for code, file, place in zip(near["code"], near["file"], near["sheet_name"], strict=True):
            bare = str(file).rpartition("/")[2]
            said = text.fold(str(place)) if code == UNREAD_CONTENT else text.fold(f"{bare}{place}")
            here = file == own or str(file).startswith(f"{folder}/")
            if here and any(name in said for name in names):
                return f"{bare}的工作表“{place}”" if code == UNREAD_CONTENT and place else f"文件{bare}"
        return ""

    def faults_of(self, code: str) -> pd.DataFrame:
        """The F faults of one code: file, sheet, sheet_name, row, column_at, and the fields of their
        details."""
        faults = self.batch.faults
        own = faults[faults["code"].eq(code)].reset_index(drop=True)
        details = pd.DataFrame(list(own["detail"]), index=own.index)
        return own.drop(columns=["code", "detail"]).rename(columns={"column": "column_at"}).join(details)

    def field_faults_of(self, code: str) -> pd.DataFrame:
        """The D faults of one code: form, at, sheet, row, field, why, fix, the form's standard name of the
        column, what is `written` in the cell, and what tells the row from others (row_of)."""
        self.must_know(BASIS)
        faults = self.batch.field_faults
        own = faults[faults["code"].eq(code)].reset_index(drop=True)
        own = own.drop(columns="code").rename(columns={"index": "at"})
        places = list(zip(own["form"], own["at"], own["field"], own["sheet"], own["key"], strict=True))
        return own.assign(
            written=pd.Series([self.cell_written(*place) for place in places], own.index, dtype="object"),
            row_of=pd.Series([self.row_of(form, at) for form, at, *_ in places], own.index, dtype="object"),
        )

    def cell_written(self, form: str, at: object, field: object, sheet: int, key: object) -> str:
        """A cell of a row, or a key-value cell of a sheet, as its user sees it."""
        held = self.batch.tables[sheet].key_values.get(key) if isinstance(key, str) else None
        value = held.value if held else self.batch.raw[form].at[at, field] if not missing(at) else None
        return "" if missing(value) else written(value)

    def row_of(self, form: str, at: object) -> str:
        """What tells a row of a form from its others: nothing more where a person's number does."""
        if missing(at):
            return ""
        frame = self.batch.frames[form]
        if "id_number" in frame and not missing(frame.at[at, "id_number"]):
            return ""
        return "|".join(
            self.cell_written(form, at, name, 0, None) for name in TELLING.get(form, PERSON) if name in frame
        )

    def told_place(self, sheet: int, row: int) -> str:
        """A row as a sentence names it: '名单.xlsx的学员名单第8行'."""
        table = self.batch.tables[sheet]
        return f"{table.file.rsplit('/', 1)[-1]}{'的' + table.sheet if table.sheet else ''}第{row}行"

    def among(self, said: object, names: Sequence[str]) -> bool:
        """Whether one of the industries that a cell names, in brackets or after 、 too, is on the list; a
        trailing 产业 does not count."""
        listed = {text.fold(name).removesuffix("产业") for name in names}
        whole = text.fold(str(said))
        return whole in listed or any(
            part.removesuffix("产业") in listed for part in re.split(r"[\[\]、，,;/:]+", whole) if part
        )

    def unread(self, form: str, *fields: str) -> set[tuple[int, int]]:
        """(sheet, row) of the rows of which one of these cells says nothing that can be used: empty,
        unreadable, out of range, or an error."""
        faults = self.batch.field_faults
        own = faults[
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
            for sheet, row in zip(own["sheet"], own["row"], strict=True)
            if pd.notna(row)
        } | blocked

    def bad_people(self, form: str) -> set[tuple[str, str]]:
        """(project, folded name) of the persons of a form whose ID number cannot be joined on: no join speaks
        of them."""
        rows = self.frame(form)
        rows = rows[~rows["id_ok"]]
        return set(zip(rows["project"], text.fold_series(rows["name"].fillna("")), strict=True))
