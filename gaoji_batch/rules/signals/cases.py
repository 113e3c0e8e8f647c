"""Cases of signals: in words, and in points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.words import filled, in_words
from gaoji_batch.values import masking

IN_FULL = 4
"""The number of cases that a signal's evidence lists in full; the total is always given."""


def cases_of(rows: list[tuple[str, str]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["project", "evidence"], dtype="object")


def persons_of(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    """Of each row its person and place: 张三（GJ2026-001结业登记备案名册第6行）."""
    places = rows.assign(
        title=rows["sheet"].map(facts.batch.sheets["form"]).map(facts.filings.form_titles),
        written=rows["project"].map(facts.plan.projects["written"]),
    )
    return in_words(places, person=_person)["person"]


def _person(name: object, written: object, title: object, row: int) -> str:
    return f"{filled(name)}（{filled(written)}{filled(title)}第{row}行）"


def first_few(persons: Sequence[str]) -> str:
    """The first few, and how many there are."""
    return "、".join(persons[:IN_FULL]) + (f"等{len(persons)}人" if len(persons) > IN_FULL else "")


def cases_in_words(evidence: pd.Series) -> str:
    """The cases of one signal as one sentence, the first ones in full."""
    in_full = list(evidence)[:IN_FULL]
    more = f"；等共{len(evidence)}处" if len(evidence) > IN_FULL else ""
    return masking.mask_free_text("；".join(in_full)) + more


def scored(cases: Mapping[str, pd.DataFrame], weights: Mapping[str, Mapping[str, int]]) -> pd.DataFrame:
    """One row a project and signal: cases found, evidence of them, and the points given."""
    rows = pd.concat(
        [
            pd.DataFrame(
                {
                    "project": of_signal["project"].astype("object"),
                    "signal": signal,
                    "evidence": of_signal["evidence"].astype("object"),
                    "count": of_signal.get("count", 1),
                }
            )
            for signal, of_signal in cases.items()
            # a signal that the center took out of the table of points counts for nothing
            if signal in weights
        ],
        ignore_index=True,
    )
    # one case that two rows of a project give is one case
    rows = rows[rows["project"].ne("")].drop_duplicates()
    totals = (
        rows.groupby(["project", "signal"])
        .agg(cases=("count", "sum"), evidence=("evidence", cases_in_words))
        .reset_index()
    )
    points = [
        min(weights[signal]["each"] * count, weights[signal]["most"])
        for signal, count in zip(totals["signal"], totals["cases"], strict=True)
    ]
    return totals.assign(points=pd.Series(points, index=totals.index, dtype="int64"))
