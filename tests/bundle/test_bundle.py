"""What goes into an offline bundle, short of the wheels themselves (`make bundle` fetches those)."""

from __future__ import annotations

import subprocess

import pytest

from tests.bundle.make import LOCK, PLATFORMS, required, scripts

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
    lines = required(PARTS, PLATFORMS[name]).splitlines()
    assert [line.split()[0] for line in lines] == wanted
    assert lines[wanted.index("two==2")].split()[1:] == ["--hash=sha256:bb", "--hash=sha256:cc"]


def test_every_locked_package_has_its_hash() -> None:
    for platform in PLATFORMS.values():
        lines = required(LOCK.read_text(encoding="utf-8"), platform).splitlines()
        assert len(lines) > 25 and all(" --hash=sha256:" in line and ";" not in line for line in lines)


def test_windows_reads_its_scripts_in_its_own_code_page() -> None:
    made = scripts("win_amd64")
    assert set(made) == {"安装.cmd", "校验.cmd", "说明.txt"}
    for content in made.values():
        text = content.decode("gbk")
        assert text.count("\n") == text.count("\r\n") > 5 and "{" not in text
        second = {character.encode("gbk")[1:] for character in text if len(character.encode("gbk")) == 2}
        assert not second & {bytes([byte]) for byte in b'|^&<>"%'}, (
            "a command line that is not read as GBK would break there"
        )


def test_the_linux_scripts_are_sound_and_say_what_is_missing() -> None:
    for name, content in scripts("linux_aarch64").items():
        if name.endswith(".sh"):
            subprocess.run(["sh", "-n"], input=content, check=True)
    checked = subprocess.run(
        ["sh"], input=scripts("linux_aarch64")["校验.sh"], capture_output=True, check=False
    )
    assert checked.returncode == 2 and "安装.sh" in checked.stderr.decode()
