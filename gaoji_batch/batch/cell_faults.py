"""What is wrong with single cells (D findings in the making), and what no rule may rest on for it."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.batch.attendance import undivided_hours
from gaoji_batch.batch.sheets import states_a_day
from gaoji_batch.forms.checks import check
from gaoji_batch.forms.schema import Form
from gaoji_batch.forms.table import Table
from gaoji_batch.values import dates, ids, quantities, text
from gaoji_batch.values.rule_names import (
    BAD_NUMBER,
    BAD_USCC,
    OUT_OF_RANGE,
    STORED_AS_NUMBER,
    UNREADABLE_DATE,
)

DAY_KEYS = ("开班日期", "结业日期", "填报日期")
HOUR_KEYS = ("总学时", "研讨交流学时")
CODE_KEY = "统一社会信用代码"


def check_fields(
    forms: dict[str, Form],
    raw: dict[str, pd.DataFrame],
    live: dict[str, pd.DataFrame],
    tables: list[Table],
    silent: set[int],
    unusable: pd.DataFrame,
) -> pd.DataFrame:
    """Every D finding: form, index (of the form's frame; none for a key-value cell), sheet, row, field, key,
    name, code, why, fix."""
    counting = [at in live[form].index for form, at in zip(unusable["form"], unusable["index"], strict=True)]
    fault_frames = [
        _unreadable_keys(tables, forms, silent),
        undivided_hours(live["plan"], tables),
        unusable[pd.Series(counting, dtype="bool")],
    ]
    for key, frame in live.items():
        if len(frame):
            faults = check(forms[key], raw[key], frame, tables)
            names = {column.field: column.name for column in forms[key].columns}
            placed = raw[key].loc[faults["index"], ["sheet", "row"]].reset_index(drop=True)
            fault_frames.append(
                faults.assign(
                    form=key,
                    name=faults["field"].map(names),
                    key=None,
                    sheet=placed["sheet"],
                    row=placed["row"],
                )
            )
    both = pd.concat([part for part in fault_frames if len(part)] or [fault_frames[0]], ignore_index=True)
    return both.astype({"sheet": "Int64", "row": "Int64"})


def _unreadable_keys(tables: list[Table], forms: dict[str, Form], silent: set[int]) -> pd.DataFrame:
    """Key-value cells whose day (D106) or hours (D110) cannot be read, or whose credit code is none
    (D108)."""
    rows = []
    for at, table in enumerate(tables):
        for name, cell in table.key_values.items() if at not in silent else ():
            written = text.clean(cell.value)
            # where the form has a column for it, the cells of that column are checked
            if written is None or name in {
                column.name for column in forms[table.form].columns if column.field in table.columns
            }:
                continue
            if name in DAY_KEYS and dates.read_date(cell.value) is None and states_a_day(cell.value):
                rows.append((table.form, at, name, UNREADABLE_DATE, f"填写的是“{written}”", ""))
            if name in HOUR_KEYS and quantities.hours(cell.value) is None:
                rows.append(
                    (
                        table.form,
                        at,
                        name,
                        OUT_OF_RANGE,
                        f"填写的是“{written}”，应为学时数",
                        "只填数字，不带文字",
                    )
                )
            if name == CODE_KEY and (why := ids.uscc_fault(ids.normalise(cell.value) or "")):
                rows.append((table.form, at, name, BAD_USCC, why, "对照营业执照或登记证书重新填写18位代码"))
    frame = pd.DataFrame(rows, columns=["form", "sheet", "key", "code", "why", "fix"])
    return frame.assign(index=None, row=None, field=None, name=frame["key"])


def with_usable_numbers(frame: pd.DataFrame, field_faults: pd.DataFrame, form: str) -> pd.DataFrame:
    """Adds `id_bad` (D102, D103: no rule about the person, no join) and `id_ok`: the row's ID number may be
    joined on."""
    damaged = field_faults[field_faults["form"].eq(form) & field_faults["code"].eq(STORED_AS_NUMBER)]
    if "certificate" in frame:
        # a number that a spreadsheet rounded may be anybody's: no D115 for it (docs/contract/reading.md 4)
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


def without_bad_values(frame: pd.DataFrame, field_faults: pd.DataFrame, form: str) -> pd.DataFrame:
    """Without the numbers that are out of range (D110), and without the year where the quarter is none: no
    rule counts on them."""
    wild = field_faults[
        field_faults["form"].eq(form) & field_faults["code"].eq(OUT_OF_RANGE) & field_faults["field"].notna()
    ]
    if wild.empty:
        return frame
    # a budget without a quarter would be the whole year's
    wild = pd.concat([wild, wild[wild["field"].eq("quarter")].assign(field="year")])
    for name, of_field in wild.groupby("field"):
        frame = frame.assign(**{str(name): frame[name].mask(frame.index.isin(of_field["index"]))})
    return frame
