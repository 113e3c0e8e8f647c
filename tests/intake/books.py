"""Workbooks for the tests of intake: small ones, and packages changed part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import xlsxwriter

from gaoji_batch.intake.files import read_submission
from gaoji_batch.intake.grid import Submission
from gaoji_batch.workspace.limits import Limits

SHEET = "xl/worksheets/sheet1.xml"


def xlsx(fill: Callable[[Any, Any], None] | None = None, sheet: str = "学员名单") -> bytes:
    """A workbook of one sheet; `fill(book, sheet)` writes into it."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        page = book.add_worksheet(sheet)
        if fill:
            fill(book, page)
        else:
            page.write_row(0, 0, ["姓名", "性别"])
            page.write_row(1, 0, ["张三", "男"])
    return made.getvalue()


def changed(package: bytes, change: dict[str, Callable[[bytes], bytes]]) -> bytes:
    """The package with some of its parts changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change.get(name, bytes)(old.read(name)))
    return made.getvalue()


def with_rows(rows: str, more: str = "") -> bytes:
    """A workbook whose sheet holds this sheetData, and what follows it."""
    part = f'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData>{more}</worksheet>'
    return changed(xlsx(), {SHEET: lambda _: part.encode()})


def zipped(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return made.getvalue()


def read(folder: Path, data: bytes, name: str = "名单.xlsx", **limits: Any) -> Submission:
    """What intake makes of these bytes under this name."""
    path = folder / name
    path.write_bytes(data)
    return read_submission(path, f"inbox/{name}", Limits(**limits))


def codes(submission: Submission) -> list[str]:
    return [fault.code for fault in submission.faults]
