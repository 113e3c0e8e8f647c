"""The D checks of one value, by the type of its column (family D, docs/contract/rules.md)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from gaoji_batch.forms.convert import reader
from gaoji_batch.forms.schema import Column
from gaoji_batch.law import choices, occupations
from gaoji_batch.values import ids, quantities, text
from gaoji_batch.values.rule_names import (
    BAD_ACCOUNT,
    BAD_CERTIFICATE,
    BAD_ID_NUMBER,
    BAD_OCCUPATION_CODE,
    BAD_PHONE,
    BAD_USCC,
    DOUBTFUL_NAME,
    NOT_IN_CODE_LIST,
    NOT_IN_OPEN_LIST,
    OUT_OF_RANGE,
    RUNS_AS_FORMULA,
    STORED_AS_NUMBER,
    UNREADABLE_DATE,
)

RANGES: dict[str, tuple[float, float]] = {
    "hours": (0.0, 24.0), "hours_attended": (0.0, 24.0), "hours_total": (0.0, 10000.0), "count": (1, 1000),
    "money": (0, 10**12),
}  # fmt: skip
"""Least and most of a type (D110); a session's hours and a scheme's must be above the least."""
_ABOVE = ("hours", "hours_total")
_FULL_YEAR = ("全年", "全年度", "年度")
"""What stands for no quarter in a column of quarters."""
_UNRUN = ("id_number", "id_text", "phone", "account")
"""Columns in which a leading sign is no formula (D114)."""


def checks_of(column: Column) -> list[tuple[str, Callable[[object], bool]]]:
    """The codes of a column's type, each with what tells a bad value."""
    checks: list[tuple[str, Callable[[object], bool]]] = list(_BY_TYPE.get(column.type, []))
    if column.type in ("choice", "level", "open_choice", "date", "month"):
        code = {"date": UNREADABLE_DATE, "month": UNREADABLE_DATE, "open_choice": NOT_IN_OPEN_LIST}.get(
            column.type, NOT_IN_CODE_LIST
        )
        checks.append(
            (
                code,
                partial(_unreadable, reader(column))
                if column.type != "open_choice"
                else partial(_unlisted, column),
            )
        )
    if column.type in RANGES or column.type in ("score", "number"):
        checks.append((OUT_OF_RANGE, partial(_out_of_range, column)))
    if column.type in ("year", "quarter"):
        checks.append((OUT_OF_RANGE, partial(_no_period, reader(column))))
    if column.field == "occupation":
        checks.append((BAD_OCCUPATION_CODE, _bad_code_in_brackets))
    if column.type not in _UNRUN:
        checks.append((RUNS_AS_FORMULA, _runs))
    return checks


def _unreadable(read: Callable[[object], object], value: object) -> bool:
    return read(value) is None


def _no_period(read: Callable[[object], object], value: object) -> bool:
    return read(value) is None and text.fold(str(value)) not in _FULL_YEAR


def _unlisted(column: Column, value: object) -> bool:
    return bool(choices.values(column.choices)) and choices.canonical(column.choices, str(value)) is None


def _out_of_range(column: Column, value: object) -> bool:
    number = number_of(column, value)
    if number is None:
        return True
    if column.type not in RANGES:
        return False
    least, most = RANGES[column.type]
    return not least <= number <= most or (column.type in _ABOVE and number <= least)


def number_of(column: Column, value: object) -> float | None:
    """The number a cell of a numeric column holds; None where it holds none."""
    readers: dict[str, Callable[[object], float | None]] = {
        "count": quantities.count,
        "money": quantities.money,
    }
    return readers.get(
        column.type, quantities.hours if column.type.startswith("hours") else quantities.number
    )(value)


def _bad_id(value: object) -> bool:
    number = ids.normalise(value)
    if ids.damaged(value) or number is None:
        return False  # STORED_AS_NUMBER tells it
    return ids.fault_of(number) is not None


def _bad_code_in_brackets(value: object) -> bool:
    return any(
        code and occupations.code_fault(code) is not None
        for _, code in map(text.strip_occupation_code, text.split_list(value))
    )


def _runs(value: object) -> bool:
    return isinstance(value, str) and text.looks_like_formula(value)


_BY_TYPE: dict[str, list[tuple[str, Callable[[object], bool]]]] = {
    "id_number": [(STORED_AS_NUMBER, lambda value: ids.damaged(value) is not None), (BAD_ID_NUMBER, _bad_id)],
    "name": [(DOUBTFUL_NAME, lambda value: text.doubtful_name(text.spaced(value)) is not None)],
    "uscc": [(BAD_USCC, lambda value: ids.uscc_fault(ids.normalise(value) or "") is not None)],
    "phone": [(BAD_PHONE, lambda value: ids.phone_fault(text.clean(value) or "") is not None)],
    "certificate": [
        (STORED_AS_NUMBER, lambda value: ids.damaged(value) is not None),
        (
            BAD_CERTIFICATE,
            lambda value: (
                not ids.damaged(value) and ids.certificate_fault(text.clean(value) or "") is not None
            ),
        ),
    ],
    "account": [
        (STORED_AS_NUMBER, lambda value: ids.damaged(value) is not None),
        (BAD_ACCOUNT, lambda value: not ids.damaged(value) and ids.account_fault(value) is not None),
    ],
    "occupation_code": [
        (BAD_OCCUPATION_CODE, lambda value: occupations.code_fault(text.clean(value) or "") is not None)
    ],
}
