"""The unit's forms as tables: roster, plan, teachers,
completion register, assessment, claim, application, change, attendance."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests import people

from .cast import Person
from .grid import Layout, Table
from .projects import Project

HEADERS: dict[str, dict[str, str]] = {
    "official": {},
    "spaced": {
        "姓名": "姓  名",
        "性别": "性 别",
        "身份证件号码": "身份证件号码*",
        "职业(工种)": "职业（工种）",
        "联系电话": "联系\n电话",
    },
    "noted": {
        "姓名": "学员姓名",
        "身份证件号码": "身份证号码\n（18位）",
        "工作单位": "工作单位（营业执照全称）",
        "岗位": "工作岗位",
        "职业(工种)": "职业（工种）*",
        "联系电话": "手机号码*",
        "日期": "授课日期",
    },
    "old": {"身份证件号码": "公民身份号码", "联系电话": "联系方式", "日期": "授课日期"},
    "short": {"姓名": "姓名", "身份证件号码": "身份证号", "联系电话": "手机号码", "日期": "授课日期"},
}
NOTES = (
    "填表说明：1.身份证件号码、证书编号按文本格式填写；2.工作单位填写营业执照全称，与参保单位一致。",
    "3.本表于开班前一周报市就业促进中心备案，加盖单位公章。",
)


def named(headers: str, *columns: str) -> dict[str, str]:
    """Columns with the header texts of a style."""
    return {column: HEADERS[headers].get(column, column) for column in columns}


def header_values(
    project: Project,
    filed: date | None,
    *,
    opening: date | None = None,
    ending: date | None = None,
    hours: bool = True,
) -> dict[str, Any]:
    """The key-values above a form of a project; `filed` is 填报日期."""
    values: dict[str, Any] = {
        "项目编号": project.number,
        "承办单位": project.unit.name,
        "开班日期": opening or project.opening,
        "结业日期": ending or project.ending,
    }
    values |= {"总学时": 80, "研讨交流学时": 16} if hours else {}
    values |= {"期次": project.class_no} if project.class_no else {}
    return values | ({"填报日期": filed} if filed else {})


ROSTER = (
    "姓名",
    "性别",
    "身份证件号码",
    "工作单位",
    "岗位",
    "职业(工种)",
    "技能等级",
    "证书编号",
    "联系电话",
)
REGISTER = ("姓名", "性别", "身份证件号码", "工作单位", "职业(工种)", "技能等级", "证书编号")


def roster(
    project: Project,
    trainees: list[Person],
    kv: dict[str, Any],
    layout: Layout,
    headers: str = "official",
    extra: tuple[str, ...] = (),
) -> Table:
    """学员名单."""
    columns = named(headers, *ROSTER, *extra, "备注")
    rows = [{column: trainee.fields().get(column, "") for column in columns} for trainee in trainees]
    return Table("学员名单", "北京市高技能人才研修培训学员名单", columns, rows, kv, layout)


def weekdays(opening: date, count: int = 10) -> list[date]:
    """So many working days (Monday to Friday) from the opening on."""
    days = [opening + timedelta(days=number) for number in range(count * 2)]
    return [day for day in days if day.weekday() < 5][:count]


TOPICS = (
    "行业前沿技术与发展趋势",
    "新工艺新标准解读",
    "典型故障案例剖析",
    "技术革新与成果转化",
    "智能化设备应用",
    "质量控制与安全管理",
    "技艺传承与带徒方法",
    "现场教学与实操",
    "绿色低碳技术应用",
    "数字化车间参观",
)


def sessions(opening: date, teachers: list[str], days: list[date] | None = None) -> list[dict[str, Any]]:
    """80 hours on ten days, four in the morning and four
    in the afternoon; 16 of them discussion and exchange."""
    made = []
    for number, day in enumerate(days or weekdays(opening)):
        for half in (0, 1):
            form = (
                ("专题研讨", "技艺交流")[half]
                if number in (4, 8)
                else ("主题报告", "现场教学", "理论教学", "实操教学")[(number + half) % 4]
            )
            made.append(
                {
                    "日期": day,
                    "课程内容": TOPICS[number % 10] + "（上）（下）"[half * 3 : half * 3 + 3],
                    "授课形式": form,
                    "学时": 4,
                    "授课教师": teachers[(number + half) % len(teachers)],
                }
            )
    return made


def plan(rows: list[dict[str, Any]], kv: dict[str, Any], layout: Layout, headers: str = "official") -> Table:
    """培训计划."""
    return Table(
        "培训计划",
        "北京市高技能人才研修培训计划",
        named(headers, "日期", "课程内容", "授课形式", "学时", "授课教师", "备注"),
        rows,
        kv,
        layout,
        total_of="学时",
    )


TEACHER_KINDS = (
    ("专家教授", "教授"),
    ("实习指导教师", "高级实习指导教师"),
    ("技能大师工作室领办人", "市级技能大师工作室领办人"),
    ("优秀高技能人才", "高级技师"),
)


def faculty(number: int) -> list[dict[str, Any]]:
    """Four teachers of a project, one of each category."""
    return [
        {
            "姓名": people.name(1100 + number * 4 + each),
            "工作单位": ("北京测试应用技术大学", "北京测试虚构技师学院")[each % 2],
            "教师类别": kind,
            "职称或职业资格": title,
            "联系电话": people.phone(88000000 + number * 4 + each),
        }
        for each, (kind, title) in enumerate(TEACHER_KINDS)
    ]


def teachers(rows: list[dict[str, Any]], kv: dict[str, Any], layout: Layout) -> Table:
    """授课教师."""
    return Table(
        "授课教师",
        "授课教师基本情况表",
        named("official", "姓名", "工作单位", "教师类别", "职称或职业资格", "联系电话"),
        rows,
        kv,
        layout,
    )


def register(
    project: Project, passed: list[Person], kv: dict[str, Any], layout: Layout, headers: str = "official"
) -> Table:
    """结业登记备案名册."""
    columns = named(headers, *REGISTER, "考核结果", "工作总结")
    rows = [
        {column: trainee.fields().get(column, "") for column in columns}
        | {"考核结果": "合格", "工作总结": "已提交"}
        for trainee in passed
    ]
    return Table("结业登记备案名册", "北京市高技能人才研修培训结业登记备案名册", columns, rows, kv, layout)


def assessment(
    trainees: list[Person], kv: dict[str, Any], layout: Layout, headers: str = "official"
) -> Table:
    """考核成绩; everybody passes."""
    columns = named(
        headers, "姓名", "身份证件号码", "出勤", "学习态度", "研讨交流", "工作总结", "总分", "考核结论"
    )
    rows = []
    for trainee in trainees:
        parts = (
            26 + trainee.number % 5,
            8 + trainee.number % 3,
            15 + trainee.number % 6,
            30 + trainee.number % 9,
        )
        scores = dict(zip(("出勤", "学习态度", "研讨交流", "工作总结"), parts, strict=True))
        rows.append(
            {
                "姓名": trainee.name,
                "身份证件号码": trainee.id_number,
                **scores,
                "总分": sum(parts),
                "考核结论": "合格",
            }
        )
    return Table("考核成绩", "北京市高技能人才研修培训考核成绩表", columns, rows, kv, layout)


def claim(
    project: Project, heads: int | dict[int, int], filed: date | None, layout: Layout, **other: Any
) -> Table:
    """补助资金申请表: one row; heads by 期次: a row each, with a column 期次."""
    unit = project.unit
    rows = [
        {
            "项目编号": project.number,
            **({"期次": number} if number else {}),
            "承办单位": unit.name,
            "统一社会信用代码": unit.uscc,
            "结业人数": count,
            "申请金额": count * 5000,
            "户名": unit.name,
            "开户行": unit.bank,
            "账号": unit.account,
        }
        for number, count in (heads if isinstance(heads, dict) else {0: heads}).items()
    ]
    values = {"期次": project.class_no} if project.class_no else {}
    return Table(
        "补助资金申请表",
        "北京市高技能人才研修培训补助资金申请表",
        named("official", *(name for name in rows[0] if name != "期次"))
        | ({"期次": "期次"} if "期次" in rows[0] else {}),
        [row | other for row in rows],
        values | ({"填报日期": filed} if filed else {}),
        layout,
    )


def application(row: dict[str, Any], filed: date | None, layout: Layout) -> Table:
    """项目实施方案: one row."""
    return Table(
        "项目实施方案",
        "2026年北京市高技能人才研修培训项目实施方案",
        named("official", *row),
        [row],
        {"填报日期": filed} if filed else {},
        layout,
    )


def change(project: Project, rows: list[tuple[Any, ...]], kv: dict[str, Any], layout: Layout) -> Table:
    """变更备案表; each row is item, before, after, effective day, day of filing."""
    names = ("变更事项", "变更前", "变更后", "生效日期", "备案日期")
    made = [{"项目编号": project.number} | dict(zip(names, row, strict=True)) for row in rows]
    return Table(
        "变更备案表",
        "北京市高技能人才研修培训项目变更备案表",
        named("official", "项目编号", *names),
        made,
        kv,
        layout,
    )


def attendance(trainees: list[Person], days: list[date], kv: dict[str, Any], layout: Layout) -> Table:
    """考勤表: a row for each trainee and day, eight hours."""
    rows = [
        {"姓名": trainee.name, "身份证件号码": trainee.id_number, "日期": day, "出勤学时": 8}
        for trainee in trainees
        for day in days
    ]
    return Table(
        "考勤表",
        "北京市高技能人才研修培训考勤表",
        named("official", "姓名", "身份证件号码", "日期", "出勤学时"),
        rows,
        kv,
        layout,
    )
