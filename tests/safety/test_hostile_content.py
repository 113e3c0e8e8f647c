"""Text and file names that mean harm come out as text and as names that any system takes."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import etree, html

from gaoji_batch.commands import letters, validate
from gaoji_batch.outputs.safe_text import safe_name
from gaoji_batch.workspace.folders import Workspace
from tests.commands.workspaces import made, save
from tests.rules import world

ON = date(2026, 7, 1)
SCRIPT = "</script><script>alert(1)</script>"
POISON = (
    "=cmd|' /C calc'!A0", "＝1+1", "+1+1", "－2", "-2", "@SUM(A1)", "＠x", "\t=1", "\r=1", "\n=1",
    "{{ 7*7 }}", "{% for x in y %}", "{{ cycler.__init__ }}", SCRIPT,
    "<img src=x onerror=alert(1)>", "<w:p>", "]]>", "&lt;b&gt;", "${7*7}", "'\"><b>", "\u202egnp.exe",
    "javascript:alert(1)", "长" * 150,
)  # fmt: skip
FILES = (
    "名单\u202excod.xlsx", "尾点..xlsx", "尾空格 .xlsx", "aux.xlsx", "CON/名单.xlsx", "com1.d/名单.xlsx",
    "点./名单.xlsx", "长" * 83 + ".xlsx", "A.xlsx", "a.xlsx",
    "caf\u00e9.xlsx", "cafe\u0301.xlsx", "换\n行.xlsx", "<b>名单</b>.xlsx", "{{ 7*7 }}.xlsx", "a?b*c|d.xlsx",
    'q"q.xlsx', "back\\slash.xlsx", "#名单%20.xlsx",
    "深/" * 40 + "名单.xlsx", "很长的单位名称" * 8 + "/" + "很长的项目名称" * 8 + ".xlsx", "=cmd.xlsx",
    "-rf.xlsx", "无后缀",
)  # fmt: skip


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A class whose every free text is poison, sheets named like formulas,
    files with names of all sorts, links that lead astray."""
    held = world.clean(len(POISON))
    for at, poison in enumerate(POISON):
        held.rows["roster"][at] |= {
            "姓名": poison,
            "岗位": poison,
            "工作单位": poison,
            "证书编号": poison,
            "备注": poison,
            "性别": poison,
        }
        held.rows["completion"][at] |= {"姓名": poison, "工作总结": poison}
        held.rows["plan"].append(
            held.rows["plan"][0] | {"课程内容": poison, "授课教师": poison, "授课形式": poison}
        )
        held.rows["approved"].append(
            held.rows["approved"][0]
            | {"项目编号": f"GJ2026-{at:03d}{poison}", "项目名称": poison, "承办单位": poison}
        )
        keys = {"项目编号": f"GJ2026-{at:03d}{poison}", "承办单位": poison, "填报日期": date(2026, 6, 30)}
        held.extra.append(("roster", f"毒/{at}.xlsx", keys, [world.person(100 + at, 备注=poison)]))
    folder = tmp_path_factory.mktemp("hostile") / "workspace"
    found = made(held, folder)
    for at, name in enumerate(FILES):
        save(
            folder / "inbox" / "名称" / name,
            "roster",
            {"填报日期": date(2026, 6, 1)},
            [world.person(200 + at)],
        )
    outside = folder.parent / "outside.xlsx"
    save(outside, "roster", {}, [world.person(300)])
    lead_astray(folder / "inbox")
    (folder / "inbox" / "外.xlsx").symlink_to(outside)
    return found


def lead_astray(folder: Path) -> None:
    """Links to themselves, upwards and to nothing."""
    (folder / "环").symlink_to("环")
    (folder / "上级").symlink_to("..", target_is_directory=True)
    (folder / "无.csv").symlink_to("没有这个文件.csv")


@pytest.fixture(scope="module")
def run(workspace: Workspace) -> Path:
    return validate.run(workspace, on=ON).folder


@pytest.fixture(scope="module")
def written(workspace: Workspace, run: Path) -> list[Path]:
    """Every file of both runs."""
    letters.run(workspace, on=ON)
    return [
        path
        for folder in (run, workspace.latest("letters"))
        if folder
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]


def parts(path: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)


def test_no_workbook_holds_a_formula_and_every_part_is_sound(written: list[Path]) -> None:
    books = [path for path in written if path.suffix in (".xlsx", ".docx")]
    assert len(books) > len(FILES)
    for path in books:
        for name, content in parts(path):
            if name.endswith((".xml", ".rels", ".vml")):
                tree = etree.fromstring(content)
                assert not tree.xpath(
                    "//*[local-name()='f' and namespace-uri()='http://"
                    "schemas.openxmlformats.org/spreadsheetml/2006/main']"
                ), (path, name)


