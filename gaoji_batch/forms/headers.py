"""Finds the headers on a sheet: the rows, the form, and the column of each field (docs/contract/findings.md,
docs/contract/reading.md 2)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from gaoji_batch.forms.schema import Form
from gaoji_batch.intake.grid import Grid
from gaoji_batch.values import text

SEARCHED = 60
"""So many rows from the top are looked at whatever they hold; further down, rows of text without figures
alone."""
LEAST, SHARE, NEAR = 3, 0.6, 0.4
"""A header holds at least three (all, where the form has fewer) and six in ten of the form's required
columns; from four in ten on it is meant as one."""
_LATIN = re.compile(r"[A-Z.,:&_'’\-/\\|\s]+")
_FIGURES = re.compile(r"[\d,./:\-\s]{4,}[Xx]?")
_HAN = re.compile(r"[\u3400-\u9fff]")
_OTHER_TONGUE = re.compile(r"[A-Za-z][A-Za-z .,/&'’()\-]*")


@dataclass(slots=True)
class Header:
    """The header of one form. first, last: 1-based rows; columns: field → 1-based column; again: (field,
    column) of a column named twice;
    unknown: header text by column; left, right: the columns of its table; near: too few columns for the form
    to be read;
    repeats: rows of the same header further down."""

    form: Form
    first: int
    last: int
    columns: dict[str, int]
    again: list[tuple[str, int]]
    unknown: dict[int, str]
    share: float
    left: int = 1
    right: int = 16384
    near: bool = False
    repeats: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row that may be a header: its 1-based number, how many rows deep, the texts above it, and the known
    headers."""

    index: dict[str, list[Form]]
    first: int
    depth: int
    above: list[list[str]]


Rank = tuple[float, int, int, int, int]


def find_header(grid: Grid, forms: list[Form]) -> Header | None:
    """The best header on the sheet: the highest share, then the form that the title names, then most columns,
    then the upper row."""
    candidates = _candidates(grid, forms, SEARCHED, figures=False)
    ranked = [(rank, header) for rank, band in candidates for header in band[:1]]
    return max(ranked, key=lambda pair: pair[0])[1] if ranked else None


def find_bands(grid: Grid, forms: list[Form]) -> list[list[Header]]:
    """All headers of the sheet from above, those side by side together; the better one where two claim a
    row."""
    candidates = sorted(
        _candidates(grid, forms, len(grid.rows), near=True), key=lambda pair: pair[0], reverse=True
    )
    bands: list[list[Header]] = []
    for _, band in candidates:
        first, last = band[0].first, max(header.last for header in band)
        if all(last < other[0].first or other[0].last < first for other in bands):
            bands.append(band)
    return sorted(bands, key=lambda band: band[0].first)


def _candidates(
    grid: Grid, forms: list[Form], rows: int, near: bool = False, figures: bool = True
) -> Iterator[tuple[Rank, list[Header]]]:
    """What each row may be the header of, one row or two deep, with its rank; figures: whether the lower row
    of two may hold days, amounts or numbers, as months and days over columns do.

    A row above belongs to the header where it adds columns or cells are merged downwards; a row of key-value
    cells does neither.
    """
    index = _index(tuple(forms))
    texts = header_texts(grid, rows, index)
    for at, cells in enumerate(texts):
        if sum(_is_label(cell, index) for cell in cells) < 2:
            continue
        above = texts[max(0, at - SEARCHED) : at]
        for depth in (1, 2):
            if depth == 2 and not figures and _holds_figures(grid, at + 2):
                continue
            labels = _labels(texts, at, depth, index)
            band = _band(labels, _Row(index, at + 1, depth, above), near)
            if not band:
                continue
            _reach_below(grid, band)
            best = max(band, key=lambda header: header.share)
            yield (
                (
                    round(best.share, 6) - best.near,
                    _titled(best.form, above),
                    sum(len(header.columns) for header in band),
                    _joined(grid, at + 1, depth),
                    -at,
                ),
                band,
            )


def _band(labels: list[list[str]], row: _Row, near: bool) -> list[Header]:
    """The headers on one row: one, or several side by side where both sides of a repeated column or of a gap
    are forms."""
    single = _best(labels, row, near)
    starts = {at for _, at in single.again} if single else set()
    starts |= {
        at
        for at in range(2, len(labels) + 1)
        if labels[at - 1] and not labels[at - 2] and any(labels[: at - 1])
    }
    for start in sorted(starts):
        left = _best(labels[: start - 1], row, False)
        behind: list[list[str]] = [[]] * (start - 1) + labels[start - 1 :]
        right = _best(behind, row, False)
        if left and right:
            left.right = start - 1
            further = _band(behind, row, False)
            further[0].left = start
            return [left, *further]
    return [single] if single else []


