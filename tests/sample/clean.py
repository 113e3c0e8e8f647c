"""The projects that hold no mistake, from the roster to the claim, in seven formats: their money flows."""

from __future__ import annotations

from datetime import date

from . import forms
from .cast import Person
from .grid import Layout, Table
from .projects import Project, project
from .sample import Sample

CLASSIC = Layout(
    notes=forms.NOTES,
    kv="pair",
    groups=(("基本信息", "姓名", 5), ("职业技能等级证书", "职业(工种)", 3)),
    blanks=(9,),
    stamp=True,
)
PAIRS = Layout(kv="pair", gap=True)
ONE_CELL = Layout(kv="cell", dates="cn")
ONE_LINE = Layout(kv="line", dates="dash", gap=True)
BARE = Layout(kv="cell", totals=False, signature=False, dates="dash")
BELOW = Layout(kv="below", dates="dot", signature=False)


def build(sample: Sample) -> None:
    """Adds all clean projects."""
    _machine_tools(sample)
    _railway(sample)
    _college(sample)
    _cars(sample)
    _lifts(sample)
    _chips(sample)
    _water(sample)
    _second_project(sample)


def build_last(sample: Sample) -> None:
    """Adds the clean project that came to the sample after all others, whose people keep their numbers."""
    _gardens(sample)


def opening_tables(
    scheme: Project, trainees: list[Person], filed: date | None, layout: Layout, headers: str = "official"
) -> list[Table]:
    """Roster, plan and teachers as sheets of one workbook;
    the later sheets inherit the key-values of the first."""
    staff = forms.faculty(int(scheme.number[-3:]))
    plain = Layout(kv=layout.kv, dates=layout.dates, signature=layout.signature)
    rows = forms.sessions(scheme.opening, [teacher["姓名"] for teacher in staff])
    return [
        forms.roster(scheme, trainees, forms.header_values(scheme, filed), layout, headers),
        forms.plan(rows, {}, plain, headers),
        forms.teachers(staff, {}, plain),
    ]


def closing_tables(
    scheme: Project,
    passed: list[Person],
    everyone: list[Person],
    filed: date | None,
    layout: Layout,
    headers: str = "official",
) -> list[Table]:
    """Completion register and assessment as sheets of one workbook."""
    values = forms.header_values(scheme, filed, hours=False)
    return [
        forms.register(scheme, passed, values, layout, headers),
        forms.assessment(everyone, {}, layout, headers),
    ]


def _people(sample: Sample, scheme: Project, count: int) -> list[Person]:
    """New trainees of a project, at its unit and two other firms."""
    return sample.cast.people(count, scheme.unit.employers(), list(scheme.occupations))


def _machine_tools(sample: Sample) -> None:
    """Project 1: xlsx in the official look: notes, label and value cells, a header of two rows, an empty row,
    a stamp picture. One trainee returns two years after an earlier class."""
    scheme = project(1)
    trainees, folder = _people(sample, scheme, 22), "inbox/京测试机床"
    sample.cast.prior.append((trainees[2].id_number, "YX2023-008", date(2024, 5, 10)))
    tables = opening_tables(scheme, trainees, date(2026, 4, 28), CLASSIC, "spaced")
    sample.send(
        f"{folder}/开班报送/数控加工技术研修-开班材料.xlsx", tables, "formal", received=date(2026, 4, 28)
    )
    sample.send(
        f"{folder}/结业报送/结业材料.xlsx",
        closing_tables(scheme, trainees, trainees, date(2026, 6, 1), PAIRS),
        "formal",
        received=date(2026, 6, 1),
    )
    sample.send(
        f"{folder}/申领/补助资金申请表.xlsx",
        [forms.claim(scheme, 22, date(2026, 6, 8), Layout(totals=False, stamp=True))],
        "formal",
        received=date(2026, 6, 8),
    )
    sample.papers(scheme.number, date(2026, 6, 2))


def _railway(sample: Sample) -> None:
    """Project 2: xls throughout; one trainee did not pass and is not on the register."""
    scheme = project(2)
    trainees, folder = _people(sample, scheme, 24), "inbox/测试轨道运营"
    sample.send(
        f"{folder}/轨道信号班开班.xls",
        opening_tables(scheme, trainees, date(2026, 5, 8), ONE_CELL, "short"),
        "xls",
        received=date(2026, 5, 8),
    )
    closing = closing_tables(scheme, trainees[:23], trainees, date(2026, 6, 10), ONE_CELL, "short")
    closing[1].rows[23] |= {
        "出勤": 10,
        "工作总结": 10,
        "总分": 20 + closing[1].rows[23]["学习态度"] + closing[1].rows[23]["研讨交流"],
        "考核结论": "不合格",
    }
    sample.send(f"{folder}/轨道信号班结业.xls", closing, "xls", received=date(2026, 6, 11))
    sample.send(
        f"{folder}/轨道信号班申领.xls",
        [forms.claim(scheme, 23, date(2026, 6, 18), ONE_CELL)],
        "xls",
        received=date(2026, 6, 18),
    )
    sample.papers(scheme.number, date(2026, 6, 11))


