"""Findings: one thing wrong or doubtful, at one place, citing one article (docs/contract/findings.md).

A frame of findings has the columns FIELDS, which are written out, and behind them INTERNAL, which never are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

REJECT, REVIEW, NOTE = "reject", "review", "note"
SEVERITY_NAMES = {REJECT: "不通过", REVIEW: "待核实", NOTE: "提示"}

OPEN, UPHELD, WAIVED, REDUCED = "open", "upheld", "waived", "reduced"
STATUS_NAMES = {OPEN: "未处理", UPHELD: "不予通过", WAIVED: "予以通过", REDUCED: "核减"}
STANDING = (OPEN, UPHELD)
"""A finding in one of these states still stands against its row, project or claim."""

FIELDS = [
    "code", "severity", "article", "project", "unit", "file", "sheet", "cell", "row", "column", "subject",
    "value",
    "message", "hint", "evidence", "amount", "group", "status",
]  # fmt: skip
FIELD_NAMES = dict(
    zip(
        FIELDS,
        [
            "规则代码",
            "结论",
            "依据条款",
            "项目编号",
            "承办单位",
            "文件",
            "工作表",
            "单元格",
            "行",
            "列",
            "对象",
            "填报值",
            "问题",
            "修改办法",
            "核对依据",
            "涉及金额",
            "归因",
            "处理状态",
        ],
        strict=True,
    )
)
INTERNAL = [
    "title", "scope", "stage", "finding_id", "matter_id", "decidable", "reducible", "person", "project_key",
    "class_no", "sheet_key", "form", "position", "apart", "basis", "rests",
]  # fmt: skip
"""title: of the rule; scope, stage: what it blocks; finding_id: 问题编号; matter_id: the same whatever the
values are; decidable: a ruling may let it pass; reducible: a ruling may cut the claim (核减); person:
normalised ID number; project_key: folded project number; sheet_key, form: of the submitted sheet; position:
1-based column of the cell; apart, basis, rests: what tells it from others of its rule, the values that a
ruling rests on, and these as people may see them (JSON)."""


def empty() -> pd.DataFrame:
    """No findings: a frame with all columns of FIELDS and INTERNAL and no rows."""
    return collect([])


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    whole = {
        "row": "Int64",
        "amount": "int64",
        "decidable": "bool",
        "reducible": "bool",
        "sheet_key": "Int64",
        "position": "Int64",
        "class_no": "Int64",
    }
    kinds = {name: whole.get(name, "str") for name in frame.columns}
    return frame.astype(kinds)


def collect(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """One frame of many, with all columns, in the order that findings are written: file, sheet, row, column,
    code.

    Findings of one place and code are told apart by subject and message, so that the order never depends on
    the run.
    """
    import pandas as pd  # not at the top: the processes that mark workbooks need the names above alone

    filled = [part for part in parts if len(part)]
    if not filled:
        return _typed(pd.DataFrame(columns=FIELDS + INTERNAL))
    frame = pd.concat(filled, ignore_index=True).reindex(columns=FIELDS + INTERNAL)
    text = [
        name
        for name in frame.columns
        if name not in ("row", "amount", "decidable", "reducible", "sheet_key", "position", "class_no")
    ]
    frame[text] = frame[text].astype("object").fillna("").astype("str")
    frame["amount"] = frame["amount"].fillna(0)
    for name in ("decidable", "reducible"):
        frame[name] = frame[name].fillna(False)
    return ordered(_typed(frame))


def ordered(frame: pd.DataFrame) -> pd.DataFrame:
    """The same findings in the order of docs/contract/findings.md (no row and no column come first)."""
    keys = frame.assign(row=frame["row"].fillna(0), position=frame["position"].fillna(0))
    keys = keys.sort_values(
        ["file", "sheet", "row", "position", "code", "project", "subject", "message", "apart", "basis"],
        kind="stable",
    )
    return frame.loc[keys.index].reset_index(drop=True)


def count(frame: pd.DataFrame) -> dict[str, int]:
    """How many findings of each severity still stand (waived and reduced ones are counted as settled)."""
    standing = frame.loc[
        frame["status"].isin(STANDING) | frame["severity"].eq(NOTE), "severity"
    ].value_counts()
    return {severity: int(standing.get(severity, 0)) for severity in (REJECT, REVIEW, NOTE)}
