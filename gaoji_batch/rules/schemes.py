"""What was approved, as amended by changes in force, and what the forms say where nothing was approved
(docs/contract/findings.md)."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.values import dates, quantities, text
from gaoji_batch.values.columns import KEY

DATES = ("opening", "ending")
HOURS = ("total_hours", "discussion_hours")
STATED = ("project_name", *DATES, *HOURS)
"""The items of a scheme that a roster or plan may state, and that P1203 holds against it."""
AMENDED = (*STATED, "occupation")
"""The items of a scheme that a change in force amends."""
SCHEME = [
    "project_name",
    "unit",
    "uscc",
    "industry",
    "occupation",
    "approved_heads",
    *DATES,
    *HOURS,
    "approved_on",
    "project_state",
    "ended_on",
]


def changes_in_force(changes: pd.DataFrame, items: dict[str, list[str]]) -> pd.DataFrame:
    """The changes filed before they take effect: columns project, item (a field of the scheme), before, after
    (text)."""
    # 提前 (art. 12): what is filed on the day it takes effect is late already (P1205)
    in_force = changes[changes["recorded_on"] < changes["effective_on"]]
    rows = [
        (project, item, before, after)
        for project, named, before, after in zip(
            in_force["project"],
            in_force["change_item"],
            in_force["change_before"],
            in_force["change_after"],
            strict=True,
        )
        for item in items_named(named, items)
        # one day written for 起止日期 is the opening; what it says of the end is not known
        if item != "ending" or "opening" not in items_named(named, items) or len(dates.read_days(after)) > 1
    ]
    return pd.DataFrame(rows, columns=["project", "item", "before", "after"])


def items_named(named: object, items: dict[str, list[str]]) -> list[str]:
    """The fields a 变更事项 names; the longest word wins where one holds another (研讨交流学时 is not
    学时)."""
    wording = "" if pd.isna(named) else text.fold(str(named))
    words: dict[str, list[str]] = {}
    for item, named_as in items.items():
        for word in named_as:
            words.setdefault(text.fold(word), []).append(item)
    fields: list[str] = []
    # the longest first, and struck out: 研讨交流学时 must not be read as 学时 again
    for word in sorted(words, key=lambda term: -len(term)):
        if word in wording:
            fields += words[word]
            wording = wording.replace(word, "|")
    return list(dict.fromkeys(fields))


def read_item(item: str, value: object) -> object:
    """A changed value in the type of its column: a day, hours, or text; None if it cannot be read."""
    if item in DATES:
        days = dates.read_days(value)
        # '2026年6月15日—6月26日' gives both days (reading.md 4)
        return pd.Timestamp(days[0 if item == "opening" else -1]) if days else None
    if item in HOURS:
        return quantities.hours(value)
    return text.clean(value)


def amended(classes: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    """Approved classes (index project, class_no) with every change in force applied, in the order they were
    filed.

    Where a project has several classes and the change states what it replaces, it applies to the class that
    holds that value.
    """
    classes = classes.copy()
    for change in changes.itertuples(index=False):
        value = read_item(change.item, change.after)
        # a change of trainees, teachers or contents amends no scheme: P1207 and P1208 read those
        if change.item not in AMENDED or value is None:
            continue
        of_project = classes.index[classes.index.get_level_values("project") == change.project]
        before = read_item(change.item, change.before)
        same = [at for at in of_project if before is not None and classes.at[at, change.item] == before]
        # a change that states no old value, or one that no class has, speaks of the whole project
        for at in same or of_project:
            classes.at[at, change.item] = value
    return classes


def approved_classes(approved: pd.DataFrame) -> pd.DataFrame:
    """One row an approved class: index project, class_no; the columns SCHEME, and sheet and row of the
    register."""
    numbered = approved[approved["project"].ne("")]
    return (
        # of a class in two rows the heads add up (Q0604); its days are those of the first
        numbered.drop_duplicates(KEY)
        .set_index(KEY)[[*SCHEME, "project_written", "sheet", "row"]]
        .assign(approved=True)
    )


def stated_classes(sheets: pd.DataFrame, live: pd.DataFrame) -> pd.DataFrame:
    """What the forms in force say of each class: index project, class_no; the roster's word before the
    plan's, then the others'.

    live: columns sheet, project, class_no of the filings that count.
    """
    rank = {
        form: at
        for at, form in enumerate(
            ("roster", "plan", "teachers", "assessment", "completion", "attendance", "claim", "change")
        )
    }
    of_sheet = sheets.reindex(live["sheet"])
    columns = ["project_name", "unit", "uscc", *DATES, *HOURS, "project_written"]
    stated = (
        of_sheet[columns]
        .set_axis(live.index)
        .assign(project=live["project"], class_no=live["class_no"], form=of_sheet["form"].to_numpy())
    )
    stated = stated[stated["project"].ne("") & stated["form"].isin(rank)]
    stated = stated.assign(rank=stated["form"].map(rank)).sort_values([*KEY, "rank"], kind="stable")
    # first() passes over what is missing, and would take '' for a word
    stated[["project_name", "unit", "uscc", "project_written"]] = stated[
        ["project_name", "unit", "uscc", "project_written"]
    ].replace("", pd.NA)
    return stated.groupby(KEY)[columns].first()
