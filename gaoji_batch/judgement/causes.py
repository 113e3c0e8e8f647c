"""One cause, one group: findings that one mend clears are shown as one, with their count
(docs/contract/findings.md, `group`)."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pandas as pd

from gaoji_batch.rules.registry import all_rules, codes_where
from gaoji_batch.rules.rule import CENTER, FAILS, FOLLOWS

LEAST = 3
"""So many findings of one code in one column are taken for one cause."""
COLUMNS = ["group", "code", "title", "file", "sheet", "column", "count", "cause", "remedy"]
SHIFTED = (
    "“{column}”至“{last}”中有{width}列的内容与表头对不上，共{count}处，像是整列错位",
    "核对这几列是否左右错位，移正后重新报送",
)


def grouped(findings: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The findings with `group` set, and the causes (COLUMNS), most findings first within a file.

    A shifted column (two or more neighbouring columns that fail on the same rows) comes first; then many of
    one code in one column.
    """
    findings = findings.assign(group="")
    causes: list[dict[str, Any]] = []
    _shifted(findings, causes)
    _same_column(findings, causes)
    for at, cause in enumerate(causes, 1):
        number = f"G{at:03d}"
        findings.loc[cause.pop("members"), "group"] = number
        cause["group"] = number
    return findings, pd.DataFrame(causes, columns=COLUMNS)


def _shifted(findings: pd.DataFrame, causes: list[dict[str, Any]]) -> None:
    failing = codes_where(lambda rule: rule.when_shifted == FAILS)
    following = codes_where(lambda rule: rule.when_shifted == FOLLOWS)
    cells = findings[
        findings["code"].isin(failing + following) & findings["row"].notna() & findings["position"].notna()
    ]
    for (file, sheet), of_sheet in cells.groupby(["file", "sheet"], sort=True):
        # D105 and D115 follow from a shift and show none: they join the cause that others prove
        rows = of_sheet[of_sheet["code"].isin(failing)].groupby("position")["row"].agg(frozenset)
        # fewer wrong rows are slips of the hand, not a shifted column
        rows = rows[rows.map(len).ge(LEAST)]
        for run in _runs(rows):
            members = of_sheet.index[of_sheet["position"].isin(run)]
            first, last = (
                of_sheet.loc[of_sheet["position"].eq(end), "column"].iloc[0] for end in (run[0], run[-1])
            )
            words = {"column": first, "last": last, "width": len(run), "count": len(members)}
            causes.append(_cause(findings.loc[members], file, sheet, first, SHIFTED, words, "整列错位"))


def _runs(rows: pd.Series) -> list[list[int]]:
    """Neighbouring positions of which most rows fail together; runs that fail on the same rows are one, for
    columns of free text between them fail nothing."""
    runs: list[list[int]] = []
    for position in sorted(rows.index):
        if runs and position == runs[-1][-1] + 1 and _together(rows, runs[-1], position):
            runs[-1].append(position)
        else:
            runs.append([position])
    wide: list[list[int]] = []
    for run in runs:
        same = next((joined for joined in wide if _together(rows, joined, run[0])), None)
        if same is None:
            wide.append(list(run))
        else:
            same += run
    # columns that fail on the same rows and stand apart are several faults: a shift moves neighbours
    return [joined for joined in wide if any(after == before + 1 for before, after in pairwise(joined))]


def _together(rows: pd.Series, run: list[int], position: int) -> bool:
    """Whether most rows that fail at the run's last position or at this one fail at both."""
    before, here = rows[run[-1]], rows[position]
    return 2 * len(before & here) > max(len(before), len(here))


def _same_column(findings: pd.DataFrame, causes: list[dict[str, Any]]) -> None:
    taken = {at for cause in causes for at in cause["members"]}
    wordings = {code: rule.when_many for code, rule in all_rules().items() if rule.when_many}
    single = findings[findings["code"].isin(wordings) & ~findings.index.isin(taken)]
    # what the center itself must mend is one cause for the batch, in whatever file it shows
    everywhere = single["code"].isin(codes_where(lambda rule: rule.cleared_by == CENTER))
    keys = single.assign(file=single["file"].mask(everywhere, ""), sheet=single["sheet"].mask(everywhere, ""))
    for (file, sheet, code, column), alike in keys.groupby(["file", "sheet", "code", "column"], sort=True):
        if len(alike) >= LEAST:
            words = {"column": column, "count": len(alike)}
            causes.append(_cause(findings.loc[alike.index], file, sheet, column, wordings[code], words, ""))


def _cause(
    members: pd.DataFrame,
    file: str,
    sheet: str,
    column: str,
    wording: tuple[str, str],
    words: dict[str, Any],
    title: str,
) -> dict[str, Any]:
    cause, remedy = (text.format(**words) for text in wording)
    first = members.iloc[0]
    return {
        "code": first["code"],
        "title": title or first["title"],
        "file": file,
        "sheet": sheet,
        "column": column,
        "count": len(members),
        "cause": cause,
        "remedy": remedy,
        "members": members.index,
    }
