"""Claims with a person whose subsidy another class has brought within two years (article 4): frames of the
ledger in, frames out."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.casework.halts import Class
from gaoji_batch.casework.quarter_books import QuarterBooks
from gaoji_batch.ledger.two_years import Days, too_soon
from gaoji_batch.values.columns import KEY, beside, in_places, places_of
from gaoji_batch.values.text import class_said


def paid_elsewhere(books: QuarterBooks, claims: pd.DataFrame) -> pd.DataFrame:
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
