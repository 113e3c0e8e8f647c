"""One sheet of an extract as it was read: its rows of the batch's people and everybody's, counted; or why it
was not read."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

KEPT = {
    "insurance": [
        "month",
        "insurance_kind",
        "insured_by",
        "payment_status",
        "arrived_on",
        "insured_at",
        "insured_as",
    ],
    "insurance_spans": [
        "first_month",
        "last_month",
        "insured_by",
        "paid_months",
        "yearly",
        "insured_at",
        "insured_as",
    ],
    "prior": ["project", "completed_on", "opened_on"],
    "retired": ["pension_from"],
}
"""Form → the fields that are read besides the ID number."""
SHARED = {
    "insurance": ["month", "insurance_kind", "payment_status"],
    "insurance_spans": ["first_month", "last_month"],
    "prior": ["completed_on"],
    "retired": ["pension_from"],
}
"""Fields kept of everybody's rows: they tell how far the extract reaches, and which of its rows cannot be
used."""


@dataclass(slots=True)
class Part:
    """A sheet of a file of extracts/ ('' the file itself: csv, parquet, a table of an engine)."""

    file: str
    """The file's name in extracts/, as evidence names it."""
    form: str = ""
    """The form's key; '' where it is none."""
    sheet: str = ""
    """The sheet's name."""
    header_row: int = 0
    """The row of its header, 0 where there is none."""
    rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    """id_number (missing for everybody else's) and the fields of KEPT, then everybody's by the fields
    of SHARED: rows (how many alike), fault (`id_numbers`), first (the sheet's row, missing where the format
    has none at hand)."""
    missing: tuple[str, ...] = ()
    """Required columns that are not there."""
    unread: str = ""
    """The range that was not read ('A1:F138'; '' where all was)."""
    unread_why: str = ""
    """Why it was not."""
    unread_content: str = ""
    """A hash of it."""
    aside: bool = False
    """Whether it stands beside a table and holds no number of a person."""
    broken: str = ""
    """Why the sheet could not be read, though it may be an extract."""
    unknown: str = ""
    """Why it is no extract."""
    lost: int = 0
    """Lines of text that are damaged."""
    path: Path | None = None
    """Where the file lies."""
    layout: dict[str, Any] = field(default_factory=dict)
    """How a text or parquet file is looked through (`first_rows`)."""
    table: str = ""
    """The table of an engine that holds it."""

    @property
    def lack(self) -> str:
        """Why nothing of it was read; '' where it was."""
        missing = f"缺少{'、'.join(self.missing)}列" if self.missing else ""
        return self.broken or self.unknown or missing or self.unread_why

    @property
    def address(self) -> str:
        """The same from the workspace on."""
        return self.place if self.table else f"extracts/{self.place}"

    @property
    def place(self) -> str:
        """How a sentence names it: '明细.xlsx的工作表“Sheet2”', '社保（public.shebao）'."""
        return (
            self.file
            + (f"（{self.table}）" if self.table else "")
            + (f"的工作表“{self.sheet}”" if self.sheet else "")
        )
