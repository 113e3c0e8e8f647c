"""Working days by the yearly arrangement of holidays (schemas/codes/holidays.yaml)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from msgspec import Struct

from gaoji_batch.law.data_files import load_yaml


class _Year(Struct, frozen=True, forbid_unknown_fields=True):
    document: str
    holidays: list[tuple[date, date]]
    workdays: list[date]


class _Years(Struct, frozen=True, forbid_unknown_fields=True):
    years: dict[int, _Year]


@dataclass(slots=True)
class Calendar:
    """years: the arrangements known; missing: years that were asked for and are not (Monday to Friday were
    counted)."""

    years: dict[int, _Year]
    missing: set[int] = field(default_factory=set)

    @classmethod
    def load(cls, path: Path) -> Calendar:
        return cls(load_yaml(path, _Years).years)

    def works(self, day: date) -> bool:
        """Whether a day is a working day."""
        known = self.years.get(day.year)
        if known is None:
            self.missing.add(day.year)
            return day.weekday() < 5
        # 调休: the arrangement names weekends that are worked
        return day in known.workdays or (
            day.weekday() < 5 and not any(first <= day <= last for first, last in known.holidays)
        )

    def span(self, start: date, count: int) -> tuple[date, date]:
        """The first and the last of `count` working days, from `start` on."""
        day = start
        while not self.works(day):
            day += timedelta(days=1)
        first, left = day, count - 1
        while left:
            day += timedelta(days=1)
            left -= self.works(day)
        return first, day
