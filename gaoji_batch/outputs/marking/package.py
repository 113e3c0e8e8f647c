"""An OOXML package: parts by name, their relations and content types; parts that are not edited keep their
very bytes."""

from __future__ import annotations

import copy
import io
import posixpath
import struct
import zipfile
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from lxml import etree

CONTENT_TYPES = "[Content_Types].xml"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
# the earliest day a zip can state; the day of the run would make equal content differ
_NEW = (1980, 1, 1, 0, 0, 0)
# a unit's file is not trusted: no entity is resolved and nothing outside is fetched
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, strip_cdata=False)


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation of a part; `kind` is the last word of its type ('worksheet'), `target` a part's name or an
    outside address."""

    key: str
    type: str
    target: str

    @property
    def kind(self) -> str:
        return self.type.rsplit("/", 1)[-1]


def parse(data: bytes) -> etree._Element:
    """The root of an XML part; nothing outside the part is ever read."""
    return etree.fromstring(data, _PARSER)


def serialised(root: etree._Element) -> bytes:
    """A part's XML as it is stored."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def elements(parent: etree._Element, name: str = "*") -> list[etree._Element]:
    """The child elements with a local name, whatever their namespace."""
    return list(parent.iterchildren("{*}" + name))


def first(parent: etree._Element, name: str) -> etree._Element | None:
    """The first child element with a local name."""
    return next(parent.iterchildren("{*}" + name), None)


def child(parent: etree._Element, name: str, /, **attributes: str) -> etree._Element:
    """A new last child in the namespace of its parent."""
    return etree.SubElement(parent, etree.QName(etree.QName(parent).namespace, name), attributes)


def remove(element: etree._Element) -> None:
    """Takes an element out of its parent."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def unset(element: etree._Element, *names: str) -> None:
    """Takes attributes from an element, where it has them."""
    for name in names:
        if name in element.attrib:
            del element.attrib[name]


def place(parent: etree._Element, name: str, later: tuple[str, ...]) -> etree._Element:
    """The child of a name, made where there is none in front of the first of `later` (local names), as the
    schema orders them."""
    existing = first(parent, name)
    if existing is not None:
        return existing
    element = child(parent, name)
    following = next(
        (other for other in parent.iterchildren("*") if etree.QName(other).localname in later), None
    )
    if following is not None:
        following.addprevious(element)
    return element


class OoxmlPackage:
    """The parts of a package in memory. Names are matched without case and leading '/', as the standard has
    it."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.zip = zipfile.ZipFile(io.BytesIO(data))
        self.names = {_folded(info.filename): info.filename for info in self.zip.infolist()}
        self.written: dict[str, bytes] = {}
        self.roots: dict[str, etree._Element] = {}
        self.dropped: set[str] = set()

    def has(self, name: str) -> bool:
        return _folded(name) in self.names

    def read(self, name: str) -> bytes:
        """The bytes of a part as they stand in the package or were put."""
        actual = self.names[_folded(name)]
        return self.written[actual] if actual in self.written else self.zip.read(actual)

    def edit(self, name: str) -> etree._Element:
        """The root of a part that will be written anew; the same object at each call."""
        actual = self.names[_folded(name)]
        if actual not in self.roots:
            self.roots[actual] = parse(self.read(actual))
        return self.roots[actual]

    def is_edited(self, name: str) -> bool:
        """Whether the root of a part was asked for to be written anew."""
        return self.names.get(_folded(name)) in self.roots

    def view(self, name: str) -> etree._Element:
        """The root of a part for reading only."""
        actual = self.names[_folded(name)]
        return self.roots[actual] if actual in self.roots else parse(self.read(actual))

    def store(self, name: str, data: bytes, content_type: str = "") -> None:
        """Adds a part, or replaces its bytes; `content_type` registers it."""
        actual = self.names.setdefault(_folded(name), name.lstrip("/"))
        # a root in editing would be written over these bytes at the end
        self.roots.pop(actual, None)
        self.dropped.discard(actual)
        self.written[actual] = data
        if content_type:
            self._register("Override", PartName="/" + actual, ContentType=content_type)

    def drop(self, name: str) -> None:
        """Leaves a part and its relations out of the package."""
        for gone in (name, relations_of(name)):
            if self.has(gone):
                self.dropped.add(self.names.pop(_folded(gone)))
        for entry in elements(self.edit(CONTENT_TYPES), "Override"):
            if _folded(entry.get("PartName", "")) == _folded(name):
                remove(entry)

    def free(self, pattern: str) -> str:
        """The first unused name of a pattern such as 'xl/comments{}.xml': without a number, else with 1, 2
        …"""
        return next(
            name
            for number in ["", *range(1, len(self.names) + 2)]
            if not self.has(name := pattern.format(number))
        )

    def register_extension(self, extension: str, content_type: str) -> None:
        """Gives all parts of an extension a content type, where the package has none for it yet."""
        registered = [
            entry.get("Extension", "").lower() for entry in elements(self.edit(CONTENT_TYPES), "Default")
        ]
        if extension not in registered:
            self._register("Default", Extension=extension, ContentType=content_type)

    def _register(self, entry: str, **attributes: str) -> None:
        types = self.edit(CONTENT_TYPES)
        name = _folded(attributes.get("PartName", ""))
        # the standard allows one Override a part
        for old in elements(types, "Override") if name else []:
            if _folded(old.get("PartName", "")) == name:
                remove(old)
        element = child(types, entry, **attributes)
        if entry == "Default":
            # Defaults stand before Overrides, as Excel writes them
            types.insert(0, element)

    def relations(self, part: str) -> list[Relation]:
        """The relations of a part ('' for the package itself), targets inside resolved to part names."""
        name = relations_of(part)
        if not self.has(name):
            return []
        return [
            Relation(
                entry.get("Id", ""),
                entry.get("Type", ""),
                _target(part, entry.get("Target", ""), entry.get("TargetMode", "")),
            )
            for entry in elements(self.view(name), "Relationship")
        ]

    def relate(self, part: str, type: str, target: str) -> str:
        """Adds a relation to a part of this package and returns its id."""
        name = relations_of(part)
        if not self.has(name):
            self.store(name, f"<Relationships xmlns={quoteattr(RELATIONS)}/>".encode())
        root = self.edit(name)
        taken = {entry.get("Id") for entry in elements(root)}
        key = next(
            f"rId{number}"
            for number in range(len(taken) + 1, 2 * len(taken) + 3)
            if f"rId{number}" not in taken
        )
        # an absolute target holds wherever the part itself lies
        child(root, "Relationship", Id=key, Type=type, Target="/" + target)
        return key

    def save(self) -> bytes:
        """The package: entries in their old order, untouched ones copied without inflating, new ones behind,
        all dated alike."""
        for name, root in self.roots.items():
            self.written[name] = serialised(root)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            for info in self.zip.infolist():
                if info.filename in self.written and info.filename not in self.dropped:
                    write_new(target, info.filename, self.written.pop(info.filename))
                elif info.filename not in self.dropped:
                    copy_entry(self.data, info, target)
            for name, data in self.written.items():
                if name not in self.dropped:
                    write_new(target, name, data)
        return out.getvalue()


