"""What a Word document says."""

from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph


def text_of(path: Path) -> str:
    """All text of a document in its order: a line a paragraph, cells of tables too."""
    body = Document(str(path)).element.body
    return "\n".join(Paragraph(node, None).text for node in body.iter() if node.tag == qn("w:p"))
