"""Finds the headers on a sheet: the rows, the form, and the column of each field (docs/contract/findings.md,
docs/contract/reading.md 2)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from gaoji_batch.forms.header_labels import SEARCHED, forms_by_label, header_texts, holds_labels, labels_of
from gaoji_batch.forms.schema import Form
from gaoji_batch.intake.grid import Grid
from gaoji_batch.values import text

LEAST, SHARE, NEAR = 3, 0.6, 0.4
"""A header holds at least three (all, where the form has fewer) and six in ten of the form's required
columns; from four in ten on it is meant as one."""
_FIGURES = re.compile(r"[\d,./:\-\s]{4,}[Xx]?")
_OTHER_TONGUE = re.compile(r"[A-Za-z][A-Za-z .,/&'’()\-]*")


@dataclass(slots=True)
class Header:
    """The header of one form on a sheet.

    form: the form that it is of.
    first, last: its rows, 1-based.
    columns: field → 1-based column.
    again: (field, column) of a column that is named twice.
    unknown: 1-based column → the text of a header that no field has.
    share: the part of the form's required columns that it has.
    left, right: the columns of its table, 1-based.
    near: it has too few columns for the form to be read.
    repeats: first and last row of the same header further down, as on printed pages.
    """

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


def heading_of(grid: Grid, header: Header, at: int) -> str:
    """The header of a column as written, of both rows where it has two."""
    rows = grid.rows[header.first - 1 : header.last]
    parts = [text.clean(cells[at - 1]) for cells in rows if at <= len(cells)]
    return " ".join(part for part in parts if part)


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
    index = forms_by_label(tuple(forms))
    texts = header_texts(grid, rows, index)
    for at, cells in enumerate(texts):
        if not holds_labels(cells, index):
            continue
        above = texts[max(0, at - SEARCHED) : at]
        for depth in (1, 2):
            if depth == 2 and not figures and _holds_figures(grid, at + 2):
                continue
            labels = labels_of(texts, at, depth, index)
            band = _band(labels, _Row(index, at + 1, depth, above), near)
            if not band:
                continue
            _reach_below(grid, band)
            best = max(band, key=lambda header: header.share)
            yield (
                (
                    # rounded: shares that differ in their last bits are alike; a near one below all others
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


def _likely(labels: list[list[str]], index: dict[str, list[Form]]) -> list[Form]:
    counts: dict[str, int] = defaultdict(int)
    by_key = {}
    for candidates in labels:
        named = [form for label in candidates for form in index.get(label, ())]  # once each under one label
        for form in named if len(candidates) == 1 else dict.fromkeys(named):
            counts[form.key] += 1
            by_key[form.key] = form
    return [by_key[key] for key, count in counts.items() if count >= min(LEAST, len(by_key[key].required))]


def _match(form: Form, row: _Row, labels: list[list[str]], near: bool) -> Header | None:
    columns: dict[str, int] = {}
    again, unknown = [], {}
    headed = form.headed
    for at, candidates in enumerate(labels, 1):
        if not candidates:
            continue
        named = next((headed[label] for label in candidates if label in headed), None)
        if named is None:
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
    lines = ["\n".join(row) for row in above]  # no name of a form holds a line break
    return max((len(name) for name in names for line in lines if name in line), default=0)
