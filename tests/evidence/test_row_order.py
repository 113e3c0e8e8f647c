"""A month that was paid and struck: by the days of arrival, else by the order of the rows."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from gaoji_batch.evidence.insurance_records import taken_back
from tests.evidence.test_extracts import ANN, BOB, HEADER, STRANGER, framed, read, written

KINDS = ["csv", "csv.gz", "parquet", "xlsx"]
REST = [f"{BOB},202604,基本养老保险,乙公司,正常缴费,", f"{STRANGER},202604,基本养老保险,丙公司,正常缴费,"]


def extract(folder: Path, kind: str, lines: list[str], name: str = "社保") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.{kind}"
    if kind == "parquet":
        framed(lines).to_parquet(path)
    elif kind == "xlsx":
        book = openpyxl.Workbook()
        for row in [HEADER.split(","), *(line.split(",") for line in lines)]:
            book.active.append(row)
        book.save(path)
    else:
        written(folder, path.name, [HEADER, *lines])
    return path


def ann(state: str, day: str = "", employer: str = "甲公司") -> str:
    return f"{ANN},202604,基本养老保险,{employer},{state},{day}"


def is_paid(evidence: object, person: str = ANN) -> bool:
    months: pd.DataFrame = evidence.insurance.months  # type: ignore[attr-defined]
    return bool(months.loc[months["id_number"].eq(person), "paid"].any())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("states", "paid"),
    [
        (("正常缴费", "未缴"), False),
        (("未缴", "正常缴费"), True),
        (("正常缴费", "退费"), False),
        (("退费", "正常缴费"), True),
        (("正常缴费", "退费", "正常缴费"), True),
    ],
)
def test_the_later_row_holds_where_no_day_tells(
    tmp_path: Path, kind: str, states: tuple[str, ...], paid: bool
) -> None:
    lines = [REST[0], *map(ann, states), REST[1]]
    evidence = read([extract(tmp_path / "extracts", kind, lines)], tmp_path)
    assert is_paid(evidence) is paid
    assert is_paid(evidence, BOB)


@pytest.mark.parametrize("kind", KINDS)
def test_days_tell_before_the_order_of_rows(tmp_path: Path, kind: str) -> None:
    lines = [ann("未缴", "2026-05-01"), ann("正常缴费", "2026-06-01"), *REST]
    assert is_paid(read([extract(tmp_path / "extracts", kind, lines)], tmp_path))
    lines = [ann("退费", "2026-07-01"), ann("正常缴费", "2026-06-01"), *REST]
    assert not is_paid(read([extract(tmp_path / "other", kind, lines)], tmp_path))


def test_another_employer_that_owes_takes_nothing_back(tmp_path: Path) -> None:
    lines = [ann("正常缴费"), ann("未缴", employer="丁公司"), *REST]
    assert is_paid(read([extract(tmp_path / "extracts", "csv", lines)], tmp_path))


def test_what_another_file_gives_back_is_given_back(tmp_path: Path) -> None:
    first = extract(tmp_path / "extracts", "csv", [ann("正常缴费"), *REST], "一")
    second = extract(tmp_path / "extracts", "xlsx", [ann("退费"), *REST], "二")
    assert not is_paid(read([first, second], tmp_path))
    # an earlier month's file may say 未缴 of what a later one says was paid: nothing tells which is later
    owed = extract(tmp_path / "extracts", "parquet", [ann("未缴"), *REST], "三")
    assert is_paid(read([first, owed], tmp_path))


@pytest.mark.parametrize(
    ("struck", "days", "counts"),
    [
        ("refund", (None, None), False),
        ("unpaid", (None, None), True),
        ("unpaid", ("2026-05-01", None), True),
        ("unpaid", ("2026-05-01", "2026-05-02"), False),
        ("refund", ("2026-05-02", "2026-05-01"), True),
    ],
)
def test_in_a_table_without_an_order_days_tell_and_else_a_refund_holds(
    struck: str, days: tuple[str | None, str | None], counts: bool
) -> None:
    """The rows as `engines.scan_table` gives them: none comes first."""
    both = {"id_number": ANN, "month": 1, "insured_by": "甲公司", "sheet": 0, "order": pd.NA}
    rows = pd.DataFrame(
        [both | {"paid": True, "takes_back": ""}, both | {"paid": False, "takes_back": struck}]
    )
    rows["arrived"] = pd.to_datetime(pd.Series(days)).astype("datetime64[s]")
    rows["order"] = rows["order"].astype("Int64")
    assert pd.Series(taken_back(rows)).tolist() == [not counts, False]


@pytest.mark.parametrize("kind", ["parquet", "csv.gz"])
def test_rows_that_come_in_several_batches_are_held_against_each_other(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gaoji_batch.evidence.scanning.AT_ONCE", 2048)
    lines = [ann("正常缴费", employer=f"甲公司{at % 50}") for at in range(9000)]
    last = ann("未缴", employer="甲公司49")
    evidence = read([extract(tmp_path / "extracts", kind, [*lines, last, *REST])], tmp_path)
    assert is_paid(evidence) and is_paid(evidence, BOB)
    months = evidence.insurance.months
    owing = months["id_number"].eq(ANN) & months["insured_by"].eq("甲公司49")
    assert not months.loc[owing, "paid"].any()
