"""Columns of a frame as the tables of 审核汇总 show them: texts, numbers, looks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from gaoji_batch.outputs.links import masked
from gaoji_batch.outputs.workbooks.book import Book, TableColumn, write_cell, write_table
from gaoji_batch.values.columns import beside

_CENTRED = {
    "severity",
    "code",
    "article",
    "cell",
    "status",
    "finding_id",
    "verdict",
    "opening",
    "ending",
    "change",
    "level",
}


def table_or_line(book: Book, sheet: Worksheet, columns: Sequence[TableColumn], nothing: str) -> int:
    """Writes the table, or, below its header, the one line that says why it is empty; returns the row
    below."""
    end = write_table(book, sheet, columns)
    if nothing and not len(columns[0].values):
        write_cell(sheet, end, 0, nothing, book.look(font_color="#5B6770"))
        end += 1
    return end


def look_of(name: str) -> str:
    """The look of the cells of a field."""
    return "code" if name in _CENTRED else "text"


def texts(frame: pd.DataFrame, name: str) -> list[str]:
    """A column as text; the name of a file is masked where it holds an ID number."""
    values = ["" if gone else _text(value) for value, gone in beside(frame[name], frame[name].isna())]
    return [masked(value) for value in values] if name in ("file", "sheet") else values


def _text(value: Any) -> str:
    return f"{value:%Y-%m-%d}" if hasattr(value, "strftime") else str(value)


def numbers(frame: pd.DataFrame, name: str) -> list[int | None]:
    """A column as whole numbers; None where it is missing."""
    return [None if gone else int(value) for value, gone in beside(frame[name], frame[name].isna())]
