"""The second look before money moves: the workspace judged on the day of `disburse` or `release`, and what it says of each claim."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from gaoji_batch.errors import GaojiError
from gaoji_batch.values.cells import a1, missing
from gaoji_batch.workspace.folders import Workspace
from gaoji_batch.workspace.progress import Progress

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from gaoji_batch.batch.assembly import Batch
    from gaoji_batch.casework.halts import Halt
    from gaoji_batch.casework.loading import Loaded
    from gaoji_batch.judgement.judge import Judged


@dataclass(slots=True)
class Review:
    """A judgement of the workspace; unreadable: workbooks of the center that may hold what forbids a payment."""

    workspace: Workspace
    loaded: Loaded
    judged: Judged
    unreadable: list[str]
    on: date

    @classmethod
    def of(cls, workspace: Workspace, on: date, progress: Progress) -> Review:
        """Reads and judges all; GaojiError where a budget cannot be read."""
        from gaoji_batch.casework.judging import judge_all
        from gaoji_batch.casework.loading import load
        from gaoji_batch.casework.stages import UNREADABLE

        loaded = load(workspace, progress)
        faults = loaded.batch.faults
        broken = faults[faults["code"].isin(UNREADABLE) & faults["file"].str.startswith("center/")]
        _budgets_readable(loaded.batch)
        judged = judge_all(workspace, loaded, on, progress)
        return cls(workspace, loaded, judged, sorted(set(broken["file"])), on)

    def renew(self, last: tuple[int, str], connection: Connection) -> None:
        """Judges again where another workspace of the ledger recorded something meanwhile."""
        if last != self.judged.facts.ledger.last:
            from gaoji_batch.casework.judging import judge_all
            from gaoji_batch.ledger.frames import view_of

            view = view_of(connection, self.workspace.key)
            self.judged = judge_all(self.workspace, self.loaded, self.on, ledger=view)

    def halts(self, connection: Connection, projects: Iterable[str]) -> dict[str, Halt]:
        """project → why its accepted claim must not be paid today."""
        from gaoji_batch.casework.holding import held_back
        from gaoji_batch.casework.stages import submitted

        return held_back(self.judged, submitted(self.judged, self.workspace.key), connection, projects)


def _budgets_readable(batch: Batch) -> None:
    """GaojiError that names the first cell of 资金预算 which is no year, no quarter, or no amount of 0 or more: no budget is not no limit."""
    rows, faults = batch.frames["budget"], batch.field_faults
    bad = faults[faults["form"].eq("budget") & faults["field"].isin(["year", "quarter", "budget_amount"])]
    places = {(int(row["sheet"]), int(row["row"]), row["field"]) for row in bad.to_dict("records")}
    for row in rows.to_dict("records"):
        if missing(row["budget_amount"]) or row["budget_amount"] < 0:
            places.add((int(row["sheet"]), int(row["row"]), "budget_amount"))
        if missing(row["year"]):
            places.add((int(row["sheet"]), int(row["row"]), "year"))
    if places:
        sheet, row_number, field = min(places)
        table = batch.tables[sheet]
        column = batch.column_of(sheet, field)
        cell = a1(row_number, column) if column else f"第{row_number}行"
        name = {"year": "年度", "quarter": "季度", "budget_amount": "预算金额"}[field]
        raise GaojiError(
            f"{table.file}{'的' + table.sheet if table.sheet else ''}{cell}：{name}为空、小于0或不能识别，预算无从核对",
            "更正后再编制拨付；没有预算的，删去这一行",
        )
