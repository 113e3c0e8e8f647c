"""Social insurance: the run of paid months that ends in a given month (article 4), from monthly records or spans."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from gaoji_batch.evidence.people import plain
from gaoji_batch.law.policy import Policy
from gaoji_batch.values import dates, text

RUN = ["recorded", "months", "broken", "late", "ends_paid", "employers", "last_month_used"]
MONTHS = ["id_number", "month", "late", "arrived", "must_arrive", "insured_by", "paid"]
YEARLY = "有补缴（月份未注明）"
AT_ONCE = 5_000
"""So many people's months stand beside each other in memory."""
NAMED = 3
"""So many extracts are named in the evidence; of more, the first ones and how many there are."""


@dataclass(frozen=True, slots=True)
class Insurance:
    """The records of this batch's people of the kind that counts.

    until: the last month (number) over all files; file: the extracts' names; months: one row a person, month and record: id_number, month, late,
    arrived (day), must_arrive (a late payment that counts only once it has arrived), insured_by, paid; other_kinds: id_number, kind;
    unclear: id_number, first and last month (number; missing: still going on) of spans in which some month was paid late, which is not told.
    """

    until: int
    file: str
    months: pd.DataFrame
    other_kinds: pd.DataFrame
    unclear: pd.DataFrame

    def run_until(self, asked: pd.DataFrame) -> pd.DataFrame:
        """For each person asked about, in the index of `asked` (RUN): whether there is any record; the paid months of the run that ends in the
        last month asked (or where the extract ends earlier, in its last month), with at most `gap` months missing inside; the month number at
        which it is broken; the late months among the last `needed`, as text; whether the month it ends in counts, its employers, and that month.

        asked: columns id_number, last (month number), opening (day), gap, needed (months), late_counts (whether months paid late count).
        """
        of_person, people = self.months["id_number"].factorize()
        slices = [asked.iloc[at : at + AT_ONCE] for at in range(0, max(len(asked), 1), AT_ONCE)]
        return pd.concat(
            [self._run_until(some, self.months[people.isin(some["id_number"])[of_person]]) for some in slices]
        )

    def _run_until(self, asked: pd.DataFrame, months: pd.DataFrame) -> pd.DataFrame:
        people = asked.assign(at=asked.index, last=asked["last"].astype("int64").clip(upper=self.until))
        met = people.merge(months[months["paid"]], on="id_number")
        held = ~(met["must_arrive"] & met["arrived"].gt(met["opening"])) & (met["late_counts"] | ~met["late"])
        counted = met.loc[
            held & met["month"].le(met["last"]),
            ["at", "last", "gap", "needed", "month", "late", "insured_by"],
        ]
        runs = _runs(counted)
        ends = counted[counted["month"].eq(counted["last"])]
        out = pd.DataFrame(
            {
                "recorded": asked["id_number"].isin(months["id_number"]),
                "months": runs["months"].reindex(asked.index).fillna(0),
            }
        )
        out["broken"] = runs["broken"].reindex(asked.index)
        out["late"] = self._late(counted, asked)
        out["ends_paid"] = asked.index.isin(ends["at"])
        out["employers"] = pd.Series(_employers(ends), dtype="object").reindex(asked.index)
        out["last_month_used"] = people["last"]
        return out.astype(
            {"recorded": "bool", "months": "int64", "broken": "Int64", "last_month_used": "Int64"}
        )[RUN]

    def _late(self, counted: pd.DataFrame, asked: pd.DataFrame) -> pd.Series:
        """The months of the last `needed` that hold nothing but late payments, as text; a span marked as holding some, and not over before them, is named as such."""
        late = counted[
            counted["late"] & counted["month"].gt(counted["last"] - counted["needed"])
        ].drop_duplicates(["at", "month"])
        in_time = counted[counted["at"].isin(late["at"]) & ~counted["late"]]
        late = late[
            ~pd.MultiIndex.from_frame(late[["at", "month"]]).isin(
                pd.MultiIndex.from_frame(in_time[["at", "month"]])
            )
        ].sort_values(["at", "month"])
        said = late.assign(said=dates.month_name(late["month"])).groupby("at")["said"].agg("、".join)
        said = said.reindex(asked.index).fillna("").astype("str")
        marked = asked.assign(at=asked.index)[["at", "id_number", "last", "needed"]].merge(
            self.unclear, on="id_number", suffixes=("", "_marked")
        )
        until = marked["last"].clip(upper=self.until)
        inside = marked["first"].le(until) & marked["last_marked"].fillna(self.until).gt(
            until - marked["needed"]
        )
        return said.mask(asked.index.isin(marked.loc[inside, "at"]), (said + "、" + YEARLY).str.strip("、"))


