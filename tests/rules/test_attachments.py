"""Attachments (F018) in the folder of a unit:
noted where its forms came, to be looked at where they did not."""

from __future__ import annotations

from pathlib import Path

import pytest

from gaoji_batch.findings import NOTE, REVIEW
from gaoji_batch.intake.grid import Fault, Submission
from tests.rules import judge
from tests.rules.world import PROJECT, clean, edited

OTHER = "北京乙研修测试有限公司"


def attachment(file: str) -> Submission:
    return Submission(
        file, 1, f"{hash(file) % 2**64:064x}", "attachment", [], [Fault("F018", detail={"kind": "pdf"})]
    )


def told(files: list[str], folder: Path, moved: str = "") -> dict[str, tuple[str, str, str]]:
    """File → severity, project and message of its F018, in a batch whose second approved
    project has sent nothing; moved: the folder of inbox/ that holds the forms of the first."""
    world = edited(
        clean(22),
        {"add": {"approved": [{"项目编号": "GJ2026-002", "承办单位": OTHER, "统一社会信用代码": None}]}},
    )
    sent = judge.submissions(world)
    for one in sent:
        one.file = one.file.replace("inbox/", f"inbox/{moved}/") if moved else one.file
    found = judge.findings(world, folder, files=[*sent, *map(attachment, files)], only={"F018", "X001"})
    rows = found[found["code"].eq("F018")]
    return {row.file: (row.severity, row.project, row.message) for row in rows.itertuples()}


@pytest.mark.parametrize("name", [OTHER, "乙研修测试", f"{OTHER}（第一批）"])
def test_a_folder_called_after_a_unit_lacks_its_forms(tmp_path: Path, name: str):
    file = f"inbox/{name}/开班材料.pdf"
    severity, project, message = told([file], tmp_path)[file]
    assert (severity, project) == (REVIEW, "GJ2026-002")
    assert "没有收到学员名单和培训计划" in message


def test_a_folder_whose_forms_came_lacks_nothing(tmp_path: Path):
    file = "inbox/甲公司/营业执照.pdf"
    severity, project, message = told([file], tmp_path, moved="甲公司")[file]
    assert (severity, project) == (NOTE, "")
    assert "没有收到" not in message


def test_a_folder_of_nobody_known_speaks_of_no_project(tmp_path: Path):
    file = "inbox/丙协会/会议照片.pdf"
    severity, project, _ = told([file], tmp_path)[file]
    assert (severity, project) == (NOTE, "")


def test_a_file_in_no_folder_may_be_the_forms_of_either_unit(tmp_path: Path):
    file = "inbox/开班材料.pdf"
    severity, project, message = told([file], tmp_path)[file]
    assert (severity, project) == (REVIEW, "")
    assert "没有收到学员名单和培训计划" in message


def test_the_center_s_own_attachment_is_looked_at(tmp_path: Path):
    file = "center/立项通知.pdf"
    severity, _, message = told([file], tmp_path)[file]
    assert severity == REVIEW
    assert "没有收到" not in message
    assert PROJECT not in message
