"""The law as data: every quote stands in its article,
every other value has a reading and a source, and each is dated."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from gaoji_batch.errors import GaojiError
from gaoji_batch.law import resources
from gaoji_batch.law.policy import Policy, article_name

FOLDER = resources.schemas() / "policy"
POLICY = Policy.load(FOLDER, {})
VALUES = [(file.document, name, value) for file in POLICY.files for name, value in file.parameters.items()]


def plain(said: str) -> str:
    """The words alone: the published text breaks lines and mixes punctuation of both widths."""
    return re.sub(r"\s", "", said).replace(",", "，").replace(";", "；")


@pytest.mark.parametrize(
    ("document", "name", "value"), VALUES, ids=[f"{document}-{name}" for document, name, _ in VALUES]
)
def test_each_value_stands_in_its_article_or_names_its_source(document, name, value):
    assert value.title
    if value.quote:
        assert plain(value.quote) in plain(POLICY.articles[value.article])
    else:
        assert value.reading
        assert value.source


def test_the_twenty_articles_are_told_apart():
    assert sorted(POLICY.articles) == list(range(1, 21))
    assert POLICY.articles[4].startswith("高技能人才研修培训对象")
    assert "取消承办单位资格" in POLICY.articles[18]
    assert [article_name(number) for number in (4, 10, 11, 20)] == [
        "第四条",
        "第十条",
        "第十一条",
        "第二十条",
    ]


def test_the_notice_of_2026_adds_industries_from_its_day_on():
    days = pd.Series(pd.to_datetime(["2026-01-28", "2026-01-29"]))
    before, after = POLICY.of("industries", on=days)
    assert "先进制造业" not in before
    assert set(after) - set(before) == {"先进制造业", "传统优势产业", "“产教评”技能生态链"}
    assert set(before) < set(after)


def test_a_later_file_overrides_single_values_from_its_own_day_on(tmp_path: Path):
    (tmp_path / "measures-2022-6.txt").write_text("第四条 甲", encoding="utf-8")
    for day, months in (("2022-04-01", 12), ("2027-01-01", 6)):
        sourced = "{value: %d, article: 4, reading: 读法, source: 来源}"
        (tmp_path / f"{day}.yaml").write_text(
            f"effective_from: {day}\ndocument: 文\nparameters:\n  insurance.months: {sourced % months}\n",
            encoding="utf-8",
        )
    policy = Policy.load(tmp_path, {})
    assert [
        policy.of("insurance.months", on=day)
        for day in (date(2026, 12, 31), date(2027, 1, 1), date(2020, 1, 1))
    ] == [12, 6, 12]


def test_the_workspace_may_override_a_value_and_it_shows():
    policy = Policy.load(FOLDER, {"class.min": 15})
    assert policy.of("class.min", on=pd.Series(pd.to_datetime(["2026-05-11", None]))).tolist() == [15, 15]
    assert [row["name"] for row in policy.describe() if row["overridden"]] == ["class.min"]


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("class.mim", 15, "class.mim.*是否要写class.min、"),
        ("班额下限", 15, "是否要写class.min（班额下限）"),
        ("class.min", "十五", "类型"),
        ("class.min", True, "类型"),
        ("class.min", -1, "整数"),
        ("subsidy.per_head", 5000.5, "整数"),
        ("hours.total", -0.5, "0或更大的数"),
        ("trainee.min_level", "工程师", "首席技师"),
        ("insurance.reference", "opening", "opening_month"),
        ("insurance.late_payment", "no", "exclude"),
        ("posts.not_front_line", [1], "类型"),
        ("unit.disqualified_years", "三", "类型"),
        ("attendance.min_share", float("nan"), "更大的数"),
        ("class.max", float("inf"), "整数"),
        ("teachers.also", ["主任医师"], "中“主任医师”写法不对；办法：每项写成“类别：词”，类别是专家教授、"),
        ("teachers.also", ["专家：主任医师"], "中“专家：主任医师”写法不对"),
        ("teachers.also", ["专家教授："], "写法不对"),
        ("teachers.also", [1], "写法不对"),
        ("teachers.also", "专家教授：主任医师", "类型"),
    ],
)
def test_an_override_that_makes_no_sense_is_refused(name, value, why):
    with pytest.raises(GaojiError, match=why):
        Policy.load(FOLDER, {name: value})


def test_hours_may_be_halves_and_an_empty_value_a_number():
    values = {
        "hours.total": 79.5,
        "unit.disqualified_years": 3,
        "occupations.related": [["车工", "焊工"]],
        "class.min": 15.0,
    }
    assert Policy.load(FOLDER, values).overrides == values


def test_a_value_without_source_does_not_load(tmp_path: Path):
    (tmp_path / "measures-2022-6.txt").write_text("第四条 甲", encoding="utf-8")
    (tmp_path / "a.yaml").write_text(
        "effective_from: 2022-04-01\ndocument: 文\nparameters:\n  class.min: {value: 20, article: 6}\n",
        encoding="utf-8",
    )
    with pytest.raises(GaojiError, match=r"a\.yaml第4行"):
        Policy.load(tmp_path, {})
