"""Projects 9, 16, 17 and 19: what is wrong with plans, teachers, the scheme, and the unit."""

from __future__ import annotations

from datetime import date

from . import forms
from .clean import ONE_CELL, PAIRS, opening_tables
from .grid import Layout, Table
from .projects import project
from .sample import Sample


def robots(sample: Sample) -> None:
    """Project 9: hours, sessions and teachers; one trainee
    who is on project 7's roster too. Three files of one day."""
    scheme, filed = project(9), date(2026, 7, 24)
    trainees, folder = (
        sample.cast.people(22, scheme.unit.employers(), list(scheme.occupations)),
        "inbox/测试机器人科技",
    )
    elsewhere = [each for each in sample.cast.everyone if each.occupation == "焊工"][7]
    roster, plan, teachers = opening_tables(
        scheme, trainees, filed, Layout(kv="pair", gap=True, dates="cn"), "short"
    )
    guest = elsewhere.fields()
    roster.rows.append({column: guest.get(column, "") for column in roster.columns})
    roster.fault("E0407", "同时在YX2026-007名单上", 22, "身份证件号码")
    roster.fault("P1203", "有1名学员的职业（焊工）不在立项职业内", header="职业(工种)")
    roster.fault("Q0605", "焊工与工业机器人各职业不属同一小类")
    plan.kv = teachers.kv = roster.kv
    _spoil_sessions(plan)
    teachers.rows[0] |= {"职称或职业资格": "讲师"}
    teachers.fault("T0801", "专家教授，但职称为讲师", 0, "职称或职业资格")
    teachers.rows[3] |= {"教师类别": "企业管理人员", "职称或职业资格": "生产部负责人"}
    teachers.fault("T0801", "不属于第八条列明的教师类别", 3, "教师类别")
    sample.send(f"{folder}/1学员名单.xlsx", [roster], "office", received=filed)
    sample.send(f"{folder}/2培训计划.xlsx", [plan], "plain", received=filed, known_as="2培训计划.xlsx")
    sample.send(f"{folder}/3授课教师.ods", [teachers], "ods")


def _spoil_sessions(plan: Table) -> None:
    """Ten days with too few hours in all, too little discussion, two long days, and single wrong cells."""
    rows = plan.rows
    rows[2]["学时"], rows[3]["学时"] = 6, 5
    plan.fault("H0905", "8月4日11学时", 3, "学时")
    rows[4]["学时"] = 5
    plan.fault("H0906", "8月5日9学时", 5, "学时")
    plan.spoil("D116", "授课形式填“自学”", 6, "授课形式", "自学")
    rows[10]["学时"] = rows[11]["学时"] = 1
    plan.spoil("T0802", "授课教师不在授课教师表中", 10, "授课教师", "钱未备")
    plan.spoil("D106", "日期无法识别", 12, "日期", "8月中旬")
    rows[14]["授课教师"] = f"{rows[14]['授课教师']}、{rows[15]['授课教师']}"
    rows[17]["授课形式"] = "现场教学"
    plan.spoil("P1206", "8月17日在班期之外", 19, "日期", date(2026, 8, 17))
    plan.fault("H0901", "各课程合计78学时")
    plan.fault("H0902", "研讨、交流合计12学时")
    plan.fault("H0903", "合计与填报的总学时、研讨交流学时不一致")


def tools(sample: Sample) -> None:
    """Project 16: differs from its scheme in hours, opening and occupations;
    a change filed too late; no list of teachers."""
    scheme, filed, folder = project(16), date(2026, 9, 8), "inbox/测试工具制造"
    trainees = sample.cast.people(22, scheme.unit.employers(), list(scheme.occupations))
    for trainee in trainees[20:]:
        trainee.occupation, trainee.code = "茶艺师", "4-03-02-07"
    roster, plan, teachers = opening_tables(scheme, trainees, filed, ONE_CELL, "old")
    roster.kv["开班日期"] = date(2026, 9, 22)
    roster.fault("P1203", "开班日期与立项不一致，未报变更", kv="开班日期")
    roster.fault("P1203", "有2名茶艺师，不在立项职业内", header="职业(工种)")
    roster.fault("Q0605", "茶艺师与工具钳工不属同一小类")
    plan.kv = forms.header_values(scheme, filed) | {"总学时": 88}
    plan.rows += [
        {
            "日期": date(2026, 9, 26),
            "课程内容": "参观考察",
            "授课形式": "参观考察",
            "学时": 8,
            "授课教师": teachers.rows[0]["姓名"],
        }
    ]
    plan.fault("P1203", "总学时与立项的80学时不一致，未报变更", kv="总学时")
    plan.fault("T0802", "没有报送授课教师表")
    sample.send(f"{folder}/工模具班.xls", [roster, plan], "xls", received=filed)
    change = forms.change(
        scheme,
        [("培训地点", "一号车间", "二号车间", date(2026, 9, 23), date(2026, 9, 25))],
        {"填报日期": date(2026, 9, 25)},
        PAIRS,
    )
    change.fault("P1205", "备案日期在生效日期之后", 0, "备案日期")
    sample.send(f"{folder}/变更备案.xlsx", [change], "grey", received=date(2026, 9, 25))


def things(sample: Sample) -> None:
    """Project 17: across the year's end, opening after the extract's last month, by a disqualified unit."""
    scheme, filed = project(17), date(2026, 10, 9)
    trainees = sample.cast.people(22, scheme.unit.employers(), list(scheme.occupations))
    roster, plan, teachers = opening_tables(scheme, trainees, filed, PAIRS, "spaced")
    roster.fault("E0411", "社保明细截至2026年8月，未覆盖到2026年11月")
    roster.fault("U1801", "承办单位已于2026年9月1日取消资格")
    plan.fault("P1204", "2026年12月21日至2027年1月8日，跨年度")
    sample.send("inbox/虚构物联科技/物联网班.xlsx", [roster, plan, teachers], "green", received=filed)


def carving(sample: Sample) -> None:
    """Project 19: a plan and no roster; its industry
    is not among the directions (put on the approved list)."""
    scheme, filed = project(19), date(2026, 9, 28)
    _, plan, teachers = opening_tables(scheme, [], filed, PAIRS)
    plan.kv = forms.header_values(scheme, filed)
    plan.fault("P1202", "只报了培训计划，没有学员名单")
    sample.send("inbox/虚构工艺美术/雕刻班计划.xlsx", [plan, teachers], "plain", received=filed)


SCENES = (robots, tools, things, carving)
