"""Workspaces of any size: three workbooks a project (opening,
closing, claim), 103 rows in all; the same bytes every time.

Without a mistake, or as units send them: mistakes in every third project,
xls, ods and csv beside xlsx, and openings that were sent again.
"""

from __future__ import annotations

import csv
import multiprocessing
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from tests import people
from tests.sample import forms
from tests.sample.cast import POSTS, REGIONS, Person
from tests.sample.grid import Layout, Table, render
from tests.sample.projects import Project, Unit
from tests.sample.sample import written

TODAY = date(2026, 12, 28)
HEADS = 26
OCCUPATIONS = (("电工", "6-31-01-03"),)
FIRST_OPENING = date(2026, 3, 2)
MONTHS = [f"2025{month:02d}" for month in range(1, 13)] + [f"2026{month:02d}" for month in range(1, 12)]
"""The months in which everybody is insured."""
PLAIN = Layout(totals=False, signature=False)
FORMATS = ("formal", "xls", "formal", "ods")
"""How the workbooks of one project after the other are written where not all are xlsx."""
FAULTY, AGAIN = 3, 6
"""Every so manieth project has mistakes, and sends its opening again."""
SETTINGS = """# 测速用的工作区：项目数超过一年的名额
[policy]
"year.cap" = 10000000
"""


