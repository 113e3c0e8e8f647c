"""How a command ends: 0, 1, or 2 with one line on stderr that says what is wrong and what mends it."""

from __future__ import annotations

import errno
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import click

from gaoji_batch.errors import GaojiError

_SYSTEM = {
    errno.ENOSPC: ("磁盘已满", "腾出空间后重新运行；未完成的结果没有保留"),
    errno.EDQUOT: ("磁盘配额已用完", "腾出空间后重新运行；未完成的结果没有保留"),
    errno.EACCES: ("没有权限", "检查文件夹的权限；如文件正被Excel或WPS打开，先关闭它"),
    errno.EPERM: ("没有权限", "检查文件夹的权限；如文件正被Excel或WPS打开，先关闭它"),
    errno.EROFS: ("文件系统只读", "换一个可以写入的位置，或以可写方式重新挂载"),
    errno.EFBIG: ("文件超过系统允许的大小", "检查磁盘配额和文件大小限制后重新运行"),
}  # fmt: skip


@contextmanager
def ended(verbose: bool = False) -> Iterator[None]:
    """Turns whatever stops a command into one line and its exit status. verbose: whether the places of an internal error are shown before it."""
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
        _stop(error.format_message().rstrip("。"), f"用“{name} --help”查看用法")
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


def _refused(error: OSError) -> NoReturn:
    """What the system would not do."""
    what, remedy = _SYSTEM.get(error.errno or 0, (error.strerror or type(error).__name__, "检查磁盘和文件夹后重新运行"))
    _stop(f"{what}：{error.filename}" if error.filename else what, remedy)


def _stop(what: str, remedy: str = "") -> NoReturn:
    from gaoji_batch.masking import mask_all

    line = mask_all(f"{what}；办法：{remedy}" if remedy else what)
    click.echo(" ".join(line.split()), err=True)
    sys.exit(2)


def _show(error: BaseException) -> None:
    """The places of an error, without its words, which may hold personal data."""
    import traceback

    click.echo("".join(traceback.format_tb(error.__traceback__)), err=True)
