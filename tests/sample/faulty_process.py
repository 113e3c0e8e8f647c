"""Projects 10 to 13 and 15: what is wrong with filings, completion, class sizes and claims."""

from __future__ import annotations

from datetime import date, timedelta

from tests import people

from . import forms, xlsx
from .cast import Person
from .clean import BARE, ONE_CELL, PAIRS, closing_tables, opening_tables
from .grid import Formula, Layout, Table, render
from .pictures import macros
from .projects import project
from .sample import Sample, author


def gas(sample: Sample) -> None:
    """Project 10: completion filed late, and wrong in many ways;
    the attendance sheet; no papers of the trainees."""
    scheme, done, folder = project(10), date(2026, 7, 20), "inbox/虚构燃气输配"
    trainees = sample.cast.people(25, scheme.unit.employers(), list(scheme.occupations))
    stranger = sample.cast.people(1, scheme.unit.employers(), list(scheme.occupations))[0]
    sample.send(
        f"{folder}/燃气储运班开班.xlsx",
        opening_tables(scheme, trainees, date(2026, 6, 10), Layout(kv="line", dates="slash"), "noted"),
        "grey",
        received=date(2026, 6, 10),
    )
    register, scores = closing_tables(
        scheme, [*trainees[:24], stranger], [trainees[0], *trainees[2:], stranger], done, PAIRS, "official"
    )
    scores.kv = dict(register.kv)
    for table in (register, scores):
        table.fault("P1301", "结业后第17天才报送", kv="填报日期")
    _spoil_register(register)
    _spoil_scores(scores)
    sample.send(f"{folder}/燃气储运班结业.xlsx", [register, scores], "grey", received=done)
    sample.send(f"{folder}/考勤.csv", [_attendance(trainees)], "csv:gb18030", received=done)
    sample.papers(scheme.number, done, without="学员研修工作总结")


def _spoil_register(register: Table) -> None:
    """Rows of the register that do not agree with roster and assessment."""
    rows = register.rows
    register.fault("P1302", "不在备案的学员名单上", 24, "身份证件号码")
    register.fault("P1303", "考核不合格却列入名册", 0, "考核结果")
    register.fault("P1303", "没有考核成绩", 1, "考核结果")
    register.spoil("P1305", "姓名与学员名单不一致", 5, "姓名", rows[5]["姓名"][:-1] + "伟")
    register.spoil(
        "P1305",
        "证书编号与学员名单不一致",
        6,
        "证书编号",
        people.certificate(9006, rows[6]["技能等级"], 2016),
    )
    register.spoil("H0904", "工作总结未提交", 7, "工作总结", "未提交")
    register.fault("P1307", "材料接收清单中没有学员研修工作总结")


def _spoil_scores(scores: Table) -> None:
    """Scores out of range, a wrong sum, a failed trainee, a formula without its result."""
    rows = scores.rows
    rows[0] |= {"出勤": 15, "学习态度": 5, "研讨交流": 10, "工作总结": 25, "总分": 55, "考核结论": "不合格"}
    rows[1]["总分"] += 33 - rows[1]["出勤"]
    scores.spoil("P1304", "出勤超过满分30分", 1, "出勤", 33)
    scores.spoil("P1304", "总分与各项之和不符", 2, "总分", rows[2]["总分"] - 5)
    scores.spoil("F011", "公式没有计算结果", 3, "总分", Formula("=SUM(D9:G9)"))


def _attendance(trainees: list[Person]) -> Table:
    """考勤表 of 25 trainees: one with 70%, one with 80% exactly,
    one on a day that is not in the plan, one with 25 hours on a day."""
    days = forms.weekdays(project(10).opening)
    table = forms.attendance(
        trainees, days, {"项目编号": project(10).number, "承办单位": project(10).unit.name}, BARE
    )
    mine = {
        number: [row for row in table.rows if row["身份证件号码"] == trainee.id_number]
        for number, trainee in enumerate(trainees)
    }
    gone = [*mine[8][7:], *mine[9][8:]]
    table.rows = [row for row in table.rows if not any(row is each for each in gone)]
    extra = dict(mine[10][0]) | {"日期": days[4] + timedelta(days=1)}
    table.rows.insert(next(at for at, row in enumerate(table.rows) if row is mine[10][4]) + 1, extra)
    table.fault("P1306", "出勤56学时，不足培训计划的80%")
    table.fault("P1306", "6月27日不在培训计划内")
    table.spoil(
        "D110",
        "一天出勤25学时",
        next(at for at, row in enumerate(table.rows) if row is mine[11][0]),
        "出勤学时",
        25,
    )
    return table


