"""Tables of a Word document (.docx), a sheet each: row 1 is the table's first row, text above it has no
address."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from gaoji_batch.intake.archive import Archive
from gaoji_batch.intake.grid import Grid
from gaoji_batch.intake.refused import Refused, check_extent, damaged
from gaoji_batch.intake.values import grid_of
from gaoji_batch.intake.workbook import Workbook
from gaoji_batch.values.rule_names import OVER_LIMIT
from gaoji_batch.workspace.limits import Limits


def read_docx(data: bytes, archive: Archive, limits: Limits) -> Workbook:
    """The tables of a document as sheets 表1, 表2 …; `archive` is the same file, by which its parts are counted
    first."""
    for name in archive.entries:
        if name.endswith((".xml", ".rels")):
            archive.read_xml(name)
        else:
            archive.measure(name)
    try:
        document = Document(io.BytesIO(data))
    except (KeyError, ValueError, AttributeError) as error:
        raise damaged("Word文档残缺") from error
    grids: list[Grid] = []
    above: list[str] = []
    for block in document.element.body.iterchildren():
        if block.tag == qn("w:tbl"):
            if len(grids) == limits.sheets:
                raise Refused(OVER_LIMIT, limit=f"表格超过{limits.sheets}张")
            grids.append(_grid(block, f"表{len(grids) + 1}", above, limits))
            above = []
        elif line := _text(block).strip():
            above.append(line)
    return Workbook(grids, document.core_properties.author[:200])


def _grid(table: Any, name: str, above: list[str], limits: Limits) -> Grid:
    rows: list[list[object]] = []
    merges: list[tuple[int, int, int, int]] = []
    struck: set[tuple[int, int]] = set()
    open_above: dict[int, int] = {}  # first column of a cell merged downwards → its place in merges
    for at, line in enumerate(table.tr_lst, 1):
        values: list[object] = [None] * line.grid_before
        going: dict[int, int] = {}
        for cell in line.tc_lst:
            left, wide = len(values) + 1, cell.grid_span
            check_extent(at, left + wide - 1, 0, limits, name)
            goes_on = cell.vMerge == "continue" and left in open_above
            if _is_struck(cell):
                struck.add((at, left))
            values += [None if goes_on else _text(cell).strip() or None, *[None] * (wide - 1)]
            if goes_on:
                place = going[left] = open_above[left]
                merges[place] = (*merges[place][:2], at, merges[place][3])
            elif wide > 1 or cell.vMerge == "restart":
                going[left] = len(merges)
                merges.append((at, left, at, left + wide - 1))
        open_above = going
        rows.append(values)
    filled = sum(value is not None for row in rows for value in row)
    check_extent(len(rows), max(map(len, rows), default=0), filled, limits, name)
    spread = [area for area in merges if area[:2] != area[2:]]
    grid = grid_of(name, rows, limits, False, spread, [], [], {}, set(), struck)
    grid.above = above
    return grid


def _is_struck(cell: Any) -> bool:
    """Whether a line goes through the text of a cell, or a part of it."""
    return any(
        mark.get(qn("w:val"), "1") not in ("0", "false", "off", "none")
        for run in cell.iter(qn("w:r"))
        if run.find(qn("w:t")) is not None
        for tag in ("w:strike", "w:dstrike")
        for mark in run.iterfind(f"{qn('w:rPr')}/{qn(tag)}")
    )


def _text(block: Any) -> str:
    """The text of a paragraph or a cell: paragraphs and breaks as lines; what is deleted with tracked changes
    is not read."""
    lines = []
    for paragraph in [block] if block.tag == qn("w:p") else block.iter(qn("w:p")):
        parts = [_WRITTEN[part.tag](part) for part in paragraph.iter() if part.tag in _WRITTEN]
        lines.append("".join(parts))
    return "\n".join(lines)


_WRITTEN = {
    qn("w:t"): lambda part: part.text or "",
    qn("w:tab"): lambda part: "" if part.getparent().tag == qn("w:tabs") else "\t",
    qn("w:br"): lambda part: "\n",
    qn("w:noBreakHyphen"): lambda part: "-",
}
