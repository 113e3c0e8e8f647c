import pytest

from gaoji_batch.outputs.safe_text import clean, for_cell, safe_name


@pytest.mark.parametrize("text", ["GY2026-001", "项目一", "京高研〔2026〕3号"])
def test_a_harmless_name_stays_as_it_is(text: str) -> None:
    assert safe_name(text) == text


@pytest.mark.parametrize(
    "text", ["a/b", "..", "con", "nul.txt", "a:b", "x" * 300, " a", "a.", "", "\u202egnp", "a\x00b", "\ud800"]
)
def test_any_text_becomes_a_name_that_every_platform_takes(text: str) -> None:
    name = safe_name(text)
    assert 0 < len(name) <= 60
    assert not set(name) & set('<>:"/\\|?*\x00\u202e')
    assert name.strip(" .") == name and name.split(".")[0].lower() not in ("con", "nul")
    name.encode("utf-8")


def test_names_that_had_to_be_changed_are_told_apart() -> None:
    assert len({safe_name(text) for text in ("a/b", "a:b", "a_b", "x" * 80, "x" * 81)}) == 5


def test_a_cell_takes_no_more_than_a_cell_holds() -> None:
    assert for_cell("=1\x01" + "字" * 40000) == "=1" + "字" * 32765


def test_a_lone_surrogate_is_replaced_and_line_breaks_stay() -> None:
    assert clean("a\udc80b\nc\x85") == "a\ufffdb\nc"
