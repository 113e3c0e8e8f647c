"""A finding as a returned workbook shows it, and the colours of the verdicts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from gaoji_batch.findings import NOTE, REJECT, REVIEW, SEVERITY_NAMES, STANDING, STATUS_NAMES
from gaoji_batch.outputs.unit_words import told_to_unit
from gaoji_batch.rules.registry import codes_where
from gaoji_batch.rules.rule import CENTER

SETTLED = "settled"
COLOURS = {REJECT: "FFF6B9B0", REVIEW: "FFFCE3A0", NOTE: "FFC5DDF3", SETTLED: "FFD3EBD7"}
"""The fill of a cell: not passed, to be checked, a note, ruled to pass."""
_RANK = (REJECT, REVIEW, NOTE, SETTLED)


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding; row and column are 1-based and 0 where it has no cell; texts are masked and as written in
    the findings."""

    code: str
    title: str
    severity: str
    status: str
    sheet: str
    cell: str
    row: int
    column: int
    name: str
    subject: str
    message: str
    hint: str
    evidence: str
    group: str
    article: str = ""

    @property
    def colour(self) -> str:
        """The key of COLOURS: its severity, or SETTLED where the center ruled that it passes."""
        return self.severity if self.severity == NOTE or self.status in STANDING else SETTLED

    @property
    def basis(self) -> str:
        """The article that the finding rests on, as the sheet 审核意见 names it; '' for none."""
        return f"《办法》{self.article}" if self.article else ""

    @property
    def verdict(self) -> str:
        """The verdict in words: 不通过, 待核实, 提示, or the center's ruling."""
        return SEVERITY_NAMES[self.severity] if self.colour != SETTLED else "已" + STATUS_NAMES[self.status]


@dataclass(frozen=True, slots=True)
class Cause:
    """Several findings of one origin: what it is, how to mend it, how many."""

    group: str
    title: str
    code: str
    sheet: str
    column: str
    count: int
    cause: str
    remedy: str


def worst(issues: list[Issue]) -> str:
    """The colour of a cell that has several findings."""
    return min((issue.colour for issue in issues), key=_RANK.index)


def issues_by_file(found: pd.DataFrame) -> dict[str, list[Issue]]:
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
    own = codes_where(lambda rule: rule.cleared_by == CENTER)
    for file, row in zip(found["file"], _records(found, names), strict=True):
        if file and row["code"] not in own:
            at = place_of(row["cell"])
            books.setdefault(file, []).append(
                Issue(**_told(row) | {"row": at[0], "column": at[1], "name": row["column"]})
            )
    return books


def causes_by_file(causes: pd.DataFrame) -> dict[str, list[Cause]]:
    """The causes of each file that has some."""
    names = ["group", "title", "code", "sheet", "column", "count", "cause", "remedy"]
    books: dict[str, list[Cause]] = {}
    own = codes_where(lambda rule: rule.cleared_by == CENTER)
    for file, row in zip(causes["file"], _records(causes, names), strict=True):
        if row["code"] in own:
            continue
        books.setdefault(file, []).append(Cause(**row | {"remedy": told_to_unit(row["remedy"])}))
    return books


def _told(row: dict) -> dict:
    """The row with its sentences as the center says them to a unit."""
    return row | {name: told_to_unit(row[name]) for name in ("message", "hint", "evidence")}


def _records(frame: pd.DataFrame, names: list[str]) -> Iterator[dict]:
    return (
        dict(zip(names, values, strict=True))
        for values in zip(*(frame[name].tolist() for name in names), strict=True)
    )


def place_of(cell: str) -> tuple[int, int]:
    """'C12' → (12, 3); (0, 0) for no cell."""
    letters = cell.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(cell[len(letters) :] or 0), column
