"""The workspace in the making: files, the expected findings, receipts, and the people of the extracts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from . import formats, xlsx
from .cast import Cast
from .grid import Grid, Table, render


@dataclass(frozen=True, order=True)
class Mistake:
    """One expected finding."""

    file: str
    sheet: str
    cell: str
    code: str
    text: str


class Sample:
    """Collects what `sample_data/` will hold."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.mistakes: list[Mistake] = []
        self.receipts: list[tuple[str, date]] = []
        self.materials: list[dict[str, Any]] = []
        self.decisions: list[dict[str, Any]] = []
        self.cast = Cast()

    def put(
        self,
        path: str,
        content: bytes,
        *faults: tuple[str, str],
        received: date | None = None,
        known_as: str = "",
    ) -> None:
        """Adds a file, with the findings about it as a whole (code,
        sentence); `known_as` is what 收件登记 calls it."""
        self.files[path] = content
        self.mistakes += [Mistake(path, "", "", code, text) for code, text in faults]
        if received:
            self.receipts.append((known_as or path, received))

    def send(
        self,
        path: str,
        tables: list[Table],
        how: str,
        *faults: tuple[str, str],
        received: date | None = None,
        known_as: str = "",
    ) -> None:
        """Writes tables into one file and notes their mistakes at their places.
        `how`: a look of xlsx, or xlsm, xls, ods, csv:<encoding>, tsv:<encoding>."""
        grids = [render(table) for table in tables]
        self.put(path, written(grids, how, author(path)), *faults, received=received, known_as=known_as)
        for table, grid in zip(tables, grids, strict=True):
            self._note(table, grid, path, "" if ":" in how else grid.sheet)

    def send_zip(self, path: str, books: list[tuple[str, list[Table], str]], received: date) -> None:
        """Several workbooks in one zip; a sheet is then 'name.xlsx!sheet'."""
        parts = []
        for name, tables, how in books:
            grids = [render(table) for table in tables]
            parts.append((name, written(grids, how, author(path))))
            for table, grid in zip(tables, grids, strict=True):
                self._note(table, grid, path, f"{name}!{grid.sheet}")
        self.put(path, formats.zipped(parts), received=received)

    def _note(self, table: Table, grid: Grid, path: str, sheet: str) -> None:
        """Resolves the mistakes of a table to their cells."""
        self.mistakes += [
            Mistake(path, sheet, grid.place(fault), fault.code, fault.text) for fault in table.faults
        ]

    def papers(self, project: str, received: date, *, without: str = "", copies: int = 30) -> None:
        """The written materials of article 13, received by the center; `without` leaves one out."""
        for name, count, stamped in (
            ("研修培训工作总结", 1, "是"),
            ("结业登记备案名册", 2, "是"),
            ("学员研修工作总结", copies, "否"),
        ):
            if name != without:
                self.materials.append(
                    {
                        "项目编号": project,
                        "材料名称": name,
                        "份数": count,
                        "是否盖章": stamped,
                        "收件日期": received,
                        "收件人": "赵测试",
                    }
                )

    def decide(
        self, code: str, project: str, person: str, ruling: str, reason: str, confirmed_by: str = ""
    ) -> None:
        """A row of 处理意见.xlsx."""
        self.decisions.append(
            {
                "规则代码": code,
                "项目编号": project,
                "身份证件号码": person,
                "处理意见": ruling,
                "理由": reason,
                "核实人": "钱测试",
                "核实日期": date(2026, 9, 28),
                "复核人": confirmed_by,
            }
        )


def author(path: str) -> str:
    """Who made a workbook: each unit has one of its own, named after its folder;
    applications lie together and are told apart by their names."""
    top, folder, *rest = path.split("/")
    if top != "inbox":
        return "测试用户"
    return f"{rest[0].split('-')[0] if folder == '项目申报' else folder}经办人"


def written(grids: list[Grid], how: str, by: str) -> bytes:
    """Grids in a format; `by` is the author, where the format has one."""
    if ":" in how:
        kind, encoding = how.split(":")
        return formats.delimited(grids[0], encoding, "\t" if kind == "tsv" else ",")
    if how in xlsx.LOOKS:
        return xlsx.workbook(grids, how, by)
    return {"xls": formats.xls, "ods": formats.ods}[how](grids)
