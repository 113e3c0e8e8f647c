"""What a resubmission changed: the findings of two runs side by side (cleared, new, unchanged)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd

from gaoji_batch.batch.assembly import Batch
from gaoji_batch.findings import FIELDS
from gaoji_batch.values import masking
from gaoji_batch.values.cells import a1, missing, written
from gaoji_batch.workspace.settings import Privacy

CLEARED, NEW, UNCHANGED = "cleared", "new", "unchanged"
CHANGE_NAMES = {CLEARED: "已消除", NEW: "新增", UNCHANGED: "未变化"}


def compare(before: pd.DataFrame | None, now: pd.DataFrame) -> pd.DataFrame:
    """The findings of two runs: columns change and FIELDS; no rows where there is no run before.

    A finding is the same when code, project, subject, column and value are; a resubmission comes in a file of
    another name, so the file counts only where no project is known. Of several alike the first are the same
    ones.
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


def ruled_since(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """The findings of both runs whose 处理状态 changed: FIELDS as they are now, and `was`."""
    old, new = _keyed(before)["status"].rename("was"), _keyed(now)
    both = new.join(old, how="inner")
    return both[both["was"].ne(both["status"])].reset_index(drop=True)[[*FIELDS, "was"]]


def _keyed(findings: pd.DataFrame) -> pd.DataFrame:
    keys = (
        findings[["code", "project", "subject", "column", "value"]]
        .astype("str")
        .assign(file=findings["file"].where(findings["project"].eq(""), ""))
    )
    # of several alike, the first of one run is the first of the other
    keys["nth"] = keys.groupby(list(keys.columns)).cumcount()
    return findings[FIELDS].set_index(pd.MultiIndex.from_frame(keys))


CELL_COLUMNS = ["form", "project", "row_of", "column", "before", "after", "file", "sheet", "cell"]
ADDED, REMOVED = "（新增一行）", "（删去一行）"
_ROW_OF = {
    "roster": ["name"],
    "completion": ["name"],
    "assessment": ["name"],
    "attendance": ["name", "date"],
    "plan": ["date", "content"],
    "teachers": ["name"],
    "change": ["change_item"],
    "claim": [],
    "application": [],
}
"""What tells which row of two filings is the same one; a person by name, for the ID number is what is mended
most."""
_MASKED = {"phone": masking.mask_phone, "account": masking.mask_account}


def cells(before: Batch, after: Batch, privacy: Privacy) -> pd.DataFrame:
    """The cells in which the filings in force of two batches differ (CELL_COLUMNS, values masked), and rows
    that came or went."""
    parts = [_cells_of(form, names, before, after, privacy) for form, names in _ROW_OF.items()]
    return pd.concat(parts, ignore_index=True)[CELL_COLUMNS]


def _cells_of(form: str, names: list[str], before: Batch, after: Batch, privacy: Privacy) -> pd.DataFrame:
    old, new = _long(form, names, before), _long(form, names, after)
    columns = {column.field: column for column in after.forms[form].columns}
    lines = _differing(old, new)
    gone_or_new = lines["whole"].tolist()
    placed = [
        _place(after if row_change != REMOVED else before, line, row_change)
        for line, row_change in zip(lines.to_dict("records"), gone_or_new, strict=True)
    ]
    masks = [_mask(columns[field].type, privacy) for field in lines["field"]]
    old_values, new_values = lines["said_old"].fillna(""), lines["said_new"].fillna("")
    return pd.DataFrame(
        {
            "form": after.forms[form].title,
            "project": lines["project"],
            # class and count behind the bar tell rows apart, and are nothing to show
            "row_of": lines["row_of"].str.rsplit("|", n=1).str[0],
            "column": [
                "" if row_change else columns[field].name
                for field, row_change in zip(lines["field"], gone_or_new, strict=True)
            ],
            "before": [
                "" if row_change else mask(value)
                for mask, value, row_change in zip(masks, old_values, gone_or_new, strict=True)
            ],
            "after": [
                row_change or mask(value)
                for mask, value, row_change in zip(masks, new_values, gone_or_new, strict=True)
            ],
            "file": [place[0] for place in placed],
            "sheet": [place[1] for place in placed],
            "cell": [place[2] for place in placed],
        }
    )


def _differing(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """The cells that differ, both sides as said_, sheet_ and row_ old and new; `whole`: ADDED or REMOVED, of
    which one line stands for the row, else ''."""
    joined = old.merge(
        new, how="outer", left_index=True, right_index=True, suffixes=("_old", "_new")
    ).reset_index()
    rows_old, rows_new = (
        set(zip(frame.index.get_level_values("project"), frame.index.get_level_values("row_of"), strict=True))
        for frame in (old, new)
    )
    keys = list(zip(joined["project"], joined["row_of"], strict=True))
    row_change = [ADDED if key not in rows_old else REMOVED if key not in rows_new else "" for key in keys]
    joined = joined.assign(whole=pd.Series(row_change, index=joined.index, dtype="str"))
    changed = joined["said_old"].fillna("").ne(joined["said_new"].fillna("")) & joined["whole"].eq("")
    return joined[changed | (joined["whole"].ne("") & ~joined.duplicated(["project", "row_of"]))]


def _mask(kind: str, privacy: Privacy) -> Callable[[str], str]:
    """How the values of a type of column are shown."""
    mask = masking.mask_id if kind == "id_number" else masking.mask_free_text
    return _MASKED.get(kind, partial(mask, head=privacy.id_keep_head, tail=privacy.id_keep_tail))


def _long(form: str, names: list[str], batch: Batch) -> pd.DataFrame:
    """Every cell of a form as written: index project, row_of ('张三|1:0': the class, and which of several
    alike), field; columns said, sheet, row."""
    typed, raw = batch.frames[form], batch.raw[form]
    row_names = (
        pd.concat([typed[name].astype("str").fillna("") for name in names], axis=1).agg(" ".join, axis=1)
        if names and len(typed)
        else pd.Series("", typed.index)
    )
    keys = pd.DataFrame(
        {"project": typed["project_written"], "class_no": typed["class_no"], "said": row_names.astype("str")}
    )
    # each class has rows of its own: two plans hold the same lecture, two claims no name at all
    nth = keys.groupby(["project", "class_no", "said"]).cumcount().astype("str")
    keys["row_of"] = keys["said"].str.cat(keys["class_no"].astype("str").str.cat(nth, sep=":"), sep="|")
    # 序号 changes in every row below one that came or went
    fields = [column.field for column in batch.forms[form].columns if column.type != "serial"]
    texts = pd.DataFrame(
        {field: ["" if missing(value) else written(value) for value in raw[field]] for field in fields},
        index=typed.index,
        dtype="object",
    )
    wide = texts.assign(
        project=keys["project"], row_of=keys["row_of"], sheet=typed["sheet"], row=typed["row"]
    )
    long = wide.melt(["project", "row_of", "sheet", "row"], var_name="field", value_name="said")
    return long.drop_duplicates(["project", "row_of", "field"]).set_index(["project", "row_of", "field"])


def _place(batch: Batch, line: dict[str, Any], row_change: str) -> tuple[str, str, str]:
    side = "old" if row_change == REMOVED else "new"
    table = batch.tables[int(line[f"sheet_{side}"])]
    column = None if row_change else table.columns.get(line["field"])
    return table.file, table.sheet, a1(int(line[f"row_{side}"]), column) if column else ""
