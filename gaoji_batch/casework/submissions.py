"""What was approved and what lies in inbox/ now, as a reconciliation holds it against the ledger."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd
from sqlalchemy import Connection

from gaoji_batch.casework.halts import Class
from gaoji_batch.casework.holding import halts_of
from gaoji_batch.casework.payments_due import due
from gaoji_batch.casework.quarter_books import QuarterBooks
from gaoji_batch.casework.recorded import marks, recorded_stages
from gaoji_batch.casework.stages import Submitted
from gaoji_batch.judgement.judge import Judged
from gaoji_batch.ledger import frames
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.registry import all_rules
from gaoji_batch.rules.rule import CLAIMING, COMPLETION, FILING, STAGE_NAMES
from gaoji_batch.settlement.sides import Filed
from gaoji_batch.values.columns import KEY, places_of
from gaoji_batch.values.rule_names import NOW_REFUSED

_NAMED = 4
"""So many codes that refused a stage are named; the rest are counted."""
_FORMS = {FILING: "roster", COMPLETION: "completion", CLAIMING: "claim"}
_DAYS = {
    "filing_due": ("opening", "filing.days_before", -1),
    "completion_due": ("ending", "completion.days_after", 1),
    "claim_due": ("ending", "claim.days_after", 1),
}


def filed_of(
    judged: Judged, stages: list[Submitted], connection: Connection, quarter: tuple[int, int], publicity: bool
) -> Filed:
    """Holds each submitted stage (`stages.submitted`) against what the ledger recorded of it."""
    facts, recorded = judged.facts, recorded_stages(connection)
    paid = frames.paid_as_project(connection)
    handed_in: dict[str, set[Class]] = {}
    for entry in stages:
        handed_in.setdefault(entry.stage, set()).add(entry.place)
    unrecorded = [entry for entry in stages if (*entry.place, entry.stage) not in recorded]
    changed = _changed(stages, recorded, paid)
    lists = _lists(facts, changed)
    schemes = schemes_of(facts, frames.projects_of(connection))
    classes = set().union(*handed_in.values(), (place[:2] for place in recorded))
    filed = {place[:2]: len(content["persons"]) for place, content in recorded.items() if place[2] == FILING}
    filed |= {place[:2]: heads for place, heads in lists.items() if place[2] == FILING}
    return Filed(
        schemes=schemes,
        submitted=handed_in,
        lists=lists,
        refused={(*entry.place, entry.stage): _why_refused(entry) for entry in unrecorded},
        changed={place: "、".join(STAGE_NAMES[stage] for stage in names) for place, names in changed.items()},
        places=_sheets(facts, changed),
        waiting=waiting(judged, stages, connection, quarter, publicity),
        codes={(*entry.place, entry.stage): entry.codes for entry in unrecorded},
        eligible={
            place: int(heads)
            for place, heads in facts.money.eligible(judged.findings)["eligible"].items()
            if place in handed_in.get(COMPLETION, ()) and place[0] not in paid
        },
        classes=classes_of(facts, schemes, classes, filed),
    )


def _changed(
    stages: list[Submitted], recorded: Mapping[tuple[str, int, str], dict[str, Any]], paid: set[str]
) -> dict[Class, list[str]]:
    """The stages of each class that are not as they were recorded. paid: projects that were paid as a
    whole."""
    changed: dict[Class, list[str]] = {}
    for entry in stages:
        before = recorded.get((*entry.place, entry.stage))
        if before is None or entry.project in paid:
            continue
        # of the very same files another content is this version's reading (`holding`)
        if before["content"] != entry.payload["content"] and marks(before) != marks(entry.payload):
            changed.setdefault(entry.place, []).append(entry.stage)
    return changed


def _lists(facts: Facts, changed: Mapping[Class, list[str]]) -> dict[tuple[str, int, str], int]:
    """(project, class_no, stage) → heads on its list in inbox/, of lists that are as they were recorded."""
    sizes = {FILING: facts.people.class_sizes, COMPLETION: facts.people.register_sizes}
    return {
        (*place, stage): int(heads)
        for stage, entry in sizes.items()
        for place, heads in entry.set_index(KEY)["heads"].items()
        if stage not in changed.get(place, ())
    }


def _sheets(facts: Facts, changed: Mapping[Class, list[str]]) -> dict[Class, int]:
    """Class → the sheet of the first of its stages that changed."""
    sheets = {
        place: facts.filings.sheet_of(_FORMS[names[0]]).get(place[0]) for place, names in changed.items()
    }
    return {place: int(sheet) for place, sheet in sheets.items() if sheet is not None}


def _why_refused(stage: Submitted) -> str:
    """Why a stage that was handed in stands in no ledger."""
    rules = all_rules()
    named = "；".join(f"{rules[code].title}（{code}）" for code in stage.codes[:_NAMED])
    more = f"等{len(stage.codes)}类问题" if len(stage.codes) > _NAMED else ""
    return STAGE_NAMES[stage.stage] + (f"未受理：{named}{more}" if named else "尚未受理，先执行gaoji accept")


def classes_of(
    facts: Facts, schemes: pd.DataFrame, places: Collection[Class], filed: Mapping[Class, int]
) -> pd.DataFrame:
    """`Filed.classes`: the classes of 立项项目登记, and those that filed something (known); filed: heads on
    their rosters. A class that has no row of its own in 立项项目登记 takes the heads on its roster from those
    of the project's first."""
    approved = facts.plan.approved[facts.plan.approved["project"].isin(schemes.index)]
    heads = approved.groupby(KEY)["approved_heads"].sum().fillna(0).astype("int64").to_dict()
    for project in schemes.index.difference([place[0] for place in heads]):
        heads[project, 1] = int(schemes.at[project, "heads"])
    first = dict(sorted(heads, reverse=True))
    for place in sorted(places):
        if place not in heads and place[0] in first:
            first_place = (place[0], first[place[0]])
            heads[place] = min(filed.get(place, 0), heads[first_place])
            heads[first_place] -= heads[place]
    index = pd.MultiIndex.from_tuples(sorted(heads), names=KEY)
    rows = schemes.reindex(index.get_level_values("project")).set_axis(index)
    classes = facts.plan.classes.reindex(index)
    days = {name: classes[name].fillna(rows[name]) for name in ("opening", "ending")}
    return _dated(facts, rows.assign(heads=pd.Series(heads).reindex(index), **days))


