"""The insurance of each trainee, measured once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from gaoji_batch.evidence.insurance import RUN
from gaoji_batch.evidence.source import Evidence
from gaoji_batch.evidence.usability import Usable
from gaoji_batch.law.policy import Policy
from gaoji_batch.rules.facts.enrolled import People
from gaoji_batch.values.date_columns import month_name, month_number


@dataclass(eq=False)
class InsuredMonths:
    """The run of insured months before the opening."""

    policy: Policy
    evidence: Evidence
    people: People

    @cached_property
    def runs(self) -> pd.DataFrame:
        """Trainees with a known opening day and an extract that may speak against them, beside their run of
        months: the roster's rows, with the columns of RUN, needed, used and extract_until (months as text)
        and the extract's name; no rows without an extract."""
        people = self.people.joinable
        # an extract that is not whole must not say that somebody is not insured
        against = self.evidence.usable.get("insurance", Usable()).against(people["id_number"])
        people = people[against & people["opening"].notna()]
        source = self.evidence.insurance
        if source is None or not len(people):
            return people.iloc[:0].assign(
                **dict.fromkeys([*RUN, "needed", "used", "extract", "extract_until"])
            )
        opening = people["opening"]
        wanted = pd.DataFrame(
            {"id_number": people["id_number"], "last": self.reference_month(opening), "opening": opening}
        )
        for name, parameter in (("gap", "insurance.max_gap"), ("needed", "insurance.months")):
            wanted[name] = self.policy.of(parameter, on=opening).astype("int64")
        wanted["late_counts"] = self.policy.of("insurance.late_payment", on=opening).ne("exclude")
        run = source.run_until(wanted)
        used, reach = month_name(run["last_month_used"]), source.reach_of(people["id_number"])
        return people.join(run).assign(
            needed=wanted["needed"], used=used, extract=source.file, extract_until=month_name(reach["until"])
        )

    def reference_month(self, opening: pd.Series) -> pd.Series:
        """The number of the month in which the run must end."""
        kinds = self.policy.of("insurance.reference", on=opening)
        # the month of the opening is not over when the roster is filed, a week before it
        return month_number(opening) - kinds.ne("opening_month").astype("int64")
