"""The measured figures as a table for the terminal, as docs/performance.md, and as a plot."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from tests.bench.measure import Cost

COLOURS = ("#9B1C1C", "#1F4E79", "#1E6B3A", "#8A5A00", "#5B4B8A", "#2B7A78", "#A0522D", "#5B6770")


@dataclass(frozen=True, slots=True)
class Line:
    """One contender at one size; `against` is the cost it is compared with."""

    what: str
    size: int
    cost: Cost
    against: Cost

    @property
    def ratio(self) -> float:
        return self.cost.wall / self.against.wall

    def cells(self) -> list[str]:
        cost = self.cost
        return [
            self.what,
            f"{self.size:,}",
            f"{cost.wall:.2f}",
            f"{cost.cpu:.2f}",
            f"{cost.user:.2f}",
            f"{cost.memory / 2**20:.0f}",
            f"{self.ratio:.2f}",
            f"{cost.cpu / self.against.cpu:.2f}",
        ]


@dataclass(frozen=True, slots=True)
class Goal:
    """What was to be reached, and what was measured."""

    what: str
    limit: float
    measured: float

    def cells(self) -> list[str]:
        return [
            self.what,
            f"{self.limit:g}",
            f"{self.measured:.2f}",
            "达到" if self.measured <= self.limit else f"未达到（差{self.measured / self.limit - 1:.0%}）",
        ]


HEAD = ["对象", "规模", "用时（秒）", "CPU（秒）", "其中用户态（秒）", "内存峰值（MB）", "用时比", "CPU比"]
GOAL_HEAD = ["目标", "上限", "实测", "结果"]


def table(head: list[str], rows: Sequence[list[str]]) -> str:
    """A Markdown table."""
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rows])


def exponent(lines: Sequence[Line]) -> float:
    """The slope of time over size, both as logarithms: 1 is linear."""
    first, last = min(lines, key=lambda line: line.size), max(lines, key=lambda line: line.size)
    return math.log(last.cost.wall / first.cost.wall) / math.log(last.size / first.size)


def plot(lines: Sequence[Line], title: str, unit: str) -> str:
    """Seconds over size as SVG, both axes logarithmic, a line a contender, its name at the line's end."""
    left, top, wide, high = 70, 50, 520, 320
    sizes, walls = [line.size for line in lines], [line.cost.wall for line in lines]
    low_x, high_x = math.log10(min(sizes)), math.log10(max(sizes)) or 1
    low_y, high_y = math.floor(math.log10(min(walls))), math.ceil(math.log10(max(walls)))

    def at(size: float, wall: float) -> tuple[float, float]:
        across = (math.log10(size) - low_x) / ((high_x - low_x) or 1)
        return left + wide * across, top + high * (high_y - math.log10(wall)) / (high_y - low_y)

    parts = [f'<text x="{left}" y="24" font-size="15" font-weight="bold">{escape(title)}</text>']
    for power in range(low_y, high_y + 1):
        _, y = at(min(sizes), 10.0**power)
        parts.append(
            f'<line x1="{left}" x2="{left + wide}" y1="{y:.1f}" '
            f'y2="{y:.1f}" stroke="#DDE3E8"/><text x="{left - 8}" '
            f'y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}秒</text>'
        )
    for size in sorted(set(sizes)):
        x, _ = at(size, 10.0**low_y)
        parts.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{top}" '
            f'y2="{top + high}" stroke="#DDE3E8"/><text x="{x:.1f}" '
            f'y="{top + high + 20}" text-anchor="middle">{size:,}{unit}</text>'
        )
    names = sorted(
        {line.what for line in lines},
        key=lambda name: -max(line.cost.wall for line in lines if line.what == name),
    )
    taken = 0.0
    for colour, name in zip(COLOURS * 3, names, strict=False):
        own = sorted((line for line in lines if line.what == name), key=lambda line: line.size)
        places = [at(line.size, line.cost.wall) for line in own]
        parts.append(
            f'<polyline fill="none" stroke="{colour}" stroke-width="2" '
            f'points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in places)}"/>'
        )
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in places]
        taken = max(places[-1][1] + 4, taken + 16)
        parts.append(f'<text x="{left + wide + 12}" y="{taken:.1f}" fill="{colour}">{escape(name)}</text>')
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 860 '
        '420" font-family="sans-serif" font-size="12" fill="#1F2933">'
        f'<rect width="860" height="420" fill="#FFFFFF"/>{"".join(parts)}</svg>\n'
    )


def write(
    folder: Path,
    machine: str,
    readings: Sequence[Line],
    faulty: Sequence[Line],
    extracts: Sequence[Line],
    goals: Sequence[Goal],
    ours: str,
    spent: dict[str, dict[str, float]],
) -> str:
    """docs/performance.md and its plots; gives its text. spent: a run → stage → seconds."""
    own = [line for line in readings if line.what == ours]
    growth = (
        f"`gaoji validate`的用时随工作簿数增长的指数：{exponent(own):.2f}（1为线性）。"
        if len({line.size for line in own}) > 1
        else ""
    )
    text = (
        (Path(__file__).with_name("performance.md"))
        .read_text(encoding="utf-8")
        .format(
            machine=machine,
            goals=table(GOAL_HEAD, [goal.cells() for goal in goals]),
            growth=growth,
            readings=table(HEAD, [line.cells() for line in readings]),
            faulty=table(HEAD, [line.cells() for line in faulty]),
            stages=table(
                ["", *next(iter(spent.values()))],
                [[run, *(f"{seconds:.2f}" for seconds in stages.values())] for run, stages in spent.items()],
            ),
            extracts=table(HEAD, [line.cells() for line in extracts]),
        )
    )
    folder.mkdir(exist_ok=True)
    (folder / "performance.md").write_text(text, encoding="utf-8")
    (folder / "performance-workbooks.svg").write_text(
        plot(readings, "用时与工作簿数", "个"), encoding="utf-8"
    )
    (folder / "performance-extracts.svg").write_text(
        plot(extracts, "用时与社保明细行数", "行"), encoding="utf-8"
    )
    return text