def relations_of(part: str) -> str:
    """The name of the part that holds the relations of a part."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def write_new(target: zipfile.ZipFile, name: str, data: bytes) -> None:
    """Writes an entry with a fixed date, so that equal content gives equal bytes."""
    info = zipfile.ZipInfo(name, _NEW)
    info.compress_type = zipfile.ZIP_DEFLATED
    target.writestr(info, data)


def copy_entry(data: bytes, info: zipfile.ZipInfo, target: zipfile.ZipFile, name: str = "") -> None:
    """Copies an entry of the archive `data` as it is compressed there, under its own or another name."""
    # lengths of the local header: its extra field need not be that of the directory
    names, extra = struct.unpack_from("<HH", data, info.header_offset + 26)
    start = info.header_offset + 30 + names + extra
    copied = copy.copy(info)
    # bit 3 says that sizes follow the data; here they stand in the header
    copied.filename, copied.extra, copied.flag_bits = name or info.filename, b"", info.flag_bits & ~0x08
    stream = target.fp
    assert stream is not None
    copied.header_offset = stream.tell()
    stream.write(copied.FileHeader())
    stream.write(data[start : start + info.compress_size])
    # zipfile has no public way to take an entry that is compressed already
    target.filelist.append(copied)
    target.NameToInfo[copied.filename] = copied
    target.start_dir = stream.tell()
    target._didModify = True  # type: ignore[attr-defined]


def _folded(name: str) -> str:
    # some programs write the names of parts with backslashes (issue_530.xlsx among calamine's tests)
    return name.replace("\\", "/").lstrip("/").lower()


def _target(part: str, target: str, mode: str) -> str:
    if mode == "External":
        return target
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target.replace("\\", "/"))).lstrip(
        "/"
    )
