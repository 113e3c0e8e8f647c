"""Signals between classes: one person in two of them on one day."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.signals.cases import cases_of
from gaoji_batch.values import text
from gaoji_batch.values.date_columns import chinese_dates
from gaoji_batch.values.dates import chinese_date


def teachers_twice(facts: Facts) -> pd.DataFrame:
    """One teacher in the plans of two projects on one day; namesakes of different employers are two
    teachers."""
    rows = facts.plan.sessions.dropna(subset=["teacher", "date"])
    rows = (
        rows.assign(teacher=[text.split_list(said) for said in rows["teacher"]])
        .explode("teacher")
        .dropna(subset=["teacher"])
    )
    rows = rows.assign(key=text.fold_series(rows["teacher"]))
    known = facts.filings.frame("teachers").dropna(subset=["name"])
    known = known.assign(
        key=text.fold_series(known["name"]), employer=known["employer"].fillna("")
    ).drop_duplicates(["project", "key"])
    rows = rows.merge(known[["project", "key", "employer"]], on=["project", "key"], how="left").fillna(
        {"employer": ""}
    )
    rows = rows[rows.groupby(["key", "date"])["project"].transform("nunique").gt(1)]
    found = []
    for (_, day), own in rows.groupby(["key", "date"]):
        each = own.drop_duplicates("project")
        employers = text.fold_series(each["employer"])
        if employers.ne("").all() and employers.is_unique:
            continue
        said = "、".join(
            f"{facts.plan.projects['written'].get(project, '')}“{content}”{hours:g}学时"
            for project, content, hours in zip(
                each["project"], each["content"].fillna(""), each["hours"].fillna(0), strict=True
            )
        )
        found += [
            (project, f"{each['teacher'].iloc[0]}{chinese_date(day)}同在{said}")
            for project in each["project"]
        ]
    return cases_of(found)


def trainees_twice(facts: Facts) -> pd.DataFrame:
    """One trainee in two projects on one day: by the attendance sheets, else by the rosters and the days of
    the plans; a case a person and pair."""
    present = facts.filings.frame("attendance")
    present = present[
        present["id_ok"]
        & present["date"].notna()
        & present["attended_hours"].gt(0).fillna(False).astype("bool")
    ]
    people = facts.people.joinable[["project", "class_no", "id_number", "name"]]
    twice = people[people.groupby("id_number")["project"].transform("nunique").gt(1)]
    days = facts.plan.sessions.dropna(subset=["date"])[["project", "class_no", "date"]].drop_duplicates()
    planned = twice.merge(days, on=["project", "class_no"])
    columns = ["project", "id_number", "name", "date"]
    both = pd.concat(
        [present[columns].assign(source="考勤表"), planned[columns].assign(source="学员名单和培训计划")]
    )
    met = both.merge(both, on=["id_number", "date", "source"])
    met = met[met["project_x"].ne(met["project_y"])].sort_values(
        ["project_x", "id_number", "date", "source"], kind="stable"
    )
    met = met.drop_duplicates(["project_x", "project_y", "id_number"])
    other = met["project_y"].map(facts.plan.projects["written"]).fillna("")
    evidence = met["source"] + "：" + met["name_x"].fillna("") + chinese_dates(met["date"]) + "同在" + other
    return pd.DataFrame({"project": met["project_x"], "evidence": evidence})
