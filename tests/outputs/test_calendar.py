"""Calendar files as RFC 5545 wants them."""

from __future__ import annotations

import re
from datetime import date

from gaoji_batch.outputs.calendar import calendar, escaped, folded, uid

ON = date(2026, 7, 1)


def event(day: date, done: bool = False, summary: str = "结业备案截止：焊接新技术研修") -> dict[str, object]:
    return {
        "uid": uid("GJ-1", 1, "结业备案"),
        "day": day,
        "summary": summary,
        "description": "依据：第十三条，结业后14天\n缺考核成绩",
        "done": done,
    }


def lines(content: bytes) -> list[str]:
    """The content lines, unfolded."""
    return content.decode("utf-8").replace("\r\n ", "").split("\r\n")


def test_no_line_is_longer_than_75_octets_and_none_is_split_within_a_character() -> None:
    content = calendar(
        "北京甲测试技术有限公司高技能研修期限", [event(date(2026, 7, 20), summary="高技能人才" * 30)], ON
    )
    assert content.endswith(b"\r\n")
    pieces = content.split(b"\r\n")
    assert max(map(len, pieces)) <= 75
    assert [piece for piece in pieces if "\ufffd" in piece.decode("utf-8", errors="replace")] == []
    assert f"SUMMARY:{'高技能人才' * 30}" in lines(content)


def test_a_fold_at_the_very_limit() -> None:
    assert folded("a" * 75) == b"a" * 75 + b"\r\n"
    assert folded("a" * 76) == b"a" * 75 + b"\r\n a\r\n"
    assert folded("中" * 25) == "中".encode() * 25 + b"\r\n"
    assert folded("a" + "中" * 25) == b"a" + "中".encode() * 24 + b"\r\n " + "中".encode() + b"\r\n"


def test_an_event_is_a_whole_day_with_two_reminders() -> None:
    said = lines(calendar("甲", [event(date(2026, 7, 20))], ON))
    assert {
        "DTSTART;VALUE=DATE:20260720",
        "DTEND;VALUE=DATE:20260721",
        "TRIGGER:-P6DT15H",
        "TRIGGER:-PT15H",
        "DTSTAMP:20260701T000000Z",
    } <= set(said)
    assert said.count("BEGIN:VALARM") == said.count("END:VALARM") == 2
    assert (said[0], said[-2]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")


def test_what_is_done_or_past_reminds_nobody() -> None:
    for one in (event(date(2026, 7, 20), done=True), event(date(2026, 6, 30))):
        assert "BEGIN:VALARM" not in lines(calendar("甲", [one], ON))


def test_text_is_escaped() -> None:
    assert escaped("a,b;c\\d\ne\r\nf\x00") == "a\\,b\\;c\\\\d\\ne\\nf"
    assert "DESCRIPTION:依据：第十三条，结业后14天\\n缺考核成绩" in lines(
        calendar("甲", [event(date(2026, 7, 20))], ON)
    )


def test_an_event_keeps_its_identifier_and_a_later_run_supersedes_it() -> None:
    first, later = (lines(calendar("甲", [event(date(2026, 7, 20))], day)) for day in (ON, date(2026, 7, 2)))
    assert [line for line in first if line.startswith("UID")] == [
        line for line in later if line.startswith("UID")
    ]
    numbers = [int(re.findall(r"SEQUENCE:(\d+)", "\n".join(said))[0]) for said in (first, later)]
    assert numbers[1] == numbers[0] + 1
    assert uid("GJ-1", 1, "结业备案") != uid("GJ-1", 2, "结业备案")
