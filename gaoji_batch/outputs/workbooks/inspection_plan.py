"""A drawn sample of classes with the reasons for it, and its records (inspect.json)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from gaoji_batch.values.dates import chinese_date, quarter_name


@dataclass(frozen=True, slots=True)
class Plan:
    """A drawn sample.

    year, quarter: of the classes.
    seed: of the draw.
    base: the weight of a class without risk.
    on: the day of the run.
    run: its number.
    workspace: where the center's own template of the page may lie.
    classes: all that stood for the draw, in the order of their lots (`sampling.draw`).
    points: `risk.points`.
    callees: `sampling.callees`.
    inspector: '' where none is named.
    overrides: parameters that gaoji.toml changes.
    """

    year: int
    quarter: int
    seed: int
    base: int
    on: date
    run: str
    workspace: Path
    classes: pd.DataFrame
    points: pd.DataFrame
    callees: pd.DataFrame
    inspector: str
    overrides: Mapping[str, str]

    @property
    def period(self) -> str:
        """The quarter, in words."""
        return f"{self.year}年{quarter_name(self.quarter)}"

    @property
    def drawn(self) -> pd.DataFrame:
        """The classes that were drawn."""
        return self.classes[self.classes["drawn"]]

    @property
    def how(self) -> str:
        """How anybody may draw the sample again."""
        return (
            f"种子{self.seed}。权重＝基础权重{self.base}＋风险分；"
            "签号u＝“种子|项目编号|期次”的SHA-256值除以2的256次方；"
            f"按－ln(u)÷权重从小到大排列，取前{len(self.drawn)}个班。种子和材料相同，结果相同。"
        )


def records(plan: Plan) -> dict[str, Any]:
    """inspect.json: the quarter, the seed, every class with its lot and its points, in the order of the
    lots."""
    classes = [
        {
            "project": row["written"],
            "class_no": row["class_no"],
            "name": row["name"],
            "unit": row["unit"],
            "heads": int(row["heads"]),
            "score": row["score"],
            "weight": row["weight"],
            "lot": row["lot"],
            "place": row["place"],
            "drawn": row["drawn"],
            "points": [
                {name: point[name] for name in ("signal", "cases", "points", "evidence")}
                for point in points_of(plan, row["project"])
            ],
        }
        for row in plan.classes.to_dict("records")
    ]
    sample = [row["project"] for row in classes if row["drawn"]]
    return {
        "quarter": f"{plan.year}Q{plan.quarter}",
        "seed": plan.seed,
        "base": plan.base,
        "sample": sample,
        "classes": classes,
        "overrides": dict(plan.overrides),
    }


def points_of(plan: Plan, project: str) -> list[dict[str, Any]]:
    """The risk points of a project, as records."""
    points: list[dict[str, Any]] = plan.points[plan.points["project"].eq(project)].to_dict("records")
    return points


def day_words(day: Any) -> str:
    """A day as an official writes it; '' for none."""
    return "" if pd.isna(day) else chinese_date(day)