def _runs(counted: pd.DataFrame) -> pd.DataFrame:
    """months and broken of each run (index `at`): a month belongs to it while no more than `gap` months are missing between it and the last."""
    unique = counted.drop_duplicates(["at", "month"]).sort_values(["at", "month"], ascending=[True, False])
    missing = unique["last"] - unique["month"] - unique.groupby("at").cumcount()
    inside = unique.assign(inside=missing.le(unique["gap"]))
    runs = inside.groupby("at").agg(
        months=("inside", "sum"), held=("inside", "size"), last=("last", "first"), gap=("gap", "first")
    )
    broken = (runs["last"] - runs["months"] - runs["gap"]).where(runs["held"].gt(runs["months"]))
    return runs.assign(broken=broken)


def _employers(ends: pd.DataFrame) -> dict[int, list[str]]:
    """The employers of the month in which each run ends (key `at`)."""
    found: dict[int, list[str]] = {}
    for at, name in (
        ends[["at", "insured_by"]]
        .dropna()
        .drop_duplicates()
        .sort_values("insured_by")
        .itertuples(index=False)
    ):
        found.setdefault(at, []).append(name)
    return found


def insurance_of(
    found: dict[str, list[tuple[str, pd.DataFrame]]], policy: Policy, remarks: list[str]
) -> Insurance | None:
    """The evidence of all files of both forms; None where there is none that holds a month of the kind that counts."""
    monthly, spans = found.get("insurance", []), found.get("insurance_spans", [])
    kinds = {_kind(name) for name in policy.of("insurance.kind")}
    read = [_monthly(rows, kinds, policy, remarks) for _, rows in monthly] + [
        _spans(rows, remarks) for _, rows in spans
    ]
    until = max((last for _, _, last, _ in read if last is not None), default=None)
    if until is None:
        return None
    closed = [
        own.assign(month=own["month"]) if "last" not in own else _months_of(own, until)
        for own, _, _, _ in read
    ]
    months = pd.concat(closed, ignore_index=True)[MONTHS]
    others = pd.concat([other for _, other, _, _ in read], ignore_index=True)
    unclear = pd.concat([marked for _, _, _, marked in read], ignore_index=True)
    names = sorted(name for name, _ in [*monthly, *spans])
    file = "、".join(names) if len(names) <= NAMED else f"{'、'.join(names[:NAMED])}等{len(names)}个文件"
    return Insurance(until, file, months, others.drop_duplicates(), unclear)


def _kind(name: object) -> str:
    return text.fold_header(str(name))


def _monthly(
    rows: pd.DataFrame, kinds: set[str], policy: Policy, remarks: list[str]
) -> tuple[pd.DataFrame, pd.DataFrame, int | None, pd.DataFrame]:
    """(own months, own other kinds, the last month of the kind that counts, nobody) of a monthly extract."""
    month = judged(rows["month"], dates.read_month, "Int64")
    counts = (
        judged(rows["insurance_kind"], lambda said: _kind(said) in kinds, "boolean")
        .fillna(False)
        .astype("bool")
    )
    _remark(
        rows.loc[month.isna(), "rows"].sum(), "社保缴费明细中{count}行的费款所属期无法识别，未采用", remarks
    )
    _remark(
        rows.loc[rows["bad_id"].eq(True), "rows"].sum(),
        "社保缴费明细中{count}行的身份证件号码无法识别，未采用",
        remarks,
    )
    last = month[counts].max()
    read = rows["id_number"].notna() & month.notna()
    others = (
        rows.loc[read & ~counts, ["id_number", "insurance_kind"]]
        .rename(columns={"insurance_kind": "kind"})
        .dropna()
    )
    own = _paid(rows.assign(month=month)[read & counts], policy)
    unknown = own.loc[~own["known"], "payment_status"].dropna().unique()
    if len(unknown):
        remarks.append(
            f"社保缴费明细的缴费状态“{'、'.join(sorted(map(str, unknown)))}”不在政策参数列明的取值内，未计为已缴"
        )
    return (
        plain(own[MONTHS]),
        plain(others),
        None if pd.isna(last) else int(last),
        _marked(own.iloc[:0].assign(first=0, last=0)),
    )


