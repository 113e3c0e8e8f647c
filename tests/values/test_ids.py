"""Numbers of persons, units, phones and certificates:
synthetic vectors of the standards, each beside its nearest fault."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import pytest

from gaoji_batch.values import clock, ids
from tests import people

RESIDENTS = [
    ("11010519491231002X", "1949-12-31", "女", "resident"),
    ("440524188001010014", "1880-01-01", "男", "resident"),
    ("81000019980902013X", "1998-09-02", "男", "outside"),
    ("820000197101010019", "1971-01-01", "男", "outside"),
    ("83000019830715003X", "1983-07-15", "男", "outside"),
    ("911124198108030024", "1981-08-03", "女", "foreign"),
]


@pytest.mark.parametrize(("number", "birth", "gender", "kind"), RESIDENTS)
def test_what_a_valid_number_says_of_its_holder(number: str, birth: str, gender: str, kind: str) -> None:
    row = ids.examine(pd.Series([number])).iloc[0]
    assert (row["valid"], row["gender"], row["kind"]) == (True, gender, kind)
    assert row["birth"] == pd.Timestamp(birth)
    assert ids.check_character(number) == number[17]


def test_nobody_is_born_after_today_in_beijing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2009, 5, 18, 0, 30, tzinfo=clock.BEIJING))
    numbers = [people.id_number("110101", day, 777) for day in ("2009-05-18", "2009-05-19")]
    assert ids.examine(pd.Series(numbers))["fault"].tolist() == ["", "出生日期"]


@pytest.mark.parametrize("number", [number for number, *_ in RESIDENTS])
def test_any_other_last_character_is_refused(number: str) -> None:
    others = [number[:17] + last for last in "0123456789X" if last != number[17]]
    assert {(ids.fault_of(other) or ("",))[0] for other in others} == {"校验码"}


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("110105491231002", "位数"),  # fifteen digits, as before 1999
        ("H12345678", "位数"),  # 港澳居民来往内地通行证
        ("11010519491231002", "位数"),
        ("", "位数"),
        ("11010519491231O02X", "字符"),
        ("1101051949123100XX", "字符"),
        ("１１０１０５１９４９１２３１００２X", "字符"),  # full width: only `normalise` raises it
        ("110105194913310020", "出生日期"),
        ("110105190002290010", "出生日期"),  # 1900 was no leap year
        ("110105299912310021", "出生日期"),
        ("100105194912310020", "地区"),
        ("160105194912310020", "地区"),
        ("840000198307150030", "地区"),
        ("910024198108030024", "地区"),  # the second and third figure of a card of foreigners
    ],
)
def test_the_first_fault_of_a_number(number: str, fault: str) -> None:
    assert (ids.fault_of(number) or ("",))[0] == fault


PROVINCES = {*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66)}


@pytest.mark.parametrize(("layout", "begun"), [("{:02d}0101", 90), ("9{:02d}840", 100)])
def test_the_provinces_are_those_of_the_facts(layout: str, begun: int) -> None:
    """docs/contract/facts.md 1: 11–15 21–23 31–37 41–46 50–54 61–65 71 81 82 83, in the card of foreigners
    behind the 9."""
    bodies = {at: layout.format(at) + "19850307001" for at in range(begun)}
    faults = {at: ids.fault_of(body + ids.check_character(body)) for at, body in bodies.items()}
    assert {at for at, fault in faults.items() if fault is None} == PROVINCES | {71, 81, 82, 83}
    assert {fault[0] for fault in faults.values() if fault} == {"地区"}


def test_the_bounds_of_a_day_of_birth() -> None:
    bodies = [f"110101{day}001" for day in ("18000101", "17991231", "20240229", "20230229", "19850431")]
    faults = [ids.fault_of(body + ids.check_character(body)) for body in bodies]
    assert [fault and fault[0] for fault in faults] == [None, "出生日期", None, "出生日期", "出生日期"]


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("110105491231002", "是15位的旧号码"),
        ("H12345678", "像是通行证或护照号码，不是身份证件号码"),
        ("E12345678", "像是通行证或护照号码，不是身份证件号码"),
        ("H1234567890123X", "共15位，应为18位"),
        ("1101054912310", "共13位，应为18位"),
        ("1101051949123100", "共16位，应为18位"),
        ("11010519491231002X1", "共19位，应为18位"),
        ("11010519491231002A", "前17位应为数字，最后一位应为数字或X"),
        ("1101051949123100X1", "前17位应为数字，最后一位应为数字或X"),
        ("100105194912310020", "前两位10不是有效的地区代码"),
        ("910024198108030024", "第2、3位10不是有效的地区代码"),
    ],
)
def test_what_is_wrong_with_a_number_in_words(number: str, why: str) -> None:
    assert (ids.fault_of(number) or ("", ""))[1] == why


def test_what_a_number_with_a_fault_still_says_of_its_holder() -> None:
    """A wrong check character leaves the birth and the gender to be read; a wrong length nothing."""
    rows = ids.examine(pd.Series(["110105194912310021", "1101051949123100", "11010519491231A02X"]))
    assert rows["valid"].tolist() == [False] * 3
    assert rows["fault"].tolist() == ["校验码", "位数", "字符"]
    assert rows["birth"].tolist()[0] == pd.Timestamp("1949-12-31") and rows["birth"].isna().tolist()[1:] == [
        True,
        True,
    ]
    assert rows["gender"].fillna("不详").tolist() == ["女", "不详", "不详"]
    assert rows["kind"].tolist() == ["resident"] * 3
    assert rows["why"].ne("").all() and rows["fix"].ne("").all()
    valid = ids.examine(pd.Series([RESIDENTS[0][0]])).iloc[0]
    assert (valid["fault"], valid["why"], valid["fix"]) == ("", "", "")


def test_the_century_of_a_card_of_foreigners_of_before_2023(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two digits a year: nobody is born after this year, and the card of this year is of a newborn child."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 7, 1, tzinfo=clock.BEIJING))
    births = ids.examine(pd.Series(["USA110026031234", "USA110027031234"]))["birth"]
    assert births.tolist() == [pd.Timestamp("2026-03-12"), pd.Timestamp("1927-03-12")]


def test_the_county_is_not_held_against_the_year_of_birth() -> None:
    """110103 (崇文区) was abolished in 2010; its residents keep their numbers."""
    number = "11010319900307001"
    assert ids.fault_of(number + ids.check_character(number)) is None


@pytest.mark.parametrize(
    ("number", "birth"),
    [
        ("USA110090031234", pd.Timestamp("1990-03-12")),
        ("JPN110005010123", pd.Timestamp("2005-01-01")),
        ("JPN110005130123", pd.NaT),
    ],
)
def test_the_card_of_foreigners_of_before_2023_has_no_check(number: str, birth: pd.Timestamp) -> None:
    row = ids.examine(pd.Series([number])).iloc[0]
    assert row["valid"] and row["kind"] == "foreign" and pd.isna(row["gender"])
    assert ids.fault_of(number) is None
    assert row["birth"] == birth or (pd.isna(row["birth"]) and pd.isna(birth))


def test_a_missing_number_is_not_valid_and_has_no_fault() -> None:
    found = ids.examine(pd.Series([None, RESIDENTS[0][0], None], index=[4, 2, 9], dtype="object"))
    assert found["valid"].to_dict() == {4: False, 2: True, 9: False}
    assert found["fault"].tolist() == ["", "", ""]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("11010519491231002x", "11010519491231002X"),
        (" 110105 19491231\t002X ", "11010519491231002X"),
        ("１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X"),
        ("’11010519491231002X", "11010519491231002X"),
        (820000197101010019, "820000197101010019"),
        (12.0, "12"),
        (12.5, "12.5"),
        (110105194912310.0, "110105194912310"),
        ('="11010519491231002X"', "11010519491231002X"),
        (None, None),
        (float("nan"), None),
        ("  ", None),
    ],
)
def test_a_number_without_what_is_not_its_own(written: object, number: str | None) -> None:
    assert ids.normalise(written) == number


@pytest.mark.parametrize(
    ("value", "shows"),
    [
        ("4.40524E+17", "单元格是科学计数法"),
        ("1.1e17", "单元格是科学计数法"),
        ("", None),
        ("  ", None),
        (440524188001010000, "单元格是数字"),
        (1.1e17, "单元格是数字"),
        (1e14, "单元格是数字"),
        (99999999999999, None),
        (float("nan"), None),
        (True, None),
        (None, None),
        ("440524188001010014", None),
        ("12E3X", None),
    ],
)
def test_a_number_that_a_spreadsheet_has_rounded(value: object, shows: str | None) -> None:
    assert ids.damaged(value) == shows


@pytest.mark.parametrize("code", ["91110000600037341L", "91350100M000100Y43"])
def test_credit_codes_as_published(code: str) -> None:
    assert ids.uscc_fault(code) is None
    last = "0" if code[17] != "0" else "1"
    assert "校验码" in (ids.uscc_fault(code[:17] + last) or "")


@pytest.mark.parametrize(
    ("code", "part"),
    [
        ("91110000600037341", "共17位"),
        ("91110000600037341L0", "共19位"),
        ("", "共0位"),
        ("9111000060003734IL", "不应出现"),
        ("91110000600037341l", "不应出现"),
    ],
)
def test_what_is_no_credit_code(code: str, part: str) -> None:
    assert part in (ids.uscc_fault(code) or "")


@pytest.mark.parametrize(
    ("first_eight", "name", "doubt"),
    [
        ("91110000", "北京测试有限公司", None),
        ("12100000", "测试研究院", None),  # registered nationally
        ("92110105", "北京测试修理店", ids.SOLE_TRADER),
        ("91310000", "上海测试有限公司", ids.ELSEWHERE),
        ("91110000", "测试物业北京分公司", ids.BRANCH),
        ("91110000", "测试物业（北京分公司）", ids.BRANCH),
        ("91110000", "测试驻京办事处", ids.BRANCH),
        ("91110105", "测试超市第三分店", ids.BRANCH),
        ("91110105", "分公司管理咨询有限公司", None),
        ("91210000", "辽宁测试有限公司", ids.ELSEWHERE),
        ("91101100", "测试有限公司", ids.ELSEWHERE),  # 11, but not where the region stands
        ("91100001", "测试有限公司", ids.ELSEWHERE),  # no registration is but 100000
        ("92310000", "上海测试修理店", ids.SOLE_TRADER),
        ("93110105", "北京测试种植专业合作社", None),
    ],
)
def test_legal_entities_of_beijing(first_eight: str, name: str, doubt: str | None) -> None:
    code = credit_code(first_eight)
    assert ids.not_a_beijing_entity(pd.Series([code]), pd.Series([name])).iloc[0] == doubt


def test_a_code_that_does_not_hold_says_nothing_of_the_unit() -> None:
    said = ids.not_a_beijing_entity(pd.Series(["913100006000373410", None]), pd.Series([None, "上海测试"]))
    assert said.tolist() == [None, None]
    unnamed = ids.not_a_beijing_entity(
        pd.Series([credit_code("91310000"), None]), pd.Series([None, "乙分店"])
    )
    assert unnamed.tolist() == [ids.ELSEWHERE, ids.BRANCH]


def credit_code(first_eight: str) -> str:
    """A code that holds, by trying the 31 characters that may stand last."""
    head = f"{first_eight}600037341"
    return next(head + last for last in "0123456789ABCDEFGHJKLMNPQRTUWXY" if not ids.uscc_fault(head + last))


@pytest.mark.parametrize(
    "phone",
    [
        "13800001234", "+86 138-0000-1234", "0086 13800001234", "１３８００００１２３４", "010-65432100",
        "(010)65432100",
        "0312 6543210", "010-65432100-8012", "010-25432100", "010-85432100", "0431 15432100",
        "010-65432100转8012", "010-65432100 分机：12", "010-65432100 ext.801",
    ],
)  # fmt: skip
def test_a_phone_that_may_be_called(phone: str) -> None:
    assert ids.phone_fault(phone) is None


@pytest.mark.parametrize(
    ("phone", "part"),
    [
        ("1380000123", "共10位"),
        ("138000012345", "共12位"),
        ("65432100", "带区号"),
        ("010-123456", "带区号"),
        ("010-05432100", "带区号"),
        ("010-15432100", "带区号"),
        ("010-95432100", "带区号"),
        ("1380000123O", "以外的字符"),
        ("13800001234转12", "共13位"),
        ("转8012", "以外的字符"),
        ("见附件", "以外的字符"),
        ("13800001234/13900001234", "以外的字符"),
    ],
)
def test_a_phone_that_may_not(phone: str, part: str) -> None:
    assert part in (ids.phone_fault(phone) or "")


@pytest.mark.parametrize(
    ("certificate", "fault"),
    [
        ("Y000111000001263000001", None),
        ("0611010001304567", None),
        ("A" * 13, None),
        ("A" * 24, None),
        ("A" * 12, "共12位，职业技能等级证书为22位，国家职业资格证书为16位"),
        ("A" * 25, "共25位，职业技能等级证书为22位，国家职业资格证书为16位"),
        ("京人社证第12345678号", "含有字母、数字以外的字符"),
        ("Y000111-00012630000", "含有字母、数字以外的字符"),
        ("", "含有字母、数字以外的字符"),
    ],
)
def test_the_form_of_a_certificate_number(certificate: str, fault: str | None) -> None:
    assert ids.certificate_fault(certificate) == fault


@pytest.mark.parametrize(
    ("certificate", "opening_year", "level", "year"),
    [
        ("Y000111000001262000001", 2026, 2, 2026),
        ("S000111000001271000001", 2026, 1, 1927),  # 27 lies behind the opening: the other century
        ("9811010001304567", 2026, 3, 1998),
        ("0011010001304567", 2026, 3, 2000),
        ("Y000111000001262000001", None, 2, 2026),  # of an unknown opening today's year is the last
        ("0611010001104567", 2026, 1, 2006),
        ("Y00011100000126200000", 2026, None, None),
        (None, 2026, None, None),
    ],
)
def test_what_a_certificate_number_says(
    certificate: str | None,
    opening_year: int | None,
    level: int | None,
    year: int | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 7, 1, tzinfo=clock.BEIJING))
    row = ids.examine_certificates(
        pd.Series([certificate], dtype="object"), pd.Series([opening_year], dtype="float64")
    )
    assert [None if pd.isna(value) else int(value) for value in row.iloc[0]] == [level, year]
