"""Counts that may be too small, and persons who may be missing, because something beside them was not read:
nobody is refused for a file's fault."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.findings import REJECT, REVIEW
from gaoji_batch.rules.facts import Facts

MORE_THAN_COUNTED = "；同一工作簿中有没有读取的内容（F019），实际可能不止此数"


def doubted(facts: Facts, form: str, rows: pd.DataFrame, beside: str = MORE_THAN_COUNTED) -> pd.DataFrame:
    """Failing rows of projects (column project), to be reviewed where the workbook of the form holds unread
    content; `beside` says so in the evidence."""
    partly = rows["project"].isin(facts.filings.partly_read(form))
    return rows.assign(
        of_severity=partly.map({True: REVIEW, False: REJECT}), beside=partly.map({True: beside, False: ""})
    )
