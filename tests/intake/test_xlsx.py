"""xlsx: values with their addresses, and what values do not say."""

import io
import zipfile
from datetime import date, datetime, time

import openpyxl
import pytest

from gaoji_batch.intake.sheet_scan import TREE_BYTES
from tests.intake.books import SHEET, changed, codes, read, with_rows, xlsx


def test_values_keep_their_types_and_addresses(tmp_path):
    def fill(book, page):
        page.write_row(1, 1, ["张 三 ", 5, 1.5, True, 410102199001011234])
        page.write_datetime(2, 1, datetime(2026, 5, 11), book.add_format({"num_format": "yyyy/m/d"}))
        page.write_datetime(
            2, 2, datetime(2026, 5, 11, 9, 30), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        )
        page.write_number(2, 3, 0.5, book.add_format({"num_format": "hh:mm"}))
        page.write_number(2, 4, 0.85, book.add_format({"num_format": "0%"}))
        page.write_string(2, 5, "110101")

    (grid,) = read(tmp_path, xlsx(fill)).grids
    assert grid.sheet == "学员名单"
    assert grid.rows == [
        [],
        [None, "张 三 ", 5, 1.5, True, 410102199001011000],
        [None, date(2026, 5, 11), datetime(2026, 5, 11, 9, 30), time(12), 0.85, "110101"],
    ]
    assert [type(value) for value in grid.rows[1][2:]] == [int, float, bool, int]


def test_merges_and_hidden_parts(tmp_path):
    def fill(book, page):
        page.merge_range("A1:B1", "学员名单")
        page.write_column(1, 0, ["甲", "乙", "丙", "丁"])
        page.write_column(1, 2, ["x"] * 4)
        for row in (2, 3):
            page.set_row(row, None, None, {"hidden": True})
        page.set_column("C:XFD", None, None, {"hidden": True})
        book.add_worksheet("藏").hide()
        book.add_worksheet("深藏").very_hidden()

    first, hidden, very = read(tmp_path, xlsx(fill)).grids
    assert (first.merges, first.hidden_rows, first.hidden_columns) == ([(1, 1, 1, 2)], [(3, 4)], [(3, 3)])
    assert [first.hidden, hidden.hidden, very.hidden] == [False, True, True]


