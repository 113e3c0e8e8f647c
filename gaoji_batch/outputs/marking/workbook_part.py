"""The workbook part: its sheets, and a new sheet in front of them with all that counts sheets kept right."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain, count

from lxml import etree

from gaoji_batch.forms.own_sheets import REVIEW_LINE, REVIEW_ROWS, REVIEW_SHEET
from gaoji_batch.outputs.marking.package import (
    OoxmlPackage,
    child,
    elements,
    first,
    place,
    relations_of,
    remove,
    serialised,
    unset,
)

_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
# The schema fixes the order of the workbook's elements, as of a sheet's.
_AFTER_NAMES = (
    "calcPr",
    "oleSize",
    "customWorkbookViews",
    "pivotCaches",
    "smartTagPr",
    "smartTagTypes",
    "webPublishing",
    "fileRecoveryPr",
    "webPublishObjects",
    "extLst",
)
_APP = "docProps/app.xml"
_SELECTED = re.compile(rb"(<(?:\w+:)?sheetView\b[^>]*?\stabSelected\s*=\s*[\"'])(?:1|true)([\"'])")


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet as the workbook lists it, and the part that holds it."""

    name: str
    part: str
    hidden: bool
    is_worksheet: bool


class WorkbookPart:
    """The main part of a package and what it refers to; `types` is the address that relation types begin
    with."""

    def __init__(self, package: OoxmlPackage) -> None:
        self.package = package
        main = next(relation for relation in package.relations("") if relation.kind == "officeDocument")
        self.part, self.types = main.target, main.type.rsplit("/", 1)[0]
        self.root = package.edit(self.part)
        self.space = etree.QName(self.root).namespace or ""
        self.listed = place(
            self.root, "sheets", ("functionGroups", "externalReferences", "definedNames", *_AFTER_NAMES)
        )
        self.links = {relation.key: relation for relation in package.relations(self.part)}
        self.sheets = [self._sheet(entry) for entry in elements(self.listed, "sheet")]

    def _sheet(self, entry: etree._Element) -> SheetPart:
        relation = self.links.get(entry.get(f"{{{self.types}}}id", ""))
        target = relation.target if relation and self.package.has(relation.target) else ""
        hidden = entry.get("state", "visible") != "visible"
        return SheetPart(
            entry.get("name", ""), target, hidden, bool(target and relation and relation.kind == "worksheet")
        )

    @property
    def returned_before(self) -> bool:
        """Whether the workbook holds a sheet that an earlier return put in."""
        return any(map(self._is_review, self.sheets))

    def _is_review(self, sheet: SheetPart) -> bool:
        """Whether a sheet is the one that an earlier return put in; a unit's own of that name stays."""
        if not sheet.is_worksheet or not sheet.name.startswith(REVIEW_SHEET):
            return False
        shared = next(
            (relation.target for relation in self.links.values() if relation.kind == "sharedStrings"), ""
        )
        texts = list(self.package.view(shared)) if shared and self.package.has(shared) else []
        for cell in self.package.view(sheet.part).iterfind("{*}sheetData/{*}row/{*}c"):
            place, value = cell.get("r", ""), cell.findtext("{*}v") or ""
            if not place.startswith("A") or not place[1:].isdigit() or int(place[1:]) > REVIEW_ROWS:
                continue
            is_shared = cell.get("t") == "s" and value.isdigit() and int(value) < len(texts)
            words = (texts[int(value)] if is_shared else cell).itertext()
            if REVIEW_LINE.match("".join(map(str, words))):
                return True
        return False

    def styles(self) -> etree._Element:
        """The root of the style sheet, made where the workbook has none."""
        name = next((relation.target for relation in self.links.values() if relation.kind == "styles"), "")
        if not name or not self.package.has(name):
            name = name or self.package.free("xl/styles{}.xml")
            normal = '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
            self.package.store(
                name, f'<styleSheet xmlns="{self.space}">{normal}</styleSheet>'.encode(), _STYLES_TYPE
            )
            self.package.relate(self.part, f"{self.types}/styles", name)
        return self.package.edit(name)

    def remove_review(self) -> None:
        """Takes out the sheet of an earlier return, with its names."""
        # from behind: each removal renumbers the sheets after it
        for at in reversed([at for at, sheet in enumerate(self.sheets) if self._is_review(sheet)]):
            entry = elements(self.listed, "sheet")[at]
            if self.sheets[at].part:
                self._forget(self.sheets[at].part)
            self.listed.remove(entry)
            del self.sheets[at]
            self._renumber(at, -1)
            _retitle(self.package, at, "")

    def _forget(self, part: str) -> None:
        self.package.drop(part)
        links = self.package.edit(relations_of(self.part))
        for entry in elements(links):
            if self.links[entry.get("Id", "")].target == part:
                links.remove(entry)

    def insert_first(self, sheet: bytes, print_titles: str) -> None:
        """Adds the review sheet as the first and the only selected one; `print_titles` are the rows each page
        repeats ($4:$4)."""
        for other in self.sheets:
            if other.part:
                self._deselect(other.part)
        name = self.package.free("xl/worksheets/review{}.xml")
        self.package.store(name, sheet, _SHEET_TYPE)
        key = self.package.relate(self.part, f"{self.types}/worksheet", name)
        numbers = [int(entry.get("sheetId", 0)) for entry in elements(self.listed)]
        names = {sheet.name.casefold() for sheet in self.sheets}
        # a unit may have sheets of these names of its own: they stay
        endings = chain(("", "_中心"), (f"_中心{number}" for number in count(2)))
        title = next(REVIEW_SHEET + ending for ending in endings if REVIEW_SHEET + ending not in names)
        entry = child(self.listed, "sheet", name=title, sheetId=str(max(numbers, default=0) + 1))
        entry.set(f"{{{self.types}}}id", key)
        self.listed.insert(0, entry)
        self._renumber(0, 1)
        self._name_titles(title, print_titles)
        self._show_first()
        _retitle(self.package, 0, title)

    def _renumber(self, start: int, step: int) -> None:
        """Names that belong to a sheet count sheets; those of a sheet that is taken out (step -1 at `start`)
        go with it."""
        names = first(self.root, "definedNames")
        for name in [] if names is None else elements(names):
            at = int(name.get("localSheetId", -1))
            if step < 0 and at == start:
                remove(name)
            elif at >= start:
                name.set("localSheetId", str(at + step))
        if names is not None and not len(names):
            self.root.remove(names)

    def _name_titles(self, title: str, rows: str) -> None:
        names = place(self.root, "definedNames", _AFTER_NAMES)
        name = child(names, "definedName", name="_xlnm.Print_Titles", localSheetId="0")
        name.text = f"{title}!{rows}"
        names.insert(0, name)

    def _show_first(self) -> None:
        views = first(self.root, "bookViews")
        for view in [] if views is None else elements(views):
            unset(view, "activeTab", "firstSheet")

    def _deselect(self, part: str) -> None:
        """Two selected sheets would be edited together; a part that is not being edited is changed in these
        few bytes only."""
        if self.package.is_edited(part):
            root = self.package.edit(part)
            for view in root.iterfind("{*}sheetViews/{*}sheetView"):
                unset(view, "tabSelected")
        else:
            data = self.package.read(part)
            # the views stand in front of the rows: a large part need not be searched to its end
            if _SELECTED.search(data, 0, 20_000):
                self.package.store(part, _SELECTED.sub(rb"\g<1>0\g<2>", data))


def _retitle(package: OoxmlPackage, at: int, name: str) -> None:
    """Keeps docProps/app.xml in step: a sheet's title put in at a place, or taken out where `name` is ''; an
    odd one is left alone."""
    if not package.has(_APP):
        return
    root = package.view(_APP)
    titles, count = (
        root.find("{*}TitlesOfParts/{*}vector"),
        root.find("{*}HeadingPairs/{*}vector/{*}variant[2]/{*}i4"),
    )
    if (
        titles is None
        or count is None
        or not (count.text or "").isdigit()
        or not at < max(1, int(count.text or 0)) <= len(titles)
    ):
        return
    if name:
        titles.insert(at, child(titles, "lpstr"))
        titles[at].text = name
    else:
        titles.remove(titles[at])
    count.text = str(int(count.text or 0) + (1 if name else -1))
    titles.set("size", str(len(titles)))
    package.store(_APP, serialised(root))
