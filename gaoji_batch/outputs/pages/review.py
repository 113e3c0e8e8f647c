"""projects/<project>.html: the review summary of one project, from a template that the center may edit."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from gaoji_batch.findings import NOTE, SEVERITY_NAMES, STANDING, STATUS_NAMES
from gaoji_batch.judgement import checked
from gaoji_batch.judgement.verdicts import NOTHING, PASSED, REFUSED, WAITING
from gaoji_batch.outputs import links, templated
from gaoji_batch.outputs.report import Report
from gaoji_batch.values.dates import chinese_date

TEMPLATE = "review.html.j2"
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
    found = dict(tuple(report.findings.groupby("project")))
    told = checked.told(report.checked)
    people: dict[str, list[dict[str, Any]]] = {}
    for trainee in report.trainees.to_dict("records"):
        people.setdefault(trainee["project"], []).append(
            {str(name): value for name, value in trainee.items()}
        )
    with templated.refused(path):
        template = templated.environment(path.parent).get_template(path.name)
        for project in projects(report):
            values = {
                "report": report,
                "project": project,
                "groups": by_rule(found[project["project"]], report, folder)
                if project["project"] in found
                else [],
                "trainees": people.get(project["project"], []),
                "kinds": KINDS,
                "checked": told.get(project["project"], {}),
            }
            text = template.render(values)
            (target / links.review_file(project["project"])).write_text(text, encoding="utf-8", newline="\n")


def projects(report: Report) -> list[dict[str, Any]]:
    """The projects as templates read them: text, dates in Chinese, numbers; '' where there is none."""
    rows = report.projects.astype("object").where(report.projects.notna(), "").to_dict("records")
    return [{name: _chinese(value) for name, value in row.items()} for row in rows]


def by_rule(found: pd.DataFrame, report: Report, folder: Path) -> list[dict[str, Any]]:
    """The findings of one project as templates read them: a rule with its article's own words ('' where a
    rule before it has told them), then its findings.

    Rejects come first, then reviews, then notes; within a severity, the order of the findings. A finding has
    `place`, the file as a page shows it, and `href`, its returned copy within `folder` ('' for none).
    """
    files = {file: links.file_link(folder, file) for file in found["file"].unique()}
    groups = []
    for code, part in found.groupby("code", sort=False):
        info = report.rules[str(code)]
        rows = part.assign(
            status=part["status"].map(STATUS_NAMES),
            sheet=[links.masked(sheet) for sheet in part["sheet"]],
            place=[files[file].label.removeprefix("inbox/") for file in part["file"]],
            href=[files[file].href for file in part["file"]],
        )
        groups.append(
            {
                "code": code,
                "title": info.title,
                "severity": SEVERITY_NAMES[info.severity],
                "article": info.article,
                "article_text": info.article_text,
                "clears": info.clears,
                "amount": _stake(part[part["status"].isin(STANDING)]),
                "findings": rows.to_dict("records"),
            }
        )
    order = list(SEVERITY_NAMES.values())
    groups.sort(key=lambda group: order.index(group["severity"]))
    told: set[str] = set()
    for group in groups:
        group["article_text"] = "" if group["article"] in told else joined(group["article_text"])
        told.add(group["article"])
    return groups


def _stake(held: pd.DataFrame) -> int:
    """What the standing findings of one rule put at stake in one project: each person once, or the class
    once."""
    people = held["scope"].isin(["trainee", "row"]).all()
    return int(held.drop_duplicates("subject")["amount"].sum() if people else held["amount"].max())


def joined(article: str) -> str:
    """The words of an article as one paragraph, with the wide punctuation and the close figures of an
    official's hand."""
    text = "".join(line.strip() for line in article.splitlines())
    text = re.sub(r"(?<!\d)[,;:]|[,;:](?!\d)|[()]", lambda found: _WIDE[found.group()], text)
    return re.sub(r"(?<=[\u4e00-\u9fff]) (?=\d)|(?<=\d) (?=[\u4e00-\u9fff])", "", text)


def _chinese(value: Any) -> Any:
    """A date as an official writes it, a number without an idle point; anything else as it is."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    return chinese_date(value) if isinstance(value, date) else value
