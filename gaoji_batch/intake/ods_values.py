"""The values of cells of an OpenDocument spreadsheet, as other readers give them."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from lxml import etree

_NS = "urn:oasis:names:tc:opendocument:xmlns:"
TABLE, OFFICE, TEXT, STYLE = (f"{{{_NS}{name}:1.0}}" for name in ("table", "office", "text", "style"))
DRAW = f"{{{_NS}drawing:1.0}}"
CALCEXT = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
VALUE_TYPE, FORMULA = f"{OFFICE}value-type", f"{TABLE}formula"
_CALCEXT_TYPE = f"{CALCEXT}value-type"
_PARAGRAPH = f"{TEXT}p"
Attributes = dict[str, str]
_DURATION = re.compile(r"^PT(\d+)H(\d+)M(\d+(?:[.,]\d+)?)S$")
_ERROR = re.compile(r"^(?:#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!)|Err:\d+)$")
"""What a formula shows that failed: as Excel writes it, and as LibreOffice does."""


def value_of(cell: etree._Element, attributes: Attributes) -> tuple[object, str]:
    """The value of a cell, and its error value where it is one."""
    kind = attributes.get(VALUE_TYPE)
    if attributes.get(_CALCEXT_TYPE) == "error" or (
        attributes.get(FORMULA) and _ERROR.match(content := _text(cell).strip())
    ):
        content = _text(cell).strip()
        return None, content if content.startswith("#") else "#N/A"
    if kind is None:
        return (_text(cell) or None) if len(cell) else None, ""
    if kind not in _READERS:
        return attributes.get(f"{OFFICE}string-value", _text(cell)) or None, ""
    try:
        return _READERS[kind](attributes), ""
    except ValueError:
        return _text(cell) or None, ""


def _number(attributes: Attributes) -> object:
    return float(attributes.get(f"{OFFICE}value", ""))


def _day(attributes: Attributes) -> object:
    stated = attributes.get(f"{OFFICE}date-value", "")
    # LibreOffice writes nanoseconds, of which Python takes six digits
    return date.fromisoformat(stated) if len(stated) == 10 else datetime.fromisoformat(stated[:26])


def _time(attributes: Attributes) -> object:
    match = _DURATION.match(attributes.get(f"{OFFICE}time-value", ""))
    if not match:
        raise ValueError("no duration")
    # a file may state any number of digits, which `timedelta` does not bear
    hours, minutes, seconds = int(match[1][:6]), int(match[2][:6]), float(match[3].replace(",", "."))
    if hours < 24 and minutes < 60 and seconds < 60:
        return time(hours, minutes, int(seconds))
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _truth(attributes: Attributes) -> object:
    return attributes.get(f"{OFFICE}boolean-value") == "true"


_READERS = {
    "float": _number,
    "percentage": _number,
    "currency": _number,
    "date": _day,
    "time": _time,
    "boolean": _truth,
}
"""Of all other types the text is the value."""


def box_text(shape: etree._Element) -> str:
    """The paragraphs of a text box or a shape, grouped ones too."""
    return "\n".join(_paragraph(part) for part in shape.iter(_PARAGRAPH)).strip()


def _text(cell: etree._Element) -> str:
    """The paragraphs of a cell, without its comment."""
    return "\n".join([_paragraph(part) for part in cell.iterchildren(_PARAGRAPH)])


def _paragraph(part: etree._Element) -> str:
    """A paragraph: spaces, tabs and line breaks are elements of their own."""
    content = part.text or ""
    if not len(part):
        return content
    for child in part:
        if child.tag == f"{TEXT}s":
            count = child.get(f"{TEXT}c", "1")
            # a file may state a billion spaces
            content += " " * min(int(count) if count.isascii() and count.isdigit() else 1, 1000)
        elif child.tag in (f"{TEXT}tab", f"{TEXT}line-break"):
            content += "\t" if child.tag == f"{TEXT}tab" else "\n"
        elif isinstance(child.tag, str) and child.tag != f"{OFFICE}annotation":
            content += _paragraph(child)
        content += child.tail or ""
    return content
