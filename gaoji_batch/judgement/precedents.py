"""Earlier rulings beside an open 待核实 finding: of the same rule, on the same person, the same post or the
same unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from gaoji_batch.findings import OPEN, REVIEW, UPHELD, WAIVED
from gaoji_batch.judgement.rulings import STATUS, states_all
from gaoji_batch.values import text
from gaoji_batch.values.dates import chinese_date

MOST = 3
"""So many rulings are told beside one finding, the latest first."""
POST = "岗位"
TELLER = "以往处理意见："
"""What stands before the precedents in 备注 of 核实处理意见表: a sheet that comes back is read without
them."""
_NAMED_POST = re.compile(r"岗位“([^”]+)”")


class Precedent(NamedTuple):
    """One decision as later ones look back on it.

    summary: day, ruling and who signed it.
    reason: as it was written, '' for none.
    person: the ID number, folded; '' where it is not known.
    unit: folded; '' where it is not known.
    posts: the posts, folded, that it was about.
    """

    summary: str
    reason: str
    person: str
    unit: str
    posts: frozenset[str]


def beside(
    findings: pd.DataFrame,
    decisions: pd.DataFrame,
    units: Mapping[str, str],
    posts: Mapping[str, str],
    on: date,
) -> dict[str, str]:
    """问题编号 → the earlier rulings on the same matter, as one text:
    '2026年5月8日予以通过（王敏）：同一岗位“设备主管”，理由：…'.

    decisions: rows of the form `decisions` of every sheet in center/, of which those without effect are no
    precedents; units: project key → unit; posts: ID number → post as the rosters have it; on: today.
    """
    ruled = _rulings(findings, decisions, units, posts, on)
    open_findings = findings[
        findings["severity"].eq(REVIEW)
        & findings["status"].eq(OPEN)
        & findings["code"].isin(list(ruled))
        & findings["finding_id"].ne("")
    ]
    texts = {row["finding_id"]: _words(row, ruled[row["code"]]) for row in open_findings.to_dict("records")}
    return {name: words for name, words in texts.items() if words}


def _rulings(
    findings: pd.DataFrame,
    decisions: pd.DataFrame,
    units: Mapping[str, str],
    posts: Mapping[str, str],
    on: date,
) -> dict[str, list[Precedent]]:
    """The rulings of each rule, the latest first. Where the finding still stands, it says whom a ruling is
    about."""
    by_number = {row["finding_id"]: row for row in findings[findings["finding_id"].ne("")].to_dict("records")}
    by_code: dict[str, list[Precedent]] = {}
    for row in decisions.sort_values(
        "checked_on", ascending=False, na_position="last", kind="stable"
    ).to_dict("records"):
        finding = by_number.get(text.fold(_cell_text(row["finding_id"])), {})
        code = text.fold(_cell_text(row["rule_code"])) or finding.get("code", "")
        if code and STATUS.get(row["ruling"]) in (WAIVED, UPHELD) and states_all(row, on):
            by_code.setdefault(code, []).append(_ruling(row, finding, units, posts))
    return by_code


def _ruling(
    row: Mapping[str, Any], finding: Mapping[str, Any], units: Mapping[str, str], posts: Mapping[str, str]
) -> Precedent:
    person = finding.get("person") or text.fold(_cell_text(row["id_number"]))
    unit = text.fold(finding.get("unit") or units.get(text.fold(_cell_text(row["project"])), ""))
    named = [
        *_NAMED_POST.findall(_cell_text(row["remark"]).split(TELLER)[0]),
        posts.get(person, ""),
        finding.get("value", "") if _on_post(finding) else "",
    ]
    summary = f"{chinese_date(row['checked_on'])}{row['ruling']}（{_cell_text(row['checked_by'])}）"
    return Precedent(
        summary, _cell_text(row["reason"]), person, unit, frozenset(text.fold(name) for name in named if name)
    )


def _words(finding: Mapping[str, Any], ruled: Iterable[Precedent]) -> str:
    """The latest rulings that concern a finding, those on the person before those on the post, and these
    before the unit's."""
    # sorted by rank alone: within one, the latest stay first
    near = sorted(_near(finding, ruled), key=lambda pair: pair[0])
    return "；".join(list(dict.fromkeys(words for _, words in near))[:MOST])


def _near(finding: Mapping[str, Any], ruled: Iterable[Precedent]) -> Iterator[tuple[int, str]]:
    """(rank, what is said) of each ruling that shares the person, the post or the unit with a finding."""
    post = text.fold(finding["value"]) if _on_post(finding) else ""
    for precedent in ruled:
        shared = [
            (finding["person"] and finding["person"] == precedent.person, "同一学员"),
            (post and post in precedent.posts, f"同一岗位“{finding['value']}”"),
            (finding["unit"] and text.fold(finding["unit"]) == precedent.unit, "同一单位"),
        ]
        rank, why = next(((rank, why) for rank, (same, why) in enumerate(shared) if same), (0, ""))
        if why:
            yield (
                rank,
                f"{precedent.summary}：{why}" + (f"，理由：{precedent.reason}" if precedent.reason else ""),
            )


def _on_post(finding: Mapping[str, Any]) -> bool:
    return finding.get("column") == POST


def _cell_text(value: object) -> str:
    # what people wrote is quoted in the middle of a sentence
    return "" if value is None or pd.isna(value) else str(value).strip().rstrip("。")
