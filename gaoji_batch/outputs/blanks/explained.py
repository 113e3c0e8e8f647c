"""The sheet 列名说明 of a blank for extracts and bank statements: what each column may be called, and an
example."""

from __future__ import annotations

from gaoji_batch.forms.own_sheets import EXPLAINED_LINE
from gaoji_batch.forms.schema import Column, Form
from gaoji_batch.outputs.workbooks.book import SOFT, Book, lines_of, write_cell

_NAME = "列名说明"


def write_explained(book: Book, form: Form, columns: list[Column]) -> None:
    """One line a column: name, whether it is required, other accepted names, how it is written, and the
    example of a made-up row."""
    sheet = book.sheet(_NAME)
    heading = (
        f"{EXPLAINED_LINE}调取“{form.title}”时按此核对列名；不作为明细。例子为虚构，不是真实人员和账户。"
    )
    write_cell(sheet, 0, 0, heading, book.look(font_color=SOFT, font_size=9))
    for at, (title, width) in enumerate(
        (("列名", 18), ("必填", 8), ("也可写作", 70), ("填写说明", 30), ("例（虚构）", 26))
    ):
        sheet.set_column(at, at, width)
        write_cell(sheet, 1, at, title, book.cell("head"))
    for row, column in enumerate(columns, 2):
        sheet.set_row(row, 6 + 14 * lines_of("、".join(column.aliases), 70))
        cells = [
            column.name,
            "是" if column.required else "",
            "、".join(column.aliases),
            column.note,
            column.example,
        ]
        for at, cell in enumerate(cells):
            write_cell(sheet, row, at, cell, book.cell("text"))
    sheet.freeze_panes(2, 0)
    sheet.repeat_rows(1)
