"""The parameters of the law, each dated and with its source: `policy.of(name, on=dates)`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
from msgspec import UNSET, Struct

from gaoji_batch.errors import GaojiError
from gaoji_batch.law.data_files import load_yaml
from gaoji_batch.law.records import Unfit
from gaoji_batch.values.numerals import chinese, number_of

MEASURES = "measures-2022-6.txt"
# half an hour and half a mark exist; half a head or half a yuan would be rounded somewhere else
_DIVISIBLE = ("学时", "分")
_ARTICLE = re.compile(r"^第([一二三四五六七八九十]+)条\s*", re.M)


class Value(Struct, kw_only=True, forbid_unknown_fields=True):
    """One parameter from one day on: its Chinese name and what else it is called, its value (one of
    `choices`, where it has them), and where it comes from (a quote of the article, or a reading and its
    source).

    add: instead of `value`, what a list has beyond that of the day before. keys_of: the parameter of whose
    names one stands before the colon in each entry of this list."""

    title: str = ""
    also: list[str] = []
    value: Any = UNSET
    add: list[str] = []
    choices: list[str] = []
    keys_of: str = ""
    unit: str = ""
    article: int
    quote: str = ""
    reading: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        if not self.quote and not (self.reading and self.source):
            raise Unfit("须有quote，或者reading和source")
        # whether it was stated, not whether it is anything: null says 'for good' (unit.disqualified_years)
        if (self.value is not UNSET) == bool(self.add):
            raise Unfit("须有value或add，不能都有")


class PolicyFile(Struct, forbid_unknown_fields=True):
    """A file of schemas/policy: what it sets from its own day on."""

    effective_from: date
    document: str
    parameters: dict[str, Value]


@dataclass(frozen=True)
class Policy:
    """All policy files, oldest first, and the values that gaoji.toml overrides."""

    files: tuple[PolicyFile, ...]
    overrides: Mapping[str, Any]
    measures: str

    @classmethod
    def load(cls, folder: Path, overrides: Mapping[str, Any]) -> Policy:
        """Reads every YAML file of a folder; GaojiError where one is malformed, or an override names no
        parameter or has another type."""
        files = sorted(
            (load_yaml(path, PolicyFile) for path in folder.glob("*.yaml")),
            key=lambda file: file.effective_from,
        )
        _extend_lists(files)
        policy = cls(tuple(files), dict(overrides), (folder / MEASURES).read_text(encoding="utf-8"))
        for name, value in overrides.items():
            policy._check_override(name, value)
        return policy

    def _check_override(self, name: str, value: Any) -> None:
        if name not in self.names:
            raise GaojiError(f"gaoji.toml的[policy]中没有名为“{name}”的参数", self.advice(name))
        wrong = self.fault(name, value)
        if wrong:
            raise GaojiError(f"gaoji.toml的[policy]中“{name}”的取值{wrong[0]}", wrong[1])

    def advice(self, called: str) -> str:
        """What to write in place of a name that no parameter has: the nearest, and where all are listed."""
        near: dict[str, str] = {}
        for one in get_close_matches(called, self.called, 3, 0.5):
            near.setdefault(self.called[one], one)
        told = "、".join(name if name == one else f"{name}（{one}）" for name, one in near.items())
        every = "用gaoji policy查看可用的参数和现值"
        return f"是否要写{told}；{every}" if told else every

    def fault(self, name: str, value: Any, on: date | None = None) -> tuple[str, str] | None:
        """What is wrong with a value for a parameter, and what it should be; None where nothing is."""
        stated = self.value(name, on)
        wrong = _fault(stated, value)
        if wrong or not stated.keys_of:
            return wrong
        keys = list(self.value(stated.keys_of, on).value)
        odd = [entry for entry in value if not _keyed(entry, keys)]
        told = f"每项写成“类别：词”，类别是{'、'.join(keys)}之一，如“{keys[0]}：主任医师”"
        return (f"中“{odd[0]}”写法不对", told) if odd else None

    @cached_property
    def names(self) -> list[str]:
        """All parameters, in the order of their first file."""
        return list(dict.fromkeys(name for file in self.files for name in file.parameters))

    @cached_property
    def called(self) -> dict[str, str]:
        """Whatever a parameter may be called by → its name: the name, its Chinese title, its short titles."""
        values = {name: self.value(name, None) for name in self.names}
        return {
            said: name for name, value in values.items() for said in (name, value.title, *value.also) if said
        }

    def value(self, name: str, on: date | None) -> Value:
        """The value in force on a day (None: the newest) with its source; before the first file the first
        one's holds."""
        held = self._dated[name]
        current = [value for day, value in held if on is None or day <= on]
        return current[-1] if current else held[0][1]

    @cached_property
    def _dated(self) -> dict[str, list[tuple[date, Value]]]:
        """The values of each parameter with their days, oldest first."""
        dated: dict[str, list[tuple[date, Value]]] = {}
        for file in self.files:
            for name, value in file.parameters.items():
                dated.setdefault(name, []).append((file.effective_from, value))
        return dated

    def of(self, name: str, on: Any = None) -> Any:
        """The value on a day, or a column of values for a column of days (object where the value is a list or
        a table)."""
        if isinstance(on, pd.Series):
            return self._column(name, on)
        # an override of gaoji.toml has no day from which it holds; each output names it instead
        if name in self.overrides:
            return self.overrides[name]
        # pandas refuses to compare a Timestamp with the plain days of the files
        day = on.date() if isinstance(on, pd.Timestamp) else on
        return self.value(name, day).value

    def _column(self, name: str, days: pd.Series) -> pd.Series:
        places, unique = pd.factorize(days)
        # factorize puts a missing day at -1, the last place: there stands the newest value
        known = [self.of(name, on=day) for day in unique] + [self.of(name)]
        kind = (
            f"{type(known[-1]).__name__}64"
            # not isinstance: true and false are numbers to it
            if all(type(value) in (int, float) for value in known)
            else "object"
        )
        return pd.Series([known[place] for place in places], index=days.index, dtype=kind)

    @cached_property
    def articles(self) -> dict[int, str]:
        """The text of each article of the measures by its number."""
        body = self.measures
        marks = list(_ARTICLE.finditer(body))
        texts = {}
        for at, mark in enumerate(marks):
            end = marks[at + 1].start() if at + 1 < len(marks) else len(body)
            # behind an article may stand the heading of the next chapter, behind the last the list of annexes
            written = re.split(r"\n\s*(?:第[一二三四五六七八九十]+章|- 附件)", body[mark.end() : end])[0]
            # the published text breaks lines within sentences (art. 17): quotes are looked for without them
            texts[number_of(mark.group(1)) or 0] = re.sub(
                r"(?<=[\u4e00-\u9fff])\n+(?=[\u4e00-\u9fff])", "", written.strip()
            )
        return texts

    @property
    def overrides_said(self) -> dict[str, str]:
        """What gaoji.toml changes, as outputs tell people: parameter → '18（每班人数下限）'."""
        values = {
            name: "、".join(map(str, value)) if isinstance(value, list) else str(value)
            for name, value in self.overrides.items()
        }
        return {name: f"{said}（{self.value(name, None).title or name}）" for name, said in values.items()}

    def describe(self, on: date | None = None) -> list[dict[str, Any]]:
        """A row a parameter: name, title, value, stated (the file's own value), unit, article, quote,
        reading, source, effective_from, document, overridden (bool)."""
        rows = []
        for name in self.names:
            value = self.value(name, on)
            # the very object: a later file may state an equal value again, and from another day
            file = next(file for file in self.files if file.parameters.get(name) is value)
            rows.append(
                {
                    "name": name,
                    "title": value.title or name,
                    "value": self.of(name, on),
                    "stated": value.value,
                    "unit": value.unit,
                    "article": value.article,
                    "quote": value.quote,
                    "reading": value.reading,
                    "source": value.source or file.document,
                    "effective_from": file.effective_from,
                    "document": file.document,
                    "overridden": name in self.overrides,
                }
            )
        return rows


