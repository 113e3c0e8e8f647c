"""What a file is, by its content."""

from __future__ import annotations

import io
from pathlib import PurePosixPath

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
EMPTY_ZIP = b"PK\x05\x06"
SPREADSHEETS = frozenset(
    {
        ".xlsx",
        ".xlsm",
        ".xltx",
        ".xltm",
        ".xlsb",
        ".xls",
        ".xlt",
        ".et",
        ".ett",
        ".ods",
        ".ots",
        ".csv",
        ".tsv",
        ".tab",
        ".zip",
        ".7z",
    }
)
"""Names that promise a spreadsheet: what is none under such a name is F001; under any other name it is an
attachment (F018)."""


def is_spreadsheet_name(name: str) -> bool:
    """Whether a file's name promises a spreadsheet."""
    return PurePosixPath(name).suffix.casefold() in SPREADSHEETS


_BIFF = (
    b"\x09\x00\x04\x00",
    b"\x09\x02\x06\x00",
    b"\x09\x04\x06\x00",
    b"\x09\x08\x08\x00",
    b"\x09\x08\x10\x00",
)
_MAGIC = [
    (b"%PDF", "pdf"), (b"\xff\xd8\xff", "jpg"), (b"\x89PNG\r\n", "png"), (b"GIF87a", "gif"),
    (b"GIF89a", "gif"), (b"II*\0", "tif"), (b"MM\0*", "tif"),
    (b"Rar!\x1a\x07", "rar"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"\x1f\x8b\x08", "gz"), (b"BZh91AY&SY", "bz2"),
    (b"\xfd7zXZ\0", "xz"), (b"{\\rtf", "rtf"),
    (b"PAR1\x15", "parquet"), (b"SQLite format 3\0", "sqlite"), (b"\x7fELF", "exe"),
]  # fmt: skip
_MAGIC_WORDS = [(b"BM", "bmp"), (b"MZ", "exe"), (b"ID3", "mp3")]
"""Marks that a table may begin with too: they count where NULs follow."""
_STREAMS = [
    ("EncryptedPackage", "encrypted"), ("Workbook", "xls"), ("Book", "xls"), ("WordDocument", "doc"),
    ("PowerPoint Document", "ppt"),
    ("VisioDocument", "vsd"), ("__properties_version1.0", "msg"),
]  # fmt: skip
_PACKAGES = [
    ("xl/workbook.bin", "xlsb"),
    ("word/document.xml", "docx"),
    ("ppt/presentation.xml", "pptx"),
    ("ofd.xml", "ofd"),
    ("visio/document.xml", "vsdx"),
]
_OPEN = {"spreadsheet": "ods", "text": "odt", "presentation": "odp", "graphics": "odg"}
_MAIL = (b"mime-version", b"from:", b"subject:", b"date:", b"content-type:")
"""What a web archive (.mht) begins with: it is a mail."""
_MARKUP = [
    (b"mime-version:", "mht"), (b'="urn:schemas-microsoft-com:office:spreadsheet"', "xml"),
    (b"<html", "html"), (b"<!doctype html", "html"), (b"<table", "html"),
    (b"<?xml", "markup"), (b"<svg", "svg"),
]  # fmt: skip


def kind_of_bytes(data: bytes) -> str:
    """'zip' and 'ole' (to be looked into), 'xls' (a bare old stream), an attachment's kind such as 'pdf', a
    kind of markup, '' for text or unknown."""
    if data.startswith((ZIP, EMPTY_ZIP)):
        return "zip"
    if data.startswith(OLE):
        return "ole"
    if data.startswith(_BIFF):
        return "xls"
    if data[4:8] == b"ftyp":
        return "heic" if data[8:11] in (b"hei", b"mif", b"hev") else "mp4"
    if data[:4] == b"RIFF":
        return {b"WEBP": "webp", b"AVI ": "avi", b"WAVE": "wav"}.get(data[8:12], "riff")
    marks = _MAGIC + _MAGIC_WORDS if b"\0" in data[:64] else _MAGIC
    return next((kind for magic, kind in marks if data.startswith(magic)), "") or _kind_of_markup(data)


def _kind_of_markup(data: bytes) -> str:
    head = data[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if not head.startswith((b"<", *_MAIL)) or (head.startswith(_MAIL) and b"mime-version:" not in head):
        return ""
    return next((kind for sign, kind in _MARKUP if sign in head), "")


def kind_of_zip(names: list[str], mimetype: bytes) -> str:
    """xlsx, ods, another packaged format, or 'zip' for an archive of files."""
    low = {name.replace("\\", "/").casefold().lstrip("/") for name in names}
    if mimetype.startswith(b"application/vnd.oasis.opendocument."):
        return _OPEN.get(mimetype[35:].decode("ascii", "replace").strip().removesuffix("-template"), "odf")
    kind = next((kind for part, kind in _PACKAGES if part in low), "")
    if kind or "[content_types].xml" not in low:
        return kind or "zip"
    return "xlsx" if any(name.startswith("xl/") or name.endswith("workbook.xml") for name in low) else "ooxml"


def kind_of_ole(data: bytes) -> str:
    """encrypted, xls, doc, ppt …; '' where the container is damaged or of no known kind."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            roots = {path[0].casefold() for path in container.listdir()}
    except Exception:  # a damaged container raises whatever it likes
        return "xls" if "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data else ""
    return next((kind for stream, kind in _STREAMS if stream.casefold() in roots), "ole")
