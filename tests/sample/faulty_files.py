"""Projects 21 to 23 and the applications: forms filled in wrongly; and files that are no forms at all."""

from __future__ import annotations

import zipfile
from datetime import date
from typing import Any

from stdnum.cn import uscc as uscc_digits

from tests import people

from . import formats, forms, xlsx
from .clean import CLASSIC, ONE_CELL, PAIRS, opening_tables
from .grid import Layout, Table, render
from .pictures import JPEG, pdf
from .projects import UNITS, project
from .sample import Sample, author, written


def cranes(sample: Sample) -> None:
    """Project 21: no column 联系电话, 岗位 twice, an unknown column, and an empty form."""
    scheme, filed, folder = project(21), date(2026, 9, 3), "inbox/虚构起重吊装"
    trainees = sample.cast.people(22, scheme.unit.employers(), list(scheme.occupations))
    roster, plan, teachers = opening_tables(scheme, trainees, filed, PAIRS)
    del roster.columns["联系电话"]
    roster.columns |= {"第二个岗位": "工作岗位", "政治面貌": "政治面貌"}
    for row in roster.rows:
        row |= {"第二个岗位": row["岗位"], "政治面貌": "群众"}
    roster.fault("F005", "缺少必填列“联系电话”")
    roster.fault("F006", "“岗位”出现两次", header="第二个岗位")
    roster.fault("F007", "名单没有“政治面貌”一列的要求", header="政治面貌")
    empty = forms.change(scheme, [], {}, Layout())
    empty.fault("F008", "变更备案表没有数据行")
    sample.send(f"{folder}/起重班.xlsx", [roster, plan, teachers, empty], "green", received=filed)
    sample.put(f"{folder}/营业执照.xlsx", JPEG + b"\0", ("F001", "图片改名为xlsx"))
    page = "<html><head><meta charset='utf-8'></head><body><p>课程表</p></body></html>"
    sample.put(f"{folder}/课程表.xls", page.encode(), ("F001", "网页改名为xls"))


def metro(sample: Sample) -> None:
    """Project 22: its plan names no project; the extract does not reach the month before the opening."""
    scheme, filed, folder = project(22), date(2026, 9, 28), "inbox/测试轨道运营/城轨检修班"
    trainees = sample.cast.people(21, scheme.unit.employers(), list(scheme.occupations))
    roster, plan, teachers = opening_tables(scheme, trainees, filed, CLASSIC, "spaced")
    roster.fault("E0411", "社保明细截至2026年8月，未覆盖到2026年9月")
    roster.fault("P1202", "没有可以对应的培训计划（计划上没有项目编号）")
    plan.kv = {"承办单位": scheme.unit.name, "填报日期": filed}
    plan.fault("F009", "没有项目编号")
    sample.send(f"{folder}/城轨名单和教师.xlsx", [roster, teachers], "formal", received=filed)
    sample.send(f"{folder}/城轨计划.xlsx", [plan], "formal", received=filed)


def repairs(sample: Sample) -> None:
    """Project 23: two different rosters on one day."""
    scheme, filed, folder = project(23), date(2026, 9, 10), "inbox/测试应用技术大学"
    trainees = sample.cast.people(23, scheme.unit.employers(), list(scheme.occupations))
    roster, plan, teachers = opening_tables(scheme, trainees[:22], filed, ONE_CELL, "spaced")
    other = forms.roster(scheme, trainees[1:], dict(roster.kv), ONE_CELL, "spaced")
    for number, table in enumerate((roster, other), 1):
        table.fault("F016", "同一天报送了两份不同的名单")
        sample.send(f"{folder}/机电维修班名单{number}.xlsx", [table], "plain", received=filed)
    plan.kv = dict(roster.kv)
    sample.send(f"{folder}/机电维修班计划.xlsx", [plan, teachers], "plain", received=filed)
    sample.put(
        f"{folder}/附件/办学许可证.pdf", pdf("Made-up licence for the sample"), ("F018", "附件，未作数据校验")
    )
    sample.put(f"{folder}/附件/场地照片.jpg", JPEG, ("F018", "附件，未作数据校验"))


