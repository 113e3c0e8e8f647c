"""Text that stands in no cell: text boxes, shapes, the head and foot of a page. A note says nothing; what may
be data is named."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from gaoji_batch.forms.apart import unread_apart
from gaoji_batch.forms.recognise import recognised
from gaoji_batch.intake.contents import read_bytes
from gaoji_batch.intake.grid import BOX, Apart, Fault, Submission
from gaoji_batch.workspace.limits import Limits
from tests.intake.books import xlsx
from tests.intake.test_ods import cell, ods, row
from tests.rules.judge import FORMS, submissions
from tests.rules.world import PROJECT, clean

ROSTER = next(one for one in submissions(clean()) if one.file == "inbox/roster.xlsx").grids[0]
NUMBER = "110101199003070134"
NOTES = [
    "填表说明：\n1．姓名与证件一致\n2．身份证件号码填18位，末位X大写",
    "温馨提示：请勿改动表头，双面打印后盖章报送",
    "1、身份证件号码：填写18位，如110101199003070134\n2、联系电话：填写手机",
    "（单位盖章处）",
    "附件2",
    "填表人：张三    填报日期：2026年4月27日",
    "项目编号：        填报日期：    年  月  日",
    f"项目编号：{PROJECT}",
    "学员名单",
    "咨询电话：010-12345678",
    "仅供参考",
    "返回目录",
    "补贴标准5000元/人",
    "北京市就业促进中心制",
    "参训人员须为在职职工",
    "京人社能发〔2022〕6号",
    "如有疑问请加QQ群 123456789",
]
DATA = [
    f"候补：王五 {NUMBER}",
    "项目编号：GJ2026-009",
    "增补学员\n张三\n李四",
    "请将第3行张三替换为李四",
    f"注：另有学员{NUMBER}，随后补报",
    "姓名：赵六\n工作单位：北京甲公司\n岗位：焊工",
]


def _faults(data: bytes, name: str = "名单.xlsx") -> list[Fault]:
    content = read_bytes(data, name, Limits())
    submission = Submission(f"inbox/{name}", 1, "0" * 64, content.kind, content.grids, content.faults)
    read = recognised(submission, FORMS)
    assert [table.form for table in read.tables] == ["roster"]
    return [fault for fault in read.faults if fault.code == "F019"]


def _with_box(said: str, shape: dict[str, Any] | None = None) -> bytes:
    def fill(_: Any, page: Any) -> None:
        for at, cells in enumerate(ROSTER.rows):
            page.write_row(at, 0, [str(each) if each is not None else "" for each in cells])
        page.insert_textbox(3, 13, said, shape or {})

    return xlsx(fill)


@pytest.mark.parametrize("said", NOTES)
def test_a_note_in_a_text_box_is_nothing(said: str) -> None:
    assert _faults(_with_box(said)) == []


@pytest.mark.parametrize("said", DATA)
def test_what_may_be_data_in_a_text_box_is_named_at_its_cell(said: str) -> None:
    (fault,) = _faults(_with_box(said))
    assert (fault.row, fault.column, fault.detail["range"]) == (4, 14, "N4")
    assert fault.detail["why"] == "文本框中的内容"


def test_a_ruling_on_a_text_box_lapses_with_its_text() -> None:
    contents = {_faults(_with_box(said))[0].detail["content"] for said in DATA}
    assert len(contents) == len(DATA)


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("&L北京甲测试技术有限公司&C学员名单&R第&P页 共&N页", 0),
        ('&C&"宋体"&12打印日期：&D', 0),
        (f"&R项目编号：{PROJECT}", 0),
        ("&R项目编号：GJ2026-009", 1),
    ],
)
def test_of_the_head_and_foot_of_a_page_data_alone_are_named(said: str, named: int) -> None:
    def fill(_: Any, page: Any) -> None:
        for at, cells in enumerate(ROSTER.rows):
            page.write_row(at, 0, [str(each) if each is not None else "" for each in cells])
        page.set_header(said)

    assert len(_faults(xlsx(fill))) == named


@pytest.mark.parametrize(("said", "named"), [(DATA[0], 1), (NOTES[1], 0)])
@pytest.mark.parametrize("anchored", [True, False])
def test_text_boxes_of_ods(said: str, named: int, anchored: bool) -> None:
    frame = (
        '<draw:frame xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"><draw:text-box>'
        f"<text:p>{said}</text:p></draw:text-box></draw:frame>"
    )
    rows = [
        row(
            "".join(
                cell("string", str(each)) if each is not None else "<table:table-cell/>" for each in cells
            )
        )
        for cells in ROSTER.rows
    ]
    shapes = "" if anchored else f"<table:shapes>{frame}</table:shapes>"
    more = row(f"<table:table-cell/><table:table-cell>{frame}</table:table-cell>") if anchored else ""
    data = ods(f'<table:table table:name="名单">{shapes}{"".join(rows)}{more}</table:table>')
    faults = _faults(data, "名单.ods")
    assert [fault.detail["range"] for fault in faults] == (
        [f"B{len(rows) + 1}"] if anchored else ["A1"]
    ) * named


def _document(boxed: bool, below: str = "") -> bytes:
    """A document with the roster, in a text box if so, and a line below it."""
    document = docx.Document()
    table = document.add_table(rows=0, cols=max(map(len, ROSTER.rows)))
    for cells in ROSTER.rows:
        for place, value in zip(table.add_row().cells, cells, strict=False):
            place.text = "" if value is None else str(value)
    if boxed:
        box = parse_xml(
            f'<w:p {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
            "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:txbxContent/></mc:Choice>"
            "<mc:Fallback><w:txbxContent/></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        )
        table._element.addprevious(box)
        first, second = box.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}txbxContent")
        second.append(parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>学员名单</w:t></w:r></w:p>"))
        first.append(table._element)
    if below:
        document.add_paragraph(below)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def test_a_table_in_a_text_box_of_a_document_is_read_once() -> None:
    assert _faults(_document(boxed=True), "名单.docx") == []


@pytest.mark.parametrize(
    ("below", "named"), [(f"另有学员王五{NUMBER}", 1), ("填表人：张三", 0), ("以上属实。", 0)]
)
def test_what_stands_below_the_last_table_of_a_document(below: str, named: int) -> None:
    assert len(_faults(_document(boxed=False, below=below), "名单.docx")) == named


def test_a_sheet_of_a_text_box_alone_is_named() -> None:
    def fill(book: Any, page: Any) -> None:
        for at, cells in enumerate(ROSTER.rows):
            page.write_row(at, 0, [str(each) if each is not None else "" for each in cells])
        book.add_worksheet("补充").insert_textbox(0, 0, DATA[0])
        book.add_worksheet("空表").set_footer("&C第&P页")

    assert [fault.sheet for fault in _faults(xlsx(fill))] == ["补充"]


def test_drawings_of_other_kinds_hold_nothing() -> None:
    def fill(book: Any, page: Any) -> None:
        for at, cells in enumerate(ROSTER.rows):
            page.write_row(at, 0, [str(each) if each is not None else "" for each in cells])
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=学员名单!$A$7:$A$9"})
        chart.set_title({"name": DATA[0]})
        page.insert_chart("N3", chart)
        page.write_comment("N4", DATA[0])

    assert _faults(xlsx(fill)) == []


@pytest.mark.parametrize(
    "said", ["李明自动放弃", "本班须由王五替换张三", "张三已返回原单位", "参考张三的证书"]
)
def test_a_word_of_reminders_within_what_was_filed_hides_nothing(said: str) -> None:
    grid = replace(ROSTER, apart=[Apart(BOX, 1, 1, said)])
    assert [one.content for one, *_ in unread_apart(grid, FORMS["roster"])] == [said]
