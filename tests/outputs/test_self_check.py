"""The sheet 自查 of a blank finds, in LibreOffice, what the program finds; clean blanks show nothing."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from gaoji_batch.commands import form as form_command
from gaoji_batch.commands import validate
from gaoji_batch.rules.registry import all_rules
from gaoji_batch.workspace.folders import Workspace
from tests.needs import needs
from tests.outputs import blank_errors

ON = date(2026, 7, 1)
SEEDED = 300
FAULTY = [
    *(("roster", 42, 22, seed) for seed in range(2)),
    ("roster", 38, 19, 2),
    ("roster", 42, 31, 3),
    *(("completion", 42, 21, seed) for seed in range(4, 6)),
    ("assessment", 28, 22, 6),
    *(("plan", 9, 10, seed) for seed in range(7, 10)),
    ("attendance", 12, 22, 11),
]
CLEAN = ["roster", "completion", "assessment", "plan"]
TITLES = {
    "roster": "学员名单",
    "completion": "结业登记备案名册",
    "assessment": "考核成绩",
    "plan": "培训计划",
    "attendance": "考勤表",
}
Found = Counter[tuple[str, str, str]]
"""(file, row or '', code) → how many."""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, int]:
    """A workspace whose inbox holds filled blanks, as LibreOffice calculated them; and how many errors
    were seeded."""
    needs("soffice")
    folder = tmp_path_factory.mktemp("blanks")
    (folder / "gaoji.toml").write_text("", encoding="utf-8")
    workspace = Workspace.find(folder)
    blanks, typed, inbox = folder / "blanks", folder / "typed", folder / "inbox"
    typed.mkdir()
    inbox.mkdir()
    for form in TITLES:
        form_command.run(workspace, form, on=ON, to=blanks)
    seeded, first = 0, 1
    jobs = [*FAULTY, *((form, 0, 22, 99) for form in CLEAN)]
    for at, (form, count, size, seed) in enumerate(jobs, 1):
        rows, made = blank_errors.faulty(form, count, size, seed, first)
        if form == "attendance":
            rows = [row | {"日期": blank_errors.OPENING, "出勤学时": 8} for row in rows]
        first, seeded = first + size, seeded + made
        keys = blank_errors.KEYS | {"项目编号": f"GJ2026-{at:03d}"}
        name = f"{'faulty' if count else 'clean'}-{at:02d}-{form}.xlsx"
        blank_errors.fill(blanks / f"{TITLES[form]}.xlsx", typed / name, keys, rows)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(inbox)]
    subprocess.run(
        [*command, *map(str, sorted(typed.glob("*.xlsx")))], check=True, capture_output=True, timeout=180
    )
    return workspace, seeded


@pytest.fixture(scope="module")
def counted(filled: tuple[Workspace, int]) -> Found:
    """What validate finds of the families D, Q06 and H09."""
    done = validate.run(filled[0], on=ON)
    lines = (done.folder / "findings.json").read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    assert not [one for one in found if one["code"] in ("F019", "F011", "F012", "F014")]
    return Counter(
        (
            Path(one["file"]).name,
            str(one["row"]) if one["code"][0] == "D" or one["code"] == "H0904" else "",
            one["code"],
        )
        for one in found
        if one["code"].startswith(("D", "Q06", "H09"))
    )


@pytest.fixture(scope="module")
def shown(filled: tuple[Workspace, int]) -> Found:
    """What the sheets 自查 show of the same families."""
    found: Found = Counter()
    for path in sorted((filled[0].path / "inbox").glob("*.xlsx")):
        found += _shown(path)
    return found


def _shown(path: Path) -> Found:
    codes = {rule.title: code for code, rule in all_rules().items()}
    sheet = load_workbook(path, data_only=True)["自查"]
    cells = [[cell.value for cell in row[:4]] for row in sheet.iter_rows()]
    persons = next(at for at, row in enumerate(cells) if row[0] == "行")
    found: Found = Counter()
    for label, _, _, verdict in cells[:persons]:
        code = codes.get(str(label), "")
        if (
            code.startswith(("Q06", "H09"))
            and code != "H0904"
            and (count := re.search(r"：(\d+)处", str(verdict)))
        ):
            found[path.name, "", code] += int(count[1])
    for row, _, _, said in cells[persons + 1 :]:
        for title in re.findall(r"([^；〔〕]+)〔", str(said or "")):
            found[path.name, str(row).strip("第行"), codes[title]] += 1
    return Counter({key: count for key, count in found.items() if key[2].startswith(("D", "Q06", "H09"))})


def test_most_of_what_the_program_finds_is_shown_while_typing(
    filled: tuple[Workspace, int], counted: Found, shown: Found
) -> None:
    assert filled[1] >= SEEDED
    assert (counted & shown).total() >= 0.8 * counted.total(), sorted((counted - shown).items())


def test_hardly_anything_else_is_shown(counted: Found, shown: Found) -> None:
    assert (shown - counted).total() <= 0.02 * counted.total(), sorted((shown - counted).items())


def test_a_clean_blank_shows_nothing_and_has_no_finding(counted: Found, shown: Found) -> None:
    assert not [key for key in [*counted, *shown] if key[0].startswith("clean")]
