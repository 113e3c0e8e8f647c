"""csv and tsv: code pages, delimiters, quotes."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gaoji_batch.intake.delimited import decode, read_delimited
from gaoji_batch.workspace.limits import Limits
from tests.intake.books import codes, read

ROWS = [
    ["姓名", "身份证件号码", "备注"],
    ["张三", "110101199003071234", "第一行\n第二行"],
    ["李“四”", "007", 'a "b", c'],
]
CELLS = st.text(st.characters(codec="gb18030", exclude_categories=("Cc", "Cs", "Co", "Cn")), max_size=8)


def written(rows: list[list[str]], delimiter: str = ",") -> str:
    said = io.StringIO(newline="")
    csv.writer(said, delimiter=delimiter).writerows(rows)
    return said.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_every_code_page_and_delimiter(tmp_path, encoding, delimiter):
    (grid,) = read(tmp_path, written(ROWS, delimiter).encode(encoding), "名单.csv").grids
    assert grid.rows == ROWS


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6),
    st.sampled_from(["utf-8-sig", "gb18030", "utf-16"]),
)
def test_what_was_written_is_read(rows, encoding):
    rows = [["姓名", "性别", "岗位"], *rows]
    said = decode(written(rows).encode(encoding))
    grid = read_delimited(said, Limits())
    wide = [[*row, None, None, None][:3] for row in grid.rows]
    assert wide + [[None] * 3] * (len(rows) - len(wide)) == [[cell or None for cell in row] for row in rows]


def test_numbers_stay_text_and_excels_idiom_is_undone(tmp_path):
    (grid,) = read(tmp_path, '编号,金额\n="0012",1.50\n=1+1,2026-05-11\n'.encode(), "a.csv").grids
    assert grid.rows == [["编号", "金额"], ["0012", "1.50"], ["=1+1", "2026-05-11"]]


def test_an_unclosed_quote_spoils_its_own_row_alone(tmp_path):
    lines = ["姓名,岗位,电话", *[f"张{at},车工,1380000{at:04}" for at in range(80)]]
    lines[10] = '"张三,车工,13800000000'
    lines[30] = '李四,"车工,13800000001'
    (grid,) = read(tmp_path, "\n".join(lines).encode(), "a.csv").grids
    assert len(grid.rows) == 81
    assert grid.rows[10] == ['"张三', "车工", "13800000000"]
    assert grid.rows[31] == ["张30", "车工", "13800000030"]


def test_line_breaks_inside_quotes_are_one_row_however_many_there_are(tmp_path):
    rows = [["序号", "姓名", "备注"], *[[str(at), f"张{at}", f"电话\n139{at:08}\n转"] for at in range(1, 23)]]
    (grid,) = read(tmp_path, written(rows).encode(), "a.csv").grids
    assert grid.rows == rows


def test_a_bad_byte_costs_its_own_cell_alone(tmp_path):
    lines = ["姓名,岗位", *[f"张{at},车工" for at in range(60)]]
    data = "\n".join(lines).encode("utf-8").replace("张7,".encode(), "张7".encode() + b"\xff,")
    submission = read(tmp_path, data, "a.csv")
    assert [(fault.code, fault.row, fault.column) for fault in submission.faults] == [("F019", 9, 1)]
    assert submission.grids[0].rows[10] == ["张9", "车工"]


def test_empty_lines_keep_their_place(tmp_path):
    (grid,) = read(tmp_path, b"a,b\r\n\r\n,\r\nc,d\r\n", "a.csv").grids
    assert grid.rows == [["a", "b"], [], [], ["c", "d"]]


@pytest.mark.parametrize(
    ("data", "limits"),
    [
        (b"a,b\n" + b"c" * 2000, {"line_bytes": 1000}),
        (b"a,b\n" * 5, {"rows": 4}),
        (b"a,b,c\n", {"columns": 2}),
        (b"a,b\nc,d\n", {"filled_cells": 3}),
        (b"a,bcdef\n", {"cell_characters": 4}),
        (b"a," + b"c" * 200_000, {"cell_characters": 100}),
    ],
)
def test_past_a_limit_the_file_is_refused(tmp_path, data, limits):
    assert codes(read(tmp_path, data, "a.csv", **limits)) == ["F003"]


def test_bytes_that_are_no_text(tmp_path):
    assert codes(read(tmp_path, b"a,b\n\xff\xff\xff\x80", "a.csv")) == ["F001"]
    assert codes(read(tmp_path, b"\xff\xfea", "b.csv")) == ["F001"]
