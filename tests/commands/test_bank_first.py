"""The bank is looked at before money is ordered: what it paid already,
numbers that the ledger does not know, statements that cannot be read."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from gaoji_batch.commands import accept
from tests import people
from tests.cli.calls import call
from tests.commands.settled import EARLIER, prepared, transfer
from tests.commands.workspaces import made, save
from tests.rules.judge import write_csv
from tests.rules.world import PROJECT, UNIT, clean

SPEAKING = {"S1609"}
ORDER = ("disburse", "--quarter", "2026Q3", "--by", "王敏", "--on", "2026-07-02")
DRY = (*ORDER, "--dry-run")
RELEASE = ("release", "2026Q3-1", "--by", "李强", "--on", "2026-07-03")
OTHER = "北京无关测试贸易有限公司"


@pytest.fixture(scope="module")
def accepted(tmp_path_factory) -> Path:
    world = clean()
    world.prior = EARLIER
    folder = made(world, tmp_path_factory.mktemp("bank") / "w")
    accept.run(folder, on=date(2026, 7, 1), by="王敏")
    return folder.path


@pytest.fixture
def folder(accepted, tmp_path) -> Path:
    """A workspace with one accepted claim of 110,000 yuan."""
    return shutil.copytree(accepted, tmp_path / "w", symlinks=True)


def did(folder: Path, *arguments: str) -> tuple[int, str]:
    status, out, err = call("-C", str(folder), *arguments)
    assert "Traceback" not in err
    return status, (err.strip().splitlines() or [""])[-1] if status == 2 else out


def ordered(folder: Path, *arguments: str) -> tuple[int, int, list[list[str]]]:
    """Exit status of disburse, how many payments it ordered, and the codes of each claim held."""
    status, out, _ = call("-C", str(folder), *(arguments or ORDER), "--json")
    told = json.loads(out)
    return status, told["count"], [one["codes"] for one in told["held"]]


def paid(
    memo: str, day: str = "2026-06-20", amount: int = 110000, state: str = "成功", payee: str = UNIT, **more
) -> dict:
    account = people.account(1) if payee == UNIT else people.account(7)
    row = {"交易日期": day, "户名": payee, "账号": account, "金额": amount, "状态": state, "附言": memo}
    return row | more


def statement(folder: Path, *rows: dict, name: str = "银行支付明细") -> Path:
    return write_csv(folder / "extracts" / f"{name}.csv", list(rows))


def test_a_claim_that_no_transfer_can_have_paid_is_ordered(folder):
    rows = [paid("研修补助", amount=109999), paid("研修补助", payee=OTHER), paid(PROJECT, state="失败")]
    statement(folder, *rows)
    assert ordered(folder) == (0, 1, [])


def test_it_stands_in_every_output_and_is_no_s1608(folder):
    statement(folder, paid("研修补助"))
    status, out = did(folder, *ORDER)
    assert status == 1 and "S1609" in out and "没有新的申请" in out
    latest = folder / "out" / "latest-disburse"
    (one,) = map(json.loads, (latest / "findings.json").read_text(encoding="utf-8").splitlines())
    assert (one["code"], one["severity"], one["project"]) == ("S1609", "reject", PROJECT)
    assert one["value"].startswith("T") and one["value"] in one["message"] and one["amount"] == 110000
    assert "2026年6月20日" in one["message"] and "第2行" in one["evidence"]
    (line,) = map(json.loads, (latest / "held.json").read_text(encoding="utf-8").splitlines())
    assert (line["project"], line["codes"]) == (PROJECT, ["S1609"]) and one["message"] in line["reason"]


def test_the_summary_of_a_batch_lists_it_beside_what_is_ordered(tmp_path):
    workspace = made(prepared({"YX2026-001": 20, "YX2026-002": 21}), tmp_path)
    accept.run(workspace, on=date(2026, 7, 1), by="王敏")
    statement(workspace.path, transfer("2026-06-20", 1, 100000, "YX2026-001"))
    assert ordered(workspace.path) == (1, 1, [["S1609"]])
    book = load_workbook(workspace.path / "out" / "latest-disburse" / "拨付汇总表.xlsx")
    said = " ".join(str(cell) for row in book["暂缓拨付"].values for cell in row if cell)
    assert "YX2026-001" in said and "S1609" in said and "YX2026-002" not in said


def test_money_that_nobody_ordered_holds_the_claim_after_it_was_reconciled_until_it_came_back(folder):
    statement(folder, paid(PROJECT))
    did(folder, "reconcile", "--quarter", "2026Q2", "--on", "2026-07-01")
    book = load_workbook(folder / "out" / "latest-reconcile" / "补助资金对账表.xlsx")
    assert any("S1609" in str(cell) for row in book["差额说明"].values for cell in row)
    assert ordered(folder) == (1, 0, [["S1609"]])
    statement(folder, paid(PROJECT, "2026-07-02", state="退汇"), name="银行支付明细七月")
    assert ordered(folder) == (0, 1, [])


def rule(folder: Path, confirmed: str) -> None:
    row = {"规则代码": "S1609", "项目编号": PROJECT, "身份证件号码": None, "处理意见": "予以通过",
        "理由": "另一项合同款",
           "核实人": "王敏", "核实日期": date(2026, 7, 1), "复核人": confirmed}  # fmt: skip
    save(folder / "center" / "处理意见.xlsx", "decisions", {}, [row])


def test_what_two_persons_ruled_on_is_ordered_and_released_but_a_new_transfer_is_held(folder):
    statement(folder, paid("货款"))
    rule(folder, "王敏")
    assert ordered(folder, *DRY) == (1, 0, [["S1609"]])
    rule(folder, "李强")
    assert ordered(folder) == (0, 1, [])
    late = statement(folder, paid("货款", "2026-06-21"), name="银行支付明细七月")
    assert did(folder, *RELEASE)[0] == 2
    late.unlink()
    assert did(folder, *RELEASE)[0] == 0


def test_release_refuses_what_the_bank_paid_since_the_order(folder):
    assert ordered(folder) == (0, 1, [])
    path = statement(folder, paid("研修补助", "2026-07-03"))
    status, told = did(folder, *RELEASE)
    assert status == 2 and PROJECT in told and "S1609" in told
    path.unlink()
    assert did(folder, *RELEASE)[0] == 0


@pytest.fixture(scope="module")
def two_of_one_unit(tmp_path_factory) -> Path:
    """Two claims of one unit and one amount: the first is released, the second accepted after that."""
    world = prepared({"YX2026-001": 20, "YX2026-002": 20})
    mine, other = world.rows["approved"]
    own = {"承办单位": mine["承办单位"], "统一社会信用代码": mine["统一社会信用代码"]}
    world.rows["approved"][1] = other | own
    world.rows["units"] = world.rows["units"][:1]
    for _, file, keys, rows in world.extra:
        if file.startswith("YX2026-002/") and "承办单位" in keys:
            keys["承办单位"] = own["承办单位"]
        if file == "YX2026-002/claim.xlsx":
            rows[0].update(own | {"户名": own["承办单位"]})
    late = [one for one in world.extra if one[1] == "YX2026-002/claim.xlsx"]
    world.extra = [one for one in world.extra if one not in late]
    workspace = made(world, tmp_path_factory.mktemp("two") / "w")
    accept.run(workspace, on=date(2026, 7, 1), by="王敏")
    assert ordered(workspace.path) == (0, 1, [])
    assert did(workspace.path, *RELEASE)[0] == 0
    for form, file, keys, rows in late:
        save(workspace.path / "inbox" / file, form, keys, rows)
    accept.run(workspace, on=date(2026, 7, 3), by="王敏")
    return workspace.path


NEXT_DAY = ("disburse", "--quarter", "2026Q3", "--by", "王敏", "--on", "2026-07-11")
NEXT = ("disburse", "--quarter", "2026Q3", "--by", "王敏", "--on", "2026-07-06")


def test_what_names_a_released_payment_is_that_payments_recorded_or_not(two_of_one_unit):
    row = paid("2026Q3-0001", "2026-07-05", 100000) | {"户名": "北京1号测试技师学院"}
    statement(two_of_one_unit, row)
    assert ordered(two_of_one_unit, *NEXT, "--dry-run") == (0, 1, [])
    statement(two_of_one_unit, row | {"附言": ""})  # it may be either's until it is recorded as the first's
    assert ordered(two_of_one_unit, *NEXT, "--dry-run") == (1, 0, [["S1609"]])
    did(two_of_one_unit, "reconcile", "--quarter", "2026Q3", "--on", "2026-07-06")
    assert ordered(two_of_one_unit, *NEXT) == (0, 1, [])


def test_a_payment_that_the_bank_paid_again_after_its_return_is_not_ordered_again(folder):
    assert ordered(folder)[1] == 1 and did(folder, *RELEASE)[0] == 0
    rows = [paid("2026Q3-0001", "2026-07-04"), paid("2026Q3-0001", "2026-07-05", state="退汇")]
    statement(folder, *rows)
    did(folder, "reconcile", "--quarter", "2026Q3", "--on", "2026-07-06")
    assert ordered(folder, *NEXT, "--dry-run") == (0, 1, [])
    statement(folder, *rows, paid("2026Q3-0001", "2026-07-06"))
    assert ordered(folder, *NEXT) == (1, 0, [["S1609"]])


def test_a_ledger_put_back_from_before_the_release_is_older_than_the_bank(folder):
    backup = str(folder.with_name("backup.db"))
    assert ordered(folder)[1] == 1
    did(folder, "ledger", "backup", backup)
    assert did(folder, *RELEASE)[0] == 0
    statement(folder, paid("2026Q3-0001", "2026-07-04"))
    assert did(folder, "ledger", "verify")[0] == 0 and "台账比银行旧" not in did(folder, "doctor")[1]
    assert did(folder, "ledger", "restore", backup, "--older")[0] == 0
    for command in (NEXT, RELEASE):
        status, told = did(folder, *command)
        assert status == 2 and "台账比银行旧" in told and "2026Q3-0001" in told and "没有放行" in told
    status, told = did(folder, "ledger", "verify")
    assert status == 1 and "台账比银行旧" in told and "银行支付明细.csv第2行" in told
    assert "台账比银行旧" in did(folder, "doctor")[1]


def test_a_ledger_put_back_from_before_a_release_orders_nothing_while_its_bank_file_may_be_under_way(folder):
    before_order, before_release = (str(folder.with_name(f"{name}.db")) for name in ("order", "release"))
    did(folder, "ledger", "backup", before_order)
    assert ordered(folder)[1] == 1
    did(folder, "ledger", "backup", before_release)
    assert did(folder, *RELEASE)[0] == 0
    (run,) = (path for path in (folder / "out").glob("*-release") if not path.is_symlink())
    assert ordered(folder, *NEXT) == (0, 0, [])
    for backup, command in ((before_order, NEXT), (before_release, RELEASE)):
        assert did(folder, "ledger", "restore", backup, "--older")[0] == 0
        status, told = did(folder, *command)
        assert status == 2 and f"out/{run.name}的放行不在台账中" in told
    shutil.move(run, folder.with_name("moved"))
    assert did(folder, *RELEASE)[0] == 0


def accounts(folder: Path, on: str) -> list[int]:
    """What the year's statistics say was ordered, paid, asked back and come back."""
    did(folder, "statistics", "--year", "2026", "--on", on)
    told = json.loads((folder / "out" / "latest-statistics" / "statistics.json").read_text(encoding="utf-8"))
    return [told["amounts"][name] for name in ("ordered", "paid", "recovered", "recovered_in")]


