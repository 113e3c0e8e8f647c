"""Tables → Batch: one frame a form for the whole inbox, plus what is known of every sheet.

Every row keeps its sheet key and its row number; a cell's address is looked up in the sheet's column places,
never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from gaoji_batch.batch import versions
from gaoji_batch.batch.attendance import count_marks, undivided_hours
from gaoji_batch.batch.numbers import Numbers
from gaoji_batch.batch.sheets import describe, inherited, prefer_approved, states_a_day
from gaoji_batch.batch.unusable import unusable_columns
from gaoji_batch.batch.versions import Part
from gaoji_batch.batch.years import complete_keys, complete_rows, openings
from gaoji_batch.forms.convert import convert
from gaoji_batch.forms.meaning import meant
from gaoji_batch.forms.schema import Form
from gaoji_batch.forms.table import KeyValue, Recognised, Table
from gaoji_batch.intake.grid import Fault
from gaoji_batch.values import dates, ids, quantities, text
from gaoji_batch.values.columns import beside, each
from gaoji_batch.values.rule_names import (
    BAD_NUMBER,
    BAD_USCC,
    CLASHING_FILING,
    ID_NUMBER_IN_FILE_NAME,
    NO_NUMBER_OR_DATE,
    OUT_OF_RANGE,
    REPLACED,
    SAME_CONTENT,
    STORED_AS_NUMBER,
    UNREAD_CONTENT,
    UNREADABLE_DATE,
)

pd.set_option("mode.string_storage", "python")
"""Columns of text as Python holds them: rules look at thousands of short ones in many small steps, which
Arrow's make a third slower."""
FAULT_COLUMNS = ["code", "file", "sheet", "sheet_name", "row", "column", "detail"]
NUMBERED = ("roster", "plan", "assessment", "completion", "claim")
"""Forms that must name their project (F009)."""
DATED = (*NUMBERED, "application")
"""Forms that must have a filing date (F009)."""
VERSIONS = (SAME_CONTENT, REPLACED, CLASHING_FILING)
"""What is said of a filing that does not count."""
DAY_KEYS = ("开班日期", "结业日期", "填报日期")
HOUR_KEYS = ("总学时", "研讨交流学时")
CODE_KEY = "统一社会信用代码"


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
    numbers: the approved projects by every way to write their numbers.
    """

    submissions: list[Recognised]
    forms: dict[str, Form]
    tables: list[Table]
    sheets: pd.DataFrame
    frames: dict[str, pd.DataFrame]
    raw: dict[str, pd.DataFrame]
    parts: list[Part]
    faults: pd.DataFrame
    field_faults: pd.DataFrame
    key_values: list[dict[str, KeyValue]]
    received: dict[str, pd.Timestamp]
    spots: dict[tuple[str, str], dict[int, tuple[int, int]]]
    earlier: dict[str, pd.DataFrame]
    numbers: Numbers

    def column_of(self, sheet: int, field: str) -> int | None:
        """The 1-based column of a field on a sheet; None where the sheet has no such column."""
        return self.tables[sheet].columns.get(field)

    @cached_property
    def places_of_sheets(self) -> dict[int, int]:
        """Sheet key → its place among the sheets of its file."""
        order = {
            (one.file, sheet.sheet): at
            for one in self.submissions
            for at, sheet in reversed(list(enumerate(one.sheets)))
        }
        return {at: order.get((table.file, table.sheet), 0) for at, table in enumerate(self.tables)}

    def frame(self, form: str) -> pd.DataFrame:
        """The rows of a form that count; an empty frame with all columns where nothing was filed."""
        return self.frames[form]


def assemble(submissions: list[Recognised], forms: dict[str, Form]) -> Batch:
    """Converts each form's rows once, settles which filings count, and checks the fields of those."""
    tables = [table for one in submissions for table in one.tables]
    faults = _faults(submissions, tables)
    raw = {key: _rows(tables, form) for key, form in forms.items() if form.source != "extract"}
    spots = _spots(tables, raw)
    for table in tables:
        table.values = {}  # they are in the frames now; of ten thousand workbooks they are half of what was read
    frames = {key: _typed(forms[key], rows, tables) for key, rows in raw.items()}
    received = _received(frames["receipts"], submissions)
    numbers = Numbers.of_approved(frames["approved"]["project"])
    prefer_approved(tables, numbers)
    keys = inherited(tables, numbers, _schemes(frames["approved"]))
    begin = openings(frames["approved"].assign(project=numbers.of_series(frames["approved"]["project"])))
    complete_keys(keys, tables, numbers, begin)
    sheets = describe(tables, keys, forms, received, numbers)
    unusable = unusable_columns(forms, raw, frames, tables)
    _merge_numbers(frames, tables)
    _place_rows(frames, sheets, numbers)
    complete_rows(forms, raw, frames, sheets, begin)
    count_marks(raw["attendance"], frames)
    same = versions.duplicates(tables)
    parts = versions.settle(versions.parts(sheets, frames, same, tables))
    earlier = {form: _replaced(frames[form], parts) for form in ("roster", "plan")}
    faults += _version_faults(parts, same, tables, sheets) + _missing_faults(sheets, tables, frames)
    dropped = _dropped(parts)
    counting = {part.sheet for part in parts if (part.sheet, part.project, part.class_no) not in dropped}
    silent = set(same) | ({part.sheet for part in parts} - counting)
    live = {key: _counting(frame, dropped, silent) for key, frame in frames.items()}
    raw = {
        key: raw[key].loc[frame.index].assign(sheet=frame["sheet"], row=frame["row"])
        for key, frame in live.items()
    }
    field_faults = _checked(forms, raw, live, tables, silent, unusable)
    live = {
        key: _usable(_identified(frame, field_faults, key), field_faults, key) for key, frame in live.items()
    }
    kept = _told(faults, silent, _same_files(submissions, tables))
    return Batch(
        submissions,
        forms,
        tables,
        sheets,
        live,
        raw,
        parts,
        kept,
        field_faults,
        keys,
        received,
        spots,
        earlier,
        numbers,
    )


