"""gaoji reconcile from statements to the books: one quarter in which everything happens."""

from __future__ import annotations

import json
import shutil
from datetime import date

import openpyxl
import pytest

from gaoji_batch.casework import ledgers
from gaoji_batch.commands import accept, certificates, disburse, reconcile, recover, statistics
from gaoji_batch.commands.books import verify
from gaoji_batch.errors import GaojiError
from gaoji_batch.ledger.frames import payments_of
from gaoji_batch.settlement.lines import FIELDS
from gaoji_batch.workspace.folders import Workspace
from tests import people
from tests.commands.settled import (
    CANCELLED,
    COMPLETED,
    FILED,
    NEVER,
    REFUSED,
    order,
    prepared,
    quarter,
    statement,
    transfer,
)
from tests.commands.workspaces import made, save
from tests.ledger.conftest import fresh_database
from tests.ledger.conftest import postgres as postgres

SPEAKING = {"S1602"}
ON = date(2026, 8, 20)
JULY = [
    transfer("2026-07-06", 1, "100,000.00", "2026Q3-0001"),
    transfer("2026-07-06", 2, 105000, "2026Q3-0002"), transfer("2026-07-07", 2, -105000, "账号户名不符"),
    transfer("2026-07-06", 3, 110000, "2026Q3-0003"), transfer("2026-07-06", 3, 110000, "2026Q3-0003"),
    transfer("2026-07-06", 4, 90000, "2026Q3-0004"),
    transfer("2026-07-08", 0, 50000, COMPLETED, payee="某某"),
    transfer("2026-07-08", 0, 20000, "货款", payee="某公司"),
    transfer("2026-07-09", 0, "5000.50", "", payee="某公司"),
]  # fmt: skip


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    return quarter(tmp_path_factory.mktemp("quarter") / "ws").path


@pytest.fixture
def workspace(released, tmp_path):
    return Workspace.find(shutil.copytree(released, tmp_path / "ws", symlinks=True))


@pytest.fixture(scope="module")
def july(released, tmp_path_factory):
    workspace = Workspace.find(
        shutil.copytree(released, tmp_path_factory.mktemp("july") / "ws", symlinks=True)
    )
    statement(workspace, "七月", *JULY)
    return run(workspace)


@pytest.fixture
def reconciled(july, tmp_path):
    """The workspace of which `july` is the one reconciliation so far."""
    return Workspace.find(shutil.copytree(july.folder.parent.parent, tmp_path / "ws", symlinks=True))


def run(workspace, on=ON):
    return reconcile.run(workspace, (2026, 3), on=on, by="王敏")


def lines(done):
    return {
        line["project"]: line
        for line in map(json.loads, (done.folder / "reconcile.json").read_text(encoding="utf-8").splitlines())
    }


def transfers(done):
    return [
        json.loads(line) for line in (done.folder / "transfers.json").read_text(encoding="utf-8").splitlines()
    ]


def findings(done):
    return [
        json.loads(line) for line in (done.folder / "findings.json").read_text(encoding="utf-8").splitlines()
    ]


def test_statistics_count_every_yuan_that_the_bank_moved_and_what_of_it_was_too_much(reconciled):
    statement(reconciled, "八月", transfer("2026-08-19", 5, 110000, "2026Q3-0005"))
    held = lines(run(reconciled))
    done = statistics.run(reconciled, 2026, on=ON)
    moved = 100000 + 2 * 110000 + 90000 + 110000 + 50000  # the last without a claim (R06)
    assert done.figures["amounts"]["paid"] == sum(line["paid"] for line in held.values()) == moved
    assert {sum(row["amount_paid"] for row in rows) for rows in done.figures["by"].values()} == {moved}
    sheets = openpyxl.load_workbook(done.workbook)
    said = {str(row[0]).strip(): row[1] for row in sheets["总览"].values if row[0]}
    told = {name: said[f"{name}(元)"] for name in ("已拨付", "其中：重复支付", "其中：多付")}
    assert told == {"已拨付": moved, "其中：重复支付": 110000, "其中：多付": 5000}
    assert "其中：多付(元)" in done.page.read_text(encoding="utf-8")


