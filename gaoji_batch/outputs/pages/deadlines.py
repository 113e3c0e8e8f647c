"""The deadlines of all projects: 期限提醒.xlsx, deadlines.html, deadlines.json, and a calendar a unit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from gaoji_batch.outputs.calendar import calendar, uid
from gaoji_batch.outputs.pages import plain_page
from gaoji_batch.outputs.safe_text import safe_name
from gaoji_batch.outputs.workbooks.book import TableColumn, colour_words, open_book, write_table
from gaoji_batch.values.dates import chinese_date

NAME = "期限提醒.xlsx"
DONE, LATE, OVERDUE, OPEN = "按期完成", "逾期完成", "已逾期", "未到期"
ITEM_COLUMNS = [
    "project",
    "name",
    "unit",
    "class_no",
    "item",
    "article",
    "due",
    "basis",
    "arrived",
    "arrived_on",
    "state",
    "days_left",
]
KINDS = {OVERDUE: "reject", LATE: "review", OPEN: "note", DONE: "pass"}
_COLOURS = [(OVERDUE, "#FBE9E7", "#B42318"), (LATE, "#FDF3DA", "#8A5A00"), (DONE, "#E3F3E8", "#1E6B3A")]


@dataclass
class Deadlines:
    """items: a row a project, class and thing due: ITEM_COLUMNS, due and arrived_on as days, days_left from
    `on`; unaudited: paid projects without a third party's audit: written, project_name, unit."""

    items: pd.DataFrame
    on: date
    overrides: Mapping[str, str]
    unaudited: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(columns=["written", "project_name", "unit"])
    )

    @cached_property
    def open_items(self) -> pd.DataFrame:
        """What is still to come, the most urgent first."""
        rows = self.items[self.items["state"].isin([OVERDUE, OPEN])]
        return rows.sort_values(["due", "project", "class_no"], kind="stable").reset_index(drop=True)

    @cached_property
    def next_items(self) -> pd.DataFrame:
        """The next thing due of each project, the most urgent project first; finished projects are left
        out."""
        return self.open_items.drop_duplicates("project").reset_index(drop=True)

    @property
    def counts(self) -> dict[str, int]:
        """Things overdue, due within 7 and within 30 days; projects with nothing left."""
        left = self.open_items["days_left"]
        finished = self.items["project"].nunique() - self.open_items["project"].nunique()
        return {
            "overdue": int(left.lt(0).sum()),
            "week": int(left.between(0, 7).sum()),
            "month": int(left.between(0, 30).sum()),
            "finished": int(finished),
        }


def write(deadlines: Deadlines, workspace: Path, folder: Path) -> None:
    """Writes all four into `folder`, the calendars into `folder`/calendars."""
    _write_book(deadlines, folder / NAME)
    lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in records(deadlines))
    (folder / "deadlines.json").write_text("".join(lines), encoding="utf-8", newline="\n")
    _write_calendars(deadlines, folder / "calendars")
    values = {
        "day": chinese_date(deadlines.on),
        "counts": deadlines.counts,
        "overrides": deadlines.overrides,
        "next": shown(deadlines.next_items),
        "items": shown(deadlines.items),
        "unaudited": deadlines.unaudited.to_dict("records"),
    }
    plain_page.write(workspace, "deadlines.html.j2", values, folder / "deadlines.html")


def records(deadlines: Deadlines) -> list[dict[str, Any]]:
    """One record a project: project, name, unit, next (its next thing due, or null) and items; days as
    2026-05-04."""
    following = {row["project"]: row for row in _plain(deadlines.next_items)}
    out = []
    for project, group in deadlines.items.groupby("project", sort=False):
        rows = [{name: row[name] for name in ITEM_COLUMNS[3:]} for row in _plain(group)]
        first = group.iloc[0]
        upcoming = following.get(project)
        next_ = None if upcoming is None else {name: upcoming[name] for name in ITEM_COLUMNS[3:]}
        out.append(
            {
                "project": project,
                "name": _text(first["name"]),
                "unit": _text(first["unit"]),
                "next": next_,
                "items": rows,
            }
        )
    return out


