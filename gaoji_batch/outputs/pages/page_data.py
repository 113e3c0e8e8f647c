"""What the script of index.html reads: rows of numbers that point into one list of texts, as most texts
recur."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from gaoji_batch.findings import FIELD_NAMES, FIELDS, NOTE, SEVERITY_NAMES, STATUS_NAMES
from gaoji_batch.judgement import dossiers, rulings
from gaoji_batch.judgement.changes import CHANGE_NAMES, NEW, UNCHANGED
from gaoji_batch.outputs import links
from gaoji_batch.outputs.pages import review
from gaoji_batch.outputs.report import Report
from gaoji_batch.outputs.safe_text import clean
from gaoji_batch.values.columns import beside

COLUMNS = [
    "severity", "title", "code", "article", "project", "unit", "file", "sheet", "cell", "subject", "value",
    "message", "hint", "evidence", "amount", "status", "finding_id", "earlier", "cause", "form", "change",
    "who", "sent",
    "ruled_as",
]  # fmt: skip
FACETS = {
    "unit": "承办单位", "project": "项目", "code": "规则", "severity": "结论", "status": "处理状态",
    "cause": "归因", "form": "表单",
    "change": "与上次相比",
}  # fmt: skip
"""What the findings are filtered by → as the page calls it."""
_NUMBERS = ("amount", "who", "sent", "ruled_as")
PEOPLE = {
    "verdict": "结论", "name": "姓名", "id_masked": "身份证件号码", "project": "项目编号", "unit": "承办单位",
    "employer": "工作单位", "post": "岗位",
    "occupation": "职业(工种)", "level": "技能等级", "certificate": "证书编号", "opening": "开班日期",
    "months": "连续缴费月数", "until": "截至",
    "insured_by": "参保单位", "earlier": "往期参训", "money": "补助", "reasons": "原因",
}  # fmt: skip
"""What the page tells of a trainee → its title in the csv."""
_PEOPLE_NUMBERS = ("months", "strip_from")
_RULING_KINDS = {"予以通过": "pass", "不予通过": "reject", "核减": "note"}
_STATE_KINDS = {
    dossiers.PAID: "paid", dossiers.LATE: "late", dossiers.DOUBTFUL: "late", dossiers.UNPAID: "unpaid",
    dossiers.NO_RECORD: "unpaid",
    dossiers.NOT_COVERED: "open",
}  # fmt: skip
_WORDED_BY = [name for name in FIELDS if name not in ("row", "amount", "group", "status")]


class Texts:
    """The list of texts that all rows of the page point into."""

    def __init__(self) -> None:
        self._at: dict[str, int] = {}

    def rows(self, frame: pd.DataFrame, numbers: Sequence[str] = ()) -> dict[str, Any]:
        """The frame for the script: its columns, its rows, and which columns are numbers themselves."""
        columns = [
            [None if gone else int(value) for value, gone in beside(frame[name], frame[name].isna())]
            if name in numbers
            else [self.at(cell) for (cell,) in beside(frame[name])]
            for name in frame.columns
        ]
        rows = [list(row) for row in zip(*columns, strict=True)]
        return {"columns": list(frame.columns), "rows": rows, "plain": list(numbers)}

    def at(self, value: object) -> int:
        """Where a text stands in the list; it is added where it is new."""
        place = self._at.get(value := str(value))  # most recur, and what stands in the list is clean
        return self._at.setdefault(clean(value), len(self._at)) if place is None else place

    def all(self) -> list[str]:
        """The list."""
        return list(self._at)


def of(report: Report, folder: Path) -> dict[str, Any]:
    """All that the script reads of a run whose other files lie in `folder`."""
    texts, findings = Texts(), _ordered_findings(report)
    sent, findings["sent"] = _sent(report, texts)
    refusals, findings["ruled_as"] = _refusals(report.findings)
    always = ("unit", "project", "code", "severity", "status")
    facets = [name for name in FACETS if name in always or findings[name].ne("").any()]
    data = texts.rows(findings[COLUMNS], _NUMBERS) | {"facets": facets}
    people = report.trainees[[*PEOPLE, "strip", "strip_from"]]
    files = {file: links.file_link(folder, file) for file in report.findings["file"].unique()}
    return {
        "run": report.run,
        "mark": mark(report.run),
        "day": report.on.isoformat(),
        "part": report.part,
        "key": _key(report),
        "findings": data,
        "people": texts.rows(people, _PEOPLE_NUMBERS),
        "peopleTitles": PEOPLE,
        "sent": sent,
        "facets": FACETS | {"verdict": "审核结论", "level": "技能等级"},
        "labels": _labels(report, findings),
        "kinds": review.KINDS,
        "returned": {link.label: link.href for link in files.values() if link.href},
        "reviews": {project: links.review_link(project) for project in report.projects["project"]},
        "names": dict(zip(report.projects["project"], report.projects["name"], strict=True)),
        "projects": _projects(report),
        "rules": _rules(report),
        "rulings": {name: _RULING_KINDS[name] for name in rulings.STATUS},
        "refusals": refusals,
        "reasons": report.reasons,
        "form": [[title, field, _NAMED.get(title, "")] for title, field in report.ruling_form],
        "states": dossiers.STATES,
        "stateKinds": _STATE_KINDS,
        "texts": texts.all(),
    }


def mark(run: str) -> tuple[int, int]:
    """The width and height of the picture that stands for a run: a page may measure a file beside it, not
    read it."""
    digest = hashlib.sha256(run.encode()).digest()
    return 1 + int.from_bytes(digest[:2], "big"), 1 + int.from_bytes(digest[2:4], "big")


_NAMED = {title: name for name, title in FIELD_NAMES.items()} | {
    "规则名称": "title",
    "以往处理意见": "earlier",
}


def _key(report: Report) -> str:
    """What tells this run from those of other workspaces: 问题编号 are keyed by the workspace's own key."""
    digest = "|".join(report.findings["finding_id"])
    return f"{report.run}-{hashlib.sha256(digest.encode()).hexdigest()[:12]}"


