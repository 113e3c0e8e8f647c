"""What is claimed, what is due, and what was paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from gaoji_batch.law.policy import Policy
from gaoji_batch.ledger.view import LedgerView
from gaoji_batch.rules.facts.enrolled import People, barred_in_class
from gaoji_batch.rules.facts.filings import Filings
from gaoji_batch.rules.facts.organisers import Units
from gaoji_batch.rules.facts.plan import Plans
from gaoji_batch.rules.words import in_words
from gaoji_batch.settlement.budgets import limits, past
from gaoji_batch.values import text
from gaoji_batch.values.columns import KEY, in_places, places_of
from gaoji_batch.values.payment_status import REACHED_UNIT
from gaoji_batch.values.payment_status import STANDING as PAYMENT_STANDS


@dataclass(eq=False)
class Money:
    """Claims, eligible heads, payments of the ledger, accounts and budgets."""

    policy: Policy
    ledger: LedgerView
    on: date
    filings: Filings
    plan: Plans
    people: People
    units: Units

    def per_head(self, projects: pd.Series) -> pd.Series:
        """The subsidy a head by the policy of the project's opening day (the run's day where it is not
        known), whole yuan."""
        # the standard of the day the class opened, whatever has come into force since
        opening = (
            self.plan.projects["opening"]
            .reindex(projects)
            .set_axis(projects.index)
            .fillna(pd.Timestamp(self.on))
        )
        return self.policy.of("subsidy.per_head", on=opening).astype("int64")

    def heads_at_stake(self, projects: pd.Series) -> pd.Series:
        """Heads of the whole project: on its roster, else as approved, else as claimed, else none."""
        on_roster = self.people.class_sizes.groupby("project")["heads"].sum()
        claimed = (
            self.filings.frame("claim").drop_duplicates("project").set_index("project")["completed_heads"]
        )
        heads = projects.map(on_roster).astype("Int64")
        heads = heads.fillna(projects.map(self.plan.projects["approved_heads"]).astype("Int64"))
        return heads.fillna(projects.map(claimed).astype("Int64")).fillna(0).astype("int64")

    @cached_property
    def claims(self) -> pd.DataFrame:
        """The claims in force, one row a class, with filed_on of their sheet."""
        rows = self.filings.frame("claim")
        rows = rows[rows["project"].ne("")]
        return rows.assign(filed_on=self.filings.days("filed_on").reindex(rows["sheet"]).to_numpy())

    def passed(self, findings: pd.DataFrame) -> pd.DataFrame:
        """Persons who passed, on roster and register of a class: project, class_no, id_number, and out,
        whether a finding of trainee or row scope stands against them there."""
        person, register, roster = [*KEY, "id_number"], self.people.register, self.people.trainees
        passed = register.loc[register["id_ok"] & register["result"].eq("合格"), person]
        # article 16 pays for those who were filed and completed: neither list alone makes a head
        both = passed.merge(roster.loc[roster["id_ok"], person]).drop_duplicates()
        barred = self.people.barred(
            findings, ("roster", "completion", "assessment", "attendance"), reviews=True
        )
        return both.assign(out=barred_in_class(both, barred))

    def eligible(self, findings: pd.DataFrame) -> pd.DataFrame:
        """Eligible heads a class (index project, class_no): passed (on roster and register, 合格), out (of
        these, with a standing finding), eligible.

        Projects whose roster or register cannot be joined on are left out.
        """
        counted = self.passed(findings).groupby(KEY)["out"].agg(passed="size", out="sum").astype("int64")
        # 0 heads because no number could be joined on is not 0 heads that are eligible
        barred = self.filings.unjoinable("completion") | self.filings.unjoinable("roster")
        filed = sorted(place for place in self.filings.classes_of("completion") if place[0] not in barred)
        # a class of which nobody is eligible is due nothing, which S1601 must say of its claim
        counted = counted.reindex(pd.MultiIndex.from_tuples(filed, names=KEY), fill_value=0)
        return counted.assign(eligible=counted["passed"] - counted["out"])

    def within_claim(self, findings: pd.DataFrame) -> set[tuple[str, int]]:
        """Classes (project, class_no) whose eligible heads come to no more than was claimed: 核减 of any
        other would pay more than the unit asked for."""
        due = self.claims.join(self.eligible(findings)["eligible"], on=KEY)
        due = due.dropna(subset=["eligible", "claimed_amount"])
        amount = due["eligible"] * self.per_head(due["project"])
        return places_of(due[amount.le(due["claimed_amount"])])

    @cached_property
    def ordered_classes(self) -> set[tuple[str, int]]:
        """Classes (project folded, class_no) with a payment that stands in the ledger."""
        standing = self.ledger.payments[self.ledger.payments["status"].isin(PAYMENT_STANDS)]
        return places_of(standing.assign(project=text.fold_series(standing["project"].astype("str"))))

    @cached_property
    def paid_otherwise(self) -> pd.Series:
        """Classes paid and not returned of which the ledger recorded no claim: index project (folded),
        class_no; value what was paid."""
        paid = self.ledger.payments[self.ledger.payments["status"].isin(PAYMENT_STANDS)]
        # a payment of the recorded claim is that claim's own, not a second one
        paid = paid[~in_places(paid, places_of(self.ledger.claims))]
        paid = paid.assign(project=text.fold_series(paid["project"].astype("str")))
        return in_words(paid, words=_payment).groupby(KEY)["words"].first()

    @cached_property
    def paid_classes(self) -> pd.DataFrame:
        """Who was paid for with which class: person_key, paid_project, paid_class, paid_opening, paid_ending
        (days; missing where the ledger knows none)."""
        rows = self.ledger.paid_persons.reindex(columns=["person_key", *KEY, "opening", "ending"])
        days = {
            f"paid_{name}": pd.to_datetime(rows[name].replace("", pd.NA)).astype("datetime64[s]")
            for name in ("opening", "ending")
        }
        return rows[["person_key"]].assign(paid_project=rows["project"], paid_class=rows["class_no"], **days)

    @cached_property
    def accounts_on_record(self) -> dict[str, pd.DataFrame]:
        """The account on record of each unit: by_uscc, by_name (folded), frames with account and source;
        单位名录 before the ledger."""
        listed = self.units.register.dropna(subset=["account"]).assign(source="单位名录")
        # the register is what the center keeps; an account of a payment may since have been changed
        paid = self.ledger.accounts.assign(
            source="台账最近一次支付", named=lambda held: text.fold_series(held["unit"].astype("str"))
        )
        both = pd.concat(
            [listed[["uscc", "named", "account", "source"]], paid[["uscc", "named", "account", "source"]]]
        )
        by = {"by_uscc": "uscc", "by_name": "named"}
        return {
            name: both.dropna(subset=[key]).drop_duplicates(key).set_index(key)[["account", "source"]]
            for name, key in by.items()
        }

    @cached_property
    def budget_overruns(self) -> pd.DataFrame:
        """Claims past the budget of their quarter or year, in the order of filing: the claims' rows, with
        period, before, claimed, total, budget."""
        claims = self.claims.dropna(subset=["claimed_amount", "filed_on"])
        # a class that is ordered already is in `used`; counted here too, it would be counted twice
        claims = claims[~in_places(claims, self.ordered_classes)].sort_values(["filed_on", *KEY])
        filed = claims["filed_on"].dt

        def applies(year: int, quarter: int | None) -> list[bool]:
            in_period = filed.year.eq(year) & (True if quarter is None else filed.quarter.eq(quarter))
            return [bool(held) for held in in_period]

        budgets = limits(self.filings.frame("budget"), self.ledger.used_in, applies)
        return past(claims, claims["claimed_amount"], budgets).assign(amount=lambda rows: rows["claimed"])

    @cached_property
    def unaudited(self) -> pd.DataFrame:
        """Projects that were paid and of which 审计结果 holds no third party's audit (article 15): index
        project; written, project_name, unit."""
        payments = self.ledger.payments
        paid = set(
            text.fold_series(payments.loc[payments["status"].isin(REACHED_UNIT), "project"].astype("str"))
        )
        projects = sorted(paid - set(self.filings.frame("audits")["project"]))
        schemes = self.plan.projects.reindex(projects)[["written", "project_name", "unit"]]
        return schemes.assign(written=schemes["written"].fillna(pd.Series(projects, index=projects))).fillna(
            ""
        )


def _payment(payment: str, amount: int) -> str:
    return f"支付编号{payment}，金额{amount}元"
