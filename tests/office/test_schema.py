"""Every workbook and letter that the sample's commands write holds
to the schema of Office; a marked copy has no error its source had not."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from gaoji_batch.commands import form, letters, validate
from gaoji_batch.law import resources
from gaoji_batch.workspace.folders import Workspace
from tests.cli.calls import call
from tests.commands.settled import quarter, statement, transfer
from tests.office.validator import errors, needs_validator

SAMPLE = Path(__file__).parents[2] / "sample_data"
ON = date(2026, 7, 1)
LATER = [
    "validate",
    "disburse --quarter 2026Q3 --by 王敏",
    "reconcile --quarter 2026Q3",
    "certificates --by 王敏",
    "recover YX2026-001 --reason 虚报学员 --by 王敏",
    "statistics --year 2026",
    "deadlines",
    "receive --by 王敏",
    "diff",
    "whatif 班额下限=15",
    "inspect --quarter 2026Q3 --seed 7",
    "inspect --pack YX2026-001",
]
"""Commands after a quarter that was paid, each of which writes workbooks or letters of its own."""


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


def test_what_the_commands_of_money_and_oversight_write(tmp_path: Path) -> None:
    needs_validator()
    paid = quarter(tmp_path / "paid", {"YX2026-001": 20}, aside=False)
    statement(paid, "银行支付明细", transfer("2026-07-06", 1, 100000, "2026Q3-1-001"))
    validate.run(paid, on=ON)
    for words in LATER:
        status, _, said = call("-C", str(paid.path), *words.split(), "--on", "2026-10-12")
        assert status in (0, 1), f"{words}: {said}"
    found = [path for path in written(paid.out) if not path.is_relative_to(paid.out / "latest")]
    runs = {path.relative_to(paid.out).parts[0].split("-", 2)[2] for path in found if path.is_file()}
    wanted = {words.split()[0] for words in LATER}
    assert wanted <= runs, wanted - runs
    assert errors(found) == {}
