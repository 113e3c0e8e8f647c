"""The texts of a sheet that may head a column, and the columns of forms that they name."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

from gaoji_batch.forms.schema import Form
from gaoji_batch.intake.grid import Grid
from gaoji_batch.values import text

SEARCHED = 60
"""So many rows from the top are looked at whatever they hold; further down, rows of text without figures
alone."""
_LATIN = re.compile(r"[A-Z.,:&_'’\-/\\|\s]+")
_HAN = re.compile(r"[\u3400-\u9fff]")


def header_texts(grid: Grid, rows: int, index: dict[str, list[Form]]) -> list[list[str]]:
    """The folded texts of the rows that may hold a header, with the row below each; numbers and dates are no
    header."""
    top = [
        [text.fold_header(cell) if isinstance(cell, str) else "" for cell in row]
        for row in grid.rows[:SEARCHED]
    ]
    if rows > SEARCHED:
        top += _further(grid, index)
    for first, left, last, right in grid.merges:
        if first <= len(top) and left <= len(top[first - 1]) and (label := top[first - 1][left - 1]):
            for row in range(first, min(last, len(top)) + 1):
                cells = top[row - 1]
                cells += [""] * (right - len(cells))
                for column in range(left, right + 1):
                    if not cells[column - 1] and (row > first or last == first):
                        cells[column - 1] = label
    return top


def _further(grid: Grid, index: dict[str, list[Form]]) -> list[list[str]]:
    """The rows past SEARCHED: a row with a number, a day or text that begins with a figure is none of a
    header, and costs next to nothing."""
    texts: list[list[str]] = []
    for row in grid.rows[SEARCHED:]:
        labels: list[str] = []
        for cell in row:
            if cell is None:
                labels.append("")
            elif cell.__class__ is not str or cell[:1].isdigit():
                labels = []
                break
            else:
                labels.append(cell)
        if len(labels) - labels.count("") < 2:
            labels = []
        texts.append(labels)
    for at, labels in enumerate(texts):
        if labels:
            below = grid.rows[SEARCHED + at + 1] if SEARCHED + at + 1 < len(grid.rows) else []
            texts[at] = [text.fold_header(cell) for cell in labels]
            if (
                sum(is_label(cell, index) for cell in texts[at]) >= 2
                and at + 1 < len(texts)
                and not texts[at + 1]
            ):
                texts[at + 1] = ["" if not isinstance(cell, str) else cell for cell in below]
    return texts


@lru_cache(maxsize=16)
def forms_by_label(forms: tuple[Form, ...]) -> dict[str, list[Form]]:
    """Folded header → the forms that have such a column."""
    index = defaultdict(list)
    for form in forms:
        for label in form.headed:
            index[label].append(form)
    return dict(index)


def labels_of(texts: list[list[str]], at: int, depth: int, index: dict[str, list[Form]]) -> list[list[str]]:
    """The candidate labels of each column, best first."""
    upper = texts[at]
    if depth == 1:
        return [_spellings(cell) for cell in upper]
    if at + 1 >= len(texts) or not any(is_label(cell, index) for cell in texts[at + 1]):
        return []
    lower = texts[at + 1]
    width = max(len(upper), len(lower))
    pairs = zip(upper + [""] * (width - len(upper)), lower + [""] * (width - len(lower)), strict=True)
    return [
        list(dict.fromkeys(spelling for label in (up + down, down, up) for spelling in _spellings(label)))
        for up, down in pairs
    ]


@lru_cache(maxsize=4096)
def _spellings(label: str) -> list[str]:
    """A header, and its Chinese part alone where it is said in two languages: '姓名NAME' is 姓名 too."""
    if not label:
        return []
    chinese = _LATIN.sub("", label) if not label.isalpha() or not _HAN.fullmatch(label) else label
    return [label, chinese] if chinese != label and _HAN.search(chinese) else [label]


def is_label(label: str, index: dict[str, list[Form]]) -> bool:
    """Whether a column of a form is headed so, by the Chinese part alone where it is said in two
    languages."""
    if not label or label in index:
        return bool(label)
    if label.isascii() or not _LATIN.search(label):
        return False
    spelt = _spellings(label)
    return len(spelt) > 1 and spelt[1] in index


def holds_labels(cells: list[str], index: dict[str, list[Form]]) -> bool:
    """Whether a row holds two of them; most rows are data, and have neither labels nor texts in two
    languages."""
    if sum(map(index.__contains__, cells)) > 1:
        return True
    chinese = "".join(cell for cell in cells if not cell.isascii())
    return bool(_LATIN.search(chinese)) and sum(is_label(cell, index) for cell in cells) > 1
