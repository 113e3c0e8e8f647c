"""Whether the class (期次) that a heading names is one of its project."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

import pandas as pd

from gaoji_batch.batch.numbers import Numbers
from gaoji_batch.batch.sheets import PROJECT
from gaoji_batch.forms.class_headings import CLASS
from gaoji_batch.forms.table import KeyValue, Table
from gaoji_batch.values import quantities
from gaoji_batch.values.columns import beside

Filing = tuple[int, set[str]]
"""The class that a sheet names, and the ID numbers of its rows."""


def drop_doubtful_headings(
    keys: list[dict[str, KeyValue]], tables: list[Table], numbers: Numbers, frames: dict[str, pd.DataFrame]
) -> None:
    """Takes the class out of the key-value cells of sheets whose heading alone names it, unless the approved
    list, a cell, or two filings of one form about different people show that the project has such a class.

    Units number their courses through ('第五期高级研修班'), which is no class of the project; and they send
    a list again under another heading.
    """
    if not any(CLASS in own and own[CLASS].heading for own in keys):
        return
    approved, people = frames["approved"], _people(frames)
    classes = {
        (numbers.of(project), 1 if pd.isna(class_no) else int(class_no))
        for project, class_no in beside(approved["project"], approved["class_no"])
    }
    filings: dict[tuple[str, str], list[Filing]] = defaultdict(list)
    for sheet, (table, own) in enumerate(zip(tables, keys, strict=True)):
        project, stated = _project(own, numbers), table.key_values.get(CLASS)
        if sheet in people:
            filings[project, table.form].append((_class(stated), people[sheet]))
        if stated and not stated.heading:
            classes.add((project, _class(stated)))
    for (project, _), filed in filings.items():
        apart = [pair for pair in combinations(filed, 2) if _are_two_classes(*pair)]
        classes |= {(project, class_no) for pair in apart for class_no, _ in pair}
    for own in keys:
        stated = own.get(CLASS)
        if stated and stated.heading and (_project(own, numbers), _class(stated)) not in classes:
            del own[CLASS]


def _people(frames: dict[str, pd.DataFrame]) -> dict[int, set[str]]:
    """The ID numbers of each sheet of persons, by sheet key."""
    people: dict[int, set[str]] = {}
    for form in ("roster", "completion", "assessment"):
        numbers = frames[form].dropna(subset=["id_number"])
        people |= numbers.groupby("sheet")["id_number"].agg(set).to_dict()
    return people


def _are_two_classes(filing: Filing, other: Filing) -> bool:
    (class_no, people), (other_no, others) = filing, other
    return class_no != other_no and 2 * len(people & others) < min(len(people), len(others))


def _project(keys: dict[str, KeyValue], numbers: Numbers) -> str:
    return numbers.of(keys[PROJECT].value) if PROJECT in keys else ""


def _class(stated: KeyValue | None) -> int:
    return (quantities.class_number(stated.value) if stated else None) or 1