def strays(sample: Sample) -> None:
    """Files that are damaged, locked, too large, unknown, doubled, or named with an ID number."""
    table = forms.roster(project(20), [], {}, PAIRS)
    path = "inbox/测试供电服务/学员名单.xlsx"
    whole = xlsx.packed(xlsx.entries(written([render(table)], "plain", author(path))), zipfile.ZIP_STORED)
    sample.put(path, whole[: len(whole) // 2], ("F001", "文件不完整，无法打开"))
    sample.put(
        "inbox/测试工具制造/学员名单（加密）.xls",
        formats.behind_password([render(table)]),
        ("F002", "文件已加密"),
    )
    sample.put(
        "inbox/测试机器人科技/证书扫描件.zip",
        formats.zipped([(f"{number:04d}.jpg", JPEG[:4]) for number in range(1005)]),
        ("F003", "压缩包内超过1000个文件"),
    )
    meals = Table(
        "食宿安排",
        "食宿安排表",
        {"日期段": "日期段", "酒店": "酒店", "桌数": "桌数"},
        [{"日期段": "8月31日至9月4日", "酒店": "测试宾馆", "桌数": 3}],
        layout=Layout(signature=False),
    )
    sample.send("inbox/虚构茶文化/食宿安排.xlsx", [meals], "plain", ("F004", "没有识别到任何表单"))
    holder = people.id_number("110105", "1988-08-08", 123)
    sample.put(
        f"inbox/虚构物联科技/{holder}身份证.pdf",
        pdf("Made-up scan for the sample"),
        ("F017", "文件名含身份证件号码"),
        ("F018", "附件，未作数据校验"),
    )
    first = "inbox/京测试机床/开班报送/数控加工技术研修-开班材料.xlsx"
    sample.put(
        "inbox/京测试机床/补发/数控加工技术研修-开班材料.xlsx",
        sample.files[first],
        ("F013", "与开班报送文件夹中的文件相同"),
    )
    again = [forms.claim(project(2), 23, date(2026, 6, 18), ONE_CELL)]
    sample.send(
        "inbox/测试轨道运营/轨道信号班申领（另存）.xlsx",
        again,
        "plain",
        ("F013", "与轨道信号班申领.xls内容相同"),
    )


def _proposal(
    name: str, unit: str, code: str, kind: str, industry: str, job: str, heads: Any, opening: str, ending: str
) -> dict[str, Any]:
    """One row of an application."""
    first, last = (
        date.fromisoformat(opening if len(opening) > 5 else f"2026-{opening}"),
        date.fromisoformat(ending if len(ending) > 5 else f"2026-{ending}"),
    )
    return {
        "项目名称": name,
        "承办单位": unit,
        "统一社会信用代码": code,
        "单位类型": kind,
        "产业领域": industry,
        "职业(工种)": job,
        "拟培训人数": heads,
        "开班日期": first,
        "结业日期": last,
        "总学时": 80,
        "研讨交流学时": 16,
        "资金预算": heads * 5000 if isinstance(heads, int) else 150000,
    }


def proposals() -> dict[str, dict[str, Any]]:
    """The applications by the short name of their file."""
    nine, two, one = UNITS[9], UNITS[2], UNITS[21]
    four = project(4)
    social = "51110000MJ0" + "026815"
    wrong = people.uscc("110108", 5550001)
    return {
        "智能网联汽车": _proposal(
            four.name,
            four.unit.name,
            four.unit.uscc,
            "企业",
            four.industry,
            "汽车维修工",
            20,
            "07-06",
            "07-17",
        ),
        "机器人视觉": _proposal(
            "工业机器人视觉应用研修",
            nine.name,
            nine.uscc,
            "企业",
            "智能制造与装备",
            "工业机器人系统操作员",
            25,
            "2027-03-08",
            "2027-03-19",
        ),
        "装备维修": _proposal(
            "智能装备维修研修",
            one.name,
            one.uscc,
            "高等院校",
            "先进制造业",
            "机电设备维修工",
            30,
            "2027-03-15",
            "2027-03-26",
        ),
        "轨道第三项目": _proposal(
            "轨道车辆检修研修",
            two.name,
            two.uscc,
            "企业",
            "城市运行保障",
            "城市轨道交通检修工",
            20,
            "11-16",
            "11-27",
        ),
        "外埠企业": _proposal(
            "新能源汽车检测研修",
            "北京测试外埠汽车有限公司",
            people.uscc("130102", 88001),
            "企业",
            "新能源汽车",
            "汽车维修工",
            20,
            "2027-04-12",
            "2027-04-23",
        ),
        "新材料": _proposal(
            "新材料加工研修",
            "北京虚构新材料有限公司",
            wrong[:-1] + ("0" if wrong[-1] != "0" else "1"),
            "企业",
            "其他产业",
            "铣工",
            "三十余人",
            "11-16",
            "11-27",
        ),
        "协会": _proposal(
            "焊接技术交流研修",
            "北京测试焊接协会",
            social + uscc_digits.calc_check_digit(social + "0"),
            "社会团体",
            "智能制造与装备",
            "焊工",
            20,
            "2027-04-19",
            "2027-04-30",
        ),
    }


def applications(sample: Sample) -> None:
    """Applications for this year and the next, each a file in one folder."""
    for short, row in proposals().items():
        filed = (
            date(2026, 4, 15) if short == "智能网联汽车" else None if short == "新材料" else date(2026, 9, 15)
        )
        table = forms.application(row, filed, PAIRS)
        for code, text, column in APPLICATION_FAULTS.get(short, ()):
            table.fault(code, text, 0 if column else None, column)
        sample.send(f"inbox/项目申报/{short}-实施方案.xlsx", [table], "formal", received=filed)


APPLICATION_FAULTS = {
    "轨道第三项目": [("Q1101", "该单位当年的第三个项目", "")],
    "外埠企业": [("U0501", "统一社会信用代码的登记机关不在北京", "统一社会信用代码")],
    "新材料": [
        ("F009", "没有填报日期，也没有收件登记", ""),
        ("D108", "统一社会信用代码校验码错误", "统一社会信用代码"),
        ("D110", "拟培训人数不是数值", "拟培训人数"), ("D116", "产业领域不在常用取值内", "产业领域"),
    ],
    "协会": [("U0501", "社会团体不在第五条列明的单位类型内", "单位类型")],
}  # fmt: skip

SCENES = (cranes, metro, repairs, strays, applications)
