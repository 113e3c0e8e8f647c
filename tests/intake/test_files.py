"""The content decides what a file is; whatever it is,
it becomes a submission with a named finding, and never an exception."""

import hashlib
import io
import os
import struct
import zipfile
import zlib

import pytest
import xlsxwriter
import xlwt
from msoffcrypto.format.ooxml import OOXMLFile

from tests.intake.books import changed, codes, read, xlsx, zipped

JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF" + b"\0" * 64
CSV = "姓名,性别\n张三,男\n".encode()


def detail(submission, name):
    return submission.faults[0].detail.get(name, "")


def ole(stream: str) -> bytes:
    """An old container with one stream of this name, as xlwt lays one out."""
    book = xlwt.Workbook()
    book.add_sheet("a").write(0, 0, "x")
    made = io.BytesIO()
    book.save(made)
    return made.getvalue().replace("Workbook".encode("utf-16-le"), stream.ljust(8)[:8].encode("utf-16-le"))


@pytest.mark.parametrize(
    ("name", "data", "code", "said"),
    [
        ("扫描.xlsx", JPEG, "F001", "jpg"),
        ("空.xlsx", b"", "F001", "空文件"),
        ("残.xlsx", xlsx()[:700], "F001", "残缺"),
        ("网页.xls", b"<html><p>1</p></html>", "F001", "html网页"),
        ("网页二.xls", "\ufeff<!DOCTYPE html><table></table>".encode(), "F001", "html网页"),
        (
            "表.xls",
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "F001",
            "没有工作表",
        ),
        ("乱.xlsx", bytes(range(1, 32)) * 40, "F001", "不是电子表格"),
        ("二进制.xlsb", zipped({"[Content_Types].xml": b"<a/>", "xl/workbook.bin": b"x"}), "F001", "损坏"),
        ("空.zip", zipped({}), "F001", "空的"),
        (
            "缺.xlsx",
            changed(
                xlsx(),
                {"xl/_rels/workbook.xml.rels": lambda part: part.replace(b"sheet1.xml", b"sheet9.xml")},
            ),
            "F001",
            "学员名单",
        ),
    ],
)
def test_what_is_no_spreadsheet_is_told(tmp_path, name, data, code, said):
    submission = read(tmp_path, data, name)
    assert (submission.kind, codes(submission)) == ("unreadable", [code])
    assert said in detail(submission, "what")


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("扫描.jpg", JPEG, "jpg"),
        ("扫描.png", JPEG, "jpg"),
        ("文件.pdf", b"%PDF-1.7 x", "pdf"),
        ("说明.docx", zipped({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"}), "docx"),
        ("说明.doc", ole("Word"), "其他程序的文件"),
        ("残.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "doc"),
        ("残.docx", b"PK\x03\x04 and no more", "docx"),
        ("录音.AMR", bytes(range(1, 32)) * 40, "amr"),
        ("说明.txt", "各单位：\n请于五月前报送。\n".encode(), "文本"),
        ("README.md", b"# a\n\nb, c\n", "文本"),
        ("包.rar", b"Rar!\x1a\x07\x00xx", "rar"),
    ],
)
def test_an_attachment_is_named_as_what_it_is(tmp_path, name, data, kind):
    submission = read(tmp_path, data, name)
    assert (submission.kind, codes(submission), detail(submission, "kind")) == ("attachment", ["F018"], kind)


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("名单.csv", xlsx(), "xlsx"),
        ("名单.xls", xlsx(), "xlsx"),
        ("名单.xlsx", CSV, "csv"),
        ("名单", xlsx(), "xlsx"),
        ("名单.xlsx", ole("Workbook"), "xls"),
    ],
)
def test_the_name_does_not_decide_how_a_file_is_read(tmp_path, name, data, kind):
    submission = read(tmp_path, data, name)
    assert (submission.kind, codes(submission), len(submission.grids)) == (kind, [], 1)


def test_a_table_in_a_text_file_is_read(tmp_path):
    submission = read(tmp_path, "姓名\t性别\t岗位\n张三\t男\t车工\n".encode("gb18030"), "名单.txt")
    assert (submission.kind, codes(submission)) == ("text", [])
    assert submission.grids[0].rows == [["姓名", "性别", "岗位"], ["张三", "男", "车工"]]


