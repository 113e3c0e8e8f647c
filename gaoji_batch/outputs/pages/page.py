"""index.html: the run as one self-contained page that opens from disk and asks the network for nothing.

Its script is our own (templates/page/): why, says docs/decisions/0011. Bars are SVG that stands in the page,
see `charts`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd
from markupsafe import Markup

from gaoji_batch.judgement.changes import CLEARED
from gaoji_batch.outputs import links, readings, templated
from gaoji_batch.outputs.figures import Figures, figures
from gaoji_batch.outputs.letters import asked
from gaoji_batch.outputs.pages import charts, page_data, review, todo
from gaoji_batch.outputs.pages.security import policy
from gaoji_batch.outputs.report import Report
from gaoji_batch.outputs.workbooks import summary

NAME, TEMPLATE = "index.html", "page.html.j2"
SCRIPTS = (
    "base",
    "book",
    "address",
    "facets",
    "findings",
    "rulings",
    "people",
    "case",
    "desk",
    "returns",
    "newer",
    "main",
)
"""The parts of the page's script in templates/page, in the order in which they are joined."""
VIEWS = {
    "home": "总览", "desk": "逐条处理", "findings": "审核问题", "people": "学员", "projects": "项目",
    "returns": "退回", "causes": "问题归因", "readings": "读取情况",
}  # fmt: skip
SHOWN = 1000
"""So many lines of 读取情况 stand on the page, and all that have something unread; the workbook has them all.
"""
FIRST = 20
"""So many lines of unread content, and of findings that were cleared, stand on the first screen."""


def write(report: Report, folder: Path) -> None:
    """Writes index.html and run.svg, by which an open page knows of a newer run, into `folder`, after the
    review summaries and returned workbooks it links to.

    Raises GaojiError where the center's own page.html.j2 is broken.
    """
    style = templated.asset(report.workspace, "page.css") + templated.asset(
        report.workspace, "page/views.css"
    )
    script = "\n".join(templated.asset(report.workspace, f"page/{name}.js") for name in SCRIPTS)
    numbers = figures(report)
    lines = readings.lines(report)
    unread = [line for line in lines if line["unread"]]
    listed = lines[: max(SHOWN, len(unread))]
    changed = report.changes["change"]
    values = {
        "report": report,
        "figures": numbers,
        "views": list(VIEWS.items()),
        "style": Markup(style),
        "script": Markup(script),
        "csp": policy(style, script),
        "data": Markup(_json(page_data.of(report, folder))),
        "todo": todo.of(report, len(unread)),
        "changes": {name: int(changed.eq(name).sum()) for name in ("new", "cleared", "unchanged")},
        "cleared": report.changes[changed.eq(CLEARED)].head(FIRST).to_dict("records"),
        "unread": unread[:FIRST],
        "more_unread": max(0, len(unread) - FIRST),
        "projects": _projects(report, folder),
        "returns": asked.returns(report, folder),
        "causes": _causes(report.causes),
        "files": [
            {"findings": file["findings"], **_link(folder, file)}
            for file in report.files
            if file["file"].startswith("inbox/")
        ],
        "summary": summary.name(report),
        "summary_href": quote(summary.name(report)),
        "readings": listed,
        "more_readings": len(lines) - len(listed),
    } | _charts(report, numbers)
    text = templated.render(report.workspace, TEMPLATE, values)
    (folder / NAME).write_text(text, encoding="utf-8", newline="\n")
    _write_picture(report.run, folder)


def _write_picture(run: str, folder: Path) -> None:
    """Writes run.svg, whose size stands for the run."""
    width, height = page_data.mark(run)
    picture = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"/>\n'
    (folder / "run.svg").write_text(picture, encoding="utf-8", newline="\n")


def _charts(report: Report, numbers: Figures) -> dict[str, Any]:
    counts = {"reject": numbers.rejects, "review": numbers.reviews, "note": numbers.notes}
    return {
        "rules": charts.rule_bars(report.findings),
        "units": charts.unit_bars(report.findings),
        "severities": [charts.severity_bar(counts)] if any(counts.values()) else [],
        "years": charts.year_bars(report.yearly),
        "money": charts.money_bars(report.projects),
    }


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
    masked = {
        name: [links.masked(str(written)).removeprefix("inbox/") for written in causes[name]]
        for name in ("file", "sheet")
    }
    records: list[dict[str, Any]] = causes.assign(**masked).to_dict("records")
    return records


def _link(folder: Path, file: dict[str, Any]) -> dict[str, str]:
    """Of a file without findings nothing comes back: no copy is looked for."""
    if not file["findings"]:
        return {"label": links.masked(file["file"]).removeprefix("inbox/"), "href": ""}
    link = links.file_link(folder, file["file"])
    return {"label": link.label.removeprefix("inbox/"), "href": link.href}


def _json(data: object) -> str:
    """JSON that may stand inside a script element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
