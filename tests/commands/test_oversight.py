"""What an auditor finds again: the templates and sheets
of a batch as they were, and paid projects that nobody audited."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from contextlib import closing
from datetime import date

import pytest

from gaoji_batch.commands import deadlines, doctor, reconcile, statistics
from gaoji_batch.law import resources
from gaoji_batch.workspace.folders import Workspace
from tests.commands.settled import quarter, statement, transfer
from tests.commands.workspaces import save

SPEAKING = {"P1501", "P1502"}
ON = date(2026, 8, 22)
AUDIT = {
    "项目编号": "YX2026-001",
    "审计机构": "测试会计师事务所",
    "审计日期": date(2026, 8, 1),
    "审计结论": "无保留",
    "问题金额": 0,
}


@pytest.fixture(scope="module")
def paid(tmp_path_factory):
    """Two projects ordered and released, of which the bank paid the first."""
    workspace = quarter(
        tmp_path_factory.mktemp("paid") / "ws", {"YX2026-001": 20, "YX2026-002": 20}, aside=False
    )
    statement(workspace, "七月", transfer("2026-07-06", 1, 100000, "2026Q3-0001"))
    reconcile.run(workspace, (2026, 3), on=date(2026, 7, 10), by="王敏")
    return workspace.path


@pytest.fixture
def workspace(paid, tmp_path):
    return Workspace.find(shutil.copytree(paid, tmp_path / "ws", symlinks=True))


def told(workspace, word):
    return [one.what for one in doctor.run(workspace, on=ON) if word in one.what]


def test_a_paid_project_without_an_audit_is_named_until_there_is_one(workspace):
    """The second was released and not paid yet: nothing to audit."""
    assert "YX2026-001" in told(workspace, "审计")[0] and "YX2026-002" not in told(workspace, "审计")[0]
    due = deadlines.run(workspace, on=ON)
    assert list(due.deadlines.unaudited["written"]) == ["YX2026-001"]
    assert (
        "YX2026-001"
        in (due.folder / "deadlines.html")
        .read_text(encoding="utf-8")
        .split("尚无第三方审计结果的项目")[1]
        .split("<h2>")[0]
    )
    year = statistics.run(workspace, 2026, on=ON)
    assert year.figures["unaudited"] == ["YX2026-001"]
    assert "尚无第三方审计结果的项目1个（第十五条）：YX2026-001" in year.page.read_text(encoding="utf-8")
    save(workspace.path / "center" / "审计结果.xlsx", "audits", {}, [AUDIT])
    assert told(workspace, "审计") == [] and statistics.run(workspace, 2026, on=ON).figures["unaudited"] == []
    assert deadlines.run(workspace, on=ON).deadlines.unaudited.empty


def test_the_batch_names_the_template_by_its_content(workspace):
    with closing(sqlite3.connect(workspace.path / "ledger.db")) as ledger:
        [[payload]] = ledger.execute("SELECT payload FROM events WHERE kind = 'ordered'").fetchall()
    content = (resources.templates() / "拨付明细表.xlsx").read_bytes()
    assert json.loads(payload)["templates"] == [
        {"name": "拨付明细表.xlsx", "sha256": hashlib.sha256(content).hexdigest()}
    ]


@pytest.mark.parametrize("run", ["disburse", "release"])
def test_an_edited_file_of_a_batch_is_noticed(run, workspace):
    folder = workspace.latest(run)
    files = [path for path in sorted(folder.iterdir()) if path.name != "run.json"]
    assert told(workspace, "已被改动") == []
    for path in files:
        before = path.read_bytes()
        path.write_bytes(before + b" ")
        assert told(workspace, "已被改动") == [f"{workspace.relative(path)}与出具时的内容不同，已被改动"], (
            path.name
        )
        path.write_bytes(before)


def test_a_sheet_is_known_by_the_ledger_whatever_the_run_says(workspace):
    folder = workspace.latest("release")
    bank = next(folder.glob("*.csv"))
    bank.write_bytes(bank.read_bytes().replace(b"100000", b"900000"))
    said = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    said["outputs"][bank.name] = hashlib.sha256(bank.read_bytes()).hexdigest()
    (folder / "run.json").write_text(json.dumps(said), encoding="utf-8")
    assert told(workspace, "已被改动") == [f"{workspace.relative(bank)}与出具时的内容不同，已被改动"]
