"""What `make` does before anything else: the Python it is given, and the .venv that it finds."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYTHON = """#!/bin/sh
echo "$*" >> '{log}'
case "$*" in
    *version_info*) exit {old} ;;
    *"-m venv"*) rm -rf .venv; mkdir -p .venv/bin; cp "$0" .venv/bin/python ;;
    *"-m pip"*) exit {offline} ;;
esac
"""
"""Stands in for Python: notes what it is asked, and makes a .venv of itself."""

pytestmark = pytest.mark.posix


class Place:
    """A folder with the Makefile, and the Python that it is given."""

    def __init__(self, folder: Path, old: int = 0, offline: int = 0) -> None:
        self.folder, self.log = folder, folder.parent / f"{folder.name}.log"
        (folder / "requirements").mkdir(parents=True)
        for name in ("Makefile", "pyproject.toml", "requirements/dev.txt"):
            shutil.copy(ROOT / name, folder / name)
        self.python = folder.parent / f"{folder.name}-python"
        self.python.write_text(PYTHON.format(log=self.log, old=old, offline=offline), encoding="utf-8")
        self.python.chmod(0o755)

    def make(self) -> subprocess.CompletedProcess[str]:
        self.log.write_text("", encoding="utf-8")
        return subprocess.run(
            ["make", "setup", f"PYTHON={self.python}"],
            cwd=self.folder,
            env={"PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=False,
        )

    def asked(self, what: str) -> bool:
        return what in self.log.read_text(encoding="utf-8")


def test_an_old_python_is_one_line_that_says_how_to_name_another(tmp_path: Path) -> None:
    place = Place(tmp_path / "place", old=1)
    said = place.make().stderr.splitlines()
    chinese = [line for line in said if not line.isascii()]
    assert len(chinese) == 1 and "需要Python 3.11以上" in chinese[0] and "PYTHON=" in chinese[0]
    assert not (place.folder / ".venv").exists()


def test_a_python_that_is_not_there_is_the_same_line(tmp_path: Path) -> None:
    place = Place(tmp_path / "place")
    place.python.unlink()
    assert "需要Python 3.11以上" in place.make().stderr


def test_what_is_whole_is_left_alone(tmp_path: Path) -> None:
    place = Place(tmp_path / "place")
    assert place.make().returncode == 0 and place.asked("-m venv --clear .venv")
    assert place.make().returncode == 0 and not place.asked("-m")


def test_a_venv_that_was_never_finished_is_made_anew(tmp_path: Path) -> None:
    place = Place(tmp_path / "place")
    (place.folder / ".venv" / "bin").mkdir(parents=True)
    shutil.copy(place.python, place.folder / ".venv" / "bin" / "python")
    assert place.make().returncode == 0 and place.asked("-m venv --clear .venv")


def test_a_venv_of_another_place_is_made_anew(tmp_path: Path) -> None:
    place = Place(tmp_path / "place")
    assert place.make().returncode == 0
    place.folder = place.folder.rename(tmp_path / "moved")
    assert place.make().returncode == 0 and place.asked("-m venv --clear .venv")
    assert place.make().returncode == 0 and not place.asked("-m")


def test_a_venv_whose_python_is_gone_is_made_anew(tmp_path: Path) -> None:
    place = Place(tmp_path / "place")
    assert place.make().returncode == 0
    python = place.folder / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3.11")
    assert place.make().returncode == 0 and place.asked("-m venv --clear .venv")


def test_a_new_lock_keeps_the_venv(tmp_path: Path) -> None:
    place = Place(tmp_path / "place")
    assert place.make().returncode == 0
    lock = place.folder / "requirements" / "dev.txt"
    later = (place.folder / ".venv" / ".ready").stat().st_mtime + 10
    os.utime(lock, (later, later))
    assert place.make().returncode == 0 and place.asked("-m pip") and not place.asked("-m venv")


def test_without_a_network_the_bundle_is_named(tmp_path: Path) -> None:
    place = Place(tmp_path / "place", offline=1)
    said = place.make()
    assert said.returncode == 2 and "离线安装包" in said.stderr and "docs/bundle.md" in said.stderr
    assert not (place.folder / ".venv" / ".ready").exists()
