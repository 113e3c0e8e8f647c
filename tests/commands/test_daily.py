"""validate, form, receive, diff, doctor and tidy on real files, as an analyst runs them."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from gaoji_batch.casework.scope import Scope
from gaoji_batch.commands import diff, doctor, form, receive, tidy, validate
from gaoji_batch.errors import GaojiError
from gaoji_batch.workspace.folders import Workspace
from tests import people
from tests.commands.workspaces import classes, made
from tests.rules import world
from tests.rules.judge import running

SPEAKING = {"D109", "E0415", "F001", "F009", "F013", "F019", "F020", "Q0601", "Q0606", "S1601"}
ON = date(2026, 7, 1)


def found(workspace: Workspace) -> list[dict]:
    latest = workspace.latest()
    assert latest is not None
    return [json.loads(line) for line in (latest / "findings.json").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def two_classes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean class of 20 and one of 18 (Q0601), of two units; the second has a bad phone (D109) as well."""
    held = classes({"GJ2026-001": 20, "GJ2026-002": 18})
    roster = next(one for one in held.extra if one[:2] == ("roster", "GJ2026-002/roster.xlsx"))
    roster[3][4]["联系电话"] = "12345"
    folder = tmp_path_factory.mktemp("two")
    validate.run(made(held, folder), on=ON)
    return folder


@pytest.fixture
def validated(two_classes: Path, tmp_path: Path) -> Workspace:
    """The two classes, validated once."""
    return Workspace.find(shutil.copytree(two_classes, tmp_path / "ws", symlinks=True))


@pytest.fixture
def workspace(validated: Workspace) -> Workspace:
    """The two classes, of which no run knows; what the reader keeps is there."""
    shutil.rmtree(validated.out)
    return validated


def test_a_run_names_what_it_found_and_what_it_read(workspace: Workspace) -> None:
    done = validate.run(workspace, on=ON)
    assert {(one["code"], one["cell"]) for one in found(workspace)} >= {("Q0601", ""), ("D109", "I10")}
    noted = json.loads((done.folder / "run.json").read_text(encoding="utf-8"))
    assert {file["file"] for file in noted["files"]} == {
        workspace.relative(path) for path in [*workspace.inbox(), *workspace.center(), *workspace.extracts()]
    }
    assert done.rejects == sum(one["severity"] == "reject" for one in found(workspace))
    for name in (
        "findings.csv",
        "审核汇总.xlsx",
        "index.html",
        "changes.json",
        "projects/GJ2026-001.html",
        "returned/GJ2026-002/roster.xlsx",
    ):
        assert (done.folder / name).is_file()


def test_two_runs_give_the_same_findings_to_the_byte(validated: Workspace) -> None:
    validate.run(validated, on=ON)
    first, second = (folder / "findings.json" for folder in validated.runs("validate"))
    assert first.read_bytes() == second.read_bytes()


def test_the_inputs_are_never_changed(workspace: Workspace) -> None:
    before = {
        path: (path.read_bytes(), path.stat().st_mtime_ns)
        for path in [*workspace.inbox(), *workspace.center(), *workspace.extracts()]
    }
    validate.run(workspace, on=ON)
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in before} == before


@pytest.mark.parametrize(
    ("scope", "projects"),
    [
        (Scope(unit="北京1号"), {"GJ2026-001"}),
        (Scope(project="gj2026-002"), {"GJ2026-002"}),
        (Scope(paths=(Path("inbox/GJ2026-002"),)), {"GJ2026-002"}),
    ],
)
def test_a_part_is_reported_though_all_is_read(
    workspace: Workspace, scope: Scope, projects: set[str]
) -> None:
    done = validate.run(workspace, on=ON, scope=scope)
    assert {one["project"] for one in found(workspace)} <= projects
    assert {path.stem for path in (done.folder / "projects").iterdir()} == projects
    assert done.summary == done.folder / "审核汇总（部分）.xlsx"
    overview = openpyxl.load_workbook(done.summary)["总览"]
    assert overview["A1"].value.endswith("（部分）") and f"本次只审核了{scope.words}" in overview["A2"].value
    assert f"本次只审核了{scope.words}" in (done.folder / "index.html").read_text(encoding="utf-8")
    assert len(json.loads((done.folder / "run.json").read_text(encoding="utf-8"))["files"]) == 15


def test_an_unknown_part_is_said(workspace: Workspace) -> None:
    with pytest.raises(GaojiError, match="没有编号为GJ9"):
        validate.run(workspace, on=ON, scope=Scope(project="GJ9"))


