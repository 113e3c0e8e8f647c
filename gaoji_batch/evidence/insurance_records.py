"""One sheet of insurance records, months or spans: what counts as paid, as late, as doubtful (article 4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import pandas as pd

from gaoji_batch.evidence.months import judged, read_months
from gaoji_batch.evidence.other_extracts import plain
from gaoji_batch.law.policy import Policy
from gaoji_batch.values import dates, text

MONTHS = ["id_number", "month", "late", "arrived", "must_arrive", "insured_by", "paid", "doubt", "odd"]
REFUND, UNPAID = "refund", "unpaid"
"""What takes back a month that was paid: 退费, 冲销; and 未缴, 欠费."""
FOREVER = 1 << 40
"""The last month of a span that still goes on."""


@dataclass(frozen=True, slots=True)
class RecordSheet:
    """What one sheet says. records: the months or spans (first, last) of the batch's people of the kind that
    counts; others: their other kinds; counts: month number → everybody's rows of the kind that counts;
    unclear: as in `Insurance`."""

    records: pd.DataFrame
    others: pd.DataFrame
    counts: pd.Series
    unclear: pd.DataFrame


def months_until(records: pd.DataFrame, until: int) -> pd.DataFrame:
    """The months up to the covered one; spans as months."""
    months = records if "last" not in records else _months_of(records, until)
    return months[months["month"].le(until)]


def counted_kinds(policy: Policy) -> set[str]:
    """The kinds of insurance that count, as they are compared."""
    names = ("insurance.kinds", "insurance.kinds_review")
    return {_kind(word) for name in names for word in policy.of(name)}


def _kind(name: object) -> str:
    return text.fold_header(str(name))


def monthly_records(rows: pd.DataFrame, kinds: set[str], policy: Policy) -> RecordSheet:
    """A monthly extract."""
    month = read_months(rows["month"])
    counts = (
        judged(rows["insurance_kind"], lambda name: _kind(name) in kinds, "boolean")
        .fillna(False)
        .astype("bool")
    )
    read = rows["id_number"].notna() & month.notna()
    others = (
        rows.loc[read & ~counts, ["id_number", "insurance_kind"]]
        .rename(columns={"insurance_kind": "kind"})
        .dropna()
    )
    records = _paid(rows.assign(month=month)[read & counts], policy)
    usable = counts & month.notna() & rows["fault"].fillna("").eq("")
    return RecordSheet(
        plain(records[[*MONTHS, "takes_back", "order"]]),
        plain(others),
        rows.loc[usable, "rows"].groupby(month[usable].astype("int64")).sum(),
        _marked(records.iloc[:0].assign(first=0, last=0)),
    )


def _paid(records: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Whether a record counts as paid, and as late: 补缴, or arrived after the month that follows."""
    status = judged(records["payment_status"], text.fold, "str")
    regular, arrears = (
        status.isin({text.fold(word) for word in policy.of(f"insurance.{name}")})
        for name in ("counted_statuses", "late_statuses")
    )
    month = judged(records["arrived_on"], dates.read_month, "Int64")
    arrived = judged(records["arrived_on"], _day_or_first, "datetime64[s]")
    outside, doubt, odd = _doubtful(records, policy, judged(records["insurance_kind"], _kind, "str"))
    takes_back = pd.Series("", index=records.index, dtype="str")
    for kind in (REFUND, UNPAID):
        words = {text.fold(word) for word in policy.of(f"insurance.{kind}_statuses")}
        takes_back = takes_back.mask(status.isin(words), kind)
    return records.assign(
        doubt=doubt,
        odd=odd,
        paid=(regular | arrears) & ~outside,
        late=arrears | (month > records["month"] + 1).fillna(False).astype("bool"),
        must_arrive=arrears,
        arrived=arrived,
        takes_back=takes_back,
        order=records.get("order", pd.Series(pd.NA, index=records.index)).astype("Int64"),
    )