def _college(sample: Sample) -> None:
    """Project 3: text files: UTF-8 with BOM, GB18030 and UTF-16 with tabs; key-values in the first lines. Two
    trainees are on the staff of the college, a public institution; the center let them pass."""
    scheme = project(3)
    trainees, folder = _people(sample, scheme, 21), "inbox/虚构技师学院/机电检修班"
    roster, plan, teachers = opening_tables(scheme, trainees, date(2026, 5, 20), BARE, "old")
    for number in (0, 3):
        trainees[number].pension = "机关事业单位基本养老保险"
        roster.fault("E0417", "事业单位编制内职工，已由中心核实（予以通过）", number, "身份证件号码")
        sample.decide(
            "E0417",
            scheme.number,
            trainees[number].id_number,
            "予以通过",
            "技师学院在编实习指导教师，属企事业单位职工",
        )
    plan.kv = teachers.kv = forms.header_values(scheme, date(2026, 5, 20))
    sample.send(
        f"{folder}/学员名单.csv", [roster], "csv:gb18030", received=date(2026, 5, 21), known_as="学员名单.csv"
    )
    sample.send(f"{folder}/培训计划.tsv", [plan], "tsv:utf-16")
    sample.send(f"{folder}/授课教师.csv", [teachers], "csv:utf-8-sig")
    register, scores = closing_tables(scheme, trainees, trainees, date(2026, 6, 22), BARE, "old")
    scores.kv = register.kv
    sample.send(f"{folder}/结业名册.csv", [register], "csv:utf-8-sig", received=date(2026, 6, 23))
    sample.send(f"{folder}/考核成绩.csv", [scores], "csv:utf-8", received=date(2026, 6, 23))
    sample.send(
        f"{folder}/资金申请.csv",
        [forms.claim(scheme, 21, date(2026, 6, 29), BARE)],
        "csv:gb18030",
        received=date(2026, 6, 29),
    )
    sample.papers(scheme.number, date(2026, 6, 23))


def _cars(sample: Sample) -> None:
    """Project 4: ods; exactly 20 trainees."""
    scheme = project(4)
    trainees, folder = _people(sample, scheme, 20), "inbox/测试智联汽车"
    trainees[5].name = "阿依古丽·测试"
    sample.send(
        f"{folder}/汽车维修班.ods",
        opening_tables(scheme, trainees, date(2026, 6, 26), ONE_CELL, "noted"),
        "ods",
        received=date(2026, 6, 26),
    )
    sample.send(
        f"{folder}/汽车维修班结业.ods",
        closing_tables(scheme, trainees, trainees, date(2026, 7, 27), ONE_CELL),
        "ods",
        received=date(2026, 7, 27),
    )
    sample.send(
        f"{folder}/汽车维修班申请表.ods",
        [forms.claim(scheme, 20, date(2026, 8, 3), ONE_CELL)],
        "ods",
        received=date(2026, 8, 3),
    )
    sample.papers(scheme.number, date(2026, 7, 28))


def _lifts(sample: Sample) -> None:
    """Project 5: one zip with the workbooks of the opening;
    exactly 30 trainees; filed exactly seven days before."""
    scheme = project(5)
    trainees, folder = _people(sample, scheme, 30), "inbox/虚构电梯工程"
    roster, plan, teachers = opening_tables(
        scheme, trainees, date(2026, 7, 6), Layout(kv="pair", dates="slash", blanks=(4, 14)), "noted"
    )
    plan.kv = forms.header_values(scheme, date(2026, 7, 6))
    sample.send_zip(
        f"{folder}/电梯班备案材料.zip",
        [("学员名单.xlsx", [roster], "office"), ("计划和教师.xls", [plan, teachers], "xls")],
        date(2026, 7, 6),
    )
    sample.send(
        f"{folder}/电梯班结业.xlsx",
        closing_tables(scheme, trainees, trainees, date(2026, 8, 7), PAIRS),
        "office",
        received=date(2026, 8, 7),
    )
    sample.send(
        f"{folder}/电梯班申领.xlsx",
        [forms.claim(scheme, 30, date(2026, 8, 17), PAIRS)],
        "office",
        received=date(2026, 8, 17),
    )
    sample.papers(scheme.number, date(2026, 8, 7))


