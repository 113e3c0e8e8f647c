"""Names that are no text at all, as an unzip on Linux leaves them of a zip made on Windows."""

from __future__ import annotations

import gzip
import json
import os
import sys
from pathlib import Path

import pytest

from tests.cli.calls import call
from tests.commands.workspaces import made
from tests.rules import world

posix = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names there are text")
GBK = "名单".encode("gb18030")


@posix
def test_a_name_that_is_no_text_costs_its_own_file_alone(tmp_path: Path) -> None:
    folder = made(world.clean(20), tmp_path / "workspace").path
    for part, name in (
        ("inbox", "学员名单.xlsx"),
        ("center", "单位名录.xlsx"),
        ("extracts", "社保缴费明细.csv"),
    ):
        (folder / part / name).with_name(os.fsdecode(GBK + Path(name).suffix.encode())).write_bytes(
            (folder / part / name).read_bytes()
        )
    today = ("--on", "2026-07-01")
    status, _, said = call("-C", str(folder), "validate", *today)
    assert status in (0, 1) and "extracts/%C3%FB%B5%A5.csv" in said, said
    run = folder / "out" / "latest"
    findings = [json.loads(line) for line in (run / "findings.json").read_text(encoding="utf-8").splitlines()]
    told = {one["file"]: one["message"] for one in findings if one["code"] == "F001"}
    assert {"inbox/%C3%FB%B5%A5.xlsx", "center/%C3%FB%B5%A5.xlsx"} <= set(told)
    assert "编码" in told["inbox/%C3%FB%B5%A5.xlsx"]
    assert (run / "returned" / "%C3%FB%B5%A5.xlsx").is_file()
    for part, name in (("center", "单位名录.xlsx"), ("extracts", "社保缴费明细.csv")):
        # what the center's own file would have forbidden is not known: nothing is recorded beside it
        status, _, said = call("-C", str(folder), "accept", *today)
        assert status == 2 and f"{part}/%C3%FB%B5%A5" in said and said.count("\n") == 1, said
        (folder / part / name).with_name(os.fsdecode(GBK + Path(name).suffix.encode())).unlink()
    for line in ("receive --by 王敏", "accept", "reconcile --quarter 2026Q2"):
        status, _, said = call("-C", str(folder), *line.split(), *today)
        assert status in (0, 1), said
    odd = os.fsdecode(GBK + b".csv.gz")
    with gzip.open(folder / "extracts" / odd, "wt", encoding="utf-8") as file:
        file.write("交易日期,户名,账号,金额,状态,附言\n2026-07-01,甲,1,100,成功,\n")
    said = call("-C", str(folder), "reconcile", "--quarter", "2026Q2", *today)[2]
    assert "extracts/%C3%FB%B5%A5.csv.gz" in said


@posix
def test_a_workspace_whose_own_name_is_no_text_is_one_line(tmp_path: Path) -> None:
    folder = made(world.clean(20), tmp_path / "workspace").path.rename(tmp_path / os.fsdecode(GBK))
    status, _, said = call("-C", str(folder), "validate")
    assert (status, said.count("\n")) == (2, 1) and "改名" in said and "%C3%FB%B5%A5" in said


def test_what_a_unit_wrote_gives_the_terminal_no_orders(tmp_path: Path) -> None:
    """A csv holds what no workbook can: the escape that clears a screen, or sets its title."""
    held = world.clean(20)
    held.rows["plan"] = []
    folder = made(held, tmp_path / "workspace").path
    number = "GJ2026-009\x1b[2J\x1b]0;x\x07"
    lines = [
        "项目编号,承办单位,统一社会信用代码,结业人数,申请金额,户名,开户行,账号",
        f"{number},甲,1,20,100000,甲,乙,1",
    ]
    (folder / "inbox" / "申请.csv").write_text("\n".join(lines), encoding="utf-8")
    said = [
        call("-C", str(folder), *words)
        for words in (
            ("accept", "--on", "2026-07-01"),
            ("letters", "--project", number),
            ("inspect", "--pack", number),
        )
    ]
    assert "GJ2026-009" in said[0][1] + said[1][2] + said[2][2]
    assert not [text for _, out, err in said for text in (out, err) if "\x1b" in text or "\x07" in text]
