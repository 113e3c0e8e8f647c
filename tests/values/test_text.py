"""Text of cells, made comparable: what is taken off, what is told apart, what a spreadsheet would run."""

from __future__ import annotations

import pytest

from gaoji_batch.values import text


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("  张三 ", "张三"),
        ("\u3000张三\u200b", "张三"),
        ('="0012"', "0012"),
        ("", None),
        ("  ", None),
        ("\u2800\u3164", None),  # blanks that Python takes for letters
        (None, None),
        (float("nan"), None),
        (80.0, "80"),
        (7.5, "7.5"),
        (80, "80"),
        (1.1e17, "1.1e+17"),
    ],
)
def test_the_text_of_a_cell(value: object, words: str | None) -> None:
    assert text.clean(value) == words


@pytest.mark.parametrize(
    ("written", "alike"),
    [
        ("北京甲测试（朝阳）有限公司", "北京甲测试(朝阳) 有限公司"),
        ("〔2026〕9号", "【２０２６】９号"),
        ("“产教评”技能", "「产教评」技能"),
        ("买买提•艾力", "买买提·艾力"),
        ("abc-1", "ＡＢＣ-1"),
        ("it’s", "it's"),
    ],
)
def test_texts_that_differ_in_form_alone_compare_equal(written: str, alike: str) -> None:
    """docs/contract/findings.md, Comparing."""
    assert text.fold(written) == text.fold(alike)


@pytest.mark.parametrize(
    ("written", "project"),
    [
        ("GJ2026-377（第一期）（补充）", "GJ2026-377"),
        ("GJ2026-377号（第一期）", "GJ2026-377"),
        ("〔2026〕", "[2026]"),
        ("京高研〔2026〕001号", "京高研[2026]001"),
    ],
)
def test_a_note_behind_a_project_number_is_dropped_and_a_bracket_within_stays(
    written: str, project: str
) -> None:
    assert text.project_key(written) == project


@pytest.mark.parametrize(
    ("written", "header"),
    [
        ("姓名", "姓名"),
        ("id", "ID"),
        ("联系电话（手机）（必填）*", "联系电话"),
        ("姓 名：", "姓名"),
        ("（1）", ""),
    ],
)
def test_a_header_without_its_notes(written: str, header: str) -> None:
    assert text.fold_header(written) == header


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("焊工(6-18-02-04)", ("焊工", "6-18-02-04")),
        ("焊工（6—18—02—04 L/S）", ("焊工", "6-18-02-04")),
        ("焊工6-18-02-04", ("焊工", "6-18-02-04")),
        ("6-18-02-04 焊工", ("焊工", "6-18-02-04")),
        ("数字化管理师4-07-06-05S", ("数字化管理师", "4-07-06-05")),
        (" 焊工 ", ("焊工", "")),
        ("焊工（电焊）", ("焊工（电焊）", "")),
    ],
)
def test_a_code_behind_an_occupation_is_told_from_its_name(written: str, parts: tuple[str, str]) -> None:
    assert text.strip_occupation_code(written) == parts


@pytest.mark.parametrize(
    "value", ["=1+1", "+cmd", "-cmd|' /C calc'!A1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "－甲", "＠甲"]
)
def test_what_a_spreadsheet_would_run(value: str) -> None:
    assert text.looks_like_formula(value)


@pytest.mark.parametrize("value", ["-5", "+8613800001234", "－５．５", "-5%", '="0012"', "焊工", "1-2", ""])
def test_what_it_would_not(value: str) -> None:
    assert not text.looks_like_formula(value)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("张三", None),
        ("买买提·艾力", None),
        ("Anna Müller", None),
        ("张\u200b三", "含有看不见的字符或控制字符"),
        ("张\x07三", "含有看不见的字符或控制字符"),
        ("张\ue000三", "含有看不见的字符或控制字符"),
        ("张\ud842三", "含有看不见的字符或控制字符"),
        ("张三2", "含有数字"),
        ("张Ａ", "汉字中混有字母"),
        ("张a", "汉字中混有字母"),
    ],
)
def test_what_is_suspicious_about_a_name(name: str, why: str | None) -> None:
    assert text.doubtful_name(name) == why


def test_only_a_class_beyond_the_first_is_named_by_its_number() -> None:
    classes = [text.class_said("GJ2026-001", class_no) for class_no in (1, 2, 3)]
    assert classes == ["GJ2026-001", "GJ2026-001第2期", "GJ2026-001第3期"]


@pytest.mark.parametrize(
    ("signed", "person"),
    [("王敏（科长）", "王敏"), ("王 敏。", "王敏"), ("王敏", "王敏"), ("（科长）", "[科长]"), ("", "")],
)
def test_who_signs_is_known_without_office_and_stops(signed: str, person: str) -> None:
    assert text.person_of(signed) == person
