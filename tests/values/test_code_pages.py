"""UTF-16 without a mark is told by its NULs."""

from __future__ import annotations

import codecs

import pytest

from gaoji_batch.values import code_pages, radicals

TABLE = "姓名,身份证件号码\r\n测试一,11010519491231002X\r\n"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "table",
    [
        TABLE,
        "姓名,1人",  # two of its five characters have a NUL
        "1",
        "一1,1一1",  # 一 is U+4E00: its own NUL stands on the other side
    ],
)
def test_a_table_in_utf16_without_a_mark(table: str, encoding: str) -> None:
    head = table.encode(encoding)
    assert code_pages.is_bare_utf16(head)
    assert code_pages.byte_order(head) == encoding


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
def test_a_table_in_another_code_page(encoding: str) -> None:
    assert not code_pages.is_bare_utf16("姓名,1101".encode(encoding))


@pytest.mark.parametrize("head", [b"", b"\0"])
def test_too_short_to_say(head: bytes) -> None:
    assert not code_pages.is_bare_utf16(head)


@pytest.mark.parametrize(("mark", "encoding"), code_pages.BYTE_ORDER_MARKS)
def test_marks_are_those_that_python_writes(mark: bytes, encoding: str) -> None:
    assert codecs.decode(mark, encoding) == "\ufeff"


@pytest.mark.parametrize(
    ("written", "plain"),
    [("⻢⼯⻓", "马工长"), ("马工长", "马工长"), ("張蔓朗", "張蔓朗"), ("", ""), ("⼀⿕", "一龠")],
)
def test_radicals_become_the_characters_they_stand_for(written: str, plain: str) -> None:
    assert radicals.without_radicals(written) == plain


def test_where_as_many_nuls_stand_on_either_side_it_is_as_windows_writes_it() -> None:
    assert code_pages.byte_order("一1".encode("utf-16-le")) == "utf-16-le"
