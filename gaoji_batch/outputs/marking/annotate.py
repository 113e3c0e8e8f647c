"""A unit's workbook with its findings marked in it: cells coloured, comments, and the sheet 审核意见 in front;
nothing of it lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from gaoji_batch.outputs.marking.comments import Comments, wording
from gaoji_batch.outputs.marking.issue import Cause, Issue, worst
from gaoji_batch.outputs.marking.package import Package
from gaoji_batch.outputs.marking.review_sheet import Cover, review_sheet
from gaoji_batch.outputs.marking.sheet_cells import Cells
from gaoji_batch.outputs.marking.styles import Styles
from gaoji_batch.outputs.marking.workbook_part import SheetPart, Workbook

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
    package = Package(data)
    book = Workbook(package)
    styles = Styles(book.styles())
    again = book.returned_before
    if again:
        styles.unmark()
        book.remove_review()
    here = {sheet.name: sheet for sheet in book.sheets}
    named = {issue.sheet: (renamed or {}).get(issue.sheet, issue.sheet) for issue in issues}
    for sheet in book.sheets:
        own = [issue for issue in issues if issue.cell and named[issue.sheet] == sheet.name]
        if sheet.is_worksheet and (own or (again and _commented(package, sheet))):
            _mark_sheet(package, book, sheet, styles, own, day)
    if any(name.lower().startswith("_xmlsignatures/") for name in package.names):
        cover = replace(cover, remarks=(*cover.remarks, _SIGNED))
    linked = {said: name for said, name in named.items() if name in here and not here[name].hidden}
    book.put_in_front(*review_sheet(book.space, styles, cover, causes, issues, linked))
    return package.save()


def _commented(package: Package, sheet: SheetPart) -> bool:
    return any(relation.kind == "comments" for relation in package.relations(sheet.part))


def _mark_sheet(
    package: Package, book: Workbook, sheet: SheetPart, styles: Styles, issues: list[Issue], day: date
) -> None:
    root = package.edit(sheet.part)
    cells, comments = Cells(root, styles), Comments(package, sheet.part, root, book.types, day)
    comments.clear()
    for (row, column), own in _by_cell(cells, issues).items():
        cells.colour(row, column, worst(own))
        comments.add(cells, row, column, wording(own))
    comments.save()


def _by_cell(cells: Cells, issues: list[Issue]) -> dict[tuple[int, int], list[Issue]]:
    """The findings of each cell that shows, down and across."""
    held: dict[tuple[int, int], list[Issue]] = {}
    for issue in issues:
        held.setdefault(cells.anchor(issue.row, issue.column), []).append(issue)
    return dict(sorted(held.items()))
