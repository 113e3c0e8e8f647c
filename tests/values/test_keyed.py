"""One person, one key: whoever records a person and whoever looks a person up come to the same hash."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import replace

import pandas as pd
import pytest

from gaoji_batch.ledger.view import LedgerView
from gaoji_batch.values.keyed import keyed_hash
from tests.people import id_number

KEY = b"k" * 32
NUMBER = id_number("110101", "19900307", 12)
HALF = "护照\ud842"  # half of 𠮷, as a damaged file may hold it


@pytest.mark.parametrize("written", [NUMBER, "", "张三·Ä", "𠮷", HALF, "\udfff"])
def test_the_ledger_looks_up_what_was_recorded(written: str) -> None:
    looked_up = replace(LedgerView.empty(), key=KEY).key_of(pd.Series([written], dtype="object"))
    assert looked_up.tolist() == [keyed_hash(written, KEY)]


def test_it_is_the_plain_hmac_of_the_text() -> None:
    assert keyed_hash(NUMBER, KEY) == hmac.new(KEY, NUMBER.encode(), hashlib.sha256).hexdigest()
    known = "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"  # RFC 4231, test case 1
    assert keyed_hash("Hi There", b"\x0b" * 20) == known


def test_halves_of_pairs_are_told_apart() -> None:
    assert len({keyed_hash(text, KEY) for text in ("\ud842", "\ud843", "\ufffd", "")}) == 4


def test_another_key_is_another_hash() -> None:
    assert keyed_hash(NUMBER, KEY) != keyed_hash(NUMBER, b"other")


def test_a_missing_number_has_no_key() -> None:
    looked_up = LedgerView.empty().key_of(pd.Series([None, NUMBER], dtype="object"))
    assert pd.isna(looked_up.iloc[0])
    assert len(looked_up.iloc[1]) == 64
