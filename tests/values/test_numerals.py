"""Chinese numerals, read and written."""

from __future__ import annotations

import cn2an
import pytest

from gaoji_batch.values.numerals import chinese, number_of
from gaoji_batch.values.quantities import class_number


@pytest.mark.parametrize("number", range(1, 100))
def test_what_is_written_is_what_the_library_writes_and_is_read_back(number: int) -> None:
    written = chinese(number)
    assert written == cn2an.an2cn(number).removeprefix("一" if 10 <= number < 20 else "")
    assert number_of(written) == number


def test_ten_may_be_written_with_its_one() -> None:
    assert number_of("一十二") == 12


@pytest.mark.parametrize("numeral", ["", "百", "十十", "一二", "三一十", "二十百", "12"])
def test_what_is_no_numeral_is_no_number(numeral: str) -> None:
    assert number_of(numeral) is None


@pytest.mark.parametrize(
    ("written", "number"),
    [("第二期", 2), ("第十二班", 12), ("二十期", 20), ("第三一十期", None), ("一二期", None), ("期", None)],
)
def test_a_class_is_read_from_its_numeral(written: str, number: int | None) -> None:
    assert class_number(written) == number
