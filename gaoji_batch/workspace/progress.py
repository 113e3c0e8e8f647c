"""How a command tells what it is doing: an object passed in, so that nothing below the command line
prints."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Progress:
    """Says nothing. The command line passes one that draws bars on a terminal and writes notices to
    stderr."""

    @contextmanager
    def bar(self, label: str, length: int) -> Iterator[Callable[[], None]]:
        """A bar of `length` steps for the time of the block; yields what makes one step."""
        yield lambda: None

    def say(self, notice: str) -> None:
        """A notice that the user should see now, such as that another command is being waited for."""


SILENT = Progress()
