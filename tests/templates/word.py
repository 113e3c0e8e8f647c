"""What the Word templates are made of: pages, lines, tables, the signature, the slip to send back.

The page and the type are those of GB/T 9704-2012: A4, margins 37, 35, 28 and 26 mm, 22 lines of 28.95 points,
the body in 仿宋 of size 三号, page numbers outside.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

TITLE, SONG, FANG, HEI, KAI = "方正小标宋简体", "宋体", "仿宋_GB2312", "黑体", "楷体_GB2312"
SUBSTITUTES = {
    TITLE: "FZXiaoBiaoSong-B05S,华文中宋,STZhongsong,Noto Serif CJK SC,宋体",
    FANG: "仿宋,FangSong,华文仿宋,STFangsong,方正仿宋_GBK,Noto Serif CJK SC",
    KAI: "楷体,KaiTi,华文楷体,STKaiti,方正楷体_GBK",
    HEI: "SimHei,方正黑体_GBK,Noto Sans CJK SC",
    SONG: "SimSun,方正书宋_GBK,Noto Serif CJK SC",
}
LEFT, CENTER, RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
JUSTIFY = WD_ALIGN_PARAGRAPH.JUSTIFY
LINE = Pt(28.95)
SAVED = datetime(2022, 4, 1)
_TIME = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
ISSUER, CONTACT = "{{ sender.name }}", "（联系人：{{ sender.contact }}，联系电话：{{ sender.telephone }}）"


def set_type(run: Run, face: str, size: float, bold: bool = False) -> None:
    """Chinese in `face`, Latin letters and digits in Times New Roman."""
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, "Times New Roman"
    fonts = run._element.rPr.rFonts
    fonts.set(qn("w:eastAsia"), face)
    fonts.set(qn("w:hint"), "eastAsia")  # quotation marks and dashes are Chinese ones, a character wide


def write(
    paragraph: Paragraph,
    text: str,
    face: str = FANG,
    size: float = 16,
    align: WD_ALIGN_PARAGRAPH = JUSTIFY,
    indent: int = 0,
    line: Any = LINE,
    before: float = 0,
) -> Paragraph:
    """One run of text in a paragraph with exact line spacing; `indent` is the first line's, in characters."""
    set_type(paragraph.add_run(text), face, size)
    shape = paragraph.paragraph_format
    shape.alignment, shape.line_spacing = align, line
    shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY if line is LINE else WD_LINE_SPACING.SINGLE
    shape.space_before, shape.space_after = Pt(before), Pt(0)
    if indent:
        measure = paragraph._p.get_or_add_pPr().get_or_add_ind()
        measure.set(qn("w:firstLineChars"), str(indent * 100))
        measure.set(qn("w:firstLine"), str(int(indent * size * 20)))
    return paragraph


def new_document(title: str) -> Any:
    """An empty document with the page, the page numbers and the named substitutes of its typefaces."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    set_margins(section, 37, 35, 28, 26)
    section.header_distance, section.footer_distance = Mm(15), Mm(28)
    document.settings.odd_and_even_pages_header_footer = True
    page_number(section.footer, RIGHT)
    page_number(section.even_page_footer, LEFT)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(16)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FANG)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-US")
        language.set(qn("w:eastAsia"), "zh-CN")
    core = document.core_properties
    core.title, core.author, core.comments, core.language = title, "", "", "zh-CN"
    core.created = core.modified = SAVED
    for part in document.part.package.iter_parts():
        if part.partname == "/word/fontTable.xml":
            part._blob = font_table()
    return document


def set_margins(section: Any, top: float, bottom: float, left: float, right: float) -> None:
    """The margins of a page in mm."""
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        Mm(top),
        Mm(bottom),
        Mm(left),
        Mm(right),
    )


def lay_across(document: Any, *margins: float) -> Any:
    """Turns the page to landscape, with margins (top, bottom, left, right) in mm; gives its section."""
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    set_margins(section, *margins)
    return section


def font_table() -> bytes:
    """The typefaces with the names to look for where one is not installed."""
    fonts = "".join(
        (
            f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/>'
            '<w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        )
        for name, others in SUBSTITUTES.items()
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {nsdecls("w")}>{fonts}</w:fonts>'
    ).encode()


def page_number(footer: Any, align: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 — in 宋体 of size 四号, one character in from the edge."""
    footer.is_linked_to_previous = False
    paragraph = write(footer.paragraphs[0], "— ", SONG, 14, align, line=None)
    side = "w:right" if align is RIGHT else "w:left"
    paragraph._p.get_or_add_pPr().get_or_add_ind().set(qn(side), "280")
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        set_type(run, SONG, 14)
        field = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            field.set(qn("w:fldCharType"), kind)
        else:
            field.text = text
        run._element.append(field)
    set_type(paragraph.add_run(" —"), SONG, 14)


def add_line(document: Any, text: str, **more: Any) -> Paragraph:
    """A paragraph of the body; `more` as in `write`. A heading stays with what it heads."""
    added = write(document.add_paragraph(), text, **({"indent": 2} | more))
    added.paragraph_format.keep_with_next = True if more.get("face") in (HEI, KAI) else None
    return added


