"""Words that stand where a value should be, and what units say beside one
(schemas/codes/written_words.yaml)."""

from __future__ import annotations

import re
from functools import cache

from gaoji_batch.law import resources
from gaoji_batch.law.data_files import read_yaml
from gaoji_batch.values import dates, text


@cache
def of(name: str) -> frozenset[str]:
    """The words of one list, folded."""
    return frozenset(text.fold(word) for word in _lists()[name])


@cache
def _lists() -> dict[str, list[str]]:
    content: dict[str, list[str]] = read_yaml(resources.schemas() / "codes" / "written_words.yaml")
    return content


def is_filler(value: object, in_text: bool) -> bool:
    """Whether a cell says that nothing is filled in; in_text: where 0 and x are no value either."""
    written = _folded(value)
    return written in of("fillers") or (in_text and written in of("text_fillers"))


def is_ditto(value: object) -> bool:
    """Whether a cell points at the one above."""
    return isinstance(value, str) and _folded(value) in of("ditto")


def is_handed_in(value: object, asks_for_title: bool) -> bool:
    """Whether 工作总结 says that it was handed in; asks_for_title: under a header 题目 or 名称 a title says
    so."""
    written = _folded(value)
    # before all else: under a header 题目 待补充材料 would pass for a title
    if not written or written.startswith(tuple(of("not_handed_in"))):
        return False
    if (
        _handed_in().fullmatch(written)
        or _file().search(written)
        or dates.read_date(text.clean(value)) is not None
    ):
        return True
    return asks_for_title and len(written) >= 4 and not is_filler(value, True)


def asks_for_title(header: str) -> bool:
    """Whether the header of 工作总结 asks for its title."""
    return any(word in text.fold(header) for word in of("title_headers"))


def _folded(value: object) -> str:
    written = text.clean(value)
    return text.fold(written) if written is not None else ""


@cache
def _handed_in() -> re.Pattern[str]:
    words = sorted(of("handed_in"), key=len, reverse=True)
    return re.compile(rf"(?:\[?(?:{'|'.join(map(re.escape, words))})\]?)+")


@cache
def _file() -> re.Pattern[str]:
    return re.compile(rf".\.(?:{'|'.join(of('summary_files'))})$")
