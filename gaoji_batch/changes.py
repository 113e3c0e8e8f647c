"""What a resubmission changed: the findings of two runs side by side (cleared, new, unchanged)."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.findings import FIELDS

CLEARED, NEW, UNCHANGED = "cleared", "new", "unchanged"
CHANGE_NAMES = {CLEARED: "已消除", NEW: "新增", UNCHANGED: "未变化"}


def compare(before: pd.DataFrame | None, now: pd.DataFrame) -> pd.DataFrame:
    """The findings of two runs: columns change and FIELDS; no rows where there is no run before.

    A finding is the same when code, project, subject, column and value are; a resubmission comes in a file of another name, so the file
    counts only where no project is known. Of several alike the first are the same ones.
    """
    if before is None:
        return pd.DataFrame(columns=["change", *FIELDS])
    old, new = _keyed(before), _keyed(now)
    parts = [
        old[~old.index.isin(new.index)].assign(change=CLEARED),
        new[~new.index.isin(old.index)].assign(change=NEW),
        new[new.index.isin(old.index)].assign(change=UNCHANGED),
    ]
    return pd.concat(parts, ignore_index=True)[["change", *FIELDS]]


def _keyed(found: pd.DataFrame) -> pd.DataFrame:
    keys = found[["code", "project", "subject", "column", "value"]].astype("str").assign(file=found["file"].where(found["project"].eq(""), ""))
    keys["nth"] = keys.groupby(list(keys.columns)).cumcount()
    return found[FIELDS].set_index(pd.MultiIndex.from_frame(keys))
