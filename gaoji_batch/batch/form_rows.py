"""The rows of each form in one frame: as written, typed, with project and class, and those that count."""

from __future__ import annotations

from functools import cache

import pandas as pd

from gaoji_batch.batch import versions
from gaoji_batch.batch.project_numbers import Numbers
from gaoji_batch.batch.versions import FiledPart
from gaoji_batch.forms.convert import convert
from gaoji_batch.forms.meaning import meant
from gaoji_batch.forms.schema import Form
from gaoji_batch.forms.table import Table
from gaoji_batch.values import text
from gaoji_batch.values.columns import beside, each

Spots = dict[tuple[str, str], dict[int, tuple[int, int]]]
"""(form, field) → index → row and column of the cell."""


def written(tables: list[Table], form: Form) -> pd.DataFrame:
    """All rows of one form as written: sheet, row, and a column a field; None where a cell, or its whole
    column, is empty."""
    of_form = [(at, table) for at, table in enumerate(tables) if table.form == form.key]
    return _written(of_form, form) if of_form else _no_rows_written(form).copy()


@cache
def _no_rows_written(form: Form) -> pd.DataFrame:
    # Most forms are not in most batches, and a frame of empty columns takes as long to make as a full one.
    return _written([], form)


def _written(of_form: list[tuple[int, Table]], form: Form) -> pd.DataFrame:
    """of_form: sheet key and table of each sheet of the form."""
    cells: dict[str, list[object]] = {
        name: [] for name in ("sheet", "row", *(column.field for column in form.columns))
    }
    for at, table in of_form:
        cells["sheet"] += [at] * len(table.rows)
        cells["row"] += table.rows
        for column in form.columns:
            cells[column.field] += table.values.get(column.field) or [None] * len(table.rows)
    # as objects: pandas makes floats of whole numbers with gaps, and an ID number stored as one would change
    frame = pd.DataFrame(cells, dtype="object")
    return frame.astype({"sheet": "int64", "row": "int64"})


def typed(form: Form, raw: pd.DataFrame, tables: list[Table]) -> pd.DataFrame:
    """The rows of `written` as the types of the form's columns."""
    return _typed(form, raw, tables) if len(raw) else _no_rows_typed(form).copy()


@cache
def _no_rows_typed(form: Form) -> pd.DataFrame:
    return _typed(form, _no_rows_written(form), [])


def _typed(form: Form, raw: pd.DataFrame, tables: list[Table]) -> pd.DataFrame:
    values = convert(form, meant(form, raw, tables))
    values.insert(0, "sheet", raw["sheet"])
    values.insert(1, "row", raw["row"])
    return values


def places_of_cells(tables: list[Table], raw: dict[str, pd.DataFrame]) -> Spots:
    """The places of cells of the tables whose values do not stand in columns."""
    spots: Spots = {}
    for at, table in enumerate(tables):
        if table.places and table.form in raw:
            index = raw[table.form].index[raw[table.form]["sheet"].eq(at)]
            for field, places in table.places.items():
                spots.setdefault((table.form, field), {}).update(zip(index, places, strict=True))
    return spots


def merge_numbers(frames: dict[str, pd.DataFrame], tables: list[Table]) -> None:
    """Hours that a merged cell counts in its first row are none in the others; heads and amounts stay empty
    there."""
    for at, table in enumerate(tables):
        frame = frames.get(table.form)
        for field, rows in table.merged.items() if frame is not None else ():
            if frame is not None and str(frame[field].dtype) == "Float64":
                frame.loc[frame["sheet"].eq(at) & frame["row"].isin(rows), field] = 0.0


def assign_projects(frames: dict[str, pd.DataFrame], sheets: pd.DataFrame, numbers: Numbers) -> None:
    """Gives each row its project (folded, and as written) and class: of its own column, else of its sheet."""
    headings = sheets[["project_written", "class_no"]]
    for form, frame in frames.items():
        of_sheet = headings.reindex(frame["sheet"]).set_axis(frame.index)
        written = frame["project"] if "project" in frame else pd.Series(pd.NA, index=frame.index, dtype="str")
        written = written.fillna(of_sheet["project_written"]).fillna("").astype("str")
        class_no = (
            frame["class_no"] if "class_no" in frame else pd.Series(pd.NA, index=frame.index, dtype="Int64")
        )
        # most projects have one class, and nobody writes 第1期 then (docs/contract/money.md 3)
        frame["class_no"] = class_no.astype("Int64").fillna(of_sheet["class_no"]).fillna(1).astype("int64")
        frame["project_written"] = each(written, numbers.said)
        frame["project"] = numbers.of_series(written)
        # it has no number yet: name and unit tell which approved project it became (docs/contract/forms.md)
        if form == "application":
            named = (
                text.fold_series(frame["project_name"].fillna(""))
                + "|"
                + text.fold_series(frame["unit"].fillna(""))
            )
            frame["project"] = "申报|" + named


def counting(frame: pd.DataFrame, dropped: set[tuple[int, str, int]], silent: set[int]) -> pd.DataFrame:
    """The rows of filings that count, undated ones among them."""
    keep = [
        key[0] not in silent and key not in dropped
        for key in beside(frame["sheet"], frame["project"], frame["class_no"])
    ]
    return frame if all(keep) else frame[keep]


def replaced(frame: pd.DataFrame, parts: list[FiledPart]) -> pd.DataFrame:
    """The rows of filings that a later one replaced, with the day they were filed: what stood before, for
    rules that ask since when."""
    days = {
        (part.sheet, part.project, part.class_no): part.day
        for part in parts
        if part.state == versions.REPLACED
    }
    keys = list(beside(frame["sheet"], frame["project"], frame["class_no"]))
    is_replaced = pd.Series([key in days for key in keys], index=frame.index, dtype="bool")
    filed = pd.Series([days.get(key) for key in keys], index=frame.index, dtype="datetime64[s]")
    return frame.assign(filed_on=filed)[is_replaced]
