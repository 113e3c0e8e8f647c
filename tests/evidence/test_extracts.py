"""Extracts in every format and code page say the same; what cannot be used is said, never taken as fine."""

from __future__ import annotations

import gzip
import os
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from gaoji_batch.evidence import source, text_files
from gaoji_batch.evidence.bank import read_statements
from gaoji_batch.evidence.source import evidence_of, scan_all
from gaoji_batch.forms.schema import load_forms
from gaoji_batch.law import resources
from gaoji_batch.law.policy import Policy
from gaoji_batch.workspace.settings import EvidenceSettings
from tests import people

FORMS = load_forms(resources.schemas() / "forms")
POLICY = Policy.load(resources.schemas() / "policy", {})
ANN, BOB, STRANGER = (people.id_number("110101", "1985-03-04", at) for at in (101, 102, 103))
HEADER = "身份证号码,缴费年月,险种,单位名称,缴费状态,到账日期"
ROWS = [
    f"{ANN},202603,基本养老保险,甲公司,正常缴费,2026-04-10",
    f"{ANN},202604,基本养老保险,甲公司,补缴,2026-05-02",
    f" {BOB[:6]} {BOB[6:].lower()},2026年4月,工伤保险,乙公司,正常缴费,",
    f"{STRANGER},202605,基本养老保险,丙公司,正常缴费,",
    "4.10102E+17,202605,基本养老保险,丙公司,正常缴费,",
]


def written(folder: Path, name: str, lines: list[str], encoding: str = "utf-8") -> Path:
    """The lines as a file of extracts/, packed where the name ends in .gz."""
    folder.mkdir(exist_ok=True)
    content = "\r\n".join(lines).encode(encoding)
    (folder / name).write_bytes(gzip.compress(content, mtime=0) if name.endswith(".gz") else content)
    return folder / name


def framed(lines: list[str]) -> pd.DataFrame:
    """The lines as a frame under HEADER."""
    return pd.DataFrame([line.split(",") for line in lines], columns=HEADER.split(","), dtype="str")


def read(files: list[Path], folder: Path, *, who: list[str] | None = None):
    """The evidence of these files for Ann and Bob."""
    scanned = scan_all(files, pd.Series(who or [ANN, BOB]), FORMS, EvidenceSettings(), folder / ".cache")
    return evidence_of(scanned, POLICY)


def said(evidence) -> tuple:
    """What the evidence says, in an order of its own."""
    held = evidence.insurance
    months = sorted(
        (row.id_number, row.month, row.late, row.insured_by, row.paid) for row in held.months.itertuples()
    )
    return held.until, months, sorted(held.other_kinds.itertuples(index=False, name=None))


def test_every_code_page_and_container_says_the_same(tmp_path):
    lines = ["社保缴费明细", HEADER, *ROWS]
    files = [
        written(tmp_path / "a", "明细.csv", lines),
        written(tmp_path / "b", "明细.csv", lines, "utf-8-sig"),
        written(tmp_path / "c", "明细.csv", lines, "gb18030"),
        written(tmp_path / "d", "明细.csv", lines, "utf-16"),
        written(tmp_path / "e", "明细.csv.gz", lines),
        written(tmp_path / "f", "明细.csv.gz", lines, "gb18030"),
        written(tmp_path / "g", "明细.tsv", [line.replace(",", "\t") for line in lines]),
    ]
    frame = framed(ROWS)
    (tmp_path / "h").mkdir()
    frame.to_parquet(tmp_path / "h" / "明细.parquet")
    frame.to_excel(tmp_path / "h" / "明细.xlsx", index=False)
    answers = [
        said(read([file], tmp_path / file.parent.name))
        for file in [*files, tmp_path / "h" / "明细.parquet", tmp_path / "h" / "明细.xlsx"]
    ]
    march = 2026 * 12 + 2
    expected = (
        march + 2,
        [(ANN, march, False, "甲公司", True), (ANN, march + 1, True, "甲公司", True)],
        [(BOB, "工伤保险")],
    )
    assert answers == [expected] * len(answers)