def _plain(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows for programs: days as ISO text, whole numbers, None where there is nothing."""
    return [
        {name: _value(value) for name, value in row.items()}
        for row in rows.astype("object").to_dict("records")
    ]


def _value(value: Any) -> Any:
    if pd.isna(value):
        return None
    return value.date().isoformat() if isinstance(value, pd.Timestamp) else value


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def shown(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows for people: Chinese days, and how long it is still, or how long ago."""
    return [
        {
            name: _text(row[name])
            for name in ("project", "name", "unit", "item", "article", "basis", "arrived", "state")
        }
        | {
            "class_no": int(row["class_no"]),
            "due": chinese_date(row["due"]),
            "left": left(row),
            "kind": KINDS[row["state"]],
        }
        for row in rows.to_dict("records")
    ]


def left(row: Mapping[str, Any]) -> str:
    """还有7天, 今天到期, 已逾期3天, 晚3天; '' for what was done in time."""
    if row["state"] == LATE:
        return f"晚{(row['arrived_on'] - row['due']).days}天"
    if row["state"] == DONE:
        return ""
    days = int(row["days_left"])
    return f"还有{days}天" if days > 0 else "今天到期" if days == 0 else f"已逾期{-days}天"


def _write_book(deadlines: Deadlines, path: Path) -> None:
    book = open_book(path, deadlines.on, f"期限提醒　{chinese_date(deadlines.on)}")
    for title, rows in (("下一期限", shown(deadlines.next_items)), ("全部期限", shown(deadlines.items))):
        columns = [
            ("项目编号", "project", 16, "text"),
            ("项目名称", "name", 30, "text"),
            ("承办单位", "unit", 28, "text"),
            ("期次", "class_no", 7, "count"),
            ("事项", "item", 11, "code"),
            ("期限", "due", 15, "code"),
            ("状态", "state", 10, "code"),
            ("剩余时间", "left", 13, "code"),
            ("已收材料", "arrived", 34, "text"),
            ("期限依据", "basis", 34, "text"),
            ("条款", "article", 9, "code"),
        ]
        sheet = book.sheet(title)
        write_table(
            book,
            sheet,
            [
                TableColumn(name, [row[field] for row in rows], width, look)
                for name, field, width, look in columns
            ],
        )
        colour_words(book, sheet, (1, 6, max(len(rows), 1), 6), _COLOURS)
    names = {"written": ("项目编号", 16), "project_name": ("项目名称", 30), "unit": ("承办单位", 28)}
    items = [
        TableColumn(title, list(deadlines.unaudited[name]), width, "text")
        for name, (title, width) in names.items()
    ]
    write_table(book, book.sheet("待审计项目"), items)
    book.book.close()


def _write_calendars(deadlines: Deadlines, folder: Path) -> None:
    """One .ics a unit, with the things done as well, so that importing it again brings the old events up to
    date."""
    for unit, rows in deadlines.items.assign(unit=deadlines.items["unit"].fillna("未写明承办单位")).groupby(
        "unit"
    ):
        folder.mkdir(exist_ok=True)
        content = calendar(f"{unit}高技能研修期限", _events(rows), deadlines.on)
        (folder / f"{safe_name(str(unit))}.ics").write_bytes(content)


def _events(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """One event a thing due; several of one kind for a project (faults of spot checks) are told apart by
    their order."""
    nth = rows.groupby(["project", "class_no", "item"]).cumcount()
    return [
        {
            "uid": uid(row["project"], row["class_no"], row["item"], at),
            "day": row["due"].date(),
            "done": row["state"] in (DONE, LATE),
            "summary": ("（已完成）" if row["state"] in (DONE, LATE) else "")
            + f"{row['item']}截止：{_text(row['name'])}（{row['project']}）",
            "description": "\n".join(
                part
                for part in (f"依据：{row['article']}，{_text(row['basis'])}", _text(row["arrived"]))
                if part
            ),
        }
        for row, at in zip(rows.to_dict("records"), nth, strict=True)
    ]
