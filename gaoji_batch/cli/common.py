"""What all commands share: their options, the workspace, progress on a terminal, JSON for machines."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property, wraps
from pathlib import Path
from typing import Any

import click

from gaoji_batch.outputs.safe_text import clean
from gaoji_batch.values.clock import today
from gaoji_batch.workspace.folders import Workspace
from gaoji_batch.workspace.progress import Progress


class Terminal(Progress):
    """Bars on a terminal only, notices on stderr; what a unit wrote gives a terminal no orders (escape
    sequences)."""

    def __init__(self, quiet: bool) -> None:
        self.quiet = quiet

    @contextmanager
    def bar(self, label: str, length: int) -> Iterator[Callable[[], None]]:
        if self.quiet or not sys.stderr.isatty() or not length:
            yield lambda: None
            return
        with click.progressbar(length=length, label=label, file=sys.stderr, width=30) as progress_bar:
            yield lambda: progress_bar.update(1)

    def say(self, notice: str) -> None:
        if not self.quiet:
            click.echo(clean(notice), err=True)


@dataclass
class Task:
    """One call of a command: where, when, and how to answer."""

    folder: Path
    on: date
    quiet: bool = False
    json: bool = False

    @cached_property
    def workspace(self) -> Workspace:
        return Workspace.find(self.folder)

    @cached_property
    def progress(self) -> Terminal:
        return Terminal(self.quiet or self.json)

    def say(self, *lines: str) -> None:
        """Lines for people, on stdout; none with --quiet or --json."""
        if not self.quiet and not self.json:
            for line in lines:
                click.echo(clean(line))

    def give(self, result: Any) -> None:
        """The result for machines, with --json: UTF-8, whatever the console's code page is."""
        if self.json:
            content = json.dumps(result, ensure_ascii=False, default=str)
            click.echo(content.encode("utf-8", "backslashreplace"))

    def warn(self, *remarks: str) -> None:
        """What should be known beside the result, on stderr."""
        for remark in remarks:
            self.progress.say(remark)


def shown(path: Path) -> str:
    """A path as a person would type it."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


class Day(click.ParamType[Any]):
    """A day in any of the usual writings."""

    name = "日期"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            # the usual writing needs no pandas, which is imported while files are read
            return date.fromisoformat(value)
        except ValueError:
            from gaoji_batch.values.dates import read_date

        day = read_date(value)
        if day is None:
            self.fail(f"“{value}”不是日期，请写成2026-07-01这样", param, ctx)
        return day


class Quarter(click.ParamType[Any]):
    """2026Q3 or 2026年第三季度 → (2026, 3)."""

    name = "季度"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        if isinstance(value, tuple):
            return value
        from gaoji_batch.values.dates import read_quarter

        quarter = read_quarter(value)
        if quarter is None:
            self.fail(f"“{value}”不是季度，请写成2026Q3或2026年第三季度", param, ctx)
        return quarter


DAY, QUARTER = Day(), Quarter()
_EXIT_ZERO = click.option("--exit-zero", is_flag=True, help="有不通过的问题时也以0结束。")
_JSON = click.option("--json", "json", is_flag=True, help="输出JSON，供程序读取。")
_ON = click.option("--on", type=DAY, default=None, metavar="日期", help="以这一天为今天；不写时为当天。")
_ALWAYS = (
    click.option("-C", "folder", metavar="文件夹", default=None, help="工作区所在的文件夹。"),
    click.option("--quiet", is_flag=True, help="只在出错时输出。"),
    click.option("--verbose", is_flag=True, expose_value=False, help="出错时显示出错的位置。"),
)


def command(
    name: str, *, on: bool = False, as_json: bool = True, exit_zero: bool = False
) -> Callable[[Callable[..., int | None]], click.Command]:
    """Makes a command of a function (task, **its own options) → exit status; adds the options that all share.

    on: --on DATE; as_json: --json; exit_zero: --exit-zero, which turns the exit status 1 into 0.
    """

    def made(function: Callable[..., int | None]) -> click.Command:
        @wraps(function)
        @click.pass_context
        def call(
            ctx: click.Context,
            /,
            folder: str | None,
            quiet: bool,
            json: bool = False,
            on: date | None = None,
            exit_zero: bool = False,
            **own: Any,
        ) -> None:
            where = folder or ctx.find_root().obj
            status = function(Task(Path(where or "."), on or today(), quiet, json), **own)
            ctx.exit(0 if exit_zero else status or 0)

        shared = [
            *([_ON] if on else []),
            *([_JSON] if as_json else []),
            *([_EXIT_ZERO] if exit_zero else []),
            *_ALWAYS,
        ]
        return click.command(
            name,
            options_metavar="[选项]",
            context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
        )(_with_options(call, shared))

    return made


def _with_options(call: Callable[..., Any], shared: list[Callable[..., Any]]) -> Callable[..., Any]:
    """The call of a command with the options that all share, behind its own."""
    parameters = list(getattr(call, "__click_params__", []))
    call.__click_params__ = []  # type: ignore[attr-defined]
    for option in reversed(shared):
        call = option(call)
    # click reverses the list: a command's own options come first
    call.__click_params__ += parameters  # type: ignore[attr-defined]
    return call
