"""Word templates: compiled once a run, rendered many times, to the same bytes for the same values."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from copy import copy
from io import BytesIO
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from lxml import etree

from gaoji_batch.errors import GaojiError
from gaoji_batch.outputs import templated
from gaoji_batch.workspace.settings import of_folder

_BODY = "word/document.xml"
_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TAGS = re.compile(r"<[^>]+>")
_HYPHEN = re.compile(r"(?<=[A-Za-z0-9])-(?=\d)")
"""The hyphen of a number (YX2026-101, 2026-5-11, 010-…): no line may end at it."""


class WordTemplate:
    """A .docx with Jinja tags as docxtpl knows them ({%p …%} a paragraph, {%tr …%} a row), rendered in a
    sandbox. Every template may name `sender`, as the workspace's settings have it."""

    def __init__(self, workspace: Path, name: str) -> None:
        """Reads template `name`, the workspace's own first; raises GaojiError where document or tag is
        broken."""
        self.path = templated.template_path(workspace, name)
        self._sender = of_folder(workspace).sender.filled
        try:
            with zipfile.ZipFile(self.path) as document:
                parts = {entry: document.read(entry) for entry in document.namelist()}
            body = etree.tostring(etree.fromstring(parts.pop(_BODY)), encoding="unicode")
        except (OSError, zipfile.BadZipFile, KeyError, etree.XMLSyntaxError) as error:
            raise GaojiError(f"模板{self.path}不是Word文档（docx）", templated.REMEDY) from error
        self._docx = DocxTemplate(self.path)
        source = re.sub(r"<w:p([ >])", r"\n<w:p\1", self._docx.patch_xml(body))
        self._lines = source.split("\n")
        with templated.refused(self.path, self._place):
            self._template = templated.environment().from_string(source)
        self._packed = _pack(parts)

    def render(self, values: Mapping[str, Any]) -> bytes:
        """The document with `values`; raises GaojiError naming the paragraph that cannot be rendered."""
        with templated.refused(self.path, self._place):
            text = self._template.render({"sender": self._sender, **values})
        body = self._docx.resolve_listing(re.sub(r"\n<w:p([ >])", r"<w:p\1", text)).encode()
        try:
            root = etree.fromstring(body)
        except etree.XMLSyntaxError as error:
            raise GaojiError(f"模板{self.path}有误：标记跨越了段落或表格行", templated.REMEDY) from error
        for words in list(root.iter(f"{{{_SPACE}}}t")):
            _keep_numbers_whole(words)
        body = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        buffer = BytesIO(self._packed)
        buffer.seek(0, 2)
        with zipfile.ZipFile(buffer, "a") as document:
            document.writestr(zipfile.ZipInfo(_BODY), body, zipfile.ZIP_DEFLATED, 6)
        return buffer.getvalue()

    def _place(self, line: int) -> str:
        """The paragraph of a line of the source, as someone who has the template before him finds it."""
        line_text = _TAGS.sub("", self._lines[line - 1]).strip() if 0 < line <= len(self._lines) else ""
        return f"“{line_text[:30]}”一段" if line_text else ""


def _keep_numbers_whole(words: etree._Element) -> None:
    """Puts Word's own no-break hyphen in the place of each hyphen of a number."""
    words.text, *others = _HYPHEN.split(words.text or "")
    for other in reversed(others):
        remainder = copy(words)
        remainder.text = other
        words.addnext(remainder)
        words.addnext(etree.Element(f"{{{_SPACE}}}noBreakHyphen"))


def _pack(parts: Mapping[str, bytes]) -> bytes:
    """The parts that no rendering touches, packed once."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as document:
        for name, content in parts.items():
            document.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, 6)
    return buffer.getvalue()
