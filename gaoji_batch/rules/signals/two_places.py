"""Signals between classes: one person in two of them on one day."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.signals.cases import cases_of
from gaoji_batch.rules.words import day, filled, in_words
from gaoji_batch.values import text


def teachers_twice(facts: Facts) -> pd.DataFrame:
    """One teacher in the plans of two projects on one day; namesakes of different employers are two
    teachers."""
    rows = facts.plan.sessions[["project", "teacher", "date", "content", "hours"]]
    rows = rows.dropna(subset=["teacher", "date"])
    rows = (
        rows.assign(teacher=[text.split_list(names) for names in rows["teacher"]])
        .explode("teacher")
        .dropna(subset=["teacher"])
    )
    rows = rows.assign(key=text.fold_series(rows["teacher"]))
    listed = facts.filings.frame("teachers")[["project", "name", "employer"]].dropna(subset=["name"])
    listed = listed.assign(
        key=text.fold_series(listed["name"]), employer=listed["employer"].fillna("")
    ).drop_duplicates(["project", "key"])
    rows = rows.merge(listed[["project", "key", "employer"]], on=["project", "key"], how="left").fillna(
        {"employer": ""}
    )
    # nearly all teach in one project a day: going through a group of each took a quarter of all rules' time
    rows = rows[rows.groupby(["key", "date"])["project"].transform("nunique").gt(1)]
    cases = []
    for (_, date), that_day in rows.groupby(["key", "date"]):
        by_project = that_day.drop_duplicates("project")
        # of namesakes whose employers are written and differ, each is a person of their own
        employers = text.fold_series(by_project["employer"])
        if employers.ne("").all() and employers.is_unique:
            continue
        sessions = "、".join(
            f"{facts.plan.projects['written'].get(project, '')}“{content}”{hours:g}学时"
            for project, content, hours in zip(
                by_project["project"],
                by_project["content"].fillna(""),
                by_project["hours"].fillna(0),
                strict=True,
            )
        )
        cases += [
            (project, f"{by_project['teacher'].iloc[0]}{day(date)}同在{sessions}")
            for project in by_project["project"]
        ]
    return cases_of(cases)


def trainees_twice(facts: Facts) -> pd.DataFrame:
    """One trainee in two projects on one day: by the attendance sheets, else by the rosters and the days of
    the plans; a case a person and pair."""
    columns = ["project", "id_number", "name", "date"]
    present = facts.filings.frame("attendance")
    there = (
        present["id_ok"]
        & present["date"].notna()
        # a row of 0 hours says that somebody was not there
        & present["attended_hours"].gt(0).fillna(False).astype("bool")
    )
    present = present.loc[there, columns]
    people = facts.people.joinable[["project", "class_no", "id_number", "name"]]
    twice = people[people.groupby("id_number")["project"].transform("nunique").gt(1)]
    days = facts.plan.sessions[["project", "class_no", "date"]].dropna(subset=["date"]).drop_duplicates()
    # who stands on two rosters is held against the plans where no attendance was filed
    planned = twice.merge(days, on=["project", "class_no"])
    both = pd.concat([present.assign(source="考勤表"), planned[columns].assign(source="学员名单和培训计划")])
    pairs = both.merge(both, on=["id_number", "date", "source"])
    pairs = pairs[pairs["project_x"].ne(pairs["project_y"])].sort_values(
        ["project_x", "id_number", "date", "source"], kind="stable"
    )
    pairs = pairs.drop_duplicates(["project_x", "project_y", "id_number"])
    pairs = pairs.assign(
        project=pairs["project_x"], other=pairs["project_y"].map(facts.plan.projects["written"]).fillna("")
    )
    return in_words(pairs, evidence=_twice_on_a_day)[["project", "evidence"]]


def _twice_on_a_day(source: str, name_x: object, date: pd.Timestamp, other: str) -> str:
    return f"{source}：{filled(name_x)}{day(date)}同在{other}"
