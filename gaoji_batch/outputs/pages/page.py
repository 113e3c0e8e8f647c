"""index.html: the run as one self-contained page that opens from disk and asks the network for nothing.

The table is drawn by a script of our own (templates/page.js): native controls work by keyboard and on a telephone, all
rows print, and nothing has to be vendored. Bars are SVG that stands in the page, see `charts`.
"""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from gaoji_batch.findings import NOTE, SEVERITY_NAMES, STATUS_NAMES
from gaoji_batch.outputs import links, readings, templated
from gaoji_batch.outputs.figures import Figures, figures
from gaoji_batch.outputs.pages import charts, review
from gaoji_batch.outputs.report import Report
from gaoji_batch.outputs.safe_text import clean

NAME = "index.html"
SHOWN = 1000
"""So many lines of 读取情况 stand on the page, and all that have something unread; the workbook has them all."""
_COLUMNS = [
    "severity", "title", "code", "article", "project", "unit", "file", "sheet", "cell", "subject", "value",
    "message", "hint", "evidence", "amount", "status", "finding_id", "earlier",
]  # fmt: skip


def write(report: Report, folder: Path) -> None:
    """Writes index.html into `folder`, after the review summaries and returned workbooks it links to.

    Raises GaojiError where the center's own page.html.j2 is broken.
    """
    style = templated.asset(report.workspace, "page.css")
    script = templated.asset(report.workspace, "page.js")
    shown = figures(report)
    unread_first = readings.lines(report)
    unread = sum(bool(line["unread"]) for line in unread_first)
    shown_readings = unread_first[: max(SHOWN, unread)]
    values = {
        "report": report,
        "figures": shown,
        "style": Markup(style),
        "script": Markup(script),
        "csp": policy(style, script),
        "data": Markup(_json(_data(report, folder))),
        "projects": _projects(report, folder),
        "causes": _causes(report.causes),
        "files": [
            {"findings": file["findings"], **_link(folder, file["file"])}
            for file in report.files
            if file["file"].startswith("inbox/")
        ],
        "summary": "审核汇总.xlsx",
        "readings": shown_readings,
        "more_readings": len(unread_first) - len(shown_readings),
    } | _charts(report, shown)
    text = templated.render(report.workspace, "page.html.j2", values)
    (folder / NAME).write_text(text, encoding="utf-8", newline="\n")


def policy(style: str, script: str) -> str:
    """The content security policy of a page that may use this style sheet and this script, and nothing else."""
    return f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; base-uri 'none'; form-action 'none'"


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _charts(report: Report, shown: Figures) -> dict[str, Any]:
    counts = {"reject": shown.rejects, "review": shown.reviews, "note": shown.notes}
    return {
        "rules": charts.rule_bars(report.findings),
        "units": charts.unit_bars(report.findings),
        "severities": [charts.severity_bar(counts)] if any(counts.values()) else [],
        "years": charts.year_bars(report.yearly),
        "money": charts.money_bars(report.projects),
    }


def _data(report: Report, folder: Path) -> dict[str, Any]:
    """The findings for the script: rows of numbers that point into one list of texts, as most texts recur."""
    shown = _shown(report.findings)
    shown["earlier"] = [report.precedents.get(name, "") for name in shown["finding_id"]]
    texts: dict[str, int] = {}
    columns = [
        shown[name].tolist()
        if name == "amount"
        else [texts.setdefault(clean(str(text)), len(texts)) for text in shown[name]]
        for name in _COLUMNS
    ]
    files = {file: links.file_link(folder, file) for file in report.findings["file"].unique()}
    return {
        "columns": _COLUMNS,
        "rows": [list(row) for row in zip(*columns, strict=True)],
        "texts": list(texts),
        "titles": dict(zip(shown["code"], shown["title"], strict=True)),
        "kinds": review.KINDS,
        "returned": {link.label: link.href for link in files.values() if link.href},
        "reviews": {project: links.review_link(project) for project in report.projects["project"]},
    }


def _shown(findings: pd.DataFrame) -> pd.DataFrame:
    """The findings with names in place of codes, and ID numbers in the names of files and of a zip's members masked."""
    masked = {said: links.masked(said) for name in ("file", "sheet") for said in findings[name].unique()}
    return findings.assign(
        file=findings["file"].map(masked),
        sheet=findings["sheet"].map(masked),
        severity=findings["severity"].map(SEVERITY_NAMES),
        status=findings["status"].map(STATUS_NAMES).where(findings["severity"].ne(NOTE), ""),
    )


def _projects(report: Report, folder: Path) -> list[dict[str, Any]]:
    rows = (
        report.projects.drop(columns="filed")
        .astype("object")
        .where(report.projects.drop(columns="filed").notna(), "")
    )
    files = _files_of_projects(report)
    return [
        row
        | {
            "kind": review.KINDS[row["verdict"]],
            "review": links.review_link(row["project"]),
            "documents": links.documents(folder, row["project"], row["unit"]),
            "files": [links.file_link(folder, file) for file in files.get(row["project"], [])],
        }
        | {name: f"{row[name]:,}" for name in ("claimed_amount", "amount_at_stake") if row[name] != ""}
        for row in rows.to_dict("records")
    ]


def _files_of_projects(report: Report) -> dict[str, list[str]]:
    """The files of each project: those its findings name."""
    pairs = report.findings.loc[
        report.findings["file"].str.startswith("inbox/"), ["project", "file"]
    ].drop_duplicates()
    return {str(project): sorted(group) for project, group in pairs.groupby("project")["file"]}


def _causes(causes: pd.DataFrame) -> list[dict[str, Any]]:
    return causes.assign(
        **{name: [links.masked(str(said)) for said in causes[name]] for name in ("file", "sheet")}
    ).to_dict("records")


def _link(folder: Path, file: str) -> dict[str, str]:
    link = links.file_link(folder, file)
    return {"label": link.label.removeprefix("inbox/"), "href": link.href}


def _json(data: object) -> str:
    """JSON that may stand inside a script element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
