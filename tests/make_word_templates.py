"""Makes templates/补正材料一次性告知书.docx and templates/项目审核意见表.docx: python -m tests.make_word_templates

The page and the type are those of GB/T 9704-2012: A4, margins 37, 35, 28 and 26 mm, 22 lines of 28.95 points, the body
in 仿宋 of size 三号, page numbers outside. Run again, it gives the same bytes. The center edits the documents in Word.
"""

from __future__ import annotations

import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

FOLDER = Path(__file__).resolve().parent.parent / "templates"
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


def set_type(run: Run, face: str, size: float, bold: bool = False) -> None:
    """Chinese in `face`, Latin letters and digits in Times New Roman."""
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, "Times New Roman"
    run._element.rPr.rFonts.set(qn("w:eastAsia"), face)


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
        measure = OxmlElement("w:ind")
        measure.set(qn("w:firstLineChars"), str(indent * 100))
        measure.set(qn("w:firstLine"), str(int(indent * size * 20)))
        paragraph._p.get_or_add_pPr().append(measure)
    return paragraph


def new_document(title: str) -> Any:
    """An empty document with the page, the page numbers and the named substitutes of its typefaces."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        Mm(37),
        Mm(35),
        Mm(28),
        Mm(26),
    )
    section.header_distance, section.footer_distance = Mm(15), Mm(28)
    document.settings.odd_and_even_pages_header_footer = True
    page_number(section.footer, RIGHT)
    page_number(section.even_page_footer, LEFT)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(16)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FANG)
    core = document.core_properties
    core.title, core.author, core.comments, core.language = title, "", "", "zh-CN"
    core.created = core.modified = datetime(2022, 4, 1)
    for part in document.part.package.iter_parts():
        if part.partname == "/word/fontTable.xml":
            part._blob = font_table()
    return document


def font_table() -> bytes:
    """The typefaces with the names to look for where one is not installed."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for name, others in SUBSTITUTES.items()
    )
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {nsdecls("w")}>{fonts}</w:fonts>'.encode()


