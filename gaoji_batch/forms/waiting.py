"""Lists of persons who do not take part: 候补, 备选, 替补 and the like, which are never read as trainees
(docs/contract/reading.md 1)."""

from __future__ import annotations

import re
from functools import cache

from gaoji_batch.law import sheet_words
from gaoji_batch.values import text


def heads_a_waiting_list(cells: list[object]) -> bool:
    """Whether a row is the heading of such a list: one text that ends in the word and what is listed.
    '退出机制研修班' is none."""
    filled = [cell for cell in cells if text.clean(cell) is not None]
    return len(filled) == 1 and isinstance(filled[0], str) and names_a_waiting_list(filled[0])


def names_a_waiting_list(title: str) -> bool:
    """Whether a title or the name of a sheet says so."""
    return bool(_pattern().search(text.fold_header(title)))


@cache
def _pattern() -> re.Pattern[str]:
    words = sheet_words.of("waiting_lists")
    listed = sheet_words.of("listed")
    return re.compile(rf"(?:{'|'.join(words)})(?:{'|'.join(listed)})*\d*$")
