"""What the readers of workbooks give."""

from __future__ import annotations

from dataclasses import dataclass

from gaoji_batch.intake.grid import Grid


@dataclass(slots=True)
class Workbook:
    """What a workbook gives. macros: it holds some (they are never run); doubt: why parts of it may be
    missing."""

    grids: list[Grid]
    creator: str = ""
    macros: bool = False
    doubt: str = ""
