"""The findings and causes of a run as the returned workbooks show them, file by file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from gaoji_batch.outputs.marking.issue import Cause, Issue, place_of
from gaoji_batch.outputs.unit_words import told_to_unit
from gaoji_batch.rules.registry import codes_where
from gaoji_batch.rules.rule import CENTER


def issues_by_file(findings: pd.DataFrame) -> dict[str, list[Issue]]:
    """The findings (FIELDS and INTERNAL) of each file that has some, in their order; those of no file
    and those that the center itself must clear are left out."""
    names = [
        "code",
        "title",
        "severity",
        "status",
        "sheet",
        "cell",
        "row",
        "column",
        "subject",
        "message",
        "hint",
        "evidence",
        "group",
        "article",
    ]
    books: dict[str, list[Issue]] = {}
    center_codes = codes_where(lambda rule: rule.cleared_by == CENTER)
    for file, row in zip(findings["file"], _records(findings, names), strict=True):
        if file and row["code"] not in center_codes:
            at = place_of(row["cell"])
            books.setdefault(file, []).append(
                Issue(**_in_unit_words(row) | {"row": at[0], "column": at[1], "name": row["column"]})
            )
    return books


def causes_by_file(causes: pd.DataFrame) -> dict[str, list[Cause]]:
    """The causes of each file that has some."""
    names = ["group", "title", "code", "sheet", "column", "count", "cause", "remedy"]
    books: dict[str, list[Cause]] = {}
    center_codes = codes_where(lambda rule: rule.cleared_by == CENTER)
    for file, row in zip(causes["file"], _records(causes, names), strict=True):
        if row["code"] in center_codes:
            continue
        books.setdefault(file, []).append(Cause(**row | {"remedy": told_to_unit(row["remedy"])}))
    return books


def _in_unit_words(row: dict[str, Any]) -> dict[str, Any]:
    """The row with its sentences as the center says them to a unit."""
    return row | {name: told_to_unit(row[name]) for name in ("message", "hint", "evidence")}


def _records(frame: pd.DataFrame, names: list[str]) -> Iterator[dict[str, Any]]:
    return (
        dict(zip(names, values, strict=True))
        for values in zip(*(frame[name].tolist() for name in names), strict=True)
    )