def _best(labels: list[list[str]], row: _Row, near: bool) -> Header | None:
    """The form that these labels fit best; of two that fit alike the one that the title names, then the one
    with more columns."""
    headers = [header for form in _likely(labels, row.index) if (header := _match(form, row, labels, near))]
    if len(headers) < 2:
        return headers[0] if headers else None
    return max(
        headers,
        key=lambda header: (round(header.share, 6), _titled(header.form, row.above), len(header.columns)),
    )


def _joined(grid: Grid, row: int, depth: int) -> int:
    """1 where two rows are joined by cells merged downwards, 0 for one row, -1 for two that nothing joins."""
    if depth == 1:
        return 0
    return 1 if any(first <= row < last for first, _, last, _ in grid.merges) else -1


def _reach_below(grid: Grid, band: list[Header]) -> None:
    """A row of the same names in another language below the header belongs to it."""
    last = band[0].last
    filled = [
        cell for cell in (grid.rows[last] if last < len(grid.rows) else []) if text.clean(cell) is not None
    ]
    if len(filled) >= LEAST and all(
        isinstance(cell, str) and _OTHER_TONGUE.fullmatch(cell.strip()) for cell in filled
    ):
        for header in band:
            header.last = last + 1


def _holds_figures(grid: Grid, row: int) -> bool:
    """Whether a row (1-based) holds a day, an amount or a number, as the first row of data does."""
    cells = grid.rows[row - 1] if row <= len(grid.rows) else []
    return any(
        bool(_FIGURES.fullmatch(cell.strip())) if isinstance(cell, str) else cell is not None
        for cell in cells
    )


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
                sum(_is_label(cell, index) for cell in texts[at]) >= 2
                and at + 1 < len(texts)
                and not texts[at + 1]
            ):
                texts[at + 1] = ["" if not isinstance(cell, str) else cell for cell in below]
    return texts


@lru_cache(maxsize=16)
def _index(forms: tuple[Form, ...]) -> dict[str, list[Form]]:
    """Folded header → the forms that have such a column."""
    index = defaultdict(list)
    for form in forms:
        for label in form.headed:
            index[label].append(form)
    return dict(index)


def _labels(texts: list[list[str]], at: int, depth: int, index: dict[str, list[Form]]) -> list[list[str]]:
    """The candidate labels of each column, best first."""
    upper = texts[at]
    if depth == 1:
        return [_spellings(cell) for cell in upper]
    if at + 1 >= len(texts) or not any(_is_label(cell, index) for cell in texts[at + 1]):
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


def _is_label(label: str, index: dict[str, list[Form]]) -> bool:
    if not label or label in index:
        return bool(label)
    spelt = _spellings(label)
    return len(spelt) > 1 and spelt[1] in index


def _likely(labels: list[list[str]], index: dict[str, list[Form]]) -> list[Form]:
    counts: dict[str, int] = defaultdict(int)
    by_key = {}
    for candidates in labels:
        for form in {form.key: form for label in candidates for form in index.get(label, [])}.values():
            counts[form.key] += 1
            by_key[form.key] = form
    return [by_key[key] for key, count in counts.items() if count >= min(LEAST, len(by_key[key].required))]


def _match(form: Form, row: _Row, labels: list[list[str]], near: bool) -> Header | None:
    columns: dict[str, int] = {}
    again, unknown = [], {}
    for at, candidates in enumerate(labels, 1):
        named = next((form.headed[label] for label in candidates if label in form.headed), None)
        if named is None:
            if candidates:
                unknown[at] = candidates[0]
        elif named in columns:
            again.append((named, at))
        else:
            columns[named] = at
    count = sum(named in columns for named in form.required)
    share = count / len(form.required)
    if count >= min(LEAST, len(form.required)) and share >= SHARE:
        return Header(form, row.first, row.first + row.depth - 1, columns, again, unknown, share)
    if near and count >= LEAST and share >= NEAR:
        return Header(form, row.first, row.first + row.depth - 1, columns, again, unknown, share, near=True)
    return None


def _titled(form: Form, above: list[list[str]]) -> int:
    names = [text.fold_header(name) for name in [form.title, *form.also_titled]]
    return max((len(name) for name in names for row in above for cell in row if name in cell), default=0)
