"""拟立项公示 and 立项通知: the projects proposed for approval,
and the letter to a unit whose projects were approved."""

from __future__ import annotations

from functools import partial
from typing import Any

from docx.shared import Pt

from tests.templates.word import CENTER, HEI, add_line, head, heading, new_document, row, sign, table, tag_row

BLANK_DAY = "　　年　　月　　日"


def close(document: Any, contact: bool) -> None:
    """The center's name and a day to be filled in, on one page with the last paragraph."""
    add_line(document, "", indent=0)
    sign(document, BLANK_DAY, 2, contact)


def projects(document: Any, widths: list[float], heads: list[str], cells: list[str]) -> None:
    """The projects as a table, one row each, numbered."""
    made = table(document, widths)
    document.paragraphs[-1].paragraph_format.space_after = Pt(6)
    head(made, heads, 12)
    tag_row(made, "{%tr for project in projects %}")
    row(made, cells, 12, centred=(0, len(cells) - 1), tall=9)
    tag_row(made, "{%tr endfor %}")


def notice() -> Any:
    """拟立项公示: which projects, how many heads, how long, and where to object."""
    document = new_document("拟立项公示")
    line = partial(add_line, document)
    heading(document, "关于{{ year }}年北京市高技能人才研修培训")
    heading(document, "拟立项项目的公示")
    line("", indent=0)
    line(
        "根据《北京市高技能人才研修培训工作管理办法》（京人社能发〔2022〕6号）第十一条，"
        "{{ sender.name }}组织专家对承办单位提交的项目实施方案"
        "进行了评审、论证。现将{{ projects | length }}个拟立项项目（研修人数共{{ heads }}人）予以公示。"
    )
    line(f"公示时间：{BLANK_DAY}至{BLANK_DAY}（{{{{ working_days }}}}个工作日）。")
    line(
        "公示期间，对拟立项项目有异议的，请以书面形式向我中心反映，写明事实和理由；"
        "单位反映的须加盖公章，个人反映的须签署真实姓名并留下联系方式。"
    )
    line("联系人：{{ sender.contact }}；联系电话：{{ sender.telephone }}。")
    line("", indent=0)
    line("附件：拟立项项目名单")
    close(document, contact=False)
    annex = line("附件", face=HEI, indent=0)
    annex.paragraph_format.page_break_before = True
    heading(document, "拟立项项目名单")
    heads = ["序号", "项目名称", "承办单位", "职业(工种)", "研修人数"]
    projects(
        document,
        [13, 50, 44, 26, 23],
        heads,
        [
            "{{ loop.index }}",
            "{{ project.project_name }}",
            "{{ project.unit }}",
            "{{ project.occupation or '' }}",
            "{{ project.heads }}",
        ],
    )
    return document


def letter() -> Any:
    """立项通知: to one unit, its projects, heads and days, and what articles 12, 13 and 16 ask of it."""
    document = new_document("立项通知")
    line = partial(add_line, document)
    heading(document, "高技能人才研修培训项目立项通知")
    line("立项文号：　　　　　　　　", align=CENTER, indent=0)
    line("{{ unit }}：", indent=0)
    line(
        "你单位申报的高技能人才研修培训项目，经专家评审、论证并公示，"
        "确定为{{ year }}年研修培训项目，研修人数共{{ heads }}人。现将有关事项通知如下："
    )
    line("一、立项项目", face=HEI)
    heads = ["项目编号", "项目名称", "开班和结业日期", "总学时（研讨）", "研修人数"]
    projects(
        document,
        [24, 38, 48, 23, 23],
        heads,
        [
            "",
            "{{ project.project_name }}",
            "{{ project.opening }}{{ '至' if project.ending }}{{ project.ending }}",
            "{{ '{:g}'.format(project.total_hours) if project.total_hours is not none }}"
            "{{ '（{:g}）'.format(project.discussion_hours) if project.discussion_hours is not none }}",
            "{{ project.heads }}",
        ],
    )
    line("二、有关要求", face=HEI, before=8)
    for text in (
        (
            "（一）开班前一周，将学员名单和项目培训计划报我中心备案；"
            "确需变更项目或者培训计划内容的，应提前报我中心备案。"
        ),
        "（二）按照项目实施方案和培训计划组织开展研修培训，在当年完成，不得跨年度举办，不得转包分包。",
        (
            "（三）研修培训结束后两周内，将研修培训工作总结、"
            "结业登记备案名册、学员研修工作总结书面报我中心备案。"
        ),
        "（四）结业备案后，按照每人{{ per_head }}元的标准向我中心提出补助资金申请。",
    ):
        line(text)
    close(document, contact=True)
    return document
