"""The boxes of comments, which Excel and WPS keep as VML: added, lengthened and taken out as text, for VML is
often no proper XML."""

from __future__ import annotations

import re
from collections.abc import Callable

from gaoji_batch.outputs.marking.sheet_cells import SheetCells

_SPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
EMPTY = (
    f'<xml {_SPACES}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'
).encode()
_TYPE = (
    f'<v:shapetype {_SPACES} id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    '<v:shape {spaces} id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;'
    'margin-top:2pt;width:{width}pt;height:{height}pt;z-index:{layer};visibility:hidden" '
    'fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
# Not past the beginning of another shape: what is no proper XML may leave one open.
_SHAPE_XML = re.compile(rb"<(\w+:)?shape\b(?:(?!<(?:\w+:)?shape\b).)*?</(?:\w+:)?shape\s*>\s*", re.DOTALL)
_PLACE = re.compile(rb"<(?:\w+:)?(Row|Column)>\s*(\d+)\s*<")
_ANCHOR = re.compile(rb"(<(?:\w+:)?Anchor>)([^<]*)(<)")
_BOX_WIDTH, _LINE, _LETTERS = 300, 16, 44
"""Pixels of a box across, pixels of a line, and Latin letters that a line holds (a Chinese one counts as
two)."""


class Boxes:
    """The boxes of one VML part; places are 1-based (row, column)."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.notes = {
            place: match for match in _SHAPE_XML.finditer(data) if (place := _note_place(match.group()))
        }
        self.changed: dict[tuple[int, int], bytes] = {}
        self.added: list[str] = []
        # Excel numbers the shapes of a sheet from 1025
        self.last = max([1024, *map(int, re.findall(rb"_x0000_s(\d+)", data))])

    def add(self, cells: SheetCells, row: int, column: int, text: str) -> None:
        """A box, sized to its text, for the comment of a cell; one that is there is lengthened."""
        # a box that `remove` took out, of an earlier return, cannot be lengthened
        if (row, column) in self.notes and (row, column) not in self.changed:
            self.changed[row, column] = _lengthened(self.notes[row, column].group(), _height(text))
        else:
            self.last += 1
            self.added.append(_shape(cells, row, column, text, self.last))

    def remove(self, row: int, column: int) -> None:
        """Takes out the box of the comment of a cell."""
        if (row, column) in self.notes:
            self.changed[row, column] = b""

    def save(self) -> bytes:
        """The VML; what is not a box of ours or lengthened stays as it is."""
        parts, at = [], 0
        for place, match in self.notes.items():
            parts += [self.data[at : match.start()], self.changed.get(place, match.group())]
            at = match.end()
        tail = self.data[at:]
        # new boxes go before the closing tag of the root
        end = tail.rindex(b"</")
        kind = "" if not self.added or b'"_x0000_t202"' in self.data else _TYPE
        return b"".join([*parts, tail[:end], (kind + "".join(self.added)).encode(), tail[end:]])


def _note_place(shape: bytes) -> tuple[int, int] | None:
    at = {name: int(number) + 1 for name, number in _PLACE.findall(shape)}
    note = re.search(rb"ObjectType\s*=\s*[\"']Note", shape)
    return (at[b"Row"], at[b"Column"]) if note and len(at) == 2 else None


def _shape(cells: SheetCells, row: int, column: int, text: str, number: int) -> str:
    height = _height(text)
    top = max(row - 2, 0)
    right, across = _walk(cells.width, column, _BOX_WIDTH + 12)
    bottom, down = _walk(cells.height, top, height + 2)
    anchor = f"{column}, 12, {top}, 2, {right}, {across}, {bottom}, {down}"
    return _SHAPE.format(
        spaces=_SPACES,
        number=number,
        layer=number % 1024,
        width=_BOX_WIDTH * 3 // 4,
        height=height * 3 // 4,
        anchor=anchor,
        row=row - 1,
        column=column - 1,
    )


def _walk(size: Callable[[int], int], start: int, pixels: int) -> tuple[int, int]:
    """The 0-based column or row that lies so many pixels behind the edge of `start`, and the pixels within
    it."""
    # what is hidden takes no pixels, and a sheet may hide all its columns or rows to the end
    for at in range(start, start + 500):
        if pixels < size(at + 1):
            return at, pixels
        pixels -= size(at + 1)
    return start + 500, 0


def _height(text: str) -> int:
    lines = sum(
        1 + sum(2 if letter > "\u2e7f" else 1 for letter in line) // _LETTERS for line in text.split("\n")
    )
    return lines * _LINE + 12


def _lengthened(shape: bytes, pixels: int) -> bytes:
    def longer(match: re.Match[bytes]) -> bytes:
        numbers = [int(part) for part in match.group(2).split(b",")]
        # an anchor ends in its last column, offset, row, offset; a row has 20 pixels
        numbers[6] += -(-pixels // 20)
        # a box narrower than four columns would cut the lines
        numbers[4] = max(numbers[4], numbers[0] + 4)
        return match.group(1) + ", ".join(map(str, numbers)).encode() + match.group(3)

    return _ANCHOR.sub(longer, shape)
