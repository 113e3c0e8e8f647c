"""Blanks as they are handed out: every form, columns, lists, pages; what they hold of ours is never data."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string

from gaoji_batch.commands import form as form_command
from gaoji_batch.commands import validate
from gaoji_batch.errors import GaojiError
from gaoji_batch.forms.recognise import recognised
from gaoji_batch.forms.table import Recognised
from gaoji_batch.intake.files import read_submission
from gaoji_batch.workspace.folders import Workspace
from gaoji_batch.workspace.limits import Limits
from tests.commands.workspaces import made
from tests.needs import needs
from tests.outputs.blank_errors import KEYS, fill, header_row, person
from tests.rules import world
from tests.rules.judge import FORMS

ON = date(2026, 7, 1)
PERSONS = [person(number) for number in range(1, 7)]


@pytest.fixture(scope="module")
def blanks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("all")
    (folder / "gaoji.toml").write_text("", encoding="utf-8")
    form_command.run(Workspace.find(folder), "all", on=ON, to=folder / "blanks")
    return folder / "blanks"


def test_every_form_has_a_blank_that_is_read_as_that_form(blanks: Path) -> None:
    assert {path.stem for path in blanks.iterdir()} == {form.title for form in FORMS.values()}
    for form in FORMS.values():
        folder = {"unit": "inbox", "center": "center", "extract": "extracts"}[form.source]
        read = _read(blanks / f"{form.title}.xlsx", folder)
        assert [table.form for table in read.tables] == [form.key]
        assert not read.tables[0].rows, form.key
        assert not [fault for fault in read.faults if fault.code not in ("F008",)], form.key


def _read(path: Path, folder: str) -> Recognised:
    return recognised(read_submission(path, f"{folder}/{path.name}", Limits()), FORMS)


def test_what_is_printed_holds_every_key_value_cell_and_every_column_that_a_rule_needs(blanks: Path) -> None:
    for form in FORMS.values():
        path = blanks / f"{form.title}.xlsx"
        sheet, printed_columns = load_workbook(path).worksheets[0], _printed(path)
        header = header_row(sheet)
        printed = {str(cell.value).rstrip("*") for cell in sheet[header][:printed_columns]}
        assert printed >= {
            one.name for one in form.columns if (one.required or one.asked) and not one.implied
        }
        labels = {
            str(cell.value).rstrip("：")
            for row in sheet.iter_rows(max_row=header - 1, max_col=printed_columns)
            for cell in row
        }
        held = {one.name for one in form.columns if not one.implied}
        assert labels >= {key for key in form.keys if key not in held}, form.key
        assert sheet.max_row <= header + 20


def _printed(path: Path) -> int:
    """How many columns are printed: the print area is of whole columns, which openpyxl does not read."""
    with zipfile.ZipFile(path) as parts:
        last = re.search(
            rb'Print_Area" localSheetId="0"[^>]*>[^<]*:\$([A-Z]+)<', parts.read("xl/workbook.xml")
        )
    assert last
    return int(column_index_from_string(last[1].decode()))


@pytest.mark.parametrize(
    ("form", "column", "value"),
    [
        ("application", "单位类型", "技师学院"),
        ("teachers", "教师类别", "实习指导教师"),
        ("materials", "材料名称", "研修培训工作总结"),
    ],
)
def test_columns_with_values_of_the_policy_offer_them(
    blanks: Path, form: str, column: str, value: str
) -> None:
    book = load_workbook(blanks / f"{FORMS[form].title}.xlsx")
    sheet = book.worksheets[0]
    at = next(cell for cell in sheet[header_row(sheet)] if str(cell.value).rstrip("*") == column)
    rule = next(
        one
        for one in sheet.data_validations.dataValidation
        if sheet.cell(at.row + 1, at.column).coordinate in one.sqref
    )
    name, _, area = rule.formula1.partition("!")
    assert value in [cell.value for row in book[name][area.replace("$", "")] for cell in row]


def test_persons_typed_into_our_own_sheet_are_not_passed_over(blanks: Path, tmp_path: Path) -> None:
    target = tmp_path / "名单.xlsx"
    fill(blanks / "学员名单.xlsx", target, KEYS | {"项目编号": "GJ2026-001"}, [person(1)])
    assert not _read(target, "inbox").faults
    book = load_workbook(target)
    book["自查"]["C30"] = person(2)["身份证件号码"]
    book.save(target)
    assert "F019" in {fault.code for fault in _read(target, "inbox").faults}


@pytest.fixture(scope="module")
def calculated(blanks: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled roster as a spreadsheet program saves it: every formula of 自查 has its value."""
    needs("soffice")
    folder = tmp_path_factory.mktemp("calculated")
    fill(blanks / "学员名单.xlsx", folder / "typed.xlsx", KEYS | {"项目编号": "GJ2026-001"}, PERSONS)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to"]
    for kind in ("xlsx", "xls", "ods"):
        done = [*command, kind, "--outdir", str(folder / "saved"), str(folder / "typed.xlsx")]
        subprocess.run(done, check=True, capture_output=True, timeout=180)
    return folder / "saved"


