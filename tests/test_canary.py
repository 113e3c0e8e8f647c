"""No ID number, phone or bank account of the sample shows up anywhere but
where docs/contract/findings.md lets it: every command, every output, every word said."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from gaoji_batch.cli import MODULES
from gaoji_batch.intake.files import read_submission
from gaoji_batch.workspace.limits import Limits
from tests.cli.calls import call
from tests.sample.make import BANK, KINDS, SAMPLE

HEADERS = {
    "身份证件号码",
    "身份证号",
    "身份证号码",
    "公民身份号码",
    "证件号码",
    "联系电话",
    "联系方式",
    "手机号码",
    "账号",
    "银行账号",
    "收款账号",
}
OPEN = {"kept", ".cache", "ledger.db", "inbox", "center", "extracts"}
"""Parts of a workspace that hold personal data, besides what run.json lists under `personal`."""
FILE_NAME = "110105198808081237"
"""Stands in a file's name, which findings must give as it is (F017); pages mask it."""
NAMING = {"findings.json", "findings.csv", "changes.json", "run.json", "accepted.json"}

LAST = "2026-10-12"
CALLS = (
    "form all",
    "receive --by 王敏",
    f"validate --on {LAST}",
    f"letters --on {LAST}",
    "diff latest latest",
    "accept --on 2026-09-30",
    "publicity --quarter 2026Q3 --on 2026-09-30",
    "disburse --quarter 2026Q3 --on 2026-09-30 --by 甲",
    "hold YX2026-001 --on 2026-09-30 --by 甲 --reason 单位撤回申请",
    "hold YX2026-001 --on 2026-09-30 --by 甲 --lift",
    "release 2026Q3-1 --on 2026-09-30 --by 乙",
    f"reconcile --quarter 2026Q3 --on {LAST}",
    f"certificates --on {LAST}",
    f"recover YX2026-005 --reason 审计发现 --by 甲 --on {LAST}",
    f"appraise --year 2027 --on {LAST}",
    f"deadlines --on {LAST}",
    f"inspect --quarter 2026Q3 --on {LAST} --by 丙",
    f"inspect --pack YX2026-001 --on {LAST}",
    f"statistics --year 2026 --budget --on {LAST}",
    f"whatif class.min=25 --on {LAST}",
    "rules E0403",
    "policy",
    "ledger status",
    "ledger verify",
    "ledger export",
    "tidy --dry-run",
    "doctor",
)  # fmt: skip


@dataclass
class Ran:
    """A workspace after every command, and what they said: (command, exit status, words)."""

    workspace: Path
    said: list[tuple[str, int, str]] = field(default_factory=list)

    def call(self, *words: str) -> tuple[int, str]:
        status, out, err = call("-C", str(self.workspace), *words, "--verbose")
        self.said.append((" ".join(words), status, out + err))
        return status, out + err


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    workspace = tmp_path_factory.mktemp("canary") / "workspace"
    for kind in KINDS:
        shutil.copytree(SAMPLE / kind, workspace / kind)
    shutil.copy(SAMPLE / "gaoji.toml", workspace)
    ran = Ran(workspace)
    for line in CALLS:
        if line.startswith("reconcile"):
            shutil.copytree(SAMPLE / BANK, workspace / "extracts", dirs_exist_ok=True)
        ran.call(*line.split())
    return ran


@pytest.fixture(scope="module")
def secrets() -> set[str]:
    """The sample's numbers, as they are written in its files."""
    found: set[str] = set()
    for rows in tables():
        columns: set[int] = set()
        for row in rows:
            said = ["".join(str(cell or "").split()).rstrip("*") for cell in row]
            titles = {at for at, text in enumerate(said) if text in HEADERS}
            columns = titles or columns
            found |= {
                said[at]
                for at in columns - titles
                if at < len(said) and re.fullmatch(r"\d{11,19}|\d{17}[Xx]", said[at])
            }
    assert len(found) > 1000
    return found


def shown(said: str, secrets: set[str]) -> set[str]:
    """Those that a text shows, within longer runs of digits too."""
    runs = set(re.findall(r"\d{11,}[Xx]?", said))
    return {
        run[at : at + size] for run in runs for size in range(11, 20) for at in range(len(run) - size + 1)
    } & secrets


