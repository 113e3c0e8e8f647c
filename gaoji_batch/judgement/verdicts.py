"""What the findings mean for each project and each trainee: verdict, reasons, money at stake."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.findings import NOTE, REJECT, REVIEW, STANDING, UPHELD
from gaoji_batch.rules.facts import Facts
from gaoji_batch.values import masking, text
from gaoji_batch.values.columns import KEY
from gaoji_batch.values.date_columns import chinese_dates
from gaoji_batch.workspace.settings import Privacy

PASSED, WAITING, REFUSED, NOTHING = "可通过", "待核实", "不通过", "未报送"
UNJUDGED = "有资料打不开，审核不完整"
PROJECT_COLUMNS = [
    "project",
    "name",
    "unit",
    "uscc",
    "industry",
    "occupations",
    "opening",
    "ending",
    "total_hours",
    "discussion_hours",
    "approved_heads",
    "roster_heads",
    "completed_heads",
    "eligible_heads",
    "claimed_heads",
    "claimed_amount",
    "rejects",
    "reviews",
    "notes",
    "verdict",
    "amount_at_stake",
    "filed",
]
OF_SCHEME = {
    "project": "written",
    "name": "project_name",
    "unit": "unit",
    "uscc": "uscc",
    "industry": "industry",
    "occupations": "occupation",
    "opening": "opening",
    "ending": "ending",
    "total_hours": "total_hours",
    "discussion_hours": "discussion_hours",
}
"""What PROJECT_COLUMNS tell of the scheme → its column in the facts of projects."""
HEAD_COLUMNS = (
    *("approved_heads", "roster_heads", "completed_heads", "eligible_heads"),
    *("claimed_heads", "claimed_amount"),
)
"""Heads of a project, and yuan, in PROJECT_COLUMNS."""
FILED = (
    "application",
    "roster",
    "plan",
    "teachers",
    "change",
    "attendance",
    "assessment",
    "completion",
    "claim",
)
"""The forms of a project in the order in which they come in."""
TRAINEE_COLUMNS = [
    "project",
    "unit",
    "name",
    "id_masked",
    "employer",
    "occupation",
    "level",
    "verdict",
    "reasons",
]


def verdict(rejects: pd.Series, reviews: pd.Series) -> pd.Series:
    """不通过 where a reject stands, else 待核实 where a review stands, else 可通过."""
    return (
        pd.Series(PASSED, index=rejects.index, dtype="str")
        .mask(reviews.gt(0), WAITING)
        .mask(rejects.gt(0), REFUSED)
    )


def standing(findings: pd.DataFrame) -> pd.DataFrame:
    """Findings that count against somebody: open or upheld; an upheld review counts as a reject."""
    counting = findings[findings["status"].isin(STANDING)]
    return counting.assign(
        severity=counting["severity"].mask(
            counting["severity"].eq(REVIEW) & counting["status"].eq("upheld"), REJECT
        )
    )


def _taken_out(findings: pd.DataFrame) -> pd.Series:
    """Upheld findings of trainee scope: they take a person out, and the project goes on
    (docs/contract/money.md)."""
    return findings["scope"].eq("trainee") & findings["status"].eq(UPHELD)


def tally(findings: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Standing findings by key: columns reject, review, note."""
    counts = standing(findings).groupby([*keys, "severity"]).size().unstack(fill_value=0)
    return counts.reindex(columns=[REJECT, REVIEW, NOTE], fill_value=0)


