"""gaoji recover: what a unit gives back, by person or whole,
its notice, its standing, and the money that came."""

from __future__ import annotations

import json
import shutil
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from gaoji_batch.casework import ledgers
from gaoji_batch.commands import accept, reconcile, recover
from gaoji_batch.commands.books import export, verify
from gaoji_batch.errors import GaojiError
from gaoji_batch.workspace.folders import Workspace
from tests import people
from tests.commands.settled import quarter, statement, transfer, unit_of
from tests.documents import text_of
from tests.rules.judge import findings
from tests.rules.world import clean, person

SPEAKING = {"E0406", "E0407", "S1603", "U1801"}
ON = date(2026, 8, 22)
PROJECTS = {"YX2026-001": 20, "YX2026-002": 20}


@pytest.fixture(scope="module")
def paid(tmp_path_factory):
    workspace = quarter(tmp_path_factory.mktemp("paid") / "ws", PROJECTS, aside=False)
    statement(workspace, "七月", transfer("2026-07-06", 1, 100000, "2026Q3-0001"))
    reconcile.run(workspace, (2026, 3), on=date(2026, 7, 10), by="王敏")
    return workspace.path


@pytest.fixture
def workspace(paid, tmp_path):
    return Workspace.find(shutil.copytree(paid, tmp_path / "ws", symlinks=True))


def asked(project="YX2026-001", *people, **more):
    return recover.RecoveryRequest(
        project, "学员未实际参加培训", "王敏", tuple(person(at)["身份证件号码"] for at in people), **more
    )


def line(workspace, on=date(2026, 9, 1)):
    done = reconcile.run(workspace, (2026, 3), on=on, by="王敏")
    held = json.loads((done.folder / "reconcile.json").read_text(encoding="utf-8").splitlines()[0])
    return {name: held[name] for name in ("state", "paid", "recovered", "recovered_in", "codes")}


def test_by_person_until_the_money_is_back(workspace):
    done = recover.run(workspace, asked("yx2026-001", 1, 2), on=ON)
    assert (done.amount, done.in_full) == (10000, False)
    said = text_of(done.notice)
    assert (
        "10,000元（人民币壹万元整）" in said
        and person(1)["身份证件号码"] in said
        and person(2)["姓名"] in said
        and unit_of(1) in said
        and "{" not in said
    )
    assert json.loads((done.folder / "run.json").read_text(encoding="utf-8"))["personal"] == [
        done.notice.name
    ]
    statement(workspace, "八月", transfer("2026-08-30", 1, 5000, "YX2026-001退回补助"))
    held = line(workspace)
    assert held["recovered_in"] == 5000 and held["codes"] == ["R11"]
    statement(workspace, "九月", transfer("2026-09-02", 1, -5000, "退回 yx2026-001"))
    assert line(workspace) == {
        "state": "paid",
        "paid": 100000,
        "recovered": 10000,
        "recovered_in": 10000,
        "codes": [],
    }
    assert verify(workspace)[0] == []


def test_the_notice_tells_the_unit_of_its_rights(workspace):
    """Where nothing is set, the names are left to be filled in; the terms are those of the law."""
    said = text_of(recover.run(workspace, asked("YX2026-001", 1), on=ON).notice)
    assert "自收到本通知之日起5个工作日内，向我中心书面或者口头陈述、申辩" in said
    assert f"60日内向{recover.BLANK}申请行政复议" in said and f"6个月内向{recover.BLANK}提起行政诉讼" in said
    (workspace.path / "gaoji.toml").write_text(
        '[recovery]\nhearing_days = 7\nreview_organ = "北京市测试局"\ncourt = "北京市测试区人民法院"\n',
        encoding="utf-8",
    )
    said = text_of(recover.run(Workspace.find(workspace.path), asked("YX2026-001", 2), on=ON).notice)
    assert "之日起7个工作日内" in said and "60日内向北京市测试局申请行政复议" in said
    assert "6个月内向北京市测试区人民法院提起行政诉讼" in said


def test_money_from_another_account_than_it_was_paid_to_is_told(workspace):
    recover.run(workspace, asked("YX2026-001", 1, 2), on=ON)
    back = transfer("2026-08-30", 1, 5000, "YX2026-001退回补助")
    statement(workspace, "八月", back, back | {"交易日期": "2026-08-31", "账号": people.account(9)})
    done = reconcile.run(workspace, (2026, 3), on=date(2026, 9, 1), by="王敏")
    assert done.recorded["recovered_in"] == 2
    told = [line for line in done.remarks if "不是原拨付账户" in line]
    assert len(told) == 1 and "2026-08-31" in told[0]


def test_a_project_is_being_recovered_from_until_all_is_back(workspace):
    recover.run(workspace, asked("YX2026-001", 1, 2), on=ON)
    statement(workspace, "八月", transfer("2026-08-30", 1, 9000, "YX2026-001退回补助"))
    assert line(workspace)["state"] == "recovering"
    assert "追回中" in exported(workspace)
    statement(workspace, "九月", transfer("2026-09-02", 1, 1000, "YX2026-001退回补助"))
    assert line(workspace)["state"] == "paid" and "追回中" not in exported(workspace)


