"""What a damaged ID number may have been (D102, D103): offered to the analyst alone, masked, and never
applied.

A candidate passes the check, lies one slip of the pen from what was filed (a digit wrong, left out or
doubled, two neighbours swapped, the last three lost to a number cell), and is insured under an employer of
the very name that stands in the row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import pandas as pd

from gaoji_batch.batch.assembly import Batch
from gaoji_batch.evidence.insurance import Insurance
from gaoji_batch.values import ids, masking, text
from gaoji_batch.values.rule_names import BAD_NUMBER
from gaoji_batch.workspace.settings import Privacy

FORMS = ("roster", "completion")
MOST = 500
"""So many damaged numbers of a form are looked into; where there are more, columns are shifted and no pen has
slipped."""
_LOST = re.compile(r"(\d)\.?(\d{14,})[Ee]\+?17")


def damaged(batch: Batch) -> pd.DataFrame:
    """The rows whose ID number is damaged: sheet, row, filed (as written), employer (folded), near (numbers
    that it may have been)."""
    parts = [pd.DataFrame({"sheet": [], "row": [], "filed": [], "employer": [], "near": []})]
    faults = batch.field_faults[batch.field_faults["code"].isin(BAD_NUMBER)]
    for form in FORMS:
        rows = (
            batch.frames[form]
            .loc[faults.loc[faults["form"].eq(form) & faults["index"].notna(), "index"]]
            .head(MOST)
        )
        filed = batch.raw[form].loc[rows.index, "id_number"]
        employer = text.fold_series(rows["employer"].fillna(""))
        parts.append(rows[["sheet", "row"]].assign(filed=filed, employer=employer, near=filed.map(near_of)))
    return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)


def numbers(findings: pd.DataFrame) -> pd.Series:
    """Every number that the rows of `damaged` may have been, to be looked for in the extracts."""
    return findings["near"].explode().dropna().astype("object")


def insured(
    findings: pd.DataFrame, insurance: Insurance | None, privacy: Privacy
) -> dict[tuple[int, int], str]:
    """(sheet key, row) → the candidates, masked, that are insured under the row's employer; rows without one
    are left out."""
    if insurance is None or findings.empty:
        return {}
    near = findings.explode("near").rename(columns={"near": "id_number"}).dropna(subset=["id_number"])
    records = insurance.months[["id_number", "insured_by"]].dropna().drop_duplicates()
    records = records[records["id_number"].isin(near["id_number"])]
    records = records.assign(employer=text.fold_series(records["insured_by"]))
    matches = (
        near.merge(records, on=["id_number", "employer"])
        .drop_duplicates(["sheet", "row", "id_number"])
        .sort_values(["sheet", "row", "id_number"])
    )
    sentences = [
        _sentence(number, filed, privacy)
        for number, filed in zip(matches["id_number"], matches["filed"], strict=True)
    ]
    sentences = matches.assign(said=sentences).groupby(["sheet", "row"])["said"].agg("、".join)
    return {(int(sheet), int(row)): named for (sheet, row), named in sentences.items()}


def _sentence(number: str, filed: object, privacy: Privacy) -> str:
    """A candidate masked, with the places where it differs from what was filed: these may be masked."""
    masked = masking.mask_id(number, privacy.id_keep_head, privacy.id_keep_tail)
    before = ids.normalise(filed) or ""
    places = [
        str(at) for at, (digit, other) in enumerate(zip(number, before, strict=False), 1) if digit != other
    ]
    return (
        f"{masked}（第{'、'.join(places)}位不同）"
        if len(before) == len(number) and not ids.damaged(filed)
        else masked
    )


@lru_cache(maxsize=4096)
def near_of(value: object) -> tuple[str, ...]:
    """The valid numbers that a damaged cell may have held, in order; none where it is damaged past one
    slip."""
    if ids.damaged(value):
        tries = _ends(value)
    else:
        number = ids.normalise(value) or ""
        tries = {17: _longer, 18: _changed, 19: _shorter}.get(len(number), lambda _: iter(()))(number)
    return tuple(sorted({candidate for candidate in tries if ids.fault_of(candidate) is None}))


def _ends(value: object) -> Iterator[str]:
    """The 15 digits that a number cell keeps, with every end."""
    digits = f"{float(value):.14e}" if isinstance(value, (int, float)) else str(value).strip()
    parts = _LOST.fullmatch(digits)
    if parts:
        start = parts[1] + parts[2][:14]
        yield from (
            start + end + ids.check_character(start + end) for end in (f"{at:02d}" for at in range(100))
        )


def _changed(number: str) -> Iterator[str]:
    """One character another; two neighbours swapped."""
    wrong = [at for at, letter in enumerate(number[:17]) if letter not in "0123456789"]
    places = wrong or range(17)
    if len(wrong) < 2:
        yield from (number[:at] + digit + number[at + 1 :] for at in places for digit in "0123456789")
    if not wrong:
        yield number[:17] + ids.check_character(number)
        yield from (number[:at] + number[at + 1] + number[at] + number[at + 2 :] for at in range(17))


def _longer(number: str) -> Iterator[str]:
    return (number[:at] + digit + number[at:] for at in range(18) for digit in "0123456789X")


def _shorter(number: str) -> Iterator[str]:
    return (number[:at] + number[at + 1 :] for at in range(19))
