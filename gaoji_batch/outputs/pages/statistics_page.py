"""statistics.html: the year on one self-contained page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from gaoji_batch.outputs.pages import plain_page
from gaoji_batch.outputs.pages.charts import Bar, pieces
from gaoji_batch.outputs.year_shown import (
    AMOUNTS,
    CALIBRE,
    CUTS,
    STAGES,
    YearStatistics,
    named,
    unaudited_said,
)
from gaoji_batch.values.dates import quarter_name

_MOST = 10


def write(statistics: YearStatistics, workbook: str, path: Path) -> None:
    """Writes the page at `path`, with a link to the workbook beside it; GaojiError where the center's own
    template is broken."""
    figures = statistics.figures
    values = {
        "shown": statistics,
        "figures": figures,
        "budget": statistics.year.budget,
        "workbook": workbook,
        "calibre": CALIBRE,
        "unaudited": unaudited_said(statistics.year.unaudited),
        "flows": _flows(statistics),
        "cap": [_cap(figures["cap"])],
        "money": _money(statistics),
        "cuts": [(title, _people(figures["by"][cut])) for cut, title in CUTS.items()],
        "compared": [_change(row) for row in statistics.compared],
        "accounts": _accounts(statistics),
        "cards": statistics.cards.assign(
            rate=[_share(rate) for rate in statistics.cards["completion_rate"]]
        ).to_dict("records"),
        "quarters": [
            (named(str(name)), rows.to_dict("records")) for name, rows in statistics.top.groupby("quarter")
        ],
        "errors": _errors(statistics),
    }
    plain_page.write(statistics.workspace, "statistics.html.j2", values, path)


def _flows(statistics: YearStatistics) -> list[tuple[str, list[Bar]]]:
    """Projects and trainees stage by stage."""
    flows = []
    for title, name, unit in (("项目", "projects", "个"), ("学员", "trainees", "人")):
        current, last = statistics.figures[name], statistics.last[name]
        longest = max(current.values(), default=1)
        bars = [
            Bar(
                STAGES[stage],
                f"上年{last[stage]:,}{unit}",
                f"{number:,}{unit}",
                pieces([("within", STAGES[stage], number)], longest),
            )
            for stage, number in current.items()
        ]
        flows.append((f"各环节{title}", bars))
    return flows


def _cap(cap: dict[str, int]) -> Bar:
    used, limit = cap["used"], cap["limit"]
    parts = [
        ("within", "已用", min(used, limit)),
        ("past", "超出", max(used - limit, 0)),
        ("left", "剩余", max(limit - used, 0)),
    ]
    state = f"超出{used - limit}人" if used > limit else f"尚余{limit - used}人"
    return Bar("年度名额", f"上限{limit:,}人，{state}", f"{used:,}人", pieces(parts, max(used, limit)))


def _money(statistics: YearStatistics) -> list[Bar]:
    amounts = {name: amount or 0 for name, amount in statistics.figures["amounts"].items()}
    longest = max(amounts.values(), default=1)
    kinds = {"budget": "left", "recovered": "past", "recovered_in": "review"}
    return [
        Bar(
            AMOUNTS[name],
            "",
            f"{amount:,}元",
            pieces([(kinds.get(name, "within"), AMOUNTS[name], amount)], longest),
        )
        for name, amount in amounts.items()
    ]


def _people(rows: Sequence[dict[str, Any]]) -> list[Bar]:
    """Trainees of a cut: those who completed within those filed, the largest groups first as they come."""
    longest = max((row["trainees_filed"] for row in rows), default=1)
    return [
        Bar(
            named(row["name"]),
            f"{row['projects']}个项目，拨付{row['amount_paid']:,}元",
            f"{row['trainees_completed']:,}／{row['trainees_filed']:,}人",
            pieces(
                [
                    ("within", "结业", row["trainees_completed"]),
                    ("left", "备案未结业", max(row["trainees_filed"] - row["trainees_completed"], 0)),
                ],
                longest,
            ),
        )
        for row in rows[:_MOST]
    ]


def _change(row: tuple[str, int | None, int | None]) -> dict[str, str]:
    name, now, last = row
    difference = "" if now is None or last is None else f"{now - last:+,}" if now != last else "0"
    return {
        "name": name,
        "now": "未登记" if now is None else f"{now:,}",
        "last": "未登记" if last is None else f"{last:,}",
        "difference": difference,
    }


def _accounts(statistics: YearStatistics) -> list[dict[str, str]]:
    """决算 rows a quarter, and the year's."""
    rows = [row | {"name": quarter_name(row["quarter"])} for row in statistics.accounts.to_dict("records")]
    sums = statistics.accounts[["ordered", "paid", "returned", "recovered_in", "spent"]].sum().to_dict()
    rows.append(sums | {"name": "合计", "budget": statistics.year.budget})
    return [
        {name: f"{int(row[name]):,}" for name in sums}
        | {
            "name": row["name"],
            "budget": "" if row["budget"] is None or pd.isna(row["budget"]) else f"{int(row['budget']):,}",
            "rate": _rate(row),
        }
        for row in rows
    ]


def _rate(row: dict[str, Any]) -> str:
    return (
        ""
        if row["budget"] is None or pd.isna(row["budget"]) or not row["budget"]
        else _share(row["spent"] / row["budget"])
    )


def _share(rate: float) -> str:
    return "" if pd.isna(rate) else f"{rate:.1%}"


def _errors(statistics: YearStatistics) -> list[Bar]:
    rows = statistics.figures["findings"][:_MOST]
    longest = max((row["count"] for row in rows), default=1)
    return [
        Bar(
            statistics.titles.get(row["code"], row["code"]),
            row["code"],
            f"{row['count']:,}",
            pieces([("reject", "处数", row["count"])], longest),
        )
        for row in rows
    ]
