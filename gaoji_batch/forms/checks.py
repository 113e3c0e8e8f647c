"""Form → Pandera → D findings: every field of a form's one frame, checked once and lazily (family D,
docs/contract/rules.md).

What one cell says is for `cell_schema`. What spans two cells (D104, D105) is told here from the frame itself;
D115 spans projects and is a rule.
"""

from __future__ import annotations

import pandas as pd

from gaoji_batch.forms.meaning import ditto_numbers, meant
from gaoji_batch.forms.schema import Column, Form
from gaoji_batch.forms.table import Table
from gaoji_batch.forms.value_checks import checks_of
from gaoji_batch.forms.wording import clauses
from gaoji_batch.values import ids, text
from gaoji_batch.values.columns import KEY
from gaoji_batch.values.rule_names import CONTRADICTS_ID_NUMBER, EMPTY_CELL, REPEATED_KEY

COLUMNS = ["index", "field", "code", "why", "fix"]


def check(form: Form, raw: pd.DataFrame, typed: pd.DataFrame, tables: list[Table]) -> pd.DataFrame:
    """One row a failing cell: index (of the frame), field, code, and the clauses why and fix of its wording.

    raw: as written, with columns sheet and row; typed: the same rows converted; tables: to tell a missing
    column and a blocked cell.
    """
    as_meant = meant(form, raw, tables)
    written = pd.DataFrame(
        {column.field: _blank_to_none(as_meant[column.field]) for column in form.columns}, index=raw.index
    )
    failing = _failing(form, written)
    failing = pd.concat(
        [
            failing,
            _pointing_above(form, raw),
            _half_filled(form, written),
            _contradicting(form, raw, typed),
            _repeated(form, raw, typed, tables),
        ],
        ignore_index=True,
    )
    failing = failing[_present_cells(failing, raw, tables)]
    values = [
        _value(raw if code == EMPTY_CELL else written, at, field)
        for at, field, code in zip(failing["index"], failing["field"], failing["code"], strict=True)
    ]
    words = [
        (why, fix) if why else clauses(code, form.by_field[field], value)
        for code, field, value, why, fix in zip(
            failing["code"], failing["field"], values, failing["why"], failing["fix"], strict=True
        )
    ]
    return failing.assign(why=[why for why, _ in words], fix=[fix for _, fix in words])[COLUMNS].reset_index(
        drop=True
    )


def _blank_to_none(values: pd.Series) -> pd.Series:
    """Cells of nothing but spaces are empty."""
    blank = {value for value in set(values) if isinstance(value, str) and text.clean(value) is None}
    return values.where(~values.isin(blank), None) if blank else values


def _value(written: pd.DataFrame, at: object, field: str) -> object:
    return written.at[at, field]


def _failing(form: Form, written: pd.DataFrame) -> pd.DataFrame:
    """What the form's schema refuses; it is asked of the columns that hold something to refuse."""
    columns = [column for column in form.columns if _holds_refused(column, written[column.field])]
    if not columns:
        return pd.DataFrame({name: pd.Series(dtype="object") for name in COLUMNS})
    from gaoji_batch.forms.cell_schema import refused  # Pandera: clean batches go without

    return refused(columns, written).assign(why="", fix="")


def _holds_refused(column: Column, values: pd.Series) -> bool:
    distinct = values.unique()
    empty = pd.isna(distinct)
    if empty.any() and not column.may_lack:
        return True
    checks, distinct = checks_of(column), distinct[~empty]
    return any(is_bad(value) for _, is_bad in checks for value in distinct)


def _half_filled(form: Form, written: pd.DataFrame) -> pd.DataFrame:
    """D101: what a row that was begun still lacks (a ruling without reason, name or day)."""
    if not form.begun_by:
        return pd.DataFrame(columns=COLUMNS)
    begun = written[form.begun_by].notna().any(axis=1)
    return pd.concat(
        [
            pd.DataFrame({"index": rows, "field": field, "code": EMPTY_CELL, "why": "", "fix": ""})
            for field in form.completed_by
            for rows in [written.index[begun & written[field].isna()]]
        ],
        ignore_index=True,
    )


def _pointing_above(form: Form, raw: pd.DataFrame) -> pd.DataFrame:
    """D101: a ditto where a number of one's own belongs, in columns that may be empty (the others are empty
    by it)."""
    parts = [
        pd.DataFrame(
            {"index": raw.index[dittos], "field": column.field, "code": EMPTY_CELL, "why": "", "fix": ""}
        )
        for column in form.columns
        if column.may_lack
        if (dittos := ditto_numbers(column, raw[column.field])).any()
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS)


