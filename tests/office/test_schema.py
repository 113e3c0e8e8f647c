"""Every workbook and letter that the sample's commands write holds to the schema of Office; a marked copy has no error its source had not."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from gaoji_batch.commands import form, letters, validate
from gaoji_batch.law import resources
from gaoji_batch.workspace.folders import Workspace
from tests.office.validator import errors, needs_validator

SAMPLE = Path(__file__).parents[2] / "sample_data"
ON = date(2026, 7, 1)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    needs_validator()
    folder = tmp_path_factory.mktemp("sample") / "ws"
    shutil.copytree(
        SAMPLE, folder, ignore=shutil.ignore_patterns("out", ".cache", ".gaoji", "kept", "ledger.db*")
    )
    return Workspace.find(folder)


def written(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix in (".xlsx", ".docx"))


def test_the_templates() -> None:
    needs_validator()
    assert errors(written(resources.templates())) == {}


def test_letters_and_blank_workbooks(workspace: Workspace) -> None:
    folder = letters.run(workspace, on=ON).folder
    blank = form.run(workspace, "all", on=ON)
    assert len(written(folder)) > 20
    assert errors([*written(folder), *blank]) == {}


def test_returned_copies_and_the_summary(workspace: Workspace) -> None:
    folder = validate.run(workspace, on=ON).folder
    copies = {
        path: workspace.path / path.relative_to(folder / "returned") for path in written(folder / "returned")
    }
    before = errors([source for source in copies.values() if source.suffix == ".xlsx" and source.is_file()])
    after = errors([*copies, folder / "审核汇总.xlsx"])
    new = {path: counts - before.get(copies.get(path, path), Counter()) for path, counts in after.items()}
    assert {path: counts for path, counts in new.items() if counts} == {}
