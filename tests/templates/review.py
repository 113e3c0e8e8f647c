"""补正材料一次性告知书 and 项目审核意见表: what a unit must mend, and what the center thinks of a project."""

from __future__ import annotations

from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.table import _Cell

from tests.templates.word import (
    CENTER,
    FANG,
    HEI,
    KAI,
    RIGHT,
    TITLE,
    add_line,
    addressed,
    break_page,
    head,
    heading,
    if_overridden,
    keep_whole,
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


def letter() -> Any:
    """补正材料一次性告知书: what to mend, on which article,
    by when, what follows if not, and the receipt slip."""
    document, line = addressed("补正材料一次性告知书", "letter")
    line(
        "你单位报送的高技能人才研修培训项目材料收悉。依据《北京市高技能人才研修培训工作管理办法》"
        "（京人社能发〔2022〕6号，以下简称《办法》），经审核，现将须补正的全部内容一次性告知如下："
    )
    if_overridden(document)
    line("一、须补正的内容", face=HEI)
    tag(document, "{%p for project in letter.projects %}")
    line(
        (
            "（{{ project.ordinal }}）{{ project.name }}{% if project.project %}（项目编号："
            "{{ project.project }}）{% endif %}"
        ),
        face=KAI,
    )
    tag(document, "{%p for group in project.groups %}")
    line(
        "{{ loop.index }}. {{ group.title }}{% if group.article %}"
        "（《办法》{{ group.article }}）{% endif %}，"
        "{{ group.kind }}，共{{ group.count }}处。{{ group.places }}。"
        "具体为：{{ group.details }}。{{ group.remedy }}"
    )
    tag(document, "{%p endfor %}")
    tag(document, "{%p endfor %}")
    tag(document, "{%p if letter.causes %}")
    line("上述问题中，下列问题出于同一原因，按所列办法一并改正即可：")
    tag(document, "{%p for cause in letter.causes %}")
    line("{{ loop.index }}. {{ cause.cause }}。改正办法：{{ cause.remedy }}。")
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
        "请于{{ letter.due }}前（含当日）将补正后的电子表格和书面材料一并报送我中心。"
        "需改正的单元格已在退回的电子表格中标出，请在该表格上直接改正；须说明的事项，请附书面说明和佐证材料。"
    )
    line("{{ '四' if letter.articles else '三' }}、逾期未补正的后果", face=HEI)
    line(
        "逾期未补正，或者补正后仍不符合《办法》规定的，"
        "相关项目不予备案，相关人员不计入补助人数，相应补助资金不予拨付。"
        "对本告知书有异议的，可在上述期限内书面提出。"
    )
    line("", indent=0)
    line("附件：补正事项明细表")
    line("", indent=0)
    sign(document, "{{ letter.day }}")
    made = slip(document, "签 收 回 执", [24, 66, 24, 42])
    row(made, ["文书编号", "{{ letter.number }}", "材料份数", ""], 12, centred=(0, 2), tall=9)
    row(made, ["签收单位", "{{ letter.unit }}", "签收日期", "　　年　　月　　日"], 12, centred=(0, 2), tall=9)
    row(made, ["签收人", "", "联系电话", ""], 12, centred=(0, 2), tall=9)
    merged(made, "单位盖章", "", 14)
    keep_whole(made)
    break_page(document)
    annex(document)
    return document


def annex(document: Any) -> None:
    """补正事项明细表: a row for each thing to mend."""
    add_line(document, "附件", face=HEI, indent=0)
    heading(document, "补正事项明细表")
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


def opinion() -> Any:
    """项目审核意见表: scheme, heads, hours, findings on their articles,
    decisions, money, and three opinions to sign."""
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
    grounds(document)
    return document


def grounds(document: Any) -> None:
    """审核问题及依据: the findings under the article they rest on,
    from the second page on; without any, a line."""
    tag(document, "{%p if groups %}")
    break_page(document)
    write(document.add_paragraph(), "审核问题及依据", HEI, 16, CENTER)
    tag(document, "{%p for group in groups %}")
    write(
        document.add_paragraph(),
        (
            "{{ loop.index }}. {{ group.title }}（{{ group.severity }}，"
            "{{ group.code }}，{{ group.findings | length }}处）"
        ),
        KAI,
        14,
        line=None,
        before=8,
    ).paragraph_format.keep_with_next = True
    tag(document, "{%p if group.article %}")
    cited = (
        "依据：《办法》{{ group.article }}"
        "{{ '：' ~ group.article_text if group.article_text else '（条文见前）' }}"
    )
    write(
        document.add_paragraph(), cited, FANG, 12, indent=2, line=None
    ).paragraph_format.keep_with_next = True
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
    write(document.add_paragraph(), "审核问题及依据：未发现问题。", FANG, 12, line=None, before=4)
    tag(document, "{%p endif %}")


def signed(cell: _Cell) -> None:
    """Room for an opinion, then the line to sign and date at the foot of the cell."""
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
    paragraph = cell.paragraphs[0]
    paragraph.runs[0].text = "签名：　　　　　　　　年　　月　　日　"
    paragraph.alignment = RIGHT
