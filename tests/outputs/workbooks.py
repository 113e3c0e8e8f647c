"""Workbooks as units make them, for the tests of returned copies:
pictures, shapes, charts, lists, comments, WPS parts."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from datetime import datetime

import xlsxwriter

from tests import people

SHEET = "学员名单"
CELL_IMAGES = "xl/cellimages.xml"
HEADER = [
    "序号",
    "姓名",
    "性别",
    "身份证件号码",
    "工作单位",
    "岗位",
    "职业(工种)",
    "技能等级",
    "证书编号",
    "联系电话",
]
FIRST_ROW = 5
"""1-based row of the first trainee; the header stands above it."""


def png(red: int = 200) -> bytes:
    """A picture of 40 by 40 points in one colour, as a scanned stamp would be."""
    raw = b"".join(b"\0" + bytes([red, 20, 20]) * 40 for _ in range(40))
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", 40, 40, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(raw)),
        (b"IEND", b""),
    ]
    packed = [
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def trainee(at: int) -> list[object]:
    """One made-up row of a roster."""
    number = people.id_number("110105", f"19{80 + at % 15}0{1 + at % 9}1{at % 10}", at * 2 + 1)
    return [
        at + 1,
        people.name(at),
        "男",
        number,
        "北京华兴机电技术有限公司",
        "车工",
        "车工",
        "技师",
        people.certificate(at),
        people.phone(at),
    ]


def rich(rows: int = 12) -> bytes:
    """A roster with title, merged cells, stamp, text box, chart, lists,
    colours, a comment, a formula, print set-up, names, a WPS part."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": datetime(2026, 5, 4), "author": "填报员"})
    _roster(book, book.add_worksheet(SHEET), rows)
    other = book.add_worksheet("培训计划")
    other.write_row(0, 0, ["日期", "课程内容", "授课形式", "学时", "授课教师"])
    other.write_row(1, 0, ["2026年5月11日", "数控编程", "讲授", 8, "李老师"])
    other.repeat_rows(0)
    other.write_comment("B2", "核对过")
    book.define_name("合计人数", f"={SHEET}!$B$3")
    book.close()
    return with_parts(
        out.getvalue(),
        {CELL_IMAGES: b'<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"/>'},
    )


def _roster(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, rows: int) -> None:
    lined, text = (
        book.add_format({"border": 1, "font_name": "宋体", "align": "center"}),
        book.add_format({"border": 1, "num_format": "@"}),
    )
    last = FIRST_ROW + rows - 1
    sheet.merge_range(
        "A1:J1", "研修培训学员名单", book.add_format({"bold": True, "font_size": 18, "align": "center"})
    )
    sheet.write_row(
        "A2",
        [
            "承办单位：北京华兴机电技术有限公司",
            "",
            "",
            "项目编号：GY2026-001",
            "",
            "",
            "填报日期：2026年5月4日",
        ],
    )
    sheet.write("A3", "人数")
    sheet.write_formula("B3", f"=COUNTA(B{FIRST_ROW}:B{last})", lined, rows)
    sheet.write_row(FIRST_ROW - 2, 0, HEADER, lined)
    for at in range(rows):
        sheet.write_row(FIRST_ROW - 1 + at, 0, trainee(at), text)
    for at, width in enumerate([6, 10, 6, 22, 28, 10, 12, 10, 26, 14]):
        sheet.set_column(at, at, width)
    sheet.data_validation(FIRST_ROW - 1, 7, last, 7, {"validate": "list", "source": ["技师", "高级技师"]})
    sheet.conditional_format(
        FIRST_ROW - 1,
        2,
        last,
        2,
        {"type": "cell", "criteria": "==", "value": '"女"', "format": book.add_format({"bold": True})},
    )
    sheet.write_comment(FIRST_ROW - 1, 1, "班长", {"author": "填报员"})
    sheet.insert_image(last + 2, 6, "stamp.png", {"image_data": io.BytesIO(png())})
    sheet.insert_textbox(last + 2, 1, "（单位盖章处）")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": f"={SHEET}!$A${FIRST_ROW}:$A${last}"})
    sheet.insert_chart(last + 8, 1, chart)
    sheet.print_area(0, 0, last + 1, 9)
    sheet.set_landscape()
    sheet.autofilter(FIRST_ROW - 2, 0, last - 1, 9)


def with_parts(data: bytes, parts: dict[str, bytes | None]) -> bytes:
    """A package with parts added or replaced, or left out where None is given."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        held = {name: source.read(name) for name in source.namelist()} | parts
        for name, content in held.items():
            if content is not None:
                target.writestr(name, content)
    return out.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    """Every part of a package by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}