@pytest.fixture(scope="module")
def roster(blanks: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled roster as openpyxl saves it, in which nothing is wrong."""
    target = tmp_path_factory.mktemp("roster") / "名单.xlsx"
    fill(blanks / "学员名单.xlsx", target, KEYS | {"项目编号": "GJ2026-001"}, PERSONS)
    assert not _read(target, "inbox").faults
    return target


@pytest.mark.parametrize("place", ["A5", "B6", "D9", "C30", "B34", "D40", "C87", "B88", "A120", "Z50", "G2"])
@pytest.mark.parametrize("said", ["另有三人未参加培训", "4"])
def test_what_is_typed_on_our_own_sheet_is_not_passed_over(
    roster: Path, tmp_path: Path, place: str, said: str
) -> None:
    """Over a formula or beside it, in a workbook whose formulas have no stored values."""
    target = Path(shutil.copy(roster, tmp_path / "名单.xlsx"))
    _type(target, place, said)
    assert [(one.code, one.sheet, one.row) for one in _read(target, "inbox").faults] == [
        ("F019", "自查", int(re.sub(r"\D", "", place)))
    ]


def _type(path: Path, place: str, said: str) -> None:
    book = load_workbook(path)
    book["自查"][place] = said
    book.save(path)


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_our_own_sheet_is_known_in_every_format_that_a_unit_may_save_it_in(
    calculated: Path, kind: str
) -> None:
    read = _read(calculated / f"typed.{kind}", "inbox")
    assert not read.faults and [len(table.rows) for table in read.tables] == [len(PERSONS)]


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [(29, 2, "另有三人"), (30, 4, "已改"), (31, 3, "三人"), (60, 1, "张三"), (88, 2, "补一人")],
)
def test_values_alone_tell_what_is_ours_where_formulas_are_not_seen(
    calculated: Path, row: int, column: int, said: str
) -> None:
    """As in xls, or where the workbook was pasted as values."""
    read = read_submission(calculated / "typed.xls", "inbox/名单.xls", Limits())
    grid = next(one for one in read.grids if one.sheet == "自查")
    grid.rows += [[] for _ in range(row - len(grid.rows))]
    cells = grid.rows[row - 1]
    cells += [None] * (column - len(cells))
    cells[column - 1] = said
    faults = recognised(read, FORMS).faults
    assert [(one.code, one.row, one.column) for one in faults] == [("F019", row, column)]


def test_our_own_sheet_is_known_by_another_name_and_twice(blanks: Path, tmp_path: Path) -> None:
    target = tmp_path / "名单.xlsx"
    fill(blanks / "学员名单.xlsx", target, KEYS | {"项目编号": "GJ2026-001"}, PERSONS)
    book = load_workbook(target)
    book.copy_worksheet(book["自查"]).title = "自查 (2)"
    book["自查"].title = "核对"
    book.save(target)
    assert not _read(target, "inbox").faults


def test_a_roster_typed_into_our_own_sheet_is_read(blanks: Path, tmp_path: Path) -> None:
    target = tmp_path / "名单.xlsx"
    fill(blanks / "学员名单.xlsx", target, KEYS | {"项目编号": "GJ2026-001"}, PERSONS[:2])
    book = load_workbook(target)
    names = [one.name for one in FORMS["roster"].columns if one.required]
    for at, line in enumerate([names, *([one[name] for name in names] for one in PERSONS[2:])], 29):
        for column, value in enumerate(line, 1):
            book["自查"].cell(at, column).value = value
    book.save(target)
    assert [(one.sheet, len(one.rows)) for one in _read(target, "inbox").tables] == [
        ("学员名单", 2),
        ("自查", len(PERSONS) - 2),
    ]


def test_validate_says_what_a_unit_wrote_on_our_own_sheet(blanks: Path, tmp_path: Path) -> None:
    workspace = made(world.clean(20), tmp_path)
    roster = tmp_path / "inbox/学员名单.xlsx"
    clean = world.clean(20)
    fill(blanks / "学员名单.xlsx", roster, clean.keys["roster"], clean.rows["roster"])
    assert "F019" not in _codes(workspace)
    _type(roster, "B100", "另有三人未参加培训")
    assert "F019" in _codes(workspace)


def _codes(workspace: Workspace) -> set[str]:
    done = validate.run(workspace, on=ON)
    lines = (done.folder / "findings.json").read_text(encoding="utf-8").splitlines()
    return {json.loads(line)["code"] for line in lines}


def test_an_extract_filled_into_its_blank_is_read_without_what_explains_its_columns(
    blanks: Path, tmp_path: Path
) -> None:
    target = tmp_path / "社保.xlsx"
    row = {
        "身份证件号码": person(1)["身份证件号码"],
        "费款所属期": "202605",
        "险种": "基本养老保险",
        "缴费单位": "北京测试机床有限公司",
        "缴费状态": "正常缴费",
    }
    fill(blanks / "社保缴费明细.xlsx", target, {}, [row])
    read = _read(target, "extracts")
    assert [len(table.rows) for table in read.tables] == [1] and not read.faults


def test_a_blank_of_a_project_holds_what_the_approved_list_knows(tmp_path: Path) -> None:
    workspace = made(world.clean(20), tmp_path)
    to = tmp_path / "blanks"
    form_command.run(workspace, "all", on=ON, to=to, project="GJ2026-001")
    scheme = world.clean(20).rows["approved"][0]
    keys = {
        name: key.value for name, key in _read(to / "培训计划.xlsx", "inbox").tables[0].key_values.items()
    }
    assert (keys["项目编号"], keys["承办单位"]) == (scheme["项目编号"], scheme["承办单位"])
    assert keys["开班日期"] == scheme["开班日期"] and keys["总学时"] == scheme["总学时"]
    claim = _read(to / "补助资金申请表.xlsx", "inbox").tables[0].values
    assert claim["project"] == [scheme["项目编号"]] and claim["uscc"] == [scheme["统一社会信用代码"]]
    with pytest.raises(GaojiError, match="没有项目"):
        form_command.run(workspace, "all", on=ON, to=to, project="GJ2026-999")
