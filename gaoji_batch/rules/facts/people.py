"""Who is on which list."""

from __future__ import annotations

from functools import cached_property

import pandas as pd

from gaoji_batch.findings import REJECT, REVIEW, STANDING
from gaoji_batch.rules.facts.planned import Planned
from gaoji_batch.rules.schemes import KEY
from gaoji_batch.values import text


class People(Planned):
    """Trainees, registers, scores, class sizes, and who is barred by findings."""

    @cached_property
    def trainees(self) -> pd.DataFrame:
        """The roster in force: one row a trainee's row, with the class's facts; rows without a project are
        left out."""
        rows = self.frame("roster")
        return self.with_class(rows[rows["project"].ne("")])

    @cached_property
    def joinable(self) -> pd.DataFrame:
        """The trainees whose ID number can be joined on, at its first occurrence in their class."""
        held = self.trainees[self.trainees["id_ok"]]
        return held[~held.duplicated([*KEY, "id_number"])]

    @cached_property
    def register(self) -> pd.DataFrame:
        """The completion register in force, one row a person, with the class's facts."""
        rows = self.frame("completion")
        return self.with_class(rows[rows["project"].ne("")])

    @cached_property
    def scores(self) -> pd.DataFrame:
        """The assessments in force, with the class's facts."""
        rows = self.frame("assessment")
        return self.with_class(rows[rows["project"].ne("")])

    @cached_property
    def class_sizes(self) -> pd.DataFrame:
        """Distinct persons a class, by what is written: project, class_no, heads, sheet (the first of the
        roster), and class facts.

        Projects whose roster is not countable or clashes are left out.
        """
        return self._sizes("roster")

    @cached_property
    def register_sizes(self) -> pd.DataFrame:
        """The same of the completion register."""
        return self._sizes("completion")

    def _sizes(self, form: str) -> pd.DataFrame:
        rows = self.frame(form)
        rows = rows[rows["project"].ne("") & ~rows["project"].isin(self.unjudged(form) | self.waiting)]
        written = self.person_written(form, rows)
        heads = written.groupby([rows["project"], rows["class_no"]]).nunique().rename("heads").reset_index()
        first = self.in_force[self.in_force["form"].eq(form)][[*KEY, "sheet"]]
        return self.with_class(heads.merge(first, on=KEY, how="inner"))

    def person_written(self, form: str, rows: pd.DataFrame) -> pd.Series:
        """What tells one person from another: the ID number; where it is wrong, the name beside it; where
        there is none, the name and the row."""
        named = "姓名" + rows["name"].fillna("").astype("str")
        numbered = rows["id_number"].where(~rows["id_bad"], rows["id_number"] + named)
        return numbered.fillna(named + rows["sheet"].astype("str") + "/" + rows["row"].astype("str"))

    def barred(self, findings: pd.DataFrame, forms: tuple[str, ...], reviews: bool) -> pd.DataFrame:
        """Persons with a standing finding of trainee or row scope on these forms: columns code, project,
        class_no, person, sheet_key, row.

        Rejects only, or reviews as well.
        """
        severities = [REJECT, REVIEW] if reviews else [REJECT]
        held = findings[
            findings["scope"].isin(["trainee", "row"])
            & findings["severity"].isin(severities)
            & findings["status"].isin(STANDING)
            & findings["form"].isin(forms)
        ]
        return held[["code", "project_key", "class_no", "person", "sheet_key", "row"]].rename(
            columns={"project_key": "project"}
        )

    def same_text(self, one: pd.Series, other: pd.Series) -> pd.Series:
        """Whether two columns say the same, compared as all text is compared."""
        return text.fold_series(one.fillna("")).eq(text.fold_series(other.fillna("")))


def among(people: pd.DataFrame, barred: pd.DataFrame) -> pd.Series:
    """Whether each person (project, class_no, id_number) is one of those barred (project, class_no, person)
    in that class, or in their project where no class is known."""
    known = barred[barred["class_no"].notna()]
    every = barred[barred["class_no"].isna()]
    here = set(zip(known["project"], known["class_no"].astype("int64"), known["person"], strict=True))
    anywhere = set(zip(every["project"], every["person"], strict=True))
    held = [
        (project, class_no, number) in here or (project, number) in anywhere
        for project, class_no, number in zip(*(people[name] for name in [*KEY, "id_number"]), strict=True)
    ]
    return pd.Series(held, index=people.index, dtype="bool")
