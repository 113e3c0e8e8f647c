"""disburse on the command line: what it says of a quarter without new claims,
and a batch that the bank paid before its release."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.calls import call
from tests.commands.settled import prepared, quarter, statement, transfer
from tests.commands.workspaces import made


def test_a_quarter_without_new_claims_says_what_its_sheets_hold(tmp_path: Path) -> None:
    workspace = quarter(tmp_path, {"YX2026-001": 20, "YX2026-002": 21}, aside=False)
    again = call("-C", str(workspace.path), "disburse", "--quarter", "2026Q3", "--on", "2026-07-04")
    assert again[0] == 0 and again[1].splitlines()[0] == "没有新的申请，照原样给出本季度的表：2笔，205000元"
    empty = call("-C", str(workspace.path), "disburse", "--quarter", "2026Q2", "--on", "2026-07-04")
    assert empty[0] == 0 and empty[1].splitlines()[0] == "没有新的申请，照原样给出本季度的表：0笔，0元"


def test_a_batch_of_which_the_bank_paid_a_part_is_taken_back_and_the_rest_ordered_anew(
    tmp_path: Path,
) -> None:
    workspace = made(prepared({"YX2026-001": 20, "YX2026-002": 21}), tmp_path)
    folder = ("-C", str(workspace.path))
    assert call(*folder, "accept", "--on", "2026-07-01")[0] == 0
    assert call(*folder, "disburse", "--quarter", "2026Q3", "--on", "2026-07-02", "--by", "王敏")[0] == 0
    statement(workspace, "七月", transfer("2026-07-02", 1, 100000, "研修补助"))
    call(*folder, "reconcile", "--quarter", "2026Q3", "--on", "2026-07-03")
    status, _, told = call(*folder, "release", "2026Q3-1", "--by", "李强", "--on", "2026-07-03")
    assert status == 2 and "2026Q3-0001银行已经支付，不能放行" in told and "--cancel" in told
    assert (
        call(
            *folder,
            "disburse",
            "--cancel",
            "2026Q3-1",
            "--by",
            "王敏",
            "--reason",
            "已付",
            "--on",
            "2026-07-03",
        )[0]
        == 0
    )
    assert call(*folder, "disburse", "--quarter", "2026Q3", "--on", "2026-07-04", "--by", "王敏")[0] == 0
    latest = workspace.path / "out" / "latest-disburse"
    held = [json.loads(line) for line in (latest / "payments.json").read_text(encoding="utf-8").splitlines()]
    assert [(one["batch"], one["project"], one["status"]) for one in held] == [
        ("2026Q3-1", "YX2026-001", "paid"),
        ("2026Q3-1", "YX2026-002", "cancelled"),
        ("2026Q3-2", "YX2026-002", "ordered"),
    ]
    assert call(*folder, "release", "2026Q3-2", "--by", "李强", "--on", "2026-07-05")[0] == 0
    released = workspace.path / "out" / "latest-release"
    assert [path.name for path in released.glob("*.csv")] == ["银行付款-2026Q3-2.csv"], (
        "no file pays what is paid or cancelled"
    )
    assert call(*folder, "ledger", "verify")[0] == 0
