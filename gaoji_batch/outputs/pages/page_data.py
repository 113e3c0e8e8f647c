"""What the script of index.html reads: rows of numbers that point into one list of texts, as most texts recur."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from gaoji_batch.findings import FIELDS, NOTE, SEVERITY_NAMES, STATUS_NAMES
from gaoji_batch.judgement.changes import CHANGE_NAMES, NEW, UNCHANGED
from gaoji_batch.outputs import links
from gaoji_batch.outputs.pages import review
from gaoji_batch.outputs.report import Report
from gaoji_batch.outputs.safe_text import clean

COLUMNS = [
    "severity", "title", "code", "article", "project", "unit", "file", "sheet", "cell", "subject", "value",
    "message", "hint", "evidence", "amount", "status", "finding_id", "earlier", "cause", "form", "change",
]  # fmt: skip
FACETS = {
    "unit": "承办单位", "project": "项目", "code": "规则", "severity": "结论", "status": "处理状态", "cause": "归因", "form": "表单",
    "change": "与上次相比",
}  # fmt: skip
"""What the findings are filtered by → as the page calls it."""
_NUMBERS = ("amount",)
_TOLD_BY = [name for name in FIELDS if name not in ("row", "amount", "group", "status")]


class Texts:
    """The list of texts that all rows of the page point into."""

    def __init__(self) -> None:
        self._at: dict[str, int] = {}

    def rows(self, frame: pd.DataFrame, numbers: Sequence[str] = ()) -> dict[str, Any]:
        """The frame for the script: its columns, its rows, and which columns are numbers themselves."""
        columns = [
            frame[name].tolist() if name in numbers else [self.at(said) for said in frame[name]]
            for name in frame.columns
        ]
        rows = [list(row) for row in zip(*columns, strict=True)]
        return {"columns": list(frame.columns), "rows": rows, "plain": list(numbers)}

    def at(self, said: object) -> int:
        """Where a text stands in the list; it is added where it is new."""
        return self._at.setdefault(clean(str(said)), len(self._at))

    def all(self) -> list[str]:
        """The list."""
        return list(self._at)


def of(report: Report, folder: Path) -> dict[str, Any]:
    """All that the script reads of a run whose other files lie in `folder`."""
    texts, shown = Texts(), _shown(report)
    own = [
        name
        for name in FACETS
        if name in ("unit", "project", "code", "severity", "status") or shown[name].ne("").any()
    ]
    found = texts.rows(shown, _NUMBERS) | {"facets": own}
    files = {file: links.file_link(folder, file) for file in report.findings["file"].unique()}
    return {
        "run": report.run,
        "part": report.part,
        "findings": found,
        "facets": FACETS,
        "labels": _labels(report, shown),
        "kinds": review.KINDS,
        "returned": {link.label: link.href for link in files.values() if link.href},
        "reviews": {project: links.review_link(project) for project in report.projects["project"]},
        "texts": texts.all(),
    }


def _shown(report: Report) -> pd.DataFrame:
    """The findings with names in place of codes, and ID numbers in the names of files and of a zip's members masked."""
    found = report.findings
    masked = {said: links.masked(said) for name in ("file", "sheet") for said in found[name].unique()}
    shown = found.assign(
        file=found["file"].map(masked),
        sheet=found["sheet"].map(masked),
        severity=found["severity"].map(SEVERITY_NAMES),
        status=found["status"].map(STATUS_NAMES).where(found["severity"].ne(NOTE), ""),
        earlier=[report.precedents.get(name, "") for name in found["finding_id"]],
        cause=found["group"],
        form=[report.forms.get(form, "") for form in found["form"]],
        change=_changes(report),
    )
    return shown[COLUMNS]


def _changes(report: Report) -> list[str]:
    """新增 or 未变化 for each finding; '' where there is no run before."""
    if not report.before:
        return [""] * len(report.findings)
    fresh = report.changes[report.changes["change"].eq(NEW)]
    new = set(fresh[_TOLD_BY].astype("str").itertuples(index=False, name=None))
    rows = report.findings[_TOLD_BY].astype("str").itertuples(index=False, name=None)
    return [CHANGE_NAMES[NEW if row in new else UNCHANGED] for row in rows]


def _labels(report: Report, shown: pd.DataFrame) -> dict[str, Mapping[str, str]]:
    """Facet → value → what is read in its place."""
    codes = dict(zip(shown["code"], shown["title"], strict=True))
    projects = dict(zip(report.projects["project"], report.projects["name"], strict=True))
    causes = dict(zip(report.causes["group"], report.causes["cause"], strict=True))
    return {
        "code": {code: f"{title} {code}" for code, title in codes.items()},
        "project": {project: f"{project} {name}".strip() for project, name in projects.items()},
        "cause": {group: f"{said}（{group}）" for group, said in causes.items()},
    }
