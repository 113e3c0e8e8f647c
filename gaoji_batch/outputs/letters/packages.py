"""退回包/<unit>.zip: all that goes back to a unit at once: the letter, its marked workbooks, what to send again,
the words to send with it; and 退回清单.xlsx, the center's own list of what was to be sent and by when it is due
back."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from gaoji_batch.findings import REJECT
from gaoji_batch.outputs import links
from gaoji_batch.outputs.letters import word
from gaoji_batch.outputs.report import Report
from gaoji_batch.outputs.safe_text import clean, safe_name
from gaoji_batch.outputs.workbooks.book import Column, open_book, put_table
from gaoji_batch.values.dates import chinese_date

FOLDER, LIST = "退回包", "退回清单.xlsx"
LETTER, AGAIN, MESSAGE, MARKED = (
    "补正材料一次性告知书.docx",
    "须重新报送的材料.txt",
    "发送时的文字.txt",
    "退回的表格",
)


@dataclass(frozen=True, slots=True)
class Package:
    """One package: whose, its zip, the projects, what must be mended and what explained, the marked workbooks
    in it."""

    unit: str
    path: Path
    projects: list[str]
    mend: int
    explain: int
    books: int


def write(report: Report, folder: Path, letters: Iterable[Path], due: date | None) -> list[Package]:
    """Writes a package for each unit that one of `letters` is for, then the list; the run's returned/ must
    stand in `folder` already."""
    found = {f"{safe_name(unit)}.docx": (unit, own) for unit, own in word.asked_of_units(report.findings)}
    (folder / FOLDER).mkdir(exist_ok=True)
    packages = [_package(report, folder, path, *found[path.name], due) for path in letters]
    if packages:
        _list(report, folder / FOLDER / LIST, packages, due)
    return packages


def _package(
    report: Report, folder: Path, letter: Path, unit: str, found: pd.DataFrame, due: date | None
) -> Package:
    files = {file: links.returned(folder, file) for file in found["file"].unique()}
    books = {file: copy for file, copy in files.items() if copy}
    path = folder / FOLDER / f"{safe_name(unit)}.zip"
    mend = int(found["severity"].eq(REJECT).sum())
    projects = [project for project in found["project"].unique() if project]
    made = Package(unit, path, projects, mend, len(found) - mend, len(books))
    parts: dict[str, bytes] = {
        LETTER: letter.read_bytes(),
        AGAIN: _text(_again(report, found)),
        MESSAGE: _text(message(report, made, due)),
    }
    for file, copy in books.items():
        inside = Path(file).parent.relative_to("inbox").as_posix()
        name = "/".join(part for part in (MARKED, inside.strip("."), copy.name) if part)
        parts[name] = (folder / copy).read_bytes()
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in parts.items():
            packed.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, 6)
    return made


def _again(report: Report, found: pd.DataFrame) -> list[str]:
    """What to send again: a line a file with what it is, how much of it must be mended and what explained."""
    names = dict(zip(report.projects["project"], report.projects["name"], strict=True))
    lines = ["须改正后重新报送的材料", ""]
    for number, (file, own) in enumerate(found.groupby("file", sort=False), 1):
        forms = "、".join(
            dict.fromkeys(title for form in own["form"] if (title := report.forms.get(form, "")))
        )
        projects = "、".join(
            f"{project}{names.get(project, '')}" for project in own["project"].unique() if project
        )
        mend = int(own["severity"].eq(REJECT).sum())
        said = [f"须改正{mend}处" if mend else "", f"须说明{len(own) - mend}处" if mend < len(own) else ""]
        about = "；".join(part for part in (forms, projects) if part)
        lines.append(
            f"{number}. {links.masked(str(file)).removeprefix('inbox/')}"
            + (f"（{about}）" if about else "")
            + f"：{'，'.join(part for part in said if part)}。"
        )
    return [
        *lines,
        "",
        "请在退回的表格上直接改正，保存后用原来的文件名报送；须说明的，另附书面说明和佐证材料。",
    ]


def message(report: Report, package: Package, due: date | None) -> list[str]:
    """The words to send with a package, for a mail or a chat."""
    sender = report.sender
    about = f"（项目编号：{'、'.join(package.projects)}）" if package.projects else ""
    what = [
        f"须改正{package.mend}处" if package.mend else "",
        f"须说明或者提供佐证材料{package.explain}处" if package.explain else "",
    ]
    day = chinese_date(due) if due else word.NO_DAY
    contact = "，".join(
        part
        for part in (
            f"联系人：{sender.contact}" if sender.contact else "",
            f"联系电话：{sender.telephone}" if sender.telephone else "",
        )
        if part
    )
    return [
        f"{package.unit}：",
        f"贵单位报送的高技能人才研修培训材料{about}已审核，{'，'.join(part for part in what if part)}。"
        f"请解压附件，先看《补正材料一次性告知书》，再打开“{MARKED}”文件夹中的表格：标色的单元格附有批注，请直接在表上改正。",
        f"请于{day}前（含当日）将改正后的表格和书面材料报送{sender.name}。"
        + (f"{contact}。" if contact else ""),
        sender.name,
        report.day,
    ]


def _text(lines: Iterable[str]) -> bytes:
    """A text that Windows' own editor opens as it is."""
    return "".join(f"{clean(line)}\r\n" for line in lines).encode("utf-8-sig")


def _list(report: Report, path: Path, packages: list[Package], due: date | None) -> None:
    blank = [""] * len(packages)
    names: Mapping[str, str] = dict(zip(report.projects["project"], report.projects["name"], strict=True))
    about = [
        "\n".join(f"{project} {names.get(project, '')}".strip() for project in one.projects)
        for one in packages
    ]
    columns = [
        Column("序号", list(range(1, len(packages) + 1)), 6, "count"),
        Column("承办单位", [one.unit for one in packages], 30),
        Column("项目", about, 34),
        Column("须改正", [one.mend for one in packages], 8, "count"),
        Column("须说明", [one.explain for one in packages], 8, "count"),
        Column("退回的表格", [one.books for one in packages], 10, "count"),
        Column("退回包", [one.path.name for one in packages], 36),
        Column("发送日期", blank, 13, "code", True),
        Column("补正期限", [due.isoformat() if due else ""] * len(packages), 13, "code", due is None),
        Column("收到日期", blank, 13, "code", True),
        Column("备注", blank, 24, "text", True),
    ]
    book = open_book(path, report.on, f"退回清单 {report.run}")
    put_table(book, book.sheet("退回清单"), columns)
    book.book.close()
