"""What an analyst's recorded ruling does to a finding,
and when it does nothing (docs/contract/findings.md)."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from gaoji_batch.judgement.judge import judge
from gaoji_batch.ledger.view import LedgerView
from gaoji_batch.rules import rule as rules
from gaoji_batch.rules.registry import all_rules
from gaoji_batch.workspace.settings import Settings
from tests.rules import judge as judged
from tests.rules.world import PROJECT, clean, edited

OFFICE = {"set": {"roster": {3: {"岗位": "财务主管"}}}}
UNINSURED = {"insurance": {3: {"first": 202506}}}
BAD_NUMBER = "110105194912310021"
RULES = {"D102", "D109", "E0403", "E0408", "S1601", "S1602", "X001"}
"""Those that are ruled on here."""


def ruling(code="", person=None, said="予以通过", by="甲", second=None, number=None, project=PROJECT):
    """A row of 核实处理意见表."""
    return {
        "规则代码": code,
        "项目编号": project,
        "身份证件号码": person,
        "处理意见": said,
        "理由": "已核实",
        "核实人": by,
        "核实日期": date(2026, 6, 20),
        "复核人": second,
        "问题编号": number,
    }


def status(tmp_path, case, *decisions, bound=None):
    """(code → status, the remarks, the bindings to keep) of a case with these decisions."""
    world = edited(clean(), case | {"add": {"decisions": list(decisions)}})
    extracts = [judged.write_csv(tmp_path / "社保缴费明细.csv", world.insurance)]
    batch = judged.batch_of(judged.submissions(world))
    with judged.running(RULES):
        found = judge(
            batch,
            judged.POLICY,
            extracts,
            tmp_path,
            Settings(),
            LedgerView.empty(),
            on=world.on,
            key=b"k" * 32,
            bound=bound or {},
        )
    return found.findings.drop_duplicates("code").set_index("code")["status"].to_dict(), found.remarks, found


def test_a_review_is_waived_by_one_and_the_head_counts_again(tmp_path):
    held, remarks, _ = status(tmp_path, OFFICE, ruling("E0408", "@roster3"))
    assert held["E0408"] == "waived"
    assert "S1601" not in held
    assert remarks == []


@pytest.mark.parametrize(("second", "expected"), [(None, "open"), ("甲", "open"), ("乙", "waived")])
def test_a_reject_is_waived_by_two_alone(tmp_path, second, expected):
    held, remarks, _ = status(tmp_path, UNINSURED, ruling("E0403", "@roster3", second=second))
    assert held["E0403"] == expected
    assert bool(remarks) == (expected == "open")


def test_the_words_of_the_older_sheets_hold(tmp_path):
    assert status(tmp_path, OFFICE, ruling("E0408", "@roster3", said="不同意"))[0]["E0408"] == "upheld"


@pytest.mark.parametrize(
    "decision",
    [
        ruling("E0408"),
        ruling("E0408", "@roster3", project=None),
        ruling("E0408", "@roster4"),
        ruling("E0403", "@roster3"),
    ],
)
def test_an_empty_cell_is_no_wildcard_and_what_fits_nothing_is_said(tmp_path, decision):
    held, remarks, _ = status(tmp_path, OFFICE, decision)
    assert held["E0408"] == "open"
    assert "没有与之相符的问题" in remarks[0]


def test_only_claims_are_reduced(tmp_path):
    held, remarks, _ = status(
        tmp_path,
        UNINSURED,
        ruling("S1601", said="核减", second="乙"),
        ruling("E0403", "@roster3", said="核减", second="乙"),
    )
    assert (held["S1601"], held["E0403"]) == ("reduced", "open")
    assert "核减" in remarks[0]


@pytest.mark.parametrize(
    ("code", "heads", "amount", "expected"),
    [
        ("S1601", 23, 115000, "reduced"),
        ("S1601", 23, 110000, "reduced"),
        ("S1601", 21, 105000, "open"),
        ("S1602", 22, 110001, "reduced"),
        ("S1602", 22, 109999, "open"),
    ],
)
def test_no_reduction_pays_more_than_was_claimed(tmp_path, code, heads, amount, expected):
    claim = {"set": {"claim": {1: {"结业人数": heads, "申请金额": amount}}}}
    held, remarks, found = status(tmp_path, claim, ruling(code, said="核减", second="乙"))
    assert held[code] == expected
    assert [("不多于申请金额" in one) for one in remarks] == [True] * (expected == "open")
    cut = found.findings.set_index("code").loc[code, "reducible"]
    assert bool(cut) is (expected == "reduced")


def test_what_may_not_be_waived_is_not_though_the_row_has_others_that_may(tmp_path):
    case = {"set": {"roster": {3: {"身份证件号码": BAD_NUMBER, "联系电话": "123"}}}}
    held, remarks, _ = status(
        tmp_path, case, ruling("D102", BAD_NUMBER, second="乙"), ruling("D109", BAD_NUMBER)
    )
    assert (held["D102"], held["D109"]) == ("open", "waived")
    assert len(remarks) == 1


def test_what_may_not_be_waived_may_be_upheld(tmp_path):
    case = {"set": {"roster": {3: {"身份证件号码": BAD_NUMBER}}}}
    held, remarks, _ = status(tmp_path, case, ruling("D102", BAD_NUMBER, said="不予通过"))
    assert (held["D102"], remarks) == ("upheld", [])


def test_a_finding_is_named_by_its_number_alone_until_its_values_change(tmp_path):
    first = status(tmp_path, OFFICE)[2]
    number = first.findings.set_index("code").at["E0408", "finding_id"]
    assert status(tmp_path, OFFICE, ruling(number=number, project=None))[0]["E0408"] == "waived"
    changed = {"set": {"roster": {3: {"岗位": "人事主管"}}}}
    held, remarks, _ = status(tmp_path, changed, ruling(number=number, project=None), bound=first.bindings)
    assert held["E0408"] == "open"
    assert "已失效" in remarks[0]


def test_the_values_are_bound_at_the_first_use(tmp_path):
    first = status(tmp_path, OFFICE, ruling("E0408", "@roster3"))[2]
    changed = {"set": {"roster": {3: {"岗位": "人事主管"}}}}
    assert status(tmp_path, changed, ruling("E0408", "@roster3"), bound=first.bindings)[0]["E0408"] == "open"
    assert status(tmp_path, changed, ruling("E0408", "@roster3"))[0]["E0408"] == "waived"


def test_a_rule_that_breaks_is_said_of_each_project_and_stops_no_other(tmp_path, monkeypatch):
    broken = all_rules()["E0408"]

    def breaks(facts):
        raise ZeroDivisionError

    monkeypatch.setitem(
        rules._registered,
        "E0408",
        rules.Rule(**{name: getattr(broken, name) for name in broken.__slots__} | {"find": breaks}),
    )
    found = judged.findings(edited(clean(), UNINSURED), tmp_path)
    told = found[found["code"].eq("X001")]
    assert told[["project", "severity", "status"]].to_numpy().tolist() == [[PROJECT, "reject", "open"]]
    assert "E0408" in told["message"].iloc[0]
    assert "ZeroDivisionError" in told["evidence"].iloc[0]
    assert "E0403" in set(found["code"])


def test_facts_that_break_are_said_too(tmp_path, monkeypatch):
    monkeypatch.setattr("gaoji_batch.rules.schemes.approved_classes", lambda approved: 1 / 0)
    found = judged.findings(clean(), tmp_path)
    assert set(found["code"]) == {"X001"} | (set(found["code"]) & {"P1102", "E0415"})
    assert pd.unique(found.loc[found["code"].eq("X001"), "project"]).tolist() == [PROJECT]
