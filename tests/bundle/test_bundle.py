"""What goes into an offline bundle, short of the wheels themselves (`make bundle` fetches those)."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.bundle import embedded
from tests.bundle.locked import PLATFORMS, required, wanted
from tests.bundle.make import scripts

PARTS = """one==1 ; sys_platform == 'win32' \\
    --hash=sha256:aa
two==2 ; python_full_version < '3.12' \\
    --hash=sha256:bb \\
    --hash=sha256:cc
two==3 ; python_full_version >= '3.12' \\
    --hash=sha256:dd
three==1 ; platform_machine == 'aarch64' \\
    --hash=sha256:ee
"""


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("win_amd64", ["one==1", "two==2"]),
        ("linux_x86_64", ["two==2"]),
        ("linux_aarch64", ["two==2", "three==1"]),
    ],
)
def test_markers_are_answered_for_the_other_computer(name: str, wanted: list[str]) -> None:
    lines = required(PARTS, PLATFORMS[name], "3.11").splitlines()
    assert [line.split()[0] for line in lines] == wanted
    assert lines[wanted.index("two==2")].split()[1:] == ["--hash=sha256:bb", "--hash=sha256:cc"]


def test_a_newer_python_gets_its_own_versions() -> None:
    lines = required(PARTS, PLATFORMS["linux_x86_64"], "3.13").splitlines()
    assert [line.split()[0] for line in lines] == ["two==3"]


def test_every_locked_package_has_its_hash_for_every_python() -> None:
    for platform in PLATFORMS.values():
        for python in platform.pythons:
            lines = wanted(platform, python).splitlines()
            assert len(lines) > 25 and all(" --hash=sha256:" in line and ";" not in line for line in lines)
            assert {"psycopg", "psycopg-binary", "pandas"} <= {line.partition("==")[0] for line in lines}


def test_another_python_than_the_one_looked_at_is_refused(tmp_path) -> None:
    with pytest.raises(ValueError, match="sha256"):
        embedded.unpack(tmp_path / "python", b"anything")
    assert not (tmp_path / "python").exists()


def test_windows_reads_its_scripts_in_its_own_code_page() -> None:
    made = scripts(PLATFORMS["win_amd64"], "win_amd64")
    assert set(made) == {"安装.cmd", "校验.cmd", "菜单.cmd", "gaoji.cmd", "说明.txt"}
    for content in made.values():
        text = content.decode("gbk")
        assert text.count("\n") == text.count("\r\n") > 2 and "{" not in text
        second = {character.encode("gbk")[1:] for character in text if len(character.encode("gbk")) == 2}
        assert not second & {bytes([byte]) for byte in b'|^&<>"%'}, (
            "a command line that is not read as GBK would break there"
        )


@pytest.mark.posix
def test_the_linux_scripts_are_sound_and_say_what_is_missing(tmp_path) -> None:
    for name, content in scripts(PLATFORMS["linux_aarch64"], "linux_aarch64").items():
        if name.endswith(".sh"):
            subprocess.run(["sh", "-n"], input=content, check=True)
            (tmp_path / name).write_bytes(content)
    checked = subprocess.run(["sh", tmp_path / "校验.sh"], capture_output=True, check=False)
    assert checked.returncode == 2 and "安装.sh" in checked.stderr.decode()
    bare = {"PATH": str(_only(tmp_path / "bin", "dirname"))}
    installed = subprocess.run(
        [shutil.which("sh") or "sh", tmp_path / "安装.sh"], capture_output=True, check=False, env=bare
    )
    assert installed.returncode == 2 and "没有找到Python 3.11至3.14" in installed.stderr.decode()
    assert not (tmp_path / "venv").exists()


def _only(folder: Path, *names: str) -> Path:
    """A folder of programs with these alone."""
    folder.mkdir()
    for name in names:
        (folder / name).symlink_to(shutil.which(name) or name)
    return folder
