"""审计卷: one project's whole story in a folder that anybody can check without this program: with
`sha256sum -c SHA256SUMS`, on Windows by a script that lies in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd

from gaoji_batch.outputs.letters.word_template import WordTemplate
from gaoji_batch.outputs.report import overrides_said
from gaoji_batch.outputs.safe_text import safe_name
from gaoji_batch.outputs.workbooks.book import TableColumn, open_book, write_cell, write_table
from gaoji_batch.values.dates import chinese_date

CENTER, SUMS, CHECK, CATALOGUE = "北京市就业促进中心", "SHA256SUMS", "核对.cmd", "卷内文件目录"
LONGEST = 108
"""Characters of a place in the pack: with the folders of run and pack before it, 199 below the workspace, of
the 259 that Windows opens."""
_CHECK = """@echo off
pushd "%~dp0"
powershell -NoProfile -ExecutionPolicy Bypass -Command "{script}"
pause
"""
_SCRIPT = (
    "$bad = 0; $sums = [IO.File]::ReadAllLines((Join-Path $PWD 'SHA256SUMS')); "
    "foreach ($line in $sums) { $name = $line.Substring(66); $is = ''; "
    "if (Test-Path -LiteralPath $name) { $is = (Get-FileHash -LiteralPath $name -Algorithm SHA256).Hash }; "
    "if ($is -ne $line.Substring(0, 64)) { $bad++; Write-Host ('不符或缺少：' + $name) } }; "
    "Write-Host ('共' + $sums.Count + '件，不符' + $bad + '件'); exit [Math]::Min($bad, 1)"
)
SUBMITTED, KEPT, REVIEWED, EVIDENCE, LEDGER, ISSUED = (
    "01报送材料",
    "02受理原件",
    "03审核",
    "04核对依据",
    "05台账",
    "06签发文书",
)


@dataclass(frozen=True, slots=True)
class Source:
    """A file that goes into the pack as it is: what it holds, its place in the pack, title, who made it, the
    day."""

    content: bytes
    place: str
    title: str
    by: str
    day: str


@dataclass(frozen=True, slots=True)
class Pack:
    """What a pack holds. tables: workbook (its place in the pack) → sheet → frame with Chinese headings;
    events: lines of 台账事项.jsonl."""

    project: str
    name: str
    unit: str
    on: date
    run: str
    workspace: Path
    sources: Sequence[Source]
    tables: Mapping[str, Mapping[str, pd.DataFrame]]
    events: Sequence[Mapping[str, Any]]
    ledger: str
    overrides: Mapping[str, str]

    @property
    def folder(self) -> str:
        return safe_name(f"审计卷-{self.project}")


def write(pack: Pack, target: Path) -> int:
    """Writes the pack into the new folder `target`; returns how many files the catalogue lists. GaojiError
    where its template is broken."""
    listed = [_copied(source, target) for source in pack.sources]
    for place, sheets in pack.tables.items():
        path = target / place
        path.parent.mkdir(parents=True, exist_ok=True)
        _workbook(pack, sheets, path)
        listed.append(
            _entry(
                target,
                place,
                f"{PurePosixPath(place).stem}（{'、'.join(sheets)}）",
                CENTER,
                chinese_date(pack.on),
            )
        )
    if pack.events:
        place = f"{LEDGER}/台账事项.jsonl"
        lines = "".join(json.dumps(event, ensure_ascii=False, sort_keys=True) + "\n" for event in pack.events)
        (target / place).write_text(lines, encoding="utf-8", newline="\n")
        listed.append(_entry(target, place, "台账事项（逐条，含前后校验值）", CENTER, chinese_date(pack.on)))
    listed.sort(key=lambda entry: entry["path"])
    _catalogue_book(pack, listed, target / f"{CATALOGUE}.xlsx")
    values = {
        "project": pack.project,
        "name": pack.name,
        "unit": pack.unit,
        "day": chinese_date(pack.on),
        "files": listed,
        "ledger": pack.ledger,
    }
    (target / f"{CATALOGUE}.docx").write_bytes(
        WordTemplate(pack.workspace, f"{CATALOGUE}.docx").render({"pack": values})
    )
    check = _CHECK.replace("{script}", _SCRIPT).replace("\n", "\r\n")
    (target / CHECK).write_bytes(check.encode("gb18030"))  # the console's code page, where it is Chinese
    _sums(target)
    return len(listed)


def placed(folder: str, path: PurePosixPath) -> str:
    """Where a file of this path goes in a pack's folder: as it lay; where Windows could not open so long a
    path, by its name alone, told apart by six characters of a hash."""
    place = "/".join([folder, *map(_plain, path.parts)])
    if len(place) <= LONGEST:
        return place
    mark = hashlib.sha256(place.encode()).hexdigest()[:6]
    name = PurePosixPath(_plain(path.name))
    return f"{folder}/{name.stem[:60].rstrip(' .')}-{mark}{name.suffix}"


def _plain(part: str) -> str:
    """A part of a path as Windows takes it, and as a list of sums need not escape it."""
    if part.isprintable() and safe_name(part, 255) == part:
        return part
    name = PurePosixPath(part)
    return safe_name(name.stem) + (name.suffix if safe_name(name.suffix[1:]) == name.suffix[1:] else "")


def _copied(source: Source, target: Path) -> dict[str, str]:
    path = target / source.place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(source.content)
    return _entry(target, source.place, source.title, source.by, source.day)


def _entry(target: Path, place: str, title: str, by: str, day: str) -> dict[str, str]:
    content = (target / place).read_bytes()
    return {
        "path": place,
        "title": title,
        "by": by,
        "day": day,
        "size": f"{len(content) / 1024:,.1f}KB",
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def _sums(target: Path) -> None:
    """SHA256SUMS of every file of the pack but itself, as sha256sum writes it."""
    paths = sorted(path for path in target.rglob("*") if path.is_file())
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(target).as_posix()}\n"
        for path in paths
    ]
    (target / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")


def _workbook(pack: Pack, sheets: Mapping[str, pd.DataFrame], path: Path) -> None:
    book = open_book(path, pack.on, f"审计卷 {pack.run}")
    for title, frame in sheets.items():
        sheet = book.sheet(title)
        columns = [
            TableColumn(str(name), [_shown(value) for value in frame[name]], _width(str(name), frame[name]))
            for name in frame.columns
        ]
        write_table(book, sheet, columns)
        if frame.empty:
            write_cell(sheet, 1, 0, "没有记录。", book.look())
    book.book.close()


def _shown(value: Any) -> Any:
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if pd.isna(value):
        return None
    return (
        value.item() if hasattr(value, "item") else value if isinstance(value, (int, float)) else str(value)
    )


def _width(title: str, values: pd.Series) -> float:
    longest = max(
        (sum(2 if ord(letter) > 0x2E7F else 1 for letter in str(value)) for value in values.head(200)),
        default=0,
    )
    return min(max(len(title) * 2 + 3, longest + 2, 8), 60)


def _catalogue_book(pack: Pack, listed: Sequence[Mapping[str, str]], path: Path) -> None:
    book = open_book(path, pack.on, f"审计卷 {pack.run}")
    sheet = book.sheet(CATALOGUE)
    said = overrides_said(pack.overrides)
    notes = [
        f"项目编号：{pack.project}　项目名称：{pack.name}　承办单位：{pack.unit}",
        f"制卷日期：{chinese_date(pack.on)}　共{len(listed)}件　台账核验：{pack.ledger}"
        + (f"　审核时改用了参数：{said}" if said else ""),
        f"核对方法：在本卷文件夹中执行 sha256sum -c {SUMS}，各件均应为OK；Windows上双击“{CHECK}”。",
    ]
    for at, note in enumerate(notes):
        sheet.merge_range(at, 0, at, 6, note, book.look(text_wrap=True))
        sheet.set_row(at, 30)
    titles = {
        "by": ("责任者", 24),
        "title": ("题名", 40),
        "day": ("日期", 16),
        "size": ("大小", 12),
        "path": ("文件", 46),
        "sha256": ("SHA-256", 40),
    }
    columns = [TableColumn("顺序号", list(range(1, len(listed) + 1)), 8, "count")]
    columns += [
        TableColumn(title, [entry[name] for entry in listed], width)
        for name, (title, width) in titles.items()
    ]
    write_table(book, sheet, columns, top=len(notes), filtered=False)
    book.book.close()
