"""Seeded samples that anybody can draw again: a class by its risk, a person by lot (article 15).

Each class draws a lot, the SHA-256 of seed, project and class as a share u of 1, and stands at -ln(u) /
weight: the smallest are drawn. A class of twice the weight is about twice as likely to be drawn, and a class
that joins or leaves changes nobody else's lot.
"""

from __future__ import annotations

import hashlib
from datetime import date
from math import ceil, log

import pandas as pd

from gaoji_batch.law import choices
from gaoji_batch.rules.facts import Facts
from gaoji_batch.values.columns import KEY
from gaoji_batch.values.dates import quarter_days

CLASSES = ["project", "class_no", "written", "name", "unit", "opening", "ending", "heads"]


def lot(seed: int, *named: object) -> float:
    """A share between 0 and 1, ends excluded, that hangs on the seed and the names alone."""
    # the hash, not random(): anybody can draw the same lots again, on any version of Python
    ticket = "|".join(map(str, (seed, *named)))
    # + 1 and + 2: a share of 0 has no logarithm, and one of 1 would be drawn whatever its weight
    return (int(hashlib.sha256(ticket.encode("utf-8", "surrogatepass")).hexdigest(), 16) + 1) / (2**256 + 2)


def classes(facts: Facts, year: int, quarter: int) -> pd.DataFrame:
    """The approved classes that run on a day of the quarter (CLASSES), neither 终止 nor 撤销; heads on the
    roster, else as approved."""
    first, last = (pd.Timestamp(day) for day in quarter_days(year, quarter))
    rows = facts.plan.classes.reset_index()
    rows = rows[
        rows["approved"]
        & ~rows["project_state"].isin(choices.ENDED)
        & rows["opening"].le(last)
        & rows["ending"].ge(first)
    ]
    sizes = facts.people.class_sizes.set_index(KEY)["heads"]
    heads = (
        pd.Series(sizes.reindex(pd.MultiIndex.from_frame(rows[KEY])).to_numpy(), rows.index)
        .astype("Int64")
        .fillna(rows["approved_heads"].astype("Int64"))
    )
    candidates = rows.assign(
        written=rows["project"].map(facts.plan.projects["written"]), name=rows["project_name"], heads=heads
    )[CLASSES]
    return candidates.fillna({"name": "", "unit": "", "heads": 0}).sort_values(KEY, ignore_index=True)


def draw(candidates: pd.DataFrame, points: pd.DataFrame, base: int, seed: int, count: int) -> pd.DataFrame:
    """The classes in the order of their lots, with score (sum of the project's points), weight, lot, place
    (from 1) and drawn (bool)."""
    score = candidates["project"].map(points.groupby("project")["points"].sum()).fillna(0).astype("int64")
    weight = score + base
    lots = [
        lot(seed, project, class_no)
        for project, class_no in zip(candidates["project"], candidates["class_no"], strict=True)
    ]
    stand = pd.Series(
        [-log(share) / heavy for share, heavy in zip(lots, weight, strict=True)],
        index=candidates.index,
        dtype="float64",
    )
    ranked = candidates.assign(score=score, weight=weight, lot=lots, stand=stand).sort_values(
        ["stand", *KEY], ignore_index=True
    )
    return ranked.assign(place=ranked.index + 1, drawn=ranked.index < count)


def callees(facts: Facts, drawn: pd.DataFrame, seed: int, on: date) -> pd.DataFrame:
    """Who is called: a tenth (inspect.call_share) of each drawn class, at least one, by lot; rows of the
    roster with written, place (from 1)."""
    people = facts.people.trainees.merge(drawn[[*KEY, "written"]], on=KEY)
    # lots hang on the keyed hash: a list of lots must not give numbers of persons away
    who = people["id_number"].fillna(people["name"]).fillna("")
    keys = facts.ledger.key_of(who)
    people = people.assign(
        lot=[
            lot(seed, project, class_no, key)
            for project, class_no, key in zip(people["project"], people["class_no"], keys, strict=True)
        ]
    )
    people = people[who.ne("") & ~people.assign(who=who).duplicated([*KEY, "who"])].sort_values([*KEY, "lot"])
    share = facts.policy.of("inspect.call_share", on=on)
    place = people.groupby(KEY).cumcount() + 1
    # a tenth of 20 is 2: without rounding, 2.0000000000000004 would be 3
    wanted = [max(1, ceil(round(size * share, 9))) for size in people.groupby(KEY)["lot"].transform("size")]
    return people.assign(place=place)[place.le(pd.Series(wanted, index=people.index, dtype="int64"))]
