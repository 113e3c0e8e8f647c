"""Words of failing rows, one row at a time."""

from __future__ import annotations

import pandas as pd

from gaoji_batch.rules.words import day, filled, in_words, joined, number


def test_each_row_is_worded_from_its_own_values() -> None:
    rows = pd.DataFrame(
        {"heads": [19, 31], "opening": pd.to_datetime(["2026-05-11", None]), "note": [None, "待定"]},
        index=[7, 3],
    )

    def size(heads: int) -> str:
        return f"{heads}人"

    def class_words(note: object, opening: pd.Timestamp) -> str:
        return joined(opening is not pd.NaT and f"{day(opening)}开班", filled(note))

    worded = in_words(rows, size=size, words=class_words)
    assert worded["size"].to_dict() == {7: "19人", 3: "31人"}
    assert worded["words"].to_dict() == {7: "2026年5月11日开班", 3: "待定"}
    assert list(rows) == ["heads", "opening", "note"]


def test_no_rows_are_worded_as_no_rows() -> None:
    rows = pd.DataFrame({"heads": pd.Series(dtype="int64")})
    assert in_words(rows, size=lambda heads: f"{heads}人")["size"].tolist() == []


def test_what_is_missing_is_left_blank() -> None:
    assert [day(pd.NaT), number(pd.NA), number(None, "空"), filled(float("nan"), "空")] == [
        "",
        "",
        "空",
        "空",
    ]
    assert [number(80.0), number(7.5), number(0)] == ["80", "7.5", "0"]
    assert joined(False, "", None, "甲", "乙") == "甲；乙"
