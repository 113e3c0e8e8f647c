"""Code lists: the values a column may hold, and the other ways they are written
(schemas/codes/choices.yaml)."""

from __future__ import annotations

from functools import cache

from gaoji_batch.law import resources
from gaoji_batch.law.data_files import read_yaml
from gaoji_batch.values import text

ENDED = ("终止", "撤销")
"""The 项目状态 of a project that goes on no more."""


@cache
def lists() -> dict[str, dict[str, list[str]]]:
    """List name → value → its other spellings."""
    content: dict[str, dict[str, list[str]]] = read_yaml(resources.schemas() / "codes" / "choices.yaml")
    return content


@cache
def _spelt(name: str) -> dict[str, str]:
    return {text.fold(word): value for value, also in lists()[name].items() for word in [value, *also]}


def values(name: str) -> list[str]:
    """The values of a list; none for a list that is no code list (产业领域 is the policy's)."""
    return list(lists().get(name, {}))


def canonical(name: str, said: str) -> str | None:
    """The list's own word for what is written; None where the list does not know it."""
    # people end a cell as they end a sentence: 合格。 is 合格
    return _spelt(name).get(text.fold(said).rstrip("。.,;、")) if name in lists() else None
