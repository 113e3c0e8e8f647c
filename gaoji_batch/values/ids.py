"""Identity numbers, credit codes, phones and certificate numbers (GB 11643, GB 32100-2015), column by column.

python-stdnum's `cn.ric.validate` wants the county to have existed in the year of birth and refuses residents
of Hong Kong, Macao and Taiwan, so it would reject real people; only its `cn.uscc` is used.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache
from operator import mul
from typing import Any

import numpy as np
import pandas as pd
from stdnum.cn import uscc as _uscc

from gaoji_batch.values import clock, text
from gaoji_batch.values.columns import beside

# the provinces by GB/T 2260; 81, 82 and 83 begin the residence permits of Hong Kong, Macao and Taiwan
REGIONS = frozenset(
    [
        *range(11, 16),
        *range(21, 24),
        *range(31, 38),
        *range(41, 47),
        *range(50, 55),
        *range(61, 66),
        71,
        81,
        82,
        83,
    ]
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_OLD_FOREIGN = re.compile(r"^[A-Z]{3}\d{12}$")
_PASS = re.compile(r"^(?:[HMC]\d{8,10}|\d{8}|[A-Z]{1,2}\d{6,9}[A-Z]?)$")
DROPPED = f"\\s{text.UNSEEN}'’‘`"
"""What is taken off a number, as what stands in a character class: unseen characters and the apostrophe of a
text cell."""
_JUNK = re.compile(f"[{DROPPED}]+")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d{1,2}")
_ACCOUNT_NOTE = re.compile(r"[\r\n].*|[(（\[【〔<《].*?(?:[)）\]】〕>》]|$)", re.S)
_ACCOUNT_HYPHENS = re.compile(r"[-‐‑‒–—―−－﹣]")
_ACCOUNT = re.compile(r"[0-9]{8,32}")
COLUMNS = ["valid", "fault", "why", "fix", "birth", "gender", "kind"]
_EXTENSION = re.compile(r"(?<=\d)(?:转|分机号?|ext)[.:]?(?=\d{1,6}$)", re.IGNORECASE)
"""'010-65432100转8012'."""
_PHONE = re.compile(
    r"""1[3-9]\d{9}                                # a mobile
    | 010[2-8]\d{7}(?:\d{1,4})?                   # Beijing, with an extension
    | 0(?:2\d|[3-9]\d{2})[1-9]\d{6,7}(?:\d{1,4})?  # other areas""",
    re.VERBOSE,
)
_PUNCTUATION = re.compile(r"[\s\-‐-―()（）\u00a0\u3000]")
_COUNTRY = re.compile(r"^(?:\+86|0086)")
_LEVEL_CERTIFICATE = re.compile(r"[A-Z]\d{21}")
_STATE_CERTIFICATE = re.compile(r"\d{16}")
SOLE_TRADER, ELSEWHERE, BRANCH = "sole trader", "elsewhere", "branch"
_UNIT_TAILS = ("分公司", "分店", "办事处")


def normalise(value: object) -> str | None:
    """An ID number without spaces, tabs and a leading apostrophe, full-width forms and a lower-case x raised;
    None where empty."""
    # nearly all of them, and the same object where nothing changes
    if isinstance(value, str) and value.isascii() and value.isalnum():
        return value if (upper := value.upper()) == value else upper
    if value is None or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    said = text.unquoted(_JUNK.sub("", unicodedata.normalize("NFKC", str(value)))).upper()
    return said or None


def account(value: object) -> str | None:
    """A bank account without spaces, hyphens and a bracketed or second-line note (docs/contract/reading.md
    4); None where nothing is left."""
    if value is None or (isinstance(value, float) and value != value):
        return None
    written = text.unquoted(value.strip()) if isinstance(value, str) else value
    number = _ACCOUNT_NOTE.sub("", written) if isinstance(written, str) else written
    said = normalise(number) or normalise(written)
    return _ACCOUNT_HYPHENS.sub("", said) or said if said else None


def is_account(number: str) -> bool:
    """Whether a normalised account is one that a bank takes: 8 to 32 digits."""
    return _ACCOUNT.fullmatch(number) is not None