def _extend_lists(files: list[PolicyFile]) -> None:
    """Gives each value that only adds to a list the whole list; files: oldest first."""
    latest: dict[str, Value] = {}
    for file in files:
        for name, value in file.parameters.items():
            if value.add:
                earlier = latest.get(name)
                if earlier is None or not isinstance(earlier.value, list):
                    raise GaojiError(
                        f"{file.effective_from}起的参数“{name}”只有add，而在它之前没有列表",
                        "改用value写出全部取值",
                    )
                value.value = earlier.value + value.add
            latest[name] = value


def _keyed(entry: object, keys: list[str]) -> bool:
    key, _, word = str(entry).replace("：", ":").partition(":")
    return key.strip() in keys and bool(word.strip())


def _fault(stated: Value, value: Any) -> tuple[str, str] | None:
    """What is wrong with a value in the place of the stated one, and what it should be; None where nothing
    is. Numbers are whole, but for hours, marks and shares."""
    # what is empty ('for good') may be overridden by a number of years
    held = 0 if stated.value is None else stated.value
    if not _alike(held, value):
        return "类型不对", f"应与现值{held!r}的类型相同"
    if stated.choices and value not in stated.choices:
        return "不在可选的取值内", f"应为{'、'.join(stated.choices)}之一"
    whole = isinstance(held, int) and stated.unit not in _DIVISIBLE
    if isinstance(held, (int, float)) and not (value >= 0 and (float(value).is_integer() or not whole)):
        return "不对", f"应为0或更大的{'整数' if whole else '数'}"
    return None


def _alike(held: Any, value: Any) -> bool:
    """Whether a value is of the held one's kind: any number for a number, a list of the same for a list."""
    if isinstance(held, (int, float)):
        # true is an int to Python, and would be a class of one head
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if isinstance(held, list) and isinstance(value, list):
        # an empty list does not tell what it may hold
        return not held or all(_alike(held[0], one) for one in value)
    return isinstance(value, type(held))


def article_name(number: int) -> str:
    """4 → 第四条."""
    return f"第{chinese(number)}条"
