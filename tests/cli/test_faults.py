"""What the machine does to a command: Ctrl-C, a full or read-only disk,
files that vanish or change. One line, exit status 2, nothing half-written."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from gaoji_batch.casework import ledgers
from gaoji_batch.commands import validate
from gaoji_batch.errors import GaojiError
from gaoji_batch.intake import reading
from gaoji_batch.workspace.folders import Workspace
from tests.cli.calls import call
from tests.commands.workspaces import made
from tests.rules import world

SPEAKING = {"F001", "E0415"}
ON = date(2026, 7, 1)
posix = pytest.mark.skipif(os.name != "posix", reason="signals and mounts of POSIX")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return made(world.clean(20), tmp_path / "workspace").path


def started(folder: Path, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "gaoji_batch", "-C", str(folder), *words, "--on", ON.isoformat()]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def hidden(folder: Path) -> list[str]:
    return [path.name for path in (folder / "out").glob(".*")] if (folder / "out").is_dir() else []


@posix
@pytest.mark.parametrize("command", ["validate", "accept"])
def test_ctrl_c_at_any_moment_is_one_line_and_leaves_nothing_half_written(folder: Path, command: str) -> None:
    stopped = 0
    for delay in (0.15, 0.7, 1.6):
        running = started(folder, command)
        time.sleep(delay)
        os.killpg(running.pid, signal.SIGINT)  # a terminal sends it to the readers as well
        said = running.communicate(timeout=30)[1]
        if running.returncode != 0:
            stopped += 1
            assert (running.returncode, said.count("\n")) == (2, 1), said
            assert "中断" in said
        assert hidden(folder) == []
    assert stopped
    assert call("-C", str(folder), command, "--on", ON.isoformat())[0] == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 1 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "none", place], capture_output=True, check=False
    ).returncode:
        pytest.skip("mounting needs root")
    yield place
    subprocess.run(["umount", place], check=True)


@posix
@pytest.mark.parametrize("left", [8_192, 40_000, 90_000])
def test_a_full_disk_is_one_line_and_leaves_nothing(small_disk: Path, left: int) -> None:
    folder = made(world.clean(20), small_disk / "workspace").path
    free = os.statvfs(small_disk)
    (small_disk / "filler").write_bytes(bytes(free.f_bavail * free.f_bsize - left))
    # a process of its own: one that goes on may hold a file of the disk open
    running = started(folder, "validate")
    said = running.communicate(timeout=60)[1]
    assert (running.returncode, said.count("\n")) == (2, 1) and "磁盘已满" in said, said
    assert hidden(folder) == [] and not list((folder / "out").glob("*"))


@posix
def test_a_read_only_disk_is_one_line_and_what_writes_nothing_still_runs(folder: Path) -> None:
    if (
        os.geteuid()
        or subprocess.run(["mount", "--bind", folder, folder], capture_output=True, check=False).returncode
    ):
        pytest.skip("mounting needs root")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", folder], check=True)
        running = started(folder, "validate")
        said = running.communicate(timeout=60)[1]
        assert (running.returncode, said.count("\n")) == (2, 1) and "只读" in said, said
        assert started(folder, "rules", "E0403").wait(timeout=60) == 0
    finally:
        subprocess.run(["umount", folder], check=True)


@pytest.mark.parametrize("fate", ["vanishes", "changes", "becomes a folder"])
def test_a_file_that_goes_while_it_is_read_costs_itself_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch, fate: str
) -> None:
    """It goes after its hash was taken, and before its reader or its returned copy opens it."""
    path = folder / "inbox" / "学员名单.xlsx"
    taken = reading._hash

    def gone(asked: Path) -> str:
        digest = taken(asked)
        if asked == path and path.is_file():
            path.unlink()
            if fate == "changes":
                path.write_bytes(b"PK\x03\x04 no workbook any more")
            elif fate == "becomes a folder":
                path.mkdir()
        return digest

    monkeypatch.setattr(reading, "_hash", gone)
    result = validate.run(Workspace.find(folder), on=ON)
    said = (result.folder / "findings.json").read_text(encoding="utf-8")
    assert '"code":"F001"' in said and "学员名单.xlsx" in said
    assert (result.folder / "run.json").is_file() and hidden(folder) == []


def test_a_file_that_vanishes_before_its_copy_is_made_costs_its_marks_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gaoji_batch.outputs.marking import returned

    path = folder / "inbox" / "学员名单.xlsx"
    path.write_bytes(b"PK\x03\x04 no workbook")
    order = returned.order

    def late(*arguments: object, **more: object) -> object:
        path.unlink()
        return order(*arguments, **more)

    monkeypatch.setattr(returned, "order", late)
    result = validate.run(Workspace.find(folder), on=ON)
    assert (result.folder / "returned" / "学员名单.xlsx").is_file()


def test_a_file_held_open_elsewhere_is_told_as_such(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows refuses to replace or write what Excel holds open."""

    def held(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(folder / "out" / "x.xlsx"))

    monkeypatch.setattr("gaoji_batch.outputs.workbooks.summary.write", held)
    status, _, said = call("-C", str(folder), "validate", "--on", ON.isoformat())
    assert status == 2 and said.count("\n") == 1 and "关闭" in said and "x.xlsx" in said
    assert hidden(folder) == []


