"""Earlier rulings beside an open finding: by person, post and unit, the latest first."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from gaoji_batch.findings import INTERNAL, collect
from gaoji_batch.judgement import precedents
from tests import people

POST = {"column": "岗位", "value": "设备主管"}


def finding(code: str, person: str, unit: str, **more: Any) -> dict[str, Any]:
    own = {
        "code": code,
        "severity": "review",
        "status": "open",
        "person": person,
        "unit": unit,
        "finding_id": f"{code}{person[-4:]}{unit}",
    }
    return (
        dict.fromkeys(INTERNAL, "")
        | {"decidable": True, "amount": 0, "row": None, "sheet_key": None, "position": None, "class_no": None}
        | own
        | more
    )


def ruling(code: str, **more: Any) -> dict[str, Any]:
    names = ["project", "id_number", "ruling", "reason", "checked_by", "checked_on", "finding_id", "remark"]
    own = {
        "rule_code": code,
        "ruling": "予以通过",
        "reason": "属实",
        "checked_by": "王敏",
        "checked_on": "2026-05-08",
    }
    return dict.fromkeys(names) | own | more


def beside(
    findings: list[dict[str, Any]], rulings: list[dict[str, Any]], posts: dict[str, str] | None = None
) -> list[str]:
    frame = collect([pd.DataFrame(findings)])
    decisions = pd.DataFrame(rulings).assign(checked_on=lambda rows: pd.to_datetime(rows["checked_on"]))
    units = {"GJ2026-001": "甲公司", "GJ2026-002": "乙公司"}
    told = precedents.beside(frame, decisions, units, posts or {}, date(2026, 7, 1))
    return [told.get(one["finding_id"], "") for one in findings]


ONE, OTHER, THIRD = (people.id_number("110105", f"19{year}0527", 316) for year in (85, 86, 87))


def test_the_same_post_at_another_unit_is_told_with_day_and_name() -> None:
    earlier = ruling("E0408", project="GJ2026-002", id_number=OTHER, reason="现场设备维护。")
    told = beside(
        [
            finding("E0408", ONE, "甲公司", **POST),
            finding("E0408", THIRD, "甲公司", column="岗位", value="会计"),
        ],
        [earlier],
        {OTHER: "设备 主管"},
    )
    assert told == ["2026年5月8日予以通过（王敏）：同一岗位“设备主管”，理由：现场设备维护", ""]


def test_a_post_is_known_from_the_remark_of_an_older_sheet_but_not_from_its_precedents() -> None:
    remark = "岗位非生产服务一线；张三；岗位“设备主管”含“主管”，可能不是生产服务一线岗位"
    assert beside([finding("E0408", ONE, "甲公司", **POST)], [ruling("E0408", remark=remark)]) == [
        "2026年5月8日予以通过（王敏）：同一岗位“设备主管”，理由：属实"
    ]
    told = (
        "岗位非生产服务一线；岗位“会计”含“会计”；以往处理意见："
        "2026年5月8日予以通过（王敏）：同一岗位“设备主管”"
    )
    assert beside([finding("E0408", ONE, "甲公司", **POST)], [ruling("E0408", remark=told)]) == [""]


def test_the_person_comes_before_the_unit_and_the_later_before_the_earlier() -> None:
    rulings = [
        ruling("E0409", project="GJ2026-001", id_number=OTHER, checked_on="2026-06-01", ruling="不予通过"),
        ruling("E0409", project="GJ2026-001", id_number=OTHER, checked_on="2026-07-01"),
        ruling("E0409", project="GJ2026-002", id_number=ONE, checked_on="2026-01-02", checked_by="李强"),
    ]
    assert beside([finding("E0409", ONE, "甲公司")], rulings) == [
        "2026年1月2日予以通过（李强）：同一学员，理由：属实；"
        "2026年7月1日予以通过（王敏）：同一单位，理由：属实；"
        "2026年6月1日不予通过（王敏）：同一单位，理由：属实"
    ]


def test_no_more_than_three_are_told() -> None:
    rulings = [ruling("T0801", project="GJ2026-001", checked_on=f"2026-0{month}-01") for month in range(1, 7)]
    assert beside([finding("T0801", "", "甲公司")], rulings)[0].count("同一单位") == 3


def test_only_open_reviews_of_the_same_rule_have_precedents() -> None:
    found = [
        finding("E0409", ONE, "甲公司"),
        finding("E0408", ONE, "甲公司", status="waived"),
        finding("E0408", OTHER, "甲公司", severity="reject"),
    ]
    assert beside(
        found, [ruling("E0408", project="GJ2026-001"), ruling("E0408", project="GJ2026-001", ruling=None)]
    ) == ["", "", ""]


def test_a_ruling_by_number_speaks_of_whom_its_finding_is_about() -> None:
    settled = finding("E0408", OTHER, "丙公司", status="waived", **POST)
    told = beside(
        [finding("E0408", ONE, "甲公司", **POST), settled],
        [ruling("", finding_id=settled["finding_id"], id_number="110105********3160")],
    )
    assert told == ["2026年5月8日予以通过（王敏）：同一岗位“设备主管”，理由：属实", ""]


@pytest.mark.parametrize(
    "without",
    [
        {"reason": None},
        {"checked_by": None},
        {"checked_on": None},
        {"checked_on": "2026-07-02"},  # tomorrow
        {"ruling": "核减"},  # which only a claim can be
    ],
)
def test_a_ruling_that_had_no_effect_is_no_precedent(without: dict[str, Any]) -> None:
    asked = [finding("E0409", ONE, "甲公司")]
    assert beside(asked, [ruling("E0409", project="GJ2026-001", checked_on="2026-07-01")]) != [""]
    assert beside(asked, [ruling("E0409", project="GJ2026-001", checked_on="2026-07-01") | without]) == [""]
