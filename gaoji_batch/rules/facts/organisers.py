"""Units, their applications, names and codes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from gaoji_batch.batch.assembly import Batch
from gaoji_batch.ledger.view import LedgerView
from gaoji_batch.rules.facts.filings import Filings
from gaoji_batch.rules.facts.plan import Plans
from gaoji_batch.rules.unit_identity import Identities, identities
from gaoji_batch.values import text


@dataclass(eq=False)
class Units:
    """Applications, the register of units, who is struck off, and the projects of a unit."""

    batch: Batch
    ledger: LedgerView
    filings: Filings
    plan: Plans

    @cached_property
    def applications(self) -> pd.DataFrame:
        """The applications in force; scheme_project: the approved project of the same name and unit ('' where
        there is none)."""
        rows = self.filings.frame("application")
        approved = self.plan.approved
        named = (
            text.fold_series(approved["project_name"].fillna(""))
            + "|"
            + text.fold_series(approved["unit"].fillna(""))
        )
        number = pd.Series(approved["project"].to_numpy(), index=named)
        # two approved projects of one name and unit: the application is put to the first
        number = number[~number.index.duplicated()]
        return rows.assign(
            # until it is approved an application is keyed 申报|name|unit
            scheme_project=rows["project"].str.removeprefix("申报|").map(number).astype("str").fillna("")
        )

    @cached_property
    def register(self) -> pd.DataFrame:
        """单位名录: its columns, and `named`, the folded name."""
        rows = self.filings.frame("units")
        return rows.assign(named=text.fold_series(rows["unit"].fillna("")))

    @cached_property
    def identities(self) -> Identities:
        """Which names and codes are one unit's, by 立项项目登记 and 单位名录."""
        return identities(
            pd.concat([self.plan.approved[["unit", "uscc"]], self.filings.frame("units")[["unit", "uscc"]]])
        )

    @cached_property
    def renamed(self) -> list[str]:
        """Remarks on units that are registered under several names with one code."""
        both = pd.concat(
            [
                self.plan.approved[["unit", "uscc"]],
                self.filings.frame("units")[["unit", "uscc"]],
                self.applications[["unit", "uscc"]],
            ],
            ignore_index=True,
        )
        both = both.dropna().assign(named=text.fold_series(both["unit"].fillna("")))
        names = both.drop_duplicates(["uscc", "named"]).groupby("uscc")["unit"].agg(list)
        return [
            (
                f"统一社会信用代码{code}在登记和申报中有{len(units)}个名称（{'、'.join(sorted(units))}），"
                f"按同一单位计算"
            )
            for code, units in names.items()
            if len(units) > 1
        ]

    def codes_on_record(self, projects: pd.Series, units: pd.Series) -> pd.Series:
        """The unit's code by 立项项目登记 (of the project), else by 单位名录 (of the name); missing where
        neither has one."""
        of_project = (
            self.plan.approved.dropna(subset=["uscc"]).drop_duplicates("project").set_index("project")["uscc"]
        )
        listed = self.register.dropna(subset=["uscc"]).drop_duplicates("named").set_index("named")["uscc"]
        by_name = text.fold_series(units.astype("object").fillna("").astype("str")).map(listed)
        return projects.map(of_project).astype("object").fillna(by_name.astype("object"))

    @cached_property
    def disqualified(self) -> pd.DataFrame:
        """Units struck off, by 取消资格单位 and the ledger: struck_named, struck_uscc, cancelled_on,
        struck_from."""
        # without a day nobody knows from when on; the empty cell is D101
        rows = self.filings.frame("disqualified").dropna(subset=["cancelled_on"])
        listed = pd.DataFrame(
            {
                "struck_named": text.fold_series(rows["unit"].fillna("")),
                "struck_uscc": rows["uscc"].fillna(""),
                "cancelled_on": rows["cancelled_on"],
                "struck_from": "取消资格单位",
            }
        )
        in_ledger = self.ledger.disqualified
        recorded = pd.DataFrame(
            {
                "struck_named": text.fold_series(in_ledger["unit"].fillna("")),
                "struck_uscc": in_ledger["uscc"].fillna(""),
                "cancelled_on": pd.to_datetime(in_ledger["cancelled_on"]).astype("datetime64[s]"),
                "struck_from": "台账",
            }
        )
        return pd.concat([listed, recorded], ignore_index=True)

    @cached_property
    def filings_judged(self) -> pd.DataFrame:
        """One row a project, at the filing by which its unit is judged (application, else roster, else
        claim): sheet, row, at, of_project, unit, named, uscc, filed_on; filings without a day are left
        out."""
        applied = self.applications
        days = self.filings.days("filed_on")
        rows = applied[["sheet", "row", "unit", "uscc"]].assign(
            at=applied.index, of_project=applied["scheme_project"]
        )
        unapplied = self.filings.sheet_of("roster", "claim")
        # an approved application speaks of its project: its roster is no second filing of the unit
        unapplied = unapplied[~unapplied.index.isin(set(applied["scheme_project"]) - {""})]
        schemes = self.plan.projects.reindex(unapplied.index)
        sheets = self.batch.sheets.loc[unapplied.to_numpy()]
        other = pd.DataFrame(
            {
                "sheet": unapplied.to_numpy(),
                "of_project": unapplied.index,
                "unit": schemes["unit"]
                .fillna(pd.Series(sheets["unit"].to_numpy(), unapplied.index))
                .to_numpy(),
                "uscc": schemes["uscc"]
                .fillna(pd.Series(sheets["uscc"].replace("", pd.NA).to_numpy(), unapplied.index))
                .to_numpy(),
            }
        )
        both = pd.concat([rows, other], ignore_index=True)
        both = both.assign(
            named=text.fold_series(both["unit"].fillna("")), filed_on=days.reindex(both["sheet"]).to_numpy()
        )
        return both.dropna(subset=["filed_on"])

    @cached_property
    def projects_in_order(self) -> pd.DataFrame:
        """Projects a unit in the order that Q1101 counts them, placed at the application, else at the
        approved row: sheet, row, at, field, of_project, unit, unit_key, project_name, opening."""
        # the project too many is the one that came last, not whichever stands last in the register
        rows = self.plan.approved_standing.sort_values(["approved_on", "project"], na_position="last")
        rows = rows.drop_duplicates("project").assign(
            at=lambda frame: frame.index, of_project=lambda frame: frame["project"]
        )
        applied = self.applications.assign(
            at=lambda frame: frame.index, of_project=lambda frame: frame["scheme_project"]
        )
        place = (
            applied[applied["of_project"].ne("")]
            .drop_duplicates("of_project")
            .set_index("of_project")[["sheet", "row", "at"]]
        )
        for name in ("sheet", "row", "at"):
            rows[name] = rows["of_project"].map(place[name]).fillna(rows[name]).astype("int64")
        new = applied[applied["of_project"].eq("")].drop_duplicates("project").sort_values(["sheet", "row"])
        columns = ["sheet", "row", "at", "of_project", "unit", "uscc", "project_name", "opening"]
        both = pd.concat([rows[columns], new[columns]], ignore_index=True)
        return both.assign(unit_key=self.identities.marks_of(both["unit"], both["uscc"]))
