"""Rules that only word what intake, forms and schemas saw (families F and D): an entry of a table each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.rule import FILE, ROW, rule

RESTS_ON_CELL = {"each": ("row_of", "name"), "rests_on": ("written",)}
"""A ruling on a fault of a field rests on what is written in the cell, in this row and column."""


def field_fault(code: str, severity: str, *, words: str, **more: object) -> None:
    """Registers the rule that words the D faults of one code; words: intent, 读法, 例 and 消除, as in the
    docstring of a rule."""
    _register(code, severity, ROW, words, lambda facts: facts.faults.of_fields(code), more)


def file_fault(
    code: str, severity: str, *, words: str, defaults: Mapping[str, str] | None = None, **more: object
) -> None:
    """The same of the F faults of one code; defaults: details that the templates need, where a fault lacks
    them."""
    _register(code, severity, FILE, words, lambda facts: faults(facts, code, **(defaults or {})), more)


def cell_fault(
    code: str, severity: str, *, words: str, defaults: Mapping[str, str] | None = None, **more: object
) -> None:
    """The same of F faults that stand in single cells."""
    _register(code, severity, FILE, words, lambda facts: in_column(facts, code, **(defaults or {})), more)


def _register(
    code: str,
    severity: str,
    scope: str,
    words: str,
    find: Callable[[Facts], pd.DataFrame],
    more: Mapping[str, object],
) -> None:
    # `gaoji rules` and docs/rules.md take a rule's words from its function's docstring
    find.__doc__ = words
    rule(code, severity, scope=scope, **more)(find)  # type: ignore[arg-type]


def faults(facts: Facts, code: str, **defaults: str) -> pd.DataFrame:
    """The faults of one code; `defaults` fill in details that the reader did not give."""
    rows = facts.faults.of_files(code)
    for name, value in defaults.items():
        rows[name] = rows[name].fillna(value) if name in rows else value
    return rows


def in_column(facts: Facts, code: str, **defaults: str) -> pd.DataFrame:
    """Faults of single cells beside the form's field of their column; none where the cell stands in no
    column of the form."""
    rows = faults(facts, code, **defaults)
    fields = []
    for sheet, column in zip(rows["sheet"], rows["column_at"], strict=True):
        columns = {} if pd.isna(sheet) else facts.batch.tables[int(sheet)].columns
        fields.append(next((field for field, at in columns.items() if at == column), None))
    return rows.assign(field=pd.Series(fields, index=rows.index, dtype="object"))