def test_everything_that_may_happen_is_told_apart(july, reconciled):
    done = july
    held = lines(done)
    assert {project: line["codes"] for project, line in held.items()} == {
        "YX2026-001": [],
        "YX2026-002": ["R08"],
        "YX2026-003": ["R09"],
        "YX2026-004": ["R05"],
        "YX2026-005": ["R04"],
        FILED: ["R02"],
        COMPLETED: ["R03", "R06"],
        REFUSED: ["R03"],
        NEVER: ["R01"],
        CANCELLED: [],
    }
    assert all(list(line) == FIELDS for line in held.values())
    assert held["YX2026-001"] == dict(
        zip(
            FIELDS,
            [
                "YX2026-001",
                1,
                "北京1号测试技师学院",
                "paid",
                30,
                20,
                20,
                20,
                20,
                100000,
                100000,
                100000,
                100000,
                0,
                0,
                [],
            ],
            strict=True,
        )
    )
    assert [
        held[project]["state"]
        for project in ("YX2026-002", "YX2026-005", FILED, COMPLETED, REFUSED, NEVER, CANCELLED)
    ] == ["returned", "released", "filed", "completed", "completed", "approved", "cancelled"]
    assert [held[project]["paid"] for project in ("YX2026-002", "YX2026-003", "YX2026-004", COMPLETED)] == [
        0,
        220000,
        90000,
        50000,
    ]
    found = findings(done)
    assert sorted(one["code"] for one in found) == [
        "R01",
        "R02",
        "R03",
        "R03",
        "R04",
        "R05",
        "R06",
        "R07",
        "R07",
        "R08",
        "R09",
    ]
    placed = {
        one["code"]: (one["file"], one["row"], one["project"])
        for one in found
        if one["code"] in ("R06", "R08", "R09")
    }
    assert placed == {
        "R06": ("extracts/七月.csv", 8, COMPLETED),
        "R08": ("extracts/七月.csv", 4, "YX2026-002"),
        "R09": ("extracts/七月.csv", 6, "YX2026-003"),
    }
    assert done.counts == {"reject": 3, "review": 8, "note": 0} and done.recorded == {
        "paid": 5,
        "returned": 1,
        "recovered_in": 0,
    }
    assert verify(reconciled)[0] == []


def test_a_transfer_that_quotes_a_payment_but_went_elsewhere_is_no_payment(workspace):
    """R13 alone, and nothing is paid; an account printed in part agrees."""
    other, hidden = (
        transfer("2026-07-06", 1, 100000, "2026Q3-0001", payee="别的公司"),
        transfer("2026-07-06", 2, 105000, "2026Q3-0002"),
    )
    wrong, right = (
        transfer("2026-07-06", 3, 110000, "2026Q3-0003") | {"账号": people.account(9)},
        transfer("2026-07-06", 4, 100000, "2026Q3-0004"),
    )
    statement(workspace, "七月", other, hidden | {"账号": "0200****0001"}, wrong, right)
    done = run(workspace)
    held = lines(done)
    assert [held[f"YX2026-00{at}"]["codes"] for at in (1, 2, 3, 4)] == [["R13"], [], ["R13"], []]
    assert [held[f"YX2026-00{at}"]["state"] for at in (1, 2, 3, 4)] == [
        "released",
        "paid",
        "released",
        "paid",
    ]
    moved = transfers(done)
    assert sorted(one["payment"] for one in moved) == ["", "", "2026Q3-0002", "2026Q3-0004"]
    assert list(moved[0]) == ["transfer", "date", "payee", "account", "amount", "payment"]


def test_run_again_records_nothing_and_gives_the_same_bytes(july, reconciled):
    again = run(reconciled)
    assert again.recorded == {"paid": 0, "returned": 0, "recovered_in": 0}
    for name in ("reconcile.json", "findings.json", "findings.csv"):
        assert (july.folder / name).read_bytes() == (again.folder / name).read_bytes()


