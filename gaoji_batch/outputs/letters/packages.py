"""退回包/<unit>.zip: all that goes back to a unit at once: the letter, its marked workbooks, what to send
again, the words to send with it; and 退回清单.xlsx, the center's own list of what was to be sent and by when
it is due back."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from gaoji_batch.findings import REJECT
from gaoji_batch.outputs import links
from gaoji_batch.outputs.letters import asked
from gaoji_batch.outputs.letters.asked import UnitRequest
from gaoji_batch.outputs.report import Report
from gaoji_batch.outputs.safe_text import clean, safe_name
from gaoji_batch.outputs.workbooks.book import TableColumn, open_book, write_table

FOLDER, LIST = "退回包", "退回清单.xlsx"
LETTER, AGAIN, MESSAGE = "补正材料一次性告知书.docx", "须重新报送的材料.txt", "发送时的文字.txt"


@dataclass(frozen=True, slots=True)
class Package:
    """One package: its zip, and what is asked of its unit."""

    path: Path
    request: UnitRequest


def write(report: Report, folder: Path, letters: Iterable[Path], due: date | None) -> list[Package]:
    """Writes a package for each unit that one of `letters` is for, then the list; the run's returned/ must
    stand in `folder` already."""
    letters_of_units = {
        f"{safe_name(unit)}.docx": (unit, findings) for unit, findings in asked.of_units(report.findings)
    }
    (folder / FOLDER).mkdir(exist_ok=True)
    packages = [_package(report, folder, path, *letters_of_units[path.name], due) for path in letters]
    if packages:
        _list(report, folder / FOLDER / LIST, packages, due)
    return packages


def _package(
    report: Report, folder: Path, letter: Path, unit: str, findings: pd.DataFrame, due: date | None
) -> Package:
    package = Package(folder / FOLDER / f"{safe_name(unit)}.zip", asked.summed(folder, unit, findings))
    parts: dict[str, bytes] = {
        LETTER: letter.read_bytes(),
        AGAIN: _text(_again(report, findings)),
        MESSAGE: _text(asked.message(report, package.request, due)),
    }
    for file, copy in package.request.copies.items():
        inside = Path(file).parent.relative_to("inbox").as_posix()
        name = "/".join(part for part in (asked.MARKED, inside.strip("."), copy.name) if part)
        parts[name] = (folder / copy).read_bytes()
    with zipfile.ZipFile(package.path, "w") as packed:
        for name, content in parts.items():
            packed.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, 6)
    return package


def _again(report: Report, findings: pd.DataFrame) -> list[str]:
    """What to send again: a line a file with what it is, how much of it must be mended and what explained."""
    names = dict(zip(report.projects["project"], report.projects["name"], strict=True))
    lines = ["须改正后重新报送的材料", ""]
    for number, (file, rows) in enumerate(findings.groupby("file", sort=False), 1):
        forms = "、".join(
            dict.fromkeys(title for form in rows["form"] if (title := report.forms.get(form, "")))
        )
        projects = "、".join(
            f"{project}{names.get(project, '')}" for project in rows["project"].unique() if project
        )
        mend = int(rows["severity"].eq(REJECT).sum())
        parts = [f"须改正{mend}处" if mend else "", f"须说明{len(rows) - mend}处" if mend < len(rows) else ""]
        about = "；".join(part for part in (forms, projects) if part)
        lines.append(
            f"{number}. {links.masked(str(file)).removeprefix('inbox/')}"
            + (f"（{about}）" if about else "")
            + f"：{'，'.join(part for part in parts if part)}。"
        )
    return [
        *lines,
        "",
        "请在退回的表格上直接改正，保存后用原来的文件名报送；须说明的，另附书面说明和佐证材料。",
    ]


def _text(lines: Iterable[str]) -> bytes:
    """A text that Windows' own editor opens as it is."""
    return "".join(f"{clean(line)}\r\n" for line in lines).encode("utf-8-sig")


def _list(report: Report, path: Path, packages: list[Package], due: date | None) -> None:
    blank = [""] * len(packages)
    names: Mapping[str, str] = dict(zip(report.projects["project"], report.projects["name"], strict=True))
    about = [
        "\n".join(f"{project} {names.get(project, '')}".strip() for project in package.request.projects)
        for package in packages
    ]
    columns = [
        TableColumn("序号", list(range(1, len(packages) + 1)), 6, "count"),
        TableColumn("承办单位", [package.request.unit for package in packages], 30),
        TableColumn("项目", about, 34),
        TableColumn("须改正", [package.request.mend for package in packages], 8, "count"),
        TableColumn("须说明", [package.request.explain for package in packages], 8, "count"),
        TableColumn("退回的表格", [len(package.request.copies) for package in packages], 10, "count"),
        TableColumn("退回包", [package.path.name for package in packages], 36),
        TableColumn("发送日期", blank, 13, "code", True),
        TableColumn("补正期限", [due.isoformat() if due else ""] * len(packages), 13, "code", due is None),
        TableColumn("收到日期", blank, 13, "code", True),
        TableColumn("备注", blank, 24, "text", True),
    ]
    book = open_book(path, report.on, f"退回清单 {report.run}")
    write_table(book, book.sheet("退回清单"), columns)
    book.book.close()