def build(folder: Path, workbooks: int, faulty: bool = False) -> None:
    """A workspace with so many workbooks in inbox/ (made by both processors), the center's own, and no
    extract yet; faulty: with mistakes, other formats, and some more workbooks that are sent again."""
    schemes = [project(number) for number in range(-(-workbooks // 3))]
    with multiprocessing.get_context("spawn").Pool() as pool:
        pool.starmap(
            _send,
            [
                (folder / "inbox", number, min(3, workbooks - 3 * number), faulty)
                for number in range(len(schemes))
            ],
            chunksize=8,
        )
    (folder / "extracts").mkdir(parents=True, exist_ok=True)
    (folder / "gaoji.toml").write_text(SETTINGS, encoding="utf-8")
    received = {
        f"inbox/{path.parent.name}/{path.name}": _received(path.name)
        for path in sorted((folder / "inbox").rglob("*.*"))
    }
    for name, rows in _center(schemes, received).items():
        table = Table(name, name, {column: column for column in rows[0]}, rows, layout=PLAIN)
        _write(folder / "center" / f"{name}.xlsx", [table], "green")


def touch(folder: Path, number: int = 77777777) -> None:
    """Changes one workbook: another phone number of one trainee."""
    scheme = project(0)
    tables = _tables(scheme, list(trainees(0)))[0]
    tables[0].rows[0]["联系电话"] = people.phone(number)
    _write(folder / "inbox" / scheme.unit.name / f"{scheme.number}-0.xlsx", tables, "formal")


def earlier(folder: Path) -> None:
    """往期参训 of nobody in this workspace."""
    with (folder / "extracts" / "往期参训.csv").open("w", encoding="utf-8-sig", newline="") as file:
        rows = [
            (people.id_number("310101", date(1980, 1, 1), number), f"YX2025-{number:03d}", "2025-06-20")
            for number in range(1, 100)
        ]
        csv.writer(file).writerows([("身份证件号码", "项目编号", "结业日期"), *rows])


def project(number: int) -> Project:
    """A project; every unit has two a year."""
    unit = Unit(number // 2 + 1, f"北京测速{number // 2 + 1:05d}号装备有限公司")
    opening = FIRST_OPENING + timedelta(days=7 * (number % 26))
    return Project(
        f"YX2026-{number + 1:05d}",
        f"装备运维技术研修第{number + 1}项",
        unit,
        "先进制造业",
        OCCUPATIONS,
        30,
        opening,
        opening + timedelta(days=11),
        date(2026, 1, 20),
    )


def trainees(number: int) -> Iterator[Person]:
    """The people of a project; nobody is in two."""
    scheme = project(number)
    for at in range(number * HEADS, (number + 1) * HEADS):
        woman = at % 4 == 3
        birth = date(1980, 1, 1) + timedelta(days=at // 500 % 3000)
        own = people.id_number(REGIONS[at // 1_500_000 % 8], birth, at % 500 * 2 + (0 if woman else 1))
        job, code = OCCUPATIONS[0]
        yield Person(
            at,
            people.name(at),
            "女" if woman else "男",
            birth,
            own,
            scheme.unit.name,
            POSTS[at % 8],
            job,
            code,
            "技师",
            people.certificate(at, "技师", 2010 + at % 12),
            people.phone(at),
        )


def _send(inbox: Path, number: int, count: int, faulty: bool) -> None:
    scheme = project(number)
    books = _tables(scheme, list(trainees(number)))[:count]
    if faulty and number % FAULTY == 0:
        _spoil(books)
    how = FORMATS[number % len(FORMATS)] if faulty else "formal"
    for place, tables in enumerate(books):
        _write(
            inbox / scheme.unit.name / f"{scheme.number}-{place}",
            tables,
            "csv:gb18030" if how == "ods" and place == 2 else how,
        )
    if faulty and number % AGAIN == 0:
        books[0][0].rows[0]["联系电话"] = people.phone(66666666)
        _write(inbox / scheme.unit.name / f"{scheme.number}-0更正", books[0], how)


def _spoil(books: list[list[Table]]) -> None:
    """Mistakes of each kind: of cells, of persons, of scores, and of the claim."""
    roster = books[0][0].rows
    roster[1]["身份证件号码"] = roster[1]["身份证件号码"][:-1] + (
        "1" if roster[1]["身份证件号码"][-1] != "1" else "2"
    )
    roster[2]["技能等级"], roster[3]["岗位"], roster[4]["联系电话"] = "高级工", "", "1380013"
    roster[5]["岗位"], roster[6]["性别"] = "财务主管", "女" if roster[6]["性别"] == "男" else "男"
    if len(books) > 1:
        books[1][1].rows[7]["总分"], books[1][1].rows[7]["考核结论"] = 52, "不合格"
    if len(books) > 2:
        books[2][0].rows[0]["申请金额"] += 5000


def _received(name: str) -> date:
    """The day on which a workbook of this name came in; what is sent again comes a day later."""
    scheme = project(int(name[7:12]) - 1)
    day = _filed(scheme)[int(name[13])]
    return day + timedelta(days=1) if "更正" in name else day


def _filed(scheme: Project) -> tuple[date, date, date]:
    """The days of opening, closing and claim."""
    return (
        scheme.opening - timedelta(days=10),
        scheme.ending + timedelta(days=5),
        scheme.ending + timedelta(days=10),
    )


def _tables(scheme: Project, everyone: list[Person]) -> list[list[Table]]:
    """The sheets of the three workbooks of a project."""
    look = Layout(notes=forms.NOTES, kv="pair", signature=True)
    staff = forms.faculty(everyone[0].number // HEADS % 100)
    sessions = forms.sessions(scheme.opening, [teacher["姓名"] for teacher in staff])
    opening, closing, claimed = _filed(scheme)
    values = forms.header_values(scheme, closing, hours=False)
    return [
        [
            forms.roster(scheme, everyone, forms.header_values(scheme, opening), look),
            forms.plan(sessions, {}, look),
            forms.teachers(staff, {}, look),
        ],
        [forms.register(scheme, everyone, values, look), forms.assessment(everyone, {}, look)],
        [forms.claim(scheme, HEADS, claimed, look)],
    ]


def _center(schemes: list[Project], received: dict[str, date]) -> dict[str, list[dict[str, object]]]:
    """The center's own workbooks: what was approved,
    who the units are, when each file came in, and the papers."""
    units = {each.unit.number: each.unit for each in schemes}
    papers = (("研修培训工作总结", 1, "是"), ("结业登记备案名册", 2, "是"), ("学员研修工作总结", HEADS, "否"))
    return {
        "立项项目登记": [
            {
                "项目编号": each.number,
                "项目名称": each.name,
                "承办单位": each.unit.name,
                "统一社会信用代码": each.unit.uscc,
                "产业领域": each.industry,
                "职业(工种)": each.occupations[0][0],
                "核定人数": each.heads,
                "开班日期": each.opening,
                "结业日期": each.ending,
                "总学时": 80,
                "研讨交流学时": 16,
                "立项日期": each.approved_on,
            }
            for each in schemes
        ],
        "单位名录": [
            {
                "承办单位": unit.name,
                "统一社会信用代码": unit.uscc,
                "单位类型": unit.type,
                "所属区": unit.district,
            }
            for unit in units.values()
        ],
        "收件登记": [{"文件": file, "收件日期": day, "收件人": "赵测试"} for file, day in received.items()],
        "材料接收清单": [
            {
                "项目编号": each.number,
                "材料名称": name,
                "份数": copies,
                "是否盖章": stamped,
                "收件日期": _filed(each)[1],
                "收件人": "赵测试",
            }
            for each in schemes
            for name, copies, stamped in papers
        ],
    }


def _write(path: Path, tables: list[Table], how: str) -> None:
    """how: as `written` has it; the suffix follows from it."""
    suffix = how.partition(":")[0] if how in ("xls", "ods") or ":" in how else "xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.with_name(f"{path.name.removesuffix('.xlsx')}.{suffix}").write_bytes(
        written([render(table) for table in tables], how, path.parent.name)
    )