def test_statistics_after_an_older_backup_follow_the_bank_once_it_is_read_again(folder):
    backup = str(folder.with_name("released.db"))
    assert ordered(folder)[1] == 1 and did(folder, *RELEASE)[0] == 0
    did(folder, "ledger", "backup", backup)
    rows = [paid("2026Q3-0001", "2026-07-04"), paid("2026Q3-0001", "2026-07-05", state="退汇")]
    reconcile = ("reconcile", "--quarter", "2026Q3", "--on")
    recover = ("recover", PROJECT, "--reason", "审计", "--by", "王敏", "--on", "2026-07-12")
    for state in ("as recorded", "put back"):
        if state == "put back":
            assert did(folder, "ledger", "restore", backup, "--older")[0] == 0
            assert accounts(folder, "2026-07-10") == [110000, 0, 0, 0]
        statement(folder, *rows)
        did(folder, *reconcile, "2026-07-10")
        assert accounts(folder, "2026-07-10") == [0, 0, 0, 0]
        again = [*rows, paid("2026Q3-0001", "2026-07-11")]
        statement(folder, *again)
        did(folder, *reconcile, "2026-07-12")
        assert accounts(folder, "2026-07-12") == [110000, 110000, 0, 0]
        assert did(folder, *recover)[0] == 0
        assert accounts(folder, "2026-07-12") == [110000, 110000, 110000, 0]
        came = paid(f"{PROJECT}补助退回", "2026-07-13", state="退汇")
        statement(folder, *again, came | {"金额": 50000})
        did(folder, *reconcile, "2026-07-14")
        assert accounts(folder, "2026-07-14") == [110000, 110000, 110000, 50000]
    assert did(folder, "ledger", "verify")[0] == 0


