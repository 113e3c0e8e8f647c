"""What was to be reached (issue 18), judged by the lines of one run."""

from __future__ import annotations

from collections.abc import Sequence

from tests.bench.report import Goal, Line

WATCH = "gaoji watch，从保存到报出"
VALIDATE, AGAIN = "gaoji validate", "gaoji validate，改动一个文件后"
FIRST, NEXT, BARE = "gaoji：读取社保明细", "gaoji：读取社保明细，再次", "DuckDB，直接筛选"
PLAIN, PANDAS = "pandas脚本，主要的关联", "pandas.read_excel（默认），只读"
RAW, CELLS, READING = "calamine，只读单元格", "gaoji：只读单元格", "gaoji：读取、识别、校验单元格"
OF_FIRST = {100: 0.35, 10_000: 0.25}
"""Workbooks → the part of the first run that one after one change may take."""
Held = dict[tuple[str, int], Line]


def of_run(
    readings: Sequence[Line], faulty: Sequence[Line], evidence: Sequence[Line], help_ratio: float
) -> list[Goal]:
    """The goals that this run can judge."""
    clean = {(line.what, line.size): line for line in readings}
    found = [
        *_of_workspaces(clean, "没有问题"),
        *_of_workspaces({(line.what, line.size): line for line in faulty}, "有问题"),
        *_of_many(clean),
        Goal("gaoji --help ÷ import click", 2, help_ratio),
    ]
    ours = [line for line in [*readings, *faulty, *evidence] if "gaoji" in line.what]
    found.append(Goal("内存峰值（GB）", 1, max(line.cost.memory for line in ours) / 2**30))
    return found + _of_extracts(evidence)


def _of_workspaces(at: Held, kind: str) -> list[Goal]:
    """A center's quarter and its year."""
    found = []
    if (VALIDATE, 100) in at:
        commands = [
            (VALIDATE, 1.0),
            *(
                (what, 1.2)
                for what, size in at
                if what.startswith("gaoji ") and what not in (VALIDATE, AGAIN, WATCH) and size == 100
            ),
        ]
        if (WATCH, 100) in at:
            commands.append((WATCH, 0.5))
        found += [
            Goal(f"100个工作簿（{kind}）：{what} ÷ pandas脚本", limit, _over(at, what, PLAIN, 100))
            for what, limit in commands
        ]
    if (VALIDATE, 783) in at:
        found += [
            Goal(f"783个工作簿（{kind}）：validate ÷ pandas只读", 0.35, _over(at, VALIDATE, PANDAS, 783)),
            # one process each: of so short a work the clock shows what else the machine does
            Goal(
                f"783个工作簿（{kind}）：只读单元格 ÷ calamine",
                4,
                at[CELLS, 783].cost.cpu / at[RAW, 783].cost.cpu,
            ),
        ]
    return found + [
        Goal(
            f"{size:,}个工作簿（{kind}）：改动一个文件后再审核 ÷ 第一次",
            limit,
            _over(at, AGAIN, VALIDATE, size),
        )
        for size, limit in OF_FIRST.items()
        if (AGAIN, size) in at
    ]


def _of_many(at: Held) -> list[Goal]:
    """Ten thousand workbooks."""
    if (VALIDATE, 10_000) not in at:
        return []
    goals = [Goal("10,000个工作簿：validate ÷ pandas只读", 0.35, _over(at, VALIDATE, PANDAS, 10_000))]
    if (VALIDATE, 1000) in at:
        growth = at[VALIDATE, 10_000].cost.wall / at[VALIDATE, 1000].cost.wall / 10
        goals.append(Goal("每个工作簿的用时：10,000个 ÷ 1,000个", 1.1, growth))
    return goals


def _of_extracts(evidence: Sequence[Line]) -> list[Goal]:
    """Ten million rows, the second time much faster, and a hundred million of parquet."""
    rows = sorted({line.size for line in evidence})
    size = 10_000_000 if 10_000_000 in rows else rows[-1]
    found = [
        Goal(
            f"{size:,}行：{line.what} ÷ DuckDB",
            1.2 if line.what.startswith(f"{FIRST}（") else 0.1,
            line.ratio,
        )
        for line in evidence
        if "gaoji" in line.what and line.size == size
    ]
    return found + [
        Goal(f"{line.size:,}行：{line.what} ÷ DuckDB", 1.3, line.ratio)
        for line in evidence
        if line.what == f"{FIRST}（parquet）" and line.size == 100_000_000
    ]


def _over(at: Held, what: str, other: str, size: int) -> float:
    return at[what, size].cost.wall / at[other, size].cost.wall
