"""Tables of a Word document (.docx), a sheet each: row 1 is the table's first row, text above it has no
address."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from gaoji_batch.intake.archive import Archive
from gaoji_batch.intake.grid import PAGE_MARGIN, Apart, Grid
from gaoji_batch.intake.refused import Refused, check_extent, damaged
from gaoji_batch.intake.values import grid_of
from gaoji_batch.intake.workbook import Workbook
from gaoji_batch.values.rule_names import OVER_LIMIT
from gaoji_batch.workspace.limits import Limits

_BOX = qn("w:txbxContent")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BELOW = "表格以下的文字"
_WRAPPERS = (qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"))


def read_docx(data: bytes, archive: Archive, limits: Limits) -> Workbook:
    """The tables of a document as sheets 表1, 表2 …; `archive` is the same file, by which its parts are
    counted first."""
    # python-docx inflates and parses without a bound
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
    for block in _with_boxes(document.element.body):
        if block.tag == qn("w:tbl"):
            above = _add(block, above, grids, limits)
        elif line := _text(block).strip():
            above.append(line)
    if grids:
        grids[-1].apart += [Apart(_BELOW, 1, 1, line) for line in above]
        grids[0].apart += [Apart(PAGE_MARGIN, 1, 1, line) for line in _margins(document)]
    return Workbook(grids, document.core_properties.author[:200])


def _blocks(parent: Any) -> Iterator[Any]:
    """What a document, a table, a row or a cell holds: paragraphs, tables, rows, cells, those in content
    controls too."""
    for block in parent.iterchildren():
        if block.tag in _WRAPPERS:
            yield from _blocks(block)
        else:
            yield block


def _with_boxes(parent: Any) -> Iterator[Any]:
    """The blocks of a document, and after each paragraph those of the text boxes that are fixed to it."""
    for block in _blocks(parent):
        yield block
        if block.tag == qn("w:p"):
            for box in block.iter(_BOX):
                # a box stands twice: for older programs once more
                if next(box.iterancestors(_FALLBACK), None) is None:
                    yield from _blocks(box)


def _margins(document: Any) -> list[str]:
    """The lines at the head and foot of the pages, those in tables too."""
    parts = [part for section in document.sections for part in (section.header, section.footer)]
    blocks = [
        block for part in parts if not part.is_linked_to_previous for block in part._element.iter(qn("w:p"))
    ]
    return [line for block in blocks if (line := _text(block).strip())]


def _of_kind(parent: Any, tag: str) -> list[Any]:
    return [block for block in _blocks(parent) if block.tag == qn(tag)]


def _add(table: Any, above: list[str], grids: list[Grid], limits: Limits) -> list[str]:
    """Adds a table, and after it those that stand in its cells; one that holds nothing else is a frame of
    theirs. The text above that belongs to what follows."""
    if len(grids) == limits.sheets:
        raise Refused(OVER_LIMIT, limit=f"表格超过{limits.sheets}张")
    cells = [cell for line in _of_kind(table, "w:tr") for cell in _of_kind(line, "w:tc")]
    within = [inner for cell in cells for inner in _of_kind(cell, "w:tbl")]
    grid = _grid(table, f"表{len(grids) + 1}", above, limits)
    if grid.rows or not within:
        grids.append(grid)
        above = []
    for inner in within:
        above = _add(inner, above, grids, limits)
    return above


def _grid(table: Any, name: str, above: list[str], limits: Limits) -> Grid:
    rows: list[list[object]] = []
    merges: list[tuple[int, int, int, int]] = []
    struck: set[tuple[int, int]] = set()
    open_above: dict[int, int] = {}  # first column of a cell merged downwards → its place in merges
    for at, line in enumerate(_of_kind(table, "w:tr"), 1):
        values: list[object] = [None] * line.grid_before
        going: dict[int, int] = {}
        for cell in _of_kind(line, "w:tc"):
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
        line.get(qn("w:val"), "1") not in ("0", "false", "off", "none")
        for run in cell.iter(qn("w:r"))
        if run.find(qn("w:t")) is not None
        for tag in ("w:strike", "w:dstrike")
        for line in run.iterfind(f"{qn('w:rPr')}/{qn(tag)}")
    )


def _text(block: Any) -> str:
    """The text of a paragraph or a cell: paragraphs and breaks as lines; what is deleted with tracked changes
    is not read, nor is a table in a cell."""
    lines = []
    for paragraph in [block] if block.tag == qn("w:p") else _of_kind(block, "w:p"):
        # their text is that of blocks of their own (`_with_boxes`), and stood here a second time
        boxed = {part for box in paragraph.iter(_BOX) for part in box.iter()}
        parts = [
            _WRITTEN[part.tag](part)
            for part in paragraph.iter()
            if part.tag in _WRITTEN and part not in boxed
        ]
        lines.append("".join(parts))
    return "\n".join(lines)


_WRITTEN: dict[str, Callable[[Any], str]] = {
    qn("w:t"): lambda part: part.text or "",
    # within w:tabs it is a stop of the paragraph, and no character
    qn("w:tab"): lambda part: "" if part.getparent().tag == qn("w:tabs") else "\t",
    qn("w:br"): lambda part: "\n",
    qn("w:noBreakHyphen"): lambda part: "-",
}
