"""The sheet 审核意见 of a returned workbook: causes first, then each finding with a link to its cell.

It prints on A4 across.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from gaoji_batch.findings import NOTE, REJECT, REVIEW, SEVERITY_NAMES
from gaoji_batch.forms.own_sheets import REVIEW_SUMS, sums_of
from gaoji_batch.outputs.marking.issue import SETTLED, Cause, Issue, worst
from gaoji_batch.outputs.marking.review_looks import ReviewLooks
from gaoji_batch.outputs.marking.styles import Styles
from gaoji_batch.outputs.safe_text import for_cell
from gaoji_batch.outputs.workbooks.book import lines_of
from gaoji_batch.values.cells import a1
from gaoji_batch.workspace.settings import Sender

COLUMNS = {
    "序号": 6,
    "结论": 10,
    "位置": 22,
    "对象": 20,
    "规则": 16,
    "问题": 38,
    "修改办法": 38,
    "核对依据": 34,
}
_WIDTH = sum(COLUMNS.values())
_LINKS = 60_000
"""A sheet may hold 65,530 hyperlinks; past this many findings there is no link."""
_MEND = "请按“修改办法”改正，{by}重新报送{name}。"
_NO_NEED = "仅有提示事项或已处理的事项，可不重新报送。"
_MEASURES = "《办法》指《北京市高技能人才研修培训工作管理办法》（京人社能发〔2022〕6号），条款见“规则”栏。"
_NOT_ALL = "本次审核尚未完成，其余事项另行告知。"
_COLOURED = "标色的单元格附有批注：红色为不通过，黄色为待核实，蓝色为提示，绿色为中心已作出处理意见。"


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands above the table of 审核意见.

    file: the path of the file as the unit sent it.
    day: the day of the run, in words.
    run: the number of the run.
    remarks: on this copy.
    complete: whether all could be judged.
    unit: to whom it goes; '' where the file names no unit.
    sender: from whom.
    due: the day by which it must be sent again, in words; '' where it is not set yet.
    """

    file: str
    day: str
    run: str
    remarks: tuple[str, ...] = ()
    complete: bool = True
    unit: str = ""
    sender: Sender = field(default_factory=Sender)
    due: str = ""


@dataclass(slots=True)
class _ReviewRow:
    """One row of the sheet.

    values: its cells.
    looks: the format of each.
    height: in points.
    link: where the third cell leads, '' for nowhere.
    merged: whether it is one cell across all columns.
    """

    values: list[str]
    looks: list[int]
    height: float
    link: str = ""
    merged: bool = False


def review_sheet(
    space: str, styles: Styles, cover: Cover, causes: list[Cause], issues: list[Issue], linked: dict[str, str]
) -> tuple[bytes, str]:
    """The sheet's XML in the namespace `space`, and the rows that every printed page repeats ('$5:$5').

    `linked`: the sheets that a link can lead to, as the findings name them → as the workbook does.
    """
    looks = ReviewLooks(styles)
    top = _cover(cover, issues, looks)
    head = _ReviewRow(list(COLUMNS), [looks.head] * len(COLUMNS), 24)
    body = _body(causes, issues, linked, looks)
    return _xml(space, [*top, head, *body], len(top) + 1), f"${len(top) + 1}:${len(top) + 1}"


def _cover(cover: Cover, issues: list[Issue], looks: ReviewLooks) -> list[_ReviewRow]:
    counts = Counter(issue.colour for issue in issues)
    names = SEVERITY_NAMES | {SETTLED: "中心已作出处理意见"}
    counts_words = "，".join(
        f"{names[key]}{counts[key]}处" for key in (REJECT, REVIEW, NOTE, SETTLED) if counts[key]
    )
    no_need = _NO_NEED if cover.complete else ""
    guide = (
        (_mend(cover) if counts[REJECT] + counts[REVIEW] else no_need)
        + ("" if cover.complete else _NOT_ALL)
        + (_COLOURED if any(issue.cell for issue in issues) else "")
    )
    lines = [(_parties(cover), looks.plain), (f"{counts_words}。{guide}", looks.plain)]
    if any(issue.article for issue in issues):
        lines.append((_MEASURES, looks.plain))
    lines += [(remark, looks.plain) for remark in cover.remarks]
    lines.append((f"文件：{cover.file}　审核日期：{cover.day}　审核编号：{cover.run}", looks.soft))
    return [_merged("审核意见", looks.title, 32), *(_merged(text, look) for text, look in lines)]


def _parties(cover: Cover) -> str:
    """To whom, from whom, and whom to ask."""
    sender = cover.sender
    parts = [
        cover.unit and f"致：{cover.unit}",
        f"发出单位：{sender.name}",
        sender.contact and f"联系人：{sender.contact}",
        sender.telephone and f"联系电话：{sender.telephone}",
    ]
    return "　　".join(part for part in parts if part)


def _mend(cover: Cover) -> str:
    by = f"于{cover.due}前（含当日）" if cover.due else "在《补正材料一次性告知书》写明的期限内"
    return _MEND.format(by=by, name=cover.sender.name)


def _merged(text: str, look: int, height: float = 0) -> _ReviewRow:
    return _ReviewRow(
        [text] + [""] * (len(COLUMNS) - 1),
        [look] * len(COLUMNS),
        height or 8 + 14 * lines_of(text, _WIDTH),
        merged=True,
    )


