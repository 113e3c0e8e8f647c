"""Which accepted claims a batch pays, and why the others wait: frames of the ledger in, frames out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from gaoji_batch.casework.halts import PUBLICITY, Class, Halt, merged, objected
from gaoji_batch.casework.quarter_books import (
    QuarterBooks,
    last_serial,
    open_claims,
    payable,
    published_unchanged,
)
from gaoji_batch.findings import OPEN, REJECT, collect
from gaoji_batch.law import choices
from gaoji_batch.ledger.repeats import Days, too_soon
from gaoji_batch.rules.registry import all_rules
from gaoji_batch.settlement.budgets import limits, past
from gaoji_batch.settlement.budgets import remarks as budget_remarks
from gaoji_batch.values.columns import KEY, beside, in_places, of_places, places_of
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
    places = places_of(claims)
    parts: list[Mapping[Class, Halt]] = [
        _ended(claims),
        objected(objections, places, on),
        _no_account(claims),
    ]
    parts += [halts or {}, _unpublished(books, claims, on) if publicity else {}]
    stopped = {place: halt for place, halt in merged(parts).items() if place in places}
    halted = claims[in_places(claims, stopped)]
    claims = claims[~in_places(claims, stopped)]
    # What is stopped for another reason uses no budget and pays no person: it is left out first.
    twice = _paid_elsewhere(books, claims)
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


def _paid_elsewhere(books: QuarterBooks, claims: pd.DataFrame) -> pd.DataFrame:
    """Claims with a person for whom a payment of another class stands within two years, or one of these
    claims before it, in the order of filing, that is to be paid."""
    paid = _standing(books)
    people = _people(books, places_of(claims))
    paid_persons: dict[Class, dict[str, Class]] = {}
    for place in beside(claims["project"], claims["class_no"]):
        register = people.get(place, [])
        paid_persons[place] = {
            key: other
            for key, days in register
            for other, paid_days in paid.get(key, [])
            if other != place and too_soon(days, paid_days)
        }
        # A claim that is stopped here pays nobody, and so stops none after it.
        if not paid_persons[place]:
            for key, days in register:
                paid.setdefault(key, []).append((place, days))
    written = books.projects.set_index("project")["written"].to_dict()
    rows = claims[in_places(claims, {place for place, persons in paid_persons.items() if persons})]
    persons_of = [paid_persons[place] for place in beside(rows["project"], rows["class_no"])]
    first = [next(iter(persons.values())) for persons in persons_of]
    paid_by = [f"项目{class_said(written.get(project, project), class_no)}" for project, class_no in first]
    return rows.assign(
        why=[
            f"名册中{len(persons)}名学员的补助已随{by}安排支付"
            for persons, by in zip(persons_of, paid_by, strict=True)
        ],
        paid=[f"{by}的补助已安排支付" for by in paid_by],
        fix="从名册中去掉这些学员，或由中心核减后支付其他学员的补助",
    )


def _standing(books: QuarterBooks) -> dict[str, list[tuple[Class, Days]]]:
    """person_key → the classes of the payments that stand, with their days."""
    class_of = dict(zip(books.payments["payment"], books.payments["class_no"], strict=True))
    by_person: dict[str, list[tuple[Class, Days]]] = {}
    for row in books.standing.to_dict("records"):
        place = (row["project"], int(class_of[row["payment"]]))
        by_person.setdefault(row["person_key"], []).append((place, (row["opening"], row["ending"])))
    return by_person


def _people(books: QuarterBooks, places: set[Class]) -> dict[Class, list[tuple[str, Days]]]:
    """class → the persons of its register, each with the days of the class."""
    rows = books.persons.drop(columns="class_no").rename(columns={"of_class": "class_no"})
    rows = rows[in_places(rows, places)]
    registers: dict[Class, list[tuple[str, Days]]] = {}
    for project, class_no, key, *days in beside(
        *(rows[name] for name in (*KEY, "person_key", "opening", "ending"))
    ):
        registers.setdefault((project, class_no), []).append((key, (days[0], days[1])))
    return registers


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
