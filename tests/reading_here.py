"""Reads files in the test's own process:
two new interpreters a command cost more than all that most tests ask."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

from gaoji_batch.workspace.limits import Limits

PLACES = ("casework.readers", "intake.reading", "evidence.bank")
"""The modules that ask for LocalWorkers."""


class ReadingHere(Executor):
    """Stands for LocalWorkers: a file is read as soon as it is asked for."""

    def __init__(self, count: int, limits: Limits) -> None:
        """As LocalWorkers are made; there is nothing to count and nothing to bound."""

    def prepare(self, module: str, name: str) -> None:
        """Nothing to start."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future
