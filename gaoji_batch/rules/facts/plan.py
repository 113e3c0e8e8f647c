"""What was approved, class by class, and what the plans teach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from gaoji_batch.batch import versions
from gaoji_batch.batch.assembly import Batch
from gaoji_batch.law import choices
from gaoji_batch.law.policy import Policy
from gaoji_batch.rules import schemes
from gaoji_batch.rules.facts.faults import Faults
from gaoji_batch.rules.facts.filings import Filings
from gaoji_batch.values import text
from gaoji_batch.values.columns import KEY, beside


@dataclass(eq=False)
class Plans:
    """Schemes, classes, sessions and hours."""

    batch: Batch
    policy: Policy
    on: date
    codes: dict[str, dict[str, Any]]
    filings: Filings
    faults: Faults

    @cached_property
    def approved(self) -> pd.DataFrame:
        """The rows of 立项项目登记, in their own index."""
        return self.filings.frame("approved")

    @cached_property
    def approved_standing(self) -> pd.DataFrame:
        """Approved rows of projects neither 终止 nor 撤销, opening as amended."""
        rows = self.approved
        rows = rows[rows["project"].ne("") & ~rows["project_state"].isin(choices.ENDED)]
        opening = self.classes["opening"].reindex(pd.MultiIndex.from_frame(rows[KEY])).to_numpy()
        return rows.assign(opening=opening)

    @cached_property
    def filed_changes(self) -> pd.DataFrame:
        """The rows of 变更备案表, `recorded_on` the day they were received; the typed day (`typed_on`) only
        where there is no receipt."""
        rows = self.filings.frame("change")
        # A day typed back would excuse a change that nobody was told of. Without a change nothing rests on
        # 收件登记, and a register that cannot be opened stops nothing.
        days = self.filings.days("received_on") if len(rows) else self.batch.sheets["received_on"]
        sheets = days.reindex(rows["sheet"]).set_axis(rows.index)
        received = pd.to_datetime(sheets).astype("datetime64[s]")
        return rows.assign(
            received=received.notna(),
            typed_on=rows["recorded_on"],
            recorded_on=received.fillna(rows["recorded_on"]),
        )

    @cached_property
    def changes(self) -> pd.DataFrame:
        """Changes filed before they take effect: project, item, before, after."""
        # a later change amends what an earlier one left; those of one day in the order of the sheet
        rows = self.filed_changes.sort_values("recorded_on", kind="stable")
        return schemes.changes_in_force(rows, self.codes["change_items"])

    @cached_property
    def classes(self) -> pd.DataFrame:
        """One row a class, approved or only filed: index project, class_no; columns of schemes.SCHEME, and
        approved (bool).

        The approved scheme's word, as amended; for a class beyond those approved, its project's; else what
        the forms say.
        """
        approved = schemes.amended(schemes.approved_classes(self.approved), self.changes)
        live = self.filings.parts[
            # a filing that clashes or has no day is not judged, yet it tells when its class opens
            self.filings.parts["state"].isin([versions.LIVE, versions.CLASHING, versions.UNDATED])
        ]
        stated = schemes.stated_classes(self.batch.sheets, live)
        beyond = stated.index.difference(approved.index)
        of_project = approved.reset_index("class_no", drop=True)
        of_project = of_project[~of_project.index.duplicated()]
        # a second class that only the forms know of goes by the scheme of its project
        lent = of_project.reindex(beyond.get_level_values("project")).set_axis(beyond)
        unapproved = stated.reindex(beyond).reindex(columns=approved.columns)
        filled = lent.astype("object").where(lent.notna(), unapproved.astype("object"))
        kinds = approved.dtypes.drop("approved").to_dict() | {"sheet": "Int64", "row": "Int64"}
        both = pd.concat([approved.astype("object"), filled]).astype(kinds)
        return both.assign(approved=both["approved"].eq(True)).sort_index()

    def with_class(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The same rows with the facts of their class beside them (columns of `classes` that the rows do not
        have; `scheme_…` else)."""
        places, of_places = self._facts_of_places
        # a place that no class has, -1, is none of the index: its facts are missing
        at = [places.get(place, -1) for place in beside(*(rows[name] for name in KEY))]
        facts = of_places.reindex(at).set_axis(rows.index)
        # not astype: a class that nobody knows of has no flag, and missing would become true
        facts["approved"] = facts["approved"].eq(True)
        facts.columns = [f"scheme_{name}" if name in rows else name for name in facts]
        return pd.concat([rows, facts], axis=1)

    @cached_property
    def _facts_of_places(self) -> tuple[dict[tuple[str, int], int], pd.DataFrame]:
        """The place of each class (project, class_no) among `classes`, and the facts that go beside rows."""
        facts = self.classes.drop(columns=["sheet", "row", "project_written"])
        return {place: at for at, place in enumerate(facts.index)}, facts.reset_index(drop=True)

    def filed(self, form: str) -> pd.DataFrame:
        """The filings in force of one form: project, class_no, sheet, filed_on, and the class's facts
        (opening, ending …)."""
        return self.with_class(self.filings.in_force[self.filings.in_force["form"].eq(form)])

    @cached_property
    def sessions(self) -> pd.DataFrame:
        """The sessions of the plans in force, with the class's facts."""
        rows = self.filings.frame("plan")
        return self.with_class(rows[rows["project"].ne("")])

    @cached_property
    def projects(self) -> pd.DataFrame:
        """One row a project: index project; written, approved, unit (of the scheme or a form, else of the
        claim), approved_heads (all classes), opening (first), ending (last), total_hours, discussion_hours,
        industry, occupation, uscc, project_name, approved_on, project_state, ended_on."""
        rows = self.classes.reset_index()
        # without min_count a project of which nobody wrote 核定人数 would be approved for 0 heads
        heads = self.approved.groupby("project")["approved_heads"].sum(min_count=1)
        first = rows.drop_duplicates("project").set_index("project")
        grouped = rows.groupby("project")
        occupations = grouped["occupation"].agg(lambda names: "、".join(dict.fromkeys(names.dropna())))
        claimants = (
            self.filings.frame("claim")
            .dropna(subset=["unit"])
            .drop_duplicates("project")
            .set_index("project")["unit"]
        )
        return first.drop(columns=["sheet", "row"]).assign(
            written=self._written,
            unit=first["unit"].fillna(claimants.reindex(first.index)),
            approved_heads=heads.reindex(first.index).astype("Int64"),
            opening=grouped["opening"].min(),
            ending=grouped["ending"].max(),
            occupation=occupations.replace("", pd.NA),
        )

    @cached_property
    def _written(self) -> pd.Series:
        """The project number as first written: in the register, else on a sheet. Index project."""
        # most forms are not in most batches
        forms = [self.approved, *(rows for _, rows in sorted(self.batch.frames.items()) if len(rows))]
        of_rows = pd.concat(
            [frame.loc[frame["project"].ne(""), ["project", "project_written"]] for frame in forms]
        )
        sheets = self.batch.sheets.loc[self.batch.sheets["project"].ne(""), ["project", "project_written"]]
        return pd.concat([of_rows, sheets]).drop_duplicates("project").set_index("project")["project_written"]

    @cached_property
    def hours(self) -> pd.DataFrame:
        """One row a plan: project, class_no, sheet, opening, summed, discussed (hours of the sessions),
        declared, declared_discussion (the plan's own word, else the scheme's). Plans that cannot be counted,
        clash or hold no hours are left out."""
        rows = self.sessions
        # an hour that cannot be read would make the sum too small: the cell is the finding, not the sum
        unread = self.filings.projects_at(self.faults.unusable_cells("plan", "hours"))
        rows = rows[
            ~rows["project"].isin(
                self.filings.unjudged("plan")
                | self.filings.waiting
                | self.filings.lacks("plan", "hours")
                | unread
            )
        ]
        forms = self.policy.of("hours.discussion_forms", on=rows["opening"].fillna(pd.Timestamp(self.on)))
        form_names = text.fold_series(rows["teaching_form"].fillna(""))
        talk = [
            form in {text.fold(name) for name in names} for form, names in zip(form_names, forms, strict=True)
        ]
        hours = rows["hours"]
        summed = rows.assign(
            summed=hours, discussed=hours.where(pd.Series(talk, index=rows.index, dtype="bool"), 0.0)
        )
        # sums of tenths leave binary remainders, and a plan of just 80 hours must not miss the limit by one
        totals = summed.groupby(KEY)[["summed", "discussed"]].sum().round(2).reset_index()
        plans = self.filed("plan").merge(totals, on=KEY)
        stated = self.batch.sheets.reindex(plans["sheet"])[["total_hours", "discussion_hours"]].set_axis(
            plans.index
        )
        return plans.assign(
            declared=stated["total_hours"].fillna(plans["total_hours"].astype("Float64")),
            declared_discussion=stated["discussion_hours"].fillna(
                plans["discussion_hours"].astype("Float64")
            ),
        )

    @cached_property
    def days_taught(self) -> pd.DataFrame:
        """One row a class and day, at the day's last session (the plan's own index): date, total hours, and
        the limits many, most."""
        rows = self.sessions.dropna(subset=["date", "hours"])
        # F005 and F006: no hours are judged by a sheet whose columns are missing or doubled (findings.md)
        rows = rows[~rows["sheet"].isin(self.filings.not_countable)]
        # a day with an hour that cannot be read has no sum
        unread = pd.MultiIndex.from_frame(self.sessions.loc[self.sessions["hours"].isna(), [*KEY, "date"]])
        rows = rows[~pd.MultiIndex.from_frame(rows[[*KEY, "date"]]).isin(unread)]
        totals = rows.groupby([*KEY, "date"])["hours"].transform("sum").round(2)
        last = rows.assign(total=totals).drop_duplicates([*KEY, "date"], keep="last")
        limits = self.policy.of("hours.day", on=last["opening"].fillna(pd.Timestamp(self.on)))
        return last.assign(
            many=pd.Series([float(pair[0]) for pair in limits], index=last.index, dtype="float64"),
            most=pd.Series([float(pair[1]) for pair in limits], index=last.index, dtype="float64"),
        )
