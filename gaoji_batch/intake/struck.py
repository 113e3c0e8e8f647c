"""Cells of xlsx that are struck through, by their style or by a run of their text."""

from __future__ import annotations

import io
from dataclasses import dataclass

from lxml import etree

_NO = ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class Struck:
    """What strikes a cell through in one workbook: its style (a place in cellXfs), or its text (a place in
    the shared strings)."""

    styles: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()

    @classmethod
    def of(cls, styles: bytes, texts: bytes) -> Struck:
        """From the parts of styles and shared strings; nearly all workbooks have no such font, and are not
        looked through."""
        return cls(
            _styles(styles) if b"strike" in styles else frozenset(),
            _texts(texts) if b"strike" in texts else frozenset(),
        )

    def is_struck(self, cell: etree._Element) -> bool:
        """Whether a filled cell shows a line through its content, or a part of it."""
        kind = cell.get("t")
        return (
            cell.get("s") in self.styles
            or (kind == "s" and bool(self.texts) and (cell.findtext("{*}v") or "").strip() in self.texts)
            or (kind == "inlineStr" and _strikes(cell))
        )


def _strikes(element: etree._Element) -> bool:
    return any(line.get("val", "1") not in _NO for line in element.iter("{*}strike"))


def _styles(part: bytes) -> frozenset[str]:
    try:
        sheet = etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return frozenset()
    fonts = {str(at) for at, font in enumerate(sheet.iterfind("{*}fonts/{*}font")) if _strikes(font)}
    return frozenset(
        str(at) for at, xf in enumerate(sheet.iterfind("{*}cellXfs/{*}xf")) if xf.get("fontId") in fonts
    )


def _texts(part: bytes) -> frozenset[str]:
    places = set()
    try:
        items = etree.iterparse(
            io.BytesIO(part), tag="{*}si", resolve_entities=False, no_network=True, huge_tree=False
        )
        for at, (_, item) in enumerate(items):
            if _strikes(item):
                places.add(str(at))
            item.clear(keep_tail=False)
    except etree.XMLSyntaxError:
        return frozenset()
    return frozenset(places)
