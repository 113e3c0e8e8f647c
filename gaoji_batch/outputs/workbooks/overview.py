"""The first sheet of 审核汇总.xlsx: the counts, the verdicts, the money, and which rules were broken how
often."""

from __future__ import annotations

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from gaoji_batch.findings import NOTE, REJECT, REVIEW, SEVERITY_NAMES
from gaoji_batch.outputs.figures import Figures, by_rule, figures
from gaoji_batch.outputs.report import Report
from gaoji_batch.outputs.workbooks.book import SOFT, Book, write_cell

COLOURS = {REJECT: "#B42318", REVIEW: "#C98A0C", NOTE: "#3D6FA5"}
_WIDTHS = (28, 10, 10, 10, 10, 13)
_CHARTED = 15


def write_overview(book: Book, report: Report) -> None:
    """Adds the sheet 总览 as the book's next sheet."""
    sheet = book.sheet("总览", "#1F2933")
    for at, width in enumerate(_WIDTHS):
        sheet.set_column(at, at, width)
    sheet.set_column(6, 6, 3)
    sheet.set_row(0, 34)
    title = "高技能人才研修培训报送材料审核汇总" + ("（部分）" if report.part else "")
    sheet.merge_range(0, 0, 0, 15, title, book.look(font_size=18, bold=True))
    subtitle = f"审核日期：{report.day}    运行编号：{report.run}"
    subtitle += f"    本次只审核了{report.part}" if report.part else ""
    sheet.merge_range(1, 0, 1, 15, subtitle, book.look(font_color=SOFT))
    totals = figures(report)
    _cards(book, sheet, totals)
    row = _facts(book, sheet, totals, 7)
    row = _overrides(book, sheet, report, row)
    if report.incomplete:
        red = book.look(bold=True, font_color=COLOURS[REJECT], text_wrap=True, valign="vcenter")
        sheet.set_row(2, 18 * sum(1 + len(line) // 90 for line in report.incomplete))
        sheet.merge_range(2, 0, 2, 15, "\n".join(report.incomplete), red)
    _rules(book, sheet, by_rule(report.findings), row + 1)


def _cards(book: Book, sheet: Worksheet, totals: Figures) -> None:
    cards = [
        ("不通过", totals.rejects, COLOURS[REJECT]),
        ("待核实", totals.reviews, COLOURS[REVIEW]),
        ("提示", totals.notes, COLOURS[NOTE]),
    ]
    cards.append(("已通过或核减", totals.settled, "#1E6B3A"))
    sheet.set_row(3, 18)
    sheet.set_row(4, 36)
    for at, (title, number, colour) in enumerate(cards):
        write_cell(sheet, 3, at, title, book.look(align="center", font_color=SOFT, top=5, top_color=colour))
        write_cell(
            sheet,
            4,
            at,
            number,
            book.look(align="center", font_size=22, bold=True, font_color=colour, num_format="#,##0"),
        )
    write_cell(
        sheet,
        5,
        0,
        "前三项为审核问题条数，含已定为不予通过的，不含已予以通过和核减的；第四项为后者。",
        book.look(font_color=SOFT, font_size=9),
    )


def _facts(book: Book, sheet: Worksheet, totals: Figures, top: int) -> int:
    """Projects and trainees by verdict, then single figures; returns the row below."""
    for at, title in enumerate(["", "不通过", "待核实", "可通过", "合计"]):
        write_cell(sheet, top, at, title, book.cell("head"))
    for offset, (title, counts) in enumerate(
        [("项目(个)", totals.projects), ("学员(人)", totals.trainees)], 1
    ):
        write_cell(sheet, top + offset, 0, title, book.cell("text"))
        for at, number in enumerate([*counts.values(), sum(counts.values())], 1):
            write_cell(sheet, top + offset, at, number, book.cell("money"))
    singles = [
        ("报送文件(个)", totals.files),
        ("承办单位(家)", totals.units),
        ("申请补助资金(元)", totals.claimed),
        ("问题涉及资金(元)", totals.at_stake),
        ("其中剔除学员后班额不足(元)", totals.cascaded),
    ]
    for offset, (title, number) in enumerate(singles, 4):
        write_cell(sheet, top + offset, 0, title, book.cell("text"))
        write_cell(sheet, top + offset, 1, number, book.cell("money"))
    return top + 4 + len(singles)


def _overrides(book: Book, sheet: Worksheet, report: Report, row: int) -> int:
    """What `gaoji.toml` changes of the policy, for whoever reads the figures below; returns the row below."""
    if not report.overrides:
        return row
    write_cell(
        sheet,
        row + 1,
        0,
        "注意：本次审核改用了下列参数，与现行政策不同",
        book.look(bold=True, font_color=COLOURS[REJECT]),
    )
    for offset, (name, value) in enumerate(report.overrides.items(), row + 2):
        write_cell(sheet, offset, 0, f"{name} = {value}", book.look(font_color=COLOURS[REJECT]))
    return row + 2 + len(report.overrides)


def _rules(book: Book, sheet: Worksheet, rules: pd.DataFrame, top: int) -> None:
    """The rules by how often they were broken, with a native chart of the most frequent beside the figures
    above."""
    write_cell(sheet, top, 0, "按规则统计", book.look(bold=True, font_size=12))
    for at, title in enumerate(["规则名称", "规则代码", "结论", "问题数", "涉及项目", "涉及金额(元)"]):
        write_cell(sheet, top + 1, at, title, book.cell("head"))
    for offset, row in enumerate(rules.to_dict("records"), top + 2):
        write_cell(sheet, offset, 0, row["title"], book.cell("text"))
        write_cell(sheet, offset, 1, row["code"], book.cell("code"))
        write_cell(
            sheet,
            offset,
            2,
            SEVERITY_NAMES[row["severity"]],
            book.cell("code", font_color=COLOURS[row["severity"]], bold=True),
        )
        for at, number in enumerate([row["found"], row["projects"], row["amount"]], 3):
            write_cell(sheet, offset, at, number, book.cell("money"))
    if len(rules):
        _chart(book, sheet, rules.head(_CHARTED), top + 2)


def _chart(book: Book, sheet: Worksheet, rules: pd.DataFrame, first: int) -> None:
    last = first + len(rules) - 1
    chart = book.book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": "问题数",
            "categories": ["总览", first, 0, last, 0],
            "values": ["总览", first, 3, last, 3],
            "points": [{"fill": {"color": COLOURS[severity]}} for severity in rules["severity"]],
            "data_labels": {"value": True, "font": {"size": 9}},
            "gap": 45,
        }
    )
    chart.set_title({"name": "问题最多的规则", "name_font": {"size": 12}, "overlay": False})
    chart.set_legend({"none": True})
    chart.set_y_axis(
        {"reverse": True, "num_font": {"size": 9}, "line": {"none": True}, "major_tick_mark": "none"}
    )
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_chartarea({"border": {"color": "#C9D1D8"}})
    chart.set_size({"width": 620, "height": max(220, 60 + 30 * len(rules))})
    sheet.insert_chart(2, 7, chart, {"description": "问题最多的规则及其问题数", "y_offset": 10})
