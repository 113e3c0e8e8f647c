"""The style sheet of a workbook: formats that are cloned with another fill, and formats that are added."""

from __future__ import annotations

import copy
from xml.sax.saxutils import quoteattr

from lxml import etree

from gaoji_batch.outputs.marking.issue import COLOURS
from gaoji_batch.outputs.marking.package import elements, first, place

_ORDER = (
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
)
_LEAST = {
    "fonts": ['<font><sz val="11"/><name val="宋体"/></font>'],
    # Excel takes the first two for none and gray125, whatever stands there
    "fills": [
        '<fill><patternFill patternType="none"/></fill>',
        '<fill><patternFill patternType="gray125"/></fill>',
    ],
    "borders": ["<border><left/><right/><top/><bottom/><diagonal/></border>"],
    "cellStyleXfs": ['<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'],
    "cellXfs": ['<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'],
}
"""What a style sheet must hold before anything can be added to it."""
_PLAIN = 'indexed="64"'
_COLOUR_PARTS = ("rgb", "theme", "indexed", "tint")


class Styles:
    """Adds to a style sheet; indexes are those that cells and formats refer to."""

    def __init__(self, root: etree._Element) -> None:
        self.space = etree.QName(root).namespace
        self.groups = {name: place(root, name, _ORDER[_ORDER.index(name) + 1 :]) for name in _LEAST}
        for name, least in _LEAST.items():
            for xml in least[len(elements(self.groups[name])) :]:
                self.add(name, xml)
        self.formats = elements(self.groups["cellXfs"], "xf")
        self.fills: dict[tuple[str, str], int] = {}
        self.clones: dict[tuple[int, str], int] = {}

    def add(self, group: str, xml: str) -> int:
        """Appends an element, given as XML without namespace, to one of the groups and returns its index."""
        element = etree.fromstring(f'<g xmlns="{self.space}">{xml}</g>')[0]
        return self._append(group, element)

    def format(self, font: int, fill: int, border: int, inside: str = "") -> int:
        """A new cell format of added parts; `inside` is the XML of its alignment."""
        applied = 'applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"'
        return self.add(
            "cellXfs",
            f'<xf numFmtId="0" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" {applied}>'
            f"{inside}</xf>",
        )

    def solid(self, colour: str, below: str = _PLAIN) -> int:
        """The index of a plain fill of a colour (ARGB); `below` is its second colour, which does not show."""
        return self._fill(f'rgb="{colour}"', below)

    def _fill(self, front: str, back: str) -> int:
        if (front, back) not in self.fills:
            inside = f'<patternFill patternType="solid"><fgColor {front}/><bgColor {back}/></patternFill>'
            self.fills[front, back] = self.add("fills", f"<fill>{inside}</fill>")
        return self.fills[front, back]

    def marked(self, index: int, colour: str) -> int:
        """The cell format `index` with nothing but its fill changed to the colour of a verdict; a plain fill
        of the unit's lies below it."""
        if (index, colour) not in self.clones:
            # a damaged file may name a format that the style sheet lacks
            clone = copy.deepcopy(self.formats[index if index < len(self.formats) else 0])
            # the second colour of a plain fill never shows: the unit's own waits there for `unmark`
            unit_fill = elements(self.groups["fills"])[int(clone.get("fillId") or 0) :][:1]
            clone.set(
                "fillId",
                str(self.solid(COLOURS[colour], _colour(unit_fill[0], "fgColor") if unit_fill else _PLAIN)),
            )
            # without it some programs show the fill of the named style instead
            clone.set("applyFill", "1")
            self.clones[index, colour] = self._append("cellXfs", clone)
        return self.clones[index, colour]

    def unmark(self) -> None:
        """Gives all formats that an earlier return coloured the fill back that lay below, for a workbook that
        was sent in again."""
        marks = {f'RGB="{colour}"' for colour in COLOURS.values()}
        ours = {
            str(at): _colour(fill, "bgColor")
            for at, fill in enumerate(elements(self.groups["fills"]))
            if _colour(fill, "fgColor").upper() in marks
        }
        for xf in self.formats:
            below = ours.get(xf.get("fillId", ""))
            if below is not None:
                xf.set("fillId", "0" if below == _PLAIN else str(self._fill(below, _PLAIN)))

    def _append(self, group: str, element: etree._Element) -> int:
        parent = self.groups[group]
        parent.append(element)
        count = len(elements(parent))
        parent.set("count", str(count))
        return count - 1


def _colour(fill: etree._Element, name: str) -> str:
    """A colour of a plain fill as the attributes that say it; _PLAIN where it is none."""
    pattern = first(fill, "patternFill")
    colour = None if pattern is None or pattern.get("patternType") != "solid" else first(pattern, name)
    return (
        _PLAIN
        if colour is None
        else " ".join(
            f"{key}={quoteattr(colour.get(key, ''))}" for key in _COLOUR_PARTS if key in colour.attrib
        )
        or _PLAIN
    )