def of_projects(facts: Facts, findings: pd.DataFrame, complete: bool = True) -> pd.DataFrame:
    """One row a project (PROJECT_COLUMNS): whatever was filed or approved, in the order of the project
    numbers.

    complete: whether every table could be opened; where not, nothing passes, and who is eligible is not
    known.
    """
    projects = facts.plan.projects
    counts = tally(findings, ["project_key"]).reindex(projects.index, fill_value=0)
    against = tally(findings[~_taken_out(findings)], ["project_key"]).reindex(projects.index, fill_value=0)
    rows = pd.DataFrame(
        {
            **{name: projects[field] for name, field in OF_SCHEME.items()},
            **_heads(facts, findings),
            "rejects": counts[REJECT],
            "reviews": counts[REVIEW],
            "notes": counts[NOTE],
            "verdict": verdict(against[REJECT], against[REVIEW]),
            "amount_at_stake": at_stake(findings).reindex(projects.index).fillna(0),
            "filed": filed(facts).reindex(projects.index),
        },
        columns=PROJECT_COLUMNS,
        index=projects.index,
    )
    # an approved project of which nothing came has no findings either: 可通过 would be a wrong yes
    rows["verdict"] = rows["verdict"].where(
        projects.index.isin(came(facts)) | rows["verdict"].ne(PASSED), NOTHING
    )
    if not complete:
        rows = rows.assign(verdict=_at_best_waiting(rows["verdict"]), eligible_heads=pd.NA)
    rows["filed"] = [filings if isinstance(filings, dict) else {} for filings in rows["filed"]]
    rows = rows.astype(
        dict.fromkeys(HEAD_COLUMNS, "Int64")
        | dict.fromkeys(("rejects", "reviews", "notes", "amount_at_stake"), "int64")
    )
    text = ["project", "name", "unit", "uscc", "industry", "occupations"]
    rows[text] = rows[text].astype("object").fillna("").astype("str")
    # the index is named project as well, and sort_values refuses a name that is both
    return rows.rename_axis(None).sort_values("project").reset_index(drop=True)


def _heads(facts: Facts, findings: pd.DataFrame) -> dict[str, pd.Series]:
    """HEAD_COLUMNS of the projects; missing where the form that tells them was not filed."""
    projects = facts.plan.projects
    claims = (
        # a second row of one class is D105, and claims nothing more
        facts.money.claims.drop_duplicates(KEY)
        .groupby("project")[["completed_heads", "claimed_amount"]]
        .sum(min_count=1)
    )
    by_project = {
        "approved_heads": projects["approved_heads"],
        "roster_heads": facts.people.class_sizes.groupby("project")["heads"].sum(),
        "completed_heads": facts.people.register_sizes.groupby("project")["heads"].sum(),
        "eligible_heads": facts.money.eligible(findings)["eligible"].groupby("project").sum(),
        "claimed_heads": claims["completed_heads"],
        "claimed_amount": claims["claimed_amount"],
    }
    return {name: by_project[name].reindex(projects.index) for name in HEAD_COLUMNS}


def _at_best_waiting(verdicts: pd.Series) -> pd.Series:
    return verdicts.where(verdicts.eq(REFUSED), WAITING)


def came(facts: Facts) -> set[str]:
    """The projects of which a form was filed, in whatever state, or is recorded in the ledger."""
    states = facts.ledger.states
    recorded = set(text.fold_series(states["project"].astype("str"))) if len(states) else set()
    return set(facts.filings.parts["project"]) | recorded


def filed(facts: Facts) -> pd.Series:
    """Of each project, form title → the day its filing in force came in, as an official writes it ('' where
    none is known)."""
    rows = facts.filings.in_force.assign(
        title=facts.filings.in_force["form"].map(facts.filings.form_titles),
        day=lambda frame: chinese_dates(frame["filed_on"]),
    )
    rank = {form: at for at, form in enumerate(FILED)}
    rows = rows.sort_values("form", key=lambda forms: forms.map(rank), kind="stable")
    days = {
        project: dict(zip(of_project["title"], of_project["day"].fillna(""), strict=True))
        for project, of_project in rows.groupby("project")
    }
    return pd.Series(days, dtype="object")


def at_stake(findings: pd.DataFrame) -> pd.Series:
    """The subsidy at stake a project in whole yuan: the whole class where a project or claim cannot go on,
    else its barred heads."""
    against = standing(findings)
    against = against[against["severity"].ne(NOTE) & against["project_key"].ne("")]
    return stake_by(against, ["project_key"])