def account_fault(value: object) -> str | None:
    """What is wrong with an account as written (D117); None where it holds."""
    said = account(value) or ""
    if is_account(said):
        return None
    if said.isascii() and said.isdigit():
        return f"共{len(said)}位，应为8至32位数字"
    return "含有数字以外的字符"


def examine(numbers: pd.Series) -> pd.DataFrame:
    """What each normalised number is: COLUMNS. The first fault of 位数, 字符, 出生日期, 地区, 校验码; kind
    resident, outside (港澳台居民居住证), foreign; birth and gender where they can be read. Missing numbers
    are not valid, without a fault."""
    codes, distinct = pd.factorize(numbers.to_numpy(dtype="object"))
    # the last for missing ones, whose code is -1
    rows = [*map(_examine, distinct), (False, "", "", "", pd.NaT, pd.NA, "")]
    out = pd.DataFrame(rows, columns=COLUMNS).take(codes % len(rows)).set_axis(numbers.index)
    return out.astype({"valid": "bool", "birth": "datetime64[s]"})


@lru_cache(maxsize=1 << 17)
def _examine(number: str) -> tuple[Any, ...]:
    if _OLD_FOREIGN.match(number):
        return True, "", "", "", _birth_of_old_foreign(number), pd.NA, "foreign"
    fault = fault_of(number)
    if fault and fault[0] in ("位数", "字符"):
        return False, *fault, pd.NaT, pd.NA, "resident"
    birth, gender = _day(number[6:14]), "男" if int(number[16]) % 2 else "女"
    kind = "foreign" if number[0] == "9" else "outside" if number[:2] in ("81", "82", "83") else "resident"
    return (
        not fault,
        *(fault or ("", "", "")),
        pd.NaT if birth is None else pd.Timestamp(birth),
        gender,
        kind,
    )


@lru_cache(maxsize=1 << 17)
def fault_of(number: str) -> tuple[str, str, str] | None:
    """(fault, what is wrong, how to mend it) of a normalised number; None where it holds (D102)."""
    return None if _OLD_FOREIGN.match(number) else _fault(number)


def _fault(number: str) -> tuple[str, str, str] | None:
    check = "对照证件原件重新填写18位号码"
    if len(number) != 18:
        if len(number) == 15 and number.isdigit():
            return "位数", "是15位的旧号码", "填写现行的18位居民身份证号码"
        if _PASS.match(number):
            return (
                "位数",
                "像是通行证或护照号码，不是身份证件号码",
                "填写港澳台居民居住证、外国人永久居留身份证或居民身份证的号码",
            )
        return "位数", f"共{len(number)}位，应为18位", check
    if not (number[:17].isdigit() and number.isascii() and (number[17].isdigit() or number[17] == "X")):
        return "字符", "前17位应为数字，最后一位应为数字或X", check
    birth = _day(number[6:14])
    if birth is None or not date(1800, 1, 1) <= birth <= clock.today():
        return "出生日期", "第7至14位不是有效的出生日期", check
    if int(number[1:3] if number[0] == "9" else number[:2]) not in REGIONS:
        return (
            "地区",
            f"前两位{number[:2]}不是有效的地区代码"
            if number[0] != "9"
            else f"第2、3位{number[1:3]}不是有效的地区代码",
            check,
        )
    wanted = check_character(number)
    if number[17] != wanted:
        return "校验码", "最后一位校验码不符，号码中至少有一位有误", check
    return None


def check_character(number: str) -> str:
    """The 18th character that the first 17 digits ask for."""
    return _CHECK[sum(map(mul, map(int, number[:17]), _WEIGHTS)) % 11]


def _day(eight: str) -> date | None:
    try:
        return date(int(eight[:4]), int(eight[4:6]), int(eight[6:8]))
    except ValueError:
        return None


def _birth_of_old_foreign(number: str) -> pd.Timestamp:
    """The 15-character card of before 2023: characters 8 to 13 are the birth date, two digits a year."""
    year = int(number[7:9])
    day = _day(f"{2000 + year if year <= clock.today().year % 100 else 1900 + year}{number[9:13]}")
    return pd.NaT if day is None else pd.Timestamp(day)