def _body(
    causes: list[Cause], issues: list[Issue], linked: dict[str, str], looks: ReviewLooks
) -> list[_ReviewRow]:
    marks = {cause.group: f"共性{at}" for at, cause in enumerate(causes, 1)}
    rows = [_issue_row(number, issue, marks, linked, looks) for number, issue in enumerate(issues, 1)]
    if not causes:
        return rows
    shared = [
        _cause_row(
            marks[cause.group], cause, [issue for issue in issues if issue.group == cause.group], looks
        )
        for cause in causes
    ]
    bands = [
        _merged("一、共性问题：改正一处原因，可一并消除同类问题", looks.band),
        _merged("二、逐项问题", looks.band),
    ]
    return [bands[0], *shared, bands[1], *rows]


def _cause_row(label: str, cause: Cause, members: list[Issue], looks: ReviewLooks) -> _ReviewRow:
    place = cause.sheet + (f"（{cause.column}）" if cause.column else "")
    key = worst(members) if members else REJECT
    verdict = SEVERITY_NAMES.get(key, "已处理")
    return _row(
        [label, verdict, place, f"共{cause.count}处", _rule(cause), cause.cause, cause.remedy, ""], key, looks
    )


def _issue_row(
    number: int, issue: Issue, marks: dict[str, str], linked: dict[str, str], looks: ReviewLooks
) -> _ReviewRow:
    place = f"{issue.sheet} {issue.cell}".strip() + (f"（{issue.name}）" if issue.name else "") or "整个文件"
    same = f"（见{marks[issue.group]}）" if issue.group in marks else ""
    values = [
        str(number),
        issue.verdict,
        place,
        issue.subject,
        _rule(issue),
        issue.message + same,
        issue.remedy,
        issue.evidence,
    ]
    row = _row(values, issue.colour, looks)
    if issue.cell and issue.sheet in linked and number <= _LINKS:
        # a quote in the name of a sheet is doubled in a reference
        row.link = "'{}'!{}".format(linked[issue.sheet].replace("'", "''"), issue.cell)
        row.looks[2] = looks.link
    return row


def _rule(entry: Cause | Issue) -> str:
    basis = entry.basis if isinstance(entry, Issue) else ""
    return "\n".join(part for part in (entry.title, basis, entry.code) if part)


def _row(values: list[str], colour: str, looks: ReviewLooks) -> _ReviewRow:
    lines = max(lines_of(value, width) for value, width in zip(values, COLUMNS.values(), strict=True))
    formats = [looks.code, looks.verdicts[colour], *[looks.text] * (len(COLUMNS) - 2)]
    # 409 points is the greatest height Excel takes
    return _ReviewRow(values, formats, min(409.0, 8 + 14 * lines))


def _xml(space: str, rows: list[_ReviewRow], head: int) -> bytes:
    last = a1(len(rows), REVIEW_SUMS)
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>'
        for at, width in enumerate(COLUMNS.values(), 1)
    )
    # figures of each cell, by which the intake tells what a unit wrote into our rows (`forms.own_sheets`)
    columns += f'<col min="{REVIEW_SUMS}" max="{REVIEW_SUMS}" width="9" hidden="1" customWidth="1"/>'
    merged = [
        f'<mergeCell ref="A{at}:{a1(at, len(COLUMNS))}"/>' for at, row in enumerate(rows, 1) if row.merged
    ]
    links = [
        f'<hyperlink ref="C{at}" location={quoteattr(row.link)}/>'
        for at, row in enumerate(rows, 1)
        if row.link
    ]
    parts = [
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{space}">',
        '<sheetPr><tabColor rgb="FF9B1C1C"/><pageSetUpPr fitToPage="1"/></sheetPr>',
        f'<dimension ref="A1:{last}"/>',
        '<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0">',
        f'<pane ySplit="{head}" topLeftCell="A{head + 1}" activePane="bottomLeft" state="frozen"/>',
        '<selection pane="bottomLeft"/></sheetView></sheetViews>',
        f'<sheetFormatPr defaultRowHeight="16"/><cols>{columns}</cols><sheetData>',
        *(_row_xml(at, row) for at, row in enumerate(rows, 1)),
        "</sheetData>",
        f'<mergeCells count="{len(merged)}">{"".join(merged)}</mergeCells>',
        f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else "",
        '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>',
        '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>',
        "<headerFooter><oddFooter>&amp;C&amp;8审核意见　第&amp;P页，共&amp;N页</oddFooter></headerFooter>",
        "</worksheet>",
    ]
    return "".join(parts).encode()


def _row_xml(at: int, row: _ReviewRow) -> str:
    values = [for_cell(value) for value in row.values]
    cells = "".join(
        _cell_xml(a1(at, column), value, look)
        for column, (value, look) in enumerate(
            zip([*values, sums_of(values)], [*row.looks, 0], strict=True), 1
        )
    )
    return f'<row r="{at}" ht="{row.height:g}" customHeight="1">{cells}</row>'


def _cell_xml(reference: str, value: str, look: int) -> str:
    if not value:
        return f'<c r="{reference}" s="{look}"/>'
    # inline: the shared strings of the unit's workbook stay as they are
    text = f'<t xml:space="preserve">{escape(value)}</t>'
    return f'<c r="{reference}" s="{look}" t="inlineStr"><is>{text}</is></c>'
