"""disburse on the command line: what it says of a new batch, and of a quarter without new claims."""

from __future__ import annotations

from pathlib import Path

from tests.cli.calls import call
from tests.commands.settled import quarter


def test_a_quarter_without_new_claims_says_what_its_sheets_hold(tmp_path: Path) -> None:
    workspace = quarter(tmp_path, {"YX2026-001": 20, "YX2026-002": 21}, aside=False)
    again = call("-C", str(workspace.path), "disburse", "--quarter", "2026Q3", "--on", "2026-07-04")
    assert again[0] == 0 and again[1].splitlines()[0] == "没有新的申请，照原样给出本季度的表：2笔，205000元"
    empty = call("-C", str(workspace.path), "disburse", "--quarter", "2026Q2", "--on", "2026-07-04")
    assert empty[0] == 0 and empty[1].splitlines()[0] == "没有新的申请，照原样给出本季度的表：0笔，0元"