def _contradicting(form: Form, raw: pd.DataFrame, typed: pd.DataFrame) -> pd.DataFrame:
    """D104: 性别 or 出生日期 against the ID number."""
    if "id_number" not in typed or not {"gender", "birth"} & set(typed):
        return pd.DataFrame(columns=COLUMNS)
    read = ids.examine(typed["id_number"])
    # a number that is wrong itself says nothing against gender or birth
    read = read.where(read["valid"] & ~raw["id_number"].map(lambda value: ids.damaged(value) is not None))
    parts = []
    if "gender" in typed:
        other = typed["gender"].notna() & read["gender"].notna() & typed["gender"].ne(read["gender"])
        why = "性别填" + typed["gender"].astype("str") + "，身份证件号码表明为" + read["gender"].astype("str")
        parts.append(pd.DataFrame({"field": "gender", "why": why})[other.astype("bool")])
    if "birth" in typed:
        birth = pd.to_datetime(read["birth"])
        other = typed["birth"].notna() & birth.notna() & typed["birth"].ne(birth)
        parts.append(
            pd.DataFrame(
                {"field": "birth", "why": "出生日期与身份证件号码第7至14位不一致"}, index=typed.index
            )[other.astype("bool")]
        )
    both = pd.concat(parts)
    return both.assign(
        index=both.index, code=CONTRADICTS_ID_NUMBER, fix="对照证件原件，更正此处或身份证件号码"
    )[COLUMNS]


def _repeated(form: Form, raw: pd.DataFrame, typed: pd.DataFrame, tables: list[Table]) -> pd.DataFrame:
    """D105: every occurrence of a person but the first on one sheet (of each class)."""
    parts = []
    for column in form.columns:
        if not column.unique:
            continue
        persons = pd.DataFrame(
            {"sheet": raw["sheet"], "row": raw["row"], "person": typed[column.field]}
        ).dropna(subset=["person"])
        # Excel keeps 15 digits of a number: two persons may be alike in what is left
        persons = persons[
            ~raw.loc[persons.index, column.field]
            .map(lambda value: ids.damaged(value) is not None)
            .astype("bool")
        ]
        on_sheet = persons["sheet"].map(lambda at: f"{tables[at].file}|{tables[at].sheet}")
        persons = persons.assign(on_sheet=on_sheet.astype("object"))
        first = persons.groupby(["on_sheet", "person"])["row"].transform("first")
        again = persons[persons.duplicated(["on_sheet", "person"])]
        why = "第" + first[again.index].astype("str") + "行"
        parts.append(
            pd.DataFrame(
                {
                    "index": again.index,
                    "field": column.field,
                    "code": REPEATED_KEY,
                    "why": why,
                    "fix": "删去多余的一行；如是两个人，更正其中一个身份证件号码",
                }
            )
        )
    if form.key == "claim":
        parts.append(_claimed_twice(typed, tables))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS)


def _claimed_twice(typed: pd.DataFrame, tables: list[Table]) -> pd.DataFrame:
    """Of claims, every row but the first of one class on one sheet."""
    claims = typed.loc[typed["project"].ne(""), ["sheet", "row", *KEY]]
    on_sheet = claims["sheet"].map(lambda at: f"{tables[at].file}|{tables[at].sheet}").astype("object")
    claims = claims.assign(on_sheet=on_sheet)
    first = claims.groupby(["on_sheet", *KEY])["row"].transform("first")
    again = claims.index[claims.duplicated(["on_sheet", *KEY])]
    return pd.DataFrame(
        {
            "index": again,
            "field": "project",
            "code": REPEATED_KEY,
            "why": "第" + first[again].astype("str") + "行",
            "fix": "一个项目一期只填一行：删去多余的一行；是另一期的，填写期次",
        }
    )


def _present_cells(failing: pd.DataFrame, raw: pd.DataFrame, tables: list[Table]) -> pd.Series:
    """Cells that are there: the sheet has the column, and no error value or formula without result stands in
    it (F005, F011, F014), nor is it part of a merged cell whose number counts in the first row."""
    sheets, rows = raw["sheet"].to_dict(), raw["row"].to_dict()
    present = []
    for at, field in zip(failing["index"], failing["field"], strict=True):
        table = tables[sheets[at]]
        row = rows[at]
        present.append(
            field in table.columns
            and row not in table.blocked.get(field, ())
            and row not in table.merged.get(field, ())
        )
    return pd.Series(present, index=failing.index, dtype="bool")
