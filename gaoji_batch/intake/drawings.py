"""Text boxes and shapes with text of a drawing of xlsx."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from gaoji_batch.intake.grid import BOX, Apart


def boxes_of(drawing: etree._Element) -> list[Apart]:
    """Each shape with text, grouped ones too, at the cell that it is fixed to."""
    boxes = []
    for anchor in drawing:
        row, column = (_number(anchor.findtext(f"{{*}}from/{{*}}{name}")) + 1 for name in ("row", "col"))
        for body in _bodies(anchor):
            lines = [
                "".join(part.text or "" for part in paragraph.iter("{*}t"))
                for paragraph in body.iterfind("{*}p")
            ]
            if any(line.strip() for line in lines):
                boxes.append(Apart(BOX, row, column, "\n".join(lines)))
    return boxes


def _bodies(parent: etree._Element) -> Iterator[etree._Element]:
    """The texts of its shapes; a newer shape has a stand-in beside it for older programs, which says the
    same."""
    for child in parent.iterchildren("{*}*"):
        name = etree.QName(child).localname
        if name == "txBody":
            yield child
        elif name != "Fallback":
            yield from _bodies(child)


def _number(digits: str | None) -> int:
    return int(digits) if digits and digits.isascii() and digits.isdigit() and len(digits) < 7 else 0
