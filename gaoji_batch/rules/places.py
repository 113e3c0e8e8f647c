"""Where a finding is put: file, sheet, cell, the person and project it is about, and the value as written,
masked."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from gaoji_batch.batch.assembly import Batch
from gaoji_batch.forms.table import Table
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.rule import Rule
from gaoji_batch.values import ids, masking
from gaoji_batch.values.cells import a1, missing, written
from gaoji_batch.workspace.settings import Privacy

OVERRULES = ("project_key", "unit", "subject", "person", "class_no")
"""What `of_…` columns of a rule's rows (of_project, of_unit …) say in place of the place and the rule alone;
so do of_severity, of_scope and of_stage."""
PERSON_FORMS = ("roster", "completion", "assessment", "attendance")
MASKED_TYPES: dict[str, Callable[[str], str]] = {
    "phone": masking.mask_phone,
    "account": masking.mask_account,
    "certificate": str,
}
ID_TYPES = ("id_number", "id_text")
_TEXTS = ("file", "sheet", "cell", "column", "value", "subject", "project", "project_key", "unit")
NOWHERE: dict[str, object] = dict.fromkeys((*_TEXTS, "person", "form"), "")
NOWHERE |= dict.fromkeys(("row", "position", "class_no", "sheet_key"), pd.NA)


class Places:
    """Looks up places in the batch; one object a run, so that each form's columns are looked up once."""

    def __init__(self, facts: Facts, privacy: Privacy) -> None:
        self.facts = facts
        self.batch: Batch = facts.batch
        self.privacy = privacy
        self._rows_about: dict[str, tuple[pd.Index, dict[str, np.ndarray]]] = {}

    @cached_property
    def columns(self) -> dict[str, dict[str, tuple[str, str]]]:
        """Of each form: field → (standard name, type)."""
        return {
            key: {column.field: (column.name, column.type) for column in form.columns}
            for key, form in self.batch.forms.items()
        }

    @cached_property
    def sheets(self) -> dict[int, dict[str, Any]]:
        rows: dict[int, dict[str, Any]] = self.batch.sheets.to_dict("index")
        return rows

    @cached_property
    def projects(self) -> dict[str, dict[str, Any]]:
        rows: dict[str, dict[str, Any]] = self.facts.plan.projects[["written", "unit"]].to_dict("index")
        return rows

    def located(self, rule: Rule, rows: pd.DataFrame) -> pd.DataFrame:
        """One place a failing row, in the rows' index: the keys of NOWHERE as columns."""
        rows = self._on_its_form(rule, rows)
        out = pd.DataFrame(
            [self._place(record, rule) for record in rows.to_dict("records")], index=rows.index
        )
        return out.astype({"row": "Int64", "position": "Int64", "sheet_key": "Int64", "class_no": "Int64"})

    def continued(self, rule: Rule, rows: pd.DataFrame, placed: pd.DataFrame) -> pd.Series:
        """Which places are the lower rows of a merged cell of which the rule speaks already; where persons
        stand, each row is one of its own."""
        again: list[bool] = []
        last: tuple[object, object, object] = (None, None, None)
        for at, sheet, row, form in zip(
            placed.index, placed["sheet_key"], placed["row"], placed["form"], strict=True
        ):
            field = (
                rows.at[at, "field"]
                if "field" in rows and isinstance(rows.at[at, "field"], str)
                else rule.column
            )
            goes_on = (
                form not in PERSON_FORMS
                and not missing(sheet)
                and not missing(row)
                and row in self.batch.tables[int(sheet)].continued.get(field, ())
                and last == (sheet, field, row - 1)
            )
            last = sheet, field, row
            again.append(goes_on)
        return pd.Series(again, index=placed.index, dtype="bool")

    def _on_its_form(self, rule: Rule, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows with `at` where their index is that of the rule's own form, so that person and project of
        the data row are known."""
        of_form = self.batch.frames.get(rule.on)
        if of_form is None or "at" in rows or not rows.index.isin(of_form.index).all():
            return rows
        theirs = of_form.loc[rows.index, ["sheet", "row"]].astype("Int64")
        if not {"sheet", "file"} & set(rows):
            return rows.assign(sheet=theirs["sheet"], row=theirs["row"], at=rows.index)
        same = "row" in rows and rows[["sheet", "row"]].astype("Int64").equals(theirs)
        return rows.assign(at=rows.index) if same else rows

    def _place(self, record: dict[str, Any], rule: Rule) -> dict[str, object]:
        sheet: Any = record.get("sheet")
        place = dict(NOWHERE) if missing(sheet) else self._on_sheet(int(sheet), record, rule)
        # on a sheet the row is that of the cell, which may be a key-value cell above the data
        for name in ("file", "sheet_name", "value", *(["row"] if missing(sheet) else [])):
            if not missing(record.get(name)):
                place[{"sheet_name": "sheet"}.get(name, name)] = record[name]
        # what was not read (F019) stands in no table: its address is all that is known of it
        if missing(sheet) and not missing(record.get("row")) and not missing(record.get("column_at")):
            at = int(record["column_at"])
            place |= {"cell": a1(int(record["row"]), at), "position": at}
        if not missing(record.get("class_no")):
            place["class_no"] = int(record["class_no"])
        for name in OVERRULES:
            # of_project is a folded number, the key: what is shown of the project follows from it below
            value = record.get("of_" + name.removesuffix("_key"))
            if not missing(value):
                place[name] = value
        # a project and its unit are shown as they are registered, however the sheet at hand spells them
        project = self.projects.get(str(place["project_key"]))
        if project:
            place["project"] = project["written"] if not missing(project["written"]) else place["project"]
            place["unit"] = project["unit"] if not missing(project["unit"]) else place["unit"]
        return place

    def _on_sheet(self, sheet: int, record: dict[str, Any], rule: Rule) -> dict[str, object]:
        table, heading, at = self.batch.tables[sheet], self.sheets[sheet], record.get("at")
        row: Any = record.get("row")
        place = NOWHERE | {"file": table.file, "sheet": table.sheet, "form": table.form, "sheet_key": sheet}
        place |= {
            "project": heading["project_written"],
            "project_key": heading["project"],
            "unit": heading["unit"],
            "class_no": heading["class_no"],
        }
        place["row"] = pd.NA if missing(row) else int(row)
        if not missing(at):
            place |= self._about(table.form, at)
        if isinstance(key := record.get("key"), str):
            return place | self._key_cell(table, key)
        field = record["field"] if isinstance(record.get("field"), str) else rule.column
        return place | self._cell(table, field, place["row"], at, record.get("column_at"))

    def _about(self, form: str, at: object) -> dict[str, object]:
        """Project, unit and person of a data row."""
        row = self._row(form, at)
        about: dict[str, object] = {"class_no": row["class_no"]}
        # an application has no number yet: 申报|name|unit is a key, and nothing to show
        if row["project"] and not row["project"].startswith("申报|"):
            about |= {"project": row["project_written"], "project_key": row["project"]}
        if not missing(row.get("unit")):
            about["unit"] = row["unit"]
        if form in PERSON_FORMS:
            number = "" if missing(row["id_number"]) else str(row["id_number"])
            name = "" if missing(row["name"]) else str(row["name"])
            about |= {
                "subject": f"{self.mask('text', name)} {self.mask('id_number', number)}".strip(),
                "person": number,
            }
        return about

    def _row(self, form: str, at: object) -> dict[str, Any]:
        """What a form's row says of project, unit and person."""
        if form not in self._rows_about:
            frame = self.batch.frames[form]
            names = [
                name
                for name in ("class_no", "project", "project_written", "unit", "id_number", "name")
                if name in frame
            ]
            # arrays: a row of a frame takes far longer to pick, and every finding picks one
            self._rows_about[form] = (
                frame.index,
                {name: frame[name].to_numpy(dtype="object") for name in names},
            )
        index, columns = self._rows_about[form]
        place = index.get_loc(at)
        return {name: values[place] for name, values in columns.items()}

    def _key_cell(self, table: Table, key: str) -> dict[str, object]:
        """The key-value cell of the datum, if this sheet has one."""
        cell = table.key_values.get(key)
        if cell is None:
            return {"column": key}
        value = self.mask("text", "" if cell.value is None else written(cell.value))
        if not cell.row:  # a line above a table of a document has no address
            return {"column": key, "value": value}
        return {
            "column": key,
            "row": cell.row,
            "position": cell.column,
            "cell": a1(cell.row, cell.column),
            "value": value,
        }

    def _cell(
        self, table: Table, field: str, row: object, at: object, column_at: object
    ) -> dict[str, object]:
        name, kind = self.columns[table.form].get(field, ("", "text"))
        position = table.columns.get(field) if missing(column_at) else int(column_at)  # type: ignore[call-overload]
        # of a card or a matrix of days a row of the frame is one cell, which stands in no column of its own
        spot = None if missing(at) else self.batch.spots.get((table.form, field), {}).get(at)  # type: ignore[call-overload]
        if spot:
            row, position = spot
        place: dict[str, object] = {"column": name, "position": pd.NA if position is None else position}
        if not missing(at) and field in self.batch.raw[table.form]:
            value = self.batch.raw[table.form].at[at, field]
            place["value"] = "" if missing(value) else self.mask(kind, written(value))
        if position is not None and not missing(row):
            place["cell"] = a1(int(row), position)  # type: ignore[call-overload]
        if spot:
            place["row"] = row
        return place

    def mask(self, kind: str, value: str) -> str:
        """A value as outputs may show it: by its column's type; in free text, whatever has the shape of an ID
        number."""
        head, tail = self.privacy.id_keep_head, self.privacy.id_keep_tail
        # a certificate that is an ID number was put in the wrong column
        if kind in ID_TYPES or (kind == "certificate" and ids.fault_of(ids.normalise(value) or "") is None):
            return masking.mask_id(value, head, tail)
        return (
            MASKED_TYPES[kind](value) if kind in MASKED_TYPES else masking.mask_free_text(value, head, tail)
        )