def test_a_statement_of_the_quarter_that_repeats_one_of_the_month_adds_only_what_is_new(reconciled):
    statement(reconciled, "季度", *JULY, transfer("2026-08-03", 5, 105000, "2026Q3-0005"))
    done = run(reconciled)
    assert done.recorded == {"paid": 1, "returned": 0, "recovered_in": 0}
    assert lines(done)["YX2026-005"]["state"] == "paid" and lines(done)["YX2026-005"]["codes"] == []


def test_a_returned_payment_is_ordered_again_and_paid_once(reconciled):
    again = disburse.run(reconciled, (2026, 3), on=date(2026, 8, 20), by="王敏")
    assert [(row["payment"], row["replaces"]) for row in again.payments if row["replaces"]] == [
        ("2026Q3-0006", "2026Q3-0002")
    ]
    held = lines(run(reconciled))["YX2026-002"]
    assert (held["state"], held["codes"], held["ordered"], held["paid"]) == ("ordered", ["R04"], 105000, 0)
    statement(reconciled, "八月", transfer("2026-08-20", 2, 105000, "2026Q3-0006"))
    held = lines(run(reconciled))["YX2026-002"]
    assert (held["state"], held["codes"], held["paid"]) == ("paid", [], 105000)
    with ledgers.opened(reconciled) as ledger, ledger.reading() as connection:
        assert list(payments_of(connection)["status"]) == [
            "paid",
            "returned",
            "paid",
            "paid",
            "released",
            "paid",
        ]


def test_a_second_payment_that_came_back_is_settled(workspace):
    statement(workspace, "七月", *JULY, transfer("2026-07-10", 3, -110000, "2026Q3-0003重复"))
    held = lines(run(workspace))["YX2026-003"]
    assert (held["codes"], held["paid"], held["state"]) == ([], 110000, "paid")


def test_what_was_paid_before_it_was_ordered_is_no_payment_of_that_order(workspace):
    """The batch was made on 2 July: a transfer of that day is its payment, one of the day before is not."""
    statement(
        workspace,
        "七月",
        transfer("2026-07-01", 1, 100000, "2026Q3-0001"),
        transfer("2026-07-02", 2, 105000, "2026Q3-0002"),
    )
    held = lines(run(workspace))
    assert (held["YX2026-001"]["codes"], held["YX2026-001"]["state"]) == (["R04", "R06"], "released")
    assert (held["YX2026-002"]["codes"], held["YX2026-002"]["state"]) == ([], "paid")


def test_one_transfer_exported_twice_waits_until_a_person_says(workspace):
    statement(workspace, "月度", transfer("2026-07-06", 1, 100000, "2026Q3-0001"))
    statement(workspace, "季度", transfer("2026-07-06", 1, 100000, "补助款"))
    done = run(workspace)
    (found,) = [one for one in findings(done) if one["code"] == "R12"]
    assert lines(done)["YX2026-001"]["codes"] == ["R12"] and lines(done)["YX2026-001"]["paid"] == 100000
    first, second = (one["transfer"] for one in transfers(done))
    assert {first, second} == set(found["value"].split("、"))
    two = Workspace.find(shutil.copytree(workspace.path, workspace.path.parent / "two", symlinks=True))
    same = reconcile.run(
        workspace, None, on=ON, by="王敏", ruling=reconcile.BankRuling("same", (first, second), "银行确认")
    )
    assert lines(same)["YX2026-001"]["codes"] == [] and len(transfers(same)) == 1
    assert lines(run(workspace))["YX2026-001"]["codes"] == [] and verify(workspace)[0] == []
    different = reconcile.run(
        two, None, on=ON, by="王敏", ruling=reconcile.BankRuling("different", (first, second), "银行确认")
    )
    assert (
        lines(different)["YX2026-001"]["codes"] == ["R09"]
        and lines(different)["YX2026-001"]["paid"] == 200000
    )


