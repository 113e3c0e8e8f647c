"""Calendar files (RFC 5545) of the things due, one a unit: whole days, stable identifiers, reminders."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from gaoji_batch.outputs.safe_text import clean

_FIRST = date(2022, 4, 1)
_ALARMS = {"-P6DT15H": "7天后到期", "-PT15H": "明天到期"}
"""Trigger, counted from the midnight in which the day begins: nine in the morning, a week and a day
before."""


def calendar(name: str, events: Iterable[Mapping[str, Any]], on: date) -> bytes:
    """A calendar of `name`; an event has uid, day, summary, description, done (bool). What is done keeps its
    event, without reminders."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//gaoji-batch//deadlines//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
    ]
    for event in events:
        lines += _event(event, on)
    return b"".join(folded(line) for line in [*lines, "END:VCALENDAR"])


def _event(event: Mapping[str, Any], on: date) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{event['uid']}",
        f"DTSTAMP:{on:%Y%m%d}T000000Z",
        f"SEQUENCE:{max((on - _FIRST).days, 0)}",
        f"DTSTART;VALUE=DATE:{event['day']:%Y%m%d}",
        f"DTEND;VALUE=DATE:{event['day'] + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escaped(event['summary'])}",
        f"DESCRIPTION:{escaped(event['description'])}",
        "TRANSP:TRANSPARENT",
    ]
    if not event["done"] and event["day"] >= on:
        for trigger, said in _ALARMS.items():
            lines += [
                "BEGIN:VALARM",
                "ACTION:DISPLAY",
                f"TRIGGER:{trigger}",
                f"DESCRIPTION:{escaped(event['summary'])}，{said}",
                "END:VALARM",
            ]
    return [*lines, "END:VEVENT"]


def uid(*parts: object) -> str:
    """An identifier that stays the same from run to run for the same thing."""
    return (
        hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()[:24]
        + "@gaoji-batch"
    )


def escaped(said: str) -> str:
    """Text as RFC 5545 section 3.3.11 writes it."""
    said = clean(said).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return said.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def folded(line: str) -> bytes:
    """A content line in UTF-8, folded at 75 octets between characters, with its CRLF."""
    pieces: list[bytes] = [b""]
    for letter in line:
        octets = letter.encode("utf-8")
        if len(pieces[-1]) + len(octets) > 75:
            pieces.append(b" ")
        pieces[-1] += octets
    return b"\r\n".join(pieces) + b"\r\n"