def _sent(report: Report, texts: Texts) -> tuple[list[list[tuple[int, int]]], list[int]]:
    """The submitted rows as (column, value) in the list of texts, and of each finding the place of its row
    (-1: none)."""
    at = {place: number for number, place in enumerate(report.sent)}
    rows = [[(texts.at(name), texts.at(value)) for name, value in row] for row in report.sent.values()]
    places = zip(report.findings["sheet_key"], report.findings["row"], strict=True)
    return rows, [-1 if pd.isna(row) else at.get((sheet, row), -1) for sheet, row in places]


def _refusals(findings: pd.DataFrame) -> tuple[list[dict[str, list[str]]], list[int]]:
    """The kinds of findings by what rulings are refused for them, as `rulings.refusals` has it, and the kind
    of each finding."""
    kinds = findings.groupby(["severity", "decidable", "reducible"], sort=True)
    return [rulings.refusals(own) for _, own in kinds], kinds.ngroup().tolist()


def _rules(report: Report) -> dict[str, dict[str, str]]:
    """What the rules of the findings say: the article's words, the intent, what clears it."""
    of_findings = set(report.findings["code"].unique())
    return {
        code: {"text": review.joined(info.article_text), "intent": info.intent, "clears": info.clears}
        for code, info in report.rules.items()
        if code in of_findings
    }


def _projects(report: Report) -> dict[str, list[tuple[str, str]]]:
    """What the page tells of a project beside a finding that is about no person."""
    titles = {
        "name": "项目名称", "industry": "产业领域", "occupations": "职业(工种)", "opening": "开班日期",
        "ending": "结业日期", "total_hours": "总学时",
        "discussion_hours": "研讨交流学时", "approved_heads": "核定人数", "roster_heads": "名单人数",
        "completed_heads": "结业人数", "eligible_heads": "符合条件人数",
        "claimed_heads": "申请人数", "claimed_amount": "申请金额(元)",
    }  # fmt: skip
    return {
        row["project"]: [(title, str(row[name])) for name, title in titles.items() if row[name] != ""]
        for row in review.projects(report)
    }


def _ordered_findings(report: Report) -> pd.DataFrame:
    """The findings with names in place of codes, and ID numbers in the names of files and of a zip's members
    masked."""
    findings = report.findings
    masked = {
        name_text: links.masked(name_text)
        for name in ("file", "sheet")
        for name_text in findings[name].unique()
    }
    return findings.assign(
        file=findings["file"].map(masked),
        sheet=findings["sheet"].map(masked),
        severity=findings["severity"].map(SEVERITY_NAMES),
        status=findings["status"].map(STATUS_NAMES).where(findings["severity"].ne(NOTE), ""),
        earlier=[report.precedents.get(name, "") for name in findings["finding_id"]],
        cause=findings["group"],
        form=[report.forms.get(form, "") for form in findings["form"]],
        change=_changes(report),
        who=_who(report),
    )


def _who(report: Report) -> list[int]:
    """The place of each finding's person among the trainees; -1 where it is about none of them."""
    trainees = report.trainees[["project_key", "person"]]
    places = {key: at for at, key in enumerate(trainees.itertuples(index=False, name=None)) if key[1]}
    people = zip(report.findings["project_key"], report.findings["person"], strict=True)
    return [places.get(key, -1) for key in people]


def _changes(report: Report) -> list[str]:
    """新增 or 未变化 for each finding; '' where there is no run before."""
    if not report.before:
        return [""] * len(report.findings)
    fresh = report.changes[report.changes["change"].eq(NEW)]
    new = set(fresh[_WORDED_BY].astype("str").itertuples(index=False, name=None))
    rows = report.findings[_WORDED_BY].astype("str").itertuples(index=False, name=None)
    return [CHANGE_NAMES[NEW if row in new else UNCHANGED] for row in rows]


def _labels(report: Report, findings: pd.DataFrame) -> dict[str, Mapping[str, str]]:
    """Facet → value → what is read in its place."""
    codes = dict(zip(findings["code"], findings["title"], strict=True))
    projects = dict(zip(report.projects["project"], report.projects["name"], strict=True))
    causes = dict(zip(report.causes["group"], report.causes["cause"], strict=True))
    return {
        "code": {code: f"{title} {code}" for code, title in codes.items()},
        "project": {project: f"{project} {name}".strip() for project, name in projects.items()},
        "cause": {group: f"{words}（{group}）" for group, words in causes.items()},
    }
