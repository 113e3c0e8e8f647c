"""The spot checks of a quarter: the sample with its reasons (workbook, page, records), and a workbook a class
to call and to report with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from gaoji_batch.outputs.pages import plain_page
from gaoji_batch.outputs.pages.charts import Bar, pieces
from gaoji_batch.outputs.report import overridden
from gaoji_batch.outputs.safe_text import safe_name
from gaoji_batch.outputs.workbooks.book import Book, Column, open_book, put, put_table
from gaoji_batch.values.date_columns import chinese_dates
from gaoji_batch.values.dates import chinese_date, quarter_name

PLAN, PAGE, RECORDS, CALLS = "抽查方案.xlsx", "inspect.html", "inspect.json", "电话回访表"
QUESTIONS = {
    "接听情况": ["接通", "无人接听", "空号", "号码不是本人"], "是否本人参加": ["是", "否"], "参加天数": [], "每天学时": [],
    "是否按计划授课": ["是", "否", "记不清"],
    "有无向学员收费": ["无", "有"], "是否交工作总结": ["是", "否"], "满意程度": ["满意", "基本满意", "不满意"],
}  # fmt: skip
"""What each trainee is asked, and the answers offered."""
RECORD_COLUMNS = [
    "项目编号",
    "抽查日期",
    "抽查内容",
    "抽查结果",
    "抽查人",
    "整改期限",
    "整改完成日期",
    "备注",
]
"""Of the form 抽查记录, in the order they are filled in."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A drawn sample. classes: all that stood for the draw, in the order of their lots (`sampling.draw`);
    points: `risk.points`;
    callees: `sampling.callees`; inspector: '' where none is named; overrides: parameters that gaoji.toml
    changes."""

    year: int
    quarter: int
    seed: int
    base: int
    on: date
    run: str
    workspace: Path
    classes: pd.DataFrame
    points: pd.DataFrame
    callees: pd.DataFrame
    inspector: str
    overrides: Mapping[str, str]

    @property
    def period(self) -> str:
        return f"{self.year}年{quarter_name(self.quarter)}"

    @property
    def drawn(self) -> pd.DataFrame:
        return self.classes[self.classes["drawn"]]

    @property
    def how(self) -> str:
        """How anybody may draw the sample again."""
        return (
            f"种子{self.seed}。权重＝基础权重{self.base}＋风险分；签号u＝“种子|项目编号|期次”的SHA-256值除以2的256次方；"
            f"按－ln(u)÷权重从小到大排列，取前{len(self.drawn)}个班。种子和材料相同，结果相同。"
        )


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
        _call_book(plan, row, path)
    return [CALLS] if len(plan.drawn) else []


def call_name(row: Mapping[str, Any]) -> str:
    """The name of a class's call sheet."""
    return safe_name(row["written"] + (f"-第{row['class_no']}期" if row["class_no"] > 1 else ""))


def records(plan: Plan) -> dict[str, Any]:
    """inspect.json: the quarter, the seed, every class with its lot and its points, in the order of the
    lots."""
    classes = [
        {
            "project": row["written"],
            "class_no": row["class_no"],
            "name": row["name"],
            "unit": row["unit"],
            "heads": int(row["heads"]),
            "score": row["score"],
            "weight": row["weight"],
            "lot": row["lot"],
            "place": row["place"],
            "drawn": row["drawn"],
            "points": [
                {name: point[name] for name in ("signal", "cases", "points", "evidence")}
                for point in _points_of(plan, row["project"])
            ],
        }
        for row in plan.classes.to_dict("records")
    ]
    sample = [row["project"] for row in classes if row["drawn"]]
    return {
        "quarter": f"{plan.year}Q{plan.quarter}",
        "seed": plan.seed,
        "base": plan.base,
        "sample": sample,
        "classes": classes,
        "overrides": dict(plan.overrides),
    }


def _points_of(plan: Plan, project: str) -> list[dict[str, Any]]:
    return plan.points[plan.points["project"].eq(project)].to_dict("records")


def _workbook(plan: Plan, path: Path) -> None:
    book = open_book(path, plan.on, f"抽查方案 {plan.run}")
    rows = plan.classes
    sheet = book.sheet("抽样结果", "#1F4E79")
    notes = [f"{plan.period}抽查抽样结果", plan.how, *overridden(plan.overrides)]
    for at, said in enumerate(notes):
        sheet.merge_range(
            at,
            0,
            at,
            10,
            said,
            book.look(font_size=15, bold=True) if at == 0 else book.look(text_wrap=True, font_size=9),
        )
        sheet.set_row(at, 30)
    put_table(
        book,
        sheet,
        [
            Column("次序", rows["place"].tolist(), 6, "count"),
            Column("是否抽中", ["抽中" if drawn else "" for drawn in rows["drawn"]], 9, "code"),
            Column("项目编号", rows["written"].tolist(), 15, "code"),
            Column("期次", rows["class_no"].tolist(), 6, "count"),
            Column("项目名称", rows["name"].tolist(), 28),
            Column("承办单位", rows["unit"].tolist(), 30),
            Column("开班日期", chinese_dates(rows["opening"]).tolist(), 15, "code"),
            Column("结业日期", chinese_dates(rows["ending"]).tolist(), 15, "code"),
            Column("人数", rows["heads"].astype("int64").tolist(), 7, "count"),
            Column("风险分", rows["score"].tolist(), 8, "count"),
            Column("权重", rows["weight"].tolist(), 7, "count"),
            Column("签号u", [f"{lot:.6f}" for lot in rows["lot"]], 11, "code"),
        ],
        top=len(notes),
    )
    named = rows.drop_duplicates("project").set_index("project")
    points = plan.points[plan.points["project"].isin(named.index)]
    sheet = book.sheet("风险依据")
    put_table(
        book,
        sheet,
        [
            Column("项目编号", points["project"].map(named["written"]).tolist(), 15, "code"),
            Column("承办单位", points["project"].map(named["unit"]).tolist(), 28),
            Column("风险点", points["signal"].tolist(), 16),
            Column("处数", points["cases"].tolist(), 7, "count"),
            Column("风险分", points["points"].tolist(), 8, "count"),
            Column("依据", points["evidence"].tolist(), 90),
        ],
    )
    if points.empty:
        put(sheet, 1, 0, "各班没有风险点。", book.look())
    book.book.close()