def test_a_correction_clears_findings_and_shows_the_cells(validated: Workspace) -> None:
    path = validated.path / "inbox" / "GJ2026-002" / "roster.xlsx"
    book = openpyxl.load_workbook(path)
    book.active["I10"] = "13900000005"
    book.save(path)
    validate.run(validated, on=ON)
    latest = validated.latest()
    assert latest is not None
    assert json.loads((latest / "changes.json").read_text(encoding="utf-8"))["counts"]["cleared"] >= 1
    first = validated.runs("validate")[0].name
    done = diff.run(validated, first, "latest", on=ON)
    assert done.cells[["column", "after", "cell"]].values.tolist() == [["联系电话", "139****0005", "I10"]]
    assert done.unread == []
    told = json.loads((done.workbook.parent / "changes.json").read_text(encoding="utf-8"))
    assert told["counts"] == done.counts and "D109" in {one["code"] for one in told["cleared"]}


def test_a_comparison_masks_as_much_as_the_settings_say(validated: Workspace) -> None:
    path = validated.path / "inbox" / "GJ2026-002" / "roster.xlsx"
    book = openpyxl.load_workbook(path)
    header = [cell.value for cell in book.active[5]]
    book.active.cell(6, header.index("身份证件号码") + 1).value = "11010519491231002X"
    book.save(path)
    (validated.path / "gaoji.toml").write_text(
        "[privacy]\nid_keep_head = 3\nid_keep_tail = 0\n", encoding="utf-8"
    )
    again = Workspace.find(validated.path)
    validate.run(again, on=ON)
    done = diff.run(again, again.runs("validate")[0].name, "latest", on=ON)
    assert done.cells["after"].tolist() == ["110***************"]


def test_a_report_of_a_part_is_not_what_changes_are_told_against(validated: Workspace) -> None:
    every = len(found(validated))
    counts = []
    for scope in (Scope(project="GJ2026-001"), Scope()):
        done = validate.run(validated, on=ON, scope=scope)
        counts.append(json.loads((done.folder / "changes.json").read_text(encoding="utf-8"))["counts"])
    assert counts == [{"cleared": 0, "new": 0, "unchanged": 0}, {"cleared": 0, "new": 0, "unchanged": every}]


def test_a_whole_and_a_part_are_not_compared(validated: Workspace) -> None:
    validate.run(validated, on=ON, scope=Scope(project="GJ2026-001"))
    with pytest.raises(GaojiError, match="范围不同"):
        diff.run(validated, validated.runs("validate")[0].name, "latest", on=ON)


def test_the_last_two_runs_are_compared_where_none_is_named(validated: Workspace) -> None:
    validate.run(validated, on=ON, scope=Scope(project="GJ2026-001"))
    validate.run(validated, on=ON)
    first, _, last = validated.runs("validate")
    done = diff.run(validated, "", "latest", on=ON)
    assert (done.before, done.after) == (first.name, last.name)


def test_only_what_is_new_is_reported(validated: Workspace) -> None:
    book = openpyxl.load_workbook(validated.path / "inbox/GJ2026-002/roster.xlsx")
    book.active["A1"] = "学员名单（更正）"
    book.save(validated.path / "inbox/再报名单.xlsx")
    validate.run(validated, on=ON, scope=Scope(new=True))
    assert {one["file"] for one in found(validated)} == {"inbox/再报名单.xlsx"}


def test_received_files_are_registered_once_and_anew_when_they_change(workspace: Workspace) -> None:
    first = receive.run(workspace, on=date(2026, 4, 27), by="王敏")
    assert first.files == 12
    assert len(first.receipts) == 2
    assert receive.run(workspace, on=date(2026, 4, 28), by="王敏").files == 0
    path = workspace.path / "inbox/GJ2026-001/plan.xlsx"
    received = path.read_bytes()
    book = openpyxl.load_workbook(path)
    book.active["A1"] = "培训计划（更正）"
    book.save(path)
    assert receive.run(workspace, on=date(2026, 4, 29), by="王敏").files == 1
    assert (workspace.path / "kept" / hashlib.sha256(received).hexdigest()).read_bytes() == received
    validate.run(workspace, on=ON)
    assert "F009" not in {one["code"] for one in found(workspace)}


def test_blank_forms_filled_in_give_no_findings(tmp_path: Path) -> None:
    """Each blank form takes the clean world's rows,
    under the columns and keys it offers itself; every rule looks at them."""
    clean = world.clean()
    workspace = made(clean, tmp_path / "ws")
    blanks = tmp_path / "blanks"
    form.run(workspace, "all", on=ON, to=blanks)
    for key, title in (
        ("plan", "培训计划"),
        ("teachers", "授课教师"),
        ("roster", "学员名单"),
        ("assessment", "考核成绩"),
        ("completion", "结业登记备案名册"),
        ("claim", "补助资金申请表"),
    ):
        _fill(
            blanks / f"{title}.xlsx",
            clean.rows[key],
            clean.keys.get(key, {}),
            workspace.path / "inbox" / f"{title}.xlsx",
        )
    _fill(
        blanks / "立项项目登记.xlsx",
        clean.rows["approved"],
        {},
        workspace.path / "center" / "立项项目登记.xlsx",
    )
    with running(None):
        validate.run(workspace, on=ON)
    told = [one for one in found(workspace) if one["code"] not in ("E0415",)]
    assert [(one["code"], one["file"], one["cell"]) for one in told] == []


