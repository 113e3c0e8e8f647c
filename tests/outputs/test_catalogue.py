"""The rule catalogue: complete, current in docs/, and the same on the page."""

from __future__ import annotations

import html
import re
from datetime import date
from pathlib import Path

import pytest

from gaoji_batch.law import resources
from gaoji_batch.law.policy import Policy
from gaoji_batch.outputs.pages import catalogue
from gaoji_batch.rules.registry import all_rules
from tests import make_rules_doc

POLICY = Policy.load(resources.schemas() / "policy", {})
ENTRIES = {entry.code: entry for entry in catalogue.entries(all_rules(), POLICY, date(2026, 7, 1))}


@pytest.mark.parametrize("code", all_rules())
def test_every_rule_says_what_it_is_for_what_is_wrong_and_what_clears_it(code: str) -> None:
    rule = all_rules()[code]
    assert all([rule.title, rule.intent, rule.message, rule.hint, rule.section("例"), rule.section("消除")])
    assert rule.intent.endswith("。")
    assert all(name in POLICY.names for name in rule.params)


def test_a_rule_stands_with_its_articles_own_words_and_the_values_in_force() -> None:
    entry = ENTRIES["E0403"]
    assert (entry.title, entry.severity, entry.article, entry.scope, entry.stage) == (
        "社保连续缴费不足",
        "不通过",
        "第四条",
        "学员",
        "开班备案",
    )
    assert "应连续在京缴纳城镇职工社会保险 12 个月及以上" in entry.article_text
    months = entry.parameters[0]
    assert (months.name, months.value, months.quoted, months.overridden) == (
        "insurance.months",
        "12个月",
        True,
        False,
    )
    assert ENTRIES["F001"].article == ""


def test_every_parameter_has_a_chinese_name() -> None:
    assert [
        one.name for one in catalogue.parameters(POLICY, None) if not re.search("[\u4e00-\u9fff]", one.title)
    ] == []


def test_an_overridden_value_stands_beside_the_laws_own() -> None:
    changed = Policy.load(resources.schemas() / "policy", {"class.min": 15})
    least = next(one for one in catalogue.parameters(changed, None) if one.name == "class.min")
    assert (least.value, least.stated, least.overridden) == ("15人", "20人", True)


def test_what_changed_when_says_what_came_and_not_the_whole_list() -> None:
    first, second = catalogue.changes(POLICY)
    assert (first["day"], first["first"]) == ("2022年4月1日", True)
    assert (second["day"], second["document"]) == ("2026年1月29日", "京人社就促字〔2026〕9号")
    assert [row["now"] for row in second["rows"]] == ["增加：先进制造业、传统优势产业、“产教评”技能生态链"]


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (None, "年", "不设"),
        (12, "月", "12个月"),
        ([8, 10], "学时", "8／10学时"),
        ({"出勤": 30}, "分", "出勤：30（分）"),
        ({"men": {"age": 60}}, "", "男职工（原退休年龄：60）"),
    ],
)
def test_values_are_said_in_words(value: object, unit: str, words: str) -> None:
    assert catalogue.said(value, unit) == words


def test_the_document_is_current() -> None:
    assert make_rules_doc.PATH.read_text(encoding="utf-8") == make_rules_doc.text(), "make docs"


def test_the_page_holds_every_rule_and_asks_nobody_for_anything(tmp_path: Path) -> None:
    catalogue.write_page(tmp_path, all_rules(), POLICY, date(2026, 7, 1), tmp_path / "rules.html")
    text = (tmp_path / "rules.html").read_text(encoding="utf-8")
    assert set(re.findall(r'<details class="card rule" id="(\w+)"', text)) == set(all_rules())
    assert not re.search(r"(?:src|href)\s*=\s*[\"']?(?:https?:)?//|url\(|@import|<script", text)
    assert "default-src 'none'" in html.unescape(text)
    assert "增加：先进制造业" in text
