"""Social insurance: the run of paid months that ends in a given month (article 4), from monthly records or
spans."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from gaoji_batch.evidence.coverage import covered_month, series_of
from gaoji_batch.evidence.insurance_records import (
    MONTHS,
    RecordSheet,
    counted_kinds,
    monthly_records,
    months_until,
    span_records,
    taken_back,
)
from gaoji_batch.law.policy import Policy
from gaoji_batch.values import date_columns

INSURANCE = ("insurance", "insurance_spans")
RUN = [
    "recorded",
    "months",
    "broken",
    "late",
    "ends_paid",
    "employers",
    "last_month_used",
    "doubt",
    "odd",
    "goes_on",
]
YEARLY = "有补缴（月份未注明）"
AT_ONCE = 5_000
"""So many people's months stand beside each other in memory."""
NAMED = 3
"""So many extracts are named in the evidence; of more, the first ones and how many there are."""


@dataclass(frozen=True, slots=True)
class Insurance:
    """The records of this batch's people of the kind that counts."""

    until: int
    """The covered month (number) over all files."""
    file: str
    """The extracts' names."""
    months: pd.DataFrame
    """One row a person, month and record: id_number, month, late, arrived (day), must_arrive (a late payment
    that counts only once it has arrived), insured_by, paid."""
    other_kinds: pd.DataFrame
    """Insurance of other kinds: id_number, kind."""
    unclear: pd.DataFrame
    """Spans in which some month was paid late, which one is not written: id_number, first and last month
    (number; missing: still going on)."""
    reach: pd.DataFrame
    """Of the people who have any record (index id_number) the covered month and the names of their series'
    files (until, file): a series may end in another month than `until`."""

    def reach_of(self, people: pd.Series) -> pd.DataFrame:
        """until (month number) and file (names), in the index of `people`: of each one's own series, of all
        files where they have no record."""
        of_people = self.reach.reindex(people.to_numpy()).set_axis(people.index)
        until = of_people["until"].astype("Int64").fillna(self.until)
        return pd.DataFrame({"until": until.astype("int64"), "file": of_people["file"].fillna(self.file)})

    def run_until(self, questions: pd.DataFrame) -> pd.DataFrame:
        """The run of paid months of each person asked about, in the index of `questions` (RUN): whether there
        is any record; the paid months of the run that ends in the last month asked (or where the extract ends
        earlier, in its last month), with at most `gap` months missing inside; the month number at which it is
        broken; the late months among the last `needed`, as text; whether the month it ends in counts, its
        employers, and that month.

        questions: columns id_number, last (month number), opening (day), gap, needed (months), late_counts
        (whether months paid late count).
        """
        of_person, people = self.months["id_number"].factorize()
        slices = [questions.iloc[at : at + AT_ONCE] for at in range(0, max(len(questions), 1), AT_ONCE)]
        return pd.concat(
            [self._run_until(some, self.months[people.isin(some["id_number"])[of_person]]) for some in slices]
        )

    def _run_until(self, questions: pd.DataFrame, months: pd.DataFrame) -> pd.DataFrame:
        until = self.reach_of(questions["id_number"])["until"]
        people = questions.assign(
            at=questions.index, last=questions["last"].astype("int64").clip(upper=until)
        )
        records = people.merge(months[months["paid"]], on="id_number")
        # A late payment that arrived after the class opened was no payment on that day (article 4).
        valid = ~(records["must_arrive"] & records["arrived"].gt(records["opening"])) & (
            records["late_counts"] | ~records["late"]
        )
        counted = records.loc[
            valid & records["month"].le(records["last"]),
            ["at", "last", "gap", "needed", "month", "late", "insured_by"],
        ]
        runs = _runs(counted)
        ends = counted[counted["month"].eq(counted["last"])]
        out = pd.DataFrame(
            {
                "recorded": questions["id_number"].isin(months["id_number"]),
                "months": runs["months"].reindex(questions.index).fillna(0),
            }
        )
        out["broken"] = runs["broken"].reindex(questions.index)
        out["late"] = self._late(counted, questions)
        out["ends_paid"] = questions.index.isin(ends["at"])
        out["employers"] = pd.Series(_employers(ends), dtype="object").reindex(questions.index)
        out["last_month_used"] = people["last"]
        for name, between in (("doubt", "；"), ("odd", "、")):
            doubts = _doubts(people, months, name, between)
            out[name] = doubts.reindex(questions.index).fillna("").astype("str")
        opened = date_columns.month_number(questions["opening"])
        later = records[valid & records["month"].ge(date_columns.month_number(records["opening"]))]
        out["goes_on"] = until.le(opened) | questions.index.isin(later["at"])
        return out.astype(
            {"recorded": "bool", "months": "int64", "broken": "Int64", "last_month_used": "Int64"}
        )[RUN]

    def _late(self, counted: pd.DataFrame, questions: pd.DataFrame) -> pd.Series:
        """The months of the last `needed` that hold nothing but late payments, as text; a span marked as
        holding some, and not over before them, is named as such."""
        late = counted[
            counted["late"] & counted["month"].gt(counted["last"] - counted["needed"])
        ].drop_duplicates(["at", "month"])
        in_time = counted[counted["at"].isin(late["at"]) & ~counted["late"]]
        late = late[
            ~pd.MultiIndex.from_frame(late[["at", "month"]]).isin(
                pd.MultiIndex.from_frame(in_time[["at", "month"]])
            )
        ].sort_values(["at", "month"])
        late_months = (
            late.assign(said=date_columns.month_name(late["month"])).groupby("at")["said"].agg("、".join)
        )
        late_months = late_months.reindex(questions.index).fillna("").astype("str")
        marked = questions.assign(at=questions.index)[["at", "id_number", "last", "needed"]].merge(
            self.unclear, on="id_number", suffixes=("", "_marked")
        )
        until = marked["last"].clip(upper=self.until)
        inside = marked["first"].le(until) & marked["last_marked"].fillna(self.until).gt(
            until - marked["needed"]
        )
        return late_months.mask(
            questions.index.isin(marked.loc[inside, "at"]), (late_months + "、" + YEARLY).str.strip("、")
        )


