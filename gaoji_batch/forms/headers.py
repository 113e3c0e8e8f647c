"""Finds the header of a form on a sheet: the rows, the form, and the column of each field (RULES section 0)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from gaoji_batch.forms.schema import Form
from gaoji_batch.intake.grid import Grid
from gaoji_batch.values import text

SEARCHED = 60
"""So many rows from the top may hold the header."""
LEAST, SHARE = 3, 0.6
"""A header holds at least three (all, where the form has fewer) and six in ten of the form's required columns."""


@dataclass(slots=True)
class Header:
    """The header of one form. first, last: 1-based rows; columns: field → 1-based column; again: (field, column) of a column named twice;
    unknown: header text by column."""

    form: Form
    first: int
    last: int
    columns: dict[str, int]
    again: list[tuple[str, int]]
    unknown: dict[int, str]
    share: float


def find_header(grid: Grid, forms: list[Form]) -> Header | None:
    """The best header on the sheet: the highest share, then the form that the title names, then most columns, then the upper row.

    A row above belongs to the header where it adds columns or cells are merged downwards; a row of key-value cells does neither.
    """
    texts = header_texts(grid)
    known = _index(tuple(forms))
    best: tuple[tuple, Header] | None = None
    for at, cells in enumerate(texts):
        if sum(cell in known for cell in cells) < 2:
            continue
        for depth in (1, 2):
            labels = _labels(texts, at, depth, known)
            for form in _likely(labels, known):
                header = _match(form, at + 1, depth, labels)
                if header is None:
                    continue
                rank = (
                    round(header.share, 6),
                    _titled(form, texts[:at]),
                    len(header.columns),
                    _joined(grid, at + 1, depth),
                    -at,
                )
                if best is None or rank > best[0]:
                    best = rank, header
    return best[1] if best else None


def _joined(grid: Grid, row: int, depth: int) -> int:
    """1 where two rows are joined by cells merged downwards, 0 for one row, -1 for two that nothing joins."""
    if depth == 1:
        return 0
    return 1 if any(first <= row < last for first, _, last, _ in grid.merges) else -1


def header_texts(grid: Grid) -> list[list[str]]:
    """The folded texts of the rows that may hold the header; numbers and dates are no header."""
    top = [
        [text.fold_header(cell) if isinstance(cell, str) else "" for cell in row]
        for row in grid.rows[:SEARCHED]
    ]
    for first, left, last, right in grid.merges:
        if first <= len(top) and left <= len(top[first - 1]) and (label := top[first - 1][left - 1]):
            for row in range(first, min(last, len(top)) + 1):
                cells = top[row - 1]
                cells += [""] * (right - len(cells))
                for column in range(left, right + 1):
                    if not cells[column - 1] and (row > first or last == first):
                        cells[column - 1] = label
    return top


@lru_cache(maxsize=16)
def _index(forms: tuple[Form, ...]) -> dict[str, list[Form]]:
    """Folded header → the forms that have such a column."""
    known = defaultdict(list)
    for form in forms:
        for label in form.headed:
            known[label].append(form)
    return dict(known)


def _labels(texts: list[list[str]], at: int, depth: int, known: dict[str, list[Form]]) -> list[list[str]]:
    """The candidate labels of each column, best first."""
    upper = texts[at]
    if depth == 1:
        return [[cell] if cell else [] for cell in upper]
    if at + 1 >= len(texts) or not any(cell in known for cell in texts[at + 1]):
        return []
    lower = texts[at + 1]
    width = max(len(upper), len(lower))
    pairs = zip(upper + [""] * (width - len(upper)), lower + [""] * (width - len(lower)), strict=True)
    return [[label for label in dict.fromkeys((up + down, down, up)) if label] for up, down in pairs]


def _likely(labels: list[list[str]], known: dict[str, list[Form]]) -> list[Form]:
    counts: dict[str, int] = defaultdict(int)
    by_key = {}
    for candidates in labels:
        for form in {form.key: form for label in candidates for form in known.get(label, [])}.values():
            counts[form.key] += 1
            by_key[form.key] = form
    return [by_key[key] for key, count in counts.items() if count >= min(LEAST, len(by_key[key].required))]


def _match(form: Form, first: int, depth: int, labels: list[list[str]]) -> Header | None:
    columns: dict[str, int] = {}
    again, unknown = [], {}
    for at, candidates in enumerate(labels, 1):
        field = next((form.headed[label] for label in candidates if label in form.headed), None)
        if field is None:
            if candidates:
                unknown[at] = candidates[0]
        elif field in columns:
            again.append((field, at))
        else:
            columns[field] = at
    met = sum(field in columns for field in form.required)
    share = met / len(form.required)
    if met < min(LEAST, len(form.required)) or share < SHARE:
        return None
    return Header(form, first, first + depth - 1, columns, again, unknown, share)


def _titled(form: Form, above: list[list[str]]) -> int:
    names = [text.fold_header(name) for name in [form.title, *form.also_titled]]
    return max((len(name) for name in names for row in above for cell in row if name in cell), default=0)
