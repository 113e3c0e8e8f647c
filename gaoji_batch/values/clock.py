"""Today, as the regulation counts days: in Beijing, whatever zone the machine is set to."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")
"""A fixed offset: there has been no summer time since 1991, and Windows has no table of zones."""


def now() -> datetime:
    return datetime.now(BEIJING)


def today() -> date:
    return now().date()
