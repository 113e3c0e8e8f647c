"""What was filed, when, and which filings count."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from gaoji_batch.batch import versions
from gaoji_batch.batch.assembly import Batch
from gaoji_batch.batch.sheets import workbook_of
from gaoji_batch.values import text
from gaoji_batch.values.columns import KEY, beside, places_of
from gaoji_batch.values.rule_names import NO_DATA_ROWS, NOT_COUNTABLE, UNREAD_CONTENT

BASIS = "headers"
"""表头对照: while it cannot be opened, no sheet can be read reliably."""


class NotOpened(Exception):
    """A table that may lie in a workbook which cannot be opened was asked for: what follows from its absence
    is not known."""

    def __init__(self, form: str) -> None:
        super().__init__(form)
        self.form = form


@dataclass(eq=False)
class Filings:
    """The filings of one batch, and the rows of its forms. Frames keep the index of the batch's frame of
    their form, so that a rule's rows find their cells.

    closed: forms that a file of the center or an extract which cannot be opened may hold; whoever asks for
    one of them gets NotOpened.
    """

    batch: Batch
    closed: frozenset[str]

    def must_know(self, *forms: str) -> None:
        """Raises NotOpened if one of these forms could not be opened."""
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
        # of several filings without a day nobody knows which one counts
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
        # a filing is dated by 收件登记 before its own 填报日期 (forms.md)
        self.must_know("receipts", BASIS)
        return versions.first_filed(self.batch.parts)

    @cached_property
    def _states(self) -> dict[str, list[tuple[str, str, int]]]:
        """state, project and sheet of each filing that names a project, by form: looked up by many rules."""
        by_form: dict[str, list[tuple[str, str, int]]] = {}
        for form, *filing in beside(*(self.parts[name] for name in ("form", "state", "project", "sheet"))):
            if filing[1]:
                by_form.setdefault(form, []).append(tuple(filing))
        return by_form

    def has_filed(self, form: str) -> set[str]:
        """The projects that filed the form at all, in whatever state."""
        return {project for _, project, _ in self._states.get(form, ())}

    def classes_of(self, form: str) -> set[tuple[str, int]]:
        """The classes (project, class_no) of which the form was filed at all, in whatever state."""
        filings = self.parts[self.parts["form"].eq(form) & self.parts["project"].ne("")]
        return places_of(filings)

    def sheet_of(self, *forms: str) -> pd.Series:
        """The sheet at which a finding about a whole project is put: of the first of these forms that it
        filed. Index project."""
        ranked = self.in_force[self.in_force["form"].isin(forms)]
        # the caller names the forms in the order in which a finding is looked for
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
        return set(self.parts.loc[self.parts["state"].eq(versions.CLASHING), "project"])

    def unjudged(self, form: str) -> set[str]:
        """Projects of which a filing of this form cannot be counted or clashes: what counts its rows does
        not judge them."""
        return {
            project
            for state, project, sheet in self._states.get(form, ())
            # of a filing that was replaced (F015) nothing is judged, and its faults hold nothing back
            if state == versions.CLASHING or (state == versions.LIVE and sheet in self.not_countable)
        }

    def lacks(self, form: str, field: str) -> set[str]:
        """Projects of which a sheet of this form in force has no column for the field: no rule that needs it
        judges them."""
        return {
            project
            for state, project, sheet in self._states.get(form, ())
            if state in (versions.LIVE, versions.CLASHING) and self.batch.column_of(sheet, field) is None
        }

    def unjoinable(self, form: str) -> set[str]:
        """Projects whose persons on this form cannot be joined on: no ID column, no rows, or clashing
        filings."""
        waiting = {
            project
            for state, project, sheet in self._states.get(form, ())
            if state == versions.CLASHING or (state == versions.LIVE and sheet in self._without_rows)
        }
        return self.lacks(form, "id_number") | waiting

    @cached_property
    def _without_rows(self) -> set[int]:
        """Sheets without data rows (F008)."""
        faults = self.batch.faults
        return set(faults.loc[faults["code"].eq(NO_DATA_ROWS) & faults["sheet"].notna(), "sheet"].astype(int))

    def unnumbered(self, form: str, like: int) -> str:
        """The sheets of a form without a project number (F009), by the unit of sheet `like` or by nobody that
        is named, as a hint names them: '名单.xlsx的学员名单'."""
        of_unit = self.batch.sheets[self.batch.sheets["form"].eq(form) & self.batch.sheets["project"].eq("")]
        of_unit = of_unit[
            # a unit must not be told of another's file
            text.fold_series(of_unit["unit"]).isin(["", text.fold(self.batch.sheets.at[like, "unit"])])
        ]
        sheets = zip(of_unit["file"], of_unit["sheet_name"], strict=True)
        return "、".join(file.rpartition("/")[2] + (f"的{sheet}" if sheet else "") for file, sheet in sheets)

    def column_names(self, form: str) -> dict[str, str]:
        """field → the form's standard column name."""
        return {column.field: column.name for column in self.batch.forms[form].columns}

    @property
    def form_titles(self) -> dict[str, str]:
        """form key → its Chinese title."""
        return {key: form.title for key, form in self.batch.forms.items()}

    def partly_read(self, form: str) -> set[str]:
        """Projects of whose form in force the workbook holds unread persons or sessions (F019): what is
        counted of it may be too little."""
        unread = self.batch.faults[self.batch.faults["code"].eq(UNREAD_CONTENT)]
        # a list of 候补 is no part of the class, a list of meals holds nobody: neither makes a count doubtful
        unread = unread[unread["detail"].map(lambda detail: bool(detail.get("more"))).astype("bool")]
        books = {
            workbook_of(file, name) for file, name in zip(unread["file"], unread["sheet_name"], strict=True)
        }
        filings = self.in_force[self.in_force["form"].eq(form)] if books else self.in_force[:0]
        return set(filings.loc[filings["sheet"].map(self.batch.sheets["workbook"]).isin(books), "project"])

    def projects_at(self, cells: set[tuple[int, int]]) -> set[str]:
        """The projects of the sheets of these (sheet, row)."""
        return set(self.parts.loc[self.parts["sheet"].isin({sheet for sheet, _ in cells}), "project"]) - {""}
