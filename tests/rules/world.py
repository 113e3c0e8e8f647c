"""A small clean world for the rules: one approved class
of 22 made-up people, and the edits that a case makes to it.

A case edits forms by their Chinese column names, as a clerk would,
and the rules see what the program would have read.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests import people

FIRST_ROW = 6
"""The sheet row of the first data row: title, three key-value rows, header."""
FORMS = (
    "application",
    "plan",
    "teachers",
    "roster",
    "change",
    "attendance",
    "assessment",
    "completion",
    "claim",
)
CENTER = (
    "approved",
    "reviews",
    "units",
    "disqualified",
    "budget",
    "inspections",
    "audits",
    "materials",
    "directions",
    "objections",
    "receipts",
    "decisions",
)
UNIT, USCC, PROJECT = "北京甲测试技术有限公司", people.uscc("110105", 1), "GJ2026-001"


@dataclass
class World:
    """The forms as lists of rows (column name → value), the key-value cells, and the evidence."""

    rows: dict[str, list[dict[str, Any]]]
    keys: dict[str, dict[str, Any]]
    extra: list[tuple[str, str, dict[str, Any], list[dict[str, Any]]]] = field(default_factory=list)
    insurance: list[dict[str, Any]] | None = field(default_factory=list)
    spans: list[dict[str, Any]] = field(default_factory=list)
    prior: list[dict[str, Any]] | None = field(default_factory=list)
    retired: list[dict[str, Any]] | None = None
    on: date = date(2026, 7, 1)
    sheets: dict[str, dict[str, Any]] = field(default_factory=dict)
    ledger: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    policy: dict[str, Any] = field(default_factory=dict)


def person(number: int, **more: Any) -> dict[str, Any]:
    """Trainee `number` of the clean class: a made-up technician born in 1985."""
    sex = "男" if number % 2 else "女"
    return {
        "姓名": people.name(number),
        "性别": sex,
        "身份证件号码": people.id_number("110101", f"1985-03-{number % 28 + 1:02d}", 100 + number),
        "工作单位": UNIT,
        "岗位": "焊接操作",
        "职业(工种)": "焊工",
        "技能等级": "技师",
        "证书编号": people.certificate(number, level="技师"),
        "联系电话": people.phone(number),
    } | more


def clean(heads: int = 22) -> World:
    """The clean world: nothing in it gives a finding."""
    class_ = [person(number) for number in range(1, heads + 1)]
    scheme = {
        "项目编号": PROJECT,
        "项目名称": "焊接新技术研修",
        "承办单位": UNIT,
        "统一社会信用代码": USCC,
        "产业领域": "现代服务业",
        "职业(工种)": "焊工",
        "核定人数": 30,
        "开班日期": date(2026, 5, 11),
        "结业日期": date(2026, 5, 22),
        "总学时": 80,
        "研讨交流学时": 16,
        "立项日期": date(2026, 3, 2),
    }
    days = [date(2026, 5, 11) + timedelta(days=at) for at in (0, 1, 2, 3, 4, 7, 8, 9, 10, 11)]
    plan = [
        {
            "日期": day,
            "课程内容": f"第{at + 1}讲",
            "授课形式": "专题研讨" if at in (8, 9) else "现场教学",
            "学时": 8,
            "授课教师": "钱教授",
        }
        for at, day in enumerate(days)
    ]
    same = ("姓名", "性别", "身份证件号码", "工作单位", "职业(工种)", "技能等级", "证书编号")
    marks = {"出勤": 28, "学习态度": 9, "研讨交流": 18, "工作总结": 35, "总分": 90, "考核结论": "合格"}
    before = {"项目编号": PROJECT, "承办单位": UNIT, "填报日期": date(2026, 4, 27)}
    after = {"项目编号": PROJECT, "承办单位": UNIT, "填报日期": date(2026, 5, 29)}
    rows = {form: [] for form in (*FORMS, *CENTER)} | {
        "approved": [scheme],
        "plan": plan,
        "roster": class_,
        "teachers": [
            {"姓名": "钱教授", "工作单位": "北京测试大学", "教师类别": "专家教授", "职称或职业资格": "教授"}
        ],
        "assessment": [{name: one[name] for name in ("姓名", "身份证件号码")} | marks for one in class_],
        "completion": [
            {name: one[name] for name in same} | {"考核结果": "合格", "工作总结": "已提交"} for one in class_
        ],
        "claim": [
            {
                "项目编号": PROJECT,
                "承办单位": UNIT,
                "统一社会信用代码": USCC,
                "结业人数": heads,
                "申请金额": heads * 5000,
                "户名": UNIT,
                "开户行": "测试银行北京分行",
                "账号": people.account(1),
            }
        ],
        "units": [{"承办单位": UNIT, "统一社会信用代码": USCC, "单位类型": "企业", "所属区": "朝阳区"}],
    }
    keys = {form: dict(before) for form in ("plan", "teachers", "roster", "change", "application")}
    keys |= {form: dict(after) for form in ("assessment", "completion", "attendance")} | {
        "claim": {"填报日期": date(2026, 6, 5)}
    }
    return World(rows, keys, insurance=[month for one in class_ for month in paid(one["身份证件号码"])])


def paid(number: str, first: str = "202501", last: str = "202606", **more: Any) -> list[dict[str, Any]]:
    """Monthly records of one person from month to month, paid by the unit."""
    months = range(_index(first), _index(last) + 1)
    record = {"险种": "基本养老保险", "缴费单位": UNIT, "缴费状态": "正常缴费", "到账日期": None} | more
    return [
        {"身份证件号码": number, "费款所属期": f"{month // 12}{month % 12 + 1:02d}"} | record
        for month in months
    ]


def _index(month: str) -> int:
    return int(month[:4]) * 12 + int(month[4:]) - 1


def edited(world: World, case: dict[str, Any]) -> World:
    """The world after a case's edits.

    set: {form: {row: {column: value}}} (rows from 1; 'all' for every row); keys: {form: {name: value}}; add:
    {form: [row, …]}, each over a copy of the form's last row; sheets: {form: what `judge.altered` does to its
    sheet}; ledger: {frame of the LedgerView: rows}, a person by the ID number; drop: {form: [row, …] or all};
    heads: N; insurance: {row: {…}} as `_insure` reads it; prior, retired: rows; on: the run's day; policy:
    parameters of the law that the center set otherwise.
    """
    world = copy.deepcopy(world)
    for form, changes in (case.get("set") or {}).items():
        for at, values in changes.items():
            for row in world.rows[form] if at == "all" else [world.rows[form][int(at) - 1]]:
                row.update({name: _value(world, value) for name, value in values.items()})
    for form, values in (case.get("keys") or {}).items():
        held = world.keys.setdefault(form, {})
        held.update({name: _value(world, value) for name, value in values.items()})
        world.keys[form] = {name: value for name, value in held.items() if value is not None}
    for form, added in (case.get("add") or {}).items():
        for row in added:
            base = world.rows[form][-1] if world.rows[form] else {}
            world.rows[form].append(base | {name: _value(world, value) for name, value in row.items()})
    for form, gone in (case.get("drop") or {}).items():
        world.rows[form] = (
            [] if gone == "all" else [row for at, row in enumerate(world.rows[form], 1) if at not in gone]
        )
    for number, change in (
        (case.get("insurance") or {}).items() if isinstance(case.get("insurance"), dict) else ()
    ):
        _insure(world, int(number), change)
    if case.get("insurance") == "none":
        world.insurance = None
    if "prior" in case:
        world.prior = (
            None
            if case["prior"] == "none"
            else [{k: _value(world, v) for k, v in row.items()} for row in case["prior"]]
        )
    if "retired" in case:
        world.retired = [{k: _value(world, v) for k, v in row.items()} for row in case["retired"]]
    world.on = case.get("on", world.on)
    world.sheets = case.get("sheets") or {}
    world.policy = case.get("policy") or {}
    world.ledger = {
        name: [{k: _value(world, v) for k, v in row.items()} for row in rows]
        for name, rows in (case.get("ledger") or {}).items()
    }
    world.extra = [
        (
            one["form"],
            one.get("file", "second.xlsx"),
            one.get("keys") or {},
            [{k: _value(world, v) for k, v in row.items()} for row in _rows(world, one)],
        )
        for one in case.get("files") or []
    ]
    return world


def _rows(world: World, one: dict[str, Any]) -> list[dict[str, Any]]:
    """A further file's rows: given in full, or `like:
    [first, last]` rows of the clean form with `over` laid on top."""
    if "rows" in one:
        return one["rows"]
    first, last = one.get("like", [1, len(world.rows[one["form"]])])
    return [copy.deepcopy(row) | (one.get("over") or {}) for row in world.rows[one["form"]][first - 1 : last]]


def _insure(world: World, number: int, change: dict[str, Any]) -> None:
    """Replaces one trainee's records: {first, last, without: [months],
    缴费状态 …} or {none: true}; `months: {202509: {…}}` edits single ones."""
    identity = world.rows["roster"][number - 1]["身份证件号码"]
    assert world.insurance is not None
    world.insurance = [row for row in world.insurance if row["身份证件号码"] != identity]
    if change.get("none"):
        return
    over = {
        name: value for name, value in change.items() if name in ("险种", "缴费单位", "缴费状态", "到账日期")
    }
    rows = paid(identity, str(change.get("first", "202501")), str(change.get("last", "202606")), **over)
    gone = {str(month) for month in change.get("without", [])}
    for row in rows:
        row.update(
            {
                str(month): value
                for month, value in (change.get("months") or {}).get(int(row["费款所属期"]), {}).items()
            }
        )
    world.insurance += [row for row in rows if row["费款所属期"] not in gone]


def _value(world: World, value: Any) -> Any:
    """'@roster3' stands for the ID number of the third trainee;
    '@id 1962-05-01 男' for a number made to measure."""
    if isinstance(value, str) and value.startswith("@roster"):
        return world.rows["roster"][int(value.removeprefix("@roster")) - 1]["身份证件号码"]
    if isinstance(value, str) and value.startswith("@uscc"):
        return people.uscc("110105", int(value.removeprefix("@uscc")))
    if isinstance(value, str) and value.startswith("@id "):
        _, birth, sex = value.split()
        return people.id_number("110101", birth, 501 if sex == "男" else 502)
    return value
