"""Of which projects unread content may speak (F019): of its own number, else of the nearest table's.
Which stage the folder of an attachment lacks (F018)."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from gaoji_batch.batch.versions import DUPLICATE, LIVE, REPLACED
from gaoji_batch.rules.rule import COMPLETION, FILING
from gaoji_batch.rules.unread import _attached, _nearest

BOOK, OTHER_BOOK = "inbox/甲.xlsx", "inbox/乙.xlsx"
TABLES = [
    (BOOK, "名单", 5, 1, "P1"),
    (BOOK, "名单", 30, 1, "P2"),
    (BOOK, "计划", 5, 2, "P3"),
    (BOOK, "往年", 5, 3, "P4"),
    (BOOK, "说明", 5, 4, ""),
    (OTHER_BOOK, "名单", 5, 1, "P9"),
]
"""Workbook, sheet, header row, place of the sheet in its workbook, project written there."""
PARTS = [(0, "P1", LIVE), (1, "P2", LIVE), (2, "P3", LIVE), (2, "P5", REPLACED), (3, "P4", DUPLICATE)]


def facts() -> Any:
    sheets = pd.DataFrame(
        [(book, name, project) for book, name, _, _, project in TABLES],
        columns=["workbook", "sheet_name", "project"],
    )
    batch = SimpleNamespace(
        sheets=sheets,
        tables={at: SimpleNamespace(header_row=row) for at, (_, _, row, _, _) in enumerate(TABLES)},
        places_of_sheets={at: place for at, (_, _, _, place, _) in enumerate(TABLES)},
        numbers=SimpleNamespace(of=str.lower),
    )
    parts = pd.DataFrame(PARTS, columns=["sheet", "project", "state"])
    return SimpleNamespace(batch=batch, filings=SimpleNamespace(parts=parts))


@pytest.mark.parametrize(
    ("fault", "projects"),
    [
        ({"sheet_name": "名单", "row": 7, "project": "P7"}, ["p7"]),
        ({"sheet_name": "名单", "row": 7, "project": ""}, ["P1"]),
        ({"sheet_name": "名单", "row": 2}, ["P1"]),
        ({"sheet_name": "名单", "row": 29}, ["P1"]),
        ({"sheet_name": "名单", "row": 30}, ["P2"]),
        ({"sheet_name": "名单", "row": 99}, ["P2"]),
        ({"sheet_name": "计划", "row": 7}, ["P3", "P5"]),
        ({"sheet_name": "往年", "row": 7}, []),
        ({"sheet_name": "说明", "row": 7}, [None]),
        ({"sheet_name": "附页", "row": 1, "place": 1}, ["P1"]),
        ({"sheet_name": "附页", "row": 1, "place": 2}, ["P2"]),
        ({"sheet_name": "附页", "row": 1, "place": 3}, ["P3", "P5"]),
        ({"file": "inbox/丙.xlsx", "sheet_name": "附页", "row": 1, "place": 1}, [None]),
    ],
)
def test_content_speaks_of_the_nearest_table(fault: dict[str, Any], projects: list[str | None]) -> None:
    assert _nearest(facts(), {"file": BOOK} | fault) == projects


ON = pd.Timestamp("2026-07-01")
PROJECTS = {
    "P1": (True, "北京甲公司", pd.Timestamp("2026-05-22")),
    "P2": (True, "北京乙公司", ON),
    "P3": (False, "北京丙公司", ON),
}
"""Number → whether approved, its unit, the last day of its class; it is judged on the last day of P2."""
FILED = [
    ("unit", "inbox/甲公司/名单.xlsx", "roster", "北京甲公司", "P1"),
    ("unit", "inbox/甲公司/申请.xlsx", "claim", "北京甲公司", "P1"),
    ("unit", "inbox/材料/申请.xlsx", "claim", "", "P2"),
    ("unit", "inbox/开班/名单.xlsx", "roster", "北京乙公司", "P2"),
    ("center", "center/乙公司/名册.xlsx", "completion", "北京乙公司", "P2"),
]


def batch(numbers: list[str], sheets: list[tuple[str, ...]], recorded: list[str]) -> Any:
    projects = pd.DataFrame(
        [PROJECTS[number] for number in numbers],
        index=pd.Index(numbers, dtype="object"),
        columns=["approved", "unit", "ending"],
    ).astype({"approved": "bool", "ending": "datetime64[s]"})
    table = pd.DataFrame(sheets, columns=["source", "file", "form", "unit", "project"])
    return SimpleNamespace(
        batch=SimpleNamespace(sheets=table.astype("str")),
        plan=SimpleNamespace(projects=projects),
        ledger=SimpleNamespace(states=pd.DataFrame({"project": recorded})),
        on=ON.date(),
    )


@pytest.mark.parametrize(
    ("file", "stage", "project", "unit"),
    [
        ("center/通知.pdf", "own", None, None),
        ("inbox/甲公司/说明.pdf", COMPLETION, "P1", "北京甲公司"),
        ("inbox/乙公司/说明.pdf", FILING, "P2", "北京乙公司"),
        ("inbox/北京乙公司材料/说明.pdf", FILING, "P2", "北京乙公司"),
        ("inbox/材料/说明.pdf", FILING, "P2", "北京乙公司"),
        ("inbox/开班/说明.pdf", "", None, None),
        ("inbox/丙公司/说明.pdf", "", None, None),
        ("inbox/说明.pdf", FILING, None, None),
    ],
)
def test_what_the_folder_of_an_attachment_lacks(
    file: str, stage: str, project: str | None, unit: str | None
) -> None:
    assert _attached(batch([*PROJECTS], FILED, []), file) == (stage, project, unit)


@pytest.mark.parametrize(
    ("numbers", "sheets", "recorded", "stage", "project"),
    [
        (["P1"], FILED[:2], [], COMPLETION, "P1"),
        (["P1"], FILED[:2], ["P1"], "", None),
        (["P1"], [], [], FILING, "P1"),
        ([], [], [], FILING, None),
        ([], FILED[:1], [], "", None),
    ],
)
def test_where_one_unit_sends_all_of_inbox_is_its_folder(
    numbers: list[str], sheets: list[tuple[str, ...]], recorded: list[str], stage: str, project: str | None
) -> None:
    assert _attached(batch(numbers, sheets, recorded), "inbox/扫描/说明.pdf")[:2] == (stage, project)


def test_of_two_units_each_has_its_folder() -> None:
    facts = batch(["P1", "P2"], FILED[:2], [])
    assert _attached(facts, "inbox/乙公司/说明.pdf")[:2] == (FILING, "P2")