def _doubts(people: pd.DataFrame, months: pd.DataFrame, name: str, between: str) -> pd.Series:
    """What must be looked at of the months that were asked for (index `at`), whether they count or not:
    `doubt` in words, `odd` as the extract has it."""
    records = people.merge(months[months["doubt"].ne("")], on="id_number")
    inside = records[
        records["month"].le(records["last"]) & records["month"].gt(records["last"] - records["needed"])
    ]
    return inside.groupby("at")[name].agg(lambda words: between.join(sorted(set(words))))


def _runs(counted: pd.DataFrame) -> pd.DataFrame:
    """months and broken of each run (index `at`): a month belongs to it while no more than `gap` months are
    missing between it and the last."""
    unique = counted.drop_duplicates(["at", "month"]).sort_values(["at", "month"], ascending=[True, False])
    # How many months lack between the run's end and this one: the distance, less the months counted so far.
    missing = unique["last"] - unique["month"] - unique.groupby("at").cumcount()
    inside = unique.assign(inside=missing.le(unique["gap"]))
    runs = inside.groupby("at").agg(
        months=("inside", "sum"), held=("inside", "size"), last=("last", "first"), gap=("gap", "first")
    )
    broken = (runs["last"] - runs["months"] - runs["gap"]).where(runs["held"].gt(runs["months"]))
    return runs.assign(broken=broken)


def _employers(ends: pd.DataFrame) -> dict[int, list[str]]:
    """The employers of the month in which each run ends (key `at`)."""
    employers: dict[int, list[str]] = {}
    for at, name in (
        ends[["at", "insured_by"]]
        .dropna()
        .drop_duplicates()
        .sort_values("insured_by")
        .itertuples(index=False)
    ):
        employers.setdefault(at, []).append(name)
    return employers


def insurance_of(
    extracts: dict[str, list[tuple[str, pd.DataFrame]]], policy: Policy, until: int | None = None
) -> Insurance | None:
    """The evidence of all files of both forms; None where there is none that holds a month of the kind that
    counts. until: the covered month where the center says it."""
    kinds = counted_kinds(policy)
    read = [(name, monthly_records(rows, kinds, policy)) for name, rows in extracts.get("insurance", [])]
    read += [(name, span_records(rows, policy)) for name, rows in extracts.get("insurance_spans", [])]
    if all(sheet.counts.empty for _, sheet in read):
        return None
    groups = _series(read, float(policy.of("evidence.covered_share")), until)
    # how far files reach that know nobody of this batch tells nothing of its people
    overall = max([group.until for group in groups if group.people] or [group.until for group in groups])
    of_file = {name: group for group in groups for name in group.files}
    months = pd.concat(
        [
            months_until(sheet.records, of_file[name].until).assign(sheet=number)
            for number, (name, sheet) in enumerate(read)
            if name in of_file
        ],
        ignore_index=True,
    )
    months = months.assign(paid=months["paid"] & ~taken_back(months))[MONTHS]
    return Insurance(
        overall,
        named_files(of_file),
        months.sort_values(["id_number", "month"], kind="stable", ignore_index=True),
        pd.concat([sheet.others for _, sheet in read], ignore_index=True).drop_duplicates(),
        pd.concat([sheet.unclear for _, sheet in read], ignore_index=True),
        _reach(groups),
    )


@dataclass(frozen=True, slots=True)
class Series:
    """Files about the same people. until: the month they cover; people: of the batch, who have a record of
    the kind that counts."""

    files: list[str]
    people: set[str]
    until: int


def _series(read: list[tuple[str, RecordSheet]], share: float, until: int | None) -> list[Series]:
    """The series of the files that hold a month of the kind that counts."""
    people: dict[str, set[str]] = {}
    counts: dict[str, list[pd.Series]] = {}
    for name, sheet in read:
        if len(sheet.counts):
            people.setdefault(name, set()).update(sheet.records["id_number"].unique())
            counts.setdefault(name, []).append(sheet.counts)
    series = []
    for files in series_of(people):
        rows = pd.concat([part for name in files for part in counts[name]]).groupby(level=0).sum()
        covered = until if until is not None else covered_month(rows, share)
        if covered is not None:
            series.append(Series(files, set().union(*(people[name] for name in files)), covered))
    return series


def _reach(series: list[Series]) -> pd.DataFrame:
    """until and file of each person: of the series that reaches furthest, where several hold them."""
    rows = [(number, group.until, named_files(group.files)) for group in series for number in group.people]
    frame = pd.DataFrame(rows, columns=["id_number", "until", "file"]).sort_values(
        ["id_number", "until", "file"]
    )
    return frame.drop_duplicates("id_number", keep="last").set_index("id_number")


def named_files(names: Iterable[str]) -> str:
    """The first extracts by name, and how many there are."""
    ordered = sorted(set(names))
    return (
        "、".join(ordered) if len(ordered) <= NAMED else f"{'、'.join(ordered[:NAMED])}等{len(ordered)}个文件"
    )