def stake_by(against: pd.DataFrame, keys: list[str]) -> pd.Series:
    """What standing findings put at stake, in whole yuan by `keys` (project_key among them): a class and a
    person count once."""
    classes = against[against["scope"].isin(["project", "unit"])].groupby(keys)["amount"].max()
    people = against[against["scope"].isin(["trainee", "row"]) & against["amount"].gt(0)]
    heads = people.drop_duplicates([*keys, "subject"]).groupby(keys)["amount"].sum()
    money = against[against["scope"].eq("claim")].groupby(keys)["amount"].max()
    # the greatest, not the sum: a class that cannot go on has its heads in it
    return pd.concat([classes, heads, money], axis=1).max(axis=1).fillna(0).astype("int64")


def of_trainees(
    facts: Facts, findings: pd.DataFrame, privacy: Privacy, complete: bool = True
) -> pd.DataFrame:
    """One row a trainee of the rosters in force (TRAINEE_COLUMNS, and sheet_key and row, where it stands);
    reasons are the titles of the standing findings; complete: as above."""
    rows = facts.people.trainees
    counts, reasons = _against(rows, findings)
    masked = rows["id_number"].map(
        lambda number: (
            ""
            if pd.isna(number)
            else masking.mask_id(str(number), privacy.id_keep_head, privacy.id_keep_tail)
        )
    )
    out = pd.DataFrame(
        {
            "project": rows["project"].map(facts.plan.projects["written"]),
            "unit": rows["project"].map(facts.plan.projects["unit"]),
            "name": rows["name"],
            "id_masked": masked,
            "employer": rows["employer"],
            "occupation": rows["scheme_occupation"].where(rows["occupation"].isna(), rows["occupation"]),
            "level": rows["level"],
            "verdict": verdict(counts[REJECT], counts[REVIEW]),
            "reasons": reasons,
        }
    )
    if not complete:
        unjudged = reasons.where(reasons.eq(""), reasons + "、") + UNJUDGED
        out = out.assign(verdict=_at_best_waiting(out["verdict"]), reasons=unjudged)
    out = out.astype("object").fillna("")
    for column in ("name", "employer", "occupation", "level"):
        out[column] = out[column].map(
            {words: masking.mask_free_text(words) for words in out[column].unique()}
        )
    return (
        out.assign(sheet_key=rows["sheet"], row=rows["row"])
        .sort_values(["project", "sheet_key", "row"])
        .reset_index(drop=True)
    )


def _against(rows: pd.DataFrame, findings: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """What stands against each trainee: how many rejects and reviews, and their titles in one text.

    A finding is joined on by the person's ID number; one that knows no number, by the row of the roster.
    """
    against = standing(findings)
    against = against[against["severity"].ne(NOTE) & against["project_key"].ne("")]
    by_person = against[against["person"].ne("")]
    by_row = against[against["person"].eq("") & against["form"].eq("roster") & against["row"].notna()]
    person = (
        _reasons(by_person, ["project_key", "person"])
        .reindex(pd.MultiIndex.from_frame(rows[["project", "id_number"]]))
        .set_axis(rows.index)
    )
    place = (
        _reasons(by_row, ["sheet_key", "row"])
        .reindex(pd.MultiIndex.from_frame(rows[["sheet", "row"]].astype("Int64")))
        .set_axis(rows.index)
    )
    counts = person[[REJECT, REVIEW]].fillna(0) + place[[REJECT, REVIEW]].fillna(0)
    reasons = (person["reasons"].fillna("") + "、" + place["reasons"].fillna("")).str.strip("、")
    return counts, reasons


def _reasons(findings: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    counts = tally(findings, keys)
    titles = (
        findings.groupby(keys)["title"].agg(lambda names: "、".join(dict.fromkeys(names))).rename("reasons")
    )
    return counts.join(titles)