def reasons_of_r06(folder: Path) -> list[str]:
    did(folder, "reconcile", "--quarter", "2026Q3", "--on", "2026-07-10")
    lines = (folder / "out" / "latest-reconcile" / "findings.json").read_text(encoding="utf-8").splitlines()
    return [one["message"] for one in map(json.loads, lines) if one["code"] == "R06"]


def remarks(folder: Path) -> list[str]:
    """What the last reconcile remarked."""
    run = folder / "out" / "latest-reconcile" / "run.json"
    return list(json.loads(run.read_text(encoding="utf-8"))["remarks"])


def test_a_payment_that_nobody_let_go_is_paid_and_said(folder):
    assert ordered(folder)[1] == 1
    released = shutil.copytree(folder, folder.with_name("released"), symlinks=True)
    taken_back = shutil.copytree(folder, folder.with_name("back"), symlinks=True)
    assert did(released, *RELEASE)[0] == 0
    cancel = ("--cancel", "2026Q3-1", "--by", "王敏", "--reason", "账号有误", "--on", "2026-07-03")
    assert did(taken_back, "disburse", "--quarter", "2026Q3", *cancel)[0] == 0
    for place in (folder, released, taken_back):
        statement(place, paid("2026Q3-0001", "2026-07-04"))
    assert reasons_of_r06(released) == []
    (reason,) = reasons_of_r06(taken_back)
    assert "2026Q3-0001所在批次已撤销" in reason and ordered(taken_back, *NEXT_DAY)[1] == 0
    assert reasons_of_r06(folder) == [] and ordered(folder, *NEXT_DAY)[1] == 0
    unsigned = "2026Q3-0001没有放行记录，银行已付：已按银行明细记为已支付；查明由谁送出，补办放行手续"
    assert unsigned in remarks(folder) and unsigned not in remarks(released)
    (folder / "gaoji.toml").write_text("[control]\ntwo_person = false\n", encoding="utf-8")
    assert reasons_of_r06(folder) == [] and unsigned not in remarks(folder)


