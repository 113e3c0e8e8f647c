"""Of which projects unread content may speak (F019): of its own number, else of the nearest table's."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from gaoji_batch.batch.versions import DUPLICATE, LIVE, REPLACED
from gaoji_batch.rules.unread import _nearest

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
