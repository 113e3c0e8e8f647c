"""What was approved and what lies in inbox/ now, as a reconciliation holds it against the ledger."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import Connection, select

from gaoji_batch.casework.payments_due import Held, due
from gaoji_batch.casework.stages import Submitted
from gaoji_batch.judgement.judge import Judged
from gaoji_batch.ledger import frames
from gaoji_batch.ledger.events import STAGES, Event
from gaoji_batch.ledger.models import events
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.registry import all_rules
from gaoji_batch.rules.rule import CLAIMING, COMPLETION, FILING, STAGE_NAMES
from gaoji_batch.settlement.lines import Filed

_NAMED = 4
"""So many codes that refused a stage are named; the rest are counted."""
_FORMS = {FILING: "roster", COMPLETION: "completion", CLAIMING: "claim"}
_DAYS = {"filing_due": ("opening", "filing.days_before", -1), "completion_due": ("ending", "completion.days_after", 1),
         "claim_due": ("ending", "claim.days_after", 1)}  # fmt: skip


def filed_of(
    judged: Judged, stages: list[Submitted], connection: Connection, quarter: tuple[int, int], publicity: bool
) -> Filed:
    """Holds each submitted stage (`staged.submitted`) against what the ledger recorded of it."""
    facts, recorded = judged.facts, recorded_stages(connection)
    titles = {code: rule.title for code, rule in all_rules().items()}
    handed_in: dict[str, set[str]] = {}
    refused: dict[tuple[str, str], str] = {}
    changed: dict[str, list[str]] = {}
    codes: dict[tuple[str, str], tuple[str, ...]] = {}
    for one in stages:
        handed_in.setdefault(one.stage, set()).add(one.project)
        held = recorded.get((one.project, one.stage))
        if held is None:
            codes[one.project, one.stage] = one.codes
            why = "；".join(
                f"{titles.get(code, '')}（{code}）" for code in one.codes[:_NAMED]
            ) + f"等{len(one.codes)}类问题" * (len(one.codes) > _NAMED)
            refused[one.project, one.stage] = STAGE_NAMES[one.stage] + (
                f"未受理：{why}" if why else "尚未受理，先执行gaoji accept"
            )
        elif held["content"] != one.payload["content"] and marks(held) != marks(one.payload):
            changed.setdefault(one.project, []).append(one.stage)
    sizes = {FILING: facts.class_sizes, COMPLETION: facts.register_sizes}
    lists = {
        (project, stage): heads
        for stage, held in sizes.items()
        for project, heads in held.groupby("project")["heads"].sum().items()
    }
    lists = {
        (project, stage): heads
        for (project, stage), heads in lists.items()
        if stage not in changed.get(project, ())
    }
    sheets = {project: facts.sheet_of(_FORMS[first[0]]).get(project) for project, first in changed.items()}
    return Filed(
        schemes_of(facts, frames.projects_of(connection)),
        handed_in,
        lists,
        refused,
        {project: "、".join(STAGE_NAMES[stage] for stage in found) for project, found in changed.items()},
        {project: int(sheet) for project, sheet in sheets.items() if sheet is not None},
        waiting(judged, stages, connection, quarter, publicity),
        codes,
        {
            str(project): int(heads)
            for project, heads in facts.eligible(judged.findings)["eligible"].items()
            if project in handed_in.get(COMPLETION, ())
        },
    )


def recorded_stages(connection: Connection) -> dict[tuple[str, str], dict]:
    """(project, stage) → the payload of the event in force."""
    in_force = frames.filings_of(connection)["seq"].tolist()
    rows = connection.execute(select(events).where(events.c.kind.in_(list(STAGES)))).mappings()
    told = (Event(**row) for row in rows if row["seq"] in set(in_force))
    return {(event.project, STAGES[event.kind]): event.content for event in told}


def marks(payload: dict) -> set[str]:
    """The hashes of the files a stage was filed in."""
    return {file["sha256"] for file in payload["files"]}


def schemes_of(facts: Facts, held: pd.DataFrame) -> pd.DataFrame:
    """`Filed.schemes`: those of 立项项目登记, and of the ledger (`frames.projects_of`) those that stand there no longer."""
    own = facts.projects[facts.projects["approved"]].rename(
        columns={"project_name": "name", "approved_heads": "heads"}
    )
    place = facts.classes.reset_index().drop_duplicates("project").set_index("project")[["sheet", "row"]]
    own = own[["written", "name", "unit", "heads", "opening", "ending", "approved_on", "project_state"]].join(
        place
    )
    gone = (
        held[~held["project"].isin(own.index)].set_index("project").rename(columns={"state": "project_state"})
    )
    days = {
        name: pd.to_datetime(gone[name].replace("", None)).astype("datetime64[s]")
        for name in ("opening", "ending", "approved_on")
    }
    both = pd.concat([own, gone.assign(**days).reindex(columns=own.columns)]) if len(gone) else own
    both = both.assign(
        heads=both["heads"].fillna(0).astype("int64"),
        name=both["name"].fillna(""),
        unit=both["unit"].fillna(""),
    )
    opening = both["opening"].fillna(pd.Timestamp(facts.on)).astype("datetime64[s]")
    for name, (since, parameter, sign) in _DAYS.items():
        both[name] = both[since] + pd.to_timedelta(facts.policy.of(parameter, on=opening) * sign, unit="D")
    return both.assign(per_head=facts.policy.of("subsidy.per_head", on=opening).astype("int64"))


def waiting(
    judged: Judged, stages: list[Submitted], connection: Connection, quarter: tuple[int, int], publicity: bool
) -> dict[str, str]:
    """project → why its accepted claim would not be ordered today: budget, 公示, a person paid elsewhere, or what `disburse` finds when it looks again."""
    from gaoji_batch.casework.holding import held_back  # which needs this module

    held, facts = Held.of(connection), judged.facts
    halts = held_back(judged, stages, connection, held.claims["project"])
    money, objections = facts.batch.frames["budget"], facts.batch.frames["objections"]
    found = due(held, quarter, facts.on, money, objections, publicity, halts)
    number = dict(zip(held.projects["written"], held.projects["project"], strict=True))
    told = {number.get(written, written): why for written, why in found.reasons.items()}
    return told | {
        row["project_key"]: f"{row['message']}（{row['code']}）"
        for row in found.findings.to_dict("records")
        if row["code"] != "S1608"  # told by its reasons
    }
