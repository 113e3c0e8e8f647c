"""Numbers that no column can hold are no numbers: one such cell must not stop a batch."""

from __future__ import annotations

import pytest

from gaoji_batch.values import quantities, text

VAST = [
    "9" * 5000,
    "9" * 19,
    "9" * 400 + "万元",
    "1e400",
    "-1e400",
    "NaN",
    "inf",
    "1" * 309 + ".0",
    1e308,
    1e15,
    10**300,
    float("inf"),
    ",",
    "-,",
    "²",
    "፩",
]


@pytest.mark.parametrize("value", VAST, ids=[str(value)[:12] for value in VAST])
def test_what_no_column_can_hold_is_no_number(value: object) -> None:
    for read in (
        quantities.count,
        quantities.money,
        quantities.class_number,
        quantities.hours,
        quantities.number,
    ):
        found = read(value)
        assert found is None or abs(found) < 1e15, read.__name__


def test_what_is_written_with_units_and_separators_is_read() -> None:
    assert [quantities.count(said) for said in ("30", "30人", "30.0", "1,000", "３０人", "")] == [
        30,
        30,
        30,
        1000,
        30,
        None,
    ]
    assert [
        quantities.money(said) for said in ("105000", "105,000.00元", "￥10.5万元", "11万元", "0.5", "-5")
    ] == [105000, 105000, 105000, 110000, None, -5]
    assert [quantities.class_number(said) for said in ("2", 2.0, "第二期", "第12班", "十二期", "期")] == [
        2,
        2,
        2,
        12,
        12,
        None,
    ]


@pytest.mark.parametrize(
    ("written", "yuan"),
    [
        ("10.1234万元", 101234),
        ("10.12340万元", 101234),
        ("10.12345万元", None),  # half a yuan
        ("0.5万", 5000),
        ("105000.50元", None),
        ("105000.00", 105000),
        ("￥105,000元整", 105000),
        ("约10万元", None),
        (None, None),
    ],
)
def test_money_is_whole_yuan(written: str | None, yuan: int | None) -> None:
    assert quantities.money(written) == yuan


@pytest.mark.parametrize(
    ("written", "number"),
    [("第2期", 2), ("123456789", 123456789), ("1234567890", None), ("3.0", 3), (None, None)],
)
def test_the_number_of_a_class(written: str | None, number: int | None) -> None:
    assert quantities.class_number(written) == number


@pytest.mark.parametrize(
    ("written", "number"),
    [("90分", 90.0), ("1,234.5", 1234.5), ("999999999999999", 999999999999999.0), ("优", None), (None, None)],
)
def test_a_number_as_it_is_written(written: str | None, number: float | None) -> None:
    assert quantities.number(written) == number


def test_a_list_in_a_cell_is_parted_but_for_what_brackets_hold_together() -> None:
    assert text.split_list("焊工（6-18-02-04、甲）、车工/铣工；\n钳工，") == [
        "焊工（6-18-02-04、甲）",
        "车工",
        "铣工",
        "钳工",
    ]


def test_a_cell_full_of_separators_is_parted_at_once() -> None:
    """Each of them once looked to the cell's end for a bracket: seconds a cell."""
    assert len(text.split_list("、甲" * 16383)) == 16383
    assert text.split_list("(甲、" * 3) == ["(甲", "(甲", "(甲"]
