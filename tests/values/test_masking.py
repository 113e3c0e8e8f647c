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


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13900000005", "139****0005"),
        (" 13900000005 ", "139****0005"),
        ("010-65432100", "010*****2100"),
        ("65432100", "654*2100"),
        ("5432100", "*******"),  # its ends would be all of it
        ("", ""),
    ],
)
def test_a_phone_shows_its_ends_alone(phone: str, shown: str) -> None:
    assert masking.mask_phone(phone) == shown


@pytest.mark.parametrize(
    ("account", "shown"),
    [
        ("0200000000000000777", "***************0777"),
        (" 12345678 ", "****5678"),
        ("12345", "*2345"),
        ("1234", "****"),
        ("", ""),
    ],
)
def test_an_account_shows_its_end_alone(account: str, shown: str) -> None:
    assert masking.mask_account(account) == shown


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("证号110105491231002。", "证号110105*****1002。"),
        ("证号USA110090031234", "证号USA110*****1234"),
        ("少一位：1101051949123100", "少一位：110105******3100"),
        ("证书Y000111000001263000001", "证书Y000111000001263000001"),
    ],
)
def test_what_has_the_shape_of_an_id_number_is_masked_in_text(words: str, shown: str) -> None:
    assert masking.mask_free_text(words) == shown


def test_of_a_text_of_unknown_content_phones_and_accounts_are_masked_too() -> None:
    assert masking.mask_all("13900000005，账号0200000000000000777，身份证11010519491231002X，第12期") == (
        "139****0005，账号***************0777，身份证110105********002X，第12期"
    )
