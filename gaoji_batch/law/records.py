"""The content of a data file or of gaoji.toml as the record that it should be, or the first fault in it.

msgspec reads the content at once. Of what it refuses it tells neither the key of a table nor what is allowed
there, and only in English: so the fault is looked for anew, type by type."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import repeat
from types import UnionType
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

from msgspec import Meta, Struct, ValidationError, convert, structs

Record = TypeVar("Record", bound=Struct)

_WANTED: dict[Any, str] = {
    int: "应为整数",
    float: "应为数值",
    bool: "应为true或false",
    str: "应为规定写法的文字",
    date: "应为日期，如2026-07-01",
    list: "应为列表",
    tuple: "应为列表",
    dict: "应为一组键和值",
}
_BOUNDS = {
    "ge": "不应小于{}",
    "le": "不应大于{}",
    "gt": "应大于{}",
    "lt": "应小于{}",
    "pattern": "应为规定写法的文字",
    "min_length": "项数不对",
    "max_length": "项数不对",
}
"""Each bound that a type may have, and what a value past it should have been."""


class Unfit(ValueError):
    """What a record's own check finds wrong with one of its keys, or with itself ('')."""

    def __init__(self, wanted: str, key: str = "") -> None:
        super().__init__(wanted)
        self.key = key


@dataclass(frozen=True)
class ContentFault:
    """place: the keys and numbers that lead to what is wrong. kind: a key that nobody knows, one that lacks,
    or a value. wanted: what the value should have been; allowed: the keys that may stand there."""

    place: tuple[Any, ...]
    kind: Literal["unknown", "missing", "value"]
    wanted: str = "不合要求"
    allowed: list[str] = field(default_factory=list)

    @property
    def path(self) -> str:
        """The place as people are told it: 'columns.0.name'."""
        return ".".join(map(str, self.place))


class FaultyContent(Exception):
    """The content is no such record: its first fault, in the order of the record's keys."""

    def __init__(self, fault: ContentFault) -> None:
        super().__init__(fault.path)
        self.fault = fault


def record(content: Any, kind: type[Record]) -> Record:
    """The content as a record; FaultyContent where it is none. Numbers and switches may be written as text
    ('20', 'true')."""
    try:
        return convert(content, kind, strict=False)
    except ValidationError as error:
        raise FaultyContent(_fault(content, kind, ()) or ContentFault((), "value")) from error


def _fault(content: Any, kind: Any, place: tuple[Any, ...]) -> ContentFault | None:
    """The first fault of the content of a place, by its type there; None where it has none."""
    if _fits(content, kind):
        return None
    plain, parts = get_origin(kind) or kind, get_args(kind)
    if plain is Annotated:
        return _fault(content, parts[0], place) or ContentFault(
            place, "value", _out_of_bounds(content, *parts)
        )
    if plain is Literal:
        *first, last = map(repr, parts)
        return ContentFault(place, "value", f"应为{', '.join(first)}或{last}")
    if plain is UnionType:
        return _fault(content, parts[0], place)  # a value or None
    if issubclass(plain, Struct):
        return _fault_of_record(content, plain, place)
    if plain is dict and isinstance(content, dict):
        return _first(
            fault
            for key, value in content.items()
            for fault in (
                _fault(key, parts[0], (*place, key, "[key]")),
                _fault(value, parts[1], (*place, key)),
            )
        )
    if plain in (list, tuple) and isinstance(content, (list, set)):
        return _fault_of_list(content, parts, place)
    return ContentFault(place, "value", _WANTED[plain])


def _fault_of_record(content: Any, kind: type[Struct], place: tuple[Any, ...]) -> ContentFault | None:
    if not isinstance(content, dict):
        return ContentFault(place, "value", _WANTED[dict])
    keys = {key.name: key for key in structs.fields(kind)}
    for name, key in keys.items():
        if name in content:
            if fault := _fault(content[name], key.type, (*place, name)):
                return fault
        elif key.required:
            return ContentFault((*place, name), "missing")
    for name in content:
        if name not in keys:
            return ContentFault((*place, name), "unknown", allowed=sorted(keys))
    return _own_fault(content, kind, place)


def _own_fault(content: dict[str, Any], kind: type[Struct], place: tuple[Any, ...]) -> ContentFault | None:
    """What the record's own check says, where each of its keys is right."""
    try:
        convert(content, kind, strict=False)
    except ValidationError as error:
        unfit = error.__cause__
        if isinstance(unfit, Unfit):
            return ContentFault((*place, unfit.key) if unfit.key else place, "value", str(unfit))
        return ContentFault(place, "value")
    return None


def _fault_of_list(
    content: list[Any] | set[Any], kinds: tuple[Any, ...], place: tuple[Any, ...]
) -> ContentFault | None:
    """kinds: of as many entries, or of one and of whatever follows it (...)."""
    many = len(kinds) == 1 or kinds[1] is ...
    fault = _first(
        _fault(entry, kind, (*place, at))
        for at, (entry, kind) in enumerate(zip(content, repeat(kinds[0]) if many else kinds, strict=False))
    )
    if fault or many or len(content) == len(kinds):
        return fault
    if len(content) < len(kinds):
        return ContentFault((*place, len(content)), "missing")
    return ContentFault(place, "value", _BOUNDS["max_length"])


def _first(faults: Iterable[ContentFault | None]) -> ContentFault | None:
    return next((fault for fault in faults if fault), None)


def _out_of_bounds(content: Any, plain: Any, bounds: Meta) -> str:
    for name, wanted in _BOUNDS.items():
        bound = getattr(bounds, name)
        if bound is not None and not _fits(content, Annotated[plain, Meta(**{name: bound})]):
            return wanted.format(bound)
    return "不合要求"


def _fits(content: Any, kind: Any) -> bool:
    try:
        convert(content, kind, strict=False)
    except ValidationError:
        return False
    return True
