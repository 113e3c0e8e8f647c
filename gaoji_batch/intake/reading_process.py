"""One process that reads files, and the pipe to it: a reader may abort its process, and then one file is lost
and the process is replaced."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import ForkingPickler
from typing import Any

from gaoji_batch.errors import GaojiError
from gaoji_batch.intake.bounds import bound_memory, processor_seconds
from gaoji_batch.workspace.limits import Limits

_READY = "ready"
_START_SECONDS = 120
IDLE = 5
"""A process that does nothing is waited for so many times as long as one that works."""
SMALL = 16_384
"""Bytes of a request that may be sent while the one before is being answered: with large ones on both ways,
each side would wait for the other to read."""


class WorkerLost(Exception):
    """The process died over this request, or took too long and was ended. why: 'time', 'memory' or 'died'."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class ReadingProcess:
    """A process and the pipe to it; a process that is lost is replaced at the next request."""

    def __init__(self, limits: Limits) -> None:
        self._memory = limits.memory_bytes
        self._process: BaseProcess | None = None
        self._pipe: Connection
        self._sent = 0
        self._starting = threading.Lock()
        self._abandoned = False

    @property
    def running(self) -> bool:
        """Whether it has started."""
        return self._process is not None

    def _start(self) -> None:
        """Once more where the first process died as it started, as was seen once in hundreds of runs."""
        with suppress(GaojiError):
            return self._start_once()
        return self._start_once()

    def _start_once(self) -> None:
        """Spawned, not forked: a copy of a process with threads may hang, and other platforms have no
        fork."""
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, self._memory), daemon=True)
        try:
            with self._starting:
                if self._abandoned:
                    raise OSError
                process.start()
        except OSError as error:
            self._pipe.close()
            raise _cannot_start() from error
        finally:
            # open here as well, the pipe would not end with the process, and `recv` wait for ever
            theirs.close()
        self._process = process
        self._await_ready()

    def abandon(self) -> None:
        """No process starts from now on, and one that was starting has started: were its caller to end
        meanwhile, it would be left without what to do, and would say so on the screen."""
        with self._starting:
            self._abandoned = True

    def ask(self, calls: Sequence[Sequence[Any]], seconds: float) -> Any:
        """The answer to the first of the calls; WorkerLost where none came, and what the call raised. The
        others are sent ahead, and not again while the process lives."""
        if self._process is None:
            self._start()
        try:
            before = self._worked()
            self._send(calls)
            if not self._answers(before, seconds):
                self.end()
                raise WorkerLost("time")
            answer, error = self._pipe.recv()
            self._sent -= 1
        except (EOFError, OSError) as lost:
            # Linux ends with SIGKILL the process that takes the machine's last memory
            killed = self.end() == -getattr(signal, "SIGKILL", 9)
            raise WorkerLost("memory" if killed else "died") from lost
        if error is not None:
            raise error
        return answer

    def _send(self, calls: Sequence[Sequence[Any]]) -> None:
        """Sends the first call, where it was not sent yet, and those after it while they are small."""
        for call in calls[self._sent :]:
            try:
                order = ForkingPickler.dumps(call)
            except Exception:
                if self._sent:
                    return  # its own turn will tell
                raise
            if self._sent and len(order) > SMALL:
                return
            self._pipe.send_bytes(order)
            self._sent += 1

    def _answers(self, before: float | None, seconds: float) -> bool:
        """Whether an answer comes within so many seconds of the processor's time, on a busy machine as on an
        idle one; where that is not told, or the process does nothing, by the clock."""
        began = time.monotonic()
        while not self._pipe.poll(min(seconds, max(seconds / 4, 0.05))):
            gone, now = time.monotonic() - began, self._worked()
            worked = gone if now is None or before is None else now - before
            if worked >= seconds or gone >= seconds * IDLE:
                return False
        return True

    def _worked(self) -> float | None:
        return processor_seconds(self._process) if self._process else None

    def _await_ready(self) -> None:
        """A process that cannot even start is a fault of the machine, not of the file."""
        try:
            ready = self._pipe.poll(_START_SECONDS) and self._pipe.recv() == _READY
        except (EOFError, OSError):
            ready = False
        if not ready:
            self.end()
            raise _cannot_start()

    def end(self) -> int | None:
        """Ends the process, and says how it ended; None where none was running."""
        process, self._process, self._sent = self._process, None, 0
        if process is None:
            return None
        self._pipe.close()
        process.join(0.2)
        if process.is_alive():
            process.kill()
            process.join(10)
            return None
        return process.exitcode


def call_by_name(module: str, name: str) -> None:
    """Calls a function by its name: to name it thus, the caller need not import it."""
    getattr(import_module(module), name)()


def _cannot_start() -> GaojiError:
    return GaojiError("读取文件的进程不能启动", "检查可用内存和本机的安全软件，再运行gaoji doctor")


def _work(pipe: Connection, memory: int) -> None:
    """The life of a process: bounded memory, silence, one request after the other until the pipe is
    closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    quiet = os.open(os.devnull, os.O_WRONLY)
    # readers in Rust write of their panics past Python
    os.dup2(quiet, 2)
    bound_memory(memory)
    gc.set_threshold(10_000, 50, 100)  # a file's cells hold no cycles: they are looked for seldom
    # before READY: what loading takes must not count as the first file's time
    import gaoji_batch.intake.files

    _ = gaoji_batch.intake.files
    pipe.send(_READY)
    with suppress(EOFError, OSError):
        while True:
            fn, args, kwargs = pipe.recv()
            answer: Any = None
            failed: Exception | None = None
            try:
                answer = fn(*args, **kwargs)
            except MemoryError:
                failed = WorkerLost("memory")
            except Exception as error:
                failed = error
            pipe.send((answer, failed))
    gc.freeze()  # the caller waits for its end: nothing is to be looked for any more
