"""人民币大写, held against cn2an and the rules for filling in payment papers."""

from __future__ import annotations

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaoji_batch.values.capitals import in_capitals


@given(st.integers(0, 99_999_999))
def test_as_cn2an_writes_it(yuan):
    assert in_capitals(yuan) == cn2an.an2cn(yuan, "rmb")


@pytest.mark.parametrize(
    ("yuan", "said"),
    [
        (0, "零元整"),
        (105000, "壹拾万伍仟元整"),
        (110000, "壹拾壹万元整"),
        (100500, "壹拾万零伍佰元整"),
        (100001000, "壹亿零壹仟元整"),
        (-5000, "负伍仟元整"),
        (-1, "负壹元整"),
        (11000, "壹万壹仟元整"),
        (10999, "壹万零玖佰玖拾玖元整"),
        (1001, "壹仟零壹元整"),
        (20020, "贰万零贰拾元整"),
        (100010000, "壹亿零壹万元整"),
        (1000000000000, "壹万亿元整"),
    ],
)
def test_as_payment_papers_are_filled_in(yuan, said):
    assert in_capitals(yuan) == said