def _faults(submissions: list[Recognised], tables: list[Table]) -> list[dict]:
    """What readers and recognition found wrong: of a file as a whole, and of its sheets."""
    of_files = [
        _fault(fault, one.file, None) | {"detail": fault.detail | _place(one, fault)}
        for one in submissions
        for fault in one.faults
    ]
    return of_files + [
        _fault(fault, table.file, at) for at, table in enumerate(tables) for fault in table.faults
    ]


def _place(one: Recognised, fault: Fault) -> dict[str, object]:
    """The place of an unread sheet among the sheets of its file."""
    if fault.code != UNREAD_CONTENT:
        return {}
    return {"place": next((at for at, sheet in enumerate(one.sheets) if sheet.sheet == fault.sheet), 0)}


def _spots(
    tables: list[Table], raw: dict[str, pd.DataFrame]
) -> dict[tuple[str, str], dict[int, tuple[int, int]]]:
    """(form, field) → index → the place of the cell, of the tables whose values do not stand in columns."""
    spots: dict[tuple[str, str], dict[int, tuple[int, int]]] = {}
    for at, table in enumerate(tables):
        if table.places and table.form in raw:
            index = raw[table.form].index[raw[table.form]["sheet"].eq(at)]
            for field, places in table.places.items():
                spots.setdefault((table.form, field), {}).update(zip(index, places, strict=True))
    return spots


def _merge_numbers(frames: dict[str, pd.DataFrame], tables: list[Table]) -> None:
    """Hours that a merged cell counts in its first row are none in the others; heads and amounts stay empty
    there."""
    for at, table in enumerate(tables):
        frame = frames.get(table.form)
        for field, rows in table.merged.items() if frame is not None else ():
            if frame is not None and str(frame[field].dtype) == "Float64":
                frame.loc[frame["sheet"].eq(at) & frame["row"].isin(rows), field] = 0.0


