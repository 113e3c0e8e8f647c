"""What other policy values would change: who flips, heads and yuan, against cap and budget; as a workbook and
as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from gaoji_batch.findings import SEVERITY_NAMES
from gaoji_batch.judgement.changes import CHANGE_NAMES, CLEARED, NEW, UNCHANGED, compare
from gaoji_batch.outputs.pages.catalogue import said
from gaoji_batch.outputs.records import records
from gaoji_batch.outputs.workbooks.book import Book, Column, open_book, put, put_table

NAME = "假设分析.xlsx"


@dataclass(frozen=True, slots=True)
class Side:
    """One judgement: findings; projects and trainees as `verdicts` gives them, projects with payable_heads
    and payable_amount (yuan);
    yearly: year → (approved heads, cap); budgets: year → yuan."""

    findings: pd.DataFrame
    projects: pd.DataFrame
    trainees: pd.DataFrame
    yearly: Mapping[int, tuple[int, int]]
    budgets: Mapping[int, int]


@dataclass
class WhatIf:
    """Two judgements of one batch. changes: parameter → (its row of `Policy.describe`, the supposed
    value)."""

    changes: Mapping[str, tuple[Mapping[str, Any], Any]]
    before: Side
    after: Side

    @cached_property
    def findings(self) -> pd.DataFrame:
        """Findings that are cleared or new: change, title and FIELDS."""
        rows = compare(self.before.findings, self.after.findings)
        titles = (
            pd.concat([self.before.findings, self.after.findings])
            .drop_duplicates("code")
            .set_index("code")["title"]
        )
        return (
            rows[rows["change"].ne(UNCHANGED)]
            .assign(title=lambda found: found["code"].map(titles))
            .reset_index(drop=True)
        )

    @cached_property
    def codes(self) -> pd.DataFrame:
        """Cleared and new findings by rule: code, title, severity (name), cleared, new."""
        rows = self.findings
        counts = pd.crosstab(rows["code"], rows["change"]).reindex(columns=[CLEARED, NEW], fill_value=0)
        first = rows.drop_duplicates("code").set_index("code")
        counts = (
            counts.assign(title=first["title"], severity=first["severity"].map(SEVERITY_NAMES))
            .rename_axis("code")
            .reset_index()
        )
        return counts[["code", "title", "severity", CLEARED, NEW]]

    @cached_property
    def projects(self) -> pd.DataFrame:
        """Projects of which verdict, heads or yuan differ: project, name, unit, and before_/after_ of
        verdict, payable_heads, payable_amount."""
        told = ["verdict", "payable_heads", "payable_amount"]
        rows = _beside(self.before.projects, self.after.projects, ["project", "name", "unit"], told)
        return rows[_differ(rows, told)].reset_index(drop=True)

    @cached_property
    def trainees(self) -> pd.DataFrame:
        """Trainees whose verdict flips: project, unit, name, id_masked, before_verdict, after_verdict,
        before_reasons, after_reasons."""
        rows = _beside(
            self.before.trainees,
            self.after.trainees,
            ["project", "unit", "name", "id_masked"],
            ["verdict", "reasons"],
        )
        return rows[_differ(rows, ["verdict"])].reset_index(drop=True)

    @cached_property
    def years(self) -> list[dict[str, Any]]:
        """A year: approved heads, cap before and after, payable heads and yuan before and after, budget
        (None: none given)."""
        rows = []
        for year in sorted({*self.before.yearly, *_years(self.before.projects)}):
            row: dict[str, Any] = {
                "year": year,
                "approved": self.before.yearly.get(year, (0, 0))[0],
                "budget": self.before.budgets.get(year),
            }
            for name, held in (("before", self.before), ("after", self.after)):
                own = held.projects[pd.to_datetime(held.projects["opening"]).dt.year.eq(year)]
                row |= {f"cap_{name}": held.yearly.get(year, (0, None))[1]}
                row |= {
                    f"heads_{name}": int(own["payable_heads"].sum()),
                    f"amount_{name}": int(own["payable_amount"].sum()),
                }
            rows.append(row)
        return rows

    @property
    def totals(self) -> dict[str, int]:
        """Findings cleared and new, projects and trainees that flip, and the change in heads and yuan."""
        counts = self.findings["change"].value_counts()
        flipped = self.projects["before_verdict"].ne(self.projects["after_verdict"])
        change = {
            name: int(self.after.projects[name].sum() - self.before.projects[name].sum())
            for name in ("payable_heads", "payable_amount")
        }
        return {
            "cleared": int(counts.get(CLEARED, 0)),
            "new": int(counts.get(NEW, 0)),
            "projects": int(flipped.sum()),
            "trainees": len(self.trainees),
            "heads": change["payable_heads"],
            "amount": change["payable_amount"],
        }

    @property
    def assumptions(self) -> list[dict[str, str]]:
        """The parameters that were changed, in words: name, title, article, before, after."""
        return [
            {
                "name": name,
                "title": row["title"],
                "before": said(row["value"], row["unit"]),
                "after": said(value, row["unit"]),
            }
            for name, (row, value) in self.changes.items()
        ]


def _beside(before: pd.DataFrame, after: pd.DataFrame, keys: list[str], told: list[str]) -> pd.DataFrame:
    """Both judgements row by row: they judge the same rows in the same order."""
    return pd.concat(
        [before[keys], before[told].add_prefix("before_"), after[told].add_prefix("after_")], axis=1
    )


def _differ(rows: pd.DataFrame, told: list[str]) -> pd.Series:
    return pd.concat([rows[f"before_{name}"].ne(rows[f"after_{name}"]) for name in told], axis=1).any(axis=1)


def _years(projects: pd.DataFrame) -> list[int]:
    return [int(year) for year in pd.to_datetime(projects["opening"]).dt.year.dropna().unique()]


def write(found: WhatIf, on: date, folder: Path) -> None:
    """Writes 假设分析.xlsx and whatif.json into `folder`."""
    (folder / "whatif.json").write_text(
        json.dumps(as_json(found), ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n"
    )
    book = open_book(folder / NAME, on, "假设分析：只作测算，不改变审核结论")
    _overview(book, found)
    _sheet(
        book, "问题变化", found.findings.assign(change=found.findings["change"].map(CHANGE_NAMES)), _FINDINGS
    )
    _sheet(book, "项目变化", found.projects, _PROJECTS)
    _sheet(book, "学员变化", found.trainees, _TRAINEES)
    book.book.close()


def as_json(found: WhatIf) -> dict[str, Any]:
    """The comparison for programs; amounts in whole yuan, ID numbers masked."""
    changes = {name: {"before": row["value"], "after": value} for name, (row, value) in found.changes.items()}
    cleared, new = (records(found.findings[found.findings["change"].eq(kind)]) for kind in (CLEARED, NEW))
    return {
        "changes": changes,
        "totals": found.totals,
        "codes": found.codes.to_dict("records"),
        "projects": found.projects.to_dict("records"),
        "trainees": found.trainees.to_dict("records"),
        "years": found.years,
        "cleared": cleared,
        "new": new,
    }


_FINDINGS = [
    ("变化", "change", 9, "code"), ("规则", "title", 20, "text"), ("规则代码", "code", 10, "code"),
    ("项目编号", "project", 16, "text"),
    ("承办单位", "unit", 26, "text"), ("对象", "subject", 26, "text"), ("问题", "message", 46, "text"),
    ("涉及金额(元)", "amount", 13, "money"),
]  # fmt: skip
_PROJECTS = [
    ("项目编号", "project", 16, "text"), ("项目名称", "name", 30, "text"), ("承办单位", "unit", 28, "text"),
    ("现结论", "before_verdict", 10, "code"),
    ("假设下结论", "after_verdict", 12, "code"), ("现可补助人数", "before_payable_heads", 13, "count"),
    ("假设下人数", "after_payable_heads", 12, "count"),
    ("现补助金额(元)", "before_payable_amount", 15, "money"), ("假设下金额(元)", "after_payable_amount", 15, "money"),
]  # fmt: skip
_TRAINEES = [
    ("项目编号", "project", 16, "text"), ("承办单位", "unit", 28, "text"), ("姓名", "name", 10, "text"),
    ("身份证件号码", "id_masked", 22, "text"),
    ("现结论", "before_verdict", 10, "code"), ("假设下结论", "after_verdict", 12, "code"),
    ("现有问题", "before_reasons", 28, "text"),
    ("假设下问题", "after_reasons", 28, "text"),
]  # fmt: skip


def _sheet(
    book: Book, title: str, rows: pd.DataFrame, columns: Sequence[tuple[str, str, float, str]]
) -> None:
    put_table(
        book,
        book.sheet(title),
        [Column(name, rows[field].tolist(), width, look) for name, field, width, look in columns],
    )


def _overview(book: Book, found: WhatIf) -> None:
    """The assumptions, the sum of what changes, the rules, and each year against cap and budget."""
    sheet = book.sheet("总体情况", "#1F4E79")
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 6, 17)
    sheet.set_row(0, 28)
    put(sheet, 0, 0, "假设分析", book.look(bold=True, font_size=16))
    totals = found.totals
    changed = (
        f"问题消除{totals['cleared']}条、新增{totals['new']}条，"
        f"{totals['projects']}个项目、{totals['trainees']}名学员的结论改变"
    )
    put(
        sheet,
        1,
        0,
        f"{changed}；可补助人数{totals['heads']:+d}人，补助金额{totals['amount']:+,d}元。",
        book.look(font_size=11),
    )
    row = _block(
        book,
        sheet,
        3,
        ["假设", "参数", "现值", "假设值"],
        [[one["title"], one["name"], one["before"], one["after"]] for one in found.assumptions],
    )
    codes = [
        [one["title"], one["code"], one["severity"], one[CLEARED], one[NEW]]
        for one in found.codes.to_dict("records")
    ]
    row = _block(
        book,
        sheet,
        row,
        ["问题变化（按规则）", "代码", "结论", "消除", "新增"],
        codes or [["没有变化", "", "", None, None]],
    )
    heads = ["年度人数与上限", "核定人数", "现上限", "假设下上限", "现余额", "假设下余额"]
    caps = [
        [
            f"{one['year']}年",
            one["approved"],
            *(one[f"cap_{at}"] for at in _SIDES),
            *(_left(one[f"cap_{at}"], one["approved"]) for at in _SIDES),
        ]
        for one in found.years
    ]
    row = _block(book, sheet, row, heads, caps)
    heads = [
        "年度资金与预算(元)",
        "预算",
        "现补助金额",
        "假设下补助金额",
        "现余额",
        "假设下余额",
        "可补助人数（现→假设）",
    ]
    money = [
        [
            f"{one['year']}年",
            one["budget"],
            one["amount_before"],
            one["amount_after"],
            *(_left(one["budget"], one[f"amount_{at}"]) for at in _SIDES),
            f"{one['heads_before']}→{one['heads_after']}",
        ]
        for one in found.years
    ]
    _block(book, sheet, row, heads, money)


_SIDES = ("before", "after")


def _left(limit: int | None, used: int) -> int | None:
    """What is left of a limit; None where there is none."""
    return None if limit is None else limit - used


def _block(book: Book, sheet: Any, top: int, heads: list[str], rows: list[list[Any]]) -> int:
    """A small table; returns the row at which the next may begin."""
    for at, head in enumerate(heads):
        put(sheet, top, at, head, book.cell("head"))
    for down, row in enumerate(rows, top + 1):
        for at, value in enumerate(row):
            put(
                sheet,
                down,
                at,
                value,
                book.cell("text" if isinstance(value, str) or value is None else "money"),
            )
    return top + len(rows) + 2
