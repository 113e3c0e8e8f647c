"""A unit's workbook with its findings marked in it: cells coloured, comments, the sheet 审核意见 in front.

Nothing of the workbook is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from gaoji_batch.outputs.marking.comments import Comments, wording
from gaoji_batch.outputs.marking.issue import Cause, Issue, worst
from gaoji_batch.outputs.marking.package import OoxmlPackage
from gaoji_batch.outputs.marking.review_sheet import Cover, review_sheet
from gaoji_batch.outputs.marking.sheet_cells import SheetCells
from gaoji_batch.outputs.marking.styles import Styles
from gaoji_batch.outputs.marking.workbook_part import SheetPart, WorkbookPart

_SIGNED = "原文件带有数字签名。加注审核意见后，本副本中的签名不再有效，请在原文件上改正并重新签名后报送。"


def marked(
    data: bytes,
    issues: list[Issue],
    causes: list[Cause],
    cover: Cover,
    day: date,
    renamed: Mapping[str, str] | None = None,
) -> bytes:
    """The xlsx or xlsm `data` with the findings marked; raises on a package that cannot be edited.

    `renamed`: the name of a sheet in the findings → in this workbook, where they differ. Equal arguments give
    equal bytes.
    """
    package = OoxmlPackage(data)
    book = WorkbookPart(package)
    styles = Styles(book.styles())
    again = book.returned_before
    # a copy that was returned and sent in again must not show the marks of last time
    if again:
        styles.unmark()
        book.remove_review()
    here = {sheet.name: sheet for sheet in book.sheets}
    named = {issue.sheet: (renamed or {}).get(issue.sheet, issue.sheet) for issue in issues}
    for sheet in book.sheets:
        of_sheet = [issue for issue in issues if issue.cell and named[issue.sheet] == sheet.name]
        # a copy that was sent in again may hold the comments of last time where nothing is found now
        if sheet.is_worksheet and (of_sheet or (again and _commented(package, sheet))):
            _annotate(package, book, sheet, styles, of_sheet, day)
    # any change breaks a signature; the unit is told rather than left to wonder
    if any(name.lower().startswith("_xmlsignatures/") for name in package.names):
        cover = replace(cover, remarks=(*cover.remarks, _SIGNED))
    # a link into a hidden sheet leads nowhere
    linked = {written: name for written, name in named.items() if name in here and not here[name].hidden}
    book.insert_first(*review_sheet(book.space, styles, cover, causes, issues, linked))
    return package.save()


def _commented(package: OoxmlPackage, sheet: SheetPart) -> bool:
    return any(relation.kind == "comments" for relation in package.relations(sheet.part))


def _annotate(
    package: OoxmlPackage,
    book: WorkbookPart,
    sheet: SheetPart,
    styles: Styles,
    issues: list[Issue],
    day: date,
) -> None:
    root = package.edit(sheet.part)
    cells, comments = SheetCells(root, styles), Comments(package, sheet.part, root, book.types, day)
    comments.clear()
    for (row, column), of_cell in _by_cell(cells, issues).items():
        cells.colour(row, column, worst(of_cell))
        comments.add(cells, row, column, wording(of_cell))
    comments.save()


def _by_cell(cells: SheetCells, issues: list[Issue]) -> dict[tuple[int, int], list[Issue]]:
    """The findings of each cell that shows, down and across."""
    by_cell: dict[tuple[int, int], list[Issue]] = {}
    for issue in issues:
        by_cell.setdefault(cells.anchor(issue.row, issue.column), []).append(issue)
    return dict(sorted(by_cell.items()))