def test_no_csv_cell_would_run(run: Path) -> None:
    with (run / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(io.StringIO(file.read())) for cell in row]
    assert not [
        cell
        for cell in cells
        if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    ]
    assert [cell for cell in cells if "=cmd|" in cell]


def test_pages_show_markup_as_text_and_run_no_template(run: Path) -> None:
    for path in run.rglob("*.html"):
        said = path.read_text(encoding="utf-8")
        tree = html.fromstring(said)
        assert not tree.xpath("//img[@onerror] | //w:p", namespaces={"w": "w"})
        assert not [script for script in tree.xpath("//script/text()") if script.strip() == "alert(1)"]
        assert not [link for link in tree.xpath("//a/@href") if link.lower().startswith("javascript:")]
    everything = "".join(path.read_text(encoding="utf-8") for path in run.rglob("*.html"))
    assert "{{ 7*7 }}" in everything and "&lt;img src=x" in everything


def test_letters_show_markup_as_text_and_run_no_template(written: list[Path]) -> None:
    said = "".join(
        "".join(etree.fromstring(content).itertext())
        for path in written
        if path.suffix == ".docx"
        for name, content in parts(path)
        if name == "word/document.xml"
    )
    assert "{{ 7*7 }}" in said and SCRIPT in said


def test_every_file_comes_back_under_a_name_that_any_system_takes(workspace: Workspace, run: Path) -> None:
    back = [path.relative_to(run / "returned") for path in (run / "returned").rglob("*") if path.is_file()]
    links = [path for path in workspace.inbox() if path.is_symlink()]
    files = json.loads((run / "run.json").read_text(encoding="utf-8"))["files"]
    submitted = [one for one in files if one["file"].startswith("inbox/") and one["findings"]]
    assert len(links) == 4 and len(submitted) >= len(FILES) + len(links)
    assert len(back) == len(submitted)
    assert len({unicodedata.normalize("NFC", path.as_posix()).casefold() for path in back}) == len(back)
    for path in back:
        assert len(str(run / "returned" / path)) < 200, path
        for part in path.parts:
            assert part == part.rstrip(". ") and len(part.encode()) <= 255
            assert (
                not set(part) & set('<>:"/\\|?*\u202e\n')
                and safe_name(part.split(".")[0], 200) == part.split(".")[0]
            )


def test_whole_paths_stay_short(written: list[Path]) -> None:
    assert [path for path in written if len(str(path)) >= 200] == []


def test_every_link_of_the_page_leads_to_a_file(run: Path) -> None:
    links = [
        link
        for link in html.parse(str(run / "index.html")).getroot().xpath("//a/@href")
        if not link.startswith("#")
    ]
    assert links and not [link for link in links if not (run / unquote(link)).exists()]


def test_nothing_from_outside_the_inbox_came_in(run: Path) -> None:
    lines = [json.loads(line) for line in (run / "findings.json").read_text(encoding="utf-8").splitlines()]
    assert {
        one["code"]
        for one in lines
        if one["file"] in ("inbox/外.xlsx", "inbox/环", "inbox/上级", "inbox/无.csv")
    } == {"F001"}


def test_sheet_names_are_text_too(tmp_path: Path) -> None:
    import xlsxwriter

    folder = tmp_path / "workspace"
    made(world.clean(20), folder)
    path = folder / "inbox" / "表名.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for title in ("=cmd|calc!A0", "{{ 7+7 }}", "<b>表<b>", "表'名"):
            sheet = book.add_worksheet(title)
            sheet.write_row(
                0,
                0,
                [
                    "姓名",
                    "性别",
                    "身份证件号码",
                    "工作单位",
                    "岗位",
                    "职业(工种)",
                    "技能等级",
                    "证书编号",
                    "联系电话",
                ],
            )
            sheet.write_row(1, 0, ["张三", "男", "1", "甲", "焊接", "焊工", "技师", "1", "1"])
    result = validate.run(Workspace.find(folder), on=ON)
    assert (result.folder / "returned" / "表名.xlsx").is_file()
    page = (result.folder / "index.html").read_text(encoding="utf-8")
    assert "<b>表<b>" not in page and "{{ 7+7 }}" in page


@pytest.mark.parametrize("part", ["center", "extracts"])
def test_links_that_lead_astray_are_named_as_files_that_cannot_be_opened(tmp_path: Path, part: str) -> None:
    workspace = made(world.clean(20), tmp_path / "workspace")
    lead_astray(workspace.path / part)
    folder = validate.run(workspace, on=ON).folder
    unopened = json.loads((folder / "run.json").read_text(encoding="utf-8"))["unopened"]
    assert {f"{part}/环", f"{part}/无.csv"} <= {one["file"] for one in unopened}
