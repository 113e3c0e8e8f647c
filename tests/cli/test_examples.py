"""Every command line in a help text, the README and the handbook is one that the program takes."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

from gaoji_batch.cli import MODULES, gaoji

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("README.md", "docs/handbook.md", "sample_data/README.md")
LINE = re.compile(r"^(?:    )?(gaoji \S.*?)(?:\s{3,}.*)?$", re.M)


def of_help(command: click.Command) -> list[str]:
    """The examples of a command, or of each of its subcommands."""
    if isinstance(command, click.Group):
        return [line for part in command.commands.values() for line in of_help(part)]
    return re.findall(r"例：(gaoji .+)", command.help or "")


def examples() -> Iterator[tuple[str, str]]:
    for name in MODULES:
        command = gaoji.get_command(None, name)  # type: ignore[arg-type]
        assert command is not None
        yield from ((name, line) for line in of_help(command))
    for page in PAGES:
        yield from ((page, line) for line in LINE.findall((ROOT / page).read_text(encoding="utf-8")))


@pytest.fixture
def parse(monkeypatch: pytest.MonkeyPatch) -> Callable[[list[str]], None]:
    """Reads words as the command line does, and runs nothing;
    click.ClickException where they are not taken."""
    monkeypatch.setattr(click.Command, "invoke", lambda *_: None)
    return lambda words: gaoji.main(words, "gaoji", standalone_mode=False)


@pytest.mark.parametrize(("source", "line"), list(examples()))
def test_an_example_is_taken(source: str, line: str, parse: Callable[[list[str]], None]) -> None:
    parse(shlex.split(line)[1:])


def test_an_option_that_does_not_exist_would_be_seen(parse: Callable[[list[str]], None]) -> None:
    for words in (["validate", "--nonsense"], ["ledger", "restore"], ["reconcile", "--quarter", "2026"]):
        with pytest.raises(click.ClickException):
            parse(words)


def test_examples_are_found_everywhere() -> None:
    assert {source for source, _ in examples()} == {*PAGES, *MODULES}
