"""What the sheets of 年度统计 share: title lines, notes, native charts, colours."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from gaoji_batch.outputs.report import overridden
from gaoji_batch.outputs.workbooks.book import SOFT, Book
from gaoji_batch.outputs.year_shown import CALIBRE, YearStatistics, unaudited_said

BLUE, RED, AMBER, GREEN, PALE = "#1F4E79", "#B42318", "#D29922", "#1E6B3A", "#9DB4C9"


def write_heading(book: Book, sheet: Worksheet, title: str, notes: Sequence[str], width: int) -> int:
    """A title line and notes above a table; returns the next row."""
    sheet.merge_range(0, 0, 0, width - 1, title, book.look(font_size=16, bold=True))
    sheet.set_row(0, 30)
    for at, note in enumerate(notes, 1):
        sheet.merge_range(at, 0, at, width - 1, note, book.look(font_size=9, font_color=SOFT, text_wrap=True))
        sheet.set_row(at, 28)
    return 1 + len(notes)


def notes_of(report: YearStatistics) -> list[str]:
    """The day, what is counted how, projects without an audit, parameters that gaoji.toml changes."""
    remarks = [*unaudited_said(report.year.unaudited), *overridden(report.overrides)]
    return [f"统计日期：{report.day}。{CALIBRE}", *remarks]


def add_chart(
    book: Book,
    sheet: Worksheet,
    kind: str,
    title: str,
    place: tuple[int, int, int],
    series: Sequence[tuple[str, int, str]],
    at: tuple[int, int],
    wide: int = 620,
    tall: int = 280,
) -> None:
    """A native chart of table rows. place: first row, column of the names, last row; series: name, column,
    colour. A zero has no label, which would stand on the axis."""
    first, names, last = place
    chart = book.book.add_chart({"type": kind})
    for name, column, colour in series:
        chart.add_series(
            {
                "name": name,
                "categories": [sheet.name, first, names, last, names],
                "values": [sheet.name, first, column, last, column],
                "fill": {"color": colour},
                "gap": 60,
                "data_labels": {"value": True, "num_format": "#,##0;;", "font": {"size": 8}},
            }
        )
    chart.set_title({"name": title, "name_font": {"size": 11, "bold": True}, "overlay": False})
    chart.set_legend({"position": "bottom"} if len(series) > 1 else {"none": True})
    axis = {
        "num_font": {"size": 9},
        "major_gridlines": {"visible": True, "line": {"color": "#E5E9ED"}},
        "num_format": "#,##0",
        "min": 0,
    }
    if kind == "bar":
        chart.set_x_axis(axis | {"visible": False})
        chart.set_y_axis({"num_font": {"size": 9}, "reverse": True, "major_gridlines": {"visible": False}})
    else:
        chart.set_x_axis({"num_font": {"size": 9}})
        chart.set_y_axis(axis)
    chart.set_size({"width": wide, "height": tall})
    sheet.insert_chart(at[0], at[1], chart, {"x_offset": 6, "y_offset": 6})
