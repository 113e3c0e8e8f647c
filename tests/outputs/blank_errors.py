"""Fills blanks with made-up rows, and seeds errors into them as clerks make them."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests import people

Row = dict[str, Any]
OPENING = date(2026, 6, 15)
KEYS = {
    "承办单位": "北京测试技师学院",
    "统一社会信用代码": people.uscc("110105", 7),
    "单位类型": "技师学院",
    "项目名称": "焊接新技术研修",
    "开班日期": OPENING,
    "结业日期": date(2026, 6, 26),
    "总学时": 80,
    "研讨交流学时": 16,
    "填报日期": date(2026, 6, 1),
}


def person(number: int) -> Row:
    """One made-up trainee with all that a roster or a register asks."""
    born = date(1980, 1, 1) + timedelta(days=number * 37)
    return {
        "序号": number,
        "姓名": people.name(number),
        "性别": "男" if number % 2 else "女",
        "身份证件号码": people.id_number("110105", born, 2 * (number % 400) + number % 2),
        "工作单位": "北京测试机床有限公司",
        "岗位": "焊工",
        "职业(工种)": "焊工",
        "技能等级": "技师",
        "证书编号": people.certificate(number),
        "联系电话": people.phone(number),
        "出生日期": born,
        "职业编码": "6-18-02-04",
        "学历": "大专",
        "考核结果": "合格",
        "工作总结": "已提交",
        "出勤": 28,
        "学习态度": 9,
        "研讨交流": 18,
        "总分": 90,
        "考核结论": "合格",
    }


def sessions() -> list[Row]:
    """Ten days of eight hours, two of them discussion."""
    forms = ["理论教学"] * 6 + ["专题研讨"] * 2 + ["实操教学"] * 2
    days = [OPENING + timedelta(days=at + 2 * (at > 4)) for at in range(10)]
    return [
        {"日期": day, "课程内容": f"焊接工艺{at}", "授课形式": form, "学时": 8, "授课教师": "赵一诺"}
        for at, (day, form) in enumerate(zip(days, forms, strict=True), 1)
    ]


def fill(blank: Path, target: Path, keys: Row, rows: list[Row]) -> None:
    """Types key-value cells and rows into a blank, as a unit would."""
    book = load_workbook(blank)
    sheet = book.worksheets[0]
    header = header_row(sheet)
    for cells in sheet.iter_rows(min_row=1, max_row=header - 1):
        for at, cell in enumerate(cells):
            label = str(cell.value or "").rstrip("：")
            if label in keys and str(cell.value).endswith("："):
                place = next(one for one in cells[at + 1 :] if type(one).__name__ != "MergedCell")
                place.value = keys[label]
    columns = {str(cell.value).rstrip("*"): cell.column for cell in sheet[header]}
    for at, row in enumerate(rows, header + 1):
        for name, value in row.items():
            if name in columns:
                sheet.cell(at, columns[name], value)
    book.save(target)


def header_row(sheet: Worksheet) -> int:
    """The row of the header: its required columns carry a star."""
    return next(
        row[0].row
        for row in sheet.iter_rows()
        if sum(str(cell.value or "").endswith("*") for cell in row) > 0
    )


def _id_of(row: Row, change: Callable[[str], str]) -> None:
    row["身份证件号码"] = change(row["身份证件号码"])


def _wrong_check(number: str) -> str:
    return number[:17] + ("1" if number[17] != "1" else "2")


def _checked(body: str) -> str:
    return people.id_number(body[:6], body[6:14], int(body[14:17]))


_PERSON: list[tuple[str, Callable[[Row, Row], Any]]] = [
    ("身份证件号码", lambda row, _: _id_of(row, _wrong_check)),
    ("身份证件号码", lambda row, _: _id_of(row, lambda number: number[:17])),
    ("身份证件号码", lambda row, _: _id_of(row, lambda number: number[:9] + "O" + number[10:])),
    (
        "身份证件号码",
        lambda row, _: _id_of(row, lambda number: _checked(number[:10] + "1345" + number[14:17])),
    ),
    ("身份证件号码", lambda row, _: _id_of(row, lambda number: _checked("990105" + number[6:17]))),
    ("身份证件号码", lambda row, _: row.update(身份证件号码=float(row["身份证件号码"][:15] + "000"))),
    (
        "身份证件号码",
        lambda row, above: row.update(
            {"身份证件号码": above["身份证件号码"], "性别": above["性别"], "出生日期": above["出生日期"]}
        ),
    ),
    ("身份证件号码", lambda row, _: row.update(身份证件号码="")),
    ("性别", lambda row, _: row.update(性别="女" if row["性别"] == "男" else "男")),
    ("性别", lambda row, _: row.update(性别="女士")),
    ("性别", lambda row, _: row.update(性别="/")),
    ("出生日期", lambda row, _: row.update(出生日期=row["出生日期"] + timedelta(days=30))),
    ("出生日期", lambda row, _: row.update(出生日期="一九八几年")),
    ("姓名", lambda row, _: row.update(姓名=None)),
    ("姓名", lambda row, _: row.update(姓名=row["姓名"] + "1")),
    ("姓名", lambda row, _: row.update(姓名=row["姓名"][:1] + "Y" + row["姓名"][1:])),
    ("工作单位", lambda row, _: row.update(工作单位="  ")),
    ("岗位", lambda row, _: row.update(岗位="待补")),
    ("联系电话", lambda row, _: row.update(联系电话=row["联系电话"][:10])),
    ("联系电话", lambda row, _: row.update(联系电话="见通讯录")),
    ("联系电话", lambda row, _: row.update(联系电话=None)),
    ("技能等级", lambda row, _: row.update(技能等级="工程师")),
    ("技能等级", lambda row, _: row.update(技能等级="")),
    ("证书编号", lambda row, _: row.update(证书编号=row["证书编号"][:9])),
    ("证书编号", lambda row, _: row.update(证书编号="第" + row["证书编号"][1:])),
    ("证书编号", lambda row, above: row.update(证书编号=above["证书编号"])),
    ("证书编号", lambda row, _: row.update(证书编号=None)),
    ("职业(工种)", lambda row, _: row.update({"职业(工种)": "—"})),
    ("职业编码", lambda row, _: row.update(职业编码="6180204")),
    ("职业编码", lambda row, _: row.update(职业编码="6-99-99-99")),
    ("学历", lambda row, _: row.update(学历="函授")),
    ("备注", lambda row, _: row.update(备注="@重要")),
]
_REGISTER: list[tuple[str, Callable[[Row, Row], Any]]] = [
    ("工作总结", lambda row, _: row.update(工作总结="未交")),
    ("工作总结", lambda row, _: row.update(工作总结=None)),
    ("考核结果", lambda row, _: row.update(考核结果="优")),
    ("考核结果", lambda row, _: row.update(考核结果=None)),
]
_SESSION: list[tuple[str, Callable[[Row, Row], Any]]] = [
    ("日期", lambda row, _: row.update(日期="六月中旬")),
    ("日期", lambda row, _: row.update(日期=None)),
    ("课程内容", lambda row, _: row.update(课程内容="待定")),
    ("授课形式", lambda row, _: row.update(授课形式="拓展训练")),
    ("授课教师", lambda row, _: row.update(授课教师=None)),
    ("授课教师", lambda row, _: row.update(授课教师="@王")),
]
_HOURS: list[Callable[[list[Row]], Any]] = [
    lambda rows: rows[0].update(学时=4),
    lambda rows: rows[6].update(授课形式="理论教学"),
    lambda rows: rows[0].update(学时=12),
    lambda rows: rows[1].update(学时=9),
    lambda rows: [row.update(授课形式="参观考察") for row in rows if row["授课形式"] != "专题研讨"],
    lambda rows: rows[2].update(学时="半天"),
    lambda rows: rows[3].update(学时=30),
]


def faulty(form: str, count: int, size: int, seed: int, first: int) -> tuple[list[Row], int]:
    """Rows of a form with `count` seeded errors, no cell twice, and how many were seeded."""
    draw = random.Random(seed)
    if form == "plan":
        rows = sessions()
        whole = min(count, 2)
        for spoil in draw.sample(_HOURS, whole):
            spoil(rows)
        menu = _SESSION
        left = count - whole
    else:
        rows = [person(number) for number in range(first, first + size)]
        if form == "assessment":
            rows = [row | {"工作总结": 35} for row in rows]
        menu = _PERSON + (_REGISTER if form == "completion" else [])
        left = count
    known = _columns(form)
    menu = [one for one in menu if one[0] in known]
    taken: set[tuple[int, str]] = set()
    tried = 0
    while left and tried < 2000:
        tried += 1
        at, (column, spoil_cell) = draw.randrange(1, len(rows)), draw.choice(menu)
        linked = {"性别", "出生日期", "身份证件号码"}
        cells = {(at, name) for name in linked} if column in linked else {(at, column)}
        above = {(at - 1, name) for name in linked | {"证书编号"}}
        if cells & taken or (above & taken and column in ("身份证件号码", "证书编号")):
            continue
        spoil_cell(rows[at], rows[at - 1])
        taken |= cells
        left -= 1
    return rows, count - left


def _columns(form: str) -> set[str]:
    from gaoji_batch.forms.schema import load_forms
    from gaoji_batch.law import resources

    return {column.name for column in load_forms(resources.schemas() / "forms")[form].columns}