def heading(document: Any, text: str) -> None:
    """The title of a letter or of its annex."""
    add_line(document, text, face=TITLE, size=22, align=CENTER, indent=0)


def addressed(title: str, of: str) -> tuple[Any, Callable[..., Paragraph]]:
    """A letter with its title, number and addressee, the fields of `of`; and what adds a line to it."""
    document = new_document(title)
    line = partial(add_line, document)
    heading(document, title)
    line(f"{{{{ {of}.number }}}}", align=CENTER, indent=0)
    line("", indent=0)
    line(f"{{{{ {of}.unit }}}}：", indent=0)
    return document, line


def tag(document: Any, text: str) -> None:
    """A paragraph that holds a tag only, and vanishes when the template is rendered."""
    write(document.add_paragraph(), text, size=8, line=None)


def table(document: Any, widths: list[float]) -> Table:
    """A table with thin lines and fixed columns (mm)."""
    made = document.add_table(rows=0, cols=len(widths))
    made.style, made.alignment, made.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
    return made


def row(
    made: Table,
    texts: list[str],
    size: float = 10.5,
    face: str = FANG,
    centred: tuple[int, ...] = (),
    tall: float = 0,
) -> list[_Cell]:
    """A row of cells with one text each; `centred` are centred columns, `tall` the least height in mm."""
    added = made.add_row()
    properties = added._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if tall:
        added.height, added.height_rule = Mm(tall), WD_ROW_HEIGHT_RULE.AT_LEAST
    for at, (cell, text) in enumerate(zip(added.cells, texts, strict=True)):
        cell.width = made.columns[at].width
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        written = write(
            cell.paragraphs[0], text, face, size, CENTER if at in centred else LEFT, line=None, before=2
        )
        written.paragraph_format.space_after = Pt(2)
    return list(added.cells)


def head(made: Table, texts: list[str], size: float = 10.5) -> None:
    """A header row that is repeated on each page."""
    cells = row(made, texts, size, HEI, tuple(range(len(texts))), 8)
    cells[0]._tc.getparent().get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in cells:
        cell.paragraphs[0].paragraph_format.keep_with_next = True


def tag_row(made: Table, text: str) -> None:
    """A row that holds a tag only, and vanishes when the template is rendered."""
    cells = made.add_row().cells
    write(cells[0].paragraphs[0], text, size=8, line=None)


def merged(made: Table, label: str, text: str, tall: float = 8) -> _Cell:
    """A row of a label and one cell across all the other columns."""
    cells = row(made, [label, *[""] * (len(made.columns) - 1)], 12, centred=(0,), tall=tall)
    wide = cells[1].merge(cells[-1])
    for spare in wide.paragraphs[1:]:
        spare._p.getparent().remove(spare._p)
    wide.paragraphs[0].runs[0].text = text
    return wide


def break_page(document: Any) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.page_break_before = True
    paragraph.paragraph_format.line_spacing = Pt(1)


def if_overridden(document: Any) -> None:
    """The sentence that says which parameters of the policy were changed for this run."""
    tag(document, "{%p if overrides %}")
    add_line(document, "（本次审核改用了下列参数，与现行政策不同：{{ overrides }}。）")
    tag(document, "{%p endif %}")


def sign(document: Any, day: str, characters: float = 4, contact: bool = True) -> None:
    """The center's name and `day`, which ends so many characters from the right edge; below them whom to ask
    (附注)."""
    for paragraph in reversed(document.paragraphs):
        paragraph.paragraph_format.keep_with_next = True  # no signature stands alone on a page
        if paragraph.text and not paragraph.text.startswith(("附件", "{%p")):
            break  # the last paragraph of the body
    for text, inset in ((ISSUER, 3.5), (day, characters)):
        signature = write(document.add_paragraph(), text, align=RIGHT)
        signature.paragraph_format.right_indent = Pt(16 * inset)
        signature.paragraph_format.keep_with_next = contact or text != day
    if contact:
        add_line(document, CONTACT)


def slip(document: Any, title: str, widths: list[float]) -> Table:
    """The start of a slip to send back, below a line to cut along:
    its title and an empty table, to be closed by `keep_whole`."""
    shape = {"size": 14, "align": CENTER, "line": None}
    for text, face, before in (("…………………………………………………………………", FANG, 12), (title, HEI, 4)):
        write(
            document.add_paragraph(), text, face=face, before=before, **shape
        ).paragraph_format.keep_with_next = True
    return table(document, widths)


def keep_whole(made: Table) -> None:
    """Keeps the rows of a table on one page."""
    for cell in (cell for each in made.rows[:-1] for cell in each.cells):
        cell.paragraphs[0].paragraph_format.keep_with_next = True


def save(document: Any, path: Path) -> None:
    """Writes a document or workbook with fixed times
    in its archive, so that it can be made again byte for byte."""
    buffer = BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as made, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as fixed:
        for name in made.namelist():
            part = made.read(name)
            if name == "docProps/core.xml":  # openpyxl puts the time of saving in
                part = _TIME.sub(SAVED.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), part)
            fixed.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
