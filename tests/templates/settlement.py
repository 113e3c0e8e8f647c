"""结业证书 and 追回补助资金通知书: what a trainee receives, and what a unit must pay back."""

from __future__ import annotations

from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from tests.templates.word import (
    CENTER,
    FANG,
    HEI,
    KAI,
    LEFT,
    RIGHT,
    TITLE,
    addressed,
    head,
    heading,
    keep_whole,
    lay_across,
    merged,
    new_document,
    row,
    sign,
    slip,
    table,
    tag,
    tag_row,
    write,
)


def certificate() -> Any:
    """结业证书, across on A4 within a double frame: one page a person."""
    document = new_document("结业证书")
    section = lay_across(document, 34, 24, 38, 38)
    document.settings.odd_and_even_pages_header_footer = False
    for paragraph in section.footer.paragraphs:
        paragraph._p.clear_content()
    sides = "".join(
        f'<w:{side} w:val="thinThickSmallGap" w:sz="24" w:space="24" w:color="8B1A1A"/>'
        for side in ("top", "left", "bottom", "right")
    )
    borders = parse_xml(f'<w:pgBorders {nsdecls("w")} w:offsetFrom="page">{sides}</w:pgBorders>')
    section._sectPr.find(qn("w:pgMar")).addnext(borders)  # the schema orders the parts of a section
    tag(document, "{%p for one in certificates %}")
    title = write(document.add_paragraph(), "北京市高技能人才研修培训", TITLE, 24, CENTER, line=None)
    title.paragraph_format.page_break_before = True
    write(document.add_paragraph(), "结 业 证 书", TITLE, 40, CENTER, line=None, before=6)
    write(document.add_paragraph(), "证书编号：{{ one.number }}", KAI, 14, RIGHT, line=None, before=14)
    body = write(
        document.add_paragraph(),
        "{{ one.name }}（{{ one.gender }}，身份证件号码："
        "{{ one.id_number }}）于{{ one.opening }}至{{ one.ending }}参加{{ one.unit }}承办的"
        "“{{ one.project }}”{{ '（' ~ one.occupation ~ '）' if one.occupation }}"
        "高技能人才研修培训，学完规定课程，考核合格，准予结业。",
        FANG,
        20,
        indent=2,
        line=None,
        before=16,
    )
    body.paragraph_format.line_spacing = Pt(38)
    tag(document, "{%p if one.replaces %}")
    write(
        document.add_paragraph(),
        "本证书为补发，原证书（{{ one.replaces }}）作废。",
        KAI,
        14,
        indent=2,
        line=None,
        before=8,
    )
    tag(document, "{%p endif %}")
    for text, before in (("{{ sender.name }}（印章）", 44), ("{{ day }}", 4)):
        signature = write(document.add_paragraph(), text, FANG, 18, RIGHT, line=None, before=before)
        signature.paragraph_format.right_indent = Pt(36)
    tag(document, "{%p endfor %}")
    return document


def recovery() -> Any:
    """追回补助资金通知书: what was paid, why it must come back,
    how much, where to, and the slip for the unit's receipt."""
    document, line = addressed("追回补助资金通知书", "notice")
    line(
        "你单位承办的“{{ notice.name }}”项目（项目编号：{{ notice.project }}），"
        "我中心于{{ notice.paid_on }}拨付高技能人才研修培训补助资金"
        "{{ notice.paid }}元（支付编号：{{ notice.payment }}）。经查实：{{ notice.reason }}。"
    )
    line(
        "依据《北京市高技能人才研修培训工作管理办法》（京人社能发〔2022〕6号）第十八条"
        "“凡弄虚作假、违规骗取补贴资金的单位，一经查实，由市就业促进中心"
        "取消承办单位资格，按拨付原渠道追回补贴资金；情节严重的，"
        "依照相关法律法规追究承办单位及责任人的法律责任”的规定，现决定："
    )
    line("一、追回的金额", face=HEI)
    line(
        "追回{{ '全部' if notice.whole }}补助资金{{ notice.amount }}元（人民币{{ notice.capitals }}）"
        "{{ '，涉及学员' ~ notice.people | length ~ '人，名单附后' if notice.people }}。"
    )
    line("二、退回的方式", face=HEI)
    line(
        "请于　　　　年　　月　　日前，按拨付原渠道退回上述款项。"
        "汇款附言请写明“{{ notice.project }}退回补助”。"
    )
    for label in ("收款户名：", "开 户 行：", "账　　号："):
        line(label)
    line("三、陈述和申辩", face=HEI).paragraph_format.keep_with_next = True
    line(
        "对上述事实、理由和依据有异议的，你单位可以自收到本通知之日起"
        "{{ notice.hearing_days }}个工作日内，向我中心书面或者口头陈述、申辩，并提供证据；"
        "成立的，我中心予以采纳并更正本决定，不因陈述、申辩作出更重的处理。逾期未提出的，视为放弃。"
    )
    line("四、其他", face=HEI).paragraph_format.keep_with_next = True
    line(
        "{{ '自' ~ notice.day ~ '起取消你单位承办资格。' if notice.disqualified }}"
        "逾期不退回的，依照相关法律法规处理。不服本决定的，可以自知道本决定之日起"
        "{{ notice.review_days }}日内向{{ notice.review_organ }}申请行政复议，"
        "或者自知道本决定之日起{{ notice.suit_months }}"
        "个月内向{{ notice.court }}提起行政诉讼。"
    )
    tag(document, "{%p if notice.people %}")
    line("", indent=0)
    line("附件：涉及学员名单")
    tag(document, "{%p endif %}")
    line("", indent=0)
    sign(document, "{{ notice.day }}")
    made = slip(document, "送 达 回 执", [26, 64, 26, 40])
    row(
        made,
        ["文书编号", "{{ notice.number }}", "项目编号", "{{ notice.project }}"],
        12,
        centred=(0, 2),
        tall=9,
    )
    row(made, ["签收人", "", "签收日期", "　　年　　月　日"], 12, centred=(0, 2), tall=9)
    merged(made, "单位盖章", "", 16)
    keep_whole(made)
    tag(document, "{%p if notice.people %}")
    attached = line("附件", face=HEI, indent=0)
    attached.paragraph_format.page_break_before = True
    heading(document, "涉及学员名单")
    listed = table(document, [16, 40, 60, 40])
    head(listed, ["序号", "姓名", "身份证件号码", "追回金额(元)"], 12)
    tag_row(listed, "{%tr for person in notice.people %}")
    row(
        listed,
        ["{{ loop.index }}", "{{ person.name }}", "{{ person.id_number }}", "{{ person.amount }}"],
        12,
        centred=(0, 1, 2, 3),
        tall=8,
    )
    tag_row(listed, "{%tr endfor %}")
    write(document.add_paragraph(), "　", size=8, align=LEFT, line=None)
    tag(document, "{%p endif %}")
    return document
