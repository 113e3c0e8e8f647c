"""Who is on which list."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from gaoji_batch.findings import REJECT, REVIEW, STANDING
from gaoji_batch.ledger.view import LedgerView
from gaoji_batch.rules.facts.filings import Filings
from gaoji_batch.rules.facts.plan import Plans
from gaoji_batch.values import text
from gaoji_batch.values.columns import KEY, places_of


@dataclass(eq=False)
class People:
    """Trainees, registers, scores, class sizes, and who is barred by findings."""

    ledger: LedgerView
    filings: Filings
    plan: Plans

    @cached_property
    def trainees(self) -> pd.DataFrame:
        """The roster in force: one row a trainee's row, with the class's facts; rows without a project are
        left out."""
        rows = self.filings.frame("roster")
        return self.plan.with_class(rows[rows["project"].ne("")])

    @cached_property
    def joinable(self) -> pd.DataFrame:
        """The trainees whose ID number can be joined on, at its first occurrence in their class."""
        # a second row of one person is D105; the other rules speak of the person once
        numbered = self.trainees[self.trainees["id_ok"]]
        return numbered[~numbered.duplicated([*KEY, "id_number"])]

    @cached_property
    def register(self) -> pd.DataFrame:
        """The completion register in force, one row a person, with the class's facts."""
        rows = self.filings.frame("completion")
        return self.plan.with_class(rows[rows["project"].ne("")])

    @cached_property
    def scores(self) -> pd.DataFrame:
        """The assessments in force, with the class's facts."""
        rows = self.filings.frame("assessment")
        return self.plan.with_class(rows[rows["project"].ne("")])

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

    def judged(self, sizes: pd.DataFrame) -> pd.DataFrame:
        """The class sizes that rules judge: none of a project with clashing filings, of whatever form."""
        return sizes[~sizes["project"].isin(self.filings.waiting)]

    def _sizes(self, form: str) -> pd.DataFrame:
        rows = self.filings.frame(form)
        # a count of rows that were not all read would refuse a class for the fault of its file
        rows = rows[rows["project"].ne("") & ~rows["project"].isin(self.filings.unjudged(form))]
        written = self.person_written(form, rows)
        heads = written.groupby([rows["project"], rows["class_no"]]).nunique().rename("heads").reset_index()
        first = self.filings.in_force[self.filings.in_force["form"].eq(form)][[*KEY, "sheet"]]
        return self.plan.with_class(heads.merge(first, on=KEY, how="inner"))

    def person_written(self, form: str, rows: pd.DataFrame) -> pd.Series:
        """What tells one person from another: the ID number; where it is wrong, the name beside it; where
        there is none, the name and the row."""
        named = "姓名" + rows["name"].fillna("").astype("str")
        # a wrong number may stand under two names: two persons until somebody mends it
        numbered = rows["id_number"].where(~rows["id_bad"], rows["id_number"] + named)
        return numbered.fillna(named + rows["sheet"].astype("str") + "/" + rows["row"].astype("str"))

    def bad_people(self, form: str) -> set[tuple[str, str]]:
        """(project, folded name) of the persons of a form whose ID number cannot be joined on: no join speaks
        of them."""
        rows = self.filings.frame(form)
        rows = rows[~rows["id_ok"]]
        return set(zip(rows["project"], text.fold_series(rows["name"].fillna("")), strict=True))

    @cached_property
    def past_classes(self) -> pd.DataFrame:
        """The ledger's classes of this batch's people: id_number, project (folded), written, opening,
        ending."""
        people = pd.concat(
            [self.joinable["id_number"], self.register.loc[self.register["id_ok"], "id_number"]]
        ).drop_duplicates()
        # the ledger knows people by keyed hashes alone (decisions/0003)
        keyed = pd.DataFrame(
            {"id_number": people.to_numpy(), "person_key": self.ledger.key_of(people).to_numpy()}
        )
        classes = keyed.merge(self.ledger.classes, on="person_key")
        return classes.assign(
            written=classes["project"],
            project=text.fold_series(classes["project"]),
            opening=pd.to_datetime(classes["opening"]).astype("datetime64[s]"),
            ending=pd.to_datetime(classes["ending"]).astype("datetime64[s]"),
        )

    @cached_property
    def completed_in_ledger(self) -> set[tuple[str, int]]:
        """Classes (project folded, class_no) whose completion the ledger has recorded."""
        done = self.ledger.states[self.ledger.states["completed"].astype("bool")]
        return places_of(done.assign(project=text.fold_series(done["project"].astype("str"))))

    def barred(self, findings: pd.DataFrame, forms: tuple[str, ...], reviews: bool) -> pd.DataFrame:
        """Persons with a standing finding of trainee or row scope on these forms: columns code, project,
        class_no, person, sheet_key, row.

        Rejects only, or reviews as well.
        """
        severities = [REJECT, REVIEW] if reviews else [REJECT]
        standing = findings[
            findings["scope"].isin(["trainee", "row"])
            & findings["severity"].isin(severities)
            & findings["status"].isin(STANDING)
            & findings["form"].isin(forms)
        ]
        return standing[["code", "project_key", "class_no", "person", "sheet_key", "row"]].rename(
            columns={"project_key": "project"}
        )


def barred_in_class(people: pd.DataFrame, barred: pd.DataFrame) -> pd.Series:
    """Whether each person (project, class_no, id_number) is one of those barred (project, class_no, person)
    in that class, or in their project where no class is known."""
    in_class = barred[barred["class_no"].notna()]
    # a finding that names no class bars its person from every class of the project
    every = barred[barred["class_no"].isna()]
    here = set(
        zip(in_class["project"], in_class["class_no"].astype("int64"), in_class["person"], strict=True)
    )
    anywhere = set(zip(every["project"], every["person"], strict=True))
    out = [
        (project, class_no, number) in here or (project, number) in anywhere
        for project, class_no, number in zip(*(people[name] for name in [*KEY, "id_number"]), strict=True)
    ]
    return pd.Series(out, index=people.index, dtype="bool")


def same_text(one: pd.Series, other: pd.Series) -> pd.Series:
    """Whether two columns say the same, compared as all text is compared."""
    return text.fold_series(one.fillna("")).eq(text.fold_series(other.fillna("")))
