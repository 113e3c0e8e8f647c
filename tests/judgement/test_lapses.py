"""A ruling holds while the facts it rests on do: not wording, nor other people's rows,
nor an extract's reach; a lapse is told (docs/contract/findings.md, decisions)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from gaoji_batch.judgement.judge import judge
from gaoji_batch.ledger.view import LedgerView
from gaoji_batch.rules import rule as rules
from gaoji_batch.rules.registry import all_rules
from gaoji_batch.workspace.settings import Settings
from tests.rules import judge as judged
from tests.rules.world import PROJECT, clean, edited

RULES = {"D109", "E0403", "E0405", "E0408", "X001"}
OFFICE = {"set": {"roster": {3: {"岗位": "财务主管"}}}}
OTHER_OFFICE = {"set": {"roster": {3: {"岗位": "人事主管"}}}}
ON_LINE = {"set": {"roster": {3: {"岗位": "焊接操作"}}}}
BROKEN = {"insurance": {3: {"first": 202506}}}


def ruling(number, said="予以通过", on=date(2026, 6, 20), **more):
    return {
        "规则代码": None,
        "项目编号": None,
        "身份证件号码": None,
        "处理意见": said,
        "理由": "已核实",
        "核实人": "王敏",
        "核实日期": on,
        "复核人": "李强",
        "问题编号": number,
    } | more


def run(folder, case, *decisions, bound=None, more=(), extra=()):
    """A judgement of a case with these decisions, further rows
    of the insurance extract, and further sheets of decisions."""
    world = edited(
        clean(),
        {name: part for name, part in case.items() if name != "extract"}
        | {"add": {"decisions": list(decisions)}},
    )
    world.insurance = case.get("extract", world.insurance)
    world.extra += [("decisions", file, {}, list(rows)) for file, rows in extra]
    extracts = [judged.write_csv(folder / "社保缴费明细.csv", [*world.insurance, *more])]
    files = judged.submissions(world)
    for one in files:
        one.file = one.file.replace("inbox/第", "center/第")
    with judged.running(RULES):
        return judge(
            judged.batch_of(files),
            judged.POLICY,
            extracts,
            folder,
            Settings(),
            LedgerView.empty(),
            on=world.on,
            key=b"k" * 32,
            bound=bound or {},
        )


def number_of(found, code):
    return found.findings.set_index("code").at[code, "finding_id"]


def status_of(found, code):
    own = found.findings[found.findings["code"].eq(code)]
    return own["status"].iloc[0] if len(own) else None


def test_a_corrected_word_leaves_rulings_in_force(tmp_path, monkeypatch):
    first = run(tmp_path, OFFICE)
    rule = all_rules()["E0408"]
    reworded = replace(rule, message="岗位“{post}”中有“{word}”", evidence="“{word}”为非一线岗位用词")
    monkeypatch.setitem(rules._registered, "E0408", reworded)
    again = run(tmp_path, OFFICE, ruling(number_of(first, "E0408")), bound=first.bindings)
    assert (status_of(again, "E0408"), again.remarks) == ("waived", [])


def test_a_new_months_extract_with_rows_of_others_leaves_rulings_in_force(tmp_path):
    first = run(tmp_path, BROKEN)
    own = next(iter(clean().insurance))
    later = [
        row | {"费款所属期": "202607"} for row in clean().insurance if row["费款所属期"] == own["费款所属期"]
    ]
    stranger = own | {"身份证件号码": "110105194912310029", "缴费单位": "北京丙测试有限公司"}
    again = run(
        tmp_path, BROKEN, ruling(number_of(first, "E0403")), bound=first.bindings, more=[*later, stranger]
    )
    assert (status_of(again, "E0403"), again.lapses) == ("waived", [])
    assert first.findings["evidence"].ne(again.findings["evidence"]).any(), "the reach is told"


def test_an_extract_that_reaches_further_leaves_rulings_in_force(tmp_path):
    reach = [row for row in edited(clean(), BROKEN).insurance if row["费款所属期"] <= "202603"]
    later = [row for row in edited(clean(), BROKEN).insurance if row["费款所属期"] > "202603"]
    short = BROKEN | {"extract": reach}
    first = run(tmp_path, short)
    again = run(tmp_path, short, ruling(number_of(first, "E0403")), bound=first.bindings, more=later)
    assert (status_of(again, "E0403"), again.lapses) == ("waived", [])
    assert first.findings["message"].tolist() != again.findings["message"].tolist(), (
        "ten months instead of nine"
    )


def test_a_code_beside_the_number_of_another_rule_is_said(tmp_path):
    number = number_of(run(tmp_path, OFFICE), "E0408")
    found = run(tmp_path, OFFICE, ruling(number, 规则代码="E0405"))
    assert (status_of(found, "E0408"), found.lapses) == ("open", [])
    assert "不是同一问题" in found.remarks[0]


def test_what_it_rests_on_changed_is_told_with_person_project_and_value(tmp_path):
    first = run(tmp_path, OFFICE)
    again = run(tmp_path, OTHER_OFFICE, ruling(number_of(first, "E0408")), bound=first.bindings)
    assert status_of(again, "E0408") == "open"
    (lapse,) = again.lapses
    assert (lapse.code, lapse.project) == ("E0408", PROJECT)
    assert lapse.sentence == "2026年6月20日予以通过（王敏）已失效：岗位由“财务主管”变为“人事主管”，请重新核实"
    (remark,) = again.remarks
    name = clean().rows["roster"][2]["姓名"]
    assert name in remark and PROJECT in remark and "E0408" in remark and lapse.sentence in remark


def test_a_finding_that_is_gone_is_cleared_and_no_word_is_lost_on_it(tmp_path):
    first = run(tmp_path, OFFICE)
    again = run(tmp_path, ON_LINE, ruling(number_of(first, "E0408")), bound=first.bindings)
    assert (status_of(again, "E0408"), again.remarks, again.lapses) == (None, [], [])


def test_a_lapsed_ruling_that_was_given_anew_is_told_no_more(tmp_path):
    first = run(tmp_path, OFFICE)
    second = run(tmp_path, OTHER_OFFICE, bound=first.bindings)
    both = [ruling(number_of(one, "E0408")) for one in (first, second)]
    again = run(tmp_path, OTHER_OFFICE, *both, bound=second.bindings)
    assert (status_of(again, "E0408"), again.remarks) == ("waived", [])


def test_a_number_of_an_older_version_is_said_where_the_row_names_its_matter(tmp_path):
    person = clean().rows["roster"][2]["身份证件号码"]
    masked = f"{person[:6]}********{person[-4:]}"
    row = ruling("0123456789AB", 规则代码="E0408", 项目编号=PROJECT, 身份证件号码=masked)
    found = run(tmp_path, OFFICE, row)
    assert status_of(found, "E0408") == "open"
    assert "编号出自以前的版本" in found.lapses[0].sentence
    mended = run(tmp_path, OFFICE, row | {"问题编号": None, "身份证件号码": person})
    assert status_of(mended, "E0408") == "waived"


@pytest.mark.parametrize("name", ["理由", "核实人", "核实日期"])
def test_without_reason_name_or_day_a_ruling_has_no_effect_and_its_cell_is_named(tmp_path, name):
    number = number_of(run(tmp_path, OFFICE), "E0408")
    found = run(tmp_path, OFFICE, ruling(number, **{name: None}))
    assert status_of(found, "E0408") == "open"
    assert name in found.remarks[0] and "未采用" in found.remarks[0]


def test_a_ruling_of_today_holds_and_one_of_tomorrow_does_not(tmp_path):
    number = number_of(run(tmp_path, OFFICE), "E0408")
    today = clean().on
    assert status_of(run(tmp_path, OFFICE, ruling(number, on=today)), "E0408") == "waived"
    found = run(tmp_path, OFFICE, ruling(number, on=date(2026, 7, 2)))
    assert status_of(found, "E0408") == "open"
    assert "G6" in found.remarks[0] and "2026年7月2日晚于今天" in found.remarks[0]


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_of_the_rulings_of_many_rounds_the_latest_is_in_force_and_that_they_differ_is_said(tmp_path, order):
    number = number_of(run(tmp_path, OFFICE), "E0408")
    rounds = [ruling(number), ruling(number, "不予通过", date(2026, 6, 25))]
    sheets = [(f"第{at}轮.xlsx", [one]) for at, one in zip(order, rounds, strict=True)]
    found = run(tmp_path, OFFICE, extra=sheets)
    assert status_of(found, "E0408") == "upheld"
    (remark,) = found.remarks
    assert "前后不一" in remark and "2026年6月25日不予通过" in remark and "以核实日期较晚的为准" in remark


def test_of_two_rulings_of_one_day_the_stricter_is_in_force(tmp_path):
    number = number_of(run(tmp_path, OFFICE), "E0408")
    found = run(tmp_path, OFFICE, ruling(number, "不予通过"), ruling(number))
    assert status_of(found, "E0408") == "upheld"
    assert "较严" in found.remarks[0]


def test_a_later_ruling_without_effect_changes_nothing(tmp_path):
    number = number_of(run(tmp_path, OFFICE), "E0408")
    later = ruling(number, "不予通过", date(2026, 6, 25), 理由=None)
    found = run(tmp_path, OFFICE, ruling(number), later)
    assert status_of(found, "E0408") == "waived"
