"""Letters and signed forms: on demand, at each run where the
settings ask for it, and with a broken template of the center."""

from __future__ import annotations

import json
import shutil
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from gaoji_batch.commands import letters, validate
from gaoji_batch.errors import GaojiError
from gaoji_batch.law.resources import templates
from gaoji_batch.workspace.folders import Workspace
from tests.commands.workspaces import classes, made

ON = date(2026, 6, 10)
SETTINGS = '[outputs]\ndocx = "all"\n[policy]\n"class.min" = 21\n'


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """One class of 20, too small under the center's own least size of 21, and one of 22."""
    return made(classes({"GJ2026-001": 20, "GJ2026-002": 22}), tmp_path_factory.mktemp("letters"), SETTINGS)


@pytest.fixture(scope="module")
def result(workspace: Workspace) -> validate.ValidateResult:
    return validate.run(workspace, on=ON)


def text_of(path: Path) -> str:
    if path.suffix == ".html":
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as book:
        return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))


def test_each_run_writes_them_where_the_settings_ask(result: validate.ValidateResult) -> None:
    names = {
        folder: sorted(path.name for path in (result.folder / folder).glob("*.docx"))
        for folder in ("letters", "projects")
    }
    assert names == {
        "letters": ["北京1号测试技师学院.docx"],
        "projects": ["GJ2026-001.docx", "GJ2026-002.docx"],
    }
    told = json.loads((result.folder / "run.json").read_text(encoding="utf-8"))
    assert (told["letters"], told["opinions"]) == (1, 2)


def test_every_output_for_people_says_that_parameters_were_changed(result: validate.ValidateResult) -> None:
    written = [path for path in result.folder.rglob("*") if path.suffix in (".html", ".docx", ".xlsx")]
    assert {path.relative_to(result.folder).parts[0] for path in written} == {
        "index.html",
        "审核汇总.xlsx",
        "projects",
        "letters",
        "returned",
    }
    assert [path.name for path in written if "class.min" not in text_of(path)] == []


def test_the_letters_of_one_unit_on_demand(workspace: Workspace) -> None:
    found = letters.run(workspace, on=ON, unit="1号", due=date(2026, 6, 24))
    assert [path.name for path in (*found.letters, *found.opinions)] == [
        "北京1号测试技师学院.docx",
        "GJ2026-001.docx",
    ]
    assert "2026年6月24日" in text_of(found.letters[0])


def test_a_package_holds_all_that_goes_back_to_a_unit(workspace: Workspace) -> None:
    found = letters.run(workspace, on=ON, due=date(2026, 6, 24))
    (package,) = found.packages
    assert package == found.folder / "退回包" / "北京1号测试技师学院.zip"
    with zipfile.ZipFile(package) as packed:
        names = packed.namelist()
        assert names[:3] == ["补正材料一次性告知书.docx", "须重新报送的材料.txt", "发送时的文字.txt"]
        assert names[3:] == ["退回的表格/GJ2026-001/roster.xlsx"]
        assert packed.read(names[0]) == found.letters[0].read_bytes()
        copy = (found.folder / "returned" / "GJ2026-001" / "roster.xlsx").read_bytes()
        assert packed.read(names[3]) == copy
        again, message = (packed.read(name).decode("utf-8-sig") for name in names[1:3])
    assert "1. GJ2026-001/roster.xlsx（学员名单；GJ2026-001" in again and "须改正1处" in again
    assert message.startswith("北京1号测试技师学院：\r\n") and "请于2026年6月24日前" in message
    rows = list(openpyxl.load_workbook(package.with_name("退回清单.xlsx")).active.values)
    assert dict(zip(rows[0], rows[1], strict=True)) | {"承办单位": "北京1号测试技师学院"} == dict(
        zip(rows[0], rows[1], strict=True)
    )
    assert rows[1][rows[0].index("补正期限")] == "2026-06-24"
    noted = json.loads((found.folder / "run.json").read_text(encoding="utf-8"))
    assert noted["personal"] == ["returned", "退回包"]


@pytest.mark.parametrize("name", ["review.html.j2", "项目审核意见表.docx"])
def test_a_broken_template_is_one_line_and_leaves_no_run(
    workspace: Workspace, result: validate.ValidateResult, name: str
) -> None:
    own = workspace.path / "templates" / name
    own.parent.mkdir(exist_ok=True)
    if own.suffix == ".docx":
        with zipfile.ZipFile(templates() / name) as source, zipfile.ZipFile(own, "w") as broken:
            for part in source.namelist():
                broken.writestr(part, source.read(part).replace(b"{{ loop.index }}", b"{{ loop.index }"))
    else:
        own.write_text(
            (templates() / name).read_text(encoding="utf-8").replace("report.day", "report.tag", 1),
            encoding="utf-8",
        )
    runs = sorted(workspace.path.joinpath("out").iterdir())
    with pytest.raises(GaojiError, match=name.replace(".", r"\.")) as caught:
        validate.run(workspace, on=ON)
    shutil.rmtree(own.parent)
    assert "\n" not in str(caught.value) and "有误：" in str(caught.value)
    assert sorted(workspace.path.joinpath("out").iterdir()) == runs