def schemes_of(facts: Facts, recorded: pd.DataFrame) -> pd.DataFrame:
    """`Filed.schemes`: those of 立项项目登记, and of the ledger (`frames.projects_of`) those that stand there
    no longer."""
    schemes = facts.plan.projects[facts.plan.projects["approved"]].rename(
        columns={"project_name": "name", "approved_heads": "heads"}
    )
    place = facts.plan.classes.reset_index().drop_duplicates("project").set_index("project")[["sheet", "row"]]
    schemes = schemes[
        ["written", "name", "unit", "heads", "opening", "ending", "approved_on", "project_state"]
    ].join(place)
    gone = (
        recorded[~recorded["project"].isin(schemes.index)]
        .set_index("project")
        .rename(columns={"state": "project_state"})
    )
    days = {
        name: pd.to_datetime(gone[name].replace("", None)).astype("datetime64[s]")
        for name in ("opening", "ending", "approved_on")
    }
    both = (
        pd.concat([schemes, gone.assign(**days).reindex(columns=schemes.columns)]) if len(gone) else schemes
    )
    both = both.assign(
        heads=both["heads"].fillna(0).astype("int64"),
        name=both["name"].fillna(""),
        unit=both["unit"].fillna(""),
    )
    return _dated(facts, both)


def _dated(facts: Facts, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with the days on which their stages are due, and the standard of their opening day."""
    opening = rows["opening"].fillna(pd.Timestamp(facts.on)).astype("datetime64[s]")
    due = {
        name: rows[since] + pd.to_timedelta(facts.policy.of(parameter, on=opening) * sign, unit="D")
        for name, (since, parameter, sign) in _DAYS.items()
    }
    return rows.assign(**due, per_head=facts.policy.of("subsidy.per_head", on=opening).astype("int64"))


def waiting(
    judged: Judged, stages: list[Submitted], connection: Connection, quarter: tuple[int, int], publicity: bool
) -> dict[Class, str]:
    """class → why its accepted claim would not be ordered today: budget, 公示, a person paid elsewhere, or
    what `disburse` finds when it looks again."""
    books, facts = QuarterBooks.of(connection), judged.facts
    halts = halts_of(judged, stages, connection, places_of(books.claims))
    money, objections = facts.batch.frames["budget"], facts.batch.frames["objections"]
    payable = due(books, quarter, facts.on, money, objections, publicity, halts)
    number = dict(zip(books.projects["written"], books.projects["project"], strict=True))
    reasons = {
        (number.get(written, written), class_no): why for (written, class_no), why in payable.reasons.items()
    }
    return reasons | {
        (row["project_key"], int(row["class_no"])): f"{row['message']}（{row['code']}）"
        for row in payable.findings.to_dict("records")
        if row["code"] != NOW_REFUSED  # told by its reasons
    }
