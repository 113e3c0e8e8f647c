"""An analyst's recorded rulings, bound to the findings they speak of (SPEC section 4, status)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from gaoji_batch.findings import NOTE, OPEN, REDUCED, REJECT, UPHELD, WAIVED
from gaoji_batch.values import text

STATUS = {"予以通过": WAIVED, "不予通过": UPHELD, "核减": REDUCED}
REDUCIBLE = ("S1601", "S1602")


@dataclass(slots=True)
class Ruled:
    """The findings with their status, what must be said about decisions that had no effect, and the bindings to keep."""

    findings: pd.DataFrame
    remarks: list[str] = field(default_factory=list)
    bindings: dict[str, list[str]] = field(default_factory=dict)


def apply(
    findings: pd.DataFrame,
    decisions: pd.DataFrame,
    places: Mapping[int, str],
    bound: Mapping[str, list[str]],
    mark,
) -> Ruled:
    """Sets the status of every finding that a decision names.

    decisions: rows of the form `decisions` (sheet, row, rule_code, project, id_number, ruling, checked_by, checked_on, confirmed_by,
    finding_id), in any order; the later 核实日期 wins. places: sheet key → file, for the remarks. bound: what decisions without
    问题编号 were bound to at their first use. mark: text → keyed hash, so that no ID number is kept.
    """
    ruled = Ruled(findings.copy(), bindings=dict(bound))
    for decision in decisions.sort_values(["checked_on", "sheet", "row"], na_position="first").to_dict(
        "records"
    ):
        where = f"{places[decision['sheet']].rsplit('/', 1)[-1]}第{decision['row']}行的处理意见"
        remark = _apply_one(ruled, decision, mark)
        if remark:
            ruled.remarks.append(f"{where}{remark}")
    return ruled


def _apply_one(ruled: Ruled, decision: dict, mark) -> str:
    """Applies one decision; what must be said where it has no effect, else ''."""
    status = STATUS.get(_text(decision, "ruling"))
    code, named = text.fold(_text(decision, "rule_code")), text.fold(_text(decision, "finding_id"))
    if status is None or not (code or named):
        return "" if status is None else "没有填写规则代码，未采用"
    found = _named(ruled, code, named) if named else _matching(ruled, decision, code, mark)
    code = code or named
    if not len(found):
        return f"（{code}）已失效：没有与之相符的问题，或问题所依据的数据已经改变，请重新核实"
    refusal = _refused(ruled.findings.loc[found], decision, status)
    if refusal:
        return f"（{code}）{refusal}"
    ruled.findings.loc[found, "status"] = status
    return ""


def _named(ruled: Ruled, code: str, named: str) -> pd.Index:
    frame = ruled.findings
    return frame.index[frame["finding_id"].eq(named) & (frame["code"].eq(code) | (code == ""))]


def _matching(ruled: Ruled, decision: dict, code: str, mark) -> pd.Index:
    """By code, project and person; the values are bound at the first use, and none is left where they have changed since."""
    frame = ruled.findings
    project, person = text.fold(_text(decision, "project")), text.fold(_text(decision, "id_number"))
    same = frame["code"].eq(code) & frame["project_key"].eq(project) & frame["person"].eq(person)
    found = frame.index[same]
    key = mark(
        "|".join(
            [
                code,
                project,
                person,
                *(_text(decision, name) for name in ("ruling", "reason", "checked_by", "checked_on")),
            ]
        )
    )
    marks = sorted(set(frame.loc[found, "finding_id"]) - {""})
    if key not in ruled.bindings:
        if marks:
            ruled.bindings[key] = marks
        return found
    return frame.index[same & frame["finding_id"].isin(ruled.bindings[key])]


def _refused(found: pd.DataFrame, decision: dict, status: str) -> str:
    """Why a decision may not be applied to these findings; '' where it may."""
    code = found["code"].iloc[0]
    if not found["decidable"].all() and (status != UPHELD or found["severity"].eq(NOTE).any()):
        return "不予采用：此类问题不能由处理意见放行，须更正后重新报送"
    if status == REDUCED and code not in REDUCIBLE:
        return "不予采用：只有申领人数、申请金额不符可以核减"
    checked, confirmed = text.fold(_text(decision, "checked_by")), text.fold(_text(decision, "confirmed_by"))
    if not checked:
        return "不予采用：没有填写核实人"
    if found["severity"].eq(REJECT).any() and status != UPHELD and (not confirmed or confirmed == checked):
        return "不予采用：放行不通过的问题须由核实人以外的复核人复核"
    return ""


def refusals(found: pd.DataFrame) -> dict[str, list[str]]:
    """Of each 处理意见, why it may not be given to these findings: with no 核实人, with no 复核人 but the same, with both; '' where it may."""
    signed = [("", ""), ("甲", "甲"), ("甲", "乙")]
    return {
        ruling: [
            _refused(found, {"checked_by": checked, "confirmed_by": confirmed}, status)
            for checked, confirmed in signed
        ]
        for ruling, status in STATUS.items()
    }


def _text(decision: dict, name: str) -> str:
    value = decision.get(name)
    return "" if value is None or pd.isna(value) else str(value)


def summary(findings: pd.DataFrame) -> dict[str, int]:
    """How many findings are in each status."""
    counts = findings["status"].value_counts()
    return {status: int(counts.get(status, 0)) for status in (OPEN, UPHELD, WAIVED, REDUCED)}
