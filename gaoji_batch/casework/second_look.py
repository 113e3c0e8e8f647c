"""The second look before money moves: the workspace judged on the day of `disburse` or `release`, and what it
says of each claim."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from gaoji_batch.casework import bank_first
from gaoji_batch.casework.bank_first import readable
from gaoji_batch.casework.holding import halts_of
from gaoji_batch.casework.judging import judge_all
from gaoji_batch.casework.loading import load
from gaoji_batch.casework.stages import submitted
from gaoji_batch.casework.unopened import refuse
from gaoji_batch.errors import GaojiError
from gaoji_batch.ledger.frames import view_of
from gaoji_batch.values.cells import a1, missing
from gaoji_batch.workspace.folders import Workspace
from gaoji_batch.workspace.progress import Progress

if TYPE_CHECKING:
    import pandas as pd
    from sqlalchemy import Connection

    from gaoji_batch.batch.assembly import Batch
    from gaoji_batch.casework.halts import Class, Halt
    from gaoji_batch.casework.loading import Loaded
    from gaoji_batch.evidence.bank import Statements
    from gaoji_batch.judgement.judge import Judged
    from gaoji_batch.judgement.rulings import Ruled


@dataclass(slots=True)
class Review:
    """A judgement of the workspace, and the bank's statements."""

    workspace: Workspace
    loaded: Loaded
    judged: Judged
    statements: Statements
    on: date

    @classmethod
    def of(cls, workspace: Workspace, on: date, progress: Progress) -> Review:
        """Reads and judges all; GaojiError where a workbook of the center, an extract, a budget or a
        statement of the bank cannot be read."""
        loaded = load(workspace, progress)
        refuse(loaded.unopened)
        # what ends the command is looked at before the judgement, which takes long
        _budgets_readable(loaded.batch)
        statements = readable(workspace, loaded.batch.forms)
        judged = judge_all(workspace, loaded, on, progress, whole=True)
        return cls(workspace, loaded, judged, statements, on)

    def renew(self, last: tuple[int, str], connection: Connection) -> None:
        """Judges again where another workspace of the ledger recorded something meanwhile."""
        if last != self.judged.facts.ledger.last:
            view = view_of(connection, self.workspace.key)
            self.judged = judge_all(self.workspace, self.loaded, self.on, ledger=view)

    def halts(self, connection: Connection, classes: Iterable[Class]) -> dict[Class, Halt]:
        """Why the accepted claim of a class must not be paid today."""
        return halts_of(self.judged, submitted(self.judged, self.workspace.key), connection, classes)

    def suspicions(self, connection: Connection, claims: pd.DataFrame) -> Ruled:
        """S1609 of accepted claims (`QuarterBooks.described`), as the center ruled on them; GaojiError
        where the ledger is older than the bank, or than a release of this workspace."""
        bank = bank_first.not_older(connection, self.statements, self.workspace.settings.control.two_person)
        bank_first.nothing_let_go_unrecorded(self.workspace, connection)
        suspicions = bank_first.suspicions(self.workspace, self.judged, connection, bank, claims)
        self.judged.bindings = suspicions.bindings
        return suspicions


def _budgets_readable(batch: Batch) -> None:
    """GaojiError that names the first cell of 资金预算 which is no year, no quarter, or no amount of 0 or
    more: no budget is not no limit."""
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
            (
                f"{table.file}{'的' + table.sheet if table.sheet else ''}{cell}：{name}为空、"
                f"小于0或不能识别，预算无从核对"
            ),
            "更正后再编制拨付；没有预算的，删去这一行",
        )