def _fault(fault: Fault, file: str, sheet: int | None) -> dict:
    return {
        "code": fault.code,
        "file": file,
        "sheet": sheet,
        "sheet_name": fault.sheet,
        "row": fault.row,
        "column": fault.column,
        "detail": fault.detail,
    }


def _rows(tables: list[Table], form: Form) -> pd.DataFrame:
    """All rows of one form as written: sheet, row, and a column a field; None where a cell, or its whole
    column, is empty."""
    names = [column.field for column in form.columns]
    held: dict[str, list[object]] = {name: [] for name in ("sheet", "row", *names)}
    for at, table in enumerate(tables):
        if table.form != form.key:
            continue
        held["sheet"] += [at] * len(table.rows)
        held["row"] += table.rows
        for name in names:
            held[name] += table.values.get(name) or [None] * len(table.rows)
    frame = pd.DataFrame({name: pd.Series(values, dtype="object") for name, values in held.items()})
    return frame.astype({"sheet": "int64", "row": "int64"})


def _typed(form: Form, raw: pd.DataFrame, tables: list[Table]) -> pd.DataFrame:
    typed = convert(form, meant(form, raw, tables))
    typed.insert(0, "sheet", raw["sheet"])
    typed.insert(1, "row", raw["row"])
    return typed


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


def _place_rows(frames: dict[str, pd.DataFrame], sheets: pd.DataFrame, numbers: Numbers) -> None:
    """Gives each row its project (folded, and as written) and class: of its own column, else of its sheet."""
    for form, frame in frames.items():
        of_sheet = sheets.reindex(frame["sheet"])
        of_sheet.index = frame.index
        written = frame["project"] if "project" in frame else pd.Series(pd.NA, index=frame.index, dtype="str")
        written = written.fillna(of_sheet["project_written"]).fillna("").astype("str")
        class_no = (
            frame["class_no"] if "class_no" in frame else pd.Series(pd.NA, index=frame.index, dtype="Int64")
        )
        frame["class_no"] = class_no.astype("Int64").fillna(of_sheet["class_no"]).fillna(1).astype("int64")
        frame["project_written"] = each(written, numbers.said)
        frame["project"] = numbers.of_series(written)
        if form == "application":
            named = (
                text.fold_series(frame["project_name"].fillna(""))
                + "|"
                + text.fold_series(frame["unit"].fillna(""))
            )
            frame["project"] = "申报|" + named


def _dropped(parts: list[Part]) -> set[tuple[int, str, int]]:
    out = {versions.DUPLICATE, versions.REPLACED, versions.CLASHING}
    return {(part.sheet, part.project, part.class_no) for part in parts if part.state in out}


def _counting(frame: pd.DataFrame, dropped: set[tuple[int, str, int]], silent: set[int]) -> pd.DataFrame:
    """The rows of filings that count; `undated` tells those whose filing stands beside a dated one."""
    keep = [
        key[0] not in silent and key not in dropped
        for key in beside(frame["sheet"], frame["project"], frame["class_no"])
    ]
    return frame[pd.Series(keep, index=frame.index, dtype="bool")]


def _replaced(frame: pd.DataFrame, parts: list[Part]) -> pd.DataFrame:
    """The rows of filings that a later one replaced, with the day they were filed: what stood before, for
    rules that ask since when."""
    days = {
        (part.sheet, part.project, part.class_no): part.day
        for part in parts
        if part.state == versions.REPLACED
    }
    keys = list(beside(frame["sheet"], frame["project"], frame["class_no"]))
    kept = pd.Series([key in days for key in keys], index=frame.index, dtype="bool")
    filed = pd.Series([days.get(key) for key in keys], index=frame.index, dtype="datetime64[s]")
    return frame.assign(filed_on=filed)[kept]


