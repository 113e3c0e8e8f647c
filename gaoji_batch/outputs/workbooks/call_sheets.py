"""电话回访表/<project>.xlsx: a workbook a class, whom to call with what to ask.

The form 抽查记录 is laid out in it for the answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from gaoji_batch.outputs.safe_text import safe_name
from gaoji_batch.outputs.workbooks.book import (
    Book,
    TableColumn,
    open_book,
    write_cell,
    write_notes,
    write_table,
)
from gaoji_batch.outputs.workbooks.inspection_plan import Plan, day_words, points_of

CALLS = "电话回访表"
QUESTIONS = {
    "接听情况": ["接通", "无人接听", "空号", "号码不是本人"],
    "是否本人参加": ["是", "否"],
    "参加天数": [],
    "每天学时": [],
    "是否按计划授课": ["是", "否", "记不清"],
    "有无向学员收费": ["无", "有"],
    "是否交工作总结": ["是", "否"],
    "满意程度": ["满意", "基本满意", "不满意"],
}
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


def call_name(row: Mapping[str, Any]) -> str:
    """The name of a class's call sheet."""
    return safe_name(row["written"] + (f"-第{row['class_no']}期" if row["class_no"] > 1 else ""))


def write_call_sheet(plan: Plan, row: Mapping[str, Any], path: Path) -> None:
    """The workbook of one class: whom to call with what to ask, and 抽查记录 laid out for the answers."""
    callees = plan.callees[
        plan.callees["project"].eq(row["project"]) & plan.callees["class_no"].eq(row["class_no"])
    ]
    book = open_book(path, plan.on, f"抽查 {plan.run} {row['written']}")
    _calls(book, plan, row, callees)
    _record_sheet(book, plan, row, callees)
    book.book.close()


def _calls(book: Book, plan: Plan, row: Mapping[str, Any], callees: pd.DataFrame) -> None:
    sheet = book.sheet("电话回访表", "#1F4E79")
    notes = [
        f"电话回访表　{row['written']}　{row['name']}",
        f"承办单位：{row['unit']}　　班期：{day_words(row['opening'])}至{day_words(row['ending'])}　　"
        f"名单{int(row['heads'])}人，回访{len(callees)}人（种子{plan.seed}，按签号先后）",
        "本表含学员电话，仅供抽查人员使用，用后按规定保管或销毁。回访结果写入“抽查记录”工作表，每人一行。",
    ]
    write_notes(book, sheet, notes, 4 + len(QUESTIONS), title_size=14, heights=(28, 20))
    blank = [""] * len(callees)
    columns = [
        TableColumn("序号", callees["place"].tolist(), 6, "count"),
        TableColumn("姓名", _texts(callees["name"]), 10),
        TableColumn("联系电话", _texts(callees["phone"], "未填写"), 15, "code"),
        TableColumn("工作单位", _texts(callees["employer"]), 26),
        *(TableColumn(title, blank, 12.5, "code", fill=True) for title in QUESTIONS),
        TableColumn("备注", blank, 16, fill=True),
    ]
    write_table(book, sheet, columns, top=len(notes), filtered=False)
    for at, answers in enumerate(QUESTIONS.values(), 4):
        if answers and len(callees):
            sheet.data_validation(
                len(notes) + 1, at, len(notes) + len(callees), at, {"validate": "list", "source": answers}
            )


def _record_sheet(book: Book, plan: Plan, row: Mapping[str, Any], callees: pd.DataFrame) -> None:
    """抽查记录: a row a call, one for the visit, one for each risk point.

    The day, the result and what follows are to be filled in.
    """
    items = _items(plan, row, callees)
    sheet = book.sheet("抽查记录", "#C98A0C")
    note = (
        "填好后把本工作簿存入center文件夹，即为抽查记录。没有查的行请删除；"
        "发现问题的填写整改期限，改好后填写整改完成日期。"
    )
    sheet.merge_range(0, 0, 0, len(RECORD_COLUMNS) - 1, note, book.look(font_size=9, text_wrap=True))
    sheet.set_row(0, 24)
    filled = {
        "项目编号": [row["written"]] * len(items),
        "抽查内容": items,
        "抽查人": [plan.inspector] * len(items),
    }
    widths = {"项目编号": 15, "抽查内容": 60, "抽查结果": 30, "备注": 16}
    columns = [
        TableColumn(
            title,
            filled.get(title, [""] * len(items)),
            widths.get(title, 13),
            "text" if title in widths else "code",
            fill=title not in ("项目编号", "抽查内容"),
        )
        for title in RECORD_COLUMNS
    ]
    write_table(book, sheet, columns, top=1, filtered=False)
    day = book.cell("code", bg_color="#FFF9DB", num_format="yyyy-mm-dd")
    for at in (RECORD_COLUMNS.index(title) for title in RECORD_COLUMNS if title.endswith(("日期", "期限"))):
        for offset in range(len(items)):
            write_cell(sheet, 2 + offset, at, None, day)
    result = RECORD_COLUMNS.index("抽查结果")
    hint = "没有问题写“未发现问题”；有问题的写明事实"
    prompt = {"validate": "any", "input_title": "抽查结果", "input_message": hint}
    sheet.data_validation(2, result, 1 + len(items), result, prompt)


def _items(plan: Plan, row: Mapping[str, Any], callees: pd.DataFrame) -> list[str]:
    """What is to be checked of a class: each call, the visit, each risk point."""
    items = [f"电话回访：{name}是否本人参加、学时是否足额、有无收费" for name in _texts(callees["name"])]
    items.append("现场检查：到课人数、授课教师、课程内容与培训计划是否一致")
    items += [f"核查{point['signal']}：{point['evidence']}" for point in points_of(plan, row["project"])]
    return items


def _texts(values: pd.Series, missing: str = "") -> list[str]:
    texts: list[str] = values.astype("object").fillna(missing).astype("str").tolist()
    return texts
