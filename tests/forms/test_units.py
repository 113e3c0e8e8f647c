"""Units that headers and lines above a table name (FIELD section 4)."""

from __future__ import annotations

import pytest

from gaoji_batch.forms import units
from gaoji_batch.forms.reading import forms


def unit(heading: str, *above: str) -> str:
    return units.units_of(forms()["claim"], {"claimed_amount": heading}, above).get("claimed_amount", "")


@pytest.mark.parametrize(
    "heading",
    [
        "申请金额（万元）",
        "申请金额/万元",
        "申请金额\n万元",
        "申请金额(单位：万元)",
        "申请金额（人民币，万元）",
    ],
)
def test_a_header_in_ten_thousands(heading: str) -> None:
    assert unit(heading) == "万元"


@pytest.mark.parametrize(
    "line", ["单位：万元", "金额单位: 万元", "填报日期：2026年7月9日　单位：万元", "（单位：人、万元）"]
)
def test_a_line_above_in_ten_thousands(line: str) -> None:
    assert unit("申请金额", "补助资金申请表", line) == "万元"
    assert unit("申请金额（元）", line) == ""


@pytest.mark.parametrize("line", ["承办单位：万元科技公司", "填报单位：元氏县技工学校", "单位：元宝公司"])
def test_a_unit_that_is_an_organisation_is_none(line: str) -> None:
    assert unit("申请金额", line) == ""


def test_a_unit_that_is_not_read_is_named() -> None:
    assert unit("申请金额（千元）") == "千元"
    found = units.units_of(forms()["plan"], {"hours": "学时（节）", "content": "内容（元）"}, [])
    assert found == {"hours": "节"}


def test_a_number_that_says_its_unit_keeps_it() -> None:
    assert [units.with_unit(value, "万元") for value in (11, 10.5, "11", "110000元")] == [
        "11万元", "10.5万元", "11万元", "110000元",
    ]  # fmt: skip
