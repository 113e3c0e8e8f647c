"""技能等级: one word for every way a level is written, and their order."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from gaoji_batch.law import resources
from gaoji_batch.law.data_files import load_yaml
from gaoji_batch.values import text

# the processes that read files need levels, and are not to load pandas for them
if TYPE_CHECKING:
    import pandas as pd


class _Level(Struct, forbid_unknown_fields=True):
    digit: int | None
    written: list[str]


class _Levels(Struct, forbid_unknown_fields=True):
    before: list[str]
    levels: dict[str, _Level]


@cache
def known() -> dict[str, _Level]:
    """The levels of schemas/codes/levels.yaml, lowest first."""
    return _data().levels


def before() -> list[str]:
    """What may stand in front of a level: 国家职业资格."""
    return _data().before


@cache
def _data() -> _Levels:
    return load_yaml(resources.schemas() / "codes" / "levels.yaml", _Levels)


@cache
def _written() -> dict[str, str]:
    return {text.fold(word): level for level, told in known().items() for word in [level, *told.written]}


@lru_cache(maxsize=4096)
def canonical(value: str) -> str | None:
    """'二级/技师', '技师(二级)', '（三级）高级技能' → the level's own word; None where it is none, or two
    that differ."""
    parts = {_one(part) for part in re.split(r"[\[\]/、,]+", text.fold(value)) if part}
    return parts.pop() if len(parts) == 1 else None


def _one(part: str) -> str | None:
    """The level that one word names, with or without 职业技能等级 and the like in front."""
    bare = next((part.removeprefix(word) for word in _data().before if part.startswith(word)), part)
    return _written().get(bare)


def rank(values: pd.Series) -> pd.Series:
    """The place of each level in the order, from 0; missing where it is no level."""
    order = {level: at for at, level in enumerate(known())}
    return values.map(order).astype("Int64")


def digit(values: pd.Series) -> pd.Series:
    """The digit that certificate numbers give each level; missing where none is set."""
    digits = {level: told.digit for level, told in known().items() if told.digit is not None}
    return values.map(digits).astype("Int64")
