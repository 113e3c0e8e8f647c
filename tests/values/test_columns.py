"""Columns gone through in Python: distinct values asked once,
missing ones never, texts and days as Python holds them."""

from __future__ import annotations

import pandas as pd
import pytest

from gaoji_batch.values.columns import beside, each


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
