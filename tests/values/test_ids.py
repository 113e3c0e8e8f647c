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
    ],
)
def test_legal_entities_of_beijing(first_eight: str, name: str, doubt: str | None) -> None:
    code = credit_code(first_eight)
    assert ids.not_a_beijing_entity(pd.Series([code]), pd.Series([name])).iloc[0] == doubt


def test_a_code_that_does_not_hold_says_nothing_of_the_unit() -> None:
    said = ids.not_a_beijing_entity(pd.Series(["913100006000373410", None]), pd.Series([None, "上海测试"]))
    assert said.tolist() == [None, None]


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
        ("0611010001104567", 2026, 1, 2006),
        ("Y00011100000126200000", 2026, None, None),
        (None, 2026, None, None),
    ],
)
def test_what_a_certificate_number_says(
    certificate: str | None, opening_year: int, level: int | None, year: int | None
) -> None:
    row = ids.examine_certificates(pd.Series([certificate], dtype="object"), pd.Series([opening_year]))
    assert [None if pd.isna(value) else int(value) for value in row.iloc[0]] == [level, year]