def _fill(blank: Path, rows: list[dict], keys: dict, target: Path) -> None:
    book = openpyxl.load_workbook(blank)
    sheet = book.worksheets[0]
    header = next(
        row
        for row in sheet.iter_rows()
        if sum(isinstance(cell.value, str) and cell.value.endswith("*") for cell in row) > 2
    )
    columns = {cell.value.rstrip("*"): cell.column for cell in header if cell.value}
    for row in sheet.iter_rows(max_row=header[0].row - 1):
        for cell in row:
            if isinstance(cell.value, str) and cell.value.rstrip("：") in keys:
                sheet.cell(cell.row, cell.column + 2).value = keys[cell.value.rstrip("：")]
    for at, values in enumerate(rows, header[0].row + 1):
        for name, value in values.items():
            sheet.cell(at, columns[name]).value = value
    book.save(target)


def test_doctor_names_what_is_missing_with_a_remedy(workspace: Workspace) -> None:
    shutil.rmtree(workspace.path / "extracts")
    (workspace.path / "extracts").mkdir()
    said = {one.what: one.remedy for one in doctor.run(workspace, on=ON)}
    assert any("社保缴费明细" in what for what in said)
    assert any("往期参训" in what for what in said)
    assert all(said.values())


def _as_workbook(workspace: Workspace, name: str, sheets: dict[str, list[list[object]]]) -> None:
    """Puts a workbook in the place of an extract."""
    (workspace.path / f"extracts/{name}.csv").unlink(missing_ok=True)
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(workspace.path / f"extracts/{name}.xlsx")


def test_doctor_names_once_the_column_that_an_extract_lacks(workspace: Workspace) -> None:
    lines = (workspace.path / "extracts/社保缴费明细.csv").read_text(encoding="utf-8-sig").splitlines()
    header = [cell.replace("缴费状态", "到账情况") for cell in lines[0].split(",")]
    _as_workbook(workspace, "社保缴费明细", {"社保": [header, *(line.split(",") for line in lines[1:])]})
    lacking = [one for one in doctor.run(workspace, on=ON) if "缴费状态" in one.what]
    assert [one.what for one in lacking] == [
        "extracts/社保缴费明细.xlsx的工作表“社保”缺少“缴费状态”列，整张表未采用"
    ]
    assert "表头对照" in lacking[0].remedy


def test_what_was_not_read_of_a_file_is_said_once(workspace: Workspace) -> None:
    (workspace.path / "inbox/坏.xlsx").write_bytes(b"PK\x03\x04")
    page = (validate.run(workspace, on=ON).folder / "index.html").read_text(encoding="utf-8")
    said = set(re.findall(r'[^"<>]*残缺[^"<>]*', page))
    assert said == {"文件残缺（压缩结构不完整），无法读取"}


def test_a_sheet_of_an_extract_without_a_header_is_told_and_counted(workspace: Workspace) -> None:
    """F019 where it lies, F020 for its rows; it blocks nothing."""
    person = people.id_number("110101", "1985-03-04", 901)
    header = ["身份证件号码", "项目编号", "结业日期"]
    row = [person, "GJ2020-009", "2020-01-01"]
    _as_workbook(workspace, "往期参训", {"2019": [header, row], "2020": [row, row, row]})
    validate.run(workspace, on=ON)
    said = [
        (one["code"], one["severity"], one["sheet"], one["cell"], one["project"])
        for one in found(workspace)
        if one["file"].startswith("extracts/")
    ]
    assert said == [("F020", "note", "2020", "", ""), ("F019", "review", "2020", "A1", "")]
    assert "E0415" in {one["code"] for one in found(workspace)}


def test_tidy_keeps_the_newest_runs_of_each_command(workspace: Workspace) -> None:
    (workspace.path / "gaoji.toml").write_text("[runs]\nkeep = 2\n", encoding="utf-8")
    held = Workspace.find(workspace.path)
    for _ in range(4):
        with held.new_run("form", on=ON):
            pass
    with held.new_run("validate", on=ON):
        pass
    assert len(tidy.run(held, dry_run=True)) == 2
    assert len(held.runs("form")) == 4
    assert tidy.run(held) == [
        held.runs("form")[0].name.replace("003", "001"),
        held.runs("form")[0].name.replace("003", "002"),
    ]
    assert len(held.runs("form")) == 2
    assert len(held.runs("validate")) == 1


def test_a_table_of_the_center_that_is_gone_since_the_last_run_is_named(workspace: Workspace) -> None:
    path = workspace.path / "center" / "单位名录.xlsx"
    assert not [said for said in validate.run(workspace, on=ON).remarks if "这次没有" in said]
    renamed = path.rename(path.with_name("名录.xlsx"))
    assert not [said for said in validate.run(workspace, on=ON).remarks if "这次没有" in said]
    renamed.unlink()
    (told,) = [said for said in validate.run(workspace, on=ON).remarks if "这次没有" in said]
    assert "上次审核时有单位名录（center/名录.xlsx）" in told
