"""gaoji certificates: a number a person, without gaps, never twice; void stays void, a reissue names it."""

from __future__ import annotations

import json
import shutil
from datetime import date

import openpyxl
import pytest

from gaoji_batch.casework import ledgers
from gaoji_batch.commands import certificates
from gaoji_batch.commands.books import verify
from gaoji_batch.commands.certificates import CertificateRequest
from gaoji_batch.errors import GaojiError
from gaoji_batch.workspace.folders import Workspace
from tests.commands.settled import quarter
from tests.documents import text_of
from tests.rules.world import person

SPEAKING = {"P1401"}
ON = date(2026, 8, 21)
PROJECTS = {"YX2026-001": 20, "YX2026-002": 21}


@pytest.fixture(scope="module")
def accepted(tmp_path_factory):
    return quarter(tmp_path_factory.mktemp("accepted") / "ws", PROJECTS, aside=False).path


@pytest.fixture
def workspace(accepted, tmp_path):
    return Workspace.find(shutil.copytree(accepted, tmp_path / "ws", symlinks=True))


def number(serial, year=2026):
    return f"京高研结字〔{year}〕第{serial:05d}号"


def run(workspace, on=ON, **asked):
    return certificates.run(workspace, CertificateRequest(**asked), on=on)


def records(done):
    return [
        json.loads(line)
        for line in (done.folder / "certificates.json").read_text(encoding="utf-8").splitlines()
    ]


def test_everyone_of_the_registers_gets_one_number_in_their_order(workspace):
    done = run(workspace)
    assert done.issued == [number(at) for at in range(1, 42)] and done.counts["reject"] == 0
    assert [(one["number"], one["project"], one["status"]) for one in records(done)][19:21] == [
        (number(20), "YX2026-001", "valid"),
        (number(21), "YX2026-002", "valid"),
    ]
    papers = sorted((done.folder / "结业证书").iterdir())
    assert [path.name for path in papers] == ["YX2026-001-00001-00020.docx", "YX2026-002-00021-00041.docx"]
    said = text_of(papers[0]).split("\n")
    assert sum("结 业 证 书" in one for one in said) == 20 and not any("{" in one for one in said)
    assert [one for one in said if one.startswith("证书编号")][2] == f"证书编号：{number(3)}"
    assert person(3)["姓名"] in "".join(said) and person(3)["身份证件号码"] in "".join(said)
    sheet = openpyxl.load_workbook(done.folder / "结业证书发放清单.xlsx").active
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert len(rows) == 41 and rows[2][1:4] == (number(3), person(3)["姓名"], person(3)["身份证件号码"])
    assert set(json.loads((done.folder / "run.json").read_text(encoding="utf-8"))["personal"]) == {
        "结业证书",
        "结业证书发放清单.xlsx",
    }
    assert person(3)["身份证件号码"] not in (done.folder / "certificates.json").read_text(encoding="utf-8")


def test_run_again_gives_the_same_papers_and_no_number(workspace):
    first, again = run(workspace), run(workspace)
    assert again.issued == [] and records(first) == records(again)
    for path in (first.folder / "结业证书").iterdir():
        assert path.read_bytes() == (again.folder / "结业证书" / path.name).read_bytes()
    assert verify(workspace)[0] == []


def test_a_void_number_stays_void_and_a_reissue_names_it(workspace):
    run(workspace)
    voided = run(workspace, void=number(2), reason="错发", by="王敏")
    assert voided.issued == [] and [one["number"] for one in records(voided) if one["status"] == "void"] == [
        number(2)
    ]
    assert run(workspace).issued == []
    again = run(workspace, reissue=number(2), reason="补发", by="王敏")
    assert again.issued == [number(42)]
    last = records(again)[-1]
    assert (last["number"], last["replaces"], last["status"], records(again)[1]["status"]) == (
        number(42),
        number(2),
        "valid",
        "void",
    )
    paper = text_of(again.folder / "结业证书" / "YX2026-001-00042.docx")
    assert number(2) in paper and person(2)["姓名"] in paper
    for wrong, said in (
        (CertificateRequest(reissue=number(2), reason="x", by="王敏"), "已经补发"),
        (CertificateRequest(void=number(2), reason="x", by="王敏"), "已经作废"),
        (CertificateRequest(void=number(99), reason="x", by="王敏"), "没有编号"),
        (CertificateRequest(void=number(3)), "写明原因"),
    ):
        with pytest.raises(GaojiError, match=said):
            certificates.run(workspace, wrong, on=ON)


def test_numbers_begin_anew_with_the_year_and_follow_the_pattern(workspace):
    run(workspace)
    (workspace.path / "gaoji.toml").write_text(
        '[certificates]\npattern = "京研{year}-{number:04d}"\n', encoding="utf-8"
    )
    done = run(
        Workspace.find(workspace.path), on=date(2027, 1, 5), reissue=number(1), reason="遗失", by="王敏"
    )
    assert done.issued == ["京研2027-0001"]


@pytest.mark.parametrize("pattern", ["第{number}号", "第{year}号", "{serial}"])
def test_a_pattern_that_tells_no_numbers_apart_is_refused(tmp_path, pattern):
    (tmp_path / "gaoji.toml").write_text(f'[certificates]\npattern = "{pattern}"\n', encoding="utf-8")
    with pytest.raises(GaojiError, match=r"certificates\.pattern"):
        Workspace.find(tmp_path)


def test_a_certificate_of_one_who_is_no_longer_on_the_register_is_p1401(workspace):
    run(workspace)
    with ledgers.opened(workspace) as ledger:
        from gaoji_batch.casework.recorded import recorded_stages
        from gaoji_batch.ledger.store import Actor

        with ledger.transaction(Actor("王敏"), "run", "test") as tx:
            held = recorded_stages(tx.connection)["YX2026-001", 1, "completion"]
            gone = held["persons"][0]["person_key"]
            tx.append("completed", "YX2026-001", held | {"content": "c", "persons": held["persons"][1:]})
            row = tx.connection.exec_driver_sql(
                "SELECT number FROM certificates WHERE person_key = ?", (gone,)
            ).scalar()
    done = run(workspace)
    found = [
        json.loads(line) for line in (done.folder / "findings.json").read_text(encoding="utf-8").splitlines()
    ]
    assert [(one["code"], one["project"], one["article"], one["severity"]) for one in found] == [
        ("P1401", "YX2026-001", "第十四条", "reject")
    ]
    assert row in found[0]["message"] and "****" in found[0]["subject"] and done.counts["reject"] == 1


def test_kept_files_that_are_gone_are_said(workspace):
    shutil.rmtree(workspace.path / "kept")
    with pytest.raises(GaojiError, match="kept中没有"):
        run(workspace)
