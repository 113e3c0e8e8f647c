"""python -m tests.bench: measures this toolkit and its peers
on files made for it, prints the table, and writes docs/performance.md."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench import extracts, goals, report, workspaces
from tests.bench.goals import AGAIN, BARE, FIRST, NEXT, VALIDATE, WATCH
from tests.bench.measure import Cost, answered, cost_of, middle
from tests.bench.report import Line

ROOT = Path(__file__).parents[2]
PYTHON = Path(sys.executable)
GAOJI = PYTHON.with_name("gaoji")
READERS = {
    "pandas_loaded": "只载入pandas", "program_loaded": "gaoji：只载入审核所需的程序",
    "pandas_calls": "pandas：审核100个工作簿所作的调用", "reader_started": "gaoji：只启动一个读取进程",
    "validated_again": "gaoji：同一进程再审核一次",
    "pandas_default": "pandas.read_excel（默认），只读",
    "pandas_calamine": "pandas.read_excel（calamine），只读", "openpyxl_alone": "openpyxl，只读",
    "plain_script": goals.PLAIN, "pandera_by_frame": "Pandera，逐表校验",
    "frictionless_by_sheet": "frictionless，逐表校验",
    "raw_calamine": goals.RAW, "our_cells": goals.CELLS, "our_reading": goals.READING,
}  # fmt: skip
SLOW = {"pandera_by_frame", "frictionless_by_sheet", "openpyxl_alone", "pandas_calls", "validated_again"}
MANY = 1000
"""Past so many workbooks, and with mistakes, the slow ones are left out."""
DAILY, DAILY_SIZE = ("diff", "letters", "deadlines", "accept"), 100
"""The other commands of a day, on a center's quarter."""


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        made, repeat = Path(name), options.repeat
        readings = [line for size in options.workbooks for line in _workbooks(made, size, repeat, False)]
        own = [size for size in options.workbooks if size < MANY]
        faulty = [line for size in own for line in _workbooks(made, size, repeat, True)]
        measured = [size for size in options.workbooks if size < MANY]
        spent = {run: held for size in measured for run, held in _stages(made / "stages", size).items()}
        evidence = [
            line
            for rows in options.rows
            for kind in options.kinds
            for line in _extracts(made, rows, kind, repeat)
        ]
    found = goals.of_run(readings, faulty, evidence, _help(max(3, repeat)))
    machine = (
        f"{os.cpu_count()}核，{platform.system()} {platform.machine()}，Python {platform.python_version()}"
    )
    print(report.write(options.to, machine, readings, faulty, evidence, found, VALIDATE, spent))


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


def _workbooks(made: Path, size: int, repeat: int, faulty: bool) -> list[Line]:
    """Every contender over one workspace, in turn."""
    folder = made / f"{size}"
    _made(folder, size, faulty)
    left_out = SLOW if size > MANY or faulty else set()
    held: dict[str, list[Cost]] = {}
    for _ in range(repeat):
        for name, said in READERS.items():
            if name not in left_out:
                held.setdefault(said, []).append(_peer(name, folder))
        for name in (".cache", ".gaoji", "out", "ledger.db"):
            shutil.rmtree(folder / name, ignore_errors=True)
            (folder / name).unlink(missing_ok=True)
        held.setdefault(VALIDATE, []).append(_gaoji(folder, "validate"))
        workspaces.touch(folder)
        held.setdefault(AGAIN, []).append(_gaoji(folder, "validate"))
        if size == DAILY_SIZE:
            held.setdefault(WATCH, []).append(_saved(folder))
        for name in DAILY if size == DAILY_SIZE else ():
            held.setdefault(f"gaoji {name}", []).append(_gaoji(folder, name))
        print(f"{size}个工作簿：完成一轮", file=sys.stderr)
    costs = {said: middle(all_of) for said, all_of in held.items()}
    shutil.rmtree(folder)
    return [Line(said, size, cost, costs[READERS["pandas_default"]]) for said, cost in costs.items()]


def _saved(folder: Path) -> Cost:
    """gaoji watch, from a save to its line."""
    command = [PYTHON, "-u", GAOJI, "-C", folder, "watch", "--on", workspaces.TODAY.isoformat()]
    return answered(command, lambda: workspaces.touch(folder, 55555555))


def _stages(folder: Path, size: int) -> dict[str, dict[str, float]]:
    """Where the time of a first run goes, and of a second one after one change."""
    _made(folder, size)
    first = _spent(folder)
    workspaces.touch(folder)
    both = {f"{size}个工作簿，第一次": first, f"{size}个，改动一个文件后": _spent(folder)}
    shutil.rmtree(folder)
    return both


def _spent(folder: Path) -> dict[str, float]:
    return json.loads(
        subprocess.run(
            [PYTHON, "-m", "tests.bench.stages", folder], check=True, capture_output=True, text=True
        ).stdout
    )


def _made(folder: Path, size: int, faulty: bool = False) -> None:
    workspaces.build(folder, size, faulty)
    workspaces.earlier(folder)
    extracts.build(folder / "extracts" / "社保缴费明细.parquet", -(-size // 3), 0)


def _extracts(made: Path, rows: int, kind: str, repeat: int) -> list[Line]:
    """Bare DuckDB and this toolkit, first and again, over so many rows
    in one extract of each kind, for some 7,500 trainees; in turn, thrice at least."""
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


def _peer(name: str, folder: Path) -> Cost:
    return cost_of([PYTHON, "-W", "ignore", "-m", "tests.bench.peers", name, folder])


def _gaoji(folder: Path, command: str) -> Cost:
    day = [] if command == "diff" else ["--on", workspaces.TODAY.isoformat()]
    return cost_of([GAOJI, "-C", folder, command, *day, "--quiet"])


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
