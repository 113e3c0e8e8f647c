"""What a unit reads never speaks of the center's folders, files, forms and homework."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from gaoji_batch.commands import letters
from gaoji_batch.outputs.unit_words import told_to_unit
from gaoji_batch.rules.registry import all_rules
from gaoji_batch.rules.rule import CENTER, Rule
from gaoji_batch.workspace.folders import Workspace

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data"
OURS = re.compile(
    r"inbox|extracts|center/|ledger|gaoji|\.gz\b|\.parquet|请(?:我)?中心|由中心|核实处理意见表|表头对照|放入"
)
OF_THE_CENTER = ("X", "F020", "P1102", "E0415", "E0416")
"""Of the run and the center's own files: they stand at no file of a unit, nor do rules of other commands."""


@pytest.mark.parametrize("rule", all_rules().values(), ids=lambda rule: rule.code)
def test_the_words_of_a_rule_are_words_to_a_unit(rule: Rule) -> None:
    if rule.command or rule.cleared_by == CENTER or rule.code.startswith(OF_THE_CENTER):
        return
    for said in (rule.title, rule.message, rule.hint, rule.evidence):
        assert not OURS.search(told_to_unit(said)), told_to_unit(said)


def test_nothing_of_the_center_stands_in_what_goes_to_units(tmp_path: Path) -> None:
    shutil.copytree(
        SAMPLE, tmp_path / "sample", ignore=shutil.ignore_patterns("out", ".cache", ".gaoji", "kept")
    )
    done = letters.run(Workspace.find(tmp_path / "sample"), on=date(2026, 7, 6))
    told = {
        f"{path.name}: {line}"
        for path in [*done.letters, *done.packages]
        for line in _lines(path.name, path.read_bytes())
        if OURS.search(line)
    }
    assert not told


def _lines(name: str, data: bytes) -> Iterator[str]:
    """The lines that people read in a letter, a workbook, or a package of them."""
    if name.endswith(".txt"):
        yield from data.decode("utf-8").splitlines()
    if not name.endswith((".zip", ".docx", ".xlsx", ".xlsm")):
        return
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        for part in parts.namelist():
            if name.endswith(".zip"):
                yield from _lines(part, parts.read(part))
            elif part.endswith(".xml") and not part.startswith("docProps/"):
                yield from re.sub(r"<[^>]*>", "\n", parts.read(part).decode("utf-8")).split("\n")
