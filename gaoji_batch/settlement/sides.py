"""The two sides of a reconciliation: the ledger's frames, and what was approved and handed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

Class = tuple[str, int]


@dataclass(slots=True)
class Books:
    """What the ledger holds (frames of `ledger.frames`)."""

    states: pd.Series
    """Class → its state."""
    filings: pd.DataFrame
    """What was accepted of each stage, a row a class."""
    claims: pd.DataFrame
    """The claims in force."""
    payments: pd.DataFrame
    """All payments that were ordered, the cancelled ones too."""
    recoveries: pd.DataFrame
    """Money ordered back: project, payment, amount."""
    incoming: pd.DataFrame
    """Money of recoveries that arrived: project, amount."""
    persons: Mapping[str, int] = field(default_factory=dict)
    """Payment → persons whom the database says it pays for."""


@dataclass(slots=True)
class Filed:
    """What was approved, and what lies in inbox/ now."""

    schemes: pd.DataFrame
    """Of 立项项目登记 and of the ledger, index project: written, name, unit, heads, opening, ending,
    approved_on, project_state, per_head, filing_due, completion_due, claim_due, sheet, row (of 立项项目登记;
    missing where it stands there no longer)."""
    submitted: Mapping[str, set[Class]]
    """Stage → classes that handed it in, accepted or not."""
    lists: Mapping[tuple[str, int, str], int]
    """(project, class_no, stage) → heads on the roster or register that was recorded."""
    refused: Mapping[tuple[str, int, str], str] = field(default_factory=dict)
    """(project, class_no, stage) → why it was not accepted."""
    changed: Mapping[Class, str] = field(default_factory=dict)
    """Class → the stages that differ from the ledger."""
    places: Mapping[Class, int] = field(default_factory=dict)
    """Class → sheet at which R10 is put."""
    waiting: Mapping[Class, str] = field(default_factory=dict)
    """Class → why its claim is not ordered."""
    codes: Mapping[tuple[str, int, str], tuple[str, ...]] = field(default_factory=dict)
    """(project, class_no, stage) → the codes that refused it."""
    eligible: Mapping[Class, int] = field(default_factory=dict)
    """Class → heads eligible today, by the register that lies in inbox/."""
    classes: pd.DataFrame | None = None
    """The columns of `schemes` by class (None: each project has one class)."""

    @property
    def by_class(self) -> pd.DataFrame:
        """`schemes` by class: index project, class_no."""
        if self.classes is not None:
            return self.classes
        return self.schemes.rename_axis("project").assign(class_no=1).set_index("class_no", append=True)
