"""The spot checks of a quarter: the sample with its reasons, as workbook, page and records."""

from __future__ import annotations

import json
from pathlib import Path

from gaoji_batch.outputs.pages import plain_page
from gaoji_batch.outputs.pages.charts import Bar, pieces
from gaoji_batch.outputs.report import overridden
from gaoji_batch.outputs.workbooks.book import (
    Book,
    TableColumn,
    open_book,
    write_cell,
    write_notes,
    write_table,
)
from gaoji_batch.outputs.workbooks.call_sheets import CALLS, call_name, write_call_sheet
from gaoji_batch.outputs.workbooks.inspection_plan import Plan, day_words, points_of, records
from gaoji_batch.values.date_columns import chinese_dates
from gaoji_batch.values.dates import chinese_date

PLAN, PAGE, RECORDS = "抽查方案.xlsx", "inspect.html", "inspect.json"


def write(plan: Plan, folder: Path) -> list[str]:
    """Writes everything but the notices into `folder`; returns the paths, from `folder`, that hold personal
    data."""
    _workbook(plan, folder / PLAN)
    _page(plan, folder / PAGE)
    (folder / RECORDS).write_text(
        json.dumps(records(plan), ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n"
    )
    for row in plan.drawn.to_dict("records"):
        path = folder / CALLS / f"{call_name(row)}.xlsx"
        path.parent.mkdir(exist_ok=True)
        write_call_sheet(plan, row, path)
    return [CALLS] if len(plan.drawn) else []


def _workbook(plan: Plan, path: Path) -> None:
    book = open_book(path, plan.on, f"抽查方案 {plan.run}")
    _sample(book, plan)
    _risk_points(book, plan)
    book.book.close()


def _sample(book: Book, plan: Plan) -> None:
    """All classes that stood for the draw, in the order of their lots."""
    rows = plan.classes
    sheet = book.sheet("抽样结果", "#1F4E79")
    notes = [f"{plan.period}抽查抽样结果", plan.how, *overridden(plan.overrides)]
    write_notes(book, sheet, notes, 10, heights=(30, 30))
    write_table(
        book,
        sheet,
        [
            TableColumn("次序", rows["place"].tolist(), 6, "count"),
            TableColumn("是否抽中", ["抽中" if drawn else "" for drawn in rows["drawn"]], 9, "code"),
            TableColumn("项目编号", rows["written"].tolist(), 15, "code"),
            TableColumn("期次", rows["class_no"].tolist(), 6, "count"),
            TableColumn("项目名称", rows["name"].tolist(), 28),
            TableColumn("承办单位", rows["unit"].tolist(), 30),
            TableColumn("开班日期", chinese_dates(rows["opening"]).tolist(), 15, "code"),
            TableColumn("结业日期", chinese_dates(rows["ending"]).tolist(), 15, "code"),
            TableColumn("人数", rows["heads"].astype("int64").tolist(), 7, "count"),
            TableColumn("风险分", rows["score"].tolist(), 8, "count"),
            TableColumn("权重", rows["weight"].tolist(), 7, "count"),
            TableColumn("签号u", [f"{lot:.6f}" for lot in rows["lot"]], 11, "code"),
        ],
        top=len(notes),
    )


def _risk_points(book: Book, plan: Plan) -> None:
    """Each risk point of each project, with its evidence."""
    named = plan.classes.drop_duplicates("project").set_index("project")
    points = plan.points[plan.points["project"].isin(named.index)]
    sheet = book.sheet("风险依据")
    write_table(
        book,
        sheet,
        [
            TableColumn("项目编号", points["project"].map(named["written"]).tolist(), 15, "code"),
            TableColumn("承办单位", points["project"].map(named["unit"]).tolist(), 28),
            TableColumn("风险点", points["signal"].tolist(), 16),
            TableColumn("处数", points["cases"].tolist(), 7, "count"),
            TableColumn("风险分", points["points"].tolist(), 8, "count"),
            TableColumn("依据", points["evidence"].tolist(), 90),
        ],
    )
    if points.empty:
        write_cell(sheet, 1, 0, "各班没有风险点。", book.look())


def _page(plan: Plan, path: Path) -> None:
    heaviest = int(plan.classes["score"].max()) if len(plan.classes) else 1
    rows = [
        row
        | {
            "days": f"{day_words(row['opening'])}至{day_words(row['ending'])}",
            "points": points_of(plan, row["project"]),
            "callees": int(
                plan.callees[["project", "class_no"]].eq([row["project"], row["class_no"]]).all(axis=1).sum()
            ),
        }
        for row in plan.classes.to_dict("records")
    ]
    by_score = sorted(rows, key=lambda row: (-row["score"], row["place"]))[:12]
    bars = [
        Bar(
            row["name"] or row["written"],
            row["written"] + ("（抽中）" if row["drawn"] else ""),
            f"{row['score']}分",
            pieces([("past" if row["drawn"] else "within", "风险分", row["score"])], max(heaviest, 1)),
        )
        for row in by_score
    ]
    values = {
        "plan": plan,
        "rows": rows,
        "bars": bars,
        "day": chinese_date(plan.on),
        "calls": CALLS,
        "workbook": PLAN,
    }
    plain_page.write(plan.workspace, "inspect.html.j2", values, path)