def damaged(value: object) -> str | None:
    """D103: what shows that a number was stored as a number (of 15 digits or more, or text like 4.10102E+17);
    else None."""
    if isinstance(value, str):
        said = normalise(value) or ""
        return "单元格是科学计数法" if _SCIENTIFIC.fullmatch(said) else None
    if isinstance(value, (int, float, np.number)) and not isinstance(value, bool):
        return "单元格是数字" if float(value) == float(value) and abs(float(value)) >= 1e14 else None
    return None


# ---- 统一社会信用代码


def uscc_fault(code: str) -> str | None:
    """What is wrong with a normalised credit code: length, characters, check; None where it holds."""
    if len(code) != 18:
        return f"共{len(code)}位，应为18位"
    if not re.fullmatch(r"[0-9A-HJ-NP-RTUWXY]{18}", code):
        return "含有不应出现的字符（如字母I、O、S、V、Z）"
    return None if _uscc.calc_check_digit(code) == code[17] else "最后一位校验码不符，代码中至少有一位有误"


def not_a_beijing_entity(codes: pd.Series, names: pd.Series) -> pd.Series:
    """What shows that a unit is no legal entity of Beijing: its code (SOLE_TRADER, ELSEWHERE) or its name
    (BRANCH); missing where nothing does."""
    doubts = [
        _doubt(None if pd.isna(code) else str(code), "" if pd.isna(name) else str(name))
        for code, name in zip(codes, names, strict=True)
    ]
    return pd.Series(doubts, index=codes.index, dtype="object")


def _doubt(code: str | None, name: str) -> str | None:
    if code and uscc_fault(code) is None:
        if code[:2] == "92":
            return SOLE_TRADER
        if not (code[2:4] == "11" or code[2:8] == "100000"):
            return ELSEWHERE
    return BRANCH if name.rstrip("）)").endswith(_UNIT_TAILS) else None


# ---- phones and certificates


def phone_fault(value: str) -> str | None:
    """What is wrong with a phone number (docs/contract/rules.md, D109); None where it may be called."""
    said = _COUNTRY.sub("", _PUNCTUATION.sub("", unicodedata.normalize("NFKC", value)))
    said = _EXTENSION.sub("", said)
    if not said.isdigit():
        return "含有数字以外的字符"
    if _PHONE.fullmatch(said):
        return None
    return (
        f"共{len(said)}位，手机号码应为11位"
        if said.startswith("1")
        else "不是有效的手机号码或带区号的固定电话"
    )


def certificate_fault(value: str) -> str | None:
    """What is wrong with a certificate number (docs/contract/facts.md 3); 13 to 24 letters and digits of
    another form pass."""
    said = normalise(value) or ""
    if not (said.isascii() and said.isalnum()):
        return "含有字母、数字以外的字符"
    return (
        None if 13 <= len(said) <= 24 else f"共{len(said)}位，职业技能等级证书为22位，国家职业资格证书为16位"
    )


def examine_certificates(values: pd.Series, opening_year: pd.Series) -> pd.DataFrame:
    """level_digit and year of issue (Int64) of certificate numbers whose form is known; two-digit years up to
    the opening year are 20xx."""
    rows = [_certificate(normalise(value), year) for value, year in beside(values, opening_year)]
    return pd.DataFrame(rows, columns=["level_digit", "year"], index=values.index).astype("Int64")


def _certificate(said: str | None, opening_year: float) -> tuple[int | None, int | None]:
    if said is None:
        return None, None
    if _LEVEL_CERTIFICATE.fullmatch(said):
        level, year = int(said[15]), int(said[13:15])
    elif _STATE_CERTIFICATE.fullmatch(said):
        level, year = int(said[10]), int(said[:2])
    else:
        return None, None
    latest = opening_year % 100 if opening_year == opening_year else clock.today().year % 100
    return level, 2000 + year if year <= latest else 1900 + year