def _doubtful(
    records: pd.DataFrame, policy: Policy, kind: pd.Series | None
) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Whether a record is of another place than Beijing, and what must be looked at of it, in words and as
    written ('' for nothing)."""
    places = [text.fold(word) for word in policy.of("insurance.places")]
    categories = [text.fold(word) for word in policy.of("insurance.categories_review")]
    review = {_kind(word) for word in policy.of("insurance.kinds_review")}
    blank = pd.Series(None, index=records.index, dtype="object")
    at, as_ = records.get("insured_at", blank), records.get("insured_as", blank)
    outside = (
        judged(
            at,
            lambda value: bool(text.fold(value)) and not any(word in text.fold(value) for word in places),
            "boolean",
        )
        .fillna(False)
        .astype("bool")
    )
    listed = judged(as_, lambda value: any(word in text.fold(value) for word in categories), "boolean")
    listed = listed.fillna(False).astype("bool")
    by_kind = kind.isin(review) if kind is not None else pd.Series(False, index=records.index)
    as_kind = records["insurance_kind"] if kind is not None else blank
    parts = [
        pd.Series(value.astype("str"), index=records.index, dtype="object").where(flags, "")
        for value, flags in ((as_kind, by_kind), (as_, listed), (at, outside))
    ]
    worded = [
        [text_of.format(part) if part else "" for part in value]
        for text_of, value in zip(("险种为{}", "人员类别为{}", "参保地为{}，不计"), parts, strict=True)
    ]
    doubt, odd = (
        pd.Series(
            [between.join(part for part in row if part) for row in zip(*columns, strict=True)],
            index=records.index,
            dtype="object",
        )
        for columns, between in ((worded, "；"), (parts, "、"))
    )
    return outside, doubt, odd


def taken_back(months: pd.DataFrame) -> pd.Series:
    """Which paid months were given back or struck later: by 到账日期 where both records have one, else by the
    order of the rows of one sheet; where that is not known either, a 退费 or 冲销 holds, an 未缴 does not.

    months: MONTHS, takes_back, order, and sheet (a number). An 未缴 of another employer says nothing of a
    month that one employer has paid.
    """
    # of spans alone there is no such column
    rows = months.reindex(columns=[*MONTHS, "takes_back", "order", "sheet"])
    rows = rows.assign(id_number=rows["id_number"].astype("str"), at=rows.index)
    counter = rows[rows["takes_back"].isin([REFUND, UNPAID])]
    if counter.empty:
        return pd.Series(False, index=months.index)
    named = ["id_number", "month", "arrived", "order", "sheet", "insured_by"]
    matches = rows.loc[rows["paid"], [*named, "at"]].merge(
        counter[[*named, "takes_back"]], on=["id_number", "month"], suffixes=("", "_back")
    )
    # of two days the later one tells; arrears with no day may be what the payment settled
    refund = matches["takes_back"].eq(REFUND)
    employers = [text.fold_series(matches[name].fillna("")) for name in ("insured_by", "insured_by_back")]
    same = employers[0].eq(employers[1]) | employers[0].eq("") | employers[1].eq("")
    dated = matches["arrived"].notna() & matches["arrived_back"].notna()
    ordered = (
        matches["sheet"].eq(matches["sheet_back"]) & matches["order"].notna() & matches["order_back"].notna()
    )
    after = matches["order_back"].gt(matches["order"]).fillna(False).astype("bool")
    later = matches["arrived_back"].ge(matches["arrived"]).where(dated, after.where(ordered, refund))
    back = months.index.isin(matches.loc[later.astype("bool") & (refund | same), "at"])
    return pd.Series(back, index=months.index)


def _day_or_first(written: str) -> date | None:
    """A day, or the first of a month of which no day is said."""
    month = dates.read_month(written)
    return dates.read_date(written) or (None if month is None else date(month // 12, month % 12 + 1, 1))


def _marked(spans: pd.DataFrame) -> pd.DataFrame:
    return plain(spans[["id_number", "first", "last"]]).astype({"first": "Int64", "last": "Int64"})


def span_records(rows: pd.DataFrame, policy: Policy) -> RecordSheet:
    """Spans, and those marked: an open end is missing until the covered month is known; a '*' marks a year
    with arrears."""
    first, last, open_end = span_months(rows, policy)
    usable = first.notna() & (last.notna() | open_end)
    spans = rows.assign(first=first, last=last)[rows["id_number"].notna() & usable]
    outside, doubt, odd = _doubtful(spans, policy, None)
    spans = spans.assign(paid=~outside, doubt=doubt, odd=odd, counted=_paid_months(spans["paid_months"]))
    marks = [
        judged(spans[name], lambda value: "*" in value, "boolean").eq(True)
        for name in ("first_month", "last_month", "paid_months", "yearly")
    ]
    starred = pd.concat(marks, axis=1).any(axis=1)
    others = pd.DataFrame({"id_number": pd.Series(dtype="object"), "kind": pd.Series(dtype="object")})
    return RecordSheet(
        plain(spans[["id_number", "first", "last", "insured_by", "paid", "doubt", "odd", "counted"]]),
        others,
        _active(rows.assign(first=first, last=last)[usable & rows["fault"].fillna("").eq("")]),
        _marked(spans[starred]),
    )


def _paid_months(column: pd.Series) -> pd.Series:
    """实际缴费月数 of each span; missing where it says none."""
    return judged(
        column, lambda value: int(match.group()) if (match := re.search(r"\d+", value)) else None, "Int64"
    )


def span_months(rows: pd.DataFrame, policy: Policy) -> tuple[pd.Series, pd.Series, pd.Series]:
    """The first and the last month of each span, and whether it still goes on: it says so, or says nothing of
    an end."""
    first, last = (
        read_months(judged(rows[name], lambda value: value.replace("*", "").strip() or None, "str"))
        for name in ("first_month", "last_month")
    )
    words = {text.fold(word) for word in policy.of("insurance.open_ends")}
    going_on = judged(
        rows["last_month"], lambda value: text.fold(value).strip("*") in {*words, ""}, "boolean"
    )
    return first, last, last.isna() & going_on.fillna(True).astype("bool")


def _active(spans: pd.DataFrame) -> pd.Series:
    """Month number → how many spans hold it, for the months in which any begins or ends."""
    first = spans["first"].astype("int64").to_numpy()
    last = spans["last"].astype("Int64").fillna(FOREVER).astype("int64").to_numpy()
    weight = spans["rows"].to_numpy()
    months = sorted({*first.tolist(), *last.tolist()} - {FOREVER})
    active = [int(weight[(first <= month) & (last >= month)].sum()) for month in months]
    return pd.Series(active, index=pd.Index(months, dtype="int64"), dtype="int64")


def _months_of(spans: pd.DataFrame, until: int) -> pd.DataFrame:
    """Spans as one row a month, all of them paid in time; where fewer were paid than it is long, so many from
    its end."""
    ends = spans["last"].fillna(until)
    length = ends - spans["first"] + 1
    short = spans["counted"].lt(length).fillna(False).astype("bool") & spans["last"].notna()
    begins = spans["first"].mask(short, ends - spans["counted"].fillna(0) + 1)
    shortfall = (
        "实际缴费" + spans["counted"].astype("str") + "个月，少于起止的" + length.astype("str") + "个月"
    )
    doubt = (spans["doubt"] + "；").where(spans["doubt"].ne(""), "") + shortfall
    odd = (spans["odd"] + "、").where(spans["odd"].ne(""), "") + spans["counted"].astype("str") + "个月"
    spans = spans.assign(doubt=spans["doubt"].mask(short, doubt), odd=spans["odd"].mask(short, odd))
    months = [list(range(int(first), int(last) + 1)) for first, last in zip(begins, ends, strict=True)]
    rows = (
        spans.assign(month=pd.Series(months, index=spans.index, dtype="object"))
        .explode("month")
        .dropna(subset=["month"])
    )
    return rows.assign(
        late=False, must_arrive=False, arrived=pd.Series(pd.NaT, index=rows.index, dtype="datetime64[s]")
    )
