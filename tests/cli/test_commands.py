"""The command line as a whole: help, errors in one line, what is imported when."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest

from gaoji_batch.cli import MODULES, gaoji
from tests.cli.calls import call


@pytest.mark.parametrize("name", MODULES)
def test_every_command_has_chinese_help_with_an_example(name: str) -> None:
    command = gaoji.get_command(None, name)  # type: ignore[arg-type]
    assert command is not None
    said = command.help or ""
    assert "例：gaoji " in said
    assert any("\u4e00" <= letter <= "\u9fff" for letter in said)
    lacking = [
        option.name for option in command.params if isinstance(option, click.Option) and not option.help
    ]
    assert lacking == []


def test_the_heading_lists_every_command_and_speaks_chinese() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "gaoji_batch", "--help"], capture_output=True, text=True, check=True
    ).stdout
    assert all(name in said for name in MODULES)
    assert said.startswith("用法：")


def test_help_imports_nothing_heavy() -> None:
    asked = (
        "import sys; from gaoji_batch.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "print(sorted({'pandas', 'duckdb', 'msgspec', 'lxml'} & set(sys.modules)))"
    )
    assert subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    ).stdout.endswith("[]\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["ledger"],
        ["valdate"],
        ["validate", "--nonsense"],
        ["validate", "--on", "昨天"],
        ["-C", "/nowhere", "validate"],
        ["form"],
        ["validate", "nofile.xlsx"],
    ],
)
def test_what_cannot_be_done_is_one_line_with_a_remedy_and_status_two(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gaoji.toml").touch()
    monkeypatch.chdir(tmp_path)
    status, out, err = call(*arguments)
    assert (status, out) == (2, "")
    assert len(err.splitlines()) == 1 and len(err) < 160
    assert "办法：" in err
    assert any("\u4e00" <= letter <= "\u9fff" for letter in err)


def test_gaoji_alone_lists_the_commands() -> None:
    status, out, err = call()
    assert (status, err) == (0, "")
    assert all(name in out for name in MODULES)


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        (["valdate"], "gaoji validate"),
        (["ledger", "stat"], "gaoji ledger status"),
        (["recive"], "gaoji receive"),
    ],
)
def test_an_unknown_command_suggests_the_nearest(wrong: list[str], meant: str) -> None:
    status, _, err = call(*wrong)
    assert status == 2
    assert f"“{meant}”" in err
    assert "--help" in call("qqqq")[2]


def test_the_folder_may_stand_before_or_after_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for arguments in (["init", "ws"], ["-C", "ws", "form", "roster"], ["form", "学员名单", "-C", "ws"]):
        assert call(*arguments)[0] == 0
    assert len(list((tmp_path / "ws" / "out").glob("2*-form"))) == 2


def test_a_console_that_speaks_gbk_survives(tmp_path: Path) -> None:
    (tmp_path / "gaoji.toml").touch()
    asked = [sys.executable, "-m", "gaoji_batch", "validate", "\u200e\U0001f600.xlsx"]
    done = subprocess.run(
        asked, capture_output=True, cwd=tmp_path, env={"PYTHONIOENCODING": "gbk", "PATH": ""}, check=False
    )
    assert done.returncode == 2
    assert "没有文件或文件夹" in done.stderr.decode("gbk")
