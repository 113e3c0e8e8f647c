"""From the accepted claim to the bank, as the command line does it:
the papers, the two persons, the same sheets again, four at once."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from gaoji_batch.ledger.store import Ledger
from gaoji_batch.outputs.workbooks.disbursement import FIELDS
from tests.cli.calls import call
from tests.commands.settled import EARLIER
from tests.commands.workspaces import made
from tests.rules.world import PROJECT, UNIT, USCC, clean

SPEAKING: set[str] = set()
ON = ("--on", "2026-07-02")
ORDER = ("disburse", "--quarter", "2026Q3", "--by", "王敏", *ON)


def done(folder: Path, *arguments: str) -> str:
    """What a command that is done says on stdout."""
    status, out, err = call("-C", str(folder), *arguments)
    assert status == 0, err
    return out


def refused(folder: Path, *arguments: str) -> str:
    """The one line on stderr of a command that is not done; its ledger holds, and says the same as before."""
    before = last(folder)
    status, _, err = call("-C", str(folder), *arguments)
    assert status == 2 and "Traceback" not in err
    assert last(folder) == before
    assert not list((folder / "out").glob(".part*"))
    return err.strip().splitlines()[-1]


def last(folder: Path) -> tuple:
    with closing(sqlite3.connect(folder / "ledger.db")) as database:
        return database.execute("SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1").fetchone()


def payments(folder: Path, command: str = "disburse") -> list[dict]:
    return [
        json.loads(line)
        for line in (folder / "out" / f"latest-{command}" / "payments.json")
        .read_text(encoding="utf-8")
        .splitlines()
    ]


def sheets(folder: Path) -> dict[str, str]:
    latest = folder / "out" / "latest-disburse"
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in latest.iterdir()
        if path.suffix in (".xlsx", ".csv")
    }


@pytest.fixture(scope="module")
def accepted(tmp_path_factory):
    world = clean()
    world.prior = EARLIER
    folder = made(world, tmp_path_factory.mktemp("money") / "w").path
    done(folder, "accept", "--by", "王敏", *ON)
    return folder


@pytest.fixture
def folder(accepted, tmp_path):
    """A workspace with one accepted claim of 110,000 yuan."""
    return shutil.copytree(accepted, tmp_path / "w", symlinks=True)


@pytest.mark.windows
def test_from_the_claim_to_the_release(folder):
    done(folder, *ORDER, "--dry-run")
    assert last(folder)[0] == 4
    done(folder, *ORDER)
    (one,) = payments(folder)
    assert list(one) == FIELDS
    assert {
        name: one[name]
        for name in (
            "payment",
            "batch",
            "project",
            "uscc",
            "headcount",
            "amount",
            "reduced",
            "status",
            "replaces",
        )
    } == {
        "payment": "2026Q3-0001",
        "batch": "2026Q3-1",
        "project": PROJECT,
        "uscc": USCC,
        "headcount": 22,
        "amount": 110000,
        "reduced": 0,
        "status": "ordered",
        "replaces": "",
    }
    issued = sheets(folder)
    done(folder, "disburse", "--quarter", "2026年第三季度", "--by", "李强", "--on", "2026-07-20")
    assert sheets(folder) == issued and payments(folder) == [one]
    assert "编制人，不能再由本人放行" in refused(folder, "release", "2026Q3-1", "--by", "王 敏")
    assert "同一账户操作" in done(folder, "release", "2026Q3-1", "--by", "李强", *ON)
    assert [row["status"] for row in payments(folder, "release")] == ["released"]
    assert "已经放行" in refused(folder, "release", "2026Q3-1", "--by", "赵云")
    assert "已经放行，不能撤销" in refused(
        folder, "disburse", "--cancel", "2026Q3-1", "--by", "王敏", "--reason", "x"
    )
    assert "台账核验通过" in done(folder, "ledger", "verify")


def test_the_papers_say_what_is_paid(folder):
    done(folder, *ORDER)
    latest = folder / "out" / "latest-disburse"
    done(folder, "release", "2026Q3-1", "--by", "李强", *ON)
    released = folder / "out" / "latest-release"
    rows = (
        CalamineWorkbook.from_path(latest / "补助资金拨付明细表-2026Q3-1.xlsx")
        .get_sheet_by_index(0)
        .to_python(skip_empty_area=False)
    )
    assert rows[2] == [
        "序号",
        "承办单位",
        "项目编号",
        "项目名称",
        "起止日期",
        "核定人数",
        "结业人数",
        "补助标准",
        "申请金额",
        "核减金额",
        "核减原因",
        "拨付金额",
        "户名",
        "开户行",
        "账号",
        "备注",
    ]
    assert rows[3][:3] == [1, UNIT, PROJECT] and rows[3][5:12] == [30, 22, 5000, 110000, 0, "", 110000]
    assert rows[4][1] == "合计" and rows[4][11] == 110000
    text = "".join(str(row[0]) for row in rows[5:])
    with closing(sqlite3.connect(folder / "ledger.db")) as database:
        mark = database.execute("SELECT hash FROM events WHERE kind = 'ordered'").fetchone()[0]
    assert (
        "壹拾壹万元整" in text
        and "本批共1笔，110000元" in text
        and mark in text
        and all(word in text for word in ("经办", "复核", "审批"))
    )
    table = list(
        csv.DictReader((released / "银行付款-2026Q3-1.csv").read_bytes().decode("gb18030").splitlines())
    )
    assert table == [
        {
            "序号": "1",
            "户名": UNIT,
            "账号": "0200000000000000001",
            "开户行": "测试银行北京分行",
            "金额": "110000",
            "附言": "2026Q3-0001",
        }
    ]
    personal = json.loads((released / "run.json").read_text(encoding="utf-8"))["personal"]
    assert personal == sorted(["payments.json", "补助资金拨付明细表-2026Q3-1.xlsx", "银行付款-2026Q3-1.csv"])
    book = CalamineWorkbook.from_path(latest / "拨付汇总表.xlsx").get_sheet_by_index(0).to_python()
    assert book[1][0] == "2026Q3-1" and book[2][-1] == 110000


def test_a_cancelled_batch_is_ordered_anew(folder):
    done(folder, *ORDER)
    assert "写明撤销人和原因" in refused(folder, "disburse", "--cancel", "2026Q3-1", "--by", "王敏")
    done(folder, "disburse", "--cancel", "2026Q3-1", "--by", "王敏", "--reason", "账号待核实", *ON)
    again = refused(folder, "disburse", "--cancel", "2026Q3-1", "--by", "王敏", "--reason", "账号待核实", *ON)
    assert "已经撤销，不能撤销第二次" in again and "reconcile" not in again
    assert set(sheets(folder)) == {"拨付汇总表.xlsx"}
    done(folder, *ORDER)
    assert [(row["payment"], row["batch"], row["status"]) for row in payments(folder)] == [
        ("2026Q3-0001", "2026Q3-1", "cancelled"),
        ("2026Q3-0002", "2026Q3-2", "ordered"),
    ]


def test_the_export_has_a_row_a_project_and_every_event(folder):
    done(folder, *ORDER)
    path = Path(json.loads(done(folder, "ledger", "export", "--json", *ON))["file"])
    book = CalamineWorkbook.from_path(path)
    (head, row), told = (
        book.get_sheet_by_name("项目台账").to_python(),
        book.get_sheet_by_name("操作记录").to_python(),
    )
    own = dict(zip(head, row, strict=True))
    assert [
        own[name]
        for name in (
            "项目编号",
            "状态",
            "立项日期",
            "开班备案日期",
            "备案人数",
            "结业备案日期",
            "合格人数",
            "申请金额",
            "支付编号",
            "编制日期",
            "拨付金额",
        )
    ] == [
        PROJECT,
        "已编制拨付",
        "2026-03-02",
        "2026-04-27",
        22,
        "2026-05-29",
        22,
        110000,
        "2026Q3-0001",
        "2026-07-02",
        110000,
    ]
    assert [line[2] for line in told[1:]] == [
        "立项登记",
        "受理开班备案",
        "受理结业备案",
        "受理补助申请",
        "编制拨付",
        "出具拨付表",
    ]
    held = json.loads(done(folder, "ledger", "status", "--json"))
    assert held["states"] == {"ordered": 1} and held["batches"][0]["total"] == 110000


def test_a_chain_of_signatures_releases_with_the_last(folder):
    (folder / "gaoji.toml").write_text('[control]\nchain = ["复核", "审批"]\n', encoding="utf-8")
    done(folder, *ORDER)
    assert "尚待审批签署" in done(folder, "release", "2026Q3-1", "--by", "李强")
    assert [row["status"] for row in payments(folder, "release")] == ["ordered"]
    assert "复核人，不能再由本人放行" in refused(folder, "release", "2026Q3-1", "--by", "李强")
    assert "已放行" in done(folder, "release", "2026Q3-1", "--by", "赵云")
    assert [row["status"] for row in payments(folder, "release")] == ["released"]


def test_one_person_may_do_both_where_the_settings_say_so(folder):
    (folder / "gaoji.toml").write_text("[control]\ntwo_person = false\n", encoding="utf-8")
    done(folder, *ORDER)
    done(folder, "release", "2026Q3-1", "--by", "王敏")


def test_four_at_once_order_one_payment(folder):
    command = [sys.executable, "-m", "gaoji_batch", "-C", str(folder), *ORDER]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")
        for _ in range(4)
    ]
    told = [process.communicate() for process in running]
    assert [process.returncode for process in running] == [0, 0, 0, 0], told
    assert sum("批次2026Q3-1：1笔" in out for out, _ in told) == 1
    assert all(not err or "等待" in err for _, err in told)
    assert len(payments(folder)) == 1
    done(folder, "ledger", "verify")


def test_a_locked_ledger_is_waited_for_and_then_one_line(folder, monkeypatch):
    monkeypatch.setattr(Ledger, "open", partial(Ledger.open, wait=0.5))
    with closing(sqlite3.connect(folder / "ledger.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        status, _, err = call("-C", str(folder), *ORDER)
        other.execute("ROLLBACK")
    assert status == 2 and "等待超时" in err.splitlines()[-1] and len(err.splitlines()) == 2
    assert last(folder)[0] == 4 and not list((folder / "out").glob(".part*"))


@pytest.mark.posix
def test_a_full_disk_is_one_line(folder):
    """A file may not grow past 8 KB: the ledger cannot be written."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, hard))
    try:
        assert "办法" in refused(folder, *ORDER)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    done(folder, *ORDER)
    assert len(payments(folder)) == 1


