"""A finding as a returned workbook shows it, and the colours of the verdicts."""

from __future__ import annotations

from dataclasses import dataclass

from gaoji_batch.findings import NOTE, REJECT, REVIEW, SEVERITY_NAMES, STANDING, STATUS_NAMES

SETTLED = "settled"
COLOURS = {REJECT: "FFF6B9B0", REVIEW: "FFFCE3A0", NOTE: "FFC5DDF3", SETTLED: "FFD3EBD7"}
"""The fill of a cell: not passed, to be checked, a note, ruled to pass."""
_RANK = (REJECT, REVIEW, NOTE, SETTLED)


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding as a returned workbook shows it; texts are masked and as written in the findings.

    code, title: of the rule.
    severity, status: as in the findings.
    sheet, cell: where it stands, '' for the file as a whole.
    row, column: the cell, 1-based; 0 where there is none.
    name: the column's name on the form.
    subject: the person or thing it is about.
    message: what is wrong.
    hint: how to mend it.
    evidence: what it was checked against.
    group: the number of its cause, '' for none.
    article: the article that it rests on, '' for none.
    """

    code: str
    title: str
    severity: str
    status: str
    sheet: str
    cell: str
    row: int
    column: int
    name: str
    subject: str
    message: str
    hint: str
    evidence: str
    group: str
    article: str = ""

    @property
    def colour(self) -> str:
        """The key of COLOURS: its severity, or SETTLED where the center ruled that it passes."""
        return self.severity if self.severity == NOTE or self.status in STANDING else SETTLED

    @property
    def remedy(self) -> str:
        """How to mend it; nothing is to be mended where the center ruled that it passes."""
        return self.hint if self.colour != SETTLED else "中心已作出处理意见，不用修改"

    @property
    def basis(self) -> str:
        """The article that the finding rests on, as the sheet 审核意见 names it; '' for none."""
        return f"《办法》{self.article}" if self.article else ""

    @property
    def verdict(self) -> str:
        """The verdict in words: 不通过, 待核实, 提示, or the center's ruling."""
        return SEVERITY_NAMES[self.severity] if self.colour != SETTLED else "已" + STATUS_NAMES[self.status]


@dataclass(frozen=True, slots=True)
class Cause:
    """Several findings of one origin.

    group: its number.
    title, code: of the rule.
    sheet, column: where its findings stand.
    count: how many they are.
    cause: what it is.
    remedy: how to mend it.
    """

    group: str
    title: str
    code: str
    sheet: str
    column: str
    count: int
    cause: str
    remedy: str


def worst(issues: list[Issue]) -> str:
    """The colour of a cell that has several findings."""
    return min((issue.colour for issue in issues), key=_RANK.index)


def place_of(cell: str) -> tuple[int, int]:
    """'C12' → (12, 3); (0, 0) for no cell."""
    letters = cell.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(cell[len(letters) :] or 0), column
