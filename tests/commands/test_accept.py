"""accept: what is recorded, what is refused, and why; by the words of docs/contract/money.md."""

from __future__ import annotations

from datetime import date

import pytest

from tests import people
from tests.commands.settled import EARLIER
from tests.rules.judge import findings
from tests.rules.world import PROJECT, clean, edited

RECORDED = [f"{PROJECT} {stage} recorded" for stage in ("filing", "completion", "claim")]
UNCHANGED = [line.replace("recorded", "unchanged") for line in RECORDED]


def world(**case):
    return edited(clean(), {"prior": EARLIER} | case)


def decision(code: str, ruling: str, person: str = "", **more) -> dict:
    row = {
        "规则代码": code,
        "项目编号": PROJECT,
        "身份证件号码": person,
        "处理意见": ruling,
        "理由": "经核实",
        "核实人": "王敏",
        "核实日期": date(2026, 6, 30),
    }
    return row | {"复核人": "李强"} | more


def test_what_has_no_finding_is_recorded_once(book):
    assert book.accept(world()) == RECORDED
    before = book.ledger.last()
    assert book.accept(world()) == UNCHANGED
    assert book.ledger.last() == before
    assert (book.persons("filing"), book.persons("completion"), book.claim()["amount"]) == (22, 22, 110000)


def test_an_open_reject_of_a_trainee_refuses_its_stage_and_the_later_ones(book):
    refused = book.accept(world(insurance={3: {"none": True}}))
    assert refused == [
        f"{PROJECT} filing refused E0404",
        f"{PROJECT} completion refused E0404",
        f"{PROJECT} claim refused E0404 S1601",
    ]
    assert book.persons("filing") == 0


@pytest.mark.parametrize("second", ["王敏", "王敏（科长）", "王 敏.", "王敏敏", "李强（科长）"])
def test_a_title_in_brackets_makes_nobody_another_person(book, second):
    ruled = [decision("E0404", "予以通过", "@roster3", 复核人=second)]
    lines = book.accept(world(insurance={3: {"none": True}}, add={"decisions": ruled}))
    other = second in ("王敏敏", "李强（科长）")
    assert lines == RECORDED if other else lines[0] == f"{PROJECT} filing refused E0404"


@pytest.mark.parametrize("later", ["2026-06-05", "2026-06-08"])
def test_a_claim_split_over_two_workbooks_is_no_claim_until_one_is_left(book, later):
    halves = world()
    keys, claim = halves.keys["claim"], halves.rows["claim"].pop()
    parts = [{"结业人数": heads, "申请金额": heads * 5000} for heads in (12, 10)]
    days = [keys["填报日期"], date.fromisoformat(later)]
    halves.extra = [
        ("claim", f"{at}/claim.xlsx", keys | {"填报日期": day}, [claim | part])
        for at, (day, part) in enumerate(zip(days, parts, strict=True))
    ]
    why = "F016" if days[0] == days[1] else "S1601"
    assert book.accept(halves) == [*RECORDED[:2], f"{PROJECT} claim refused {why}"]
    assert book.pay() == []
    halves.extra = [("claim", "2/claim.xlsx", keys, [claim])]
    assert book.accept(halves) == [*UNCHANGED[:2], RECORDED[2]]


def test_of_two_projects_on_one_claim_sheet_the_one_that_clashes_waits(book):
    both = world()
    again = both.rows["claim"][0] | {"开户行": "另一银行"}
    other = both.rows["claim"][0] | {"项目编号": "GJ2026-009"}
    both.extra = [("claim", "again.xlsx", both.keys["claim"], [again, other])]
    lines = book.accept(both)
    assert f"{PROJECT} claim refused F016" in lines
    assert not any("F016" in line for line in lines if line.startswith("GJ2026-009"))


def test_an_upheld_reject_of_a_trainee_takes_that_person_out(book):
    out = world(insurance={3: {"none": True}}, add={"decisions": [decision("E0404", "不予通过", "@roster3")]})
    assert book.accept(out) == [*RECORDED[:2], f"{PROJECT} claim refused S1601"]
    assert (book.persons("filing"), book.persons("completion")) == (21, 21)


