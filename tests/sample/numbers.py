"""`python -m tests.sample.numbers`: writes the sample's 问题编号 again,
with a key of its own, to tests/sample/numbers.csv.

They change where the sample or what rulings rest on changes.
A change of wording that changes one would void the center's rulings.
"""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from pathlib import Path

from python_calamine import CalamineWorkbook

from tests.cli.calls import call
from tests.sample.make import KINDS, SAMPLE

NUMBERS = Path(__file__).parent / "numbers.csv"
KEY = "5a" * 32
PLACES = ("规则代码", "项目编号", "文件", "工作表", "单元格")


def validated(workspace: Path) -> Path:
    """The run's folder of `gaoji validate` on a copy of the sample, whose key is always the same."""
    workspace.mkdir()
    for kind in KINDS:
        shutil.copytree(SAMPLE / kind, workspace / kind)
    shutil.copy(SAMPLE / "gaoji.toml", workspace)
    (workspace / ".gaoji").mkdir(mode=0o700)
    (workspace / ".gaoji" / "privacy.key").write_text(KEY + "\n", encoding="ascii")
    status, out, err = call("-C", str(workspace), "validate", "--on", "2026-10-12")
    assert status == 1, out + err
    return next((workspace / "out").glob("*-validate"))


def numbers(run: Path) -> bytes:
    """The 问题编号 of a run as csv, by rule and place."""
    sheet = CalamineWorkbook.from_path(run / "审核汇总.xlsx").get_sheet_by_name("审核问题").to_python()
    header, *rows = sheet
    at = [header.index(name) for name in (*PLACES, "问题编号")]
    lines = sorted([str(row[column]) for column in at] for row in rows if row[at[-1]])
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\n").writerows([[*PLACES, "问题编号"], *lines])
    return file.getvalue().encode()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        NUMBERS.write_bytes(numbers(validated(Path(folder) / "workspace")))
