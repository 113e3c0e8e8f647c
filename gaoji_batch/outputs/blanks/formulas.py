"""Formulas of the sheet 自查: a template names the cells of its row, and becomes one formula a row.

`[id]` is the cell of the helper column `id` in the same row, `[id:]` the whole helper column. Only
functions of Excel 2010 that WPS and LibreOffice know are used.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from xlsxwriter.utility import xl_col_to_name

_NAMED = re.compile(r"\[([a-z_0-9]+)(:?)\]")


@dataclass(slots=True)
class Columns:
    """The helper columns of a sheet.

    left: the 0-based column of the first.
    top, bottom: the 0-based rows that they fill.
    templates: name → template, in the order in which the columns stand.
    """

    left: int
    top: int
    bottom: int
    templates: dict[str, str] = field(default_factory=dict)
    _places: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, template: str) -> str:
        """Adds a helper column; returns how templates name it."""
        self._places[name] = len(self.templates)
        self.templates[name] = template
        return f"[{name}]"

    def at(self, name: str) -> int:
        """The 0-based column of a helper."""
        return self.left + self._places[name]

    def area(self, name: str) -> str:
        """The helper column as a range: $AA$10:$AA$69."""
        letter = xl_col_to_name(self.at(name))
        return f"${letter}${self.top + 1}:${letter}${self.bottom + 1}"

    def formula(self, template: str, row: int = 0) -> str:
        """A template as the formula of a 0-based row."""
        return "=" + _NAMED.sub(
            lambda match: (
                self.area(match[1]) if match[2] else f"${xl_col_to_name(self.at(match[1]))}{row + 1}"
            ),
            template,
        )


@dataclass(frozen=True, slots=True)
class CellFault:
    """What may be wrong with a cell: the rule's code, the condition, and the reason as an expression."""

    code: str
    when: str
    why: str


def quoted(text: str) -> str:
    """A text as a literal of a formula."""
    return '"' + text.replace('"', '""') + '"'


def listed(words: list[str]) -> str:
    """Words as an array constant."""
    return "{" + ",".join(map(quoted, words)) + "}"


def fault_text(faults: list[CellFault], column: str, titles: dict[str, str]) -> str:
    """The first fault that holds, as its rule's title with column and reason.

    As in '必填项为空〔岗位：没有填写〕；'; '' where none holds.
    """
    formula = '""'
    for fault in reversed(faults):
        head = quoted(f"{titles[fault.code]}〔{column}：")
        formula = f'IF({fault.when},{head}&{fault.why}&"〕；",{formula})'
    return formula
