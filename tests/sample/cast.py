"""The made-up people of the sample, with what the
insurance extract says about each of them, month by month."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests import people

MONTHS = [f"{2025 + (4 + number) // 12}{(4 + number) % 12 + 1:02d}" for number in range(16)]
"""2025-05 to 2026-08: what the two insurance extracts cover."""
PENSION = "基本养老保险"
POSTS = ("设备操作", "装配调试", "设备维修", "生产线班组长", "工艺试制", "现场检修", "质量检验", "运行值班")
REGIONS = ("110105", "110108", "110112", "130102", "120104", "370102", "410105", "210102")


@dataclass
class Payment:
    """One month's pension payment by one employer; `arrived` is the day the money came."""

    employer: str
    status: str
    arrived: date | None


@dataclass
class Person:
    """A trainee as the roster states him, and the months of pension insurance that the extract holds."""

    number: int
    name: str
    gender: str
    birth: date
    id_number: str
    employer: str
    post: str
    occupation: str
    code: str
    level: str
    certificate: str
    phone: str
    key_talent: str = "否"
    months: dict[str, list[Payment]] = field(default_factory=dict)
    other_kinds: tuple[str, ...] = ("基本医疗保险",)
    pension: str = PENSION

    def fields(self) -> dict[str, Any]:
        """The roster's columns of this person."""
        return {
            "姓名": self.name,
            "性别": self.gender,
            "身份证件号码": self.id_number,
            "工作单位": self.employer,
            "岗位": self.post,
            "职业(工种)": self.occupation,
            "技能等级": self.level,
            "证书编号": self.certificate,
            "联系电话": self.phone,
            "职业编码": self.code,
            "出生日期": self.birth,
            "是否重点培养对象": self.key_talent,
        }

    def grade(self, level: str, key_talent: str = "否") -> None:
        """Gives another level, with a certificate that agrees with it."""
        self.level, self.key_talent = level, key_talent
        self.certificate = people.certificate(self.number, level, 2010 + self.number % 12)

    def born(self, birth: date) -> None:
        """Gives another day of birth, in the number too."""
        self.birth, self.id_number = (
            birth,
            people.id_number(self.id_number[:6], birth, int(self.id_number[14:17])),
        )


def paid_day(month: str) -> date:
    """The usual day a month's payment arrives: the 15th of the month after."""
    year, number = int(month[:4]), int(month[4:])
    return date(year + number // 12, number % 12 + 1, 15)


def person(number: int, employer: str, occupation: tuple[str, str]) -> Person:
    """A made-up person who meets every condition, insured by the employer through all months."""
    woman = number % 4 == 3
    birth = date(1980 + number % 9 if woman else 1972 + number % 17, number % 12 + 1, number * 5 % 28 + 1)
    level = "高级技师" if number % 5 == 0 else "技师"
    return Person(
        number,
        people.name(number),
        "女" if woman else "男",
        birth,
        people.id_number(REGIONS[number % 8], birth, (number * 2 + (0 if woman else 1)) % 1000),
        employer,
        POSTS[number % 8],
        *occupation,
        level,
        people.certificate(number, level, 2010 + number % 12),
        people.phone(number * 7919 % 100000000),
        months={month: [Payment(employer, "已缴费", paid_day(month))] for month in MONTHS},
    )


class Cast:
    """Makes people for one class after the other; nobody twice."""

    def __init__(self) -> None:
        self.everyone: list[Person] = []
        self.prior: list[tuple[str, str, date]] = []
        self.retired: list[tuple[str, str]] = []

    def people(self, count: int, employers: list[str], occupations: list[tuple[str, str]]) -> list[Person]:
        """So many new people, spread over the employers and the occupations."""
        first = len(self.everyone)
        made = [
            person(1 + number, employers[number % len(employers)], occupations[number % len(occupations)])
            for number in range(first, first + count)
        ]
        self.everyone += made
        return made
