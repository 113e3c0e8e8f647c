"""Which accepted claims a batch pays, and why the others wait: frames of the ledger in, frames out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from gaoji_batch.casework.halts import PUBLICITY, Class, Halt, merged, objected
from gaoji_batch.casework.paid_elsewhere import paid_elsewhere
from gaoji_batch.casework.quarter_books import (
    QuarterBooks,
    last_serial,
    open_claims,
    payable,
    published_unchanged,
)
from gaoji_batch.findings import OPEN, REJECT, collect
from gaoji_batch.law import choices
from gaoji_batch.rules.registry import all_rules
from gaoji_batch.settlement.budgets import limits, past
from gaoji_batch.settlement.budgets import remarks as budget_remarks
from gaoji_batch.values.columns import beside, in_places, of_places, places_of
from gaoji_batch.values.dates import chinese_date
from gaoji_batch.values.rule_names import (
    BAD_ACCOUNT,
    NOT_APPROVED,
    NOW_REFUSED,
    OVER_BUDGET,
    PAID_ALREADY,
    PERHAPS_PAID,
)
from gaoji_batch.values.text import class_said

SUSPECTED = PERHAPS_PAID
"""The rule of claims that the bank may have paid."""


@dataclass(slots=True)
class Due:
    """What may be ordered of a quarter, and what may not."""

    claims: pd.DataFrame
    """What is ordered, by filing day and class, with `replaces`."""
    findings: pd.DataFrame
    """S1603, S1606 and S1608 of the others."""
    waiting: list[str] = field(default_factory=list)
    """Why others wait, a sentence each."""
    reasons: dict[Class, str] = field(default_factory=dict)
    """The same by class (its project as written)."""
    held: list[dict[str, Any]] = field(default_factory=list)
    """The lines of held.json, of all that is due and not ordered."""
    remarks: list[str] = field(default_factory=list)
    """On the budget."""


def due(
    books: QuarterBooks,
    quarter: tuple[int, int],
    on: date,
    budgets: pd.DataFrame,
    objections: pd.DataFrame,
    publicity: bool,
    halts: Mapping[Class, Halt] | None = None,
) -> Due:
    """The accepted claims filed by the quarter's last day that no payment stands for.

    budgets, objections: rows of 资金预算 and 公示异议登记; publicity: whether a 公示 must have ended before
    `on`; halts: what else holds a class back (`holding.halts_of`, `bank_first.halted`).
    """
    claims = open_claims(books, quarter)
    unpublished = _unpublished(books, claims, on) if publicity else {}
    stopped = _stopped(claims, objected(objections, places_of(claims), on), halts or {}, unpublished)
    halted = claims[in_places(claims, stopped)]
    claims = claims[~in_places(claims, stopped)]
    # What is stopped for another reason uses no budget and pays no person: it is left out first.
    twice = paid_elsewhere(books, claims)
    claims = claims[~in_places(claims, places_of(twice))]
    over = past_budget(books, claims, quarter, budgets)
    claims = claims[~in_places(claims, places_of(over))]
    coded = [
        as_findings(PAID_ALREADY, twice),
        as_findings(OVER_BUDGET, over),
        as_findings(NOW_REFUSED, _halted(halted, stopped)),
    ]
    findings = collect(coded)
    reasons = {
        (row["written"], row["class_no"]): stopped[row["project"], row["class_no"]].reason
        for row in halted.to_dict("records")
    }
    return Due(
        claims.reset_index(drop=True),
        findings,
        [f"{class_said(*place)}暂不拨付：{why}" for place, why in sorted(reasons.items())],
        reasons,
        _lines(halted, stopped, findings),
        budget_remarks(budgets),
    )


def _stopped(
    claims: pd.DataFrame,
    objections: Mapping[Class, Halt],
    halts: Mapping[Class, Halt],
    unpublished: Mapping[Class, Halt],
) -> dict[Class, Halt]:
    """What holds each of these claims back, but for other payments and the budget."""
    places = places_of(claims)
    parts = [_ended(claims), objections, _no_account(claims), halts, unpublished]
    return {place: halt for place, halt in merged(parts).items() if place in places}


def _halted(claims: pd.DataFrame, stopped: Mapping[Class, Halt]) -> pd.DataFrame:
    """Claims with something against them but that a 公示 is still to end, or what S1609 says: as rows of
    S1608."""
    codes = {
        place: "、".join(code for code in halt.codes if code not in (PUBLICITY, SUSPECTED))
        for place, halt in stopped.items()
    }
    rows = claims[in_places(claims, {place for place, texts in codes.items() if texts})]
    halts = [stopped[place] for place in beside(rows["project"], rows["class_no"])]
    return rows.assign(why=[stop.reason for stop in halts], codes=of_places(rows, codes))


def _lines(
    halted: pd.DataFrame, stopped: Mapping[Class, Halt], findings: pd.DataFrame
) -> list[dict[str, Any]]:
    """held.json: {project, class, codes, reason}, by class."""
    lines = [
        (row["written"], row["class_no"], list(halt.codes), halt.reason)
        for row in halted.to_dict("records")
        if (halt := stopped[row["project"], row["class_no"]])
    ]
    others = findings[findings["code"].ne(NOW_REFUSED)]
    lines += [
        (row["project"], int(row["class_no"]), [row["code"]], row["message"])
        for row in others.to_dict("records")
    ]
    return [
        {"project": project, "class": class_no, "codes": codes, "reason": reason}
        for project, class_no, codes, reason in sorted(lines)
    ]


def _ended(claims: pd.DataFrame) -> dict[Class, Halt]:
    """Projects that were ended or revoked since their claim was accepted."""
    gone = claims[claims["state"].isin(choices.ENDED)]
    return {
        (row["project"], row["class_no"]): Halt((NOT_APPROVED,), f"项目已{row['state']}（{NOT_APPROVED}）")
        for row in gone.to_dict("records")
    }


def _no_account(claims: pd.DataFrame) -> dict[Class, Halt]:
    bad = claims[~payable(claims["account"])]
    return dict.fromkeys(places_of(bad), Halt((BAD_ACCOUNT,), f"收款账号不是8至32位数字（{BAD_ACCOUNT}）"))


def _unpublished(books: QuarterBooks, claims: pd.DataFrame, on: date) -> dict[Class, Halt]:
    last_days = published_unchanged(books, claims)
    halts = {}
    for place in places_of(claims):
        if place not in last_days:
            halts[place] = Halt((PUBLICITY,), "尚未公示，或公示后人数、金额有变，先执行gaoji publicity")
        elif on.isoformat() <= last_days[place]:
            last = chinese_date(date.fromisoformat(last_days[place]))
            halts[place] = Halt((PUBLICITY,), f"公示期到{last}，尚未届满")
    return halts


def past_budget(
    books: QuarterBooks, claims: pd.DataFrame, quarter: tuple[int, int], budgets: pd.DataFrame
) -> pd.DataFrame:
    """Claims that would bring the quarter that is paid, or its year, past its budget, counted in the order of
    filing."""
    year, number = quarter
    own = budgets[budgets["year"].eq(year) & (budgets["quarter"].isna() | budgets["quarter"].eq(number))]
    all_claims = [True] * len(claims)
    return past(claims, claims["amount"], limits(own, books.used_in, lambda *_: all_claims))


def as_findings(code: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Claims that may not be ordered, as findings at the claim that was accepted."""
    rule = all_rules()[code]
    findings = []
    for row in rows.to_dict("records"):
        findings.append(
            {
                "code": code,
                "severity": REJECT,
                "article": rule.article,
                "title": rule.title,
                "scope": rule.scope,
                "stage": rule.stage,
                "status": OPEN,
                "project": row["written"],
                "project_key": row["project"],
                "class_no": row["class_no"],
                "unit": row["unit"],
                "file": row["file"],
                "sheet": row["sheet"],
                "row": row["row"],
                "message": rule.message.format(**row),
                "hint": rule.hint.format(**row),
                "evidence": rule.evidence.format(**row),
                "value": row.get("value", ""),
                "amount": row["amount"],
                "form": "claim",
                "decidable": rule.decidable,
                "reducible": rule.reducible,
            }
        )
    return pd.DataFrame(findings)


def ordered(claims: pd.DataFrame, books: QuarterBooks, quarter: str) -> list[dict[str, Any]]:
    """The payments of the event `ordered`, numbered on from the quarter's last. claims: with per_head
    (yuan)."""
    # cancelled payments counted: their numbers stand in the ledger, and perhaps on paper with the bank
    last = last_serial(books.payments.loc[books.payments["quarter"].eq(quarter), "payment"])
    people = books.persons.groupby(["project", "of_class"])["person_key"].agg(list).to_dict()
    same = (
        "project",
        "class_no",
        "unit",
        "uscc",
        "claimed_amount",
        "reduced",
        "reason",
        "amount",
        "payee",
        "bank",
        "account",
        "replaces",
        "per_head",
    )
    return [
        {name: row[name] for name in same}
        | {
            "payment": f"{quarter}-{last + at:04d}",
            "headcount": row["heads"],
            "claim": row["seq"],
            "persons": people.get((row["project"], row["class_no"]), []),
        }
        for at, row in enumerate(claims.to_dict("records"), 1)
    ]