def test_errors_and_formulas_without_a_value(tmp_path):
    rows = (
        '<row r="2"><c r="A2" t="e"><v>#N/A</v></c><c r="B2"><f>1+1</f></c><c r="C2"><f>1+1</f><v></v></c>'
        '<c r="D2" t="str"><f>""</f><v></v></c><c r="E2"><f>1+1</f>'
        '<v>2</v></c><c r="F2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )
    (grid,) = read(tmp_path, with_rows(rows)).grids
    assert grid.errors == {(2, 1): "#N/A", (2, 6): "#DIV/0!"}
    assert grid.unvalued == {(2, 2), (2, 3)}
    assert grid.rows[1] == [None, None, None, None, 2]


def test_a_workbook_saved_by_openpyxl_has_formulas_without_values(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "=SUM(B1:C1)"
    book.properties.creator = "某公司"
    book.save(tmp_path / "made.xlsx")
    submission = read(tmp_path, (tmp_path / "made.xlsx").read_bytes())
    assert submission.grids[0].unvalued == {(1, 1)}
    assert submission.creator == "某公司"


def test_cells_without_addresses_follow_each_other(tmp_path):
    rows = (
        '<row><c t="inlineStr"><is><t>甲</t></is></c><c r="D1"><v>1</v>'
        '</c><c t="e"><v>#REF!</v></c></row><row><c><v>2</v></c></row>'
    )
    (grid,) = read(tmp_path, with_rows(rows)).grids
    assert grid.rows == [["甲", None, None, 1], [2]]
    assert grid.errors == {(1, 5): "#REF!"}


def test_a_long_sheet_is_read_in_pieces_to_the_same_end(tmp_path):
    count = 60_000
    rows = "".join(
        f'<row r="{at}"><c r="A{at}"><v>{at}</v></c><c r="B{at}"><f>A{at}*2</f><v>{at * 2}</v></c></row>'
        for at in range(1, count + 1)
    )
    data = with_rows(
        rows + f'<row r="{count + 1}" hidden="1"><c r="B{count + 1}" t="e"><v>#N/A</v></c></row>',
        '<mergeCells><mergeCell ref="A2:B3"/></mergeCells>',
    )
    assert len(rows) > TREE_BYTES
    (grid,) = read(tmp_path, data, inflate_ratio=1000).grids
    assert (len(grid.rows), grid.rows[count - 1]) == (count + 1, [count, count * 2])
    assert (grid.errors, grid.merges) == ({(count + 1, 2): "#N/A"}, [(2, 1, 3, 2)])


@pytest.mark.parametrize(
    "place", ["XFD1048576", "A100001", "SG1", "XFE1", "A1048577", "A0", "1", "ÄA1", "a1"]
)
def test_a_cell_too_far_away_is_refused(tmp_path, place):
    submission = read(
        tmp_path, with_rows(f'<row r="1"><c r="A1"><v>1</v></c><c r="{place}"><v>1</v></c></row>')
    )
    assert codes(submission) == ["F003"]
    assert submission.grids == []


def test_plain_cells_make_the_area_of_a_far_off_one(tmp_path):
    """Neither is past a limit on its own: 300 columns by 90,000 rows are, before they are laid out."""
    plain, far = '<row r="1"><c r="KN1"><v>1</v></c></row>', '<row r="90000"><c r="A90000"><v>1</v></c></row>'
    assert codes(read(tmp_path, with_rows(plain + far))) == ["F003"]
    assert codes(read(tmp_path, with_rows(far))) == []


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1" r="1"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="2" ht="<row ><c r="A2"/></row>">',
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row></row>',
        '<row r="1"/><c r="A1"><v>1</v></c></row>',
    ],
)
def test_a_sheet_that_is_no_xml_is_damaged_around_plain_cells(tmp_path, rows):
    (fault,) = read(tmp_path, with_rows(rows)).faults
    assert (fault.code, fault.detail["what"]) == ("F001", "工作表“学员名单”残缺")


def test_formats_far_away_hold_nothing(tmp_path):
    (grid,) = read(
        tmp_path,
        with_rows('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'),
    ).grids
    assert grid.rows == [[1]]


def test_cells_of_another_namespace_are_seen_as_well(tmp_path):
    assert codes(
        read(
            tmp_path, with_rows('<y:row xmlns:y="urn:y" r="1"><y:c r="XFD1048576"><y:v>1</y:v></y:c></y:row>')
        )
    ) == ["F003"]


def test_a_lying_dimension_is_not_believed(tmp_path):
    part = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<dimension ref="A1:XFD1048576"/><sheetData><row r="1">'
        b'<c r="A1"><v>7</v></c></row></sheetData></worksheet>'
    )
    (grid,) = read(tmp_path, changed(xlsx(), {SHEET: lambda _: part})).grids
    assert grid.rows == [[7]]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_parts_in_utf_16_are_read(tmp_path, encoding):
    def rewritten(part):
        return part.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode(encoding)

    (grid,) = read(
        tmp_path,
        changed(xlsx(), {SHEET: rewritten, "xl/sharedStrings.xml": rewritten, "xl/workbook.xml": rewritten}),
    ).grids
    assert grid.rows == [["姓名", "性别"], ["张三", "男"]]


def test_strict_office_xml_is_read(tmp_path):
    def strict(part):
        said = part.decode().replace(
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            "http://purl.oclc.org/ooxml/spreadsheetml/main",
        )
        return said.replace(
            "http://schemas.openxmlformats.org/officeDocument/2006",
            "http://purl.oclc.org/ooxml/officeDocument",
        ).encode()

    parts = [
        SHEET,
        "xl/workbook.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/_rels/workbook.xml.rels",
        "_rels/.rels",
    ]
    (grid,) = read(tmp_path, changed(xlsx(), dict.fromkeys(parts, strict))).grids
    assert grid.rows == [["姓名", "性别"], ["张三", "男"]]