def _version_faults(
    parts: list[Part], same: dict[int, int], tables: list[Table], sheets: pd.DataFrame
) -> list[dict]:
    faults = []
    told: set[str] = set()
    for sheet, first in same.items():
        book = sheets.at[sheet, "workbook"]
        if book not in told:
            told.add(book)
            faults.append(_version(SAME_CONTENT, tables[sheet], None, {"first": tables[first].file}))
    for part in parts:
        if part.state == versions.DUPLICATE and part.sheet not in same and part.by is not None:
            faults.append(
                _version(SAME_CONTENT, tables[part.sheet], part.sheet, {"first": tables[part.by].file})
            )
        if part.state == versions.REPLACED and part.by is not None:
            day = sheets.at[part.by, "filed_on"]
            faults.append(
                _version(
                    REPLACED,
                    tables[part.sheet],
                    part.sheet,
                    {"by": tables[part.by].file, "by_sheet": tables[part.by].sheet, "day": day},
                )
            )
        if part.state == versions.CLASHING:
            rival = tables[min(part.rivals)]
            faults.append(
                _version(
                    CLASHING_FILING,
                    tables[part.sheet],
                    part.sheet,
                    {"rival": rival.file, "rival_sheet": rival.sheet, "day": part.day},
                )
            )
    return list(
        {(fault["code"], fault["file"], fault["sheet"]): fault for fault in reversed(faults)}.values()
    )[::-1]


def _version(code: str, table: Table, sheet: int | None, detail: dict) -> dict:
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


def _missing_faults(sheets: pd.DataFrame, tables: list[Table], frames: dict[str, pd.DataFrame]) -> list[dict]:
    """F009: a row or a sheet with no project number anywhere, or no day of filing (an unreadable 填报日期 is
    D106 instead)."""
    faults = []
    bare = {
        int(sheet): list(rows["row"])
        for form in NUMBERED
        for sheet, rows in frames[form][frames[form]["project"].eq("")].groupby("sheet")
        if "project" in tables[int(sheet)].columns and form != "claim"
    }
    undated = sheets["filed_on"].isna() & ~sheets["stated_written"].astype("bool")
    for sheet, (table, project, no_day) in enumerate(zip(tables, sheets["project"], undated, strict=True)):
        if table.form in NUMBERED and not project and "project" not in table.columns:
            faults.append(_version(NO_NUMBER_OR_DATE, table, sheet, {"datum": "项目编号"}))
        if table.form in NUMBERED and not project:
            faults += [
                _version(NO_NUMBER_OR_DATE, table, sheet, {"datum": "项目编号"})
                | {"row": row, "column": table.columns["project"]}
                for row in bare.get(sheet, ())
            ]
        if table.form in DATED and no_day:
            faults.append(_version(NO_NUMBER_OR_DATE, table, sheet, {"datum": "报送日期"}))
    return faults


def _same_files(submissions: list[Recognised], tables: list[Table]) -> set[str]:
    """Files with forms that have the very bytes of an earlier one (by path); one that holds no form keeps its
    own fault (F001 to F004, F018)."""
    held = {table.file for table in tables}
    seen: set[str] = set()
    same: set[str] = set()
    for one in sorted(submissions, key=lambda one: one.file):
        if one.file in held and one.sha256 in seen:
            same.add(one.file)
        seen.add(one.sha256)
    return same


def _told(faults: list[dict], silent: set[int], same_files: set[str]) -> pd.DataFrame:
    """The faults that are said: of a sheet that does not count, F013, F015 and F016 alone; of a file that
    came before, its name beside."""
    kept = [
        fault
        for fault in faults
        if fault["code"] in VERSIONS
        or (
            fault["sheet"] not in silent
            and (fault["code"] == ID_NUMBER_IN_FILE_NAME or fault["file"] not in same_files)
        )
    ]
    frame = pd.DataFrame(kept, columns=FAULT_COLUMNS)
    return frame.astype({"sheet": "Int64", "row": "Int64", "column": "Int64"})