def _page(plan: Plan, path: Path) -> None:
    heaviest = int(plan.classes["score"].max()) if len(plan.classes) else 1
    rows = [
        row
        | {
            "days": f"{_day(row['opening'])}至{_day(row['ending'])}",
            "points": _points_of(plan, row["project"]),
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


def _day(day: Any) -> str:
    return "" if pd.isna(day) else chinese_date(day)


def _call_book(plan: Plan, row: Mapping[str, Any], path: Path) -> None:
    """The workbook of one class: whom to call with what to ask, and 抽查记录 laid out for the answers."""
    own = plan.callees[
        plan.callees["project"].eq(row["project"]) & plan.callees["class_no"].eq(row["class_no"])
    ]
    book = open_book(path, plan.on, f"抽查 {plan.run} {row['written']}")
    _calls(book, plan, row, own)
    _record_sheet(book, plan, row, own)
    book.book.close()


def _calls(book: Book, plan: Plan, row: Mapping[str, Any], own: pd.DataFrame) -> None:
    sheet = book.sheet("电话回访表", "#1F4E79")
    width = 4 + len(QUESTIONS)
    notes = [
        f"电话回访表　{row['written']}　{row['name']}",
        f"承办单位：{row['unit']}　　班期：{_day(row['opening'])}至{_day(row['ending'])}　　"
        f"名单{int(row['heads'])}人，回访{len(own)}人（种子{plan.seed}，按签号先后）",
        "本表含学员电话，仅供抽查人员使用，用后按规定保管或销毁。回访结果写入“抽查记录”工作表，每人一行。",
    ]
    for at, said in enumerate(notes):
        sheet.merge_range(
            at,
            0,
            at,
            width,
            said,
            book.look(font_size=14, bold=True) if at == 0 else book.look(font_size=9, text_wrap=True),
        )
        sheet.set_row(at, 28 if at == 0 else 20)
    blank = [""] * len(own)
    columns = [
        Column("序号", own["place"].tolist(), 6, "count"),
        Column("姓名", _texts(own["name"]), 10),
        Column("联系电话", _texts(own["phone"], "未填写"), 15, "code"),
        Column("工作单位", _texts(own["employer"]), 26),
        *(Column(title, blank, 12.5, "code", fill=True) for title in QUESTIONS),
        Column("备注", blank, 16, fill=True),
    ]
    put_table(book, sheet, columns, top=len(notes), filtered=False)
    for at, answers in enumerate(QUESTIONS.values(), 4):
        if answers and len(own):
            sheet.data_validation(
                len(notes) + 1, at, len(notes) + len(own), at, {"validate": "list", "source": answers}
            )


def _record_sheet(book: Book, plan: Plan, row: Mapping[str, Any], own: pd.DataFrame) -> None:
    """抽查记录: a row a call, one for the visit, one for each risk point; the day, the result and what follows
    are to be filled in."""
    items = [f"电话回访：{name}是否本人参加、学时是否足额、有无收费" for name in _texts(own["name"])]
    items.append("现场检查：到课人数、授课教师、课程内容与培训计划是否一致")
    items += [f"核查{point['signal']}：{point['evidence']}" for point in _points_of(plan, row["project"])]
    sheet = book.sheet("抽查记录", "#C98A0C")
    note = "填好后把本工作簿存入center文件夹，即为抽查记录。没有查的行请删除；发现问题的填写整改期限，改好后填写整改完成日期。"
    sheet.merge_range(0, 0, 0, len(RECORD_COLUMNS) - 1, note, book.look(font_size=9, text_wrap=True))
    sheet.set_row(0, 24)
    filled = {
        "项目编号": [row["written"]] * len(items),
        "抽查内容": items,
        "抽查人": [plan.inspector] * len(items),
    }
    widths = {"项目编号": 15, "抽查内容": 60, "抽查结果": 30, "备注": 16}
    columns = [
        Column(
            title,
            filled.get(title, [""] * len(items)),
            widths.get(title, 13),
            "text" if title in widths else "code",
            fill=title not in ("项目编号", "抽查内容"),
        )
        for title in RECORD_COLUMNS
    ]
    put_table(book, sheet, columns, top=1, filtered=False)
    day = book.cell("code", bg_color="#FFF9DB", num_format="yyyy-mm-dd")
    for at in (RECORD_COLUMNS.index(title) for title in RECORD_COLUMNS if title.endswith(("日期", "期限"))):
        for offset in range(len(items)):
            put(sheet, 2 + offset, at, None, day)
    result = RECORD_COLUMNS.index("抽查结果")
    sheet.data_validation(
        2,
        result,
        1 + len(items),
        result,
        {
            "validate": "any",
            "input_title": "抽查结果",
            "input_message": "没有问题写“未发现问题”；有问题的写明事实",
        },
    )


def _texts(values: pd.Series, missing: str = "") -> list[str]:
    return values.astype("object").fillna(missing).astype("str").tolist()
