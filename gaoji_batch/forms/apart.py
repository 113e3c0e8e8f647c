"""Text that stands in no cell: what a text box, a shape, or the head or foot of a page says is a note, is
said by a cell as well, or is unread."""

from __future__ import annotations

import hashlib
import re

from gaoji_batch.forms.footers import is_signature
from gaoji_batch.forms.schema import Form
from gaoji_batch.forms.told_changes import names_one, tells
from gaoji_batch.forms.unread_ranges import ON_OURS
from gaoji_batch.intake.grid import BOX, Apart, Grid
from gaoji_batch.law import sheet_words, written_words
from gaoji_batch.values import text
from gaoji_batch.values.cells import a1

_PERSON = re.compile(r"\d{15,}|\d{6,}[*＊xX]+")
"""An ID number or an account."""
_EXAMPLE = re.compile(r"[例如]")
_NOTES = re.compile(r"^(?:[填说注提备温友].{0,3}[表写报明意示注]|须知|注|※|\*).{0,4}[:：]?")
"""How notes begin: 填表说明, 温馨提示, 注."""
_PLACES = re.compile(r"\d+位")
"""'18位'."""
_COLON = re.compile(r"[:：]")
_PARTS = re.compile(r"[:：\t]|\s{2,}")
_LABEL = re.compile(r"([^\s:：]{2,12})[:：]")
_GAPS = re.compile(r"[年月日_\s()（）:：/\-.]")
"""What a date or an amount that is yet to be filled in is made of."""


def unread_apart(
    grid: Grid, form: Form | None, people: frozenset[str] = frozenset()
) -> list[tuple[Apart, str, str]]:
    """What of it is unread: the text, the address of the cell that it is fixed to, and why. people: the names
    that the tables list."""
    if not grid.apart:
        return []
    cells = [*(cell for row in grid.rows for cell in row), *grid.above]
    said = {text.fold(content) for cell in cells if (content := text.clean(cell)) is not None}
    said |= {part for content in said for part in _COLON.split(content)} | {text.fold(grid.sheet)}
    if form:
        said.add(text.fold(form.title))
    return [
        (apart, a1(apart.row, apart.column), ON_OURS if grid.ours else f"{apart.place}中的内容")
        for apart in grid.apart
        if (grid.ours and apart.place == BOX) or not _is_quiet(apart, said, form, people)
    ]


def content_of(apart: Apart) -> str:
    """A hash of it, by which a ruling knows it again."""
    return hashlib.sha256(text.fold(apart.content).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def holds_person(apart: Apart) -> bool:
    """Whether it holds the number of a person."""
    return bool(_PERSON.search(apart.content))


def _is_quiet(apart: Apart, said: set[str], form: Form | None, people: frozenset[str]) -> bool:
    """Whether it holds nothing that was filed; of the head and foot of a page data alone count."""
    lines = [line.strip() for line in apart.content.splitlines() if text.clean(line) is not None]
    if any((tells(line, people) or names_one(line, people)) and not _is_said(line, said) for line in lines):
        return False
    if apart.place != BOX:
        return not any(_is_datum(line, said, form) for line in lines)
    if lines and _NOTES.match(lines[0]):
        return not any(_names_person(line, said) for line in lines)
    return all(_is_note(line, said, form, alone=len(lines) == 1) for line in lines)


def _is_note(line: str, said: set[str], form: Form | None, alone: bool) -> bool:
    """Whether a line reminds of how the form is filled in, signs, is a title, or says what a cell says."""
    if _is_said(line, said):
        return True
    if _is_datum(line, said, form):
        return False
    folded = text.fold(line)
    is_title = alone and folded.rstrip("0123456789").endswith(sheet_words.of("title_endings"))
    return _reminds(line) or is_title or is_signature(line) or len(folded) < 3


def _reminds(line: str) -> bool:
    folded = text.fold(line)
    return bool(_PLACES.search(line)) or any(word in folded for word in sheet_words.of("reminders"))


def _is_said(line: str, said: set[str]) -> bool:
    """Whether cells hold the line, or each part of it."""
    parts = [part for part in map(text.fold, _PARTS.split(line)) if part]
    return text.fold(line) in said or (bool(parts) and all(part in said for part in parts))


def _names_person(line: str, said: set[str]) -> bool:
    return bool(_PERSON.search(line)) and not _EXAMPLE.search(line) and not _is_said(line, said)


def _is_datum(line: str, said: set[str], form: Form | None) -> bool:
    """Whether it holds the number of a person, or a label of the form with a value that no cell says."""
    if _names_person(line, said):
        return True
    pieces = _LABEL.split(line)
    return any(
        form is not None
        and (text.fold_header(label) in form.key_labels or text.fold_header(label) in form.headed)
        and _is_value(value, said)
        for label, value in zip(pieces[1::2], pieces[2::2], strict=True)
    )


def _is_value(written: str, said: set[str]) -> bool:
    """Whether something is filled in: no gap to be filled, no word of what belongs there."""
    content = written.strip(" \t_＿　、，。；;")
    folded = text.fold(content)
    if not folded or folded in said or written_words.is_filler(content, in_text=True):
        return False
    return bool(_GAPS.sub("", folded)) and not _reminds(content)
