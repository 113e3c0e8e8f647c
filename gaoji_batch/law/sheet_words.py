"""Words by which the parts of a sheet are known (schemas/codes/sheet_words.yaml)."""

from __future__ import annotations

from functools import cache

from gaoji_batch.law import resources
from gaoji_batch.law.data_files import read_yaml


@cache
def lists() -> dict[str, list[str]]:
    """List name → its words."""
    content: dict[str, list[str]] = read_yaml(resources.schemas() / "codes" / "sheet_words.yaml")
    return content


@cache
def of(name: str) -> tuple[str, ...]:
    """The words of one list."""
    return tuple(lists()[name])
