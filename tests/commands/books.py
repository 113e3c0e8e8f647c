"""A ledger beside a made-up world, without files:
what accept and disburse decide, at the speed of a test of rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from gaoji_batch.casework.halts import Halt
from gaoji_batch.casework.payments_due import Due, due, ordered
from gaoji_batch.casework.quarter_books import QuarterBooks
from gaoji_batch.casework.stages import approved, submitted
from gaoji_batch.commands.accept import RecordedStages
from gaoji_batch.judgement.judge import Judged, judge
from gaoji_batch.ledger.store import Actor, Ledger
from gaoji_batch.workspace.settings import Settings
from tests.rules.judge import POLICY, batch_of, submissions, write_csv
from tests.rules.world import World

KEY = b"k" * 32
BY = Actor("王敏", "wangmin", "pc1")


@dataclass
class Book:
    """accept: lines of accepted.json as 'stage result codes';
    pay: what a batch orders; all in the ledger of `folder`."""

    folder: Path
    ledger: Ledger
    batches: int = 0

    @classmethod
    def new(cls, folder: Path) -> Book:
        return cls(folder, Ledger.open(f"sqlite:///{folder}/ledger.db", KEY, folder / "head"))

    def judged(self, world: World, on: date) -> Judged:
        extracts = [
            write_csv(self.folder / "extracts" / f"{name}.csv", rows)
            for name, rows in (("社保缴费明细", world.insurance), ("往期参训", world.prior))
            if rows
        ]
        return judge(
            batch_of(submissions(world)),
            POLICY,
            extracts,
            self.folder,
            Settings(),
            self.ledger.view(),
            on=on,
            key=KEY,
            bound={},
        )

    def accept(self, world: World, on: date = date(2026, 7, 1)) -> list[str]:
        judged = self.judged(world, on)
        with self.ledger.transaction(BY, "run", "accept") as tx:
            known = RecordedStages.of(tx)
            for project, scheme in approved(judged.facts).items():
                known.approve(tx, project, scheme)
            rows = [known.settle(tx, one) for one in submitted(judged, KEY)]
        return [
            f"{row['project']} {row['stage']} {row['result']} {' '.join(row['reasons'])}".strip()
            for row in rows
        ]

    def due(
        self,
        on: date = date(2026, 7, 2),
        quarter: tuple[int, int] = (2026, 3),
        budgets: list[dict] | None = None,
        publicity: bool = False,
        objections: list[dict] | None = None,
        halts: Mapping[str, Halt] | None = None,
    ) -> Due:
        money = pd.DataFrame(budgets or [], columns=["year", "quarter", "budget_amount"])
        objected = pd.DataFrame(objections or [], columns=["project", "verification", "settled_on"])
        objected = objected.astype({"settled_on": "datetime64[s]"})
        with self.ledger.reading() as connection:
            return due(QuarterBooks.of(connection), quarter, on, money, objected, publicity, halts)

    def pay(
        self, on: date = date(2026, 7, 2), quarter: tuple[int, int] = (2026, 3), **more: Any
    ) -> list[dict[str, Any]]:
        """Orders what is due; the payments."""
        found = self.due(on, quarter, **more)
        if not len(found.claims):
            return []
        self.batches += 1
        named = f"{quarter[0]}Q{quarter[1]}"
        with self.ledger.transaction(BY, "run", "disburse") as tx:
            made = ordered(found.claims.assign(per_head=5000), QuarterBooks.of(tx.connection), named)
            batch = {
                "batch": f"{named}-{self.batches}",
                "quarter": named,
                "made_on": on.isoformat(),
                "made_by": "王敏",
                "account": "a",
                "machine": "m",
            }
            tx.append("ordered", "", batch | {"payments": made})
        return made

    def tell(self, kind: str, project: str = "", **payload: Any) -> None:
        with self.ledger.transaction(BY, "run", "test") as tx:
            tx.append(kind, project, payload)

    def returned(self, payment: str, project: str = "GJ2026-001") -> None:
        self.tell(
            "returned",
            project,
            payment=payment,
            transfer=f"back of {payment}",
            transferred_on="2026-07-10",
            amount=110000,
            note="",
        )

    def claim(self) -> dict[str, Any]:
        """The one claim in force."""
        with self.ledger.reading() as connection:
            from gaoji_batch.ledger.frames import claims_of

            return claims_of(connection).iloc[0].to_dict()

    def persons(self, stage: str) -> int:
        with self.ledger.reading() as connection:
            from gaoji_batch.ledger.frames import persons_of

            return len(persons_of(connection, stage))
