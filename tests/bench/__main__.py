"""python -m tests.bench: measures this toolkit and its peers on files made for it, prints the table, and writes docs/performance.md."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench import extracts, report, workspaces
from tests.bench.measure import Cost, cost_of, middle
from tests.bench.report import Goal, Line

ROOT = Path(__file__).parents[2]
PYTHON = Path(sys.executable)
GAOJI = PYTHON.with_name("gaoji")
READERS = {
    "pandas_default": "pandas.read_excel（默认），只读", "pandas_calamine": "pandas.read_excel（calamine），只读", "openpyxl_alone": "openpyxl，只读",
    "plain_script": "pandas脚本，主要的关联", "pandera_by_frame": "Pandera，逐表校验", "frictionless_by_sheet": "frictionless，逐表校验",
    "our_reading": "gaoji：读取、识别、校验单元格",
}  # fmt: skip
SLOW = {"pandera_by_frame", "frictionless_by_sheet", "openpyxl_alone"}
MANY = 1000
"""Past so many workbooks the slow ones are left out."""
VALIDATE, AGAIN = "gaoji validate", "gaoji validate，改动一个文件后"
FIRST, NEXT, BARE = "gaoji：读取社保明细", "gaoji：读取社保明细，再次", "DuckDB，直接筛选"


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="bench-") as made:
        readings = [
            line for size in options.workbooks for line in _workbooks(Path(made), size, options.repeat)
        ]
        spent = _stages(Path(made) / "stages", 783 if 783 in options.workbooks else options.workbooks[-1])
        evidence = [
            line
            for rows in options.rows
            for kind in options.kinds
            for line in _extracts(Path(made), rows, kind, options.repeat)
        ]
    goals = _goals(readings, evidence, _help(max(3, options.repeat)))
    machine = (
        f"{os.cpu_count()}核，{platform.system()} {platform.machine()}，Python {platform.python_version()}"
    )
    print(report.write(options.to, machine, readings, evidence, goals, VALIDATE, spent))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--workbooks", type=int, nargs="+", default=[100, 783], help="sizes of the workspaces"
    )
    parser.add_argument(
        "--rows", type=int, nargs="+", default=[1_000_000, 10_000_000], help="sizes of the insurance extracts"
    )
    parser.add_argument(
        "--kinds", nargs="+", default=["parquet", "csv.gz", "parquet+csv.gz"], help="formats of the extracts"
    )
    parser.add_argument("--repeat", type=int, default=1, help="runs of each, in turn; the median counts")
    parser.add_argument(
        "--full", action="store_true", help="100, 783, 1,000 and 10,000 workbooks; 1, 10 and 100 million rows"
    )
    parser.add_argument("--to", type=Path, default=ROOT / "docs", help="where performance.md goes")
    options = parser.parse_args()
    if options.full:
        options.workbooks, options.rows = [100, 783, 1000, 10_000], [1_000_000, 10_000_000, 100_000_000]
    return options


def _workbooks(made: Path, size: int, repeat: int) -> list[Line]:
    """Every contender over one workspace, in turn."""
    folder = made / f"{size}"
    _made(folder, size)
    held: dict[str, list[Cost]] = {}
    for _ in range(repeat):
        for name, said in READERS.items():
            if size <= MANY or name not in SLOW:
                held.setdefault(said, []).append(_peer(name, folder))
        for name in (".cache", "out"):
            shutil.rmtree(folder / name, ignore_errors=True)
        held.setdefault(VALIDATE, []).append(_validate(folder))
        workspaces.touch(folder)
        held.setdefault(AGAIN, []).append(_validate(folder))
        print(f"{size}个工作簿：完成一轮", file=sys.stderr)
    costs = {said: middle(all_of) for said, all_of in held.items()}
    shutil.rmtree(folder)
    return [Line(said, size, cost, costs[READERS["pandas_default"]]) for said, cost in costs.items()]


def _stages(folder: Path, size: int) -> dict[str, dict[str, float]]:
    """Where the time of a first run goes, and of a second one after one change."""
    _made(folder, size)
    first = _spent(folder)
    workspaces.touch(folder)
    both = {f"{size}个工作簿，第一次": first, "改动一个文件后": _spent(folder)}
    shutil.rmtree(folder)
    return both


def _spent(folder: Path) -> dict[str, float]:
    return json.loads(
        subprocess.run(
            [PYTHON, "-m", "tests.bench.stages", folder], check=True, capture_output=True, text=True
        ).stdout
    )


def _made(folder: Path, size: int) -> None:
    workspaces.build(folder, size)
    workspaces.earlier(folder)
    extracts.build(folder / "extracts" / "社保缴费明细.parquet", -(-size // 3), 0)


def _extracts(made: Path, rows: int, kind: str, repeat: int) -> list[Line]:
    """Bare DuckDB and this toolkit, first and again, over so many rows in one extract of each kind, for some 7,500 trainees; in turn, thrice at least."""
    folder, projects, kinds = made / "evidence", 289, kind.split("+")
    (folder / "inbox").mkdir(parents=True)
    (folder / "gaoji.toml").write_text("")
    (folder / "people.txt").write_text(
        "\n".join(each.id_number for number in range(projects) for each in workspaces.trainees(number))
    )
    for each in kinds:
        extracts.build(folder / "extracts" / f"社保缴费明细.{each}", projects, rows // len(kinds))
    held: dict[str, list[Cost]] = {BARE: [], FIRST: [], NEXT: []}
    for _ in range(max(3, repeat)):
        shutil.rmtree(folder / ".cache", ignore_errors=True)
        held[BARE].append(_peer("bare_duckdb", folder))
        held[FIRST].append(_peer("our_evidence", folder))
        held[NEXT].append(_peer("our_evidence", folder))
    shutil.rmtree(folder)
    print(f"{rows}行{kind}：完成", file=sys.stderr)
    costs = {said: middle(all_of) for said, all_of in held.items()}
    return [Line(f"{said}（{kind}）", rows, cost, costs[BARE]) for said, cost in costs.items()]


def _help(repeat: int) -> float:
    """The time of gaoji --help, as a multiple of importing click; in pairs."""
    pairs = [(cost_of([GAOJI, "--help"]), cost_of([PYTHON, "-c", "import click"])) for _ in range(repeat)]
    return middle([ours for ours, _ in pairs]).wall / middle([theirs for _, theirs in pairs]).wall


def _goals(readings: Sequence[Line], evidence: Sequence[Line], help_ratio: float) -> list[Goal]:
    """The goals that this run can judge."""
    at = {(line.what, line.size): line for line in [*readings, *evidence]}
    sizes = sorted({line.size for line in readings})
    size = 783 if 783 in sizes else sizes[-1]
    first, again, reading = (at[what, size] for what in (VALIDATE, AGAIN, READERS["our_reading"]))
    goals = [
        Goal(f"{size}个工作簿：validate ÷ pandas只读", 0.35, first.ratio),
        Goal(f"{size}个工作簿：读取、识别、校验 ÷ pandas只读", 0.3, reading.ratio),
        Goal("改动一个文件后再审核 ÷ 第一次", 0.25, again.cost.wall / first.cost.wall),
        Goal("gaoji --help ÷ import click", 2, help_ratio),
        Goal(
            "内存峰值（GB）",
            1,
            max(line.cost.memory for line in [*readings, *evidence] if "gaoji" in line.what) / 2**30,
        ),
    ]
    if {1000, 10_000} <= set(sizes):
        goals.append(
            Goal(
                "每个工作簿的用时：10,000个 ÷ 1,000个",
                1.1,
                at[VALIDATE, 10_000].cost.wall / at[VALIDATE, 1000].cost.wall / 10,
            )
        )
    rows = sorted({line.size for line in evidence})
    goals += [
        Goal(
            f"{line.size:,}行：{line.what} ÷ DuckDB",
            1.2 if line.what.startswith(f"{FIRST}（") else 0.1,
            line.ratio,
        )
        for line in evidence
        if "gaoji" in line.what and line.size == (10_000_000 if 10_000_000 in rows else rows[-1])
    ]
    return goals


def _peer(name: str, folder: Path) -> Cost:
    return cost_of([PYTHON, "-W", "ignore", "-m", "tests.bench.peers", name, folder])


def _validate(folder: Path) -> Cost:
    return cost_of([GAOJI, "-C", folder, "validate", "--on", workspaces.TODAY.isoformat(), "--quiet"])


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
