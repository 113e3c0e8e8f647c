"""Projects 7 and 8: what is wrong with trainees (family E), and with single fields (family D)."""

from __future__ import annotations

from datetime import date

from tests import people

from . import forms
from .cast import Payment, paid_day
from .clean import ONE_LINE, PAIRS, closing_tables, opening_tables
from .grid import Layout, Table
from .projects import project
from .sample import Sample


def welding(sample: Sample) -> None:
    """Project 7, opening 2026-06-08: every rule on trainees;
    the class completes, and claims for more heads than are eligible."""
    scheme = project(7)
    trainees, folder = (
        sample.cast.people(28, scheme.unit.employers(), list(scheme.occupations)),
        "inbox/虚构焊接装备",
    )
    _spoil_insurance(sample, trainees)
    _spoil_others(sample, trainees)
    tables = opening_tables(scheme, trainees, date(2026, 5, 27), ONE_LINE, "noted")
    roster = forms.roster(scheme, trainees, tables[0].kv, ONE_LINE, "noted", ("是否重点培养对象",))
    _list_trainees(roster)
    choices = Table(
        "选项",
        "下拉选项",
        {"等级选项": "等级选项", "性别选项": "性别选项"},
        [{"等级选项": "技师", "性别选项": "男"}],
        layout=Layout(signature=False),
        hidden=True,
    )
    sample.send(
        f"{folder}/焊接班备案.xlsx", [roster, *tables[1:], choices], "office", received=date(2026, 5, 28)
    )
    passed = trainees[:26]
    sample.send(
        f"{folder}/焊接班结业.xlsx",
        closing_tables(scheme, passed, trainees, date(2026, 6, 29), PAIRS),
        "office",
        received=date(2026, 6, 29),
    )
    claim = forms.claim(scheme, 26, date(2026, 7, 8), PAIRS)
    claim.fault("S1601", "申领26人，符合条件的只有14人；中心核减", 0, "结业人数")
    sample.send(f"{folder}/焊接班申领.xlsx", [claim], "office", received=date(2026, 7, 8))
    sample.papers(scheme.number, date(2026, 6, 29))
    _rule(sample, scheme.number, trainees)


def _spoil_insurance(sample: Sample, trainees: list) -> None:
    """What the insurance extract says of trainees 2 to 5, 9, 10 and 13."""
    del trainees[2].months["202512"]
    trainees[3].months["202602"][0].status = "欠费"
    trainees[3].months["202602"][0].arrived = None
    trainees[4].months, trainees[4].other_kinds = {}, ("基本医疗保险", "工伤保险")
    for month in ("202604", "202605", "202606"):
        trainees[5].months[month][0].employer = "北京虚构劳务派遣有限公司"
    trainees[9].months["202601"][0].status, trainees[9].months["202601"][0].arrived = (
        "补缴",
        date(2026, 4, 20),
    )
    trainees[10].months["202510"][0].arrived = date(2026, 1, 12)
    trainees[13].id_number, trainees[13].birth, trainees[13].gender = _hongkong(), date(1985, 6, 12), "男"
    trainees[13].months, trainees[13].other_kinds = {}, ()
    trainees[16].months["202605"].append(Payment("北京虚构兼职服务有限公司", "已缴费", paid_day("202605")))
    for month in ("202505", "202506"):
        trainees[17].months.pop(month, None)
    trainees[17].months["202506"] = [Payment(trainees[17].employer, "已缴费", paid_day("202506"))]


def _hongkong() -> str:
    """A number of 港澳台居民居住证, with its check digit."""
    return people.id_number("810000", date(1985, 6, 12), 1)


def _spoil_others(sample: Sample, trainees: list) -> None:
    """Level, age, post, certificate, earlier classes and pension of single trainees."""
    trainees[0].grade("高级工", "否")
    trainees[1].grade("高级工", "是")
    sample.cast.prior.append((trainees[6].id_number, "YX2025-011", date(2025, 3, 14)))
    sample.cast.prior.append((trainees[18].id_number, "YX2024-003", date(2024, 6, 8)))
    trainees[8].post = "财务主管"
    trainees[11].born(date(1964, 3, 9))
    trainees[11].gender = "男" if int(trainees[11].id_number[16]) % 2 else "女"
    trainees[12].grade("技师")
    trainees[12].certificate = people.certificate(trainees[12].number, "高级工", 2015)
    sample.cast.retired.append((trainees[14].id_number, "202603"))
    sample.cast.retired.append((trainees[15].id_number, "202607"))


def _list_trainees(roster: Table) -> None:
    """The findings on the roster of project 7."""
    number = "身份证件号码"
    roster.fault("E0401", "高级工，未列为重点培养对象", 0, "技能等级")
    roster.fault("E0402", "重点培养的高级工，须中心认定（已予以通过）", 1, "技能等级")
    roster.fault("E0403", "2025年12月中断", 2, number)
    roster.fault("E0403", "2026年2月欠费", 3, number)
    roster.fault("E0404", "只有医疗、工伤保险记录，没有养老保险记录", 4, number)
    roster.fault("E0405", "2026年5月由劳务派遣公司参保", 5, "工作单位")
    roster.fault("E0406", "2025年3月14日已结业一次，未满两年", 6, number)
    roster.fault("E0407", "同时在YX2026-009名单上", 7, number)
    roster.fault("E0408", "岗位为财务主管", 8, "岗位")
    roster.fault("E0409", "2026年1月为补缴（已予以通过）", 9, number)
    roster.fault("E0409", "2025年10月的缴费2026年1月才到账（已予以通过）", 10, number)
    roster.fault("E0410", "1964年3月出生，开班时已过法定退休年龄", 11, number)
    roster.fault("E0412", "证书编号的等级位为高级工，名单填技师", 12, "证书编号")
    roster.fault("E0413", "港澳台居民居住证，无参保记录", 13, number)
    roster.fault("E0414", "2026年3月起领取养老待遇", 14, number)


