"""Lists of the law as data: values and their other spellings, words of sheets, occupations."""

from __future__ import annotations

from collections import Counter

import pytest

from gaoji_batch.law import choices, occupations, sheet_words, written_words
from gaoji_batch.values import text


@pytest.mark.parametrize(
    ("name", "written", "value"),
    [
        ("gender", "男性", "男"),
        ("gender", " 女 ", "女"),
        ("gender", "m", "男"),
        ("yes_no", "√", "是"),
        ("yes_no", "不是", "否"),
        ("yes_no", "也许", None),
        ("pass_fail", "考核合格。", "合格"),
        ("rulings", "同意", "予以通过"),
        ("rulings", "不同意", "不予通过"),
        ("teaching_forms", "“互联网+”", "互联网+"),
        ("education", "研究生", "研究生"),
        ("no_such_list", "是", None),
    ],
)
def test_a_value_by_its_other_spellings(name: str, written: str, value: str | None) -> None:
    assert choices.canonical(name, written) == value


@pytest.mark.parametrize("name", choices.lists())
def test_no_spelling_means_two_values(name: str) -> None:
    spelt = Counter(
        text.fold(word) for value, also in choices.lists()[name].items() for word in {value, *also}
    )
    assert [word for word, count in spelt.items() if count > 1] == []


def test_projects_that_ended_are_values_of_their_list() -> None:
    assert set(choices.ENDED) < set(choices.values("project_states"))


@pytest.mark.parametrize("name", sheet_words.lists())
def test_words_of_sheets_are_a_list_without_repeats(name: str) -> None:
    words = sheet_words.of(name)
    assert words and len(set(words)) == len(words)
    assert all(isinstance(word, str) and word for word in words), "a bare 1 or 无 must be quoted in YAML"


def test_a_mark_of_attendance_means_one_thing() -> None:
    attended, absent, summed = (set(sheet_words.of(name)) for name in ("attended", "absent", "summed"))
    assert attended.isdisjoint(absent) and attended.isdisjoint(summed) and absent.isdisjoint(summed)


@pytest.mark.parametrize(
    ("value", "in_text", "filler"),
    [
        ("无", True, True),
        ("／", True, True),
        (" N/A ", True, True),
        ("n/a", False, True),
        ("待补", False, True),
        ("x", True, True),
        ("x", False, False),
        ("0", True, True),
        ("0", False, False),
        (0, False, False),
        ("", True, False),
        (None, True, False),
        ("焊工", True, False),
    ],
)
def test_what_says_that_nothing_is_filled_in(value: object, in_text: bool, filler: bool) -> None:
    assert written_words.is_filler(value, in_text) is filler


@pytest.mark.parametrize(
    ("value", "ditto"), [("同上", True), ("〃", True), ('"', True), ("同", False), (1, False)]
)
def test_what_points_at_the_cell_above(value: object, ditto: bool) -> None:
    assert written_words.is_ditto(value) is ditto


@pytest.mark.parametrize(
    ("value", "under_title", "handed_in"),
    [
        ("√", False, True),
        ("已提交", False, True),
        ("√已提交", False, True),
        ("（已提交）", False, True),
        ("研修工作总结.docx", False, True),
        ("2026-05-22", False, True),
        ("论焊接新技术", False, False),
        ("论焊接新技术", True, True),
        ("焊接", True, False),
        ("无", True, False),
        ("待补充材料", True, False),
        ("未提交", True, False),
        ("尚未提交", False, False),
        ("□已提交", False, False),
        ("", True, False),
        (None, True, False),
    ],
)
def test_whether_a_summary_was_handed_in(value: object, under_title: bool, handed_in: bool) -> None:
    assert written_words.is_handed_in(value, under_title) is handed_in


@pytest.mark.parametrize(
    ("header", "asks"),
    [("工作总结", False), ("工作总结题目", True), ("工作总结（名称）", True), ("总结 名称", True)],
)
def test_a_header_that_asks_for_the_title(header: str, asks: bool) -> None:
    assert written_words.asks_for_title(header) is asks


@pytest.mark.parametrize(
    ("code", "part"),
    [
        ("6-18-02-04", None),
        ("6-18-02-04(S)", None),
        ("6-18-02-04L/S", None),
        ("６-18-02-04", None),
        ("6-18-02-99", "不在职业分类大典"),
        ("9-18-02-04", "格式应为"),
        ("6180204", "格式应为"),
        ("6-18-02", "格式应为"),
        ("焊工", "格式应为"),
    ],
)
def test_what_is_wrong_with_an_occupation_code(code: str, part: str | None) -> None:
    said = occupations.code_fault(code)
    assert said is None if part is None else part in (said or "")


def test_an_occupation_belongs_to_the_families_of_its_code_or_else_of_its_name() -> None:
    assert occupations.families("焊工", "") == {"6-18-02"}
    assert occupations.families("随便", "6-18-02-04") == {"6-18-02"}
    assert occupations.families("焊工", "6-18-02-99") == {"6-18-02"}, "a code that is none says nothing"
    assert occupations.families("没有的职业", "") == set()


@pytest.mark.parametrize(
    ("names", "groups", "near"),
    [
        (["焊工"], [], True),
        (["焊工", " 焊工"], [], True),
        (["焊工", "锻造工"], [], True),
        (["焊工", "车工"], [], False),
        (["焊工", "车工"], [["车工", "焊工", "铣工"]], True),
        (["焊工", "车工", "钳工"], [["车工", "焊工"]], False),
        (["焊工", "没有的职业"], [], False),
        (["没有的职业"], [], True),
    ],
)
def test_occupations_that_are_near_to_one_another(
    names: list[str], groups: list[list[str]], near: bool
) -> None:
    assert occupations.related(names, [""] * len(names), groups) is near


def test_each_occupation_is_told_with_its_family_once() -> None:
    said = occupations.families_told([("焊工", ""), ("没有的职业", ""), ("焊工", "")])
    assert said == "焊工属6-18-02机械热加工人员；没有的职业不在职业分类大典中"
