"""The style sheet of a workbook: formats that are cloned with another fill, and formats that are added."""

from __future__ import annotations

import copy

from lxml import etree

from gaoji_batch.outputs.marking.issue import COLOURS
from gaoji_batch.outputs.marking.package import elements, first, place

_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors", "extLst")
_LEAST = {
    "fonts": ['<font><sz val="11"/><name val="宋体"/></font>'],
    "fills": ['<fill><patternFill patternType="none"/></fill>', '<fill><patternFill patternType="gray125"/></fill>'],
    "borders": ["<border><left/><right/><top/><bottom/><diagonal/></border>"],
    "cellStyleXfs": ['<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'],
    "cellXfs": ['<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'],
}
"""What a style sheet must hold before anything can be added to it."""


class Styles:
    """Adds to a style sheet; indexes are those that cells and formats refer to."""

    def __init__(self, root: etree._Element) -> None:
        self.space = etree.QName(root).namespace
        self.groups = {name: place(root, name, _ORDER[_ORDER.index(name) + 1 :]) for name in _LEAST}
        for name, least in _LEAST.items():
            for xml in least[len(elements(self.groups[name])) :]:
                self.add(name, xml)
        self.formats = elements(self.groups["cellXfs"], "xf")
        self.fills: dict[str, int] = {}
        self.made: dict[tuple[int, str], int] = {}

    def add(self, group: str, xml: str) -> int:
        """Appends an element, given as XML without namespace, to one of the groups and returns its index."""
        made = etree.fromstring(f'<g xmlns="{self.space}">{xml}</g>')[0]
        return self._append(group, made)

    def format(self, font: int, fill: int, border: int, inside: str = "") -> int:
        """A new cell format of added parts; `inside` is the XML of its alignment."""
        applied = 'applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"'
        return self.add("cellXfs", f'<xf numFmtId="0" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" {applied}>{inside}</xf>')

    def solid(self, colour: str) -> int:
        """The index of a plain fill, made once for each colour (ARGB)."""
        if colour not in self.fills:
            inside = f'<patternFill patternType="solid"><fgColor rgb="{colour}"/><bgColor indexed="64"/></patternFill>'
            self.fills[colour] = self.add("fills", f"<fill>{inside}</fill>")
        return self.fills[colour]

    def marked(self, index: int, colour: str) -> int:
        """The cell format `index` with nothing but its fill changed to the colour of a verdict."""
        if (index, colour) not in self.made:
            clone = copy.deepcopy(self.formats[index if index < len(self.formats) else 0])
            clone.set("fillId", str(self.solid(COLOURS[colour])))
            clone.set("applyFill", "1")
            self.made[index, colour] = self._append("cellXfs", clone)
        return self.made[index, colour]

    def unmark(self) -> None:
        """Takes the fill from all formats that an earlier return coloured, for a workbook that was sent in again."""
        ours = {str(at) for at, fill in enumerate(elements(self.groups["fills"])) if _solid_colour(fill) in COLOURS.values()}
        for xf in self.formats:
            if xf.get("fillId") in ours:
                xf.set("fillId", "0")

    def _append(self, group: str, made: etree._Element) -> int:
        parent = self.groups[group]
        parent.append(made)
        count = len(elements(parent))
        parent.set("count", str(count))
        return count - 1


def _solid_colour(fill: etree._Element) -> str:
    pattern = first(fill, "patternFill")
    front = None if pattern is None else first(pattern, "fgColor")
    return "" if front is None else front.get("rgb", "").upper()
