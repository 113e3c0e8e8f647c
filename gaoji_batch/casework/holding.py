"""What speaks against paying an accepted claim today: the workspace is judged again, and held against what
the ledger recorded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from gaoji_batch.casework.blocking import blocking, codes_against
from gaoji_batch.casework.halts import HOLD, Class, Halt, merged, objected, of_project
from gaoji_batch.casework.recorded import marks, recorded_stages
from gaoji_batch.casework.stages import STAGES, Submitted
from gaoji_batch.law import choices
from gaoji_batch.ledger import frames
from gaoji_batch.rules.registry import all_rules
from gaoji_batch.rules.rule import CLAIMING, COMPLETION, FILING, STAGE_NAMES
from gaoji_batch.values import text
from gaoji_batch.values.columns import in_places
from gaoji_batch.values.dates import chinese_date
from gaoji_batch.values.rule_names import (
    AMOUNT_NOT_DUE,
    HEADS_NOT_ELIGIBLE,
    LEDGER_DISAGREES,
    NOT_APPROVED,
    STRUCK_OFF,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from gaoji_batch.judgement.judge import Judged


def halts_of(
    judged: Judged, stages: list[Submitted], connection: Connection, classes: Iterable[Class]
) -> dict[Class, Halt]:
    """Why the accepted claim of a class must not be paid on the day of the judgement. classes: those that are
    asked about."""
    places = sorted(set(classes))
    projects = sorted({project for project, _ in places})
    return merged(
        [
            _refused(judged, places),
            of_project(_struck_off(judged, connection, projects), places),
            of_project(_ended(judged, projects), places),
            objected(judged.facts.batch.frames["objections"], places, judged.facts.on),
            _changed(stages, recorded_stages(connection), places),
            _unequal(judged, connection, places),
            of_project(_hold_of_project(connection), places),
        ]
    )


def _refused(judged: Judged, classes: list[Class]) -> dict[Class, Halt]:
    """Rejects and reviews that refuse one of the stages, as `accept` counts them."""
    against, titles = blocking(judged), {code: rule.title for code, rule in all_rules().items()}
    halts = {}
    for place in classes:
        codes = codes_against(against, place, STAGES)
        if codes:
            reasons = "；".join(f"{titles.get(code, '')}（{code}）" for code in codes)
            halts[place] = Halt(codes, reasons)
    return halts


def _struck_off(judged: Judged, connection: Connection, projects: list[str]) -> dict[str, Halt]:
    """Units disqualified by today, though their filing was in time: nothing goes to them any more."""
    facts = judged.facts
    struck = facts.units.disqualified
    struck = struck[struck["cancelled_on"].le(pd.Timestamp(facts.on))]
    if not len(struck):
        return {}
    years = facts.policy.of("unit.disqualified_years", on=pd.Series([pd.Timestamp(facts.on)] * len(struck)))
    claims = frames.claims_of(connection).drop_duplicates("project", keep="last").set_index("project")
    schemes = frames.projects_of(connection).set_index("project")
    halts = {}
    for row, span in zip(struck.to_dict("records"), years, strict=True):
        day = row["cancelled_on"]
        if span and day + pd.DateOffset(years=int(span)) <= pd.Timestamp(facts.on):
            continue
        for project in projects:
            names, codes = _unit(project, claims, schemes, facts.plan.projects)
            if row["struck_named"] in names or row["struck_uscc"] in codes:
                halts[project] = Halt(
                    (STRUCK_OFF,), f"承办单位已于{chinese_date(day)}被取消资格（{STRUCK_OFF}）"
                )
    return halts


def _unit(project: str, *sources: pd.DataFrame) -> tuple[set[str], set[str]]:
    """Every name (folded) and code under which the unit of a project is known."""
    rows = [source.loc[project] for source in sources if project in source.index]
    names = {text.fold(str(row["unit"])) for row in rows if not pd.isna(row["unit"])}
    codes = {str(row["uscc"]) for row in rows if not pd.isna(row["uscc"])}
    return names - {""}, codes - {""}


def _ended(judged: Judged, projects: list[str]) -> dict[str, Halt]:
    """Projects that 立项项目登记 calls ended or revoked now."""
    listed = judged.facts.plan.approved
    listed = listed[listed["project_state"].isin(choices.ENDED) & listed["project"].isin(projects)]
    return {
        row["project"]: Halt((NOT_APPROVED,), f"项目已{row['project_state']}（{NOT_APPROVED}）")
        for row in listed.to_dict("records")
    }


def _changed(
    stages: list[Submitted], recorded: Mapping[tuple[str, int, str], dict[str, Any]], classes: list[Class]
) -> dict[Class, Halt]:
    """Claims whose papers are not those that were accepted: other persons or heads by rulings since, changed
    files, or none."""
    now = {(*entry.place, entry.stage): entry.payload for entry in stages}
    halts: dict[Class, Halt] = {}
    for place in classes:
        differences: list[Halt] = []
        for stage in STAGES:
            before, after = recorded.get((*place, stage)), now.get((*place, stage))
            if before is not None:
                differences += _difference(stage, before, after)
        halts |= merged([{place: entry} for entry in differences])
    return halts


def _difference(stage: str, before: dict[str, Any], after: dict[str, Any] | None) -> list[Halt]:
    name = STAGE_NAMES[stage]
    if after is None:
        return [
            Halt((LEDGER_DISAGREES,), f"已受理的{name}材料不在inbox中，不能重新核对（{LEDGER_DISAGREES}）")
        ]
    if stage in (FILING, COMPLETION):
        keys = [{person["person_key"] for person in payload["persons"]} for payload in (before, after)]
        if stage == COMPLETION and keys[0] != keys[1]:
            differences = (
                f"符合条件的人员与受理时不同（受理{len(keys[0])}人，现为{len(keys[1])}人）"
                f"（{HEADS_NOT_ELIGIBLE}）"
            )
            return [Halt((HEADS_NOT_ELIGIBLE,), differences)]
    if stage == CLAIMING and (before["heads"], before["amount"]) != (after["heads"], after["amount"]):
        differences = (
            f"受理{before['heads']}人{before['amount']}元，"
            f"现为{after['heads']}人{after['amount']}元（{HEADS_NOT_ELIGIBLE}）"
        )
        return [Halt((HEADS_NOT_ELIGIBLE,), differences)]
    # of the very same files another content is another reading of this version, and no change by the unit
    if before["content"] != after["content"] and marks(before) != marks(after):
        return [
            Halt((LEDGER_DISAGREES,), f"{name}材料与受理的不同，先执行gaoji accept（{LEDGER_DISAGREES}）")
        ]
    return []


def _unequal(judged: Judged, connection: Connection, classes: list[Class]) -> dict[Class, Halt]:
    """Claims accepted by a ruling at other heads or money than the register's persons come to: the ledger
    refuses such a payment."""
    claims = frames.claims_of(connection)
    claims = claims[in_places(claims, set(classes))]
    persons = frames.persons_of(connection, "completion").groupby(["project", "of_class"]).size().to_dict()
    halts = {}
    for claim, per_head in zip(
        claims.to_dict("records"), judged.facts.money.per_head(claims["project"]), strict=True
    ):
        place = (claim["project"], claim["class_no"])
        heads, due = int(persons.get(place, 0)), claim["heads"] * int(per_head)
        mend = "由中心核减或更正申请后重新受理"
        if claim["heads"] != heads:
            reason = f"受理{claim['heads']}人，名册中符合条件的{heads}人，{mend}（{HEADS_NOT_ELIGIBLE}）"
            halts[place] = Halt((HEADS_NOT_ELIGIBLE,), reason)
        elif claim["amount"] != due:
            reason = (
                f"受理{claim['amount']}元，按{heads}人、每人{per_head}元应为{due}元，"
                f"{mend}（{AMOUNT_NOT_DUE}）"
            )
            halts[place] = Halt((AMOUNT_NOT_DUE,), reason)
    return halts


def _hold_of_project(connection: Connection) -> dict[str, Halt]:
    return {
        project: Halt(
            (HOLD,),
            f"{hold['by']}于{chinese_date(date.fromisoformat(hold['day']))}登记暂缓：{hold['reason']}",
        )
        for project, hold in frames.holds_of(connection).items()
    }
