"""The hidden sheet 选项 of a blank: what is offered in drop-down lists, and every way of writing that is
understood."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from gaoji_batch.forms.schema import Column
from gaoji_batch.law import choices, levels, occupations, written_words

NAME = "选项"
INDUSTRIES = "industries"
Of = Callable[[str], Any]
"""A parameter of the policy, on the day of the blank."""


class Lists:
    """Ranges of 选项 by name; a list inside a cell may hold 255 characters only, hence a sheet."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet, self._at = sheet, 0
        sheet.hide()

    def add(self, values: list[str]) -> str:
        """Writes a list into the next column; its range."""
        for row, value in enumerate(values):
            self._sheet.write_string(row, self._at, value)
        letter = xl_col_to_name(self._at)
        self._at += 1
        # an empty range is not allowed: at least one cell
        return f"{NAME}!${letter}$1:${letter}${max(len(values), 1)}"

    def offered(self, columns: list[Column], of: Of) -> dict[str, str]:
        """field → the range of its drop-down list."""
        values = {column.field: _offered(column, of) for column in columns}
        return {field: self.add(listed) for field, listed in values.items() if listed}

    def understood(self, columns: list[Column], of: Of) -> dict[str, str]:
        """field → the range of every way of writing that the program reads in a closed or open list; also
        fillers, text_fillers, handed_in, and occupation_codes where the form has that column."""
        ranges = {}
        for column in columns:
            words = _written(column, of)
            if words:
                ranges[column.field] = self.add(words)
        for name in ("fillers", "handed_in"):
            ranges[name] = self.add(sorted(written_words.of(name)))
        ranges["text_fillers"] = self.add(
            sorted(written_words.of("fillers") | written_words.of("text_fillers"))
        )
        if any(column.type == "occupation_code" for column in columns):
            ranges["occupation_codes"] = self.add(list(occupations.dictionary().names))
        return ranges


def _offered(column: Column, of: Of) -> list[str]:
    if column.type == "level":
        return list(levels.known())
    named = column.offers or (column.choices if column.choices == INDUSTRIES else "")
    return list(of(named)) if named else choices.values(column.choices)


def _written(column: Column, of: Of) -> list[str]:
    if column.type == "level":
        both = [word for level, entry in levels.known().items() for word in [level, *entry.written]]
        return [*both, *(f"{before}{word}" for before in levels.before() for word in both)]
    if column.type not in ("choice", "open_choice"):
        return []
    if column.choices == INDUSTRIES:
        return list(of(INDUSTRIES))
    return [word for value, also in choices.lists()[column.choices].items() for word in [value, *also]]