def tables() -> Iterator[list[list[object]]]:
    for path in sorted(
        path for kind in (*KINDS, BANK) for path in (SAMPLE / kind).rglob("*") if path.is_file()
    ):
        if path.name.endswith(".csv.gz"):
            yield list(csv.reader(io.StringIO(gzip.decompress(path.read_bytes()).decode())))
        else:
            yield from (grid.rows for grid in read_submission(path, path.name, Limits()).grids)


def texts(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    """What a file says, part by part: zips unpacked, XML with and without its tags."""
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for info in archive.infolist():
                yield name, info.filename
                yield from texts(f"{name}!{info.filename}", archive.read(info))
        return
    for encoding in ("utf-8", "gb18030"):
        said = content.decode(encoding, errors="replace")
        yield name, said
    if name.endswith((".xml", ".html")):
        yield name, re.sub(r"<[^>]*>", "", content.decode("utf-8", errors="replace"))


def personal(workspace: Path) -> set[Path]:
    """What the runs say holds personal data."""
    runs = [
        path
        for path in (workspace / "out").iterdir()
        if (path / "run.json").is_file() and not path.is_symlink()
    ]
    return {
        run / name
        for run in runs
        for name in json.loads((run / "run.json").read_text(encoding="utf-8"))["personal"]
    }


def test_every_command_was_called(ran: Ran) -> None:
    called = {line.split()[0] for line in CALLS}
    assert called | {"init", "watch"} == set(MODULES), (
        "watch goes on until it is stopped: tests/cli/test_watch.py"
    )
    assert [(command, said) for command, status, said in ran.said if status not in (0, 1)] == []


def test_no_output_but_the_personal_ones_shows_a_number(ran: Ran, secrets: set[str]) -> None:
    allowed = personal(ran.workspace)
    told: list[str] = []
    for path in sorted(ran.workspace.rglob("*")):
        inside = path.relative_to(ran.workspace)
        if (
            not path.is_file()
            or inside.parts[0] in OPEN
            or path.is_symlink()
            or {path, *path.parents} & allowed
        ):
            continue
        for place, said in texts(inside.as_posix(), path.read_bytes()):
            told += [
                f"{place}: {number}"
                for number in shown(said, secrets)
                if not (number == FILE_NAME and path.name in NAMING)
            ]
    assert told == []


def test_what_is_listed_as_personal_is_there_and_no_more_than_the_contract_lets(ran: Ran) -> None:
    listed = personal(ran.workspace)
    assert [path for path in listed if not path.exists()] == []
    commands = {path.relative_to(ran.workspace / "out").parts[0].split("-", 2)[2] for path in listed}
    assert commands <= {
        "validate",
        "letters",
        "disburse",
        "release",
        "inspect",
        "certificates",
        "recover",
        "publicity",
    }


def test_nothing_that_is_said_shows_a_number(ran: Ran, secrets: set[str]) -> None:
    assert [(command, shown(said, secrets)) for command, _, said in ran.said if shown(said, secrets)] == []


def test_what_is_said_survives_a_console_of_gbk(ran: Ran) -> None:
    lost = {character for _, _, said in ran.said for character in said if not _in_gbk(character)}
    assert lost <= {"✓", "✗"}, "but for a mark that a parameter lists as units write it"


def _in_gbk(character: str) -> bool:
    return character.encode("gbk", errors="ignore") != b""


ID_NUMBER, PHONE, ACCOUNT = "110105197201058976", "13800001234", "6222021234567890123"


@pytest.mark.parametrize("number", [ID_NUMBER, PHONE, ACCOUNT])
def test_an_error_does_not_repeat_a_number(ran: Ran, number: str) -> None:
    for line in (
        "rules {0}",
        "policy {0}",
        "form {0}",
        "diff {0}",
        "release {0} --by 乙",
        "whatif {0}=1",
        "ledger backup /no/{0}/x.db",
        "{0}",
    ):
        status, said = ran.call(*line.format(number).split())
        assert (status, number in said) == (2, False), said


def test_an_internal_error_shows_its_places_without_its_words(
    ran: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError(f"{ID_NUMBER} {PHONE}")

    monkeypatch.setattr("gaoji_batch.commands.form.run", broken)
    status, said = ran.call("form", "all")
    assert status == 2 and "in broken" in said
    assert ID_NUMBER not in said and PHONE not in said
