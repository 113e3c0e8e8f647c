"""What a plan says of other sheets' marks: the hours of an attended day, and hours that no session can be
told to have."""

from __future__ import annotations

import re

import pandas as pd

from gaoji_batch.forms.matrix import ATTENDED
from gaoji_batch.forms.table import Table
from gaoji_batch.values.rule_names import NOT_IN_OPEN_LIST


def count_marks(raw: pd.DataFrame, frames: dict[str, pd.DataFrame]) -> None:
    """Puts the planned hours of the day, or the marked part of them, in place of the marks of a matrix."""
    rows = frames["attendance"]
    marked = raw["attended_hours"].map(
        lambda hours_written: isinstance(hours_written, str) and hours_written.startswith(ATTENDED)
    )
    marked_rows = rows[marked.astype("bool")]
    if not len(marked_rows):
        return
    planned = frames["plan"].groupby(["project", "class_no", "date"])["hours"].sum()
    any_class = frames["plan"].groupby(["project", "date"])["hours"].sum()
    for at, project, class_no, day in zip(
        marked_rows.index, marked_rows["project"], marked_rows["class_no"], marked_rows["date"], strict=True
    ):
        # plan and attendance need not both name the 期次; of a day that no plan has nothing counts (P1306)
        hours = planned.get((project, class_no, day), any_class.get((project, day), 0.0))
        parts = re.findall(r"\d+", str(raw.at[at, "attended_hours"]))
        share = int(parts[0]) / int(parts[1]) if len(parts) == 2 else 1.0
        raw.at[at, "attended_hours"] = float(hours) * share
        rows.loc[at, "attended_hours"] = float(hours) * share


def undivided_hours(plan: pd.DataFrame, tables: list[Table]) -> pd.DataFrame:
    """D116 at hours merged over sessions of different 授课形式: they cannot be divided."""
    undivided: list[tuple[int, int, int]] = []
    for at in plan["sheet"].unique():
        merged = tables[at].merged.get("hours")
        sessions = plan[plan["sheet"].eq(at)] if merged else plan[:0]
        run: list[int] = []
        for index, row in zip(sessions.index, sessions["row"], strict=True):
            if merged and row in merged:
                run.append(index)
                if sessions.loc[run, "teaching_form"].nunique(dropna=False) > 1 and run[0] not in [
                    entry[0] for entry in undivided
                ]:
                    undivided.append((run[0], at, sessions.at[run[0], "row"]))
            else:
                run = [index]
    return pd.DataFrame(
        [
            {
                "form": "plan",
                "index": index,
                "sheet": sheet,
                "row": row,
                "field": "hours",
                "key": None,
                "name": "学时",
                "code": NOT_IN_OPEN_LIST,
                "why": "学时合并在授课形式不同的几节课上，不能区分各节的学时",
                "fix": "取消合并，逐节填写学时",
            }
            for index, sheet, row in undivided
        ],
        columns=["form", "sheet", "key", "code", "why", "fix", "index", "row", "field", "name"],
    )