def test_a_line_break_inside_a_value_is_part_of_it(tmp_path):
    lines = [HEADER, ROWS[0], f'{ANN},202604,基本养老保险,"甲\r\n公司",正常缴费,']
    held = [
        read([written(tmp_path / name, name, lines)], tmp_path / name).insurance.months
        for name in ("明细.csv", "明细.csv.gz")
    ]
    assert [months["month"].tolist() for months in held] == [[2026 * 12 + 2, 2026 * 12 + 3]] * 2


def test_rows_whose_number_cannot_be_one_are_counted(tmp_path):
    evidence = read([written(tmp_path, "明细.csv", [HEADER, *ROWS])], tmp_path)
    assert any("身份证件号码被存为数字，尾数已丢失1行" in remark for remark in evidence.remarks)


def test_an_old_number_of_fifteen_digits_is_the_same_person(tmp_path):
    old = ANN[:6] + ANN[8:17]
    evidence = read([written(tmp_path, "明细.csv", [HEADER, ROWS[0].replace(ANN, old)])], tmp_path)
    assert evidence.insurance.months["id_number"].tolist() == [ANN]


def test_many_files_are_one_extract_and_the_last_month_is_of_them_all(tmp_path):
    files = [
        written(tmp_path, "一月.csv", [HEADER, ROWS[0]]),
        written(tmp_path, "二月.csv", [HEADER, ROWS[1]]),
    ]
    evidence = read(files, tmp_path)
    assert len(evidence.insurance.months) == 2
    assert evidence.insurance.until == 2026 * 12 + 3


def test_spans_are_months_and_an_open_one_runs_to_the_last(tmp_path):
    lines = [
        "身份证件号码,缴费起始年月,缴费截止年月,单位名称",
        f"{ANN},202511,202602,甲公司",
        f"{BOB},202512,,乙公司",
    ]
    months = read([written(tmp_path, "变动.csv", lines)], tmp_path).insurance.months
    assert months.groupby("id_number")["month"].agg(["min", "max"]).to_dict("index") == {
        ANN: {"min": 2025 * 12 + 10, "max": 2026 * 12 + 1},
        BOB: {"min": 2025 * 12 + 11, "max": 2026 * 12 + 1},
    }


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("说明.docx", b"PK", "不是csv"),
        ("会议.csv", "时间,地点\n1,2\n".encode(), "不相符"),
        ("坏.csv.gz", b"\x1f\x8b\x08 broken", "损坏"),
        ("坏.parquet", b"PAR1", "无法读取"),
        (
            "缺列.csv",
            f"身份证件号码,费款所属期,险种,缴费单位\n{ANN},202601,基本养老保险,甲\n".encode(),
            "缺少缴费状态列",
        ),
    ],
)
def test_what_cannot_be_used_is_said(tmp_path, name, content, why):
    (tmp_path / name).write_bytes(content)
    evidence = read([tmp_path / name], tmp_path)
    assert evidence.insurance is None
    assert len(evidence.remarks) == 1
    assert name in evidence.remarks[0]
    assert why in evidence.remarks[0]


def test_a_packed_file_that_inflates_beyond_measure_is_refused(tmp_path):
    bomb = written(tmp_path, "明细.csv.gz", [HEADER, *[ROWS[0]] * 400_000])
    assert bomb.stat().st_size * 200 < 400_000 * len(ROWS[0].encode())
    assert "压缩比" in read([bomb], tmp_path).remarks[0]