def estate(sample: Sample) -> None:
    """Project 11: 18 trainees, filed five days before; the unit is a branch."""
    scheme, filed, folder = project(11), date(2026, 7, 22), "inbox/测试物业一分公司"
    trainees = sample.cast.people(18, scheme.unit.employers(), list(scheme.occupations))
    roster, plan, teachers = opening_tables(scheme, trainees, filed, ONE_CELL, "old")
    plan.kv = dict(roster.kv)
    for table in (roster, plan):
        table.fault("P1201", "开班前5天才报送", kv="填报日期")
    roster.fault("Q0601", "只有18人")
    sample.send(f"{folder}/名单.xls", [roster], "xls", received=filed)
    sample.send(f"{folder}/计划.xls", [plan, teachers], "xls", received=filed)
    row = {
        "项目名称": scheme.name,
        "承办单位": scheme.unit.name,
        "统一社会信用代码": scheme.unit.uscc,
        "单位类型": "企业",
        "产业领域": scheme.industry,
        "职业(工种)": "物业管理师",
        "拟培训人数": 25,
        "开班日期": scheme.opening,
        "结业日期": scheme.ending,
        "总学时": 80,
        "研讨交流学时": 16,
        "资金预算": 125000,
    }
    table = forms.application(row, date(2026, 4, 10), PAIRS)
    table.fault("U0501", "分公司没有独立法人资格（已认定同意）", 0, "承办单位")
    sample.send(f"{folder}/项目实施方案.xlsx", [table], "formal", received=date(2026, 4, 10))


def kitchen(sample: Sample) -> None:
    """Project 12: 32 trainees in a workbook with macros, with hidden rows,
    an unknown column and an error value; exactly seven days before."""
    scheme, filed = project(12), date(2026, 8, 31)
    trainees = sample.cast.people(32, scheme.unit.employers(), list(scheme.occupations))
    tables = opening_tables(
        scheme, trainees, filed, Layout(kv="pair", hidden=(14, 15), dates="slash"), "spaced"
    )
    roster = tables[0]
    roster.columns["籍贯"] = "籍贯"
    for row in roster.rows:
        row["籍贯"] = "北京"
    roster.fault("F007", "名单没有“籍贯”一列的要求", header="籍贯")
    roster.fault("Q0602", "32人，超过30人")
    roster.fault("Q0604", "32人，超过核定的30人")
    roster.fault("F012", "隐藏了两行学员", 14, "序号")
    roster.spoil("F014", "工作单位为#N/A", 20, "工作单位", Formula("=VLOOKUP(B30,单位表!A:B,2,0)", "#N/A"))
    path = "inbox/测试餐饮研究院/中餐烹饪班.xlsm"
    grids = [render(table) for table in tables]
    sample.send(path, tables, "grey", ("F010", "工作簿含有宏"), received=filed)
    sample.files[path] = xlsx.workbook(grids, "grey", author(path), macros=macros())


def drones(sample: Sample) -> None:
    """Project 13: a first filing that was replaced;
    two rejected trainees take the class below 20; a claim that is wrong."""
    scheme, folder = project(13), "inbox/虚构无人机"
    trainees = sample.cast.people(21, scheme.unit.employers(), list(scheme.occupations))
    first = opening_tables(scheme, trainees[:19], date(2026, 8, 24), PAIRS, "noted")
    for row in first[0].rows[:6]:
        row["证书编号"] = ""
    for table in first:
        table.fault("F015", "已被9月1日的更正件替代")
    sample.send(f"{folder}/无人机班（第一次）.xlsx", first, "office", received=date(2026, 8, 24))
    trainees[0].grade("高级工")
    del trainees[1].months["202603"]
    tables = opening_tables(scheme, trainees, date(2026, 9, 1), PAIRS, "noted")
    tables[0].fault("E0401", "高级工，名单没有重点培养对象一列", 0, "技能等级")
    tables[0].fault("E0403", "2026年3月中断", 1, "身份证件号码")
    tables[0].fault("Q0607", "剔除2人后只有19人")
    sample.send(f"{folder}/无人机班（更正）.xlsx", tables, "office", received=date(2026, 9, 1))
    closing = closing_tables(scheme, trainees[2:], trainees[2:], date(2026, 10, 9), PAIRS)
    closing[0].fault("Q0606", "结业19人")
    sample.send(f"{folder}/无人机班结业.xlsx", closing, "office", received=date(2026, 10, 9))
    claim = forms.claim(
        scheme,
        19,
        date(2026, 10, 10),
        PAIRS,
        户名="北京虚构航空服务中心",
        账号=people.account(777),
        申请金额=100000,
    )
    claim.fault("S1602", "19人应为95000元", 0, "申请金额")
    claim.fault("S1604", "收款人不是承办单位", 0, "户名")
    claim.fault("S1607", "账号与单位名录不一致", 0, "账号")
    sample.send(f"{folder}/无人机班申领.xlsx", [claim], "office", received=date(2026, 10, 10))
    sample.papers(scheme.number, date(2026, 10, 9))


def tea(sample: Sample) -> None:
    """Project 15, ended on 1 July: its roster and plan came in August."""
    scheme, filed, folder = project(15), date(2026, 8, 18), "inbox/虚构茶文化"
    trainees = sample.cast.people(22, scheme.unit.employers(), list(scheme.occupations))
    roster, plan, teachers = opening_tables(scheme, trainees, filed, BARE)
    roster.fault("P1101", "项目已于2026年7月1日终止")
    plan.kv = roster.kv
    sample.send(f"{folder}/茶艺班名单.tsv", [roster], "tsv:utf-8", received=filed)
    sample.send(f"{folder}/茶艺班计划.xls", [plan, teachers], "xls", received=filed)


SCENES = (gas, estate, kitchen, drones, tea)
