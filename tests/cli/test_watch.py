"""gaoji watch as a process of its own: a saved file is judged again, and Ctrl-C leaves nothing behind."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.calls import call
from tests.commands.workspaces import made
from tests.rules import world

pytest.importorskip("watchfiles")
ON = "2026-07-01"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return made(world.clean(20), tmp_path / "workspace").path


@pytest.fixture
def mended(tmp_path: Path) -> Path:
    """The same workspace in which one post excludes its holder."""
    case = {"set": {"roster": {3: {"岗位": "财务主管"}}}}
    return made(world.edited(world.clean(20), case), tmp_path / "other").path


@pytest.fixture
def watching(folder: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-u", "-m", "gaoji_batch", "-C", str(folder), "watch", "--on", ON]
    running = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    yield running
    if running.poll() is None:
        running.kill()
        running.communicate()


def line(running: subprocess.Popen[str]) -> str:
    assert running.stdout
    return running.stdout.readline()


def interrupt(running: subprocess.Popen[str]) -> None:
    os.killpg(running.pid, signal.SIGINT)  # a terminal sends it to the readers as well


def roster_of(folder: Path) -> Path:
    return next(path for path in sorted((folder / "inbox").rglob("*")) if "名单" in path.name)


def left(folder: Path) -> list[str]:
    return [path.name for path in (folder / "out").glob(".*")] if (folder / "out").is_dir() else []


@pytest.mark.posix
def test_a_saved_file_is_judged_again_as_by_hand(
    folder: Path, mended: Path, watching: subprocess.Popen[str]
) -> None:
    assert "正在守候" in line(watching)
    assert "问题没有增减" in line(watching)
    target = roster_of(folder)
    (target.parent / f"~${target.name}").write_bytes(b"lock")
    (target.parent / f".~{target.name}").write_bytes(b"lock")
    content = roster_of(mended).read_bytes()
    with target.open("wb") as file:  # saved in two goes, as over a slow share
        file.write(content[:500])
        file.flush()
        time.sleep(0.5)
        file.write(content[500:])
    said = line(watching)
    assert re.search(r"新增2条（岗位非生产服务一线、申领人数不符），现有不通过1条.*用时\d+\.\d秒", said), said
    interrupt(watching)
    assert "已结束守候" in watching.communicate(timeout=30)[0]
    assert watching.returncode == 0
    runs = sorted(path for path in (folder / "out").glob("2*-validate"))
    assert len(runs) == 2
    assert call("-C", str(folder), "validate", "--on", ON, "--exit-zero")[0] == 0
    byhand = (folder / "out" / "latest" / "findings.json").read_bytes()
    assert (runs[-1] / "findings.json").read_bytes() == byhand


@pytest.mark.posix
@pytest.mark.parametrize("delay", [0.3, 1.2, 2.2, 5.0])
def test_ctrl_c_at_any_moment_leaves_nothing(
    folder: Path, watching: subprocess.Popen[str], delay: float
) -> None:
    time.sleep(delay)
    interrupt(watching)
    _, said = watching.communicate(timeout=30)
    assert watching.returncode in (0, 2), said
    assert "Traceback" not in said
    assert left(folder) == []
    # no lock was left
    assert call("-C", str(folder), "validate", "--on", ON, "--exit-zero")[0] == 0
