"""Charts for pages: rows of bars whose lengths are shares of the longest, as the templates draw them.

A page draws them as text with an SVG bar beside it: they print, are read aloud, and need no script.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from gaoji_batch.findings import NOTE, REJECT, REVIEW, SEVERITY_NAMES, STANDING
from gaoji_batch.outputs.figures import by_rule

SEVERITIES = (REJECT, REVIEW, NOTE)
_MOST = 12


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a bar: its kind (a class of the style sheet), what it says, its beginning and length in
    percent."""

    kind: str
    label: str
    start: float
    length: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a chart; `field` and `value` are the filter of the table that a click on it sets, '' for
    none."""

    label: str
    note: str
    total: str
    pieces: Sequence[Piece]
    field: str = ""
    value: str = ""


def rule_bars(findings: pd.DataFrame) -> list[Bar]:
    """The rules broken most often, by title, with the code as the note."""
    rules = by_rule(findings).head(_MOST).to_dict("records")
    longest = max((rule["found"] for rule in rules), default=1)
    return [
        Bar(
            rule["title"],
            rule["code"],
            f"{rule['found']:,}",
            pieces([(rule["severity"], SEVERITY_NAMES[rule["severity"]], rule["found"])], longest),
            "code",
            rule["code"],
        )
        for rule in rules
    ]


def unit_bars(findings: pd.DataFrame) -> list[Bar]:
    """The units with most findings that stand, each bar in parts by severity."""
    standing = findings[findings["status"].isin(STANDING) & findings["unit"].ne("")]
    counts = pd.crosstab(standing["unit"], standing["severity"]).reindex(
        columns=list(SEVERITIES), fill_value=0
    )
    counts = counts.loc[counts.sum(axis=1).sort_values(ascending=False, kind="stable").index].head(_MOST)
    longest = int(counts.sum(axis=1).max()) if len(counts) else 1
    return [
        Bar(str(unit), "", f"{sum(row):,}", pieces(_named(row), longest), "unit", str(unit))
        for unit, row in zip(counts.index, counts.to_numpy().tolist(), strict=True)
    ]


def severity_bar(counts: Mapping[str, int]) -> Bar:
    """All findings that stand in one bar, in parts by severity."""
    row = [counts[severity] for severity in SEVERITIES]
    return Bar("全部问题", "", f"{sum(row):,}", pieces(_named(row), sum(row)))


def year_bars(yearly: Mapping[int, tuple[int, int]]) -> list[Bar]:
    """Approved heads against the cap of each year: within it, past it, and what is left."""
    bars = []
    for year, (heads, cap) in sorted(yearly.items()):
        within, past, left = min(heads, cap), max(heads - cap, 0), max(cap - heads, 0)
        parts = [("within", "核定人数", within), ("past", "超出上限", past), ("left", "剩余名额", left)]
        state = f"超出{past}人" if past else f"尚余{left}人"
        bars.append(Bar(f"{year}年", f"上限{cap}人，{state}", f"{heads:,}", pieces(parts, max(heads, cap))))
    return bars


def money_bars(projects: pd.DataFrame) -> list[Bar]:
    """The projects with most money at stake (yuan)."""
    at_stake = projects[projects["amount_at_stake"] > 0].sort_values(
        "amount_at_stake", ascending=False, kind="stable"
    )
    rows = at_stake.head(_MOST).to_dict("records")
    longest = max((row["amount_at_stake"] for row in rows), default=1)
    return [
        Bar(
            row["name"] or row["project"],
            row["project"],
            f"{row['amount_at_stake']:,}元",
            pieces([("money", "涉及资金", row["amount_at_stake"])], longest),
            "project",
            row["project"],
        )
        for row in rows
    ]


def pieces(parts: Sequence[tuple[str, str, int]], longest: int) -> list[Piece]:
    """Parts (kind, name, number) laid end to end as percents of `longest`; parts of nothing are left out."""
    laid, start = [], 0.0
    for kind, name, number in parts:
        length = round(100 * number / max(longest, 1), 2)
        if number:
            laid.append(Piece(kind, f"{name}{number:,}", round(start, 2), length))
        start += length
    return laid


def _named(row: Sequence[int]) -> list[tuple[str, str, int]]:
    return [
        (severity, SEVERITY_NAMES[severity], number) for severity, number in zip(SEVERITIES, row, strict=True)
    ]
