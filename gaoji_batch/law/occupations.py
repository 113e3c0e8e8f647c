"""The occupations of the 职业分类大典 (2022): which codes there are, which occupations are near to one
another."""

from __future__ import annotations

import csv
import re
from functools import cache
from typing import NamedTuple

from gaoji_batch.law import resources
from gaoji_batch.values import text

# behind the code the dictionary prints S, L or L\S, and forms copy it, in brackets too (facts.md 4)
_FORM = re.compile(r"^([1-8]-\d{2}-\d{2}-\d{2})(?:[(\[]?[SL](?:[/\\][SL])?[)\]]?)?$")


_MARKS = re.compile(r"[LS](?:[/\\][LS])?$")
"""绿色职业 (L) and 数字职业 (S): marks that the dictionary prints behind a name; nobody writes them."""


class Dictionary(NamedTuple):
    """names: code → occupation; codes: folded name → codes; others: folded other name → codes; families: 小类
    → its name."""

    names: dict[str, str]
    codes: dict[str, list[str]]
    others: dict[str, list[str]]
    families: dict[str, str]


@cache
def dictionary() -> Dictionary:
    """schemas/codes/occupations.csv: code, name, also (other names, separated by |)."""
    names: dict[str, str] = {}
    codes: dict[str, list[str]] = {}
    others: dict[str, list[str]] = {}
    families: dict[str, str] = {}
    with (resources.schemas() / "codes" / "occupations.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = _MARKS.sub("", row["name"])
            # the list holds each 小类 beside its occupations, as a code that ends in 00
            if row["code"].endswith("-00"):
                families[row["code"][:7]] = name
                continue
            names[row["code"]] = name
            codes.setdefault(text.fold(name), []).append(row["code"])
            for other in filter(None, row["also"].split("|")):
                others.setdefault(text.fold(other), []).append(row["code"])
    return Dictionary(names, codes, others, families)


def code_fault(value: str) -> str | None:
    """What is wrong with an occupation code: its form, or that the dictionary does not hold it; None where it
    is known."""
    match = _FORM.match(text.fold(value))
    if not match:
        return "格式应为6-18-02-04这样的四段编码"
    return None if match.group(1) in dictionary().names else "不在职业分类大典（2022年版）中"


def families(name: str, code: str) -> set[str]:
    """The 小类 (first three parts of the code) an occupation may belong to, by its code where a valid one is
    given, else by its name."""
    # a code names one occupation, a name may stand under several; a code that is not known is D113's matter
    match = _FORM.match(text.fold(code)) if code else None
    if match and match.group(1) in dictionary().names:
        return {match.group(1)[:7]}
    named = text.fold(name)
    return {one[:7] for one in dictionary().codes.get(named) or dictionary().others.get(named, [])}


def related(names: list[str], codes: list[str], groups: list[list[str]]) -> bool:
    """Whether all these occupations stand in one 小类, or in one of the groups the center adds; one name
    alone always is."""
    folded = {text.fold(name) for name in names}
    if len(folded) < 2:
        return True
    if any(folded <= {text.fold(name) for name in group} for group in groups):
        return True
    of_each = [families(name, code) for name, code in zip(names, codes, strict=True)]
    # what the dictionary does not hold belongs to no 小类: somebody looks at it (Q0605 is a review)
    return bool(set.intersection(*of_each))


def families_told(pairs: list[tuple[str, str]]) -> str:
    """Each occupation with its 小类: '焊工属6-18-02机械热加工人员；…'."""
    told = []
    for name, code in pairs:
        own = sorted(families(name, code))
        told.append(
            f"{name}属" + "、".join(f"{one}{dictionary().families.get(one, '')}" for one in own)
            if own
            else f"{name}不在职业分类大典中"
        )
    return "；".join(dict.fromkeys(told))
