"""Units, applications, and the year they share."""

from __future__ import annotations

from functools import cached_property

import pandas as pd

from gaoji_batch.law import choices
from gaoji_batch.rules.facts.people import People
from gaoji_batch.rules.identity import Identities, identities
from gaoji_batch.rules.schemes import KEY
from gaoji_batch.values import text


class Units(People):
    """Applications, the register of units, who is struck off, past classes, and the projects of a year."""

    @cached_property
    def applications(self) -> pd.DataFrame:
        """The applications in force; scheme_project: the approved project of the same name and unit ('' where
        there is none)."""
        rows = self.frame("application")
        known = self.approved
        named = (
            text.fold_series(known["project_name"].fillna(""))
            + "|"
            + text.fold_series(known["unit"].fillna(""))
        )
        number = pd.Series(known["project"].to_numpy(), index=named)
        number = number[~number.index.duplicated()]
        return rows.assign(
            scheme_project=rows["project"].str.removeprefix("申报|").map(number).astype("str").fillna("")
        )

    @cached_property
    def unit_register(self) -> pd.DataFrame:
        """单位名录: its columns, and `named`, the folded name."""
        rows = self.frame("units")
        return rows.assign(named=text.fold_series(rows["unit"].fillna("")))

    @cached_property
    def identities(self) -> Identities:
        """Which names and codes are one unit's, by 立项项目登记 and 单位名录."""
        return identities(pd.concat([self.approved[["unit", "uscc"]], self.frame("units")[["unit", "uscc"]]]))

    @cached_property
    def renamed(self) -> list[str]:
        """What must be said of units that stand under several names with one code."""
        both = pd.concat(
            [
                self.approved[["unit", "uscc"]],
                self.frame("units")[["unit", "uscc"]],
                self.applications[["unit", "uscc"]],
            ]
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
        known = self.approved.dropna(subset=["uscc"]).drop_duplicates("project").set_index("project")["uscc"]
        listed = (
            self.unit_register.dropna(subset=["uscc"]).drop_duplicates("named").set_index("named")["uscc"]
        )
        by_name = text.fold_series(units.astype("object").fillna("").astype("str")).map(listed)
        return projects.map(known).astype("object").fillna(by_name.astype("object"))

    @cached_property
    def disqualified(self) -> pd.DataFrame:
        """Units struck off, by 取消资格单位 and the ledger: struck_named, struck_uscc, cancelled_on,
        struck_from."""
        rows = self.frame("disqualified").dropna(subset=["cancelled_on"])
        listed = pd.DataFrame(
            {
                "struck_named": text.fold_series(rows["unit"].fillna("")),
                "struck_uscc": rows["uscc"].fillna(""),
                "cancelled_on": rows["cancelled_on"],
                "struck_from": "取消资格单位",
            }
        )
        held = self.ledger.disqualified
        recorded = pd.DataFrame(
            {
                "struck_named": text.fold_series(held["unit"].fillna("")),
                "struck_uscc": held["uscc"].fillna(""),
                "cancelled_on": pd.to_datetime(held["cancelled_on"]).astype("datetime64[s]"),
                "struck_from": "台账",
            }
        )
        return pd.concat([listed, recorded], ignore_index=True)

    @cached_property
    def unit_filings(self) -> pd.DataFrame:
        """One row a project, at the filing by which its unit is judged (application, else roster, else
        claim): sheet, row, at, of_project, unit, named, uscc, filed_on; filings without a day are left
        out."""
        applied = self.applications
        days = self.days("filed_on")
        rows = applied[["sheet", "row", "unit", "uscc"]].assign(
            at=applied.index, of_project=applied["scheme_project"]
        )
        rest = self.sheet_of("roster", "claim")
        rest = rest[~rest.index.isin(set(applied["scheme_project"]) - {""})]
        known = self.projects.reindex(rest.index)
        sheets = self.batch.sheets.loc[rest.to_numpy()]
        other = pd.DataFrame(
            {
                "sheet": rest.to_numpy(),
                "of_project": rest.index,
                "unit": known["unit"].fillna(pd.Series(sheets["unit"].to_numpy(), rest.index)).to_numpy(),
                "uscc": known["uscc"]
                .fillna(pd.Series(sheets["uscc"].replace("", pd.NA).to_numpy(), rest.index))
                .to_numpy(),
            }
        )
        both = pd.concat([rows, other], ignore_index=True)
        both = both.assign(
            named=text.fold_series(both["unit"].fillna("")), filed_on=days.reindex(both["sheet"]).to_numpy()
        )
        return both.dropna(subset=["filed_on"])

    @cached_property
    def past_classes(self) -> pd.DataFrame:
        """The ledger's classes of this batch's people: id_number, project (folded), written, opening,
        ending."""
        people = pd.concat(
            [self.joinable["id_number"], self.register.loc[self.register["id_ok"], "id_number"]]
        ).drop_duplicates()
        keyed = pd.DataFrame(
            {"id_number": people.to_numpy(), "person_key": self.ledger.key_of(people).to_numpy()}
        )
        met = keyed.merge(self.ledger.classes, on="person_key")
        return met.assign(
            written=met["project"],
            project=text.fold_series(met["project"]),
            opening=pd.to_datetime(met["opening"]).astype("datetime64[s]"),
            ending=pd.to_datetime(met["ending"]).astype("datetime64[s]"),
        )

    @cached_property
    def approved_standing(self) -> pd.DataFrame:
        """Approved rows of projects neither 终止 nor 撤销, opening as amended."""
        rows = self.approved
        rows = rows[rows["project"].ne("") & ~rows["project_state"].isin(choices.ENDED)]
        opening = self.classes["opening"].reindex(pd.MultiIndex.from_frame(rows[KEY])).to_numpy()
        return rows.assign(opening=opening)

    @cached_property
    def completed_heads(self) -> pd.Series:
        """Heads that completed, by project: those the ledger recorded, else those who passed on the register
        in force."""
        passed = self.register[self.register["result"].eq("合格") & self.register["project"].ne("")]
        passed = passed.assign(one=self.person_written("completion", passed))
        filed = passed.groupby("project")["one"].nunique()
        known = self.ledger.completed.assign(
            project=text.fold_series(self.ledger.completed["project"].astype("str"))
        )
        recorded = known.drop_duplicates("project", keep="last").set_index("project")["heads"].astype("int64")
        return recorded.combine_first(filed).astype("int64")

    @cached_property
    def counted_heads(self) -> pd.DataFrame:
        """The approved rows that the year's cap counts, opening as amended: of a live project its approved
        heads, of one 终止 or 撤销 the heads that completed."""
        ended = self.approved[
            self.approved["project"].ne("") & self.approved["project_state"].isin(choices.ENDED)
        ]
        ended = ended.drop_duplicates("project")
        opening = self.classes["opening"].reindex(pd.MultiIndex.from_frame(ended[KEY])).to_numpy()
        heads = ended["project"].map(self.completed_heads).fillna(0).astype("Int64")
        ended = ended.assign(opening=opening, approved_heads=heads)
        return pd.concat([self.approved_standing, ended[ended["approved_heads"].gt(0)]])

    @cached_property
    def cumulative_heads(self) -> pd.DataFrame:
        """Approved projects in the order of approval: project, heads, approved_on, opening, year, total
        (heads of the year up to it), cap."""
        rows = self.counted_heads
        by_project = rows.groupby("project").agg(
            heads=("approved_heads", "sum"), approved_on=("approved_on", "min"), opening=("opening", "min")
        )
        by_project = (
            by_project.assign(year=by_project["opening"].dt.year).dropna(subset=["year"]).reset_index()
        )
        by_project = by_project.sort_values(["approved_on", "project"], na_position="last")
        total = by_project.groupby("year")["heads"].cumsum()
        return by_project.assign(
            total=total, cap=self.policy.of("year.cap", on=by_project["opening"]).astype("int64")
        )

    @cached_property
    def yearly_heads(self) -> dict[int, tuple[int, int]]:
        """Calendar year → (approved heads, the year's cap)."""
        last = self.cumulative_heads.groupby("year")[["total", "cap"]].last()
        return {
            int(year): (int(total), int(cap))
            for year, total, cap in zip(last.index, last["total"], last["cap"], strict=True)
        }

    @cached_property
    def unit_projects(self) -> pd.DataFrame:
        """Projects a unit in the order that Q1101 counts them, placed at the application, else at the
        approved row: sheet, row, at, field, of_project, unit, unit_key, project_name, opening."""
        rows = self.approved_standing.sort_values(["approved_on", "project"], na_position="last")
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