def _chips(sample: Sample) -> None:
    """Project 6: two classes side by side (期次 in a column) with one plan
    and one claim sheet, as .et; three key talents whom the center let pass."""
    scheme = project(6)
    trainees, folder = _people(sample, scheme, 48), "inbox/测试芯片制造"
    for trainee in trainees[:3]:
        trainee.grade("高级工", "是")
    roster, plan, teachers = opening_tables(scheme, trainees, date(2026, 7, 10), ONE_LINE)
    roster.columns = forms.named("official", *forms.ROSTER, "是否重点培养对象", "期次")
    roster.rows = [
        {column: trainee.fields().get(column, "") for column in roster.columns} | {"期次": 1 + (number >= 24)}
        for number, trainee in enumerate(trainees)
    ]
    for number in range(3):
        roster.fault("E0402", "重点培养的高级工，已由中心认定（予以通过）", number, "技能等级")
        sample.decide(
            "E0402",
            scheme.number,
            trainees[number].id_number,
            "予以通过",
            "企业重点培养对象证明已核",
            "孙测试",
        )
    sample.send(f"{folder}/开班.et", [roster, plan, teachers], "xls", received=date(2026, 7, 10))
    register, scores = closing_tables(scheme, trainees, trainees, date(2026, 8, 10), ONE_LINE)
    register.columns["期次"] = "期次"
    for number, row in enumerate(register.rows):
        row["期次"] = 1 + (number >= 24)
    sample.send(f"{folder}/结业.et", [register, scores], "xls", received=date(2026, 8, 10))
    sample.send(
        f"{folder}/申领.et",
        [forms.claim(scheme, {1: 24, 2: 24}, date(2026, 9, 2), ONE_LINE)],
        "xls",
        received=date(2026, 9, 2),
    )
    sample.papers(scheme.number, date(2026, 8, 11), copies=50)


def _water(sample: Sample) -> None:
    """Project 14: two classes one after the other,
    each with its own roster, plan, register and claim (期次 as key-value)."""
    folder = "inbox/测试水务运营"
    for class_no, filed, done in (
        (1, date(2026, 6, 5), date(2026, 7, 8)),
        (2, date(2026, 8, 7), date(2026, 9, 8)),
    ):
        scheme = project(14, class_no)
        trainees = _people(sample, scheme, 23 - class_no)
        opening = opening_tables(scheme, trainees, filed, Layout(kv="line", gap=True), "spaced")
        sample.send(f"{folder}/第{class_no}期开班.xlsx", opening, "green", received=filed)
        sample.send(
            f"{folder}/第{class_no}期结业.xlsx",
            closing_tables(scheme, trainees, trainees, done, BELOW),
            "green",
            received=done,
        )
        sample.send(
            f"{folder}/第{class_no}期申请表.xlsx",
            [forms.claim(scheme, len(trainees), date(2026, 9, 15), PAIRS)],
            "green",
            received=date(2026, 9, 15),
        )
    sample.papers("YX2026-014", date(2026, 9, 8), copies=50)


def _second_project(sample: Sample) -> None:
    """Project 18, the first unit's second: its dates moved
    by a change filed in time; it claims without a completion (S1605)."""
    scheme = project(18)
    folder, first, last = "inbox/京测试机床/第二项目", date(2026, 8, 31), date(2026, 9, 11)
    rows = [
        ("开班日期", scheme.opening, first, date(2026, 8, 24), date(2026, 8, 14)),
        ("结业日期", scheme.ending, last, date(2026, 8, 24), date(2026, 8, 14)),
    ]
    sample.send(
        f"{folder}/变更备案表.xlsx",
        [forms.change(scheme, rows, {"填报日期": date(2026, 8, 14)}, PAIRS)],
        "formal",
        received=date(2026, 8, 14),
    )
    trainees, staff = _people(sample, scheme, 22), forms.faculty(18)
    values = forms.header_values(scheme, date(2026, 8, 20), opening=first, ending=last)
    tables = [
        forms.roster(scheme, trainees, values, CLASSIC, "spaced"),
        forms.plan(forms.sessions(first, [teacher["姓名"] for teacher in staff]), {}, PAIRS),
        forms.teachers(staff, {}, PAIRS),
    ]
    sample.send(f"{folder}/多轴数控研修-开班材料.xlsx", tables, "formal", received=date(2026, 8, 20))
    claim = forms.claim(scheme, 22, date(2026, 9, 21), PAIRS)
    claim.fault("S1605", "没有报送结业登记备案名册就申领补助")
    sample.send(f"{folder}/多轴数控申领.xlsx", [claim], "formal", received=date(2026, 9, 21))


def _gardens(sample: Sample) -> None:
    """Project 24: in order up to its claim, which is held: an objection to it is not settled."""
    scheme = project(24)
    trainees, folder = _people(sample, scheme, 20), "inbox/测试园林绿化"
    opening, closing = date(2026, 7, 31), date(2026, 8, 31)
    sample.send(
        f"{folder}/花艺班.xlsx",
        opening_tables(scheme, trainees, opening, PAIRS, "noted"),
        "green",
        received=opening,
    )
    sample.send(
        f"{folder}/花艺班结业.xlsx",
        closing_tables(scheme, trainees, trainees, closing, PAIRS),
        "green",
        received=closing,
    )
    sample.send(
        f"{folder}/花艺班申请表.xlsx",
        [forms.claim(scheme, 20, date(2026, 9, 7), PAIRS)],
        "green",
        received=date(2026, 9, 7),
    )
    sample.papers(scheme.number, closing)
