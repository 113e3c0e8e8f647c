"""Puts the sample together, and writes it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from . import center, clean, extracts, faulty_files, faulty_people, faulty_process, faulty_teaching
from .readme import expected, readme
from .sample import Sample

SAMPLE = Path(__file__).parents[2] / "sample_data"
EXPECTED = Path(__file__).with_name("expected.csv")
KINDS, BANK = ("inbox", "center", "extracts"), "bank"
"""The folders of the workspace; BANK: of the statements that come after the release."""


@dataclass(frozen=True)
class Made:
    """Every file of the workspace by its path, and the list of expected findings as csv."""

    files: dict[str, bytes]
    expected: bytes


def files() -> Made:
    """All files of the sample workspace."""
    sample = Sample()
    clean.build(sample)
    for scenes in (faulty_people, faulty_teaching, faulty_process, faulty_files):
        for scene in scenes.SCENES:
            scene(sample)
    clean.build_last(sample)
    numbers = [each.id_number for each in sample.cast.everyone]
    assert len(set(numbers)) == len(numbers), "two people share an ID number"
    center.build(sample)
    insurance_rows = extracts.build(sample)
    sample.put("gaoji.toml", "# 示例工作区的设置：全部用默认值\n".encode())
    sample.put("README.md", readme(sample, insurance_rows).encode())
    return Made(sample.files, expected(sample.mistakes).encode())


def write(made: Made, folder: Path) -> None:
    """Writes the workspace anew; what runs have left in it (out/, the ledger) stays."""
    for kind in (*KINDS, BANK):
        shutil.rmtree(folder / kind, ignore_errors=True)
    for path, content in made.files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
