"""returned/: the unit's own workbook comes back marked, and nothing of it is lost."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import time
import unicodedata
import warnings
import zipfile
from concurrent.futures import Executor, Future
from datetime import date
from pathlib import Path

import openpyxl
import py7zr
import pytest
from lxml import etree
from openpyxl.styles import Color, PatternFill

from gaoji_batch.errors import GaojiError
from gaoji_batch.forms.own_sheets import without_ours
from gaoji_batch.intake.contents import read_bytes
from gaoji_batch.intake.reading_process import WorkerLost
from gaoji_batch.intake.workers import LocalWorkers
from gaoji_batch.outputs.marking.comments import AUTHOR
from gaoji_batch.outputs.marking.issue import COLOURS
from gaoji_batch.outputs.marking.returned import order, write, write_returned
from gaoji_batch.outputs.marking.returned_names import returned_path
from gaoji_batch.workspace.limits import Limits
from gaoji_batch.workspace.settings import Sender
from tests.needs import needs
from tests.outputs import reports, workbooks
from tests.outputs.workbooks import SHEET, parts_of, rich, with_parts

FILE = "inbox/甲单位/学员名单.xlsx"
CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
TOUCHED = ("[Content_Types].xml", "docProps/app.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
    "xl/styles.xml", "xl/worksheets/sheet1.xml",
           "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml")  # fmt: skip
DAMAGED = b"PK\x03\x04 cut off"
THREADED = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
PERSON = "http://schemas.microsoft.com/office/2017/10/relationships/"


def at(cell: str, code: str = "D102", **more: object) -> dict[str, object]:
    """A finding at a cell of the roster, or of no cell."""
    digits = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return (
        reports.finding(code, 1, file=FILE, sheet=SHEET, cell=cell, row=int(digits) if digits else None)
        | more
    )


def returned(tmp_path: Path, files: dict[str, bytes], found: list[dict[str, object]], **more: object) -> Path:
    """The folder returned/ for files of inbox/ by path, with these findings."""
    entries = []
    for file, data in files.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_bytes(data)
        entries.append({"file": file, "kind": read_bytes(data, file, Limits()).kind})
    out = tmp_path / "out"
    shutil.rmtree(out, ignore_errors=True)
    write_returned(reports.made_up(found, tmp_path, files=entries, **more), out)
    return out / "returned"


def one(tmp_path: Path, data: bytes, found: list[dict[str, object]], **more: object) -> bytes:
    """The returned copy of one roster."""
    return (returned(tmp_path, {FILE: data}, found, **more) / "甲单位/学员名单.xlsx").read_bytes()


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def grids(data: bytes) -> dict[str, list[list[object]]]:
    """The values of each sheet but 审核意见, as the intake reads them."""
    return {
        grid.sheet: grid.rows
        for grid in read_bytes(data, "a.xlsx", Limits()).grids
        if grid.sheet != "审核意见"
    }


def test_nothing_of_the_workbook_is_lost(tmp_path: Path) -> None:
    data = rich()
    back = one(tmp_path, data, [at("D5"), at("F6", "E0408"), at("H7", "D114")])
    before, after = parts_of(data), parts_of(back)
    assert {
        "xl/media/image1.png",
        "xl/charts/chart1.xml",
        "xl/drawings/drawing1.xml",
        workbooks.CELL_IMAGES,
        "xl/comments2.xml",
    } <= set(before)
    assert {name for name in before if after.get(name) != before[name]} == set(TOUCHED)
    assert set(after) - set(before) == {"xl/worksheets/review.xml"}
    sheet, old = (
        etree.fromstring(after["xl/worksheets/sheet1.xml"]),
        etree.fromstring(before["xl/worksheets/sheet1.xml"]),
    )
    names = [etree.QName(element).localname for element in old]
    assert {
        "dataValidations",
        "conditionalFormatting",
        "autoFilter",
        "drawing",
        "pageSetup",
        "legacyDrawing",
    } <= set(names)
    for mine, its in zip(sheet, old, strict=True):
        if etree.QName(its).localname not in ("sheetData", "sheetViews"):
            assert etree.tostring(mine) == etree.tostring(its)


def test_what_counts_sheets_is_kept_right(tmp_path: Path) -> None:
    book = opened(one(tmp_path, rich(), [at("D5")]))
    assert book.sheetnames == ["审核意见", SHEET, "培训计划"]
    assert book[SHEET].print_area == f"'{SHEET}'!$A$1:$J$18"
    assert book["培训计划"].print_title_rows == "$1:$1"
    assert book["审核意见"].print_title_rows == "$5:$5"
    assert book.defined_names["合计人数"].value == f"{SHEET}!$B$3"
    assert book.active.title == "审核意见"
    assert [bool(sheet.sheet_view.tabSelected) for sheet in book] == [True, False, False]
    app = parts_of(one(tmp_path, rich(), [at("D5")]))["docProps/app.xml"].decode()
    assert app.index("审核意见") < app.index(SHEET)
    assert "<vt:i4>3</vt:i4>" in app


def test_a_copy_says_from_whom_to_whom_by_when_and_on_which_article(tmp_path: Path) -> None:
    sender = Sender(contact="王敏", telephone="010-00000000")
    report = reports.made_up([at("D5"), at("F6", "E0403")], tmp_path, sender=sender)
    (tmp_path / FILE).parent.mkdir(parents=True)
    (tmp_path / FILE).write_bytes(rich())
    report.files = [{"file": FILE, "kind": "xlsx"}]
    for due, said in ((date(2026, 12, 8), "于2026年12月8日前（含当日）"), (None, "告知书》写明的期限内")):
        write_returned(report, tmp_path / "out", due=due)
        book = opened((tmp_path / "out/returned/甲单位/学员名单.xlsx").read_bytes())
        above = "\n".join(str(book["审核意见"].cell(row, 1).value) for row in range(1, 7))
        assert f"致：{reports.UNITS[1]}" in above
        assert "发出单位：北京市就业促进中心　　联系人：王敏　　联系电话：010-00000000" in above
        assert f"{said}重新报送北京市就业促进中心" in above
        assert "京人社能发〔2022〕6号" in above
        rules = [row[4].value for row in book["审核意见"].iter_rows(min_row=7) if row[4].value]
        assert "社保连续缴费不足\n《办法》第四条\nE0403" in rules
        assert "身份证件号码错误\nD102" in rules
        assert book[SHEET]["F6"].comment.text.endswith("依据：《办法》第四条")


def test_cells_are_coloured_and_keep_the_rest_of_their_format(tmp_path: Path) -> None:
    found = [
        at("D5"),
        at("F6", "E0408"),
        at("H7", "D114"),
        at("F8", "E0408", status="waived"),
        at("B9", "D109"),
        at("B9"),
        at("C1"),
        at("Z40"),
    ]
    before, after = opened(rich())[SHEET], opened(one(tmp_path, rich(), found))[SHEET]
    wanted = {
        "D5": "reject",
        "F6": "review",
        "H7": "note",
        "F8": "settled",
        "B9": "reject",
        "A1": "reject",
        "Z40": "reject",
    }
    assert {cell: after[cell].fill.fgColor.rgb for cell in wanted} == {
        cell: COLOURS[key] for cell, key in wanted.items()
    }
    assert all(after[cell].comment for cell in wanted)
    for cell in ("D5", "A1"):
        assert repr((after[cell].number_format, after[cell].font, after[cell].border)) == repr(
            (before[cell].number_format, before[cell].font, before[cell].border)
        )
    assert repr(after["D6"].fill) == repr(before["D6"].fill)
    assert "身份证件号码错误（D102）" in after["B9"].comment.text
    assert "电话号码有误（D109）" in after["B9"].comment.text
    assert "修改办法：如2026年7月1日" in after["B9"].comment.text


def test_comments_of_the_unit_stay_and_are_appended_to(tmp_path: Path) -> None:
    sheet = opened(one(tmp_path, rich(), [at("B5"), at("C5")]))[SHEET]
    assert sheet["B5"].comment.text.startswith("班长\n——审核意见——\n【不通过】")
    assert (sheet["B5"].comment.author, sheet["C5"].comment.author) == ("填报员", AUTHOR)


def threaded() -> bytes:
    """The rich workbook with a thread at B5, whose persons stand in a part of an unusual name."""
    head = (
        f'<ThreadedComments xmlns="{THREADED}"><threadedComment ref="B5" '
        f'dT="2026-05-04T00:00:00.00" personId="{{1}}" id="{{2}}">'
        "<text>班长</text></threadedComment></ThreadedComments>"
    )
    people = (
        f'<personList xmlns="{THREADED}"><person displayName="填报员" '
        f'id="{{1}}" userId="a" providerId="None"/></personList>'
    )
    parts = parts_of(rich())
    sheet, main = "xl/worksheets/_rels/sheet1.xml.rels", "xl/_rels/workbook.xml.rels"
    related = {
        sheet: ("threadedComment", "../threadedComments/threadedComment1.xml"),
        main: ("person", "people/who.xml"),
    }
    added = {
        name: parts[name].replace(
            b"</Relationships>",
            f'<Relationship Id="rId99" Type="{PERSON}{kind}" Target="{target}"/></Relationships>'.encode(),
        )
        for name, (kind, target) in related.items()
    }
    own = {"xl/threadedComments/threadedComment1.xml": head.encode(), "xl/people/who.xml": people.encode()}
    return with_parts(rich(), added | own)


def test_a_thread_gets_a_reply(tmp_path: Path) -> None:
    after = parts_of(one(tmp_path, threaded(), [at("B5"), at("C5")]))
    thread = etree.fromstring(after["xl/threadedComments/threadedComment1.xml"])
    assert [(entry.get("ref"), entry.get("parentId")) for entry in thread] == [("B5", None), ("B5", "{2}")]
    assert thread[1].get("personId") in [
        person.get("id") for person in etree.fromstring(after["xl/people/who.xml"])
    ]


def test_replies_of_an_earlier_return_are_taken_out(tmp_path: Path) -> None:
    again = one(tmp_path, one(tmp_path, threaded(), [at("B5")]), [at("B5")])
    thread = etree.fromstring(parts_of(again)["xl/threadedComments/threadedComment1.xml"])
    ids = [entry.get("id") for entry in thread]
    assert len(ids) == 2 and len(set(ids)) == 2
    rid = parts_of(one(tmp_path, again, [at("C5")]))["xl/threadedComments/threadedComment1.xml"]
    assert [entry.get("id") for entry in etree.fromstring(rid)] == ["{2}"]


def test_sent_in_again_it_reads_the_same(tmp_path: Path) -> None:
    data = rich()
    back = one(tmp_path, data, [at("D5"), at("B5"), at("F6", "E0408")])
    assert grids(back) == grids(data)
    assert grids(back)[SHEET][2][1] == 12  # the formula's stored value
    assert not read_bytes(back, "a.xlsx", Limits()).faults


@pytest.mark.parametrize(("row", "written"), [(0, []), (1, ["已整改"]), (1, [31, "张三"]), (4, ["见附表"])])
def test_what_a_unit_writes_on_the_sheet_in_front_is_not_passed_over(
    tmp_path: Path, row: int, written: list[object]
) -> None:
    book = opened(one(tmp_path, rich(), [at("D5"), at("B5"), at("F6", "E0408")]))
    sheet = book["审核意见"]
    for column, value in enumerate(written, 1):
        sheet.cell(sheet.max_row + row if column == 1 else sheet.max_row, column).value = value
    assert _left_of_review(book) == written


@pytest.mark.parametrize(
    ("column", "written"),
    [(4, "已改"), (8, "证书编号以发证机关查询结果为准"), (7, "{}　已整改"), (6, "情况属实")],
)
def test_a_reply_within_our_own_rows_is_not_passed_over(tmp_path: Path, column: int, written: str) -> None:
    book = opened(one(tmp_path, rich(), [at("D5"), at("B5"), at("F6", "E0408")]))
    sheet = book["审核意见"]
    cell = sheet.cell(sheet.max_row - 1, column)
    cell.value = written.format(cell.value)
    assert _left_of_review(book) == [cell.value]


@pytest.mark.parametrize("sorts", [True, False])
def test_our_own_rows_sorted_or_taken_out_are_ours_still(tmp_path: Path, sorts: bool) -> None:
    book = opened(one(tmp_path, rich(), [at("D5"), at("B5"), at("F6", "E0408")]))
    sheet = book["审核意见"]
    last = sheet.max_row
    # the hidden column stays behind, as when a range is sorted
    for column in range(1, 9) if sorts else ():
        above, below = sheet.cell(last - 1, column), sheet.cell(last, column)
        above.value, below.value = below.value, above.value
    if not sorts:
        sheet.delete_rows(last)
    assert _left_of_review(book) == []


def _left_of_review(book: openpyxl.Workbook) -> list[object]:
    """What is read of the sheet in front once ours is taken out."""
    held = io.BytesIO()
    book.save(held)
    submission = read_bytes(held.getvalue(), "inbox/a.xlsx", Limits())
    front = next(grid for grid in submission.grids if grid.sheet == "审核意见")
    left = without_ours(front, submission.grids)
    return [cell for cells in left.rows for cell in cells if cell is not None]


def test_returned_twice_it_bears_only_the_new_marks(tmp_path: Path) -> None:
    first = one(tmp_path, rich(), [at("D5"), at("B5"), at("F6", "E0408")])
    again = one(tmp_path, first, [at("F6", "E0408")])
    book = opened(again)
    assert book.sheetnames == ["审核意见", SHEET, "培训计划"]
    sheet = book[SHEET]
    assert (sheet["D5"].comment, sheet["D5"].fill.fill_type) == (None, None)
    assert sheet["B5"].comment.text == "班长"
    assert sheet["F6"].fill.fgColor.rgb == COLOURS["review"]
    assert sheet["F6"].comment.text.count("E0408") == 1
    assert sheet.print_area == f"'{SHEET}'!$A$1:$J$18"
    assert book["培训计划"].print_title_rows == "$1:$1"
    vml = parts_of(again)["xl/drawings/vmlDrawing1.vml"]
    assert vml.count(b'ObjectType="Note"') == 2
    assert grids(again) == grids(rich())


def test_a_fill_of_the_units_own_comes_back_when_its_mark_goes(tmp_path: Path) -> None:
    book = opened(rich())
    book[SHEET]["D5"].fill = PatternFill("solid", fgColor="FF123456")
    book[SHEET]["E5"].fill = PatternFill("solid", fgColor=Color(theme=4, tint=0.4))
    book[SHEET]["F5"].fill = PatternFill("darkGrid")
    book.save(tmp_path / "own.xlsx")
    first = one(tmp_path, (tmp_path / "own.xlsx").read_bytes(), [at("D5"), at("E5"), at("F5")])
    assert {opened(first)[SHEET][cell].fill.fgColor.rgb for cell in ("D5", "E5", "F5")} == {COLOURS["reject"]}
    again = one(tmp_path, first, [at("D5"), at("G7")])
    sheet = opened(one(tmp_path, again, [at("G7")]))[SHEET]
    assert (sheet["D5"].fill.fill_type, sheet["D5"].fill.fgColor.rgb) == ("solid", "FF123456")
    assert (sheet["E5"].fill.fill_type, sheet["E5"].fill.fgColor.theme, sheet["E5"].fill.fgColor.tint) == (
        "solid",
        4,
        0.4,
    )
    assert sheet["F5"].fill.fill_type is None


def test_the_sheet_in_front_lists_causes_then_findings_with_links(tmp_path: Path) -> None:
    cause = {
        "group": "G01",
        "code": "D102",
        "title": "身份证件号码错误",
        "file": FILE,
        "sheet": SHEET,
        "column": "身份证件号码",
        "count": 3,
        "cause": "整列抄错",
        "remedy": "对照原件核对",
    }
    found = [
        at("D5", group="G01"),
        at("D6", group="G01"),
        at("D7", group="G01"),
        at("", "Q0601", column="", subject="", message="第1期学员12人"),
    ]
    causes = reports.causes().iloc[:0]
    causes.loc[0] = cause
    sheet = opened(one(tmp_path, rich(), found, causes=causes, overrides={"class.min": "10"}))["审核意见"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "审核意见"
    assert rows[2][0].startswith("不通过4处。请按“修改办法”改正，在《补正材料")
    assert "class.min=10" in rows[4][0]
    assert rows[6][:3] == ["序号", "结论", "位置"]
    assert rows[8][:6] == [
        "共性1",
        "不通过",
        f"{SHEET}（身份证件号码）",
        "共3处",
        "身份证件号码错误\nD102",
        "整列抄错",
    ]
    assert rows[10][4:6] == ["班额不足\n《办法》第六条\nQ0601", "第1期学员12人"]
    assert [row[2] for row in rows[11:]] == [f"{SHEET} D{row}（身份证件号码）" for row in (5, 6, 7)]
    assert [sheet.cell(row, 3).hyperlink.location for row in (12, 13, 14)] == [
        f"'{SHEET}'!D{row}" for row in (5, 6, 7)
    ]
    assert (sheet.freeze_panes, sheet.page_setup.orientation, sheet.page_setup.paperSize) == (
        "A8",
        "landscape",
        9,
    )


def test_text_never_becomes_a_formula_and_odd_characters_do_no_harm(tmp_path: Path) -> None:
    back = one(tmp_path, rich(), [at("D5", message="=1+1\x00\x0b<&>", hint="@SUM(A1)")])
    cells = [cell for row in opened(back)["审核意见"].iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "@SUM(A1)" in [cell.value for cell in cells]


def strange(data: bytes) -> dict[str, bytes]:
    """The same workbook with XML as other programs write it."""
    parts = parts_of(data)
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    main, office = (
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    )
    strict = {
        name: text.replace(main.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main").replace(
            office.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships"
        )
        for name, text in parts.items()
        if name.endswith((".xml", ".rels"))
    }
    prefixed = etree.tostring(_prefixed(etree.fromstring(sheet.encode()), main))
    rels = parts["xl/_rels/workbook.xml.rels"].decode()
    unstyled = etree.fromstring(sheet.encode())
    for element in unstyled.iter():
        if "s" in element.attrib:
            del element.attrib["s"]
        if etree.QName(element).localname == "cfRule":
            del element.attrib["dxfId"]
    bare_rels = "".join(part for part in rels.replace("/>", "/>\n").splitlines() if "styles.xml" not in part)
    unnumbered = etree.fromstring(sheet.encode())
    for row in unnumbered.iterfind(".//{*}row"):
        if len(row) == len(workbooks.HEADER):
            for cell in row:
                del cell.attrib["r"]
    return {
        "strict": with_parts(data, strict),
        "prefixed": with_parts(data, {"xl/worksheets/sheet1.xml": prefixed}),
        "absolute": with_parts(
            data, {"xl/_rels/workbook.xml.rels": rels.replace('Target="', 'Target="/xl/').encode()}
        ),
        "unstyled": with_parts(
            data,
            {
                "xl/styles.xml": None,
                "xl/worksheets/sheet1.xml": etree.tostring(unstyled),
                "xl/_rels/workbook.xml.rels": bare_rels.encode(),
            },
        ),
        "unnumbered": with_parts(data, {"xl/worksheets/sheet1.xml": etree.tostring(unnumbered)}),
        "locked": with_parts(
            data,
            {
                "xl/workbook.xml": parts["xl/workbook.xml"].replace(
                    b"<bookViews>", b'<workbookProtection lockStructure="1"/><bookViews>'
                ),
                "xl/worksheets/sheet1.xml": sheet.replace(
                    "</sheetData>", '</sheetData><sheetProtection sheet="1" objects="1"/>'
                ).encode(),
            },
        ),
    }


def _prefixed(root: etree._Element, space: str) -> etree._Element:
    made = etree.Element(
        root.tag,
        dict(root.attrib),
        nsmap={"x": space} | {key: value for key, value in root.nsmap.items() if key},
    )
    made.extend(list(root))
    return made


@pytest.mark.parametrize("kind", ["strict", "prefixed", "absolute", "unstyled", "unnumbered", "locked"])
def test_workbooks_of_other_programs_are_marked_in_place(tmp_path: Path, kind: str) -> None:
    data = strange(rich())[kind]
    back = one(tmp_path, data, [at("D5"), at("B6"), at("M7")])
    assert set(parts_of(data)) < set(parts_of(back))
    assert list(grids(back)) == list(grids(data)) == [SHEET, "培训计划"]
    assert grids(back)[SHEET][:5] == grids(data)[SHEET][:5]
    sheet = etree.fromstring(parts_of(back)["xl/worksheets/sheet1.xml"])
    cells = [
        [cell.get("s") for cell in row.iterfind("{*}c")]
        for row in sheet.iterfind(".//{*}row")
        if row.get("r") in ("5", "6", "7")
    ]
    assert len({cells[0][3], cells[1][1]} & {cells[0][4], cells[1][2]}) == 0
    assert len(cells[2]) == len(workbooks.HEADER) + 1
    if kind != "strict":  # openpyxl sees no sheets in a strict package
        assert [cell for cell in ("D5", "B6", "M7") if opened(back)[SHEET][cell].comment is None] == []


def test_a_digital_signature_that_breaks_is_said(tmp_path: Path) -> None:
    signed = with_parts(rich(), {"_xmlsignatures/sig1.xml": b"<Signature/>"})
    back = one(tmp_path, signed, [at("D5")])
    assert parts_of(back)["_xmlsignatures/sig1.xml"] == b"<Signature/>"
    assert "签名不再有效" in opened(back)["审核意见"]["A4"].value


def test_equal_runs_give_equal_bytes(tmp_path: Path) -> None:
    book = rich()
    assert one(tmp_path, book, [at("D5"), at("B5")]) == one(tmp_path, book, [at("D5"), at("B5")])


def test_csv_and_xls_come_back_as_xlsx_saying_so(tmp_path: Path) -> None:
    import xlwt

    old = xlwt.Workbook()
    page = old.add_sheet(SHEET)
    page.write_merge(0, 0, 0, 2, "名单")
    page.write(1, 0, "110105199001010011")
    page.write(1, 2, "技师")
    stream = io.BytesIO()
    old.save(stream)
    files = {
        "inbox/a.csv": "姓名,金额\n=1+1,0012\n".encode("gb18030"),
        "inbox/b.xls": stream.getvalue(),
        "inbox/c.xlsx": stream.getvalue(),
    }
    found = [
        at("A2", file="inbox/a.csv", sheet=""),
        at("A2", file="inbox/b.xls"),
        at("C1", file="inbox/c.xlsx"),
    ]
    folder = returned(tmp_path, files, found)
    book = openpyxl.load_workbook(folder / "a.xlsx")
    assert book.sheetnames == ["审核意见", "a"]
    assert [[cell.value for cell in row] for row in book["a"].iter_rows()] == [
        ["姓名", "金额"],
        ["=1+1", "0012"],
    ]
    assert (book["a"]["A2"].data_type, book["a"]["A2"].comment is not None) == ("s", True)
    assert "csv（或tsv）格式" in book["审核意见"]["A4"].value
    assert "xls（或et）格式" in openpyxl.load_workbook(folder / "b.xlsx")["审核意见"]["A4"].value
    assert openpyxl.load_workbook(folder / "c.xlsx")[SHEET]["A1"].comment is not None


def test_a_name_that_is_taken_keeps_its_own_ending_too(tmp_path: Path) -> None:
    files = {"inbox/a.csv": "姓名\n张一\n".encode(), "inbox/a.xlsx": rich()}
    folder = returned(
        tmp_path, files, [at("A2", file="inbox/a.csv", sheet=""), at("D5", file="inbox/a.xlsx")]
    )
    assert sorted(path.name for path in folder.iterdir()) == ["a.csv.xlsx", "a.xlsx"]
    assert openpyxl.load_workbook(folder / "a.csv.xlsx").sheetnames == ["审核意见", "a"]


def test_a_7z_comes_back_as_a_zip_with_its_members_marked(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with py7zr.SevenZipFile(stream, "w") as made:
        made.writestr(rich(), "甲/名单.xlsx")
        made.writestr("姓名\n张一\n".encode(), "甲/计划.csv")
    file = "inbox/包.7z"
    found = [at("D5", file=file, sheet=f"甲/名单.xlsx!{SHEET}"), at("A2", file=file, sheet="甲/计划.csv!")]
    with zipfile.ZipFile(returned(tmp_path, {file: stream.getvalue()}, found) / "包.zip") as back:
        assert sorted(back.namelist()) == ["甲/名单.xlsx", "甲/计划.xlsx"]
        assert openpyxl.load_workbook(io.BytesIO(back.read("甲/计划.xlsx"))).sheetnames[0] == "审核意见"


def test_a_zip_comes_back_as_a_zip(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("甲/名单.xlsx", rich())
        made.writestr("说明.txt", "原样")
        made.writestr("坏.xlsx", DAMAGED)
    file = "inbox/包.zip"
    broken = at("", "D102", file=file, sheet="坏.xlsx") | {"code": "F001"}
    found = [at("D5", file=file, sheet=f"甲/名单.xlsx!{SHEET}"), broken, at("", "Q0601", file=file, sheet="")]
    first = (returned(tmp_path, {file: stream.getvalue()}, found) / "包.zip").read_bytes()
    with zipfile.ZipFile(returned(tmp_path, {file: first}, found) / "包.zip") as again:
        assert sorted(again.namelist()) == ["坏.xlsx", "审核意见.xlsx", "甲/名单.xlsx", "说明.txt"]
    back = parts_of(first)
    assert set(back) == {"甲/名单.xlsx", "说明.txt", "坏.xlsx", "审核意见.xlsx"}
    assert back["说明.txt"].decode() == "原样"
    assert opened(back["甲/名单.xlsx"])[SHEET]["D5"].comment is not None
    assert opened(back["坏.xlsx"]).sheetnames == opened(back["审核意见.xlsx"]).sheetnames == ["审核意见"]


def test_no_member_of_a_returned_zip_leads_out_of_its_folder_or_over_another(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name in (
            "../../up.txt",
            "/etc/up.txt",
            "C:\\up.txt",
            "a/../b.txt",
            "con.txt",
            "cafe\u0301.txt",
            "caf\u00e9.txt",
            "夹/",
            "夹/好.txt",
        ):
            made.writestr(name, name)
        made.writestr("../名单.xlsx", rich())
    found = [at("D5", file="inbox/包.zip", sheet=f"../名单.xlsx!{SHEET}")]
    with zipfile.ZipFile(returned(tmp_path, {"inbox/包.zip": stream.getvalue()}, found) / "包.zip") as back:
        names = back.namelist()
        assert back.testzip() is None and "夹/" in names and "夹/好.txt" in names
        inside = {
            unicodedata.normalize("NFC", os.path.normpath(tmp_path / name)).casefold() for name in names
        }
        assert len(inside) == len(names) == 10 and all(
            Path(one).is_relative_to(str(tmp_path).casefold()) for one in inside
        )
        assert not [
            name
            for name in names
            if ".." in Path(name).parts or set(name) & set(":\\") or name.startswith(("con", "/"))
        ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes of POSIX")
def test_what_could_not_be_read_is_not_opened_again(tmp_path: Path) -> None:
    """A pipe that nobody writes to would never end."""
    (tmp_path / "inbox").mkdir()
    os.mkfifo(tmp_path / "inbox" / "管道.xlsx")
    found = [at("", file="inbox/管道.xlsx", sheet="") | {"code": "F001"}]
    write_returned(
        reports.made_up(found, tmp_path, files=[{"file": "inbox/管道.xlsx", "kind": "unreadable"}]),
        tmp_path / "out",
    )
    assert (tmp_path / "out" / "returned" / "管道.xlsx").is_file()


def test_what_cannot_be_opened_comes_back_as_a_notice(tmp_path: Path) -> None:
    files = {"inbox/坏.xlsx": DAMAGED, "inbox/扫描件.pdf": b"%PDF-1.4\n", "inbox/好.xlsx": rich()}
    found = [
        at("", file="inbox/坏.xlsx", sheet="") | {"code": "F001"},
        at("", "D114", file="inbox/扫描件.pdf", sheet="") | {"code": "F018"},
    ]
    folder = returned(tmp_path, files, found)
    assert [path.name for path in folder.iterdir()] == ["坏.xlsx"]
    book = openpyxl.load_workbook(folder / "坏.xlsx")
    assert book.sheetnames == ["审核意见"]
    assert "原文件未退回" in book["审核意见"]["A4"].value


def test_a_workbook_whose_insides_cannot_be_edited_is_rebuilt(tmp_path: Path) -> None:
    broken = with_parts(
        rich(),
        {
            "xl/styles.xml": b"<styleSheet",
            "xl/worksheets/sheet2.xml": parts_of(rich())["xl/worksheets/sheet2.xml"],
        },
    )
    out = tmp_path / "out"
    (tmp_path / FILE).parent.mkdir(parents=True)
    (tmp_path / FILE).write_bytes(broken)
    write_returned(reports.made_up([at("D5")], tmp_path, files=[{"file": FILE, "kind": "xlsx"}]), out)
    assert openpyxl.load_workbook(out / "returned/甲单位/学员名单.xlsx").sheetnames[0] == "审核意见"


def test_a_workbook_made_anew_bears_no_ending_of_macros(tmp_path: Path) -> None:
    """Excel opens no workbook without macros that is called .xlsm."""
    broken = with_parts(rich(), {"xl/comments1.xml": b"<comments"})
    file = "inbox/名单.xlsm"
    assert [path.name for path in returned(tmp_path, {file: broken}, [at("D5", file=file)]).iterdir()] == [
        "名单.xlsx"
    ]
    assert [path.name for path in returned(tmp_path, {file: rich()}, [at("D5", file=file)]).iterdir()] == [
        "名单.xlsm"
    ]


def test_names_that_a_system_refuses_or_that_are_too_long(tmp_path: Path) -> None:
    assert (
        str(returned_path(tmp_path, "inbox/甲 单位/名单（1）.v2.xlsx"))
        == "returned/甲 单位/名单（1）.v2.xlsx"
    )
    odd = [
        returned_path(tmp_path, f"inbox/{name}")
        for name in ("con.xlsx", "甲./a.xlsx", "\u202exslx.exe.xlsx", "a:b.xlsx")
    ]
    assert [path.name.endswith(".xlsx") for path in odd] == [True] * 4
    assert len({str(path) for path in odd}) == 4
    assert not [
        part
        for path in odd
        for part in path.parts
        if part.endswith(".") or ":" in part or "\u202e" in part or part.startswith("con.")
    ]
    long = returned_path(tmp_path, "inbox/" + "很长的单位名称/" * 30 + "名单.xlsx")
    assert len(str(tmp_path.absolute() / long)) < 200
    assert long.suffix == ".xlsx"


def corpus() -> list[Path]:
    return sorted(path for path in CORPUS.rglob("*.xls[xm]") if path.stat().st_size < 300_000)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus lies beside the clone")
def test_marked_copies_of_real_workbooks_lose_no_part(tmp_path: Path) -> None:
    warnings.simplefilter("ignore")
    looked_at = 0
    for path in corpus():
        data = path.read_bytes()
        content = read_bytes(data, path.name, Limits())
        if content.kind not in ("xlsx", "xlsm"):
            continue
        found = [at(cell, sheet=grid.sheet) for grid in content.grids[:2] for cell in ("B2", "D7")] or [
            at("", sheet="")
        ]
        back = one(tmp_path, data, found)
        before, after = parts_of(data), parts_of(back)
        assert set(before) <= set(after), path.name
        odd = [name for name in before if before[name] != after[name] and not _may_change(name)]
        assert not odd, path.name
        seen = _loads(data) if len(data) < 40_000 else None
        assert seen is None or _loads(back) == ["审核意见", *seen], path.name
        looked_at += 1
    assert looked_at > 100


def _may_change(name: str) -> bool:
    kinds = (
        "sheet",
        "workbook",
        "styles",
        "comments",
        "vmldrawing",
        "[content_types]",
        "app.xml",
        "_rels",
        "threadedcomment",
        "person",
    )
    return any(kind in name.lower().replace("\\", "/").rsplit("xl/", 1)[-1] for kind in kinds)


def _loads(data: bytes) -> list[str] | None:
    """The sheets that openpyxl sees; None where it fails or sees none (strict packages)."""
    try:
        return opened(data).sheetnames or None
    except Exception:  # whatever openpyxl does not take
        return None


def test_libreoffice_opens_the_copy(tmp_path: Path) -> None:
    needs("soffice")
    back = tmp_path / "copy.xlsx"
    back.write_bytes(one(tmp_path, rich(), [at("D5"), at("B5"), at("K20")]))
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "fods", "--outdir", str(tmp_path), str(back)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    text = (tmp_path / "copy.fods").read_text(encoding="utf-8")
    assert text.count("<office:annotation ") == 4  # D5, B5, K20 and the one of the second sheet
    assert "draw:image" in text
    assert "身份证件号码错误" in text and "D102" in text


class Lost(Executor):
    """Processes of which the first dies over each request, the second cannot start, and so on in turn."""

    def __init__(self) -> None:
        self.asked = 0

    def submit(self, *_: object, **__: object) -> Future:
        self.asked += 1
        answer: Future = Future()
        answer.set_exception(
            WorkerLost("memory") if self.asked % 2 else GaojiError("读取文件的进程不能启动", "检查可用内存")
        )
        return answer


def test_many_copies_are_the_same_whoever_makes_them(tmp_path: Path) -> None:
    files = {f"inbox/甲单位/{number}.xlsx": rich(1 + number) for number in range(17)}
    found = [at("D5", file=file) for file in files]
    here = parts_by_file(returned(tmp_path, files, found))
    assert len(here) == 17
    report = reports.made_up(found, tmp_path, files=[{"file": file, "kind": "xlsx"} for file in files])
    for executor in (LocalWorkers(2, Limits()), Lost()):
        shutil.rmtree(tmp_path / "out")
        with executor as workers:
            if isinstance(workers, LocalWorkers):
                assert workers.submit(abs, -1).result() and workers.running
            write(order(report, workers=workers), report, tmp_path / "out", lambda: None)
        assert parts_by_file(tmp_path / "out" / "returned") == here
    assert isinstance(executor, Lost) and executor.asked == 17


def parts_by_file(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.xlsx")}


def test_it_takes_less_than_loading_and_saving(tmp_path: Path) -> None:
    data, count = rich(40), 12
    files = {f"inbox/{number}.xlsx": data for number in range(count)}
    found = [at(f"D{row}", file=file) for file in files for row in range(5, 13)]
    entries = [{"file": file, "kind": "xlsx"} for file in files]
    for file in files:
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_bytes(data)
    report = reports.made_up(found, tmp_path, files=entries)
    assert min(_timed(lambda: write_returned(report, tmp_path / "out")) for _ in range(2)) < min(
        _timed(lambda: _load_and_save(data, count)) for _ in range(2)
    )


def _load_and_save(data: bytes, count: int) -> None:
    for _ in range(count):
        opened(data).save(io.BytesIO())


def _timed(action) -> float:  # type: ignore[no-untyped-def]
    start = time.process_time()
    action()
    return time.process_time() - start


def test_a_sheet_of_the_units_own_under_the_name_of_ours_stays(tmp_path: Path) -> None:
    book = opened(rich())
    book[SHEET].title = "审核意见"
    own = io.BytesIO()
    book.save(own)
    first = one(tmp_path, own.getvalue(), [at("D5")])
    again = one(tmp_path, first, [at("D5")])
    assert opened(again).sheetnames == ["审核意见_中心", "审核意见", "培训计划"]


def test_the_sheet_in_front_bears_a_name_that_no_other_sheet_has(tmp_path: Path) -> None:
    """A unit that copies our sheet's name for replies of its own has both names."""
    book = opened(rich())
    book[SHEET].title, book["培训计划"].title = "审核意见", "审核意见_中心"
    own = io.BytesIO()
    book.save(own)
    names = opened(one(tmp_path, own.getvalue(), [at("D5")])).sheetnames
    assert names[1:] == ["审核意见", "审核意见_中心"] and names[0].startswith("审核意见")
    assert len(set(names)) == 3
