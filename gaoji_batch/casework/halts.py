"""Why an accepted claim is not ordered: its codes, and the same in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from gaoji_batch.rules.registry import all_rules
from gaoji_batch.values.date_columns import is_open

Class = tuple[str, int]
"""A class: its project (folded number), and its 期次."""
HOLD, OBJECTION, PUBLICITY = "hold", "objection", "publicity"
"""Codes that are no rule's: held back by the center; an objection, or a 公示 that has not ended."""
_WORDS = {HOLD: "中心登记暂缓", OBJECTION: "公示异议尚未办结", PUBLICITY: "公示期尚未届满"}


@dataclass(frozen=True, slots=True)
class Halt:
    """codes: what refuses a claim; reason: the same in words."""

    codes: tuple[str, ...]
    reason: str


def titled(code: str) -> str:
    """A code as people read it: a rule's title with its code, or the words for what is no rule."""
    rule = all_rules().get(code)
    return f"{rule.title}（{code}）" if rule else _WORDS.get(code, code)


def merged(parts: Iterable[Mapping[Class, Halt]]) -> dict[Class, Halt]:
    """Several answers about the same classes as one."""
    by_class: dict[Class, list[Halt]] = {}
    for part in parts:
        for place, halt in part.items():
            by_class.setdefault(place, []).append(halt)
    return {
        place: Halt(
            tuple(sorted({code for stop in halts for code in stop.codes})),
            "；".join(dict.fromkeys(stop.reason for stop in halts)),
        )
        for place, halts in by_class.items()
    }


def of_project(by_project: Mapping[str, Halt], places: Iterable[Class]) -> dict[Class, Halt]:
    """What is said of a project, of each of its classes."""
    return {place: by_project[place[0]] for place in places if place[0] in by_project}


def objected(objections: pd.DataFrame, places: Iterable[Class], on: date) -> dict[Class, Halt]:
    """Classes of projects with an objection that is not settled: no 核实结果, or no 处理日期 by that day."""
    unsettled = objections[objections["verification"].isna() | is_open(objections["settled_on"], on)]
    halt = Halt((OBJECTION,), "公示异议尚未办结")
    return of_project(dict.fromkeys(unsettled["project"], halt), places)
