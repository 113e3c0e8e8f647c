"""A header as it is matched."""

import pytest

from gaoji_batch.values import text


@pytest.mark.parametrize(
    ("written", "matched"),
    [
        ("申请金额（元）", "申请金额"),
        ("申请金额（小写）", "申请金额"),
        ("申请金额（大写）", "申请金额大写"),
        ("申请金额 (人民币大写) *", "申请金额大写"),
        ("申请金额（元）（大写）", "申请金额大写"),
    ],
)
def test_an_amount_in_words_is_another_header_than_the_amount(written, matched):
    assert text.fold_header(written) == matched
