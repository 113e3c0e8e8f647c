"""inbox → findings and all that goes back to people (SPEC section 7)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass


@dataclass(slots=True)
class ValidateResult:
    """What the command line says of a run: counts of standing findings, its folder, what to open first, remarks."""

    rejects: int
    reviews: int
    notes: int
    folder: Path
    summary: Path
    open_first: str
    remarks: list[str] = field(default_factory=list)
