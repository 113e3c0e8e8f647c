"""The Word letters: what stands in them, for whom, and what a template of the center's own may do."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from gaoji_batch.errors import GaojiError
from gaoji_batch.law.resources import templates
from gaoji_batch.outputs.letters import word
from gaoji_batch.outputs.pages import review
from gaoji_batch.workspace.settings import Sender
from tests.documents import text_of
from tests.needs import needs
from tests.outputs.reports import ARTICLE_4, UNITS, finding, id_number, made_up

DUE = date(2026, 12, 8)


def letter_to(unit: str, folder: Path, **more: object) -> str:
    word.write_letters(made_up(**more), folder, DUE)  # type: ignore[arg-type]
    return text_of(folder / "letters" / f"{unit}.docx")


def own_template(workspace: Path, name: str, *paragraphs: str) -> None:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    (workspace / "templates").mkdir(exist_ok=True)
    document.save(str(workspace / "templates" / name))


def test_each_unit_with_something_to_mend_gets_one_letter(tmp_path: Path) -> None:
    found = [finding("E0403", 0), finding("E0408", 1, status="waived"), finding("D114", 2)]
    assert [path.name for path in word.write_letters(made_up(found), tmp_path, DUE)] == [f"{UNITS[0]}.docx"]


def test_the_letter_says_what_where_why_by_when_and_what_else(tmp_path: Path) -> None:
    text = letter_to(UNITS[0], tmp_path)
    for said in (
        f"{UNITS[0]}：",
        "数控技术高级研修班（1）（项目编号：GY2026-001）",
        "社保连续缴费不足（《办法》第四条），须改正，共1处。“学员名单.xlsx”中“学员名单”工作表C6单元格。",
        f"《办法》第四条：{ARTICLE_4}",
        "请于2026年12月8日前（含当日）",
        "逾期未补正",
        "2026年11月24日",
        "签 收 回 执",
        "补正事项明细表",
    ):
        assert said in text
    assert "文本会被当作公式" not in text
    assert id_number(0) not in text


def test_cells_past_a_few_are_counted_and_a_common_cause_is_said_once(tmp_path: Path) -> None:
    report = made_up([finding("E0403", at * 3) for at in range(12)])
    report.causes["code"] = "E0403"
    word.write_letters(report, tmp_path, DUE)
    text = text_of(tmp_path / "letters" / f"{UNITS[0]}.docx")
    assert "C6、C9、C12、C15、C18、C21、C24、C27等12个单元格" in text
    assert text.count("整列身份证件号码被存为数字，末三位已丢失。改正办法") == 1


def test_without_a_day_the_day_is_left_to_be_filled_in(tmp_path: Path) -> None:
    word.write_letters(made_up(), tmp_path)
    assert "请于　　年　　月　　日前" in text_of(tmp_path / "letters" / f"{UNITS[0]}.docx")


def test_what_only_the_center_can_clear_is_not_asked_of_a_unit(tmp_path: Path) -> None:
    found = [
        finding("E0403", 0) | {"code": "E0411"},
        finding("Q0601", 1, file="center/立项项目登记.xlsx"),
        finding("E0403", 2, unit=""),
    ]
    assert word.write_letters(made_up(found), tmp_path, DUE) == []


def test_one_unit_keeps_the_number_it_has_among_all(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    all_of_them = word.write_letters(made_up(), tmp_path / "a", DUE, first=16)
    last = all_of_them[-1]
    (only,) = word.write_letters(made_up(), tmp_path / "b", DUE, unit=last.stem, first=16)
    assert only.read_bytes() == last.read_bytes()
    assert re.search(r"高研补正〔2026〕1[678]号", text_of(only))


def test_who_asks_and_what_is_wrong_in_figures_stand_in_the_letter(tmp_path: Path) -> None:
    sender = Sender(contact="王敏", telephone="010-00000000", number="京就促〔{year}〕{number}号")
    text = letter_to(UNITS[0], tmp_path, sender=sender)
    assert "京就促〔2026〕　　号" in text  # no number was given: it is filled in by hand
    assert text.index("2026年11月24日") < text.index("（联系人：王敏，联系电话：010-00000000）")
    assert "具体为：学员0：开班前连续缴纳城镇职工社会保险不足12个月" in text
    assert "报送我中心" in text


def test_no_line_ends_within_a_number(tmp_path: Path) -> None:
    found = [finding("E0403", 0, project="YX2026-101", message="见YX2026-101，按2026-5-11填写，协会-名单")]
    (path,) = word.write_letters(made_up(found), tmp_path, DUE)
    body = Document(str(path)).element.xml
    words = re.sub(r"<w:t(?: [^>]*)?>|</w:t>|<w:noBreakHyphen/>", lambda tag: "~" * ("no" in tag[0]), body)
    assert "YX2026~101" in re.sub(r"\s", "", words) and "YX2026-101" not in body
    assert "2026~5~11" in re.sub(r"\s", "", words) and "协会-名单" in body
    assert "（项目编号：YX2026-101）" in text_of(path)


def test_a_unit_is_told_of_us_and_not_of_forms_that_only_we_fill_in(tmp_path: Path) -> None:
    hints = {
        "提供证明材料，由中心在核实处理意见表中填写处理意见": "提供证明材料，由我中心核实。",
        "附缴费凭证，由中心核实后填写处理意见": "附缴费凭证，由我中心核实。",
        "告知中心以哪份为准": "告知我中心以哪份为准。",
        "由培训中心盖章": "由培训中心盖章。",
    }
    for hint, told in hints.items():
        found = [finding("E0408", 0, hint=hint)]
        (path,) = word.write_letters(made_up(found), tmp_path, DUE)
        assert f"补正办法：{told}" in text_of(path)


def test_the_center_signs_by_the_name_in_its_settings(tmp_path: Path) -> None:
    text = letter_to(UNITS[0], tmp_path, sender=Sender(name="北京市某区就业促进中心"))
    assert "北京市某区就业促进中心" in text and "北京市就业促进中心" not in text


def test_a_quoted_article_has_wide_punctuation() -> None:
    assert review.joined("可含职业(工种),\n累计80学时;每班20—30人,比例1:2") == (
        "可含职业（工种），累计80学时；每班20—30人，比例1:2"
    )


def test_what_a_unit_wrote_stays_text(tmp_path: Path) -> None:
    odd = "a<b & {{ 7*7 }} \x07“引号” <w:p/>"
    assert "a<b & {{ 7*7 }} “引号” <w:p/>" in letter_to(
        UNITS[0], tmp_path, found=[finding("E0403", 0, message=odd)]
    )


def test_the_opinion_form_holds_the_scheme_the_findings_and_room_to_sign(tmp_path: Path) -> None:
    written = word.write_opinions(made_up(), tmp_path)
    assert [path.name for path in written] == ["GY2026-001.docx", "GY2026-002.docx", "GY2026-003.docx"]
    text = text_of(written[0])
    for said in (
        "数控技术高级研修班（1）",
        "核定人数\n25",
        "申请金额(元)\n95,000",
        "班额不足（不通过，Q0601，1处）",
        f"依据：《办法》第四条：{ARTICLE_4}",
        "依据：《办法》第四条（条文见前）",
        "予以通过",
        "经办人初审意见",
        "科室复核意见",
        "分管领导审批意见",
    ):
        assert said in text


def test_hours_stand_in_the_opinion_form(tmp_path: Path) -> None:
    (path,) = word.write_opinions(made_up(), tmp_path, project="GY2026-002")
    assert "总学时\n80\n研讨交流学时\n16.5" in text_of(path)


def test_overrides_of_the_policy_are_said_in_both(tmp_path: Path) -> None:
    assert "class.min = 15" in letter_to(UNITS[0], tmp_path, overrides={"class.min": "15"})
    word.write_opinions(made_up(overrides={"class.min": "15"}), tmp_path)
    assert "class.min = 15" in text_of(tmp_path / "projects" / "GY2026-001.docx")


def test_the_page_is_that_of_the_standard() -> None:
    for name in (word.LETTER, word.OPINION):
        section = Document(str(templates() / name)).sections[0]
        margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert [round(side.mm) for side in (section.page_width, section.page_height) if side] == [210, 297]
        assert [round(margin.mm) for margin in margins if margin] == [37, 35, 28, 26]


def test_the_centers_own_template_is_used(tmp_path: Path) -> None:
    own_template(
        tmp_path,
        word.LETTER,
        "致{{ letter.unit }}",
        "{%p for row in letter.rows %}",
        "{{ row.title }}",
        "{%p endfor %}",
    )
    report = made_up([finding("E0403", 0), finding("E0408", 3)], workspace=tmp_path)
    (path,) = word.write_letters(report, tmp_path, DUE)
    assert text_of(path).split() == [f"致{UNITS[0]}", "社保连续缴费不足", "岗位非生产服务一线"]


@pytest.mark.parametrize(
    ("paragraph", "message"),
    [
        ("致{{ letter.unit", "有误"),
        ("致{{ letter.nobody }}", "“致{{ letter.nobody }}”一段有误：.*nobody"),
        ("{%p for x in letter.rows %}", "“{%.*for x in letter.rows %}.*有误|有误"),
        ("{{ ''.__class__.__mro__ }}", "一段有误"),
        ("{% if letter.unit %}甲", "有误"),
    ],
)
def test_a_broken_template_is_one_line_file_place_fault(tmp_path: Path, paragraph: str, message: str) -> None:
    own_template(tmp_path, word.LETTER, "第一段", paragraph, "第三段")
    with pytest.raises(GaojiError, match=message) as caught:
        word.write_letters(made_up(workspace=tmp_path), tmp_path, DUE)
    assert word.LETTER in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_template_that_is_no_document_is_refused(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / word.OPINION).write_text("不是文档", encoding="utf-8")
    with pytest.raises(GaojiError, match="不是Word文档（docx）；办法"):
        word.write_opinions(made_up(workspace=tmp_path), tmp_path)


def pages_of(documents: list[Path], folder: Path) -> dict[str, list[str]]:
    """The text of each page of each document, as LibreOffice lays it out."""
    needs("soffice")
    needs("pdftotext")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, documents)], capture_output=True, check=True, timeout=180)
    told = {
        path.stem: subprocess.run(
            ["pdftotext", str(folder / f"{path.stem}.pdf"), "-"], capture_output=True, text=True, check=True
        ).stdout
        for path in documents
    }
    return {name: text.split("\f") for name, text in told.items()}


def test_the_letters_open_and_the_opinion_is_signed_on_its_first_page(tmp_path: Path) -> None:
    written = [
        *word.write_letters(made_up(), tmp_path, DUE, unit=UNITS[0]),
        *word.write_opinions(made_up(), tmp_path, "GY2026-001"),
    ]
    copies = [Path(shutil.copy(path, tmp_path / f"{path.parent.name}.docx")) for path in written]
    pages = pages_of(copies, tmp_path)
    assert "补正事项明细表" in pages["letters"][-2]
    assert "分管领导审批" in pages["projects"][0]


def test_no_signature_stands_alone_on_a_page(tmp_path: Path) -> None:
    copies = []
    for lines in range(2, 26, 3):
        found = [finding("E0403", 0, message="须" * 28 * lines)]
        (path,) = word.write_letters(made_up(found), tmp_path, DUE)
        copies.append(Path(shutil.copy(path, tmp_path / f"{lines}.docx")))
    for pages in pages_of(copies, tmp_path).values():
        signed = [page for page in pages if re.search("北京市就业促进中心\\s+2026 ?年 ?11 ?月 ?24 ?日", page)]
        assert len(signed) == 1
        assert "对本告知书有异议" in signed[0]
        assert "联系人" in signed[0]
