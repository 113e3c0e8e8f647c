"""补助资金拨付公示: what is to be paid, open to objection."""

from __future__ import annotations

from functools import partial
from typing import Any

from tests.templates.word import (
    HEI,
    add_line,
    break_page,
    head,
    heading,
    new_document,
    row,
    sign,
    table,
    tag,
    tag_row,
)


def notice() -> Any:
    """补助资金拨付公示: projects, heads and amounts; persons only where they were asked for."""
    document = new_document("补助资金拨付公示")
    line = partial(add_line, document)
    heading(document, "高技能人才研修培训补助资金拨付公示")
    line("", indent=0)
    line(
        "根据《北京市高技能人才研修培训工作管理办法》（京人社能发〔2022〕6号），"
        "现将{{ quarter }}拟拨付补助资金的项目予以公示。"
        "公示期为{{ days }}个工作日，自{{ first }}起至{{ last }}止。"
    )
    tag(document, "{%p if remark %}")
    line("{{ remark }}")
    tag(document, "{%p endif %}")
    made = table(document, [12, 30, 40, 44, 14, 20])
    head(made, ["序号", "项目编号", "项目名称", "承办单位", "人数", "金额（元）"])
    tag_row(made, "{%tr for row in rows %}")
    row(
        made,
        [
            "{{ loop.index }}",
            "{{ row.project }}",
            "{{ row.name }}",
            "{{ row.unit }}",
            "{{ row.heads }}",
            "{{ '{:,}'.format(row.amount) }}",
        ],
        centred=(0, 4, 5),
        tall=9,
    )
    tag_row(made, "{%tr endfor %}")
    row(made, ["合计", "", "", "", "{{ heads }}", "{{ '{:,}'.format(amount) }}"], centred=(0, 4, 5), tall=9)
    line("对公示内容有异议的，请在公示期内以书面形式向我中心反映，写明真实姓名、联系方式和事实依据。")
    line("", indent=0)
    tag(document, "{%p if persons %}")
    line("附件：学员名单")
    line("", indent=0)
    tag(document, "{%p endif %}")
    sign(document, "{{ day }}")
    tag(document, "{%p if persons %}")
    break_page(document)
    line("附件", face=HEI, indent=0)
    heading(document, "学员名单")
    people = table(document, [40, 30, 90])
    head(people, ["项目编号", "姓名", "工作单位"])
    tag_row(people, "{%tr for person in persons %}")
    row(people, ["{{ person.project }}", "{{ person.name }}", "{{ person.employer }}"], tall=8)
    tag_row(people, "{%tr endfor %}")
    tag(document, "{%p endif %}")
    return document