UPHELD = [
    ("E0401", 0),
    ("E0403", 2),
    ("E0403", 3),
    ("E0404", 4),
    ("E0405", 5),
    ("E0406", 6),
    ("E0407", 7),
    ("E0408", 8),
    ("E0410", 11),
    ("E0412", 12),
    ("E0413", 13),
    ("E0414", 14),
]


def _rule(sample: Sample, number: str, trainees: list) -> None:
    """The center's decisions on project 7: passed, upheld,
    cut, one that has lapsed, and one under the older names."""
    for code, trainee, reason in (
        ("E0402", 1, "已核重点培养对象名单"),
        ("E0409", 9, "用人单位补缴，已核凭证"),
        ("E0409", 10, "银行到账延迟，已核凭证"),
    ):
        sample.decide(code, number, trainees[trainee].id_number, "予以通过", reason)
    for code, trainee in UPHELD:
        sample.decide(code, number, trainees[trainee].id_number, "不予通过", "已向单位核实，情况属实")
    sample.decide("S1601", number, "", "核减", "按符合条件人数核减", "孙测试")
    sample.decide("E0405", number, trainees[20].id_number, "予以通过", "名单更正后已无此问题")


def assembly(sample: Sample) -> None:
    """Project 8, opening 2026-08-10: wrong fields on the roster;
    so many that fewer than 20 are left (Q0607)."""
    scheme = project(8)
    trainees, folder = (
        sample.cast.people(26, scheme.unit.employers(), list(scheme.occupations)),
        "inbox/测试精密机械/2026年第三季度",
    )
    tables = opening_tables(scheme, trainees, date(2026, 7, 30), PAIRS)
    layout = Layout(notes=forms.NOTES[:1], kv="below", dates="dot", signature=False, blanks=(12,))
    roster = forms.roster(
        scheme, [*trainees, trainees[25]], tables[0].kv, layout, "official", ("出生日期", "职业编码")
    )
    _spoil_numbers(roster)
    _spoil_fields(roster)
    roster.fault("Q0607", "剔除有误的学员后不足20人")
    tables[1].kv = tables[0].kv
    sample.send(f"{folder}/精密装配班学员名单.xlsx", [roster], "green", received=date(2026, 7, 30))
    sample.send(f"{folder}/精密装配班计划.xlsx", tables[1:], "green", received=date(2026, 7, 30))


def _spoil_numbers(roster: Table) -> None:
    """Wrong, damaged and repeated ID numbers."""
    number, rows = "身份证件号码", roster.rows
    digits = [row[number] for row in rows]
    roster.spoil("D102", "校验码错误", 0, number, digits[0][:17] + ("1" if digits[0][17] != "1" else "2"))
    roster.spoil("D102", "只有17位", 1, number, digits[1][:17])
    roster.spoil("D102", "出生日期不存在", 2, number, digits[2][:10] + "1332" + digits[2][14:])
    roster.spoil("D102", "填写了港澳居民来往内地通行证号码", 3, number, "H01234567")
    roster.spoil("D103", "存为数字，末位丢失", 4, number, int(digits[4][:15] + "000"))
    roster.spoil("D103", "存为数字，末位丢失", 5, number, int(digits[5][:15] + "000"))
    roster.spoil("D103", "存成科学计数法文本", 6, number, "1.10105E+17")
    roster.fault("D105", "与前一行是同一人", 26, number)


def _spoil_fields(roster: Table) -> None:
    """Wrong values in other columns."""
    rows = roster.rows
    roster.spoil("D101", "岗位为空", 7, "岗位", "  ")
    roster.spoil("D104", "性别与身份证件号码不符", 8, "性别", "女" if rows[8]["性别"] == "男" else "男")
    roster.spoil("D104", "出生日期与身份证件号码不符", 9, "出生日期", date(1979, 1, 1))
    roster.spoil("D107", "技能等级填“中高级”", 10, "技能等级", "中高级")
    roster.spoil("D107", "性别填“先生”", 11, "性别", "先生")
    roster.spoil("D109", "手机号多一位", 12, "联系电话", rows[12]["联系电话"] + "5")
    roster.spoil("D111", "证书编号不成格式", 13, "证书编号", "JS-2019")
    roster.spoil("D112", "姓名带数字", 14, "姓名", rows[14]["姓名"] + "2")
    roster.spoil("D113", "职业编码格式有误", 15, "职业编码", "6-20-1-1")
    roster.spoil("D114", "备注以等号开头", 16, "备注", '=HYPERLINK("http://example.invalid","附件")')
    rows[18]["证书编号"] = rows[17]["证书编号"]
    roster.fault("D115", "与下一名学员证书编号相同", 17, "证书编号")
    roster.fault("D115", "与上一名学员证书编号相同", 18, "证书编号")
    roster.spoil("D106", "出生日期无法识别", 19, "出生日期", "八五年春")
    rows[20]["身份证件号码"] = " ".join(
        (rows[20]["身份证件号码"][:6], rows[20]["身份证件号码"][6:14], rows[20]["身份证件号码"][14:])
    ).lower()
    rows[21]["姓名"] = rows[21]["姓名"][0] + "  " + rows[21]["姓名"][1:]
    rows[22]["联系电话"] = int(rows[22]["联系电话"])
    rows[23]["职业(工种)"] = "装配钳工(6-20-01-01)"
    rows[24]["技能等级"] = {"技师": "二级/技师", "高级技师": "高级技师（一级）"}[rows[24]["技能等级"]]


SCENES = (welding, assembly)
