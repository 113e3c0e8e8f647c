"""Columns gone through in Python: each distinct value once, or several columns side by side."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

KEY = ["project", "class_no"]
"""What names a class: its project (folded number) and its 期次."""


def each(column: pd.Series, say: Callable[[Any], object], dtype: str = "str") -> pd.Series:
    """What `say` makes of each value, in the index of the column, as `dtype`; missing stays missing, without
    being asked about."""
    codes, distinct = pd.factorize(column.to_numpy(dtype="object"))
    # its last place, which code -1 takes, is for missing values
    written = np.empty(len(distinct) + 1, dtype="object")
    written[:-1] = [say(value) for value in distinct]
    return pd.Series(written.take(codes), index=column.index, dtype=dtype)


def beside(*columns: pd.Series) -> Iterator[tuple[Any, ...]]:
    """The values of columns, row by row; pandas' own way through a column of text takes many times as
    long."""
    return zip(*(column.to_numpy(dtype="object") for column in columns), strict=True)


def places_of(rows: pd.DataFrame) -> set[tuple[str, int]]:
    """The classes (project, class_no) that rows speak of."""
    return set(zip(rows["project"].astype("str"), rows["class_no"].astype("int64"), strict=True))


def in_places(rows: pd.DataFrame, places: Collection[tuple[str, int]]) -> pd.Series:
    """Whether each row speaks of one of these classes."""
    held = [place in places for place in beside(rows["project"], rows["class_no"])]
    return pd.Series(held, index=rows.index, dtype="bool")


def of_places(rows: pd.DataFrame, told: Mapping[tuple[str, int], Any]) -> pd.Series:
    """What is told of each row's class; missing where nothing is."""
    held = [told.get(place) for place in beside(rows["project"], rows["class_no"])]
    return pd.Series(held, index=rows.index, dtype="object")
