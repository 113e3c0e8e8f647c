"""The letters and forms to sign: letters/<unit>.docx 补正材料一次性告知书, projects/<project>.docx
项目审核意见表.

Both are Word templates that the center may edit; see `templated.template_path` for which copy is used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from gaoji_batch.findings import REJECT, REVIEW
from gaoji_batch.outputs import links
from gaoji_batch.outputs.letters import asked
from gaoji_batch.outputs.letters.word_template import WordTemplate
from gaoji_batch.outputs.pages import review
from gaoji_batch.outputs.report import Report, overrides_said
from gaoji_batch.outputs.safe_text import safe_name
from gaoji_batch.outputs.unit_words import told_to_unit
from gaoji_batch.values.dates import chinese_date
from gaoji_batch.values.numerals import chinese

LETTER, OPINION = "补正材料一次性告知书.docx", "项目审核意见表.docx"
KINDS = {REJECT: "须改正", REVIEW: "须说明或者提供佐证材料"}
_NAMED_CELLS = 8
_MOST = 5
"""So many places are told with their figures in the letter itself."""


def write_letters(
    report: Report, folder: Path, due: date | None = None, unit: str = "", first: int = 0
) -> list[Path]:
    """Writes a 补正材料一次性告知书 into `folder`/letters for each unit (or for `unit`) that has something to
    mend.

    Letters are numbered from `first` on in the order of the units' names, whether or not all are written.
    Without `first` the number, and without `due` the day, is left to be filled in by hand. Returns the files;
    raises GaojiError where the center's template is broken.
    """
    template = WordTemplate(report.workspace, LETTER)
    target = folder / "letters"
    written = []
    for at, (name, findings) in enumerate(asked.of_units(report.findings)):
        if unit and name != unit:
            continue
        values = {
            "letter": _letter(report, name, findings, due, first + at if first else None),
            "sender": report.sender.filled,
            "overrides": overrides_said(report.overrides),
        }
        written.append(_save(target / f"{safe_name(name)}.docx", template.render(values)))
    return written


def write_opinions(report: Report, folder: Path, project: str = "") -> list[Path]:
    """Writes a 项目审核意见表 into `folder`/projects for each project (or for `project`), and returns the
    files."""
    template, projects = WordTemplate(report.workspace, OPINION), review.of_projects(report, folder)
    written = []
    for row in review.projects(report):
        if project and row["project"] != project:
            continue
        values = {
            "number": f"{row['project']}（{report.day}审核）",
            "project": row | _money(row),
            "filed": "；".join(f"{form}{day}" for form, day in row["filed"].items()) or "未收到材料",
            "groups": review.by_rule(projects.get(row["project"], []), report),
            "overrides": overrides_said(report.overrides),
        }
        written.append(
            _save(folder / "projects" / f"{safe_name(row['project'])}.docx", template.render(values))
        )
    return written


def _letter(
    report: Report, unit: str, findings: pd.DataFrame, due: date | None, number: int | None
) -> dict[str, Any]:
    """The content of one letter, as its template reads it."""
    names = dict(zip(report.projects["project"], report.projects["name"], strict=True))
    rows = findings.to_dict("records")
    projects = [
        {
            "ordinal": chinese(at + 1) if at < 99 else str(at + 1),
            "project": project,
            "name": names.get(project) or "未列明项目的材料",
            "groups": [_requests(part) for part in _apart(mine, "code")],
        }
        for at, (project, mine) in enumerate(
            sorted((part[0]["project"], part) for part in _apart(rows, "project"))
        )
    ]
    return {
        "number": report.sender.number.format(year=report.on.year, number=number or "　　"),
        "unit": unit,
        "projects": projects,
        "causes": _causes(report.causes, findings),
        "articles": _articles(report, findings),
        "due": chinese_date(due) if due else asked.NO_DAY,
        "day": report.day,
        "rows": [_row(finding) for finding in rows],
    }


def _apart(rows: Sequence[dict[str, Any]], *names: str) -> list[list[dict[str, Any]]]:
    """The rows that agree in these columns, together, in the order in which they first come."""
    parts: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in rows:
        parts.setdefault(tuple(row[name] for name in names), []).append(row)
    return list(parts.values())


def _requests(part: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """All findings of one rule in one project: what kind, how many, where, and the remedy that they share."""
    first = part[0]
    hints = dict.fromkeys(finding["hint"] for finding in part)
    sentences = list(dict.fromkeys(_sentence(row) for row in part))
    details = "；".join(sentences[:_MOST]) + (
        f"；其余{len(sentences) - _MOST}处见附件" if len(sentences) > _MOST else ""
    )
    remedies = [_ended(hint) for hint in hints if hint]
    remedy = (
        f"补正办法：{remedies[0]}" if len(remedies) == 1 else "补正办法逐处列在附件中。" if remedies else ""
    )
    return {
        "title": first["title"],
        "article": first["article"],
        "kind": KINDS[first["severity"]],
        "count": len(part),
        "places": "；".join(_places(part)),
        "details": details,
        "remedy": remedy,
    }


def _sentence(finding: Mapping[str, Any]) -> str:
    """What is wrong in one place, with its figures: '张三：开班前连续缴纳5个月，不足12个月'."""
    name = str(finding["subject"]).split(" ")[0]
    message = str(finding["message"]).rstrip("。").removeprefix(f"{finding['title']}：")
    return f"{name}：{message}" if name and name not in message else message


def _places(part: Sequence[dict[str, Any]]) -> Iterator[str]:
    """The cells of each sheet, by name; past a few the rest is left to the annex."""
    for mine in _apart(part, "file", "sheet"):
        file, sheet = mine[0]["file"], mine[0]["sheet"]
        cells = [cell for cell in dict.fromkeys(finding["cell"] for finding in mine) if cell]
        named = "、".join(cells[:_NAMED_CELLS]) + (f"等{len(cells)}个" if len(cells) > _NAMED_CELLS else "")
        yield (
            f"“{_bare(str(file))}”"
            + (f"中“{links.masked(str(sheet))}”工作表" if sheet else "")
            + (f"{named}单元格" if cells else "")
        )


def _causes(causes: pd.DataFrame, findings: pd.DataFrame) -> list[dict[str, Any]]:
    """The causes that several of these findings share, without the full stop their sentences may end in."""
    mine = causes[
        causes["file"].isin(findings["file"]) & causes["count"].gt(1) & causes["code"].isin(findings["code"])
    ]
    rows = mine.to_dict("records")
    return [
        row | {"cause": row["cause"].rstrip("。"), "remedy": told_to_unit(row["remedy"]).rstrip("。")}
        for row in rows
    ]


def _articles(report: Report, findings: pd.DataFrame) -> list[str]:
    """Each article that the findings rest on with its own words, once, in the order of the articles."""
    codes = sorted(findings["code"].unique(), key=lambda code: code[1:3])
    infos = [report.rules[code] for code in codes]
    return list(
        dict.fromkeys(
            f"{info.article}：{review.joined(info.article_text)}" for info in infos if info.article_text
        )
    )


def _row(finding: Mapping[str, Any]) -> dict[str, str]:
    return {
        "title": finding["title"],
        "file": _bare(finding["file"]),
        "place": " ".join(part for part in (links.masked(finding["sheet"]), finding["cell"]) if part),
        "subject": finding["subject"],
        "message": finding["message"],
        "hint": finding["hint"],
    }


def _bare(file: str) -> str:
    """The bare name of a submitted file, an ID number in it masked."""
    return links.masked(file).rsplit("/", 1)[-1]


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith(("。", "！", "？")) else sentence + "。"


def _money(row: Mapping[str, Any]) -> dict[str, str]:
    return {name: f"{row[name]:,}" for name in ("claimed_amount", "amount_at_stake") if row[name] != ""}


def _save(path: Path, content: bytes) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return path
