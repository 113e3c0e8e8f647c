"""Whether the class (期次) that a heading names is one of its project."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import combinations

import pandas as pd

from gaoji_batch.batch.project_numbers import Numbers
from gaoji_batch.batch.sheets import PROJECT
from gaoji_batch.forms.class_headings import CLASS, FIELD
from gaoji_batch.forms.table import KeyValue, Table
from gaoji_batch.values import quantities
from gaoji_batch.values.columns import beside
from gaoji_batch.values.keyed import keyed_hash

PROJECT_FIELD = "project"
Filing = tuple[int, set[str]]
"""The class that a sheet names or the ledger recorded, and its people."""


@dataclass(frozen=True, slots=True)
class RecordedClasses:
    """What the ledger recorded. classes: project and class_no; rosters: of each project its classes, with the
    keyed hashes of their people; key: of the hashes."""

    classes: frozenset[tuple[str, int]] = frozenset()
    rosters: Mapping[str, list[Filing]] = field(default_factory=dict)
    key: bytes = b""


def drop_doubtful_headings(
    keys: list[dict[str, KeyValue]],
    tables: list[Table],
    numbers: Numbers,
    frames: dict[str, pd.DataFrame],
    recorded: Callable[[], RecordedClasses],
) -> list[str]:
    """Takes the class out of the key-value cells of sheets whose heading alone names it, unless the approved
    list, a cell, the ledger, or two filings of one form about different people show that the project has such
    a class; what was taken out, told a line a project and heading.

    Units number their courses through ('第五期高级研修班'), which is no class of the project; and they send
    a list again under another heading. recorded: the ledger's, read where a heading names a class.
    """
    if not any(CLASS in cells and cells[CLASS].heading for cells in keys):
        return []
    projects = _projects(keys, tables, numbers, frames)
    classes = _classes(projects, tables, numbers, frames, recorded())
    dropped: dict[tuple[str, str], list[Table]] = defaultdict(list)
    for project, table, cells in zip(projects, tables, keys, strict=True):
        stated = cells.get(CLASS)
        if stated and stated.heading and (project, _class(stated)) not in classes:
            del cells[CLASS]
            # rows with a column 期次 say it themselves: nothing is lost with the heading
            if FIELD not in table.columns:
                dropped[numbers.said(project), str(stated.value)].append(table)
    return [_told(project, heading, sheets) for (project, heading), sheets in dropped.items()]


def _classes(
    projects: list[str],
    tables: list[Table],
    numbers: Numbers,
    frames: dict[str, pd.DataFrame],
    on_record: RecordedClasses,
) -> set[tuple[str, int]]:
    """The classes that the approved list, a cell, the ledger or two filings show. projects: of each sheet."""
    approved, people = frames["approved"], _people(frames)
    classes = set(on_record.classes) | {
        (numbers.of(project), 1 if pd.isna(class_no) else int(class_no))
        for project, class_no in beside(approved["project"], approved["class_no"])
    }
    filings: dict[tuple[str, str], list[Filing]] = defaultdict(list)
    for sheet, (project, table) in enumerate(zip(projects, tables, strict=True)):
        stated = table.key_values.get(CLASS)
        if sheet in people:
            filing = _class(stated), people[sheet]
            # form by form: roster and register of one class name the same people anyway
            filings[project, table.form].append(filing)
            if (
                stated
                and stated.heading
                and _is_beside(filing, on_record.rosters.get(project, []), on_record.key)
            ):
                classes |= {(project, filing[0])}
        if stated and not stated.heading:
            classes |= {(project, _class(stated))}
    for (project, _), filed in filings.items():
        apart = [pair for pair in combinations(filed, 2) if _are_two_classes(*pair)]
        classes |= {(project, class_no) for pair in apart for class_no, _ in pair}
    return classes


def _told(project: str, heading: str, sheets: list[Table]) -> str:
    first, more = sheets[0], f"等{len(sheets)}张表" if len(sheets) > 1 else ""
    of_project = f"{project}的" if project else ""
    return (
        f"{first.file}“{first.sheet or first.form}”{more}以{of_project}“{heading}”为题，"
        f"立项项目登记、台账和其他报送都没有这一期，按第1期核对；确为另一期的，在立项项目登记或表内写明期次"
    )


def _projects(
    keys: list[dict[str, KeyValue]], tables: list[Table], numbers: Numbers, frames: dict[str, pd.DataFrame]
) -> list[str]:
    """Of each sheet, the project whose rows it holds; '' where there is none, or several."""
    of_rows: dict[int, set[str]] = {}
    # a claim names its project in its row
    for form in {table.form for table in tables if PROJECT_FIELD in table.columns} & frames.keys():
        rows = frames[form].dropna(subset=[PROJECT_FIELD])
        written = rows.groupby("sheet")[PROJECT_FIELD].agg(set)
        of_rows |= {sheet: set(map(numbers.of, in_rows)) for sheet, in_rows in written.items()}
    stated = [{numbers.of(cells[PROJECT].value)} if PROJECT in cells else {""} for cells in keys]
    of_sheets = [of_rows.get(sheet, in_cells) for sheet, in_cells in enumerate(stated)]
    return [min(projects) if len(projects) == 1 else "" for projects in of_sheets]


def _people(frames: dict[str, pd.DataFrame]) -> dict[int, set[str]]:
    """The ID numbers of each sheet of persons, by sheet key."""
    people: dict[int, set[str]] = {}
    for form in ("roster", "completion", "assessment"):
        numbers = frames[form].dropna(subset=["id_number"])
        people |= numbers.groupby("sheet")["id_number"].agg(set).to_dict()
    return people


def _is_beside(filing: Filing, recorded: list[Filing], key: bytes) -> bool:
    """Whether a list is of a class beside all that the ledger recorded of the project: with the people of one
    of them it is that one, sent again."""
    class_no, people = filing
    keyed = class_no, {keyed_hash(number, key) for number in people}
    return bool(recorded) and all(_are_two_classes(keyed, other) for other in recorded)


def _are_two_classes(filing: Filing, other: Filing) -> bool:
    (class_no, people), (other_no, others) = filing, other
    # a list that is sent again has lost some people, or gained some
    return class_no != other_no and 2 * len(people & others) < min(len(people), len(others))


def _class(stated: KeyValue | None) -> int:
    return (quantities.class_number(stated.value) if stated else None) or 1