def test_two_numbers_are_two_transfers_in_two_statements(workspace):
    for at in (1, 2):
        statement(
            workspace, f"明细{at}", transfer("2026-07-06", 1, 100000, "2026Q3-0001") | {"流水号": f"L{at}"}
        )
    done = run(workspace)
    (found,) = [one for one in findings(done) if one["code"] == "R09"]
    assert found["value"] in {one["transfer"] for one in transfers(done)}


def test_a_transfer_that_was_voided_is_an_event_and_pays_nothing(workspace):
    statement(workspace, "七月", transfer("2026-07-06", 1, 100000, "2026Q3-0001"))
    (one,) = transfers(run(workspace))
    with pytest.raises(GaojiError, match="原因"):
        reconcile.run(
            workspace, None, on=ON, by="王敏", ruling=reconcile.BankRuling("void", (one["transfer"],), "")
        )
    with pytest.raises(GaojiError, match="没有交易"):
        reconcile.run(workspace, None, on=ON, by="王敏", ruling=reconcile.BankRuling("void", ("T0",), "误记"))
    done = reconcile.run(
        workspace, None, on=ON, by="王敏", ruling=reconcile.BankRuling("void", (one["transfer"],), "误记")
    )
    held = lines(done)["YX2026-001"]
    assert (held["state"], held["paid"], held["codes"]) == ("released", 0, ["R04"])
    assert verify(workspace)[0] == [] and run(workspace).recorded["paid"] == 0
    with pytest.raises(GaojiError, match="已经作废"):
        reconcile.run(
            workspace, None, on=ON, by="王敏", ruling=reconcile.BankRuling("void", (one["transfer"],), "误记")
        )


def test_a_return_that_was_voided_lets_the_payment_stand_again(workspace):
    statement(workspace, "七月", transfer("2026-07-06", 1, 100000, "2026Q3-0001", state="退汇"))
    (one,) = transfers(run(workspace))
    done = reconcile.run(
        workspace, None, on=ON, by="王敏", ruling=reconcile.BankRuling("void", (one["transfer"],), "误记")
    )
    assert lines(done)["YX2026-001"]["state"] == "released" and verify(workspace)[0] == []
    assert disburse.run(workspace, (2026, 3), on=ON, by="王敏").batch == ""


def test_a_return_is_not_voided_once_its_payment_was_ordered_again(workspace):
    statement(workspace, "七月", transfer("2026-07-06", 1, 100000, "2026Q3-0001", state="退汇"))
    (one,) = transfers(run(workspace))
    assert disburse.run(workspace, (2026, 3), on=ON, by="王敏").batch == "2026Q3-2"
    with pytest.raises(GaojiError, match="2026Q3-2"):
        reconcile.run(
            workspace, None, on=ON, by="王敏", ruling=reconcile.BankRuling("void", (one["transfer"],), "误记")
        )


def test_a_workbook_changed_after_the_order_disagrees_with_the_ledger(workspace):
    path = workspace.path / "inbox" / "YX2026-001" / "claim.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book.active
    row = next(cells for cells in sheet.iter_rows() if any(cell.value == 100000 for cell in cells))
    for cell in row:
        cell.value = {100000: 95000, 20: 19}.get(cell.value, cell.value)
    book.save(path)
    found = [one for one in findings(run(workspace)) if one["code"] == "R10"]
    assert [(one["project"], one["file"], one["severity"]) for one in found] == [
        ("YX2026-001", "inbox/YX2026-001/claim.xlsx", "reject")
    ]
    assert "补助申请" in found[0]["message"]


