"""Why an accepted claim is not ordered: its codes, and the same in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

HOLD, OBJECTION, PUBLICITY = "hold", "objection", "publicity"
"""Codes that are no rule's: held back by the center; an objection, or a 公示 that has not ended."""


@dataclass(frozen=True, slots=True)
class Halt:
    """codes: what refuses a claim; reason: the same in words."""

    codes: tuple[str, ...]
    reason: str


def merged(parts: Iterable[Mapping[str, Halt]]) -> dict[str, Halt]:
    """Several answers about the same projects as one."""
    found: dict[str, list[Halt]] = {}
    for part in parts:
        for project, halt in part.items():
            found.setdefault(project, []).append(halt)
    return {
        project: Halt(
            tuple(sorted({code for one in halts for code in one.codes})),
            "；".join(dict.fromkeys(one.reason for one in halts)),
        )
        for project, halts in found.items()
    }


def objected(objections: pd.DataFrame, projects: Iterable[str]) -> dict[str, Halt]:
    """Projects with an objection that is not settled: no 核实结果 or no 处理日期."""
    unsettled = objections[objections["verification"].isna() | objections["settled_on"].isna()]
    open_ones = set(unsettled["project"])
    return {project: Halt((OBJECTION,), "公示异议尚未办结") for project in projects if project in open_ones}
