"""What one reconciliation sets side by side: the ledger's frames, and what was approved and handed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

Class = tuple[str, int]


@dataclass(slots=True)
class Books:
    """What the ledger holds (frames of `ledger.frames`): states, a series by class; recoveries: project,
    payment, amount; incoming: project, amount."""

    states: pd.Series
    filings: pd.DataFrame
    claims: pd.DataFrame
    payments: pd.DataFrame
    recoveries: pd.DataFrame
    incoming: pd.DataFrame
    persons: Mapping[str, int] = field(default_factory=dict)
    """payment → persons whom the database says it pays for."""


@dataclass(slots=True)
class Filed:
    """What was approved, and what lies in inbox/ now.

    schemes: index project, of 立项项目登记 and of the ledger; written, name, unit, heads, opening, ending,
    approved_on, project_state, per_head, filing_due, completion_due, claim_due, sheet, row (of 立项项目登记;
    missing where it stands there no longer); submitted: stage → classes that handed it in, accepted or not;
    lists: (project, class_no, stage) → heads on the roster or register that was recorded; refused: (project,
    class_no, stage) → why it was not accepted; changed: class → the stages that differ from the ledger;
    places: class → sheet at which R10 is put; waiting: class → why its claim is not ordered; classes: the
    columns of schemes by class (None: each project has one).
    """

    schemes: pd.DataFrame
    submitted: Mapping[str, set[Class]]
    lists: Mapping[tuple[str, int, str], int]
    refused: Mapping[tuple[str, int, str], str] = field(default_factory=dict)
    changed: Mapping[Class, str] = field(default_factory=dict)
    places: Mapping[Class, int] = field(default_factory=dict)
    waiting: Mapping[Class, str] = field(default_factory=dict)
    codes: Mapping[tuple[str, int, str], tuple[str, ...]] = field(default_factory=dict)
    """(project, class_no, stage) → the codes that refused it."""
    eligible: Mapping[Class, int] = field(default_factory=dict)
    """class → heads eligible today, by the register that lies in inbox/."""
    classes: pd.DataFrame | None = None

    @property
    def by_class(self) -> pd.DataFrame:
        """`schemes` by class: index project, class_no."""
        if self.classes is not None:
            return self.classes
        return self.schemes.rename_axis("project").assign(class_no=1).set_index("class_no", append=True)