@pytest.mark.parametrize("fate", ["grows", "ends"])
def test_a_packed_file_of_another_code_page_is_measured_while_it_is_written_anew(tmp_path, monkeypatch, fate):
    """Its beginning is as it should be; what came after it used to fill the disk, or to stop the run."""
    monkeypatch.setattr(text_files, "LOOKED_AT", 1 << 16)
    body = "\n".join(
        [HEADER, *[f"{at:018d},202601,基本养老保险,甲,正常缴费" for at in range(20_000)]]
    ).encode("gb18030")
    whole = gzip.compress(body + b"0" * (100 << 20 if fate == "grows" else 0), 9)
    packed = tmp_path / "明细.csv.gz"
    packed.write_bytes(whole if fate == "grows" else whole[: len(whole) // 2])
    monkeypatch.setattr(text_files, "MAX_RATIO", 100)
    assert read([packed], tmp_path).remarks == [
        f"extracts/明细.csv.gz：{text_files.BOMB if fate == 'grows' else '压缩文件已损坏'}"
    ]


def test_what_was_read_is_kept_by_content_even_where_it_is_nothing(tmp_path, monkeypatch):
    files = [
        written(tmp_path, "明细.csv", [HEADER, *ROWS]),
        written(tmp_path, "往期.csv", ["身份证件号码,项目编号,结业日期"]),
    ]
    first = read(files, tmp_path)
    monkeypatch.setattr(source, "open_extract", lambda *_: pytest.fail("read again"))
    again = read(files, tmp_path)
    assert said(again) == said(first)
    assert again.prior is not None
    assert len(again.prior.classes) == 0


def test_a_changed_file_is_read_again(tmp_path):
    read([written(tmp_path, "明细.csv", [HEADER, ROWS[0]])], tmp_path)
    assert read([written(tmp_path, "明细.csv", [HEADER, ROWS[1]])], tmp_path).insurance.until == 2026 * 12 + 3


def test_a_file_name_full_of_wildcards_is_just_a_name(tmp_path):
    written(tmp_path, "明细1.csv", [HEADER, ROWS[1]])
    assert (
        read([written(tmp_path, "明细[1]*.csv", [HEADER, ROWS[0]])], tmp_path).insurance.until
        == 2026 * 12 + 2
    )


@pytest.mark.parametrize("long", [[], [f"'{BOB}"]], ids=["usual", "with one too long"])
def test_numbers_written_in_other_ways_are_the_same_people_in_every_format(tmp_path, long):
    """A small x, the old number alone and padded as a fixed-width export pads it;
    permits are nobody's number, and no fault."""
    ending_x = next(
        one
        for one in (people.id_number("110101", "1986-03-04", at) for at in range(1, 200))
        if one.endswith("X")
    )
    old = ANN[:6] + ANN[8:17]
    said = [ending_x.lower(), old, f"{old}   ", STRANGER, "H60000001", "4.10102E+17", *long]
    lines = [
        f"{number},2026{month:02d},基本养老保险,甲公司,正常缴费," for month, number in enumerate(said, 1)
    ]
    flat = written(tmp_path / "flat", "明细.csv", [HEADER, *lines])
    (tmp_path / "columns").mkdir()
    framed(lines).to_parquet(tmp_path / "columns" / "明细.parquet")
    answers = [
        read([file], file.parent, who=[ANN, BOB, ending_x])
        for file in (flat, tmp_path / "columns" / "明细.parquet")
    ]
    january = 2026 * 12
    expected = sorted(
        [(ending_x, january), *((ANN, january + at) for at in (1, 2)), *((BOB, january + 6) for _ in long)]
    )
    assert [
        sorted(zip(one.insurance.months["id_number"], one.insurance.months["month"], strict=True))
        for one in answers
    ] == [expected] * 2
    assert [one.insurance.until for one in answers] == [january + (6 if long else 4)] * 2
    assert all("未采用1行：身份证件号码被存为数字，尾数已丢失1行" in one.remarks[0] for one in answers)


@pytest.mark.parametrize("name", ["明细.csv", "明细.parquet"])
def test_nobody_asked_about_is_still_told_how_far_the_extract_reaches(tmp_path, name):
    file = written(tmp_path, "明细.csv", [HEADER, *ROWS])
    if name.endswith("parquet"):
        file = tmp_path / name
        framed(ROWS).to_parquet(file)
    evidence = evidence_of(
        scan_all([file], pd.Series(dtype="str"), FORMS, EvidenceSettings(), tmp_path / ".cache"), POLICY
    )
    assert evidence.insurance.until == 2026 * 12 + 4
    assert evidence.insurance.months.empty


def test_a_parquet_file_in_good_order_is_an_extract_by_itself(tmp_path):
    framed([row for row in ROWS if row[:18].isalnum()]).to_parquet(tmp_path / "明细.parquet")
    evidence = read([tmp_path / "明细.parquet"], tmp_path)
    assert evidence.insurance.until == 2026 * 12 + 4
    assert evidence.remarks == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in this file system")
def test_a_pipe_that_nobody_writes_to_holds_nothing_up(tmp_path):
    os.mkfifo(tmp_path / "明细.csv")
    assert read([tmp_path / "明细.csv"], tmp_path).remarks == [f"extracts/明细.csv：{source.UNREADABLE}"]
    assert read_statements([(tmp_path / "明细.csv", "extracts/明细.csv")], FORMS).read == []


def test_a_star_beside_a_span_marks_a_year_with_arrears(tmp_path):
    lines = [
        "身份证件号码,缴费起始年月,缴费截止年月,单位名称,实际缴费月数",
        f"{ANN},202511,202602,甲公司,4*",
        f"{BOB},202512,202602,乙公司,3",
    ]
    assert read([written(tmp_path, "变动.csv", lines)], tmp_path).insurance.unclear[
        "id_number"
    ].unique().tolist() == [ANN]


@pytest.mark.parametrize("name", ["明细.csv", "明细.csv.gz"])
def test_lines_that_are_no_text_are_counted_every_time_and_the_rest_is_used(tmp_path, name):
    """A line in another code page, far behind the beginning by which the page is told."""
    file = written(tmp_path, name, [HEADER, *[ROWS[3]] * 5000])
    content = gzip.decompress(file.read_bytes()) if name.endswith(".gz") else file.read_bytes()
    content += b"\r\n" + ROWS[0].encode("gb18030") + b"\r\n" + ROWS[1].encode()
    file.write_bytes(gzip.compress(content, 1) if name.endswith(".gz") else content)
    for _ in range(2):
        evidence = read(
            [
                file,
                written(
                    tmp_path, "往期.csv", ["身份证件号码,项目编号,结业日期", f"{BOB},YX2025-001,2025-05-01"]
                ),
            ],
            tmp_path,
        )
        assert evidence.remarks == [f"extracts/{name}共5002行，未采用1行：编码有误1行"]
        assert evidence.insurance.months["month"].tolist() == [2026 * 12 + 3]
        assert len(evidence.prior.classes) == 1


def test_a_quote_without_its_other_makes_an_extract_useless(tmp_path):
    """Everything behind it would be one field: nobody must be refused for months that were not read."""
    file = written(
        tmp_path,
        "明细.csv",
        [HEADER, *[ROWS[3]] * 5000, f'{BOB},202605,"基本养老保险,甲公司,正常缴费,', *[ROWS[0]] * 30_000],
    )
    evidence = read([file], tmp_path)
    assert evidence.insurance is None
    assert "引号不成对" in evidence.remarks[0]


def test_a_star_counts_where_its_span_reaches_into_the_months_asked_about(tmp_path):
    header = "身份证件号码,缴费起始年月,缴费截止年月,单位名称,实际缴费月数"
    spans = [
        f"{ANN},202401,202412,甲公司,12*",
        f"{ANN},202501,202605,甲公司,17",
        f"{BOB},202401,202506*,乙公司,18",
        f"{BOB},202507,202605,乙公司,11",
    ]
    insurance = read([written(tmp_path, "变动.csv", [header, *spans])], tmp_path).insurance
    asked = pd.DataFrame(
        {
            "id_number": [ANN, BOB],
            "last": 2026 * 12 + 4,
            "opening": pd.Timestamp("2026-06-15"),
            "gap": 0,
            "needed": 12,
            "late_counts": True,
        }
    )
    assert insurance.run_until(asked)[["months", "late"]].values.tolist() == [
        [29, ""],
        [29, "有补缴（月份未注明）"],
    ]


def test_months_as_columns_are_rows_in_a_text_too(tmp_path):
    lines = ["身份证件号码,险种,缴费单位,202601,202602,202603", f"{ANN},基本养老保险,甲公司,已缴费,,已缴费"]
    months = read([written(tmp_path, "明细.csv", lines)], tmp_path).insurance.months
    assert months["month"].tolist() == [2026 * 12, 2026 * 12 + 2]


def test_a_file_that_cannot_be_read_speaks_against_nobody(tmp_path):
    whole = written(tmp_path, "明细.csv", [HEADER, *ROWS[:3]])
    assert read([whole], tmp_path).usable["insurance"].why == ""
    broken = tmp_path / "明细二.xlsx"
    broken.write_bytes(b"PK\x03\x04 broken")
    usable = read([whole, broken], tmp_path).usable["insurance"]
    assert usable.nobody
    assert "明细二.xlsx读不到" in usable.why


def _two_tables(folder: Path, side_by_side: bool) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    monthly = [HEADER.split(","), *(line.split(",") for line in ROWS[:2])]
    earlier = [["身份证件号码", "项目编号", "结业日期"], [BOB, "GJ2025-001", "2025-06-30"]]
    for at, row in enumerate(monthly, 2):
        for column, value in enumerate(row, 1):
            sheet.cell(at, column, value)
    top, left = (2, 8) if side_by_side else (8, 1)
    sheet.cell(top - 1, left, "往期参训人员")
    for at, row in enumerate(earlier, top):
        for column, value in enumerate(row, left):
            sheet.cell(at, column, value)
    folder.mkdir(exist_ok=True)
    book.save(folder / "明细.xlsx")
    return folder / "明细.xlsx"


@pytest.mark.parametrize("side_by_side", [False, True])
def test_two_tables_of_one_sheet_are_read_each_by_its_form(tmp_path, side_by_side):
    evidence = read([_two_tables(tmp_path / "extracts", side_by_side)], tmp_path)
    assert evidence.insurance.months["id_number"].unique().tolist() == [ANN]
    assert evidence.prior.classes[["id_number", "project"]].values.tolist() == [[BOB, "GJ2025-001"]]
    assert evidence.remarks == []


def test_a_zip_of_texts_is_read(tmp_path):
    folder = tmp_path / "extracts"
    folder.mkdir()
    with zipfile.ZipFile(folder / "明细.zip", "w") as packed:
        packed.writestr("社保/3月.csv", "\r\n".join([HEADER, ROWS[0]]).encode("gb18030"))
        packed.writestr("社保/4月.csv", "\r\n".join([HEADER, ROWS[1]]))
    evidence = read([folder / "明细.zip"], tmp_path)
    assert len(evidence.insurance.months) == 2


@pytest.mark.parametrize(
    ("cells", "unread", "aside"),
    [
        ({"H2": "110105194912310029", "H3": "11010519491231002X"}, "H2:H3", False),
        ({"H2": "东城", "I2": 12, "H3": "西城", "I3": 31}, "H2:I3", True),
        ({"H2": "本表由社保中心导出，仅供本次核对使用"}, "", False),
    ],
)
def test_what_stands_beside_an_extract_is_told(tmp_path, cells, unread, aside):
    book = openpyxl.Workbook()
    sheet = book.active
    for line in (HEADER, *ROWS[:2]):
        sheet.append(line.split(","))
    for place, value in cells.items():
        sheet[place] = value
    book.save(tmp_path / "社保.xlsx")
    evidence = read([tmp_path / "社保.xlsx"], tmp_path)
    parts = [part for part in evidence.parts if part.unread]
    assert [(part.unread, part.aside) for part in parts] == ([(unread, aside)] if unread else [])
    assert bool(evidence.remarks) is bool(unread)