def test_a_cut_claim_is_accepted_at_its_eligible_heads(book):
    cut = [decision("E0404", "不予通过", "@roster3"), decision("S1601", "核减", 理由="1人无社保记录")]
    assert book.accept(world(insurance={3: {"none": True}}, add={"decisions": cut})) == RECORDED
    claim = book.claim()
    assert [
        claim[name] for name in ("claimed_heads", "claimed_amount", "heads", "amount", "reduced", "reason")
    ] == [22, 110000, 21, 105000, 5000, "1人无社保记录"]


def test_a_waived_review_does_not_stand_in_the_way(book):
    post = {"roster": {2: {"岗位": "财务"}}}
    assert book.accept(world(set=post))[0] == f"{PROJECT} filing refused E0408"
    assert (
        book.accept(world(set=post, add={"decisions": [decision("E0408", "予以通过", "@roster2")]}))
        == RECORDED
    )


def test_an_upheld_review_of_the_project_refuses_it(book):
    case = {
        "set": {"teachers": {1: {"教师类别": "其他"}}},
        "add": {"decisions": [decision("T0801", "不予通过")]},
    }
    assert book.accept(world(**case))[0] == f"{PROJECT} filing refused T0801"


def test_an_extract_that_ends_early_blocks_the_claim_alone(book):
    early = world()
    early.insurance = [row for row in early.insurance if row["费款所属期"] <= "202603"]
    assert book.accept(early) == [*RECORDED[:2], f"{PROJECT} claim refused E0411"]


def test_a_missing_extract_of_earlier_classes_blocks_the_claim_alone(book):
    assert book.accept(world(prior="none")) == [*RECORDED[:2], f"{PROJECT} claim refused E0415"]


def test_a_claim_past_the_budget_is_accepted_and_waits(book):
    assert book.accept(world(add={"budget": [{"年度": 2026, "季度": 2, "预算金额": 100000}]})) == RECORDED


def test_a_claim_without_completion_is_refused(book):
    lines = book.accept(world(drop={"completion": "all", "assessment": "all"}))
    assert lines == [RECORDED[0], f"{PROJECT} claim refused S1605"]


def test_nothing_of_an_unapproved_project_is_recorded(book):
    assert book.accept(world(set={"approved": {1: {"项目编号": "GJ2026-009"}}}))[0].startswith(
        f"{PROJECT} filing refused P1101"
    )


def test_a_slip_on_a_sheet_of_the_centers_own_refuses_nobody(book):
    slip = {
        "项目编号": PROJECT,
        "提出日期": "六月里",
        "异议内容": "无",
        "核实结果": "不成立",
        "处理日期": date(2026, 6, 20),
    }
    assert book.accept(world(add={"objections": [slip]})) == RECORDED


def test_a_slip_in_the_approved_scheme_refuses_the_project(book):
    refused = book.accept(world(set={"approved": {1: {"核定人数": "三十"}}}))
    assert refused[0] == f"{PROJECT} filing refused D110"


def test_a_changed_resubmission_supersedes_until_the_payment_is_ordered(book):
    book.accept(world())
    changed = {"roster": {1: {"岗位": "焊接检验"}}}
    assert book.accept(world(set=changed)) == [f"{PROJECT} filing superseded", *UNCHANGED[1:]]
    assert len(book.pay()) == 1
    assert book.accept(world()) == [f"{PROJECT} filing refused R10", *UNCHANGED[1:]]


def test_the_same_register_is_held_by_what_is_found_against_its_persons_later(book):
    book.accept(world())
    before = book.ledger.last()
    later = book.accept(world(insurance={3: {"none": True}}))
    assert later == [
        f"{PROJECT} filing held E0404",
        f"{PROJECT} completion held E0404",
        f"{PROJECT} claim held E0404 S1601",
    ]
    assert book.ledger.last() == before