def test_nothing_is_ordered_while_a_workbook_of_the_center_cannot_be_read(folder):
    (folder / "center" / "资金预算.xlsx").write_bytes(b"PK\x03\x04" + b"broken" * 50)
    assert refused(folder, *ORDER).startswith("center/资金预算.xlsx")


@pytest.fixture
def read_only(folder, tmp_path):
    if (
        os.geteuid()
        or subprocess.run(["mount", "--bind", folder, folder], capture_output=True, check=False).returncode
    ):
        pytest.skip("mounting needs root")
    subprocess.run(["mount", "-o", "remount,bind,ro", folder], check=True)
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_read_only_workspace_is_one_line(read_only):
    status, _, err = call("-C", str(read_only), *ORDER)
    assert status == 2 and len(err.strip().splitlines()) == 1


def test_the_notice_comes_before_the_payment_where_the_settings_say_so(folder):
    (folder / "gaoji.toml").write_text("[control]\npublicity = true\n", encoding="utf-8")
    assert "尚未公示" in done(folder, *ORDER) and payments(folder) == []
    shown = json.loads(done(folder, "publicity", "--quarter", "2026Q3", "--on", "2026-09-24", "--json"))
    assert (shown["first"], shown["last"], shown["amount"]) == ("2026-09-24", "2026-10-08", 110000)
    page = next((folder / "out" / "latest-publicity").glob("*.html")).read_text(encoding="utf-8")
    assert PROJECT in page and "2026年10月8日" in page and clean().rows["roster"][0]["姓名"] not in page
    done(folder, "disburse", "--quarter", "2026Q3", "--by", "王敏", "--on", "2026-10-09")
    assert len(payments(folder)) == 1


@pytest.mark.parametrize("cut", ["gone", "emptied"])
def test_validate_says_that_it_judges_without_the_records_it_once_had(folder: Path, cut: str) -> None:
    _, _, before = call("-C", str(folder), "validate", *ON)
    (folder / "ledger.db").unlink() if cut == "gone" else (folder / "ledger.db").write_bytes(b"")
    _, _, after = call("-C", str(folder), "validate", *ON)
    assert "台账的记录不全" in after and "台账的记录不全" not in before
    noted = json.loads((folder / "out" / "latest-validate" / "run.json").read_text(encoding="utf-8"))
    assert any("从备份恢复台账后重新审核" in remark for remark in noted["remarks"])