def test_with_one_person_for_both_an_ordered_batch_is_a_released_one(folder):
    (folder / "gaoji.toml").write_text("[control]\ntwo_person = false\n", encoding="utf-8")
    assert ordered(folder) == (0, 1, [])
    statement(folder, paid("2026Q3-0001", "2026-07-03"))
    assert ordered(folder, *NEXT) == (0, 0, []) and did(folder, "ledger", "verify")[0] == 0
    statement(folder, paid("2026Q3-0002", "2026-07-03"))
    assert did(folder, *NEXT)[0] == 2 and did(folder, "ledger", "verify")[0] == 1


def test_a_second_workspace_with_a_ledger_of_its_own_does_not_pay_again(folder, tmp_path):
    second = shutil.copytree(folder, tmp_path / "second", symlinks=True)
    assert ordered(folder)[1] == 1 and did(folder, *RELEASE)[0] == 0
    for memo, wanted in (("2026Q3-0001", 2), (PROJECT, 1)):
        statement(second, paid(memo, "2026-07-04"))
        status, told = did(second, *NEXT)
        assert status == wanted and ("台账比银行旧" if wanted == 2 else "S1609") in told


def test_a_number_written_by_mistake_may_be_voided(folder):
    statement(folder, paid("2026Q3-0777货款", payee=OTHER))
    status, told = did(folder, *ORDER)
    assert status == 2
    number = told.split("--void ")[1].split("作废")[0]
    status, _ = did(
        folder, "reconcile", "--void", number, "--by", "王敏", "--reason", "误写", "--on", "2026-07-01"
    )
    assert status < 2
    assert ordered(folder) == (0, 1, [])


def test_nothing_is_ordered_or_released_past_a_statement_that_cannot_be_read(folder):
    extracts = folder / "extracts"
    pdf, cut = extracts / "银行支付明细.pdf", extracts / "银行支付明细.xlsx"
    pdf.write_bytes(b"%PDF-1.4")
    assert "extracts/银行支付明细.pdf" in did(folder, "doctor")[1]
    status, told = did(folder, *ORDER)
    assert status == 2 and "extracts/银行支付明细.pdf" in told
    pdf.unlink()
    statement(folder, paid("货款", payee=OTHER))
    assert ordered(folder) == (0, 1, [])
    statement(folder, paid("货款", payee=OTHER) | {"金额": "壹拾万零"}, name="七月")
    status, told = did(folder, *RELEASE)
    assert status == 2 and "extracts/七月.csv：第2行" in told
    (extracts / "七月.csv").unlink()
    cut.write_bytes(b"PK\x03\x04broken")
    assert did(folder, *RELEASE)[0] == 2
    cut.unlink()
    assert did(folder, *RELEASE)[0] == 0
