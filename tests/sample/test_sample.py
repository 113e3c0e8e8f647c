"""The committed sample is what its generator writes,
and the program finds in it what the list says: no more, no less."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from tests.cli.calls import call
from tests.sample.make import BANK, EXPECTED, KINDS, SAMPLE, Made, files
from tests.sample.numbers import NUMBERS, numbers, validated

Place = tuple[str, str, str, str]


@pytest.fixture(scope="module")
def made() -> Made:
    return files()


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run's folder of `gaoji validate` on a copy of the sample."""
    return validated(tmp_path_factory.mktemp("sample") / "workspace")


def gaoji(workspace: Path, *words: str) -> int:
    """Runs a command in the workspace as a user does; its exit status."""
    status, out, err = call("-C", str(workspace), *words)
    assert status in (0, 1), out + err
    return status


def unpacked(content: bytes) -> object:
    """What a file holds; compressed files by their content,
    since zlib's bytes differ from one version to the next."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return [
                (info.filename, info.date_time, unpacked(archive.read(info))) for info in archive.infolist()
            ]
    return gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content


def test_the_committed_workspace_is_what_the_generator_writes(made: Made) -> None:
    tops = [path for kind in (*KINDS, BANK) for path in (SAMPLE / kind).rglob("*") if path.is_file()]
    committed = {
        path.relative_to(SAMPLE).as_posix() for path in [*tops, SAMPLE / "gaoji.toml", SAMPLE / "README.md"]
    }
    assert committed == set(made.files)
    different = [
        path
        for path, content in made.files.items()
        if unpacked((SAMPLE / path).read_bytes()) != unpacked(content)
    ]
    assert not different
    assert EXPECTED.read_bytes() == made.expected


def test_the_findings_are_those_of_the_list_and_no_others(found: Path) -> None:
    with EXPECTED.open(encoding="utf-8") as source:
        expected: Counter[Place] = Counter(
            (row["code"], row["file"], row["sheet"], row["cell"]) for row in csv.DictReader(source)
        )
    lines = (found / "findings.json").read_text(encoding="utf-8").splitlines()
    given: Counter[Place] = Counter(
        (one["code"], one["file"], one["sheet"], one["cell"]) for one in map(json.loads, lines)
    )
    assert sorted((expected - given).elements()) == [], "not found"
    assert sorted((given - expected).elements()) == [], "found though not there"


def test_a_finding_keeps_its_number_whatever_it_is_worded_as(found: Path) -> None:
    """Where this fails and neither the sample nor a rests_on was changed,
    the change would void rulings of the center."""
    assert numbers(found).decode() == NUMBERS.read_text(encoding="utf-8")


def test_decisions_take_effect(found: Path) -> None:
    lines = map(json.loads, (found / "findings.json").read_text(encoding="utf-8").splitlines())
    ruled = Counter((one["project"], one["status"]) for one in lines if one["status"] != "open")
    assert ruled == {
        ("YX2026-003", "waived"): 2,
        ("YX2026-006", "waived"): 3,
        ("YX2026-007", "waived"): 3,
        ("YX2026-007", "upheld"): 12,
        ("YX2026-007", "reduced"): 1,
        ("YX2026-011", "waived"): 1,
    }


def test_every_finding_about_a_person_names_the_person(found: Path) -> None:
    lines = map(json.loads, (found / "findings.json").read_text(encoding="utf-8").splitlines())
    nameless = [
        one["code"]
        for one in lines
        if one["code"][0] == "E" and one["code"] != "E0411" and "********" not in one["subject"]
    ]
    assert not nameless


def test_the_money_of_the_clean_projects_is_ordered_and_no_other(found: Path) -> None:
    workspace = found.parents[1]
    gaoji(workspace, "accept", "--on", "2026-10-12")
    ordered: dict[str, dict[tuple[str, int], int]] = {}
    held: dict[str, list[tuple[str, list[str]]]] = {}
    for quarter, day in (("2026Q2", "2026-10-12"), ("2026Q3", "2026-10-13")):
        status = gaoji(workspace, "disburse", "--quarter", quarter, "--by", "甲", "--on", day)
        assert status == (quarter == "2026Q3"), "one where a claim is held"
        payments, waiting = (
            list(map(json.loads, sheet.read_text(encoding="utf-8").splitlines()))
            for name in ("payments.json", "held.json")
            for sheet in [max((workspace / "out").glob("*-disburse")) / name]
        )
        ordered[quarter] = {(one["project"], one["class"]): one["amount"] for one in payments}
        held[quarter] = [(one["project"], one["codes"]) for one in waiting]
    assert held == {"2026Q2": [], "2026Q3": [("YX2026-024", ["objection"])]}
    assert ordered == {
        "2026Q2": {("YX2026-001", 1): 110000, ("YX2026-002", 1): 115000, ("YX2026-003", 1): 105000},
        "2026Q3": {
            ("YX2026-004", 1): 100000,
            ("YX2026-005", 1): 150000,
            ("YX2026-006", 1): 120000,
            ("YX2026-006", 2): 120000,
            ("YX2026-007", 1): 70000,
            ("YX2026-014", 1): 110000,
            ("YX2026-014", 2): 105000,
        },
    }
