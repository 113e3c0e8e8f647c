"""Columns, looked at by their distinct values: what takes long for a value is done once for each that differs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd


def each(column: pd.Series, say: Callable[[Any], object], dtype: str = "str") -> pd.Series:
    """What `say` makes of each value, in the index of the column, as `dtype`; missing stays missing, without being asked about."""
    codes, distinct = column.factorize()
    said = np.empty(len(distinct) + 1, dtype="object")  # its last place, which code -1 takes, is for missing values
    said[:-1] = [say(value) for value in distinct.astype("object")]
    return pd.Series(said.take(codes), index=column.index, dtype=dtype)
