"""A year as the workbook, the page and the draft budget show it: its figures beside those of the year before,
and what they are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from gaoji_batch.analysis import scorecards
from gaoji_batch.analysis.year_accounts import final_accounts
from gaoji_batch.analysis.yearly import Year
from gaoji_batch.values.dates import chinese_date, quarter_name

STAGES = {
    "applied": "申报",
    "approved": "立项",
    "filed": "备案",
    "completed": "结业",
    "claimed": "申领",
    "paid": "拨付",
}
AMOUNTS = {
    "budget": "年度预算",
    "claimed": "申请补助",
    "ordered": "安排拨付",
    "paid": "已拨付",
    "recovered": "应追回",
    "recovered_in": "已追回",
}
CUTS = {
    "industry": "产业领域", "occupation": "职业(工种)", "level": "技能等级", "gender": "性别", "age": "年龄",
    "district": "所属区", "unit_type": "单位类型",
    "quarter": "季度",
}  # fmt: skip
CALIBRE = (
    "项目按开班日期所在年度、季度统计；备案、结业、申领、拨付以台账受理和支付的为准；"
    "申报、立项以实施方案和立项项目登记为准（不含终止、撤销）。"
)


@dataclass
class YearStatistics:
    """What the outputs of the year's statistics show.

    year, before: the year and the one before it.
    titles: code → the rule's title.
    overrides: parameters that gaoji.toml changes.
    on: the day of the run.
    run: its number.
    workspace: where the center's own template of the page may lie.
    """

    year: Year
    before: Year
    titles: Mapping[str, str]
    overrides: Mapping[str, str]
    on: date
    run: str
    workspace: Path

    @cached_property
    def figures(self) -> dict[str, Any]:
        """statistics.json."""
        return self.year.figures()

    @cached_property
    def last(self) -> dict[str, Any]:
        """The same of the year before."""
        return self.before.figures()

    @property
    def day(self) -> str:
        return chinese_date(self.on)

    @cached_property
    def accounts(self) -> pd.DataFrame:
        """决算 a quarter (`year_accounts.final_accounts`)."""
        return final_accounts(self.year)

    @cached_property
    def spent(self) -> int:
        """Yuan paid less what came back, by the year's batches."""
        return int(self.accounts["spent"].sum())

    @cached_property
    def cards(self) -> pd.DataFrame:
        return scorecards.cards(self.year)

    @cached_property
    def top(self) -> pd.DataFrame:
        """`scorecards.top_errors` with the rules' titles."""
        rows = scorecards.top_errors(self.year)
        return rows.assign(title=rows["code"].map(self.titles))

    @cached_property
    def compared(self) -> list[tuple[str, int | None, int | None]]:
        """Item, this year, the year before."""
        rows = [
            (f"{STAGES[stage]}项目(个)", self.figures["projects"][stage], self.last["projects"][stage])
            for stage in STAGES
        ]
        rows += [
            (f"{STAGES[stage]}人数(人)", number, self.last["trainees"][stage])
            for stage, number in self.figures["trainees"].items()
        ]
        rows += [
            (f"{AMOUNTS[name]}(元)", amount, self.last["amounts"][name])
            for name, amount in self.figures["amounts"].items()
        ]
        of_paid = [
            ("重复支付", self.year.paid_twice, self.before.paid_twice),
            ("多付", self.year.overpaid, self.before.overpaid),
        ]
        at = next(at for at, row in enumerate(rows, 1) if row[0].startswith(AMOUNTS["paid"]))
        rows[at:at] = [(f"　其中：{name}(元)", now, last) for name, now, last in of_paid]
        rows.append(("年度名额上限(人)", self.figures["cap"]["limit"], self.last["cap"]["limit"]))
        return [*rows, ("已用名额(人)", self.figures["cap"]["used"], self.last["cap"]["used"])]


def unaudited_said(projects: Sequence[str]) -> list[str]:
    """The sentence that names paid projects without an audit; none where there is none."""
    if not projects:
        return []
    return [f"已拨付、尚无第三方审计结果的项目{len(projects)}个（第十五条）：{'、'.join(projects)}。"]


def named(name: str) -> str:
    """2026Q2 → 第二季度; other names as they are."""
    return quarter_name(int(name[-1])) if len(name) == 6 and name[4] == "Q" else name
