"""Extracts judged before people (docs/contract/reading.md 5): what of each sheet could not be used and why,
and whom the rest may speak against."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

from gaoji_batch.evidence import id_numbers
from gaoji_batch.evidence.first_rows import first_rows
from gaoji_batch.evidence.insurance_records import counted_kinds, span_months
from gaoji_batch.evidence.months import doubtful, judged, read_months
from gaoji_batch.evidence.other_extracts import completion_days
from gaoji_batch.evidence.parts import Part
from gaoji_batch.law.policy import Policy
from gaoji_batch.values import text

FAMILIES = {"insurance": ("insurance", "insurance_spans"), "prior": ("prior",), "retired": ("retired",)}
"""What the rules ask for → the forms that hold it."""
MONTH, EITHER, DATE, KIND, STATUS, LOST = "month", "either", "date", "kind", "status", "lost"
NOBODY = {id_numbers.EMPTY, id_numbers.MASKED, id_numbers.AS_NUMBER, id_numbers.WRONG, LOST}
"""Reasons for which a row may belong to anyone."""
COLUMN = {"insurance": "费款所属期", "insurance_spans": "缴费起止年月", "retired": "待遇开始年月"}
WORDING = {
    id_numbers.MASKED: "身份证件号码已脱敏（用*等符号遮盖）",
    id_numbers.AS_NUMBER: "身份证件号码被存为数字，尾数已丢失",
    id_numbers.WRONG: "身份证件号码有误（位数、字符或校验码不符）",
    id_numbers.EMPTY: "身份证件号码为空",
    MONTH: "{column}无法识别",
    EITHER: "{column}以数值填写，如“{words}”，分不清是1月还是10月",
    DATE: "结业日期无法识别",
    KIND: "险种“{words}”不认识",
    STATUS: "缴费状态“{words}”不认识",
    LOST: "编码有误",
}
ORDER = list(WORDING)
MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Reason:
    """Why rows of a sheet could not be used: how many, in words, and the first row (0 where it is not
    known)."""

    key: str
    count: int
    said: str
    first: int = 0


@dataclass(frozen=True, slots=True)
class Account:
    """One sheet: how many rows it has, and why some of them were not used."""

    part: Part
    rows: int
    reasons: tuple[Reason, ...] = ()

    @property
    def unusable(self) -> int:
        return sum(reason.count for reason in self.reasons)

    @property
    def why(self) -> str:
        """The reasons with their counts: '身份证件号码已脱敏338行、…'."""
        return "、".join(f"{reason.said}{reason.count}行" for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class Usable:
    """Whom the extracts of a family may speak against. why: '' where they may be used, else why not, with the
    counts; nobody: they may speak against nobody; spared: the people of the batch against whom they may
    not; other_kinds: the kinds of insurance that they hold, where none of them counts."""

    why: str = ""
    nobody: bool = False
    spared: frozenset[str] = frozenset()
    other_kinds: str = ""

    def against(self, people: pd.Series) -> pd.Series:
        """Of each person, whether the extracts may speak against them."""
        return ~people.isin(self.spared) & (not self.nobody)


def accounts_of(parts: Sequence[Part], policy: Policy) -> list[Account]:
    """One a sheet with a form that the rules ask for."""
    recognised = {form for forms in FAMILIES.values() for form in forms}
    return [_account(part, policy) for part in parts if part.form in recognised]


def _account(part: Part, policy: Policy) -> Account:
    if part.missing or not len(part.rows):
        return Account(part, 0)
    why = reasons(part.form, part.rows, policy)
    counts = part.rows["rows"].groupby(why).sum()
    total = int(counts.sum()) + part.lost
    counts = counts.drop("", errors="ignore")
    if part.lost:
        counts[LOST] = part.lost
    counts = counts[counts.gt(0)]
    first = first_rows(part, set(counts.index) - {LOST}, lambda rows: reasons(part.form, rows, policy), why)
    counted = [
        Reason(key, int(counts[key]), _worded(key, part, why), first.get(key, 0))
        for key in ORDER
        if key in counts.index
    ]
    return Account(part, total, tuple(counted))


def reasons(form: str, rows: pd.DataFrame, policy: Policy) -> pd.Series:
    """Of each row of a sheet why it cannot be used; '' where it can."""
    why = rows["fault"].astype("object").where(rows["fault"].notna(), "").astype("object")
    for key, bad in _unread(form, rows, policy):
        why = why.mask(why.eq("") & bad.fillna(False).astype("bool"), key)
    return why


def _unread(form: str, rows: pd.DataFrame, policy: Policy) -> list[tuple[str, pd.Series]]:
    """(reason, the rows it holds for), the first that holds counting."""
    if form == "prior":
        return [(DATE, completion_days(rows["completed_on"]).isna())]
    if form == "insurance_spans":
        first, last, going_on = span_months(rows, policy)
        bad = first.isna() | (last.isna() & ~going_on)
        either = _either(rows["first_month"]) | _either(rows["last_month"])
        return [(EITHER, bad & either), (MONTH, bad)]
    column = "pension_from" if form == "retired" else "month"
    bad = read_months(rows[column]).isna()
    faults = [(EITHER, bad & _either(rows[column])), (MONTH, bad)]
    if form == "insurance":
        kinds, counted = rows["insurance_kind"], counted_kinds(policy)
        counts = judged(kinds, lambda written: text.fold_header(written) in counted, "boolean").fillna(False)
        recognised = counts | judged(kinds, other_kind(policy), "boolean").fillna(False)
        words = recognised_statuses(policy)
        status = judged(
            rows["payment_status"], lambda written: text.fold(written) in words, "boolean"
        ).fillna(False)
        faults += [(KIND, ~recognised), (STATUS, counts & ~status)]
    return faults


def _either(column: pd.Series) -> pd.Series:
    return judged(column, doubtful, "boolean").fillna(False).astype("bool")


def other_kind(policy: Policy) -> Callable[[str], bool]:
    """Whether a kind of insurance is a known one that does not count."""
    words = [text.fold_header(word) for word in policy.of("insurance.kinds_other")]
    return lambda name: any(word in text.fold_header(name) for word in words)


def recognised_statuses(policy: Policy) -> set[str]:
    """Every status whose meaning the policy knows, as it is compared."""
    names = ("counted_statuses", "late_statuses", "unpaid_statuses", "refund_statuses")
    return {text.fold(word) for name in names for word in policy.of(f"insurance.{name}")}


def _worded(key: str, part: Part, why: pd.Series) -> str:
    """A reason in words, with those of the extract that are not known."""
    column = {KIND: "insurance_kind", STATUS: "payment_status", EITHER: "month"}.get(key, "")
    words: list[str] = []
    for name in [column] if column in part.rows else ["first_month", "last_month", "pension_from"]:
        if column and name in part.rows:
            written = part.rows.loc[why.eq(key), name].dropna().astype("str").unique()
            words += [value for value in written if key != EITHER or doubtful(value)]
    named = "、".join(sorted(set(words))[:MOST_WORDS]) or "（空）"
    return WORDING[key].format(column=COLUMN.get(part.form, ""), words=named)


def remarks_of(parts: Sequence[Part], accounts: Sequence[Account]) -> list[str]:
    """What is said of files and sheets that were not used at all, and of rows that were not."""
    remarks = []
    for part in parts:
        place = part.address
        if part.broken or part.unknown:
            remarks.append(f"{place}：{part.broken or part.unknown}")
        if part.missing:
            remarks.append(lacks(part))
        if part.unread:
            remarks.append(f"{place}：{part.unread_why}，{part.unread}未读取")
    remarks += [_counted(account, account.part.address) for account in accounts if account.reasons]
    return list(dict.fromkeys(remarks))


def lacks(part: Part) -> str:
    """The remark on a sheet that lacks required columns."""
    return f"{part.address}：缺少{'、'.join(part.missing)}列，未采用"


def usability_of(parts: Sequence[Part], accounts: Sequence[Account], policy: Policy) -> dict[str, Usable]:
    """Each family by docs/contract/reading.md 5."""
    return {family: _usable(family, parts, accounts, policy) for family in FAMILIES}


def _usable(family: str, parts: Sequence[Part], accounts: Sequence[Account], policy: Policy) -> Usable:
    accounts_of_family = [account for account in accounts if account.part.form in FAMILIES[family]]
    files = {account.part.file for account in accounts_of_family}
    why = [
        f"{table.part.place}缺少{'、'.join(table.part.missing)}列"
        for table in accounts_of_family
        if table.part.missing
    ]
    why += [
        f"{part.place}{part.unread_why}，{part.unread}未读取"
        for part in parts
        if part.unread and not part.aside and part.file in files
    ]
    broken = [part for part in parts if part.broken and part.form in ("", *FAMILIES[family])]
    why += [f"{part.place}读不到：{part.broken}" for part in broken]
    nobody = bool(why)
    most, sheet = (float(policy.of(f"evidence.{name}")) for name in ("max_unusable", "max_unusable_sheet"))
    total = sum(table.rows for table in accounts_of_family)
    over = sum(table.unusable for table in accounts_of_family) > most * total
    blamed = [
        table
        for table in accounts_of_family
        if table.unusable and (over or table.unusable > sheet * table.rows)
    ]
    why += [_counted(table, table.part.place) for table in blamed]
    nobody |= any(reason.key in NOBODY for table in blamed for reason in table.reasons)
    other_kinds = _only_other_kinds(accounts_of_family, policy) if family == "insurance" else ""
    if other_kinds:
        why.append(f"险种只有：{other_kinds}")
    spared = [_spared(table.part, policy) for table in blamed]
    return Usable("；".join(why), nobody, frozenset().union(*spared), other_kinds)


def _counted(account: Account, place: str) -> str:
    """'明细.xlsx的工作表“社保”共338行，其中身份证件号码已脱敏338行'."""
    return f"{place}共{account.rows}行，未采用{account.unusable}行：{account.why}"


def _spared(part: Part, policy: Policy) -> set[str]:
    """The people of the batch of whom a row cannot be used."""
    identified = part.rows[part.rows["id_number"].notna()]
    return set(identified.loc[reasons(part.form, identified, policy).ne(""), "id_number"].astype("str"))


def _only_other_kinds(accounts: Sequence[Account], policy: Policy) -> str:
    """The kinds that monthly extracts hold, where none of them counts; '' else."""
    sheets = [
        account.part.rows
        for account in accounts
        if account.part.form == "insurance" and len(account.part.rows)
    ]
    kinds = sorted({str(kind) for rows in sheets for kind in rows["insurance_kind"].dropna().unique()})
    counted = counted_kinds(policy)
    return "" if any(text.fold_header(kind) in counted for kind in kinds) else "、".join(kinds[:MOST_WORDS])
