"""How a command ends: 0, 1, or 2 with one line on stderr that says what is wrong and what mends it."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import click

from gaoji_batch.errors import GaojiError, refusal


@contextmanager
def ended(verbose: bool = False) -> Iterator[None]:
    """Turns whatever stops a command into one line and its exit status. verbose: whether the places of an
    internal error are shown before it."""
    with _interrupts() as pressed:
        try:
            yield
        except click.exceptions.Exit as leaving:
            sys.exit(leaving.exit_code)
        except (KeyboardInterrupt, click.Abort):
            _interrupted()
        except BrokenPipeError:
            sys.stderr.close()
            sys.exit(0)
        except Exception as error:
            if pressed:  # what an interrupt broke on its way is no error of its own
                _interrupted()
            _explain(error, verbose)


@contextmanager
def _interrupts() -> Iterator[list[int]]:
    """Ctrl-C as always, and remembered: the list holds something once it was pressed."""
    pressed: list[int] = []

    def noted(number: int, _: object) -> NoReturn:
        pressed.append(number)
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, noted)
    try:
        yield pressed
    finally:
        signal.signal(signal.SIGINT, before)


def _interrupted() -> NoReturn:
    if sys.stderr.isatty():
        click.echo(err=True)  # leaves the line of the ^C
    _stop("已中断，未完成的结果没有保留", "重新运行即可")


def _explain(error: Exception, verbose: bool) -> NoReturn:
    """The line for an error: of the call, the settings, the system, or the program itself."""
    if isinstance(error, click.UsageError):
        name = error.ctx.command_path if error.ctx else "gaoji"
        what = (
            "没有写明命令"
            if isinstance(error, click.exceptions.NoArgsIsHelpError)
            else error.format_message().rstrip("。.")
        )
        near = _nearest(error)
        _stop(what.split("。")[0] if near else what, near or f"用“{name} --help”查看用法")
    if isinstance(error, click.ClickException):
        _stop(error.format_message())
    if isinstance(error, GaojiError):
        _stop(error.what, error.remedy)
    if isinstance(error, OSError):
        _refused(error)
    if isinstance(error.__context__, OSError):  # as the writer of workbooks passes it on
        _refused(error.__context__)
    if isinstance(error, MemoryError):
        _stop("内存不足", "关闭其他程序，或在gaoji.toml中调低[evidence] memory后重新运行")
    if verbose:
        _show(error)
    _stop(f"程序内部错误（{type(error).__name__}）", "加--verbose重新运行，把输出交给系统维护人员")


def _nearest(error: click.UsageError) -> str:
    """The command or options that were probably meant; '' if the error is another one, or none is near."""
    from difflib import get_close_matches

    if isinstance(error, click.NoSuchOption):
        return f"是不是要用{'、'.join(error.possibilities)}" if error.possibilities else ""
    if not isinstance(error, click.exceptions.NoSuchCommand) or error.ctx is None:
        return ""
    group = error.ctx.command
    names = group.list_commands(error.ctx) if isinstance(group, click.Group) else []
    near = get_close_matches(error.command_name, names, 1)
    return f"是不是要用“{error.ctx.command_path} {near[0]}”" if near else ""


def _refused(error: OSError) -> NoReturn:
    """What the system would not do. What a half-written file has to add when it is let go is no news."""
    sys.unraisablehook = lambda _: None
    what, remedy = refusal(error)
    _stop(f"{what}：{error.filename}" if error.filename else what, remedy)


def _stop(what: str, remedy: str = "") -> NoReturn:
    from gaoji_batch.outputs.safe_text import clean
    from gaoji_batch.values.masking import mask_all

    line = mask_all(f"{what}；办法：{remedy}" if remedy else what)
    click.echo(clean(" ".join(line.split())), err=True)
    sys.exit(2)


def _show(error: BaseException) -> None:
    """The places of an error, without its words, which may hold personal data."""
    import traceback

    click.echo("".join(traceback.format_tb(error.__traceback__)), err=True)