def exported(workspace):
    """What 项目台账 says of the first project."""
    book = CalamineWorkbook.from_path(str(export(workspace, on=ON)))
    rows = book.get_sheet_by_index(0).to_python()
    return next(str(row) for row in rows if "YX2026-001" in map(str, row))


def test_the_account_stays_on_record_after_the_money_is_asked_back(workspace):
    before = ledgers.view(workspace).accounts
    recover.run(workspace, asked(), on=ON)
    assert len(before) == 1 and ledgers.view(workspace).accounts.equals(before)


def test_whole_after_a_part_is_what_is_left_and_no_more(workspace):
    recover.run(workspace, asked("YX2026-001", 1), on=ON)
    with pytest.raises(GaojiError, match="已经决定追回"):
        recover.run(workspace, asked("YX2026-001", 1), on=ON)
    done = recover.run(workspace, asked(), on=ON)
    assert (done.amount, done.in_full) == (95000, True)
    with pytest.raises(GaojiError, match="已经全部决定追回"):
        recover.run(workspace, asked(), on=ON)
    assert line(workspace) == {
        "state": "recovering",
        "paid": 100000,
        "recovered": 100000,
        "recovered_in": 0,
        "codes": ["R11"],
    }


@pytest.mark.parametrize(
    ("what", "said"),
    [
        (asked("YX2026-002"), "没有已支付"),
        (asked("YX2026-999"), "没有已支付"),
        (asked("YX2026-001", 25), "不在支付编号"),
    ],
)
def test_what_was_not_paid_is_refused_in_one_line_and_nothing_changes(workspace, what, said):
    with ledgers.opened(workspace) as ledger:
        before = ledger.last()
        with pytest.raises(GaojiError, match=said) as refused:
            recover.run(workspace, what, on=ON)
        assert ledger.last() == before and "\n" not in str(refused.value)
    assert not [
        path
        for path in workspace.out.iterdir()
        if path.name.startswith(".part") or path.name.endswith("-recover")
    ]


def barred(workspace, folder):
    """Who of a class of December is barred by July's: name → codes."""
    world = clean()
    world.rows["approved"][0] |= {"开班日期": date(2026, 12, 7), "结业日期": date(2026, 12, 18)}
    found = findings(world, folder, ledgers.view(workspace), only={"E0406", "E0407", "S1603", "X001"})
    found = found[found["person"].ne("")]
    return {
        name.split()[0]: set(own)
        for name, own in found.groupby("subject")["code"].agg(list).to_dict().items()
    }


def test_one_who_was_impersonated_may_attend_himself(workspace, tmp_path):
    """Somebody sat in his place: the money is asked back, and nothing
    of that class stands in his way any more; in the others' as before."""
    own, other = person(1)["姓名"], person(2)["姓名"]
    before = barred(workspace, tmp_path / "before")
    assert before[own] == before[other] == {"E0406", "E0407", "S1603"}
    with pytest.raises(GaojiError, match="哪些学员"):
        recover.run(workspace, asked(impersonated=True), on=ON)
    done = recover.run(workspace, asked("YX2026-001", 1, impersonated=True), on=ON)
    assert (done.amount, done.freed, done.notice.is_file()) == (5000, 1, True)
    after = barred(workspace, tmp_path / "after")
    assert own not in after and after[other] == before[other]
    with pytest.raises(GaojiError, match="已经登记为被冒名"):
        recover.run(workspace, asked("YX2026-001", 1, impersonated=True), on=ON)
    assert verify(workspace)[0] == []


def test_what_was_asked_back_before_is_not_asked_twice_when_the_impersonation_comes_out(workspace):
    recover.run(workspace, asked("YX2026-001", 1), on=ON)
    done = recover.run(workspace, asked("YX2026-001", 1, 2, impersonated=True), on=ON)
    assert (done.amount, done.freed) == (5000, 2)
    recover.run(workspace, asked(), on=ON)
    done = recover.run(workspace, asked("YX2026-001", 3, impersonated=True), on=ON)
    assert (done.amount, done.freed, done.notice) == (0, 1, None)
    held = line(workspace)
    assert (held["recovered"], held["state"]) == (100000, "recovering")


def test_a_unit_is_struck_off_and_what_it_filed_before_that_day_stands(workspace):
    recover.run(workspace, asked(disqualify=True), on=date(2026, 7, 10))
    done = accept.run(workspace, on=date(2026, 9, 1), by="王敏")
    struck = {row["project"] for row in done.rows if "U1801" in row["reasons"]}
    assert struck == set()
    with ledgers.opened(workspace) as ledger:
        assert ledger.view().disqualified.to_dict("records")[0]["unit"] == unit_of(1)
