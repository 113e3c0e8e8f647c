"""How much of a personal number is shown."""

from __future__ import annotations

import pytest

from gaoji_batch.values import masking


@pytest.mark.parametrize(
    ("said", "head", "tail", "shown"),
    [
        ("11010519491231002X", 6, 4, "110105********002X"),
        ("11010519491231002X", 3, 2, "110*************2X"),
        ("11010519491231002X", 6, 0, "110105************"),
        ("11010519491231002X", 0, 0, "******************"),
        ("1101051949", 6, 4, "11******49"),
        ("1", 6, 4, "*"),
        ("", 6, 4, ""),
    ],
)
def test_an_id_number_shows_its_ends_alone(said: str, head: int, tail: int, shown: str) -> None:
    assert masking.mask_id(said, head, tail) == shown
    assert (
        masking.mask_free_text(f"号码{said}。", head, tail) == f"号码{shown if len(said) == 18 else said}。"
    )


def test_phones_and_accounts_show_their_ends_alone() -> None:
    assert [masking.mask_phone("13900000005"), masking.mask_account("0200000000000000777")] == [
        "139****0005",
        "***************0777",
    ]
