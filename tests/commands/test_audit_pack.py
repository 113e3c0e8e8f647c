"""gaoji inspect --pack: the whole story of one project,
and nothing of another's, checked with sha256sum alone."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path, PurePosixPath

import openpyxl
import pytest
from docx import Document

from gaoji_batch.commands import accept, audit_pack, certificates
from gaoji_batch.errors import GaojiError
from gaoji_batch.outputs.audit_pack import LONGEST, placed
from gaoji_batch.workspace.folders import Workspace
from tests import people
from tests.analysis.test_yearly import pay
from tests.commands import workspaces
from tests.needs import needs

ON = date(2026, 7, 1)
OURS, OTHER = "GJ2026-001", "GJ2026-002"
LONG = f"{'数控加工技术研修班开班现场照片' * 4}{'IMG_20260504_101112' * 3}.jpg"
"""Within the 255 bytes that Linux gives a name."""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    world = workspaces.classes({OURS: 20, OTHER: 21})
    world.prior = [
        {
            "身份证件号码": people.id_number("110101", "1970-01-01", 1),
            "项目编号": "GJ2020-001",
            "结业日期": date(2020, 6, 1),
        }
    ]
    world.rows["inspections"] = [
        {
            "项目编号": project,
            "抽查日期": date(2026, 5, 13),
            "抽查内容": "现场点名",
            "抽查结果": said,
            "抽查人": "周某",
        }
        for project, said in ((OURS, "未发现问题"), (OTHER, "到课不足"))
    ]
    made = workspaces.made(world, tmp_path_factory.mktemp("pack"))
    (made.path / "inbox" / OURS / "照片.jpg").write_bytes(b"\xff\xd8\xff\xe0made-up")
    (made.path / "inbox" / OURS / LONG).write_bytes(b"\xff\xd8\xff\xe0of a long name")
    accept.run(made, on=ON)
    certificates.run(made, certificates.CertificateRequest("", "", "", "王敏"), on=ON)
    pay(made)
    (made.path / "inbox" / OURS / "teachers.xlsx").unlink()
    return made


@pytest.fixture(scope="module")
def pack(workspace: Workspace) -> Path:
    return audit_pack.run(workspace, OURS, on=ON).folder


def test_every_file_is_summed_and_the_sums_hold_without_the_program(pack: Path) -> None:
    needs("sha256sum")
    done = subprocess.run(
        ["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=pack, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    summed = {
        line.split("  ", 1)[1] for line in (pack / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    }
    assert summed == {path.relative_to(pack).as_posix() for path in pack.rglob("*") if path.is_file()} - {
        "SHA256SUMS"
    }


def test_a_changed_file_is_found(pack: Path, tmp_path: Path) -> None:
    needs("sha256sum")
    copy = shutil.copytree(pack, tmp_path / "copy")
    with (copy / "01报送材料" / OURS / "claim.xlsx").open("ab") as file:
        file.write(b"x")
    spoken = os.environ | {"LC_ALL": "C", "LANGUAGE": "C"}
    done = subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"], cwd=copy, capture_output=True, text=True, env=spoken
    )
    assert done.returncode == 1 and "claim.xlsx: FAILED" in done.stdout


def test_the_submitted_files_are_the_units_own_to_the_byte(workspace: Workspace, pack: Path) -> None:
    inbox = workspace.path / "inbox" / OURS
    submitted = {path.name: path.read_bytes() for path in (pack / "01报送材料" / OURS).iterdir()}
    (cut,) = (pack / "01报送材料").glob("*.jpg")
    assert submitted | {LONG: cut.read_bytes()} == {path.name: path.read_bytes() for path in inbox.iterdir()}
    assert "照片.jpg" in submitted
    assert not (pack / "01报送材料" / OTHER).exists()


def test_windows_opens_every_file_and_finds_what_was_changed(pack: Path) -> None:
    """The script itself was read, not run: there is no PowerShell here."""
    below = [path.relative_to(pack.parents[2]).as_posix() for path in pack.rglob("*")]
    assert max(map(len, below)) + len(".part-") < 200
    rows = [row.cells for row in Document(str(pack / "卷内文件目录.docx")).tables[0].rows[1:]]
    assert any(f"（原为{OURS}/{LONG}）" in row[2].text for row in rows)
    script = (pack / "核对.cmd").read_bytes().decode("gbk")
    assert script.count("\n") == script.count("\r\n") == 4
    second = {character.encode("gbk")[1:] for character in script if len(character.encode("gbk")) == 2}
    assert not second & {bytes([byte]) for byte in b'|^&<>"%'}
    assert script.count('"') == 4 and len(script) < 8191


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("甲/名单.xlsx", "卷/甲/名单.xlsx"),
        ("甲/con.xlsx", r"卷/甲/_con-[0-9a-f]{6}\.xlsx"),
        ("甲?/a:b.xlsx", r"卷/甲_-[0-9a-f]{6}/a_b-[0-9a-f]{6}\.xlsx"),
        (f"{'甲' * 50}/{'乙' * 50}/{'丙' * 70}.xlsx", "卷/" + "丙" * 60 + r"-[0-9a-f]{6}\.xlsx"),
    ],
)
def test_a_place_in_the_pack_is_one_that_windows_takes(path: str, place: str) -> None:
    given = placed("卷", PurePosixPath(path))
    assert re.fullmatch(place, given) and len(given) <= LONGEST
    assert given != placed("卷", PurePosixPath(path).with_name("另一份.xlsx"))


def test_an_accepted_file_that_left_the_inbox_comes_from_what_was_kept(pack: Path) -> None:
    (original,) = (pack / "02受理原件").iterdir()
    assert original.name.endswith("-teachers.xlsx")
    assert hashlib.sha256(original.read_bytes()).hexdigest().startswith(original.name.split("-")[0])


def test_papers_that_the_center_issued_are_its_own(pack: Path) -> None:
    (issued,) = (pack / "06签发文书").iterdir()
    rows = [row.cells for row in Document(str(pack / "卷内文件目录.docx")).tables[0].rows[1:]]
    (listed,) = [[cell.text for cell in row] for row in rows if issued.name in row[5].text]
    assert listed[1] == "北京市就业促进中心" and listed[2].startswith(
        "签发的文书（GJ2026-001-00001-00020.docx）"
    )
    assert re.fullmatch(r"\d{4}年\d{1,2}月\d{1,2}日", listed[3])


def test_events_payments_and_evidence_are_this_projects(workspace: Workspace, pack: Path) -> None:
    text = (pack / "05台账" / "台账事项.jsonl").read_text(encoding="utf-8")
    events = [json.loads(line) for line in text.splitlines()]
    kinds = [event["kind"] for event in events]
    assert list(dict.fromkeys(kinds)) == [
        "approved",
        "filed",
        "completed",
        "claimed",
        "certificate_issued",
        "ordered",
        "paid",
        "recovered",
        "recovered_in",
    ]
    assert len(kinds) == len(set(kinds)) + kinds.count("certificate_issued") - 1
    ordered = next(event for event in events if event["kind"] == "ordered")
    assert ordered["excerpt"] and [payment["project"] for payment in ordered["payload"]["payments"]] == [OURS]
    assert OTHER not in text
    sheet = openpyxl.load_workbook(pack / "05台账" / "台账和支付.xlsx")["支付"]
    assert [[cell.value for cell in row][7] for row in sheet.iter_rows(min_row=2)] == [100000]
    insured = openpyxl.load_workbook(pack / "04核对依据" / "核对依据.xlsx")["社保缴费记录"]
    numbers = {row[1].value for row in insured.iter_rows(min_row=2)}
    assert numbers == {
        people.id_number("110101", f"1985-03-{number % 28 + 1:02d}", 100 + number) for number in range(1, 21)
    }
    checked = openpyxl.load_workbook(pack / "03审核" / "审核情况.xlsx")["抽查记录"]
    assert [[cell.value for cell in row][:4] for row in checked.iter_rows(min_row=2)] == [
        [OURS, "2026-05-13", "现场点名", "未发现问题"]
    ]


def test_the_catalogue_lists_every_piece_in_word_and_excel(pack: Path) -> None:
    pieces = {
        path.relative_to(pack).as_posix()
        for path in pack.rglob("*")
        if path.is_file() and path.parent != pack
    }
    table = Document(str(pack / "卷内文件目录.docx")).tables[0]
    listed = {row.cells[5].text.split("\n")[0]: row.cells[5].text.split("\n")[1] for row in table.rows[1:]}
    assert set(listed) == pieces
    assert all(
        hashlib.sha256((pack / place).read_bytes()).hexdigest() == mark for place, mark in listed.items()
    )
    sheet = openpyxl.load_workbook(pack / "卷内文件目录.xlsx").active
    assert {row[5].value for row in sheet.iter_rows(min_row=5)} == pieces
    assert "台账核验：通过" in sheet["A2"].value


def test_the_pack_is_listed_as_personal(pack: Path) -> None:
    assert json.loads((pack.parent / "run.json").read_text(encoding="utf-8"))["personal"] == [pack.name]


def test_a_project_that_nobody_knows_is_said(workspace: Workspace) -> None:
    with pytest.raises(GaojiError, match="没有编号为GJ1999-001的项目"):
        audit_pack.run(workspace, "GJ1999-001", on=ON)