@posix
def test_a_folder_that_cannot_be_opened_is_told_and_not_passed_over(folder: Path) -> None:
    """Its files would be missing, and nobody would know."""
    for part in ("inbox", "extracts"):
        (folder / part / "甲").mkdir()
        (folder / part / "甲").chmod(0)
    command = [sys.executable, "-m", "gaoji_batch", "-C", str(folder), "validate", "--on", ON.isoformat()]
    if os.geteuid() == 0:  # to whom nothing is closed
        command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", *command]
    try:
        running = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("setpriv is not here")
    assert running.returncode == 1 and "extracts/甲：" in running.stderr, running.stderr
    said = (folder / "out" / "latest" / "findings.json").read_text(encoding="utf-8")
    assert '"code":"F001"' in said and '"file":"inbox/甲"' in said and "文件夹打不开" in said


@pytest.fixture(scope="module")
def validated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of one run."""
    workspace = made(world.clean(20), tmp_path_factory.mktemp("validated") / "workspace")
    validate.run(workspace, on=ON)
    return workspace.path


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("run.json", b"\xff{"),
        ("findings.json", b'{"code":\n'),
        ("findings.json", b"[1]\n"),
        ("state", b"[1]"),
    ],
)
def test_a_former_run_that_was_damaged_is_one_line_that_says_which(
    validated: Path, tmp_path: Path, name: str, content: bytes
) -> None:
    folder = shutil.copytree(validated, tmp_path / "workspace", symlinks=True)
    run = next((folder / "out").glob("*-validate"))
    path = folder / ".gaoji" / "decisions.json" if name == "state" else run / name
    path.write_bytes(content)
    for command in (("validate",), ("diff", "latest", "latest"))[: 1 if name == "state" else 2]:
        status, _, said = call("-C", str(folder), *command)
        assert (
            (status, said.count("\n")) == (2, 1) and "已损坏" in said and path.stem in said and "移" in said
        ), said


def test_what_is_kept_is_given_only_as_it_was_kept(folder: Path) -> None:
    workspace = Workspace.find(folder)
    mark = ledgers.keep(workspace, b"issued")
    assert ledgers.kept(workspace, mark) == b"issued"
    (folder / "kept" / mark).write_bytes(b"other")
    with pytest.raises(GaojiError, match="已被改动"):
        ledgers.kept(workspace, mark)


@pytest.fixture(scope="module")
def accepted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a ledger."""
    folder = made(world.clean(20), tmp_path_factory.mktemp("accepted") / "workspace").path
    assert call("-C", str(folder), "accept")[0] in (0, 1)
    return folder


@posix
@pytest.mark.parametrize("command", [("form", "all"), ("ledger", "backup", "备份.db")])
def test_what_a_full_disk_cuts_off_is_one_line_with_its_remedy(
    accepted: Path, small_disk: Path, command: tuple[str, ...]
) -> None:
    """The zip that could not be closed used to say more when it was let go."""
    folder = shutil.copytree(accepted, small_disk / "workspace", symlinks=True)
    free = os.statvfs(small_disk)
    (small_disk / "filler").write_bytes(bytes(max(free.f_bavail * free.f_bsize - 8_192, 0)))
    words = [str(small_disk / word) if word.endswith(".db") else word for word in command]
    ran = subprocess.run(
        [sys.executable, "-m", "gaoji_batch", "-C", str(folder), *words],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr.count("\n")) == (2, 1) and "腾出空间" in ran.stderr, ran.stderr
    assert hidden(folder) == [] and not list(small_disk.glob("备份*"))


def test_a_register_that_cannot_be_written_whole_is_not_in_center(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(rows: object, path: Path, *_: object) -> None:
        path.write_bytes(b"PK")
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr("gaoji_batch.outputs.workbooks.receipts.write_register", cut_off)
    status, _, said = call("-C", str(folder), "receive", "--by", "王敏", "--on", ON.isoformat())
    assert (status, said.count("\n")) == (2, 1) and "磁盘已满" in said
    assert not list((folder / "center").rglob("*登记-*")) and hidden(folder) == []


def test_a_style_sheet_saved_in_another_code_page_is_one_line(folder: Path) -> None:
    (folder / "templates").mkdir()
    (folder / "templates" / "page.css").write_bytes("/* 样式 */".encode("gb18030"))
    for command in ("validate", "deadlines"):
        status, _, said = call("-C", str(folder), command, "--on", ON.isoformat())
        assert (status, said.count("\n")) == (2, 1) and "page.css不是UTF-8编码" in said