def page_number(footer: Any, align: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 — in 宋体 of size 四号, one character in from the edge."""
    footer.is_linked_to_previous = False
    paragraph = write(footer.paragraphs[0], "— ", SONG, 14, align, line=None)
    side = "w:right" if align is RIGHT else "w:left"
    paragraph._p.get_or_add_pPr().append(parse_xml(f'<w:ind {nsdecls("w")} {side}="280"/>'))
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


def row(made: Table, texts: list[str], size: float = 10.5, face: str = FANG, centred: tuple[int, ...] = (), tall: float = 0) -> list[_Cell]:
    """A row of cells with one text each; `centred` are centred columns, `tall` the least height in mm."""
    added = made.add_row()
    properties = added._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if tall:
        added.height, added.height_rule = Mm(tall), WD_ROW_HEIGHT_RULE.AT_LEAST
    for at, (cell, text) in enumerate(zip(added.cells, texts, strict=True)):
        cell.width = made.columns[at].width
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        written = write(cell.paragraphs[0], text, face, size, CENTER if at in centred else LEFT, line=None, before=2)
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


def letter() -> Any:
    """补正材料一次性告知书: what to mend, on which article, by when, what follows if not, and the receipt slip."""
    document = new_document("补正材料一次性告知书")

    def line(text: str, **more: Any) -> None:
        write(document.add_paragraph(), text, **({"indent": 2} | more))

    line("补正材料一次性告知书", face=TITLE, size=22, align=CENTER, indent=0, line=LINE)
    line("{{ letter.number }}", align=CENTER, indent=0)
    line("", indent=0)
    line("{{ letter.unit }}：", indent=0)
    line(
        "你单位报送的高技能人才研修培训项目材料收悉。依据《北京市高技能人才研修培训工作管理办法》"
        "（京人社能发〔2022〕6号，以下简称《办法》），经审核，现将须补正的全部内容一次性告知如下："
    )
    if_overridden(document, line)
    line("一、须补正的内容", face=HEI)
    tag(document, "{%p for project in letter.projects %}")
    line(
        "（{{ project.ordinal }}）{{ project.name }}{% if project.project %}（项目编号：{{ project.project }}）{% endif %}",
        face=KAI,
    )
    tag(document, "{%p for group in project.groups %}")
    line(
        "{{ loop.index }}. {{ group.title }}{% if group.article %}（《办法》{{ group.article }}）{% endif %}，"
        "{{ group.kind }}，共{{ group.count }}处。{{ group.places }}。{{ group.remedy }}"
    )
    tag(document, "{%p endfor %}")
    tag(document, "{%p endfor %}")
    tag(document, "{%p if letter.causes %}")
    line("上述问题中，下列问题出于同一原因，按所列办法一并改正即可：")
    tag(document, "{%p for cause in letter.causes %}")
    line("{{ loop.index }}. {{ cause.cause }}（{{ cause.count }}处）。改正办法：{{ cause.remedy }}。")
    tag(document, "{%p endfor %}")
    tag(document, "{%p endif %}")
    tag(document, "{%p if letter.articles %}")
    line("二、依据条款", face=HEI)
    tag(document, "{%p for article in letter.articles %}")
    line("《办法》{{ article }}")
    tag(document, "{%p endfor %}")
    tag(document, "{%p endif %}")
    line("{{ '三' if letter.articles else '二' }}、补正期限和要求", face=HEI)
    line(
        "请于{{ letter.due }}前（含当日）将补正后的电子表格和书面材料一并报送市就业促进中心。"
        "需改正的单元格已在退回的电子表格中标出，请在该表格上直接改正；须说明的事项，请附书面说明和佐证材料。"
    )
    line("{{ '四' if letter.articles else '三' }}、逾期未补正的后果", face=HEI)
    line(
        "逾期未补正，或者补正后仍不符合《办法》规定的，相关项目不予备案，相关人员不计入补助人数，相应补助资金不予拨付。"
        "对本告知书有异议的，可在上述期限内书面提出。"
    )
    line("附件：补正事项明细表")
    line("", indent=0)
    for text, characters in (("北京市就业促进中心", 3.5), ("{{ letter.day }}", 4)):
        signature = write(document.add_paragraph(), text, align=RIGHT)
        signature.paragraph_format.right_indent = Pt(16 * characters)
        signature.paragraph_format.keep_with_next = text != "{{ letter.day }}"
    receipt(document)
    break_page(document)
    line("附件", face=HEI, indent=0)
    line("补正事项明细表", face=TITLE, size=22, align=CENTER, indent=0)
    details = table(document, [12, 22, 32, 34, 56])
    head(details, ["序号", "规则", "位置", "对象", "问题和补正办法"])
    tag_row(details, "{%tr for row in letter.rows %}")
    row(
        details,
        [
            "{{ loop.index }}",
            "{{ row.title }}",
            "{{ row.file }}{{ '\\n' ~ row.place if row.place }}",
            "{{ row.subject | replace(' ', '\\n') }}",
            "{{ row.message }}{{ '\\n补正办法：' ~ row.hint if row.hint }}",
        ],
        9,
        centred=(0,),
    )
    tag_row(details, "{%tr endfor %}")
    return document


def if_overridden(document: Any, line: Any) -> None:
    """The sentence that says which parameters of the policy were changed for this run."""
    tag(document, "{%p if overrides %}")
    line("（本次审核改用了下列参数，与现行政策不同：{{ overrides }}。）")
    tag(document, "{%p endif %}")


def receipt(document: Any) -> None:
    """签收回执, below a line to cut along; it stays on one page."""
    line = {"size": 14, "align": CENTER, "line": None}
    cut = write(document.add_paragraph(), "…………………………………………………………………", before=12, **line)
    cut.paragraph_format.keep_with_next = True
    title = write(document.add_paragraph(), "签 收 回 执", face=HEI, before=4, **line)
    title.paragraph_format.keep_with_next = True
    made = table(document, [24, 66, 24, 42])
    row(made, ["文书编号", "{{ letter.number }}", "材料份数", ""], 12, centred=(0, 2), tall=9)
    row(made, ["签收单位", "{{ letter.unit }}", "签收日期", "　　年　　月　　日"], 12, centred=(0, 2), tall=9)
    row(made, ["签收人", "", "联系电话", ""], 12, centred=(0, 2), tall=9)
    merged(made, "单位盖章", "", 14)
    for cell in (cell for each in made.rows[:-1] for cell in each.cells):
        cell.paragraphs[0].paragraph_format.keep_with_next = True


def opinion() -> Any:
    """项目审核意见表: scheme, heads, hours, findings on their articles, decisions, money, and three opinions to sign."""
    document = new_document("项目审核意见表")
    write(document.add_paragraph(), "北京市高技能人才研修培训", TITLE, 22, CENTER)
    write(document.add_paragraph(), "项目审核意见表", TITLE, 22, CENTER)
    write(document.add_paragraph(), "编号：{{ number }}", FANG, 12, RIGHT, before=6, line=None)
    made = table(document, [30, 42, 30, 54])
    merged(made, "项目名称", "{{ project.name }}")
    pairs = [
        ("项目编号", "{{ project.project }}", "产业领域", "{{ project.industry }}"),
        ("承办单位", "{{ project.unit }}", "统一社会信用代码", "{{ project.uscc }}"),
        (
            "职业(工种)",
            "{{ project.occupations }}",
            "培训时间",
            "{{ project.opening }}{{ '至' if project.ending }}{{ project.ending }}",
        ),
        ("总学时", "{{ project.total_hours }}", "研讨交流学时", "{{ project.discussion_hours }}"),
        ("核定人数", "{{ project.approved_heads }}", "名单人数", "{{ project.roster_heads }}"),
        ("结业人数", "{{ project.completed_heads }}", "符合条件人数", "{{ project.eligible_heads }}"),
        ("申请人数", "{{ project.claimed_heads }}", "申请金额(元)", "{{ project.claimed_amount }}"),
        ("问题涉及资金(元)", "{{ project.amount_at_stake }}", "审核结论", "{{ project.verdict }}"),
    ]
    for texts in pairs:
        row(made, list(texts), 12, centred=(0, 2), tall=8)
    merged(made, "材料报送", "{{ filed }}")
    merged(
        made,
        "审核情况",
        "不通过{{ project.rejects }}条，待核实{{ project.reviews }}条，提示{{ project.notes }}条。"
        "{% if overrides %}本次审核改用了下列参数，与现行政策不同：{{ overrides }}。{% endif %}",
    )
    for label in ("经办人初审意见", "科室复核意见", "分管领导审批意见"):
        signed(merged(made, label, "", 25))
    break_page(document)
    write(document.add_paragraph(), "审核问题及依据", HEI, 16, CENTER)
    tag(document, "{%p if groups %}")
    tag(document, "{%p for group in groups %}")
    write(
        document.add_paragraph(),
        "{{ loop.index }}. {{ group.title }}（{{ group.severity }}，{{ group.code }}，{{ group.findings | length }}处）",
        KAI,
        14,
        line=None,
        before=8,
    ).paragraph_format.keep_with_next = True
    tag(document, "{%p if group.article %}")
    cited = "依据：《办法》{{ group.article }}{{ '：' ~ group.article_text if group.article_text else '（条文见前）' }}"
    write(document.add_paragraph(), cited, FANG, 12, indent=2, line=None).paragraph_format.keep_with_next = True
    tag(document, "{%p endif %}")
    details = table(document, [12, 30, 34, 60, 20])
    head(details, ["序号", "位置", "对象", "问题和核对依据", "处理意见"])
    tag_row(details, "{%tr for finding in group.findings %}")
    row(
        details,
        [
            "{{ loop.index }}",
            "{{ finding.place }}{{ '\\n' ~ finding.sheet if finding.sheet }} {{ finding.cell }}",
            "{{ finding.subject | replace(' ', '\\n') }}",
            "{{ finding.message }}{{ '\\n' ~ finding.evidence if finding.evidence }}",
            "{{ finding.status }}",
        ],
        9,
        centred=(0, 4),
    )
    tag_row(details, "{%tr endfor %}")
    tag(document, "{%p endfor %}")
    tag(document, "{%p else %}")
    write(document.add_paragraph(), "未发现问题。", FANG, 16, indent=2)
    tag(document, "{%p endif %}")
    return document


def signed(cell: _Cell) -> None:
    """Room for an opinion, then the line to sign and date at the foot of the cell."""
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
    paragraph = cell.paragraphs[0]
    paragraph.runs[0].text = "签名：　　　　　　　　年　　月　　日　"
    paragraph.alignment = RIGHT


def save(document: Any, path: Path) -> None:
    """Writes the document with fixed times in its archive, so that it can be made again byte for byte."""
    buffer = BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as made, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as fixed:
        for name in made.namelist():
            fixed.writestr(zipfile.ZipInfo(name), made.read(name), zipfile.ZIP_DEFLATED)


def main(folder: Path = FOLDER) -> None:
    save(letter(), folder / "补正材料一次性告知书.docx")
    save(opinion(), folder / "项目审核意见表.docx")


if __name__ == "__main__":
    main()
