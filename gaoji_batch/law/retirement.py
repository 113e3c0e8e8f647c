"""The statutory retirement age under the gradual schedule from 2025-01-01 (docs/contract/facts.md 6)."""

from __future__ import annotations

from typing import Any

import pandas as pd

from gaoji_batch.values.date_columns import add_months, month_number
from gaoji_batch.values.dates import read_month

TRACKS = ("men", "women_50", "women_55")


def retirement_dates(birth: pd.Series, gender: pd.Series, schedules: pd.Series) -> pd.DataFrame:
    """earliest and latest day on which the age is reached; two tracks for a woman; a person of unknown sex by
    the widest span.

    schedules: of each row, track → {age (years), start (month), step (months), cap (months)} of the policy.
    """
    dates = pd.DataFrame(index=birth.index)
    for track in TRACKS:
        dates[track] = _reached(birth, [schedule[track] for schedule in schedules])
    man, woman = gender.eq("男").fillna(False).astype("bool"), gender.eq("女").fillna(False).astype("bool")
    earliest = dates["women_50"].mask(man, dates["men"])
    latest = dates["men"].mask(woman, dates["women_55"])
    return pd.DataFrame({"earliest": earliest, "latest": latest})


def _reached(birth: pd.Series, rules: list[dict[str, Any]]) -> pd.Series:
    months, starts = [], {start: read_month(start) or 0 for start in {rule["start"] for rule in rules}}
    for born, rule in zip(month_number(birth), rules, strict=True):
        # of a birth that is not known no day follows, whatever is added to it
        if pd.isna(born):
            months.append(0)
            continue
        behind = int(born) - starts[rule["start"]]
        # the start month itself already adds one: men born in 1965-01 go at 60 years and 1 month (facts.md 6)
        delay = 0 if behind < 0 else min(behind // rule["step"] + 1, rule["cap"])
        months.append(rule["age"] * 12 + delay)
    return add_months(birth, pd.Series(months, index=birth.index))
