"""xlsx and xlsm: one lxml pass over the parts guards the extent and sees what values do not say; then
calamine reads the values."""

from __future__ import annotations

import io
import posixpath
import re
from typing import Any
from urllib.parse import unquote
from xml.sax.saxutils import unescape

from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook

from gaoji_batch.intake.archive import Archive, packed
from gaoji_batch.intake.drawings import boxes_of
from gaoji_batch.intake.grid import PAGE_MARGIN, Apart, Grid
from gaoji_batch.intake.refused import Refused, check_extent, damaged
from gaoji_batch.intake.sheet_scan import SAFELY, SheetScan, scan_sheet
from gaoji_batch.intake.struck import Struck
from gaoji_batch.intake.values import grid_of
from gaoji_batch.intake.workbook import Workbook
from gaoji_batch.values.rule_names import OVER_LIMIT
from gaoji_batch.workspace.limits import Limits

_READ_SUFFIXES = (".xml", ".rels")
_HEAVY = (
    "xl/drawings/",
    "xl/media/",
    "xl/charts/",
    "xl/theme/",
    "xl/pivotcache/",
    "customxml/",
    "xl/comments",
    "xl/printersettings/",
)
"""Parts that hold no cells: inflated for the count, not read."""
_DRAWINGS = "xl/drawings/drawing"
"""Of these, the parts that may hold text boxes and shapes."""
_NOT_FOR_CALAMINE = ("docprops/", "xl/tables/", "xl/worksheets/_rels/", "xl/drawings/")
_SOURCE = re.compile(rb"<(?:\w+:)?(?:formula1|f)>([^<]*![^<]*)</")
_MACRO_SHEETS = ("xlMacrosheet", "xlIntlMacrosheet")
_NO_CELLS = ("chartsheet", "dialogsheet", *_MACRO_SHEETS)
# a workbook saved as 'Strict Open XML' has namespaces of its own
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"


def read_xlsx(archive: Archive, limits: Limits) -> Workbook:
    """The sheets of a workbook, hidden ones too; Refused where it is damaged, past a limit, or means harm."""
    parts = _parts(archive)
    book = _find(parts, "xl/workbook.xml") or _main_part(parts)
    if book is None:
        raise damaged("文件残缺（没有工作簿部件）")
    # the workbook part says where a sheet is: the names of the parts may be any
    targets = _targets(parts, book)
    root = _xml(parts[book])
    listed = [entry for entry in root.iter("{*}sheet") if isinstance(entry.tag, str)]
    if len(listed) > limits.sheets:
        raise Refused(OVER_LIMIT, limit=f"工作表超过{limits.sheets}张")
    struck = Struck.of(
        _part_of_kind(parts, targets, "styles"), _part_of_kind(parts, targets, "sharedStrings")
    )
    passes, no_cells = _passes(parts, targets, listed, struck, limits)
    hidden = {entry.get("name", "") for entry in listed if entry.get("state", "visible") != "visible"}
    values = _values(parts | _without(parts, book, no_cells), list(passes)) if passes else {}
    grids = [_grid(name, values[name], name in hidden, scan, limits) for name, scan in passes.items()]
    places = {
        entry.get("name", ""): targets[_relation(entry)][1] for entry in listed if entry not in no_cells
    }
    sources = _referred(root, [parts[place] for place in places.values()])
    for grid in grids:
        grid.listed = f"{grid.sheet}!" in sources or f"'{grid.sheet}'!" in sources
    for grid in grids if any(map(_is_drawing, parts)) else ():
        grid.apart += _boxes(parts, places[grid.sheet])
    names = [name.casefold() for name in archive.entries]
    macros = any(name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in names)
    macros |= any(_kind(entry, targets) in ("", *_MACRO_SHEETS) for entry in no_cells)
    return Workbook(grids, _creator(parts), macros)


def _kind(entry: etree._Element, targets: dict[str, tuple[str, str]]) -> str:
    return targets.get(_relation(entry), ("", ""))[0]


def _passes(
    parts: dict[str, bytes],
    targets: dict[str, tuple[str, str]],
    listed: list[etree._Element],
    struck: Struck,
    limits: Limits,
) -> tuple[dict[str, SheetScan], list[etree._Element]]:
    """What the pass over each sheet sees, by the sheet's name, and the entries of sheets without cells."""
    passes: dict[str, SheetScan] = {}
    no_cells: list[etree._Element] = []
    filled = 0
    for entry in listed:
        name, (kind, part) = entry.get("name", ""), targets.get(_relation(entry), ("", ""))
        if kind in _NO_CELLS or not _relation(entry):  # a module has no part of its own
            no_cells.append(entry)
            continue
        if part not in parts:
            raise damaged(f"文件残缺（工作表“{name}”不在其中）")
        # findings and calamine know a sheet by its name: of two, one would stay unread unseen
        if name in passes:
            raise damaged("文件残缺（工作表重名）")
        # before calamine, whose process a cell at XFD1048576 ends (docs/decisions/0007)
        scan = passes[name] = scan_sheet(parts[part], name, struck, limits)
        filled += scan.filled
        check_extent(scan.rows, scan.columns, filled, limits, name)
    return passes, no_cells


