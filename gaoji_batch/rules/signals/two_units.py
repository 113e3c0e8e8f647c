"""Signals between units: one account, one author of their workbooks."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.signals.cases import IN_FULL, cases_of
from gaoji_batch.values import masking, text
from gaoji_batch.values.columns import beside


def shared_accounts(facts: Facts) -> pd.DataFrame:
    """One account for two units, in the claims and 单位名录: a case a claim."""
    claims = facts.money.claims.dropna(subset=["account"])
    # the unit as approved: a name mistyped on a claim is no second unit
    unit = claims["project"].map(facts.plan.projects["unit"]).fillna(claims["unit"]).fillna("")
    listed = facts.units.register.dropna(subset=["account"])
    rows = pd.concat(
        [
            pd.DataFrame(
                {
                    "project": claims["project"],
                    "unit": unit,
                    "account": claims["account"],
                    "source": claims["project_written"] + "补助资金申请表",
                }
            ),
            pd.DataFrame(
                {
                    "project": "",
                    "unit": listed["unit"].fillna(""),
                    "account": listed["account"],
                    "source": "单位名录",
                }
            ),
        ]
    )
    rows = rows.assign(
        digits=rows["account"].astype("str").str.replace(r"[\s\-]", "", regex=True),
        named=text.fold_series(rows["unit"]),
    )
    rows = rows[rows["named"].ne("") & rows["digits"].ne("")]
    cases = []
    for digits, sharers in rows.groupby("digits"):
        if sharers["named"].nunique() > 1:
            units = sharers.drop_duplicates("named")
            sources = [f"{unit}（{source}）" for unit, source in beside(units["unit"], units["source"])]
            evidence = f"账号{masking.mask_account(str(digits))}：{'、'.join(sources)}"
            cases += [(project, evidence) for project in sharers["project"].unique() if project]
    return cases_of(cases)


def shared_authors(facts: Facts) -> pd.DataFrame:
    """Workbooks of two units that one person made, by the workbooks' own property: a case a project and
    author."""
    # names that programs write by themselves (Administrator, openpyxl) are nobody's
    plain = {text.fold(word) for word in facts.policy.of("inspect.plain_authors", on=facts.on)}
    authors = {
        submission.file: submission.creator
        for submission in facts.batch.submissions
        if submission.creator and text.fold(submission.creator) not in plain
    }
    sheets = facts.batch.sheets
    rows = sheets[
        sheets["file"].isin(authors) & sheets["source"].eq("unit") & sheets["project"].ne("")
    ].drop_duplicates(["file", "project"])
    rows = rows.assign(
        author=rows["file"].map(authors),
        unit=rows["project"].map(facts.plan.projects["unit"]).fillna(rows["unit"]).fillna(""),
    )
    rows = rows.assign(
        key=text.fold_series(rows["author"].astype("str")), named=text.fold_series(rows["unit"])
    )
    cases = []
    for _, sharers in rows[rows["named"].ne("")].groupby("key"):
        if sharers["named"].nunique() > 1:
            units = sharers.drop_duplicates("named")
            files = [
                f"{unit}的{masking.mask_free_text(file.rpartition('/')[2])}"
                for unit, file in beside(units["unit"], units["file"])
            ]
            more = f"等{len(files)}家单位" if len(files) > IN_FULL else ""
            evidence = f"作者“{sharers['author'].iloc[0]}”：{'、'.join(files[:IN_FULL])}{more}"
            cases += [(project, evidence) for project in sharers["project"].unique()]
    return cases_of(cases)