def test_size_and_hash_are_those_of_the_content(tmp_path):
    submission = read(tmp_path, CSV, "a.csv")
    assert (submission.size, submission.sha256) == (len(CSV), hashlib.sha256(CSV).hexdigest())


@pytest.mark.parametrize(
    "name", ["张三110101199003071234.csv", "110101900307123_张三.csv", "11010119900307123x.csv"]
)
def test_an_id_number_in_the_name(tmp_path, name):
    assert codes(read(tmp_path, CSV, name)) == ["F017"]


def test_other_digits_in_the_name_are_no_id_number(tmp_path):
    assert codes(read(tmp_path, CSV, "名单20260511123045123_9111010500000000XX.csv")) == []


def test_too_large_a_file_is_refused_unread(tmp_path):
    submission = read(tmp_path, CSV, "a.csv", file_bytes=5)
    assert (codes(submission), submission.size, submission.sha256) == (
        ["F003"],
        len(CSV),
        hashlib.sha256(CSV).hexdigest(),
    )


def test_what_is_no_plain_file(tmp_path):
    from gaoji_batch.intake.files import read_submission
    from gaoji_batch.workspace.limits import Limits

    assert codes(read_submission(tmp_path / "没有.xlsx", "inbox/没有.xlsx", Limits())) == ["F001"]
    assert codes(read_submission(tmp_path, "inbox/夹.xlsx", Limits())) == ["F001"]
    if hasattr(os, "mkfifo"):
        (tmp_path / "链接.csv").symlink_to("/etc/passwd")
        assert codes(read_submission(tmp_path / "链接.csv", "inbox/链接.csv", Limits())) == ["F001"]
        os.mkfifo(tmp_path / "管道.csv")
        assert codes(read_submission(tmp_path / "管道.csv", "inbox/管道.csv", Limits())) == ["F001"]


# Zips


def test_members_are_sheets_under_their_own_names(tmp_path):
    submission = read(
        tmp_path,
        zipped(
            {
                "甲/名单.xlsx": xlsx(),
                "计划.csv": CSV,
                "__MACOSX/x": b"1",
                "甲/~$名单.xlsx": b"1",
                "章.jpg": JPEG,
            }
        ),
        "材料.zip",
    )
    assert submission.kind == "zip"
    assert [grid.sheet for grid in submission.grids] == ["甲/名单.xlsx!学员名单", "计划.csv!"]
    assert [(fault.code, fault.sheet) for fault in submission.faults] == [("F018", "章.jpg")]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_member_names_are_read_as_windows_wrote_them(tmp_path, encoding):
    data = zipped({"XXXX.csv": CSV}).replace(b"XXXX.csv", "名".encode(encoding).ljust(4, b"_") + b".csv")
    (grid,) = read(tmp_path, data, "材料.zip").grids
    assert grid.sheet.startswith("名_") and grid.sheet.endswith(".csv!")


def test_a_member_without_a_name_spoils_no_other(tmp_path):
    data = zipped({"X.csv": CSV, "计划.csv": CSV}).replace(b"X.csv", b"\0.csv")
    assert "计划.csv!" in [grid.sheet for grid in read(tmp_path, data, "材料.zip").grids]


def test_a_bad_member_costs_the_others_nothing(tmp_path):
    members = {
        "好.xlsx": xlsx(),
        "坏.xlsx": xlsx()[:500],
        "里.zip": zipped({"a.csv": CSV}),
        "空.csv": b"",
        "a!b.csv": CSV,
    }
    submission = read(tmp_path, zipped(members), "材料.zip")
    assert [(fault.code, fault.sheet) for fault in submission.faults] == [
        ("F001", "坏.xlsx"),
        ("F003", "里.zip"),
        ("F001", "空.csv"),
    ]
    assert [grid.sheet for grid in submission.grids] == ["好.xlsx!学员名单", "a！b.csv!"]