def test_a_decision_settles_what_was_explained_and_nothing_else(july, reconciled):
    numbers = {
        one[0]: one[-1]
        for one in openpyxl.load_workbook(july.folder / "补助资金对账表.xlsx")["对账问题"].iter_rows(
            min_row=2, values_only=True
        )
    }
    decided = {
        "处理意见": "予以通过",
        "理由": "已核实",
        "核实人": "王敏",
        "核实日期": "2026-08-20",
        "项目编号": "",
        "身份证件号码": "",
    }
    rows = [
        decided | {"规则代码": "R08", "项目编号": "YX2026-002"},
        decided | {"规则代码": "R09", "问题编号": numbers["R09"]},
        decided | {"规则代码": "", "问题编号": numbers["R07"]},
    ]
    save(reconciled.path / "center" / "处理意见.xlsx", "decisions", {}, rows)
    again = run(reconciled)
    status = {one["code"]: one["status"] for one in findings(again)}
    assert (status["R08"], status["R09"], status["R05"]) == ("waived", "open", "open")
    by_number = {one["status"] for one in findings(again) if one["code"] == "R07"}
    assert by_number == {"waived", "open"}  # of the two, the one that the number names
    assert lines(again)["YX2026-002"]["codes"] == [] and any("复核" in remark for remark in again.remarks)
    remarks = accept.run(reconciled, on=ON, by="王敏").remarks
    assert not any("失效" in remark or "未采用" in remark for remark in remarks)


def test_every_yuan_not_paid_names_its_reason_and_page_and_sheet_add_up(july):
    done = july
    book = openpyxl.load_workbook(done.folder / "补助资金对账表.xlsx")
    assert book.sheetnames == ["对账表", "差额说明", "银行交易", "对账问题"]
    rows = [
        row for row in book["差额说明"].iter_rows(min_row=2, values_only=True) if str(row[0]).startswith("YX")
    ]
    assert all(row[6] for row in rows)
    lost = {}
    for row in rows:
        lost[row[0]] = lost.get(row[0], 0) + row[5]
    assert lost == {
        project: 30 * 5000 - line["paid"]
        for project, line in lines(done).items()
        if line["paid"] != 30 * 5000
    }
    told = {(row[0], row[3]): row[6] for row in rows}
    assert (
        "申领金额不符（S1602）" in told[REFUSED, "符合条件→申领"]
        and "退汇" in told["YX2026-002", "安排→支付"]
        and "终止" in told[CANCELLED, "核定→备案"]
    )
    page = (done.folder / "reconcile.html").read_text(encoding="utf-8")
    assert (
        "default-src &#39;none&#39;" in page
        and "http://" not in page
        and "https://" not in page
        and "重复支付" in page
    )
    assert "020000000000" not in page and "{" not in page.split("</style>")[1]


def test_the_same_on_postgresql(postgres, tmp_path):
    workspace = made(
        prepared({"YX2026-001": 20}), tmp_path / "ws", f'[ledger]\nurl = "{fresh_database(postgres)}"\n'
    )
    order(workspace)
    statement(workspace, "七月", transfer("2026-07-06", 1, 100000, "2026Q3-0001"))
    assert run(workspace).recorded["paid"] == 1 and run(workspace).recorded["paid"] == 0
    assert len(certificates.run(workspace, certificates.CertificateRequest(), on=ON).issued) == 20
    assert (
        recover.run(
            workspace, recover.RecoveryRequest("YX2026-001", "虚报", "王敏", disqualify=True), on=ON
        ).amount
        == 100000
    )
    assert lines(run(workspace))["YX2026-001"]["codes"] == ["R11"] and verify(workspace)[0] == []


def test_without_statements_and_without_a_ledger_it_still_ends_well(tmp_path):
    workspace = Workspace.create(tmp_path / "empty")
    done = run(workspace)
    assert done.lines == [] and done.counts == {"reject": 0, "review": 0, "note": 0}


def test_a_claim_that_was_never_accepted_is_no_finding_of_its_own(workspace):
    (workspace.path / "inbox" / COMPLETED / "claim.xlsx").write_bytes(
        (workspace.path / "inbox" / REFUSED / "claim.xlsx").read_bytes()
    )
    accept.run(workspace, on=ON, by="王敏")
    assert lines(run(workspace))[REFUSED]["codes"] == ["R03"]
