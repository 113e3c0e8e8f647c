"""projects/<project>.html: the review summary of one project, from a template that the center may edit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from markupsafe import Markup

from gaoji_batch.findings import NOTE, SEVERITY_NAMES, STANDING, STATUS_NAMES
from gaoji_batch.judgement import checked
from gaoji_batch.judgement.verdicts import NOTHING, PASSED, REFUSED, WAITING
from gaoji_batch.outputs import links, templated
from gaoji_batch.outputs.pages.security import policy
from gaoji_batch.outputs.report import Report
from gaoji_batch.values.dates import chinese_date

TEMPLATE, STYLES = "review.html.j2", ("page.css", "review.css")
_WIDE = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）"}
KINDS = {REFUSED: "reject", WAITING: "review", PASSED: "pass", NOTHING: "note", SEVERITY_NAMES[NOTE]: "note"}
"""The class of the style sheets for a verdict or a severity's name."""


def write(report: Report, folder: Path) -> None:
    """Writes one page a project into `folder`/projects; raises GaojiError where the center's template is
    broken."""
    if report.projects.empty:
        return
    target = folder / "projects"
    target.mkdir(exist_ok=True)
    path = templated.template_path(report.workspace, TEMPLATE)
    style = "".join(templated.asset(report.workspace, name) for name in STYLES)
    listed, states = of_projects(report, folder), checked.by_state(report.checked)
    people: dict[str, list[dict[str, Any]]] = {}
    for trainee in report.trainees.to_dict("records"):
        people.setdefault(trainee["project"], []).append(
            {str(name): value for name, value in trainee.items()}
        )
    with templated.refused(path):
        template = templated.template(report.workspace, TEMPLATE)
        for project in projects(report):
            values = {
                "style": Markup(style),
                "csp": policy(style),
                "report": report,
                "project": project,
                "groups": by_rule(listed.get(project["project"], []), report),
                "trainees": people.get(project["project"], []),
                "kinds": KINDS,
                "checked": states.get(project["project"], {}),
            }
            text = template.render(values)
            (target / links.review_file(project["project"])).write_text(text, encoding="utf-8", newline="\n")


def projects(report: Report) -> list[dict[str, Any]]:
    """The projects as templates read them: text, dates in Chinese, numbers; '' where there is none."""
    rows = report.projects.astype("object").where(report.projects.notna(), "").to_dict("records")
    return [{name: _chinese(value) for name, value in row.items()} for row in rows]


def of_projects(report: Report, folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Project → its findings as templates read them. A finding has `place`, the file as a page shows it, and
    `href`, its returned copy within `folder` ('' for none)."""
    findings = report.findings
    files = {file: links.file_link(folder, file) for file in findings["file"].unique()}
    sheets = {sheet: links.masked(sheet) for sheet in findings["sheet"].unique()}
    by_project: dict[str, list[dict[str, Any]]] = {}
    for row in findings.to_dict("records"):
        link = files[row["file"]]
        figures = {
            "stands": row["status"] in STANDING,
            "status": STATUS_NAMES[row["status"]],
            "sheet": sheets[row["sheet"]],
            "place": link.label.removeprefix("inbox/"),
            "href": link.href,
        }
        by_project.setdefault(row["project"], []).append(
            {str(name): words for name, words in row.items()} | figures
        )
    return by_project


def by_rule(projects: Sequence[dict[str, Any]], report: Report) -> list[dict[str, Any]]:
    """The findings of one project (as `of_projects` has them) as templates read them: a rule with its
    article's own words ('' where a rule before it has told them), then its findings.

    Rejects come first, then reviews, then notes; within a severity, the order of the findings.
    """
    parts: dict[str, list[dict[str, Any]]] = {}
    for row in projects:
        parts.setdefault(row["code"], []).append(row)
    groups: list[dict[str, Any]] = []
    for code, rows in parts.items():
        info = report.rules[code]
        groups.append(
            {
                "code": code,
                "title": info.title,
                "severity": SEVERITY_NAMES[info.severity],
                "article": info.article,
                "article_text": info.article_text,
                "clears": info.clears,
                "amount": _stake([row for row in rows if row["stands"]]),
                "findings": rows,
            }
        )
    order = list(SEVERITY_NAMES.values())
    groups.sort(key=lambda group: order.index(group["severity"]))
    headed: set[str] = set()
    for group in groups:
        group["article_text"] = "" if group["article"] in headed else joined(group["article_text"])
        headed.add(group["article"])
    return groups


def _stake(findings: Sequence[dict[str, Any]]) -> int:
    """What the standing findings of one rule put at stake in one project: each person once, or the class
    once."""
    if not all(row["scope"] in ("trainee", "row") for row in findings):
        return int(max(row["amount"] for row in findings))
    people = {row["subject"]: row["amount"] for row in reversed(findings)}
    return int(sum(people.values()))


def joined(article: str) -> str:
    """The words of an article as one paragraph, with the wide punctuation and the close figures of an
    official's hand."""
    text = "".join(line.strip() for line in article.splitlines())
    text = re.sub(r"(?<!\d)[,;:]|[,;:](?!\d)|[()]", lambda match: _WIDE[match.group()], text)
    return re.sub(r"(?<=[\u4e00-\u9fff]) (?=\d)|(?<=\d) (?=[\u4e00-\u9fff])", "", text)


def _chinese(value: Any) -> Any:
    """A date as an official writes it, a number without an idle point; anything else as it is."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    return chinese_date(value) if isinstance(value, date) else value