def judged(column: pd.Series, judge: Callable[[str], object], dtype: str) -> pd.Series:
    """What each text of a column means, asked once for each that is distinct; missing where the text or its meaning is."""
    held = column.astype("category")
    meant = pd.array([judge(said) for said in held.cat.categories], dtype=dtype)
    return pd.Series(meant.take(held.cat.codes.to_numpy(), allow_fill=True), index=column.index)


def _paid(own: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Whether a record counts as paid, and as late: 补缴, or arrived after the month that follows."""
    status = judged(own["payment_status"], text.fold, "str")
    regular, arrears, unpaid = (
        status.isin({text.fold(word) for word in policy.of(f"insurance.{name}")})
        for name in ("counted_statuses", "late_statuses", "unpaid_statuses")
    )
    month = judged(own["arrived_on"], dates.read_month, "Int64")
    arrived = judged(own["arrived_on"], _day_or_first, "datetime64[s]")
    return own.assign(
        paid=regular | arrears,
        late=arrears | (month > own["month"] + 1).fillna(False).astype("bool"),
        must_arrive=arrears,
        arrived=arrived,
        known=regular | arrears | unpaid,
    )


def _day_or_first(said: str) -> date | None:
    """A day, or the first of a month of which no day is said."""
    month = dates.read_month(said)
    return dates.read_date(said) or (None if month is None else date(month // 12, month % 12 + 1, 1))


def _marked(spans: pd.DataFrame) -> pd.DataFrame:
    return plain(spans[["id_number", "first", "last"]]).astype({"first": "Int64", "last": "Int64"})


def _spans(
    rows: pd.DataFrame, remarks: list[str]
) -> tuple[pd.DataFrame, pd.DataFrame, int | None, pd.DataFrame]:
    """The same of spans, and those marked: an open end is missing until the extract's last month is known; a '*' marks a year with arrears."""
    numbers = {
        name: judged(rows[name], lambda said: dates.read_month(said.replace("*", "")), "Int64")
        for name in ("first_month", "last_month")
    }
    _remark(
        rows.loc[numbers["first_month"].isna(), "rows"].sum(),
        "养老保险单位变动记录中{count}行的缴费起始年月无法识别，未采用",
        remarks,
    )
    last = numbers["last_month"].max()
    last = numbers["first_month"].max() if pd.isna(last) else max(last, numbers["first_month"].max())
    own = rows.assign(first=numbers["first_month"], last=numbers["last_month"])[
        rows["id_number"].notna() & numbers["first_month"].notna()
    ]
    marks = [
        judged(own[name], lambda said: "*" in said, "boolean").eq(True)
        for name in ("first_month", "last_month", "paid_months", "yearly")
    ]
    starred = pd.concat(marks, axis=1).any(axis=1)
    others = pd.DataFrame({"id_number": pd.Series(dtype="object"), "kind": pd.Series(dtype="object")})
    return (
        plain(own[["id_number", "first", "last", "insured_by"]]),
        others,
        None if pd.isna(last) else int(last),
        _marked(own[starred]),
    )


def _months_of(spans: pd.DataFrame, until: int) -> pd.DataFrame:
    """Spans as one row a month; all of them paid in time."""
    ends = spans["last"].fillna(until)
    months = [
        list(range(int(first), int(last) + 1)) for first, last in zip(spans["first"], ends, strict=True)
    ]
    rows = (
        spans.assign(month=pd.Series(months, index=spans.index, dtype="object"))
        .explode("month")
        .dropna(subset=["month"])
    )
    return rows.assign(
        late=False,
        must_arrive=False,
        paid=True,
        arrived=pd.Series(pd.NaT, index=rows.index, dtype="datetime64[s]"),
    )


def _remark(count: float, said: str, remarks: list[str]) -> None:
    if count:
        remarks.append(said.format(count=int(count)))
