"""Article 4, once in two years: when one class bars another, by repeat.interval_months, repeat.from and
repeat.to."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.law.policy import Policy
from gaoji_batch.values import date_columns


def terms(policy: Policy, opening: pd.Series) -> pd.DataFrame:
    """interval (months), base (end or opening of the earlier class) and target (opening or end of the later
    one), by the later class's opening."""
    return pd.DataFrame(
        {
            "interval": policy.of("repeat.interval_months", on=opening).astype("int64"),
            "base": policy.of("repeat.from", on=opening),
            "target": policy.of("repeat.to", on=opening),
        },
        index=opening.index,
    )


def allowed_from(rows: pd.DataFrame, opening: str, ending: str) -> pd.Series:
    """The first day that a later class may count from, by the earlier class's days; rows hold `terms` too.
    Where the day asked for is not known, the other."""
    base = rows[ending].mask(rows["base"].eq("opening"), rows[opening])
    return date_columns.add_months(base.fillna(rows[ending]).fillna(rows[opening]), rows["interval"])


def counted_from(rows: pd.DataFrame, opening: str, ending: str) -> pd.Series:
    """The day of the later class that is held against it."""
    target = rows[opening].mask(rows["target"].eq("end"), rows[ending])
    return target.fillna(rows[opening])


def barred(rows: pd.DataFrame, other_opening: str, other_ending: str) -> pd.Series:
    """Whether a class (opening, ending, and its `terms`) and another of the same person are too near each
    other, whichever came first; days not known bar."""
    later = rows["opening"].ge(rows[other_opening]) | rows[other_opening].isna()
    after = counted_from(rows, "opening", "ending").ge(allowed_from(rows, other_opening, other_ending))
    before = counted_from(rows, other_opening, other_ending).ge(allowed_from(rows, "opening", "ending"))
    return ~after.where(later, before).fillna(False).astype("bool")