def _grid(name: str, values: list[list[Any]], hidden: bool, scan: SheetScan, limits: Limits) -> Grid:
    grid = grid_of(
        name,
        values,
        limits,
        hidden,
        scan.merges,
        scan.hidden_rows,
        scan.hidden_columns,
        scan.errors,
        scan.unvalued,
        scan.struck,
    )
    grid.formulas = scan.formulas
    grid.apart = [Apart(PAGE_MARGIN, 1, 1, line) for line in scan.margins]
    return grid


def _is_drawing(name: str) -> bool:
    return name.casefold().startswith(_DRAWINGS)


def _boxes(parts: dict[str, bytes], sheet: str) -> list[Apart]:
    """The text boxes and shapes with text of a sheet."""
    drawings = [part for kind, part in _targets(parts, sheet).values() if kind == "drawing" and part in parts]
    # most drawings are pictures alone, and need not be parsed
    return [box for part in drawings if b"txBody" in parts[part] for box in boxes_of(_xml(parts[part]))]


def _without(parts: dict[str, bytes], book: str, entries: list[etree._Element]) -> dict[str, bytes]:
    """The workbook part without the sheets that hold no cells, for which calamine would look."""
    if not entries:
        return {}
    root = _xml(parts[book])
    gone = {entry.get("name", "") for entry in entries}
    for entry in [entry for entry in root.iter("{*}sheet") if entry.get("name", "") in gone]:
        entry.getparent().remove(entry)  # type: ignore[union-attr]
    return {book: etree.tostring(root, encoding="UTF-8", xml_declaration=True)}


def _referred(book: etree._Element, sheets: list[bytes]) -> str:
    """The sources of all data validations, and what the workbook's own names refer to (print areas and
    filters are Excel's)."""
    sources = [
        entry.text or ""
        for entry in book.iter("{*}definedName")
        if not entry.get("name", "").startswith("_xlnm.")
    ]
    for part in sheets:
        # in the bytes: a sheet is not parsed a second time for its lists
        if b"dataValidation" in part:
            sources += [source.decode("utf-8", "replace") for source in _SOURCE.findall(part)]
    return unescape("\n".join(sources))


def _parts(archive: Archive) -> dict[str, bytes]:
    """The xml parts by name, as UTF-8; all others are inflated for the count alone."""
    parts = {}
    for name in archive.entries:
        low = name.casefold().lstrip("/")
        heavy = low.startswith(_HEAVY) and not _is_drawing(low)
        if not low.endswith(_READ_SUFFIXES) or heavy:
            archive.measure(name)
            continue
        parts[name.replace("\\", "/").lstrip("/")] = archive.read_xml(name)
    return parts


def _find(parts: dict[str, bytes], wanted: str) -> str | None:
    """A part by name; producers differ in case."""
    return (
        wanted
        if wanted in parts
        else next((name for name in parts if name.casefold() == wanted.casefold()), None)
    )


def _main_part(parts: dict[str, bytes]) -> str | None:
    rels = _find(parts, "_rels/.rels")
    targets = (
        entry.get("Target", "")
        for entry in (_xml(parts[rels]) if rels else ())
        if entry.get("Type", "").endswith("/officeDocument")
    )
    return next((part for target in targets if (part := _find(parts, target.lstrip("/")))), None)


def _xml(part: bytes) -> etree._Element:
    try:
        return etree.fromstring(part, etree.XMLParser(**SAFELY))
    except etree.XMLSyntaxError as error:
        raise damaged("文件残缺（部件无法解析）") from error


def _targets(parts: dict[str, bytes], book: str) -> dict[str, tuple[str, str]]:
    """Relation id → (kind, part) of the workbook's sheets."""
    folder, name = posixpath.split(book)
    rels = _find(parts, posixpath.join(folder, "_rels", f"{name}.rels"))
    targets = {}
    for entry in _xml(parts[rels]) if rels else ():
        if isinstance(entry.tag, str):
            # a target is a URI, in which a Chinese letter may be written %E8…
            target = unquote(entry.get("Target", "")).replace("\\", "/")
            path = (
                target.lstrip("/")
                if target.startswith("/")
                else posixpath.normpath(posixpath.join(folder, target))
            )
            targets[entry.get("Id", "")] = entry.get("Type", "").rsplit("/", 1)[-1], _find(parts, path) or ""
    return targets


def _part_of_kind(parts: dict[str, bytes], targets: dict[str, tuple[str, str]], kind: str) -> bytes:
    return next((parts[part] for named, part in targets.values() if named == kind and part in parts), b"")


def _relation(sheet: etree._Element) -> str:
    return sheet.get(f"{{{_OFFICE}}}id") or sheet.get(f"{{{_STRICT}}}id") or ""


def _values(parts: dict[str, bytes], names: list[str]) -> dict[str, list[list[Any]]]:
    """The values by sheet, read by calamine from a package of the very parts that were looked at."""
    # only what was looked at and counted, in UTF-8: calamine shall see no other part than this pass did
    package = packed(
        {name: part for name, part in parts.items() if not name.casefold().startswith(_NOT_FOR_CALAMINE)}
    )
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(package)) as book:
            return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in names}
    except (CalamineError, ValueError, OSError) as error:
        raise damaged("工作簿的内容不完整") from error


def _creator(parts: dict[str, bytes]) -> str:
    core = _find(parts, "docProps/core.xml")
    try:
        return (
            (_xml(parts[core]).findtext("{http://purl.org/dc/elements/1.1/}creator") or "").strip()[:200]
            if core
            else ""
        )
    except Refused:
        return ""
