"""Columns gone through in Python: distinct values asked once,
missing ones never, texts and days as Python holds them."""

from __future__ import annotations

import pandas as pd
import pytest

from gaoji_batch.values.columns import beside, each, in_places, of_places, places_of


def test_each_distinct_value_is_asked_about_once_and_a_missing_one_never() -> None:
    asked = []

    def say(value: str) -> str:
        asked.append(value)
        return value * 2

    said = each(pd.Series(["焊", None, "钳", "焊"], index=[7, 3, 5, 1], dtype="str"), say)
    assert asked == ["焊", "钳"]
    assert said.index.tolist() == [7, 3, 5, 1] and said.fillna("缺").tolist() == [
        "焊焊",
        "缺",
        "钳钳",
        "焊焊",
    ]


@pytest.mark.parametrize("dtype", ["str", "Int64", "datetime64[s]"])
def test_a_column_of_nothing_gives_a_column_of_nothing(dtype: str) -> None:
    for empty in (pd.Series(dtype=dtype), pd.Series([None, None], dtype=dtype)):
        said = each(empty, str)
        assert len(said) == len(empty) and said.isna().all()


def test_columns_side_by_side_keep_python_s_own_values() -> None:
    days = pd.Series(pd.to_datetime(["2026-05-11", None]), dtype="datetime64[s]")
    rows = list(beside(days, pd.Series([1, None], dtype="Int64"), pd.Series(["甲", "乙"], dtype="str")))
    assert rows[0] == (pd.Timestamp("2026-05-11"), 1, "甲")
    assert rows[1][0] is pd.NaT and rows[1][1] is pd.NA and rows[1][2] == "乙"


def test_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        list(beside(pd.Series([1, 2]), pd.Series([1])))


def test_a_class_is_its_project_and_its_number_together() -> None:
    """Of a project with two classes the ledger has one, and one of another project."""
    rows = pd.DataFrame({"project": ["GJ2026-001", "GJ2026-001", "GJ2026-002"], "class_no": [1, 2, 2]})
    rows.index = [7, 3, 5]
    assert places_of(rows) == {("GJ2026-001", 1), ("GJ2026-001", 2), ("GJ2026-002", 2)}
    recorded = {("GJ2026-001", 2): "2026Q3-0001", ("GJ2026-002", 1): "2026Q3-0002"}
    assert in_places(rows, set(recorded)).to_dict() == {7: False, 3: True, 5: False}
    payments = of_places(rows, recorded)
    assert payments[3] == "2026Q3-0001" and payments.isna().to_dict() == {7: True, 3: False, 5: True}


def test_no_rows_speak_of_no_class() -> None:
    rows = pd.DataFrame({"project": pd.Series(dtype="str"), "class_no": pd.Series(dtype="Int64")})
    assert places_of(rows) == set()
    assert in_places(rows, {("GJ2026-001", 1)}).empty and in_places(rows, set()).dtype == "bool"
