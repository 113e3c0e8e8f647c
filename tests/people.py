"""Made-up people, units and numbers for tests and samples:
nobody of these exists; the check digits are right."""

from __future__ import annotations

from datetime import date

from stdnum.cn import uscc as _uscc

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎"
_GIVEN = "一诺子轩雨桐浩然欣怡宇航思远佳琪俊杰梓涵文博晓彤志强海燕建国丽娟明辉春梅国栋玉兰永强秀英德胜桂芳"
_LEVEL_DIGITS = {
    "初级工": 5,
    "中级工": 4,
    "高级工": 3,
    "技师": 2,
    "高级技师": 1,
    "特级技师": 1,
    "首席技师": 1,
}


def id_number(region: str, birth: str | date, sequence: int) -> str:
    """A made-up resident number; sequence below 1000, odd for a man."""
    body = f"{region}{str(birth).replace('-', '')}{sequence:03d}"
    return (
        body
        + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11]
    )


def name(number: int) -> str:
    """A made-up name; different for numbers below 1,600 or so."""
    first, rest = _SURNAMES[number % len(_SURNAMES)], number // len(_SURNAMES)
    return first + _GIVEN[number * 7 % len(_GIVEN)] + _GIVEN[(rest * 11 + number * 3 + 1) % len(_GIVEN)]


def phone(number: int) -> str:
    """A made-up mobile number."""
    return f"139{number:08d}"


def uscc(region: str, number: int) -> str:
    """A made-up enterprise code registered in a region (six digits)."""
    body = f"91{region}MA{number:07d}"
    return body + _uscc.calc_check_digit(body + "0")


def certificate(number: int, level: str = "技师", year: int = 2018) -> str:
    """A made-up 22-character certificate number that agrees with the level."""
    return f"Y000411{number % 1000000:06d}{year % 100:02d}{_LEVEL_DIGITS[level]}{number:06d}"


def account(number: int) -> str:
    """A made-up bank account."""
    return f"0200{number:015d}"