def _checked(
    forms: dict[str, Form],
    raw: dict[str, pd.DataFrame],
    live: dict[str, pd.DataFrame],
    tables: list[Table],
    silent: set[int],
    unusable: pd.DataFrame,
) -> pd.DataFrame:
    """Every D finding: form, index (of the form's frame; none for a key-value cell), sheet, row, field, key,
    name, code, why, fix."""
    from gaoji_batch.forms.checks import check  # Pandera takes as long to load as pandas: not for `diff`

    counting = [at in live[form].index for form, at in zip(unusable["form"], unusable["index"], strict=True)]
    found = [
        _unreadable_keys(tables, forms, silent),
        undivided_hours(live["plan"], tables),
        unusable[pd.Series(counting, dtype="bool")],
    ]
    for key, frame in live.items():
        if len(frame):
            faults = check(forms[key], raw[key], frame, tables)
            names = {column.field: column.name for column in forms[key].columns}
            placed = raw[key].loc[faults["index"], ["sheet", "row"]].reset_index(drop=True)
            found.append(
                faults.assign(
                    form=key,
                    name=faults["field"].map(names),
                    key=None,
                    sheet=placed["sheet"],
                    row=placed["row"],
                )
            )
    both = pd.concat([part for part in found if len(part)] or [found[0]], ignore_index=True)
    return both.astype({"sheet": "Int64", "row": "Int64"})


def _unreadable_keys(tables: list[Table], forms: dict[str, Form], silent: set[int]) -> pd.DataFrame:
    """Key-value cells whose day (D106) or hours (D110) cannot be read, or whose credit code is none
    (D108)."""
    rows = []
    for at, table in enumerate(tables):
        for name, cell in table.key_values.items() if at not in silent else ():
            said = text.clean(cell.value)
            if said is None or name in {
                column.name for column in forms[table.form].columns if column.field in table.columns
            }:
                continue
            if name in DAY_KEYS and dates.read_date(cell.value) is None and states_a_day(cell.value):
                rows.append((table.form, at, name, UNREADABLE_DATE, f"填写的是“{said}”", ""))
            if name in HOUR_KEYS and quantities.hours(cell.value) is None:
                rows.append(
                    (
                        table.form,
                        at,
                        name,
                        OUT_OF_RANGE,
                        f"填写的是“{said}”，应为学时数",
                        "只填数字，不带文字",
                    )
                )
            if name == CODE_KEY and (why := ids.uscc_fault(ids.normalise(cell.value) or "")):
                rows.append((table.form, at, name, BAD_USCC, why, "对照营业执照或登记证书重新填写18位代码"))
    frame = pd.DataFrame(rows, columns=["form", "sheet", "key", "code", "why", "fix"])
    return frame.assign(index=None, row=None, field=None, name=frame["key"])


def _identified(frame: pd.DataFrame, field_faults: pd.DataFrame, form: str) -> pd.DataFrame:
    """Adds `id_bad` (D102, D103: no rule about the person, no join) and `id_ok`: the row's ID number may be
    joined on."""
    damaged = field_faults[field_faults["form"].eq(form) & field_faults["code"].eq(STORED_AS_NUMBER)]
    if "certificate" in frame:
        certificates = damaged[damaged["field"].eq("certificate")]["index"]
        frame = frame.assign(certificate_bad=frame.index.isin(certificates))
    if "id_number" not in frame:
        return frame
    bad = frame.index.isin(
        field_faults[
            field_faults["form"].eq(form)
            & field_faults["code"].isin(BAD_NUMBER)
            & field_faults["field"].eq("id_number")
        ]["index"]
    )
    return frame.assign(id_bad=bad, id_ok=frame["id_number"].notna() & ~bad)


def _usable(frame: pd.DataFrame, field_faults: pd.DataFrame, form: str) -> pd.DataFrame:
    """Without the numbers that are out of range (D110), and without the year where the quarter is none: no
    rule counts on them."""
    wild = field_faults[
        field_faults["form"].eq(form) & field_faults["code"].eq(OUT_OF_RANGE) & field_faults["field"].notna()
    ]
    wild = pd.concat([wild, wild[wild["field"].eq("quarter")].assign(field="year")])
    for name, own in wild.groupby("field"):
        frame = frame.assign(**{str(name): frame[name].mask(frame.index.isin(own["index"]))})
    return frame
