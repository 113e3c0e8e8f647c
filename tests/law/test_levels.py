"""技能等级 in the ways it is written, and the order of levels."""

from __future__ import annotations

import pandas as pd
import pytest

from gaoji_batch.law import levels

ORDER = ["学徒工", "初级工", "中级工", "高级工", "技师", "高级技师", "特级技师", "首席技师"]


@pytest.mark.parametrize(
    ("written", "level"),
    [
        ("五级", "初级工"), ("初级", "初级工"), ("初级技能", "初级工"), ("四级", "中级工"),
        ("中级技能", "中级工"),
        ("三级", "高级工"), ("高级", "高级工"), ("高级技能", "高级工"), ("二级", "技师"),
        ("一级", "高级技师"),
        ("三级/高级工", "高级工"), ("技师(二级)", "技师"), ("（三级）高级技能", "高级工"),
        ("二级、技师", "技师"),
        ("国家职业资格二级", "技师"), ("职业技能等级：一级", None), ("职业技能等级一级", "高级技师"),
        ("学徒", "学徒工"),
        ("首席", "首席技师"), ("特级", "特级技师"), ("技 师", "技师"), ("II级", "技师"), ("２级", "技师"),
        ("技师/高级技师", None), ("二级/三级", None), ("工程师", None), ("六级", None), ("", None),
        ("/", None),
    ],
)  # fmt: skip
def test_each_way_of_writing_a_level(written: str, level: str | None) -> None:
    assert levels.canonical(written) == level


def test_the_order_of_levels() -> None:
    assert list(levels.known()) == ORDER
    ranks = levels.rank(pd.Series([*ORDER, "工程师", None], dtype="str"))
    assert ranks.dropna().tolist() == list(range(8)) and ranks.isna().tolist() == [False] * 8 + [True] * 2


def test_the_figure_of_certificate_numbers() -> None:
    digits = levels.digit(pd.Series([*ORDER, None], dtype="str"))
    assert [None if pd.isna(digit) else int(digit) for digit in digits] == [None, 5, 4, 3, 2, 1, 1, 1, None]