def test_bombs_are_counted_while_inflating(tmp_path):
    bomb = zipped({"a.csv": b"0" * 30_000_000})
    assert "200倍" in detail(read(tmp_path, bomb, "弹.zip"), "limit")
    lying = bytearray(bomb)
    for at in (22, bomb.index(b"PK\x01\x02") + 24):
        lying[at : at + 4] = struct.pack("<I", 10)
    assert codes(read(tmp_path, bytes(lying), "谎.zip")) == ["F003"]
    assert codes(
        read(tmp_path, zipped({"a.csv": os.urandom(3_000_000)}), "大.zip", inflated_bytes=2_000_000)
    ) == ["F003"]
    nested = zipped(
        {"里.xlsx": zipped({"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a>" + b" " * 30_000_000})}
    )
    assert codes(read(tmp_path, nested, "层.zip")) == ["F003"]


def test_too_many_entries(tmp_path):
    assert codes(read(tmp_path, zipped({f"{at}.csv": CSV for at in range(5)}), "多.zip", zip_entries=4)) == [
        "F003"
    ]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_entries_of_one_name_are_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("名单.csv", CSV)
        archive.writestr("名单.csv", CSV)
    assert codes(read(tmp_path, (tmp_path / "x.zip").read_bytes(), "重.zip")) == ["F003"]


def test_overlapping_entries_are_refused(tmp_path):
    data = zipped({"a.csv": CSV, "b.csv": CSV})
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    shared = bytearray(data)
    shared[second + 42 : second + 46] = struct.pack("<I", 0)
    assert codes(read(tmp_path, bytes(shared), "叠.zip")) == ["F003"]


def test_an_encrypted_zip_and_a_wrong_checksum(tmp_path):
    data = bytearray(zipped({"a.csv": CSV}))
    central = data.index(b"PK\x01\x02")
    locked = bytearray(data)
    locked[6] |= 1
    locked[central + 8] |= 1
    assert codes(read(tmp_path, bytes(locked), "密.zip")) == ["F002"]
    data[central + 16 : central + 20] = struct.pack("<I", zlib.crc32(CSV) ^ 1)
    assert codes(read(tmp_path, bytes(data), "错.zip")) == ["F001"]


def test_an_encrypted_workbook(tmp_path):
    data = bytearray(ole("Workbook"))
    at = data.index("Workbook".encode("utf-16-le"))
    name = "EncryptedPackage".encode("utf-16-le")
    data[at : at + 66] = name.ljust(64, b"\0") + struct.pack("<H", len(name) + 2)
    assert codes(read(tmp_path, bytes(data), "密.xlsx")) == ["F002"]


@pytest.mark.parametrize(("password", "told"), [("VelvetSweatshop", []), ("1234", ["F002"])])
def test_the_password_that_excel_tries_itself_opens_a_workbook(tmp_path, password, told):
    plain = io.BytesIO()
    with xlsxwriter.Workbook(plain) as book:
        book.add_worksheet("名单").write("B2", "张三")
    locked = io.BytesIO()
    OOXMLFile(plain).encrypt(password, locked)
    found = read(tmp_path, locked.getvalue(), "名单.xlsx")
    assert codes(found) == told
    assert [(grid.sheet, grid.rows[1][1]) for grid in found.grids] == ([] if told else [("名单", "张三")])


def test_an_encrypted_old_workbook(tmp_path):
    data = bytearray(ole("Workbook"))
    after_begin = data.index(b"\x09\x08\x10\x00") + 20
    data[after_begin : after_begin + 2] = b"\x2f\x00"
    assert codes(read(tmp_path, bytes(data), "密.xls")) == ["F002"]


def test_a_workbook_without_sheets_is_damaged(tmp_path):
    without = changed(
        xlsx(),
        {
            "xl/workbook.xml": lambda part: part.replace(
                b'<sheet name="\xe5\xad\xa6\xe5\x91\x98\xe5\x90\x8d\xe5\x8d\x95" sheetId="1" r:id="rId1"/>',
                b"",
            )
        },
    )
    assert "没有工作表" in detail(read(tmp_path, without, "无.xlsx"), "what")


def test_a_zip_of_a_version_that_does_not_exist_is_damaged(tmp_path):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        made.writestr("xl/workbook.xml", "")
    data = bytearray(held.getvalue())
    data[data.index(b"PK\x01\x02") + 6] = 200  # the version that the directory asks for
    assert codes(read(tmp_path, bytes(data))) == ["F001"]
