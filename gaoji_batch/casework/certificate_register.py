"""Which number each person of an accepted register gets, and which numbers are void: frames of the ledger in,
frames out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlalchemy import Connection, select

from gaoji_batch.casework.loading import load
from gaoji_batch.errors import GaojiError
from gaoji_batch.evidence.source import Evidence
from gaoji_batch.judgement.judge import facts_on
from gaoji_batch.ledger import frames
from gaoji_batch.ledger.events import Event
from gaoji_batch.ledger.models import certificates, events, voids
from gaoji_batch.ledger.store import Transaction
from gaoji_batch.ledger.view import LedgerView
from gaoji_batch.rules.engine import run_for
from gaoji_batch.rules.places import Places
from gaoji_batch.rules.process.issued import Issued
from gaoji_batch.rules.registry import all_rules
from gaoji_batch.values import masking
from gaoji_batch.workspace.folders import Workspace


@dataclass(slots=True)
class Register:
    """certificates: the table, with `void` (bool); persons: those of the completions in force, each once a
    project, with the scheme (written, title, unit) and the order of their event; issued: the events
    certificate_issued."""

    on: date
    certificates: pd.DataFrame
    persons: pd.DataFrame
    issued: list[Event]

    @classmethod
    def of(cls, connection: Connection, on: date) -> Register:
        frame = frames.frame(connection, certificates).sort_values(["year", "serial"], ignore_index=True)
        gone = set(frames.frame(connection, voids)["number"])
        schemes = (
            frames.projects_of(connection)
            .set_index("project")[["written", "name", "unit"]]
            .rename(columns={"name": "title"})
        )
        persons = frames.persons_of(connection, "completion").sort_values(["seq", "class_no"], kind="stable")
        persons = persons.drop_duplicates(["project", "person_key"], ignore_index=True).join(
            schemes, on="project"
        )
        rows = connection.execute(
            select(events).where(events.c.kind == "certificate_issued").order_by(events.c.seq)
        ).mappings()
        return cls(on, frame.assign(void=frame["number"].isin(gone)), persons, [Event(**row) for row in rows])

    def void(self, tx: Transaction, number: str, reason: str, again: bool) -> None:
        """Makes a number void for good; GaojiError where there is none, or it is void already (unless it is
        only to be reissued)."""
        rows = self.certificates[self.certificates["number"].eq(number)]
        if not len(rows):
            raise GaojiError(f"没有编号为{number}的结业证书", "核对编号，全部编号见结业证书发放清单")
        if rows["void"].iloc[0] and not again:
            raise GaojiError(f"证书{number}已经作废", "需要补发的用--reissue")
        if not rows["void"].iloc[0]:
            tx.append(
                "certificate_voided",
                rows["project"].iloc[0],
                {"number": number, "voided_on": self.on.isoformat(), "reason": reason},
            )
            self.certificates.loc[rows.index, "void"] = True

    def again(self, number: str) -> pd.DataFrame:
        """The person who gets a new certificate in place of this one."""
        row = self.certificates[self.certificates["number"].eq(number)].iloc[0]
        later = self.certificates[self.certificates["replaces"].eq(number)]
        if len(later):
            raise GaojiError(f"证书{number}已经补发为{later['number'].iloc[0]}", "再次补发的，写明后一个编号")
        person = self.persons[
            self.persons["project"].eq(row["project"]) & self.persons["person_key"].eq(row["person_key"])
        ]
        if not len(person):
            raise GaojiError(
                f"证书{number}的持证人不在现行的结业登记备案名册中，不能补发", "先更正并受理结业备案"
            )
        return person.assign(replaces=number)

    def lacking(self) -> pd.DataFrame:
        """The persons without any certificate of their project, by the order in which their registers were
        accepted."""
        key = ["project", "person_key"]
        # void ones too: whose certificate was made void gets another by --reissue alone
        numbered = pd.MultiIndex.from_frame(self.certificates[key])
        rows = self.persons[~pd.MultiIndex.from_frame(self.persons[key]).isin(numbered)]
        return rows.sort_values(["seq", "class_no"], kind="stable").assign(replaces="")

    def projects_of_year(self, wanted: pd.DataFrame) -> set[str]:
        """The projects whose people must be named: those of the year's certificates and of the new ones."""
        return set(self._this_year()["project"]) | set(wanted["project"])

    def _this_year(self) -> pd.DataFrame:
        return self.certificates[self.certificates["year"].eq(self.on.year)]

    def numbered(self, wanted: pd.DataFrame, people: pd.DataFrame, pattern: str) -> pd.DataFrame:
        """The new certificates: name and ID number beside each person, in the order of the register, numbered
        on from the year's last."""
        order = people.assign(place=range(len(people)))
        rows = wanted.merge(order, on=["project", "person_key"], how="left")
        if rows["name"].isna().any():
            raise GaojiError(
                f"项目{rows.loc[rows['name'].isna(), 'written'].iloc[0]}的结业人员在已受理的名册中找不到姓名",
                "从备份恢复kept文件夹",
            )
        rows = rows.sort_values(["seq", "class_no", "place"], kind="stable", ignore_index=True)
        last = int(self._this_year()["serial"].max()) if len(self._this_year()) else 0
        rows = rows.assign(serial=range(last + 1, last + 1 + len(rows)))
        return rows.assign(
            number=[pattern.format(year=self.on.year, number=serial) for serial in rows["serial"]]
        )

    def of_year(self, people: pd.DataFrame) -> pd.DataFrame:
        """The year's certificates as the list shows them: with name, ID number, class and scheme of the
        holder."""
        of_year = [
            "project",
            "person_key",
            "class_no",
            "opening",
            "ending",
            "written",
            "title",
            "unit",
            "occupation",
        ]
        rows = (
            self._this_year()
            .merge(self.persons[of_year], on=["project", "person_key"], how="left")
            .merge(people, on=["project", "person_key"], how="left")
        )
        text = ["name", "id_number", *of_year[3:]]
        rows[text] = rows[text].astype("object").fillna("")
        return rows.assign(written=rows["written"].where(rows["written"].ne(""), rows["project"]))

    def documents(self) -> dict[str, str]:
        """name → sha256 of the documents issued this year."""
        return {
            file["name"]: file["sha256"]
            for event in self.issued
            for file in event.content["files"]
            if event.content["year"] == self.on.year
        }

    def findings(self, workspace: Workspace, people: pd.DataFrame) -> pd.DataFrame:
        """P1401 over all certificates that are not void."""
        loaded = load(workspace, inbox=False)
        facts = facts_on(loaded.batch, loaded.policy, Evidence(), LedgerView.empty(), self.on)
        rows = self.certificates[~self.certificates["void"]].merge(
            people, on=["project", "person_key"], how="left"
        )
        privacy = workspace.settings.privacy
        masked = [
            masking.mask_id(number, privacy.id_keep_head, privacy.id_keep_tail)
            for number in rows["id_number"].fillna("")
        ]
        subject = (
            rows["name"].fillna("").map(masking.mask_free_text)
            + " "
            + pd.Series(masked, index=rows.index, dtype="str")
        )
        units = self.persons.drop_duplicates("project").set_index("project")["unit"]
        issued = rows.assign(
            subject=subject.str.strip(),
            unit=rows["project"].map(units).fillna(""),
            per_head=facts.money.per_head(rows["project"]),
        )
        return run_for(
            "certificates", all_rules(), Issued(issued, self.persons), facts, Places(facts, privacy)
        )