def test_a_change_after_the_order_is_R10_beside_what_else_is_wrong_with_it(book):
    book.accept(world())
    book.pay()
    changed = book.accept(world(set={"roster": {2: {"岗位": "财务"}}}))
    assert changed == [
        f"{PROJECT} filing refused E0408 R10",
        f"{PROJECT} completion held E0408",
        f"{PROJECT} claim held E0408 S1601",
    ]


def test_a_resubmission_of_a_paid_project_is_never_a_second_claim(book):
    book.accept(world())
    book.pay()
    book.tell("released", batch="2026Q3-1", payments=["2026Q3-0001"])
    book.tell(
        "paid",
        PROJECT,
        payment="2026Q3-0001",
        transfer="t1",
        transferred_on="2026-07-09",
        amount=110000,
        note="",
    )
    assert book.accept(world()) == UNCHANGED
    changed = book.accept(world(set={"claim": {1: {"开户行": "测试银行上海分行"}}}))
    assert changed == [*UNCHANGED[:2], f"{PROJECT} claim refused R10"]
    assert book.pay() == []


@pytest.mark.parametrize("changed", [{"账号": people.account(2)}, {"开户行": "测试银行海淀支行"}])
def test_another_account_is_accepted_while_the_payment_is_returned(book, changed):
    book.accept(world())
    book.pay()
    book.returned("2026Q3-0001")
    assert book.accept(world(set={"claim": {1: changed}})) == [*UNCHANGED[:2], f"{PROJECT} claim superseded"]
    again = book.pay()
    assert [(one["payment"], one["replaces"], one["amount"]) for one in again] == [
        ("2026Q3-0002", "2026Q3-0001", 110000)
    ]
    assert again[0]["account" if "账号" in changed else "bank"] == next(iter(changed.values()))


def test_more_than_another_account_is_refused_while_the_payment_is_returned(book):
    book.accept(world())
    book.pay()
    book.returned("2026Q3-0001")
    fewer = world(
        drop={"completion": [22], "assessment": [22]},
        set={"claim": {1: {"结业人数": 21, "申请金额": 105000, "账号": people.account(2)}}},
    )
    assert book.accept(fewer) == [
        UNCHANGED[0],
        f"{PROJECT} completion refused R10",
        f"{PROJECT} claim refused R10",
    ]


def test_persons_of_another_recorded_class_are_found_again(book):
    book.accept(world())
    other = {
        "项目编号": "GJ2026-002",
        "项目名称": "钳工研修",
        "开班日期": date(2026, 9, 7),
        "结业日期": date(2026, 9, 18),
    }
    later = edited(
        clean(),
        {
            "prior": EARLIER,
            "set": {"approved": {1: other}},
            "drop": {"completion": "all", "assessment": "all", "claim": "all"},
        },
    )
    for form in ("roster", "plan", "teachers"):
        later.keys[form] |= {"项目编号": "GJ2026-002", "填报日期": date(2026, 8, 20)}
    for day in later.rows["plan"]:
        day["日期"] = day["日期"] + (date(2026, 9, 7) - date(2026, 5, 11))
    assert book.accept(later, on=date(2026, 8, 21)) == ["GJ2026-002 filing refused E0406 E0407 Q0607"]


def test_one_whom_the_ledger_knows_under_another_number_is_asked_about(book, tmp_path):
    """E0419 over years: the roster of then lies in the ledger alone, as keyed hashes."""
    assert book.accept(world()) == RECORDED
    other = {"身份证件号码": "110101198003040010"}
    cases = [
        (other | {"联系电话": "13900099999"}, "证书编号"),
        (other | {"证书编号": "Y000411000999182000999"}, "联系电话"),
        (other | {"姓名": "另一人"}, ""),
        ({}, ""),
    ]
    for at, (over, said) in enumerate(cases):
        later = world()
        later.rows["approved"][0]["项目编号"] = "GJ2026-077"
        later.keys["roster"]["项目编号"] = "GJ2026-077"
        later.rows["roster"][2] |= over
        found = findings(later, tmp_path / str(at), book.ledger.view(), only={"E0419", "X001"})
        assert found["cell"].tolist() == (["C8"] if said else []), over
        assert not said or (f"姓名和{said}" in found["message"][0] and "（台账）" in found["evidence"][0])