@pytest.mark.parametrize(
    "declared", ['<!DOCTYPE x [<!ENTITY a "b">]>', '<!DOCTYPE x SYSTEM "file:///etc/passwd">']
)
def test_a_document_type_is_refused(tmp_path, declared):
    def with_type(part):
        return part.replace(b"<worksheet", f"{declared}<worksheet".encode(), 1)

    assert codes(read(tmp_path, changed(xlsx(), {SHEET: with_type}))) == ["F003"]


def test_macros_are_told_and_the_data_read(tmp_path):
    def fill(book, page):
        (tmp_path / "vbaProject.bin").write_bytes(b"macro")
        book.add_vba_project(str(tmp_path / "vbaProject.bin"))
        page.write("A1", "姓名")

    submission = read(tmp_path, xlsx(fill), "带宏.xlsm")
    assert (submission.kind, codes(submission)) == ("xlsm", ["F010"])
    assert submission.grids[0].rows == [["姓名"]]


@pytest.mark.parametrize(
    ("limit", "rows"),
    [
        ({"rows": 2}, '<row r="3"><c r="A3"><v>1</v></c></row>'),
        ({"columns": 2}, '<row r="1"><c r="C1"><v>1</v></c></row>'),
        ({"filled_cells": 1}, '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>1</v></c></row>'),
        ({"cell_characters": 3}, '<row r="1"><c r="A1" t="inlineStr"><is><t>四个汉字</t></is></c></row>'),
    ],
)
def test_past_a_limit_the_file_is_refused(tmp_path, limit, rows):
    submission = read(tmp_path, with_rows(rows), **limit)
    assert codes(submission) == ["F003"]
    assert submission.faults[0].detail["limit"]


def test_too_many_sheets(tmp_path):
    assert codes(read(tmp_path, xlsx(lambda book, _: book.add_worksheet("二")), sheets=1)) == ["F003"]


def test_merges_beyond_all_measure_are_refused(tmp_path):
    merges = "".join(f'<mergeCell ref="A1:A{at}"/>' for at in range(50_000, 50_060))
    data = with_rows('<row r="50100"><c r="B50100"><v>1</v></c></row>', f"<mergeCells>{merges}</mergeCells>")
    assert codes(read(tmp_path, data)) == ["F003"]


def _with_sheet(entry: str, relation: str, part: str = "") -> bytes:
    """A workbook with one more sheet entry, the relation that it names, and its part."""

    def after(end: bytes, more: str):
        return lambda held: held.replace(end, more.encode() + end)

    made = changed(
        xlsx(),
        {
            "xl/workbook.xml": after(b"</sheets>", entry),
            "xl/_rels/workbook.xml.rels": after(b"</Relationships>", relation),
        },
    )
    out = io.BytesIO(made)
    with zipfile.ZipFile(out, "a") as package:
        if part:
            package.writestr("xl/macrosheets/sheet1.xml", part)
    return out.getvalue()


@pytest.mark.parametrize(
    "made",
    [
        _with_sheet('<sheet name="模块1" sheetId="9" state="hidden" r:id=""/>', ""),
        _with_sheet(
            '<sheet name="宏1" sheetId="9" r:id="rId99"/>',
            (
                '<Relationship Id="rId99" Type="http://schemas.microsoft.com/office/'
                '2006/relationships/xlMacrosheet" Target="macrosheets/sheet1.xml"/>'
            ),
            '<xm:macrosheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
            ' xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><sheetData/></xm:macrosheet>',
        ),
    ],
)
def test_a_module_or_a_sheet_of_macros_is_passed_over(tmp_path, made):
    submission = read(tmp_path, made)
    assert [grid.rows for grid in submission.grids] == [[["姓名", "性别"], ["张三", "男"]]]
    assert codes(submission) == ["F010"]
