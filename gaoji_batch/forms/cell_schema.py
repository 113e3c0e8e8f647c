"""Columns of a form → Pandera: the cells that the schema refuses, each with the code of the check.

The schema is built from the form's YAML: each column's type brings its checks, each check carries its code
as `error`. Pandera takes more than half as long to load as pandas: `checks` comes here only with columns that
hold something to refuse.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import pandas as pd

from gaoji_batch.forms.schema import Column
from gaoji_batch.forms.value_checks import checks_of
from gaoji_batch.values.rule_names import EMPTY_CELL


@contextmanager
def _not_importing(*names: str) -> Iterator[None]:
    """Lets a library go without others that it would import merely because they are installed."""
    absent = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]  # None: not to be imported
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


# Spark, for frames that are never here, and hypothesis, for test data, at the first frame, when it registers
# its checks: each takes as long as all checks of a batch
with _not_importing("pyspark", "hypothesis"):
    import pandera.pandas as pa
    from pandera.errors import SchemaErrors

    pa.DataFrameSchema().validate(pd.DataFrame())


def refused(columns: list[Column], written: pd.DataFrame) -> pd.DataFrame:
    """What the schema of these columns refuses of the frame: index, field, code; a check that breaks is an
    error of the program and is raised."""
    schema = pa.DataFrameSchema({column.field: _column(column) for column in columns}, coerce=False)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            schema.validate(written, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases
        codes = cases["check"].astype("str").replace("not_nullable", EMPTY_CELL)
        broken = codes[~codes.str.fullmatch(r"D1\d\d")]
        if len(broken):
            raise RuntimeError(f"a check of cells broke: {sorted(set(broken))}") from errors
        return pd.DataFrame({"index": cases["index"], "field": cases["column"], "code": codes})
    return pd.DataFrame({name: pd.Series(dtype="object") for name in ("index", "field", "code")})


def _column(column: Column) -> pa.Column:
    checks = [
        pa.Check(partial(_passes, is_bad), error=code, ignore_na=True) for code, is_bad in checks_of(column)
    ]
    return pa.Column(None, checks=checks, nullable=column.may_lack, required=False)


def _passes(bad: Callable[[object], bool], values: pd.Series) -> pd.Series:
    """Each distinct value is looked at once."""
    failing = {value for value in values.unique() if bad(value)}
    return pd.Series(
        [value not in failing for value in values] if failing else True, index=values.index, dtype="bool"
    )
