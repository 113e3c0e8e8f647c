"""What stands beside a finding: the row as sent, the strip
of months, earlier classes, money, and why a ruling is refused."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from gaoji_batch.casework.judging import judge_all
from gaoji_batch.casework.loading import load
from gaoji_batch.judgement import dossiers, rulings, verdicts
from gaoji_batch.judgement.judge import Judged
from gaoji_batch.workspace.settings import Privacy
from tests.commands.workspaces import made
from tests.rules.world import clean, edited

PRIVACY = Privacy()


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    """A class of 22: one paid late and left out a month,
    one has no record, one took part before, one has a post to look at."""
    case = {
        "insurance": {1: {"months": {202508: {"缴费状态": "补缴"}}, "without": [202510]}, 2: {"none": True}},
        "prior": [{"身份证件号码": "@roster3", "项目编号": "GJ2020-001", "结业日期": "2020-05-22"}],
        "set": {"roster": {4: {"岗位": "财务主管"}}},
    }
    held = edited(clean(), case)
    workspace = made(held, tmp_path_factory.mktemp("ws") / "ws")
    return judge_all(workspace, load(workspace), date(2026, 7, 1))


@pytest.fixture(scope="module")
def trainees(judged: Judged) -> pd.DataFrame:
    held = verdicts.of_trainees(judged.facts, judged.findings, PRIVACY)
    return dossiers.of_trainees(judged.facts, judged.findings, held, PRIVACY)


def test_a_month_says_whether_it_was_paid_late_or_not_at_all(trainees: pd.DataFrame) -> None:
    first, second, third = trainees["strip"][:3]
    assert first == "缴缴缴补缴无缴缴缴缴缴缴"  # May 2025 to April 2026
    assert second == "无" * 12
    assert third == "缴" * 12
    assert trainees["insured_by"][0].split("；")[0].startswith("2025年5月至2025年9月　")
    assert trainees["insured_by"][1] == ""
    assert trainees["months"][:3].tolist() == [6, 0, 16]


def test_earlier_classes_and_money_are_told(trainees: pd.DataFrame) -> None:
    assert trainees["earlier"][2] == "2020年5月22日结业，项目GJ2020-001（往期参训（往期参训.csv））"
    assert trainees["earlier"][4] == ""
    assert trainees["money"][4] == "可补助5,000元"
    assert trainees["money"][1] == ""


def test_the_row_of_a_finding_is_shown_as_sent_with_numbers_masked(judged: Judged) -> None:
    found = judged.findings[judged.findings["code"].eq("E0408")].iloc[0]
    sent = dict(dossiers.rows_sent(judged.facts, judged.findings, PRIVACY)[found["sheet_key"], found["row"]])
    assert sent["岗位"] == "财务主管"
    assert sent["姓名"] == found["subject"].split(" ")[0]
    assert sent["身份证件号码"] == found["subject"].split(" ")[1]
    assert "*" in sent["联系电话"]


@pytest.mark.parametrize(
    ("code", "severity", "decidable", "ruling", "words"),
    [
        ("E0408", "review", True, "予以通过", ["没有填写核实人", "", ""]),
        ("E0403", "reject", True, "予以通过", ["没有填写核实人", "以外的复核人", ""]),
        ("E0403", "reject", True, "不予通过", ["没有填写核实人", "", ""]),
        ("E0403", "reject", True, "核减", ["可以核减", "可以核减", "可以核减"]),
        ("S1602", "reject", True, "核减", ["没有填写核实人", "以外的复核人", ""]),
        ("D102", "reject", False, "予以通过", ["更正后重新报送"] * 3),
        ("D102", "reject", False, "不予通过", ["没有填写核实人", "", ""]),
    ],
)
def test_a_ruling_is_refused_in_the_words_of_the_run(
    code: str, severity: str, decidable: bool, ruling: str, words: list[str]
) -> None:
    told = {"severity": severity, "decidable": decidable, "reducible": code == "S1602"}
    found = pd.DataFrame([{"code": code, **told}])
    given = rulings.refusals(found)[ruling]
    assert [said in one and bool(one) == bool(said) for said, one in zip(words, given, strict=True)] == [
        True
    ] * 3
