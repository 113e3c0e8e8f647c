"""Signals within the lists of a class: numbers in sequence, one phone, one score, one summary."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.signals.cases import cases_of, first_few, persons_of
from gaoji_batch.values import masking, text
from gaoji_batch.values.columns import KEY, beside

_PLACED = ["sheet", "row", "project", "id_number", "name"]
"""What a person and their place are named by."""


def same_summaries(facts: Facts) -> pd.DataFrame:
    """The same title of a work summary under several persons: a row a title and project, its count the
    persons but one."""
    rows = facts.people.register[[*_PLACED, "work_summary"]].dropna(subset=["work_summary"])
    plain = {
        text.fold(word)
        for name in ("inspect.plain_summaries", "summary.empty_words")
        for word in facts.policy.of(name, on=facts.on)
    }
    rows = rows.assign(title=text.fold_series(rows["work_summary"]))
    rows = rows[~rows["title"].isin(plain)].drop_duplicates(["project", "id_number", "title"])
    rows = rows[rows.duplicated("title", keep=False)]
    rows = rows.assign(person=persons_of(facts, rows))
    cases = []
    for _, same in rows.groupby("title"):
        evidence = f"“{same['work_summary'].iloc[0]}”相同：{first_few(same['person'].tolist())}"
        cases += [
            (project, evidence, max(count - (count == len(same)), 1))
            for project, count in same["project"].value_counts().sort_index().items()
        ]
    return pd.DataFrame(cases, columns=["project", "evidence", "count"])


def shared_phones(facts: Facts) -> pd.DataFrame:
    """One phone under several persons of the rosters: a row a project and phone, its count the persons of the
    project but one."""
    rows = facts.people.trainees[[*_PLACED, "phone"]].dropna(subset=["phone"])
    rows = rows.assign(
        digits=rows["phone"]
        .astype("str")
        .str.replace(r"[^\d]", "", regex=True)
        .str.removeprefix("0086")
        # 86 begins numbers of the fixed network too: before a mobile's eleven digits it is the country's code
        .str.replace(r"^86(?=1\d{10}$)", "", regex=True)
    )
    # shorter than a number of the fixed network: an extension, or a remark
    rows = rows[rows["digits"].str.len().ge(7)]
    person = rows["id_number"].fillna(rows["name"])
    shared = rows[person.groupby(rows["digits"]).transform("nunique").gt(1)]
    shared = shared.assign(person=persons_of(facts, shared))
    cases = []
    for digits, sharers in shared.groupby("digits"):
        evidence = f"{masking.mask_phone(str(digits))}：" + "、".join(sharers["person"])
        persons = sharers["id_number"].fillna(sharers["name"]).groupby(sharers["project"]).nunique()
        # one person of a project who shares the phone of another project's is a case there too
        cases += [(project, evidence, max(int(count) - 1, 1)) for project, count in persons.items()]
    return pd.DataFrame(cases, columns=["project", "evidence", "count"])


def numbers_in_sequence(facts: Facts) -> pd.DataFrame:
    """ID numbers of one class that follow one another: same region and birth date, neighbouring sequence; a
    row a run, its count the persons but one."""
    rows = facts.people.joinable[[*_PLACED, "class_no"]]
    number = rows["id_number"].astype("str")
    rows = rows.assign(place=number.str[:14], serial=pd.to_numeric(number.str[14:17], errors="coerce"))
    rows = rows.dropna(subset=["serial"]).sort_values(
        ["project", "class_no", "place", "serial"], kind="stable"
    )
    same = ["project", "class_no", "place"]
    # the last digit of the serial is odd for men and even for women: neighbours of one sex are two apart
    apart = rows.groupby(same)["serial"].diff().le(2)
    runs = rows.assign(run=(~apart).cumsum())
    runs = runs[runs.duplicated("run", keep=False)]
    people: dict[tuple[str, int], list[str]] = {}
    for project, run, person in beside(runs["project"], runs["run"], persons_of(facts, runs)):
        people.setdefault((project, run), []).append(person)
    cases = [
        (project, f"证件号码相连：{first_few(persons)}", len(persons) - 1)
        for (project, _), persons in people.items()
    ]
    return pd.DataFrame(cases, columns=["project", "evidence", "count"])


def equal_scores(facts: Facts) -> pd.DataFrame:
    """One set of scores for a whole class, part by part: one case a class of three and more."""
    parts = ["score_attendance", "score_attitude", "score_discussion", "score_summary", "score_total"]
    rows = facts.people.scores[[*KEY, *parts]].dropna(subset=["score_total"])
    # two persons with one score are no sign; three and more are
    counted = rows.groupby(KEY)["score_total"].agg(["size", "first"])
    kinds = rows.drop_duplicates([*KEY, *parts]).groupby(KEY).size()
    cases = [
        (project, f"{heads}名学员的各项考核成绩全部相同，总分均为{total:g}分")
        for (project, _), heads, total in counted[counted["size"].gt(2) & kinds.eq(1)].itertuples(name=None)
    ]
    return cases_of(cases)
