"""Annual statistics and final accounts (docs/contract/money.md): workbook, page, statistics.json; with
--budget a draft of next year's 预算测算表."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from gaoji_batch.analysis import year_accounts
from gaoji_batch.analysis.year_tables import YearTables
from gaoji_batch.casework import ledgers
from gaoji_batch.casework.bank_transfers import bank_transfers, ledger_for, read
from gaoji_batch.casework.judging import judge_all
from gaoji_batch.casework.loading import load
from gaoji_batch.casework.reporting import rule_infos
from gaoji_batch.casework.submissions import schemes_of
from gaoji_batch.ledger import frames
from gaoji_batch.ledger.amounts import OUTCOMES
from gaoji_batch.ledger.frames import projects_of
from gaoji_batch.ledger.models import payment_persons, recoveries
from gaoji_batch.ledger.moved import incoming_of, recorded_transfers
from gaoji_batch.outputs.workbooks import budget_draft, statistics_book
from gaoji_batch.outputs.year_shown import YearStatistics
from gaoji_batch.settlement.transfers import UNSETTLED, settle, still_astray
from gaoji_batch.workspace.folders import Workspace
from gaoji_batch.workspace.progress import SILENT, Progress

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from gaoji_batch.judgement.judge import Judged


@dataclass(frozen=True, slots=True)
class StatisticsResult:
    """statistics.json as it was written, the run's folder, and the workbooks and the page in it."""

    figures: dict[str, Any]
    folder: Path
    workbook: Path
    page: Path
    budget: Path | None


def run(
    workspace: Workspace, year: int, *, on: date, budget: bool = False, progress: Progress = SILENT
) -> StatisticsResult:
    """Counts a year, and the year before it, from the ledger, the center's registers and the findings of
    now."""
    with workspace.new_run("statistics", on=on, progress=progress) as this_run:
        loaded = load(workspace, progress)
        judged = judge_all(workspace, loaded, on, progress)

        recorded = _recorded(workspace, judged, progress)
        both = [
            year_accounts.year_of(judged.facts, judged.findings, recorded, of_year)
            for of_year in (year, year - 1)
        ]
        titles = {code: info.title for code, info in rule_infos(loaded.policy).items()}
        overrides = loaded.policy.overrides_said
        statistics = YearStatistics(both[0], both[1], titles, overrides, on, this_run.id, workspace.path)
        statistics_book.write(statistics, this_run.folder)
        if budget:
            budget_draft.write(
                statistics,
                int(loaded.policy.of("subsidy.per_head", on=date(year + 1, 1, 1))),
                this_run.folder / budget_draft.name(year + 1),
            )
        this_run.note(
            year=year,
            projects=statistics.figures["projects"],
            amounts=statistics.figures["amounts"],
            remarks=judged.remarks,
        )
    return StatisticsResult(
        statistics.figures,
        this_run.final,
        this_run.final / statistics_book.WORKBOOK,
        this_run.final / statistics_book.PAGE,
        this_run.final / budget_draft.name(year + 1) if budget else None,
    )


def _recorded(workspace: Workspace, judged: Judged, progress: Progress) -> YearTables:
    """What the ledger holds, and what the bank moved besides; nothing where no ledger was made yet."""
    if not ledgers.exists(workspace):
        return YearTables.empty()
    with ledgers.opened(workspace, progress) as ledger, ledger.reading() as connection:
        return YearTables(
            frames.projects_of(connection),
            frames.persons_of(connection, "filing"),
            frames.persons_of(connection, "completion"),
            frames.claims_of(connection),
            frames.payments_of(connection),
            frames.frame(connection, payment_persons),
            frames.frame(connection, recoveries),
            incoming_of(connection),
            _astray(workspace, judged, connection),
        )


def _astray(workspace: Workspace, judged: Judged, connection: Connection) -> pd.DataFrame:
    """Money that went out beside the payments and is not back, as `reconcile` counts it: what is recorded of
    it, and what only the statements show."""
    bank = bank_transfers(connection, read(workspace, judged.facts.batch.forms))
    units = schemes_of(judged.facts, projects_of(connection))[["unit"]]
    fresh = settle(bank.fresh, ledger_for(connection, units))
    parts = [recorded_transfers(connection)[OUTCOMES], fresh[fresh["code"].isin(UNSETTLED)]]
    return still_astray(pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True))
