"""抽查问题整改通知书 and 卷内文件目录:
what a visit found and must be mended, and what an audit pack holds."""

from __future__ import annotations

from typing import Any

from docx.shared import Mm

from tests.templates.word import (
    CENTER,
    HEI,
    TITLE,
    addressed,
    head,
    if_overridden,
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


def notice() -> Any:
    """抽查问题整改通知书: what was found when, by when it must be mended,
    what follows if not, and the slip for the unit's answer."""
    document, line = addressed("抽查问题整改通知书", "notice")
    line(
        "依据《北京市高技能人才研修培训工作管理办法》（京人社能发〔2022〕6号，"
        "以下简称《办法》）第十五条，我中心于{{ notice.days }}"
        "对你单位承办的{{ notice.name or '研修培训' }}项目（项目编号："
        "{{ notice.project }}）进行了抽查，发现下列问题，现通知你单位整改："
    )
    if_overridden(document)
    line("一、抽查发现的问题", face=HEI)
    tag(document, "{%p for fault in notice.faults %}")
    line(
        "{{ loop.index }}. {{ fault.item }}。抽查结果：{{ fault.result }}（抽查日期：{{ fault.day }}；"
        "整改期限：{{ fault.due }}{{ '，已经逾期' if fault.late }}）。"
    )
    tag(document, "{%p endfor %}")
    line("二、整改要求", face=HEI)
    line(
        "{{ '整改期限已过的，须立即整改。' if notice.late }}请于{{ notice.due }}"
        "前（含当日）完成整改，并将整改情况书面报告和佐证材料加盖公章后报送我中心。"
    )
    line("三、逾期未整改的后果", face=HEI)
    line(
        "逾期未完成整改的，该项目的补助资金申请不予受理；"
        "情节严重的，按照《办法》有关规定处理。对抽查结果有异议的，可在整改期限内书面提出。"
    )
    line("", indent=0)
    sign(document, "{{ notice.day }}")
    made = slip(document, "整 改 回 执", [32, 54, 26, 44])
    row(
        made,
        ["文书编号", "{{ notice.number }}", "项目编号", "{{ notice.project }}"],
        12,
        centred=(0, 2),
        tall=9,
    )
    row(made, ["签收人", "", "签收日期", "　　年　　月　　日"], 12, centred=(0, 2), tall=9)
    merged(made, "整改情况", "", 28)
    row(made, ["整改完成日期", "　　年　　月　　日", "单位盖章", ""], 12, centred=(0, 2), tall=14)
    keep_whole(made)
    return document


def catalogue() -> Any:
    """卷内文件目录 of an audit pack, across on A4 (DA/T 22):
    number, responsible body, title, day, size, file and its SHA-256."""
    document = new_document("卷内文件目录")
    section = lay_across(document, 25, 25, 20, 20)
    section.footer_distance = Mm(15)
    write(document.add_paragraph(), "卷内文件目录", TITLE, 22, CENTER)
    write(
        document.add_paragraph(),
        "项目编号：{{ pack.project }}　　项目名称：{{ pack.name }}　　承办单位：{{ pack.unit }}",
        size=12,
        line=None,
        before=4,
    )
    write(
        document.add_paragraph(),
        "制卷日期：{{ pack.day }}　　共{{ pack.files | length }}件　　台账核验：{{ pack.ledger }}",
        size=12,
        line=None,
    )
    made = table(document, [15, 36, 48, 32, 18, 108])
    head(made, ["顺序号", "责任者", "题名", "日期", "大小", "文件及SHA-256"])
    tag_row(made, "{%tr for file in pack.files %}")
    row(
        made,
        [
            "{{ loop.index }}",
            "{{ file.by }}",
            "{{ file.title }}",
            "{{ file.day }}",
            "{{ file.size }}",
            "{{ file.path }}{{ '\\n' ~ file.sha256 }}",
        ],
        9,
        centred=(0, 3, 4),
    )
    tag_row(made, "{%tr endfor %}")
    write(
        document.add_paragraph(),
        "核对方法：在本卷文件夹中执行 sha256sum -c SHA256SUMS，各件均应为OK。",
        size=10.5,
        line=None,
        before=6,
    )
    write(
        document.add_paragraph(),
        "立卷人：　　　　　　　　检查人：　　　　　　　　　　　年　　月　　日",
        size=12,
        line=None,
        before=10,
    )
    return document
