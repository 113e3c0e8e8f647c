"""问题编号: by what a finding is known again, and a ruling with it (docs/contract/findings.md)."""

from __future__ import annotations

import json

import pandas as pd

from gaoji_batch.values.keyed import keyed_hash


def finding_ids(findings: pd.DataFrame, key: bytes) -> pd.Series:
    """A short keyed hash of code, project, class, person and the values that a ruling rests on; '' where none
    may be decided."""
    return _hashes(findings, [*_scope(findings), findings["basis"]], key)


def matter_ids(findings: pd.DataFrame, key: bytes) -> pd.Series:
    """The same without the values: by it a finding is known whose values have changed."""
    return _hashes(findings, _scope(findings), key)


def short_hash(content: object, key: bytes) -> str:
    """A keyed hash of what may hold an ID number."""
    text = json.dumps(content, ensure_ascii=False)
    # 48 bits: short enough to be copied by hand, long enough for the findings of a center
    return keyed_hash(text, key)[:12].upper()


def _scope(findings: pd.DataFrame) -> list[pd.Series]:
    """The first class is the class of a project that names none."""
    classes = findings["class_no"].fillna(1).astype("int64")
    return [findings[name] for name in ("code", "project_key")] + [
        classes,
        findings["person"],
        findings["apart"],
    ]


def _hashes(findings: pd.DataFrame, parts: list[pd.Series], key: bytes) -> pd.Series:
    rows = zip(*(part.tolist() for part in parts), strict=True)
    marks = [
        short_hash(row, key) if decidable else ""
        for row, decidable in zip(rows, findings["decidable"], strict=True)
    ]
    return pd.Series(marks, index=findings.index, dtype="str")
